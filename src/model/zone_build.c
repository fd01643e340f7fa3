#include "model/zone_build.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "model/checks.h"
#include "model/flaws.h"
#include "model/model.h"
#include "model/zone_rings.h"
#include "overflight/build.h"

void ovf_zone_free(ovf_zone *zone)
{
    if (zone == NULL) return;
    ovf_zone_clear(zone);
    free(zone);
}

static ovf_status check_ends(const char *id, const size_t *ring_ends, size_t ring_count,
                             ovf_error *error)
{
    char title[200];
    size_t flaw = ovf_flaw_ends(ring_ends, ring_count, 1);
    if (flaw == ring_count && ring_count > 0) return OVF_OK;
    ovf_text_shorten(id, title, sizeof title);
    if (ring_count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "zone \"%s\": expected at least one ring, found none", title);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "zone \"%s\", ring %zu: expected its end beyond %zu, that of the ring before, "
                    "found %zu",
                    title, flaw + 1, flaw == 0 ? 0 : ring_ends[flaw - 1], ring_ends[flaw]);
}

/* A closed copy. */
static bool make_ring(const double *lonlat, size_t count, ovf_ring *ring)
{
    ring->vertices = ovf_array_new(count + 1, sizeof *ring->vertices);
    if (ring->vertices == NULL) return false;
    for (size_t i = 0; i < count; i++)
        ring->vertices[i] = (ovf_lonlat){lonlat[2 * i], lonlat[2 * i + 1]};
    bool closed = count > 1 && ovf_ring_is_closed(ring->vertices[0], ring->vertices[count - 1]);
    ring->count = closed ? count : count + 1;
    ring->vertices[ring->count - 1] = ring->vertices[0];
    return true;
}

static bool make_rings(ovf_zone *zone, const double *lonlat, const size_t *ring_ends,
                       const size_t *polygon_ends)
{
    for (size_t p = 0, r = 0; p < zone->polygon_count; p++) {
        ovf_polygon *polygon = &zone->polygons[p];
        polygon->rings = ovf_array_new(polygon_ends[p] - r, sizeof *polygon->rings);
        if (polygon->rings == NULL) return false;
        for (; r < polygon_ends[p]; r++) {
            size_t begin = r == 0 ? 0 : ring_ends[r - 1];
            if (!make_ring(lonlat + 2 * begin, ring_ends[r] - begin,
                           &polygon->rings[polygon->count]))
                return false;
            polygon->count++;
        }
    }
    return true;
}

ovf_status ovf_zone_build(const char *id, ovf_edges edges, const double *lonlat,
                          const size_t *ring_ends, size_t ring_count, const size_t *polygon_ends,
                          size_t polygon_count, ovf_zone **zone, ovf_error *error)
{
    ovf_status status = check_ends(id, ring_ends, ring_count, error);
    if (status != OVF_OK) return status;
    ovf_zone *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->id = ovf_text_copy(id);
    made->name = ovf_text_copy(id);
    made->edges = edges;
    made->polygons = ovf_array_new(polygon_count, sizeof *made->polygons);
    if (made->polygons != NULL) made->polygon_count = polygon_count;
    if (made->id == NULL || made->name == NULL || made->polygons == NULL ||
        !make_rings(made, lonlat, ring_ends, polygon_ends))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = ovf_zone_check(made, error);
    if (status != OVF_OK) {
        ovf_zone_free(made);
        return status;
    }
    *zone = made;
    return OVF_OK;
}

ovf_status ovf_zone_new(const char *id, ovf_edges edges, const double *lonlat,
                        const size_t *ring_ends, size_t ring_count, ovf_zone **zone,
                        ovf_error *error)
{
    ovf_zone *made;
    if (id == NULL) return ovf_fail_null(error, "an id");
    if (lonlat == NULL) return ovf_fail_null(error, "longitudes and latitudes");
    if (ring_ends == NULL) return ovf_fail_null(error, "the ends of rings");
    if (zone == NULL) return ovf_fail_null(error, "a place for the zone");
    ovf_status status = ovf_zone_build(id, edges, lonlat, ring_ends, ring_count, &ring_count, 1,
                                       &made, error);
    if (status != OVF_OK) return status;
    status = ovf_zone_sort_rings(made, error);
    if (status == OVF_OK) *zone = made;
    else ovf_zone_free(made);
    return status;
}

ovf_status ovf_zones_add(ovf_zones *zones, ovf_zone **zone, ovf_error *error)
{
    if (zones == NULL) return ovf_fail_null(error, "zones");
    if (zone == NULL || *zone == NULL) return ovf_fail_null(error, "a zone");
    /* How much room a reader has left is not known. */
    size_t capacity = zones->count;
    if (!ovf_array_reserve(&zones->items, &capacity, zones->count + 1, sizeof *zones->items))
        return ovf_fail_memory(error);
    zones->items[zones->count++] = **zone;
    free(*zone);
    *zone = NULL;
    return OVF_OK;
}

const ovf_zone *ovf_zones_find(const ovf_zones *zones, const char *id)
{
    if (zones == NULL || id == NULL) return NULL;
    for (size_t i = 0; i < zones->count; i++)
        if (zones->items[i].id != NULL && strcmp(zones->items[i].id, id) == 0)
            return &zones->items[i];
    return NULL;
}
