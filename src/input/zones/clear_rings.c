/* The ring is seen from above its first vertex: places that are less than a quarter of the earth
 * away stay apart in this view. Its edges become lines in that plane, arcs several, and each has a
 * bound on how far what it stands for strays from it, to the side and in direction. Lines that are
 * farther apart than both stray have no place in common, and of two that follow each other it is
 * enough that they leave their vertex in directions that are farther apart. */
#include "input/zones/clear_rings.h"

#include <math.h>

#include "geodesy/curve.h"
#include "geodesy/earth.h"

#define MOST_LINES 200
#define FARTHEST_M 5e5
#define NORTHMOST_DEG 85.0
#define PIECE_DEG 15.0
/* Radii of curvature are at least so much. */
#define EARTH_LEAST_M 6.33e6
/* Rounding, and that the bounds are those of a sphere. */
#define SPARE_M 0.01
#define SPARE_RADIANS 0.01

typedef struct {
    double x, y;
} place;

typedef struct {
    place from, to;
    double strays_m;
    double bends; /* radians */
    double low[2], high[2];
} line;

typedef struct {
    ovf_vector origin, east, north;
    line lines[MOST_LINES];
    size_t count;
} view;

/* Sides are thousands of kilometres at most, so that squares are no trouble. */
static double size_of(place p) { return sqrt(p.x * p.x + p.y * p.y); }

static place seen(const view *in, ovf_lonlat at)
{
    ovf_vector p = ovf_subtract(ovf_earth_point(at.lon, at.lat), in->origin);
    return (place){ovf_dot(p, in->east), ovf_dot(p, in->north)};
}

static bool add_line(view *in, place from, place to, double strays_m, double bends)
{
    if (in->count == MOST_LINES) return false;
    if (from.x == to.x && from.y == to.y) return true;
    const double wide = strays_m + SPARE_M;
    in->lines[in->count++] = (line){from,
                                    to,
                                    wide,
                                    bends + SPARE_RADIANS,
                                    {fmin(from.x, to.x) - wide, fmin(from.y, to.y) - wide},
                                    {fmax(from.x, to.x) + wide, fmax(from.y, to.y) + wide}};
    return true;
}

/* A parallel turns by tan φ / R, and no edge turns faster but for the view: a great circle at a
 * distance D from the middle is seen with a curvature of at most D / R². */
static bool add_edge(view *in, place from, place to, double lat)
{
    double length = size_of((place){to.x - from.x, to.y - from.y}),
           curvature = 1.1 * (tan(fabs(lat) * OVF_RADIAN) + FARTHEST_M / EARTH_LEAST_M) /
                       EARTH_LEAST_M;
    return add_line(in, from, to, length * length / 8 * curvature, length * curvature);
}

/* A circle of the radius r as far as D from the middle is seen as one in which lengths differ by (D
 * / R)² / 2 at most. */
static bool add_arc(view *in, const ovf_curve *curve, place from, place to)
{
    const place centre = seen(in, curve->centre);
    place first = {from.x - centre.x, from.y - centre.y}, last = {to.x - centre.x, to.y - centre.y};
    double r1 = size_of(first), r2 = size_of(last), r = fmax(r1, r2), away = size_of(centre) + r,
           odd = away / EARTH_LEAST_M * away / EARTH_LEAST_M * r + fabs(r2 - r1);
    double turn = atan2(last.y, last.x) - atan2(first.y, first.x), whole = 360 * OVF_RADIAN;
    if (curve->clockwise && turn > 0) turn -= whole;
    if (!curve->clockwise && turn < 0) turn += whole;
    if (away > FARTHEST_M || odd > 0.01 * fmin(r1, r2)) return false;
    size_t pieces = (size_t)ceil(fmax(1, fabs(turn) / (PIECE_DEG * OVF_RADIAN)));
    double step = turn / (double)pieces, cosine = cos(step), sine = sin(step);
    place at = from, way = first;
    for (size_t k = 1; k <= pieces; k++) {
        way = (place){way.x * cosine - way.y * sine, way.x * sine + way.y * cosine};
        place next = k == pieces ? to : (place){centre.x + way.x, centre.y + way.y};
        if (!add_line(in, at, next, r * (1 - cos(step / 2)) + 2 * odd,
                      fabs(step) / 2 + 8 * odd / (r * fabs(step))))
            return false;
        at = next;
    }
    return true;
}

