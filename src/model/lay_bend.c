#include "model/lay_bend.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/curve.h"
#include "geodesy/edge.h"
#include "model/lay_nodes.h"

/* Circles that are so near to each other are one, degrees and m. */
#define SAME_CENTRE_DEG 1e-10
#define SAME_RADIUS_M 1e-6

static bool is_same(ovf_lonlat a, ovf_lonlat b)
{
    return a.lat == b.lat && (a.lon == b.lon || fabs(a.lon - b.lon) == 360);
}

/* ---- finding them ---- */

static bool same_circle(const ovf_course *a, const ovf_course *b)
{
    return a->kind == OVF_CURVE_ARC && b->kind == OVF_CURVE_ARC &&
           fabs(a->centre.lat - b->centre.lat) < SAME_CENTRE_DEG &&
           fabs(remainder(a->centre.lon - b->centre.lon, 360)) < SAME_CENTRE_DEG &&
           fabs(a->radius_m - b->radius_m) < SAME_RADIUS_M &&
           fabs(a->radius_change_m) < SAME_RADIUS_M && fabs(b->radius_change_m) < SAME_RADIUS_M;
}

static bool add_curve(ovf_lay_curves *in, const ovf_curve *curve, ovf_lonlat from, ovf_lonlat to)
{
    if (!ovf_array_reserve(&in->items, &in->capacity, in->count + 1, sizeof *in->items))
        return false;
    struct ovf_lay_curve *made = &in->items[in->count];
    *made = (struct ovf_lay_curve){.clockwise = curve->clockwise, .like = ++in->count};
    ovf_course_make(&made->course, curve, from, to);
    /* The pieces of a circle follow each other; the other area may have the same circle. */
    for (size_t i = 0; i + 1 < in->count && made->like == in->count; i++)
        if (same_circle(&in->items[i].course, &made->course)) made->like = in->items[i].like;
    return true;
}

static size_t count_edges(const ovf_zone *zone)
{
    size_t count = 0;
    for (size_t p = 0; p < zone->polygon_count; p++)
        for (size_t r = 0; r < zone->polygons[p].count; r++)
            count += zone->polygons[p].rings[r].count - 1;
    return count;
}

/* The vertices of a ring stand among those of the plain one, each in its turn. */
static bool find_in_ring(ovf_lay_curves *in, const ovf_ring *curved, const ovf_ring *plain,
                         size_t *edges)
{
    const ovf_curve *next = curved->curves, *end = ovf_ring_curves_end(curved);
    size_t at = 0;
    for (size_t i = 0; i + 1 < curved->count && at + 1 < plain->count; i++) {
        const ovf_lonlat to = curved->vertices[i + 1];
        bool has = next != end && next->edge == i;
        size_t begin = at++;
        while (has && at + 1 < plain->count &&
               (plain->vertices[at].lon != to.lon || plain->vertices[at].lat != to.lat))
            at++;
        if (!has) continue;
        if (!add_curve(in, next++, curved->vertices[i], to)) return false;
        for (size_t k = begin; k < at; k++) edges[k] = in->count;
    }
    return true;
}

bool ovf_lay_curves_find(ovf_lay_curves *curves, int area, const ovf_zone *curved,
                         const ovf_zone *plain)
{
    size_t first = 0;
    size_t *edges = curves->edges[area] = ovf_array_new(count_edges(plain) + 1, sizeof *edges);
    bool good = edges != NULL;
    for (size_t p = 0; p < plain->polygon_count; p++)
        for (size_t r = 0; good && r < plain->polygons[p].count; r++) {
            const ovf_ring *ring = &plain->polygons[p].rings[r];
            good = find_in_ring(curves, &curved->polygons[p].rings[r], ring, edges + first);
            first += ring->count - 1;
        }
    return good;
}

void ovf_lay_curves_clear(ovf_lay_curves *curves)
{
    free(curves->items);
    free(curves->edges[0]);
    free(curves->edges[1]);
    *curves = (ovf_lay_curves){0};
}

/* ---- ends ---- */

/* The parameter of the place of a curve that is next to one beside it. */
static double foot_of(const ovf_course *course, ovf_lonlat at)
{
    double distance, azimuth, lat_change = course->to.lat - course->from.lat;
    if (course->kind == OVF_CURVE_ARC) {
        geod_inverse(ovf_earth(), course->centre.lat, course->centre.lon, at.lat, at.lon, NULL,
                     &azimuth, NULL);
        double middle = course->turn / 2,
               turned = middle + remainder(azimuth - course->azimuth - middle, 360);
        return turned / course->turn;
    }
    if (course->kind == OVF_CURVE_GEODESIC) {
        geod_inverse(ovf_earth(), course->from.lat, course->from.lon, at.lat, at.lon, &distance,
                     NULL, NULL);
        return distance / course->leg.length_m;
    }
    if (fabs(course->lon_change) * cos(at.lat * OVF_RADIAN) < fabs(lat_change))
        return (at.lat - course->from.lat) / lat_change;
    double u = remainder(at.lon - course->from.lon, 360) / course->lon_change;
    for (int k = 0; k < 4; k++) {
        double rate;
        ovf_lonlat there = ovf_course_at(course, u, at.lon, &rate);
        u += (at.lon - there.lon) / rate;
    }
    return u;
}

