/* What the libraries underneath take for the same routes: bench_libraries ZONES ZONE_ID ROUTES
 * SECONDS
 *
 * GEOS cuts the routes with the zone in the plane of longitude and latitude, which is what those
 * pay who do not mind kilometres: first whether they meet, with the zone prepared, then the
 * intersection where they do. It gets SECONDS for as many routes, from the first, as fit. PROJ's
 * geod_inverse measures the legs of all routes, and ovf_track the same ones. */
#include <geodesic.h>
#include <geos_c.h>

#include "bench.h"
#include "geodesy/track.h"

static volatile double sink;

static void quiet(const char *format, ...) { (void)format; }

/* From 0 to 360, so that a zone that lies across the antimeridian is in one piece. */
static double eastward(double lon) { return lon < 0 ? lon + 360 : lon; }

static GEOSGeometry *planar_zone(const ovf_zone *zone)
{
    GEOSGeometry **parts = room(zone->polygon_count, sizeof *parts);
    for (size_t p = 0; p < zone->polygon_count; p++) {
        const ovf_polygon *polygon = &zone->polygons[p];
        GEOSGeometry **rings = room(polygon->count, sizeof *rings);
        for (size_t r = 0; r < polygon->count; r++) {
            const ovf_ring *ring = &polygon->rings[r];
            GEOSCoordSequence *s = GEOSCoordSeq_create((unsigned)ring->count, 2);
            for (unsigned i = 0; i < ring->count; i++)
                GEOSCoordSeq_setXY(s, i, eastward(ring->vertices[i].lon), ring->vertices[i].lat);
            rings[r] = GEOSGeom_createLinearRing(s);
        }
        parts[p] = GEOSGeom_createPolygon(rings[0], rings + 1, (unsigned)polygon->count - 1);
        free(rings);
    }
    GEOSGeometry *whole = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, parts,
                                                    (unsigned)zone->polygon_count);
    free(parts);
    return whole;
}

static GEOSGeometry *planar_route(const ovf_route *route)
{
    GEOSCoordSequence *s = GEOSCoordSeq_create((unsigned)route->fix_count, 2);
    for (unsigned i = 0; i < route->fix_count; i++)
        GEOSCoordSeq_setXY(s, i, eastward(route->fixes[i].lon), route->fixes[i].lat);
    return GEOSGeom_createLineString(s);
}

static void overlay(const ovf_zone *zone, const route_set *all, double seconds)
{
    enum { LEAST = 10 }; /* routes, even where they take longer than they may */
    initGEOS(quiet, quiet);
    GEOSGeometry *whole = planar_zone(zone);
    const GEOSPreparedGeometry *prepared = GEOSPrepare(whole);
    double *meets = room(all->count, sizeof *meets), *both = room(all->count, sizeof *both),
           end = cpu_ns() + seconds * 1e9;
    GEOSGeometry *first = planar_route(&all->items[0]);
    sink = GEOSPreparedIntersects(prepared, first); /* builds its index */
    GEOSGeom_destroy(first);
    size_t done = 0, cut = 0;
    for (; done < all->count && (done < LEAST || cpu_ns() < end); done++) {
        GEOSGeometry *line = planar_route(&all->items[done]);
        double begin = now_ns(), length = 0;
        bool found = GEOSPreparedIntersects(prepared, line) == 1;
        meets[done] = now_ns() - begin;
        GEOSGeometry *part = found ? GEOSIntersection(whole, line) : NULL;
        if (part != NULL) GEOSLength(part, &length);
        both[done] = now_ns() - begin;
        cut += length > 0;
        GEOSGeom_destroy(part);
        GEOSGeom_destroy(line);
    }
    at_least("routes that GEOS has looked at", LEAST, (double)done);
    at_least("routes of which GEOS found a part inside", 0.3 * (double)done, (double)cut);
    print("geos_meets_us", median(meets, done) / 1e3);
    print("geos_inside_us", median(both, done) / 1e3);
    print("geos_routes", (double)done);
    free(meets);
    free(both);
    GEOSPreparedGeom_destroy(prepared);
    GEOSGeom_destroy(whole);
    finishGEOS();
}

typedef struct {
    const route_set *all;
    ovf_track track;
    double ours_m, theirs_m; /* of the first leg of each route */
} measuring;

static double measure_inverses(void *context)
{
    measuring *m = context;
    double sum = 0, length = 0;
    size_t legs = 0;
    m->theirs_m = 0;
    for (size_t k = 0; k < m->all->count; k++) {
        const ovf_fix *f = m->all->items[k].fixes;
        for (size_t i = 0; i + 1 < m->all->items[k].fix_count; i++, legs++) {
            geod_inverse(ovf_earth(), f[i].lat, f[i].lon, f[i + 1].lat, f[i + 1].lon, &length, NULL,
                         NULL);
            sum += length;
            if (i == 0) m->theirs_m += length;
        }
    }
    sink = sum;
    return (double)legs;
}

static double lay_tracks(void *context)
{
    measuring *m = context;
    size_t legs = 0;
    m->ours_m = 0;
    for (size_t k = 0; k < m->all->count; k++) {
        const ovf_route *route = &m->all->items[k];
        if (!ovf_track_lay(&m->track, route->fixes, route->fix_count)) exit(3);
        m->ours_m += m->track.length_m[0];
        legs += route->fix_count - 1;
    }
    return (double)legs;
}

static void lengths(const route_set *all)
{
    measuring m = {.all = all};
    double legs = (double)(all->fixes - all->count);
    timed both[] = {{"geod_inverse of the legs", measure_inverses, &m, legs, 0, 0},
                    {"lengths of the legs", lay_tracks, &m, legs, 0, 0}};
    time_in_turn(both, 2, 5);
    agree("first legs in metres", m.ours_m, m.theirs_m, 1e-7 * (double)all->count);
    print("inverse_ns", both[0].ns);
    print("length_ns", both[1].ns);
    ovf_track_clear(&m.track);
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fprintf(stderr, "usage: bench_libraries ZONES ZONE_ID ROUTES SECONDS\n");
        return 2;
    }
    ovf_zones zones = {0};
    size_t vertices;
    ovf_zones one = zone_named(argv[1], argv[2], &zones, &vertices);
    route_set all = routes_of(argv[3]);
    overlay(one.items, &all, strtod(argv[4], NULL));
    lengths(&all);
    routes_clear(&all);
    ovf_zones_clear(&zones);
    return 0;
}
