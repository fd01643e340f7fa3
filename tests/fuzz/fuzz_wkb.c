/* Any bytes as well-known binary, of a zone and of a route. Nothing may crash or leak; what is
 * refused must come with a sentence, and what is read must be on the earth and have a length and an
 * area that are numbers. The first byte chooses how edges run.
 *
 * Tests: src/input/wkb.c src/model/zone_build.c src/model/route_build.c */
#include "named_bytes.h"

#include <math.h>

#include "overflight/area.h"
#include "overflight/build.h"

/* GEOS takes its time to look at many rings. */
#define MOST ((size_t)1 << 14)

static void read_zone(ovf_edges edges, const uint8_t *data, size_t size)
{
    ovf_zone *zone = NULL;
    ovf_error error = {0};
    if (ovf_zone_from_wkb("zone", edges, data, size, &zone, &error) != OVF_OK) {
        check_sentence(&error);
        expect(zone == NULL);
        return;
    }
    ovf_area area;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t k = 0; k < zone->polygons[i].count; k++) {
            const ovf_ring *ring = &zone->polygons[i].rings[k];
            expect(ring->count >= 3);
            for (size_t v = 0; v < ring->count; v++)
                expect(fabs(ring->vertices[v].lat) <= 90 && isfinite(ring->vertices[v].lon));
        }
    if (ovf_zone_area(zone, &area, &error) == OVF_OK)
        expect(area.m2 >= 0 && area.m2 <= OVF_EARTH_AREA_M2);
    else check_sentence(&error);
    ovf_zone_free(zone);
}

static void read_route(const uint8_t *data, size_t size)
{
    ovf_route *route = NULL;
    ovf_error error = {0};
    if (ovf_route_from_wkb("route", data, size, &route, &error) != OVF_OK) {
        check_sentence(&error);
        expect(route == NULL);
        return;
    }
    expect(route->part_count > 0 && route->part_ends[route->part_count - 1] == route->fix_count);
    for (size_t i = 0; i < route->fix_count; i++)
        expect(fabs(route->fixes[i].lat) <= 90 && isfinite(route->fixes[i].lon));
    ovf_route_free(route);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > MOST) return 0;
    read_zone(data[0] % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC, data + 1, size - 1);
    read_route(data + 1, size - 1);
    return 0;
}
