#include "analysis/coverage/flatten.h"

#include <stdlib.h>

#include "base/array.h"
#include "model/model.h"

#define DEEPEST 24
/* Of latitude, metres. */
#define DEGREE_M 111320.0

typedef struct {
    ovf_overlay *overlay;
    const ovf_plane *plane;
    double deviation_m;
    ovf_polygon *polygons;
    size_t count, capacity;
    /* The ring in hand. */
    ovf_ring ring;
    size_t ring_capacity;
} drawing;

static bool add(drawing *in, ovf_lonlat vertex)
{
    if (!ovf_array_reserve(&in->ring.vertices, &in->ring_capacity, in->ring.count + 1,
                           sizeof *in->ring.vertices))
        return false;
    in->ring.vertices[in->ring.count++] = vertex;
    return true;
}

/* The position with a longitude next to another. */
static ovf_lonlat position(const drawing *in, ovf_flat p, double next_to)
{
    ovf_lonlat at = ovf_plane_position(in->plane, p);
    at.lon = next_to + remainder(at.lon - next_to, 360);
    if (at.lat > 90) at.lat = 90;
    if (at.lat < -90) at.lat = -90;
    return at;
}

static bool is_pole(ovf_lonlat p) { return fabs(p.lat) > 90 - 1e-9; }

/* How far a place at t between two points of the plane is from the same place between their
 * positions, m. */
static double off(const drawing *in, ovf_flat p, ovf_lonlat a, ovf_flat q, ovf_lonlat b, double t,
                  ovf_lonlat *at)
{
    ovf_lonlat straight = {a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
    *at = position(in, (ovf_flat){p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)}, straight.lon);
    return DEGREE_M *
           hypot((at->lon - straight.lon) * cos(at->lat * OVF_RADIAN), at->lat - straight.lat);
}

/* Adds what lies between two points, and the second, whose longitude goes on from the first's. */
static bool bisect(drawing *in, ovf_flat p, ovf_lonlat a, ovf_flat q, ovf_lonlat b, int depth)
{
    ovf_lonlat middle, quarter;
    bool straight = off(in, p, a, q, b, 0.5, &middle) <= in->deviation_m &&
                    off(in, p, a, q, b, 0.25, &quarter) <= in->deviation_m &&
                    off(in, p, a, q, b, 0.75, &quarter) <= in->deviation_m;
    if (straight || depth >= DEEPEST) return add(in, b);
    ovf_flat m = {(p.x + q.x) / 2, (p.y + q.y) / 2};
    middle = position(in, m, a.lon);
    b.lon = middle.lon + remainder(b.lon - middle.lon, 360);
    return bisect(in, p, a, m, middle, depth + 1) &&
           bisect(in, m, in->ring.vertices[in->ring.count - 1], q, b, depth + 1);
}

/* A pole has any longitude: the ring comes by one and leaves by another. */
static bool add_edge(drawing *in, ovf_flat p, ovf_flat q)
{
    ovf_lonlat a = in->ring.vertices[in->ring.count - 1], b = position(in, q, a.lon);
    if (is_pole(a)) {
        a.lon = is_pole(b) ? a.lon : b.lon;
        if (a.lon != in->ring.vertices[in->ring.count - 1].lon && !add(in, a)) return false;
    }
    if (is_pole(b)) b.lon = a.lon;
    return bisect(in, p, a, q, b, 0);
}

/* Counterclockwise, or clockwise. */
static bool draw_ring(drawing *in, const GEOSGeometry *ring, bool counterclockwise, ovf_ring *drawn)
{
    GEOSContextHandle_t geos = in->overlay->geos;
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(geos, ring);
    unsigned size = 0;
    char winds = 0;
    if (sequence == NULL || GEOSCoordSeq_getSize_r(geos, sequence, &size) == 0 || size < 4)
        return false;
    ovf_flat last, next;
    bool reversed = GEOSCoordSeq_isCCW_r(geos, sequence, &winds) != 0 &&
                    (winds == 1) != counterclockwise;
    in->ring.count = 0;
    GEOSCoordSeq_getXY_r(geos, sequence, 0, &last.x, &last.y);
    ovf_lonlat first = position(in, last, 0);
    if (!add(in, first)) return false;
    for (unsigned i = 1; i < size; i++) {
        GEOSCoordSeq_getXY_r(geos, sequence, reversed ? size - 1 - i : i, &next.x, &next.y);
        if (!add_edge(in, last, next)) return false;
        last = next;
    }
    /* Closed by the same vertex; where the ring has gone around a pole the step to it means the
     * short way. */
    ovf_lonlat *end = &in->ring.vertices[in->ring.count - 1];
    if (is_pole(*end) && end->lon != first.lon) {
        if (!add(in, first)) return false;
    } else {
        *end = first;
    }
    drawn->vertices = ovf_array_new(in->ring.count, sizeof *drawn->vertices);
    if (drawn->vertices == NULL) return false;
    drawn->count = in->ring.count;
    for (size_t i = 0; i < in->ring.count; i++) drawn->vertices[i] = in->ring.vertices[i];
    return true;
}

static bool draw_polygon(void *context, const GEOSGeometry *geometry)
{
    drawing *in = context;
    GEOSContextHandle_t geos = in->overlay->geos;
    int holes = GEOSGetNumInteriorRings_r(geos, geometry);
    if (holes < 0 ||
        !ovf_array_reserve(&in->polygons, &in->capacity, in->count + 1, sizeof *in->polygons))
        return false;
    ovf_polygon *polygon = &in->polygons[in->count++];
    *polygon = (ovf_polygon){.rings = ovf_array_new((size_t)holes + 1, sizeof *polygon->rings)};
    if (polygon->rings == NULL) return false;
    polygon->count = (size_t)holes + 1;
    bool good = draw_ring(in, GEOSGetExteriorRing_r(geos, geometry), true, &polygon->rings[0]);
    for (int i = 0; i < holes && good; i++)
        good = draw_ring(in, GEOSGetInteriorRingN_r(geos, geometry, i), false,
                         &polygon->rings[i + 1]);
    return good;
}

ovf_status ovf_unflatten(ovf_overlay *overlay, const ovf_plane *plane, const GEOSGeometry *geometry,
                         double deviation_m, ovf_polygon **polygons, size_t *count,
                         ovf_error *error)
{
    drawing in = {.overlay = overlay, .plane = plane, .deviation_m = fmax(deviation_m, 1e-6)};
    bool good = ovf_overlay_polygons(overlay, geometry, draw_polygon, &in);
    free(in.ring.vertices);
    if (!good) {
        ovf_polygons_free(in.polygons, in.count);
        return ovf_fail_memory(error);
    }
    *polygons = in.polygons;
    *count = in.count;
    return OVF_OK;
}