static bool add_ring(view *in, const ovf_ring *ring)
{
    const ovf_curve *next = ring->curves, *end = ovf_ring_curves_end(ring);
    place from = {0, 0};
    for (size_t i = 0; i < ring->count; i++) {
        const ovf_lonlat at = ring->vertices[i];
        place to = seen(in, at);
        if (size_of(to) > FARTHEST_M || fabs(at.lat) > NORTHMOST_DEG) return false;
        const ovf_curve *curve = i > 0 && next != end && next->edge == i - 1 ? next++ : NULL;
        double lat = i == 0 ? 0 : fmax(fabs(at.lat), fabs(ring->vertices[i - 1].lat));
        if (i > 0 && !(curve != NULL && curve->kind == OVF_CURVE_ARC ? add_arc(in, curve, from, to)
                                                                     : add_edge(in, from, to, lat)))
            return false;
        from = to;
    }
    return in->count >= 3;
}

/* ---- whether they keep away from each other ---- */

static double distance_to(place p, const line *of)
{
    double x = of->to.x - of->from.x, y = of->to.y - of->from.y, px = p.x - of->from.x,
           py = p.y - of->from.y, t = fmax(0, fmin(1, (px * x + py * y) / (x * x + y * y)));
    return size_of((place){px - t * x, py - t * y});
}

static double side_of(place p, const line *of)
{
    return (of->to.x - of->from.x) * (p.y - of->from.y) -
           (of->to.y - of->from.y) * (p.x - of->from.x);
}

static bool are_apart(const line *a, const line *b)
{
    if (a->high[0] < b->low[0] || b->high[0] < a->low[0] || a->high[1] < b->low[1] ||
        b->high[1] < a->low[1])
        return true;
    if ((side_of(b->from, a) > 0) != (side_of(b->to, a) > 0) &&
        (side_of(a->from, b) > 0) != (side_of(a->to, b) > 0))
        return false;
    double least = fmin(fmin(distance_to(b->from, a), distance_to(b->to, a)),
                        fmin(distance_to(a->from, b), distance_to(a->to, b)));
    return least > a->strays_m + b->strays_m;
}

/* Of two that follow each other: cos t is at least 1 - t² / 2. */
static bool leave_apart(const line *a, const line *b)
{
    double ax = a->from.x - a->to.x, ay = a->from.y - a->to.y, bx = b->to.x - b->from.x,
           by = b->to.y - b->from.y, bend = a->bends + b->bends;
    return bend < 1 && ax * bx + ay * by <
                           sqrt((ax * ax + ay * ay) * (bx * bx + by * by)) * (1 - bend * bend / 2);
}

bool ovf_zone_is_clear(const ovf_zone *zone)
{
    view in = {.count = 0};
    if (zone->polygon_count != 1 || zone->polygons[0].count != 1) return false;
    const ovf_ring *ring = &zone->polygons[0].rings[0];
    if (ring->count < 4 || ring->count > MOST_LINES) return false;
    in.origin = ovf_earth_point(ring->vertices[0].lon, ring->vertices[0].lat);
    ovf_vector up = ovf_earth_normal(in.origin);
    in.east = ovf_unit(ovf_cross((ovf_vector){0, 0, 1}, up));
    in.north = ovf_cross(up, in.east);
    if (fabs(ring->vertices[0].lat) > NORTHMOST_DEG || !add_ring(&in, ring)) return false;
    for (size_t i = 0; i < in.count; i++) {
        if (!leave_apart(&in.lines[i], &in.lines[(i + 1) % in.count])) return false;
        for (size_t k = i + 2; k < in.count; k++)
            if ((i > 0 || k + 1 < in.count) && !are_apart(&in.lines[i], &in.lines[k])) return false;
    }
    return true;
}
