#include "geodesy/boundaries.h"

#include <stdlib.h>

#include "base/array.h"
#include "geodesy/curve.h"

/* Of a range in longitude and latitude, degrees; longitudes run on. */
typedef struct {
    double west, east, south, north;
} range;

static range range_of(double lon, double lat) { return (range){lon, lon, lat, lat}; }

static void add_to_range(range *of, double lon, double lat)
{
    of->west = lon < of->west ? lon : of->west;
    of->east = lon > of->east ? lon : of->east;
    of->south = lat < of->south ? lat : of->south;
    of->north = lat > of->north ? lat : of->north;
}

typedef struct {
    double low[3], high[3];
} bounds;

/* By its corners, from which the earth between them bulges by an eighth of its greatest second
 * derivatives: no more than a fifth of the radius times the square of the two widths together,
 * which is what an edge in it strays from its chord as well (ovf_edge_bulge). */
static void add_range(bounds *to, const range *of)
{
    double degrees = of->east - of->west + of->north - of->south,
           bulge = 0.2 * OVF_EARTH_A * OVF_RADIAN * OVF_RADIAN * degrees * degrees;
    for (int k = 0; k < 4; k++) {
        ovf_vector p = ovf_earth_point(k % 2 == 0 ? of->west : of->east,
                                       k / 2 == 0 ? of->south : of->north);
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            to->low[i] = fmin(to->low[i], c[i] - bulge);
            to->high[i] = fmax(to->high[i], c[i] + bulge);
        }
    }
}

/* So many edges, or degrees, are looked at together. */
#define TOGETHER 16
#define TOGETHER_DEG 0.5

/* False where the ring goes around a pole. */
static bool add_ring(bounds *to, const ovf_ring *ring, range *whole)
{
    const ovf_lonlat *v = ring->vertices;
    double lon = v[0].lon;
    range part = range_of(lon, v[0].lat);
    *whole = part;
    for (size_t i = 1, edges = 1; i < ring->count; i++, edges++) {
        lon += ovf_edge_lon_change(OVF_EDGES_LONLAT, v[i - 1].lon, v[i].lon);
        add_to_range(&part, lon, v[i].lat);
        add_to_range(whole, lon, v[i].lat);
        if (edges < TOGETHER && part.east - part.west + part.north - part.south < TOGETHER_DEG)
            continue;
        add_range(to, &part);
        part = range_of(lon, v[i].lat);
        edges = 0;
    }
    add_range(to, &part);
    return fabs(lon - v[0].lon) < 180;
}

/* Up to so far no way along the earth is longer than 1.01 times the straight line. */
#define SMALL_M 2e6

/* An arc is no farther from its centre than its ends, in a straight line neither. False where it
 * comes near a pole. */
static bool add_arcs(bounds *to, const ovf_ring *ring, range *whole)
{
    for (size_t i = 0; i < ring->curve_count; i++) {
        const ovf_curve *arc = &ring->curves[i];
        if (arc->kind != OVF_CURVE_ARC) return false;
        const ovf_lonlat *ends = &ring->vertices[arc->edge];
        ovf_vector p = ovf_earth_point(arc->centre.lon, arc->centre.lat);
        double radius_m = 0, degrees, wide;
        for (int k = 0; k < 2; k++) {
            double length_m = 1.01 * ovf_distance(p, ovf_earth_point(ends[k].lon, ends[k].lat));
            if (length_m > SMALL_M)
                geod_inverse(ovf_earth(), arc->centre.lat, arc->centre.lon, ends[k].lat,
                             ends[k].lon, &length_m, NULL, NULL);
            radius_m = fmax(radius_m, length_m);
        }
        degrees = radius_m / (OVF_EARTH_MIN_RADIUS * OVF_RADIAN) + 1e-9;
        if (fabs(arc->centre.lat) + degrees > 85) return false;
        /* The meridian that a circle touches: sin Δλ = sin r / cos φ (Napier). */
        wide = 1.01 * asin(fmin(1, sin(degrees * OVF_RADIAN) / cos(arc->centre.lat * OVF_RADIAN))) /
               OVF_RADIAN;
        double lon = ends->lon + remainder(arc->centre.lon - ends->lon, 360);
        add_to_range(whole, lon - wide, arc->centre.lat - degrees);
        add_to_range(whole, lon + wide, arc->centre.lat + degrees);
        const double c[3] = {p.x, p.y, p.z};
        for (int k = 0; k < 3; k++) {
            to->low[k] = fmin(to->low[k], c[k] - radius_m);
            to->high[k] = fmax(to->high[k], c[k] + radius_m);
        }
    }
    return true;
}