/* A line through a place. */
typedef struct {
    ovf_vector at, ahead;
} straight;

static straight line_of_curve(const ovf_course *course, ovf_lonlat beside)
{
    const double step = 1e-6;
    double u = foot_of(course, beside);
    ovf_lonlat at = ovf_course_at(course, u, beside.lon, NULL),
               ahead = ovf_course_at(course, u + step, beside.lon, NULL),
               behind = ovf_course_at(course, u - step, beside.lon, NULL);
    return (straight){ovf_earth_point(at.lon, at.lat),
                      ovf_unit(ovf_subtract(ovf_earth_point(ahead.lon, ahead.lat),
                                            ovf_earth_point(behind.lon, behind.lat)))};
}

static straight line_of_edge(ovf_edges kind, ovf_lonlat from, ovf_lonlat to)
{
    ovf_edge edge;
    straight line = {.at = ovf_earth_point(to.lon, to.lat)};
    ovf_edge_between(&edge, kind, from, to, ovf_earth_point(from.lon, from.lat), line.at);
    (void)ovf_edge_point(&edge, 1, &line.ahead);
    line.ahead = ovf_unit(line.ahead);
    return line;
}

/* Lines that meet at less than about a degree say little about where. */
#define LEAST_SINE 0.02

/* The place where what comes before a vertex and what comes after it cross: each a curve, or NULL
 * for the edge to the vertex beside it. */
static ovf_lonlat find_end(const ovf_course *const sides[2], ovf_edges kind, ovf_lonlat vertex,
                           const ovf_lonlat beside[2])
{
    const ovf_vector given = ovf_earth_point(vertex.lon, vertex.lat), up = ovf_earth_normal(given);
    ovf_lonlat found = vertex;
    if (fabs(vertex.lat) > 90 - 1e-6) return vertex;
    for (int round = 0; round < 4; round++) {
        straight lines[2];
        for (int k = 0; k < 2; k++)
            lines[k] = sides[k] != NULL ? line_of_curve(sides[k], found)
                                        : line_of_edge(kind, beside[k], vertex);
        const int first = sides[0] != NULL ? 0 : 1;
        ovf_vector across = ovf_cross(up, lines[1 - first].ahead), at = lines[first].at;
        double sine = ovf_dot(lines[first].ahead, across);
        if (fabs(sine) > LEAST_SINE)
            at = ovf_add(at,
                         ovf_scale(lines[first].ahead,
                                   ovf_dot(ovf_subtract(lines[1 - first].at, at), across) / sine));
        if (!(ovf_distance(at, given) <= OVF_OVERLAY_TOLERANCE_M)) return vertex;
        found = ovf_earth_position(at);
        found.lon = vertex.lon + remainder(found.lon - vertex.lon, 360);
    }
    return found;
}

/* ---- bending ---- */

/* A ring in hand: so many edges, and as many vertices that differ, and the first once more. */
typedef struct {
    const ovf_lay_curves *curves;
    ovf_edges kind;
    ovf_lonlat *vertices;
    size_t *edges;
    bool *ends; /* whether a vertex stays */
    size_t count;
} bending;

static const struct ovf_lay_curve *curve_of(const bending *in, size_t edge)
{
    size_t number = in->edges[edge];
    return number == 0 ? NULL : &in->curves->items[number - 1];
}

/* Whether the areas have the vertex as an end of a curve. */
static bool is_given(const struct ovf_lay_curve *curve, ovf_lonlat at)
{
    return curve != NULL && (is_same(curve->course.from, at) || is_same(curve->course.to, at));
}

static void find_ends(bending *in)
{
    size_t ends = 0;
    for (size_t i = 0; i < in->count; i++) {
        const struct ovf_lay_curve *before = curve_of(in, (i + in->count - 1) % in->count),
                                   *after = curve_of(in, i);
        in->ends[i] = before == NULL || after == NULL || before->like != after->like ||
                      is_given(before, in->vertices[i]) || is_given(after, in->vertices[i]);
        ends += in->ends[i];
    }
    /* A ring has three vertices that differ. */
    for (size_t k = 0; k < 3 && ends < 3; k++) in->ends[in->count * k / 3] = true;
}

