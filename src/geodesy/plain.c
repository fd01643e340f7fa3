#include "geodesy/plain.h"

#include "base/array.h"
#include "geodesy/curve.h"
#include "geodesy/edge.h"

/* A piece begins with at most so much of an arc, and of a change of longitude, in degrees. */
#define PIECE_DEG 15.0
#define DEEPEST 30
/* What bends more is cut in two first. */
#define EVEN_M 1e3
/* Plane sections stand for pieces that they miss by no more. */
#define SECTION_MISS_M 1e-6

typedef struct {
    const ovf_course *course;
    ovf_edges edges;
    double within_m;
    ovf_ring *plain;
    size_t *capacity;
} flattening;

static bool add(ovf_ring *plain, size_t *capacity, ovf_lonlat vertex)
{
    if (!ovf_array_reserve(&plain->vertices, capacity, plain->count + 1, sizeof *plain->vertices))
        return false;
    plain->vertices[plain->count++] = vertex;
    return true;
}

/* Between two parameters of a curve. */
typedef struct {
    double u1, u2;
    ovf_lonlat from, to;
    ovf_vector a, b, places[3]; /* its ends, and what is in between at its quarters */
} piece;

/* How far the edge between the ends is off the curve; INFINITY where it is too long for an edge. */
static double miss_of(const flattening *in, piece *of)
{
    ovf_edge edge;
    double miss = 0;
    of->a = ovf_earth_point(of->from.lon, of->from.lat);
    of->b = ovf_earth_point(of->to.lon, of->to.lat);
    ovf_edge_between(&edge, in->edges, of->from, of->to, of->a, of->b);
    if (edge.chord_m < in->within_m) return 0;
    if (edge.chord_m > OVF_EDGE_GEODESIC_LONGEST_M) return INFINITY;
    for (int k = 0; k < 3; k++) {
        ovf_lonlat at = ovf_course_at(in->course, of->u1 + (of->u2 - of->u1) * (k + 1) / 4,
                                      of->from.lon, NULL);
        ovf_vector p = of->places[k] = ovf_earth_point(at.lon, at.lat);
        miss = fmax(miss, ovf_distance(p, ovf_edge_point(&edge, ovf_edge_foot(&edge, p), NULL)));
    }
    return miss;
}

/* Adds what lies between the ends of a piece that bends evenly, on the plane section that stands
 * for it where that does (edge.h), which costs much less. */
static bool add_between(const flattening *in, const piece *of, size_t count)
{
    ovf_edge section;
    ovf_swerve swerve;
    bool stands = ovf_swerve_through(of->a, of->b, of->places, &swerve) <= SECTION_MISS_M;
    ovf_edge_between(&section, OVF_EDGES_GEODESIC, of->from, of->to, of->a, of->b);
    ovf_edge_swerve(&section, &swerve);
    ovf_lonlat at = of->from;
    for (size_t k = 1; k < count; k++) {
        double t = (double)k / (double)count, before = at.lon;
        at = stands ? ovf_edge_position(&section, t)
                    : ovf_course_at(in->course, of->u1 + (of->u2 - of->u1) * t, before, NULL);
        at.lon = before + remainder(at.lon - before, 360);
        if (!add(in->plain, in->capacity, at)) return false;
    }
    return true;
}

/* Adds what lies between two places of the curve, and the second. On a piece that bends evenly what
 * edges miss falls with the square of their length. */
static bool flatten(const flattening *in, double u1, ovf_lonlat from, double u2, ovf_lonlat to,
                    int depth)
{
    double middle = (u1 + u2) / 2;
    ovf_lonlat at = ovf_course_at(in->course, middle, from.lon, NULL);
    to.lon = at.lon + remainder(to.lon - at.lon, 360);
    piece whole = {.u1 = u1, .u2 = u2, .from = from, .to = to};
    double miss = miss_of(in, &whole);
    if (miss > EVEN_M && depth < DEEPEST)
        return flatten(in, u1, from, middle, at, depth + 1) &&
               flatten(in, middle, at, u2, to, depth + 1);
    size_t count = (size_t)ceil(fmax(1, sqrt(fmin(miss, EVEN_M) / (0.8 * in->within_m))));
    return (count < 2 || add_between(in, &whole, count)) && add(in->plain, in->capacity, to);
}

static bool add_curve(flattening *in, const ovf_curve *curve, ovf_lonlat from, ovf_lonlat to)
{
    ovf_course course;
    ovf_course_make(&course, curve, from, to);
    in->course = &course;
    double turn = fmax(fabs(course.turn), fabs(course.lon_change));
    size_t pieces = (size_t)fmax(1, ceil(turn / PIECE_DEG));
    for (size_t k = 0; k < pieces; k++) {
        double u1 = (double)k / (double)pieces, u2 = (double)(k + 1) / (double)pieces;
        ovf_lonlat end = ovf_course_at(&course, u2, from.lon, NULL);
        if (!flatten(in, u1, from, u2, end, 0)) return false;
        from = in->plain->vertices[in->plain->count - 1];
    }
    /* The vertex as the ring has it. */
    in->plain->vertices[in->plain->count - 1] = to;
    return true;
}

bool ovf_ring_plain(const ovf_ring *ring, ovf_edges edges, double within_m, ovf_ring *plain,
                    size_t *capacity)
{
    flattening in = {.edges = edges, .within_m = within_m, .plain = plain, .capacity = capacity};
    const ovf_curve *curve = ring->curves, *end = ovf_ring_curves_end(ring);
    plain->count = 0;
    for (size_t i = 0; i < ring->count; i++) {
        bool curved = i > 0 && curve != end && curve->edge == i - 1;
        if (curved ? !add_curve(&in, curve++, ring->vertices[i - 1], ring->vertices[i])
                   : !add(plain, capacity, ring->vertices[i]))
            return false;
    }
    return true;
}