/* A coordinate is greatest on the boundary or where an axis leaves the earth inside (boundary.c):
 * on the equator, since a pole is inside only of what goes around it, or has it as a vertex. */
static void add_axes(bounds *to, const range *of)
{
    if (of->south > 0 || of->north < 0) return;
    for (double lon = 90 * ceil(of->west / 90); lon <= of->east; lon += 90)
        add_range(to, &(range){lon, lon, 0, 0});
}

/* ---- geodesic edges ---- */

static void add_point(bounds *to, ovf_vector p, double wide_m)
{
    const double c[3] = {p.x, p.y, p.z};
    for (int k = 0; k < 3; k++) {
        to->low[k] = fmin(to->low[k], c[k] - wide_m);
        to->high[k] = fmax(to->high[k], c[k] + wide_m);
    }
}

/* An edge is no farther from its chord than its bulge, an arc from its centre than its ends. False
 * where the ring is large, or has other curves. */
static bool add_geodesic_ring(bounds *to, const ovf_ring *ring)
{
    const ovf_curve *curve = ring->curves, *end = ovf_ring_curves_end(ring);
    ovf_vector first = ovf_earth_point(ring->vertices[0].lon, ring->vertices[0].lat), a = first;
    for (size_t i = 1; i < ring->count; i++) {
        ovf_vector b = ovf_earth_point(ring->vertices[i].lon, ring->vertices[i].lat);
        double chord_m = ovf_distance(a, b),
               bulge_m = 1.01 * chord_m * chord_m / (8 * OVF_EARTH_MIN_RADIUS);
        if (ovf_distance(first, b) > SMALL_M) return false;
        if (curve != end && curve->edge == i - 1) {
            ovf_vector centre = ovf_earth_point(curve->centre.lon, curve->centre.lat);
            double radius_m = 1.01 * fmax(ovf_distance(centre, a), ovf_distance(centre, b));
            if (curve->kind == OVF_CURVE_ARC && radius_m < SMALL_M) add_point(to, centre, radius_m);
            else if (curve->kind != OVF_CURVE_GEODESIC) return false;
            curve++;
        }
        add_point(to, a, bulge_m);
        add_point(to, b, bulge_m);
        a = b;
    }
    return true;
}

/* What holds a place where an axis leaves the earth goes around it: so it is on both sides of the
 * axis along the two others. */
static void add_axes_of_box(bounds *to)
{
    const double end_m[3] = {OVF_EARTH_A, OVF_EARTH_A, OVF_EARTH_B};
    for (int k = 0; k < 3; k++) {
        int u = (k + 1) % 3, v = (k + 2) % 3;
        if (to->low[u] > 0 || to->high[u] < 0 || to->low[v] > 0 || to->high[v] < 0) continue;
        if (to->high[k] > 0) to->high[k] = fmax(to->high[k], end_m[k]);
        if (to->low[k] < 0) to->low[k] = fmin(to->low[k], -end_m[k]);
    }
}

/* The box around what has geodesic edges, and has no side that is meant; false where it is large.
 */