/* So that the ring begins where something ends. */
static bool turn_ring(bending *in)
{
    size_t begin = 0, count = in->count;
    while (begin < count && !in->ends[begin]) begin++;
    if (begin == 0) return true;
    ovf_lonlat *vertices = ovf_array_new(count + 1, sizeof *vertices);
    size_t *edges = ovf_array_new(count, sizeof *edges);
    bool *ends = ovf_array_new(count, sizeof *ends), good = vertices && edges && ends;
    double whole = in->vertices[count].lon - in->vertices[0].lon;
    for (size_t i = 0; good && i <= count; i++) {
        vertices[i] = in->vertices[(begin + i) % count];
        if (begin + i >= count) vertices[i].lon += whole;
        if (i == count) break;
        edges[i] = in->edges[(begin + i) % count];
        ends[i] = in->ends[(begin + i) % count];
    }
    if (good) {
        memcpy(in->vertices, vertices, (count + 1) * sizeof *vertices);
        memcpy(in->edges, edges, count * sizeof *edges);
        memcpy(in->ends, ends, count * sizeof *ends);
    }
    free(vertices);
    free(edges);
    free(ends);
    return good;
}

static ovf_lonlat end_at(const bending *in, size_t i)
{
    const size_t edge_before = (i + in->count - 1) % in->count;
    const struct ovf_lay_curve *before = curve_of(in, edge_before), *after = curve_of(in, i);
    ovf_lonlat vertex = in->vertices[i];
    const ovf_lonlat beside[2] = {in->vertices[edge_before], in->vertices[i + 1]};
    const ovf_course *const sides[2] = {before == NULL ? NULL : &before->course,
                                        after == NULL ? NULL : &after->course};
    if ((before == NULL && after == NULL) || is_given(before, vertex) || is_given(after, vertex))
        return vertex;
    return find_end(sides, in->kind, vertex, beside);
}

/* The curve that the edges from `edge` on are pieces of. */
static ovf_curve curve_from(const bending *in, size_t edge)
{
    const struct ovf_lay_curve *of = curve_of(in, edge);
    ovf_curve curve = {.kind = of->course.kind, .centre = of->course.centre};
    if (curve.kind != OVF_CURVE_ARC) return curve;
    bool along = foot_of(&of->course, in->vertices[edge + 1]) >
                 foot_of(&of->course, in->vertices[edge]);
    curve.clockwise = along == of->clockwise;
    return curve;
}

static bool runs_anyway(ovf_curve_kind kind, ovf_edges edges)
{
    return kind == (edges == OVF_EDGES_GEODESIC ? OVF_CURVE_GEODESIC : OVF_CURVE_LONLAT);
}

static bool bend(bending *in, ovf_ring *ring)
{
    ovf_ring bent = {.vertices = ovf_array_new(in->count + 1, sizeof *bent.vertices),
                     .curves = ovf_array_new(in->count, sizeof *bent.curves)};
    if (bent.vertices == NULL || bent.curves == NULL) {
        free(bent.vertices);
        free(bent.curves);
        return false;
    }
    for (size_t i = 0; i < in->count; i++) {
        if (!in->ends[i]) continue;
        const struct ovf_lay_curve *of = curve_of(in, i);
        bent.vertices[bent.count++] = end_at(in, i);
        if (of == NULL || runs_anyway(of->course.kind, in->kind)) continue;
        bent.curves[bent.curve_count] = curve_from(in, i);
        bent.curves[bent.curve_count++].edge = bent.count - 1;
    }
    bent.vertices[bent.count] = bent.vertices[0];
    bent.vertices[bent.count++].lon += in->vertices[in->count].lon - in->vertices[0].lon;
    free(ring->vertices);
    if (bent.curve_count == 0) {
        free(bent.curves);
        bent.curves = NULL;
    }
    *ring = bent;
    return true;
}

bool ovf_lay_bend(const ovf_lay_curves *curves, ovf_edges kind, const size_t *edges, ovf_ring *ring)
{
    bending in = {.curves = curves, .kind = kind, .count = ring->count - 1};
    in.vertices = ovf_array_new(ring->count, sizeof *in.vertices);
    in.edges = ovf_array_new(in.count, sizeof *in.edges);
    in.ends = ovf_array_new(in.count, sizeof *in.ends);
    bool good = in.vertices != NULL && in.edges != NULL && in.ends != NULL;
    if (good) {
        memcpy(in.vertices, ring->vertices, ring->count * sizeof *in.vertices);
        memcpy(in.edges, edges, in.count * sizeof *in.edges);
        find_ends(&in);
        good = turn_ring(&in) && bend(&in, ring);
    }
    free(in.vertices);
    free(in.edges);
    free(in.ends);
    return good;
}
