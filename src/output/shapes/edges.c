#include "output/shapes/edges.h"

#include <math.h>

#include <geodesic.h>

#include "base/array.h"
#include "geodesy/earth.h"

/* Longer pieces are split unasked, since on a long one the line may cross the geodesic just where
 * it is looked at. */
#define LONGEST_M 500e3
/* Halving this often leaves less than 10 m, which only happens next to a pole. */
#define DEEPEST 16
/* Web maps end at 85.05°. */
#define MERCATOR_END_DEG 85.06

typedef struct {
    struct geod_geodesicline line;
    double deviation_m;
    ovf_ring *drawn;
    size_t *capacity;
} drawn_edge;

static bool add(const drawn_edge *edge, ovf_lonlat vertex)
{
    ovf_ring *drawn = edge->drawn;
    if (!ovf_array_reserve(&drawn->vertices, edge->capacity, drawn->count + 1,
                           sizeof *drawn->vertices))
        return false;
    drawn->vertices[drawn->count++] = vertex;
    return true;
}

static ovf_lonlat place(const drawn_edge *edge, double along_m, ovf_lonlat near)
{
    ovf_lonlat at;
    geod_position(&edge->line, along_m, &at.lat, &at.lon, NULL);
    at.lon -= 360 * round((at.lon - near.lon) / 360);
    return at;
}

/* The distance of c from the straight line from a to b in a plane whose scale at c is `scale`
 * metres a degree. */
static double distance(double ax, double ay, double bx, double by, double cx, double cy,
                       double scale)
{
    double x = bx - ax, y = by - ay, length = hypot(x, y);
    if (length == 0) return scale * hypot(cx - ax, cy - ay);
    return scale * fabs(x * (cy - ay) - y * (cx - ax)) / length;
}

static double mercator(double lat) { return asinh(tan(lat * OVF_RADIAN)) / OVF_RADIAN; }

static bool strays(const drawn_edge *edge, ovf_lonlat a, ovf_lonlat b, ovf_lonlat c)
{
    double k = cos(c.lat * OVF_RADIAN), degree = OVF_EARTH_A * OVF_RADIAN;
    if (distance(a.lon * k, a.lat, b.lon * k, b.lat, c.lon * k, c.lat, degree) > edge->deviation_m)
        return true;
    if (fabs(a.lat) > MERCATOR_END_DEG || fabs(b.lat) > MERCATOR_END_DEG ||
        fabs(c.lat) > MERCATOR_END_DEG)
        return false;
    return distance(a.lon, mercator(a.lat), b.lon, mercator(b.lat), c.lon, mercator(c.lat),
                    k * degree) > edge->deviation_m;
}

/* Adds what lies between a and b, not they themselves. */
static bool refine(const drawn_edge *edge, double from_m, ovf_lonlat a, double to_m, ovf_lonlat b,
                   int depth)
{
    double length = to_m - from_m, middle_m = from_m + length / 2;
    ovf_lonlat middle = place(edge, middle_m, a);
    bool split = length > LONGEST_M || strays(edge, a, b, middle) ||
                 strays(edge, a, b, place(edge, from_m + length / 4, a)) ||
                 strays(edge, a, b, place(edge, from_m + 3 * length / 4, b));
    if (!split || depth >= DEEPEST) return true;
    b.lon -= 360 * round((b.lon - middle.lon) / 360);
    return refine(edge, from_m, a, middle_m, middle, depth + 1) && add(edge, middle) &&
           refine(edge, middle_m, middle, to_m, b, depth + 1);
}

/* Adds what lies between two vertices. */
static bool add_between(drawn_edge *edge, ovf_lonlat a, ovf_lonlat b)
{
    if (fabs(b.lon - a.lon) > 180) b.lon -= 360 * round((b.lon - a.lon) / 360);
    bool over_pole = fabs(b.lon - a.lon) == 180;
    if (over_pole || fabs(a.lat) == 90 || fabs(b.lat) == 90) {
        /* Meridians are straight on every map, but the pole is a line there. */
        double pole = copysign(90, a.lat + b.lat);
        return (fabs(a.lat) == 90 || add(edge, (ovf_lonlat){a.lon, pole})) &&
               (fabs(b.lat) == 90 || add(edge, (ovf_lonlat){b.lon, pole}));
    }
    geod_inverseline(&edge->line, ovf_earth(), a.lat, a.lon, b.lat, b.lon,
                     GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_DISTANCE_IN);
    return refine(edge, 0, a, edge->line.s13, b, 0);
}

bool ovf_edges_densify(const ovf_ring *ring, double deviation_m, ovf_ring *drawn, size_t *capacity)
{
    drawn_edge edge = {.deviation_m = 0.8 * deviation_m, .drawn = drawn, .capacity = capacity};
    drawn->count = 0;
    for (size_t i = 0; i < ring->count; i++) {
        ovf_lonlat b = ring->vertices[i];
        if (i > 0 && !add_between(&edge, ring->vertices[i - 1], b)) return false;
        if (!add(&edge, b)) return false;
    }
    return true;
}