static bool find_geodesic_box(const ovf_zone *zone, ovf_box *box)
{
    bounds of = {.low = {INFINITY, INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY, -INFINITY}};
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++) {
            const ovf_ring *ring = &zone->polygons[p].rings[r];
            bounds own = {.low = {INFINITY, INFINITY, INFINITY},
                          .high = {-INFINITY, -INFINITY, -INFINITY}};
            if (ring->count == 0) continue;
            if (!add_geodesic_ring(&own, ring)) return false;
            add_axes_of_box(&own);
            for (int k = 0; k < 3; k++) {
                of.low[k] = fmin(of.low[k], own.low[k]);
                of.high[k] = fmax(of.high[k], own.high[k]);
            }
        }
    for (int i = 0; i < 3; i++) { /* with the tolerance twice */
        of.low[i] -= 2e-3;
        of.high[i] += 2e-3;
    }
    *box = ovf_box_around(of.low, of.high);
    return true;
}

/* The box around what is lonlat, has no side that is meant, and goes around no pole; false for the
 * rest. */
static bool find_box(const ovf_zone *zone, bool is_line, ovf_box *box)
{
    bounds of = {.low = {INFINITY, INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY, -INFINITY}};
    if (zone->oriented) return false;
    if (zone->edges == OVF_EDGES_GEODESIC) return find_geodesic_box(zone, box);
    for (size_t p = 0; p < zone->polygon_count; p++) {
        for (size_t r = 0; r < zone->polygons[p].count; r++) {
            range whole;
            if (zone->polygons[p].rings[r].count == 0) continue;
            if (!add_ring(&of, &zone->polygons[p].rings[r], &whole) ||
                !add_arcs(&of, &zone->polygons[p].rings[r], &whole))
                return false;
            if (!is_line) add_axes(&of, &whole);
        }
    }
    for (int i = 0; i < 3; i++) { /* with the tolerance twice */
        of.low[i] -= 2e-3;
        of.high[i] += 2e-3;
    }
    *box = ovf_box_around(of.low, of.high);
    return true;
}

ovf_boundaries *ovf_boundaries_new(const ovf_zones *zones, bool are_lines)
{
    ovf_boundaries *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return NULL;
    made->zones = zones;
    made->are_lines = are_lines;
    pthread_mutex_init(&made->lock, NULL);
    made->items = ovf_array_new(zones->count, sizeof *made->items);
    bool good = made->items != NULL;
    for (size_t k = 0; good && k < zones->count; k++) atomic_init(&made->items[k].made, NULL);
    for (size_t k = 0; good && k < zones->count; k++) {
        if (find_box(&zones->items[k], are_lines, &made->items[k].box)) continue;
        const ovf_boundary *boundary = ovf_boundaries_get(made, k);
        good = boundary != NULL;
        if (good) made->items[k].box = boundary->box;
    }
    if (good) return made;
    ovf_boundaries_free(made);
    return NULL;
}

void ovf_boundaries_free(ovf_boundaries *boundaries)
{
    if (boundaries == NULL) return;
    for (size_t k = 0; boundaries->items != NULL && k < boundaries->zones->count; k++) {
        ovf_boundary *made = atomic_load_explicit(&boundaries->items[k].made, memory_order_relaxed);
        if (made != NULL) ovf_boundary_free(made);
        free(made);
    }
    free(boundaries->items);
    pthread_mutex_destroy(&boundaries->lock);
    free(boundaries);
}

static ovf_boundary *build(const ovf_zone *zone, bool is_line)
{
    ovf_boundary *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return NULL;
    if (is_line ? ovf_boundary_build_line(made, zone) : ovf_boundary_build(made, zone)) return made;
    ovf_boundary_free(made);
    free(made);
    return NULL;
}

const ovf_boundary *ovf_boundaries_make(ovf_boundaries *boundaries, size_t index)
{
    pthread_mutex_lock(&boundaries->lock);
    ovf_boundary *made = atomic_load_explicit(&boundaries->items[index].made, memory_order_relaxed);
    if (made == NULL) {
        made = build(&boundaries->zones->items[index], boundaries->are_lines);
        atomic_store_explicit(&boundaries->items[index].made, made, memory_order_release);
    }
    pthread_mutex_unlock(&boundaries->lock);
    return made;
}
