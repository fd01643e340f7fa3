#include "model/lay_trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

/* What decides on which side of a line an area is: a place so far beside its middle. No other line
 * is nearer to the middle than half the tolerance, as nodes and lines keep the tolerance apart. */
#define BESIDE_M (OVF_OVERLAY_TOLERANCE_M / 4)

/* A line of the result, with what is inside on its left. */
typedef struct {
    size_t line;
    size_t from, to;
    ovf_lonlat at[2];       /* longitudes run on */
    double leaves, arrives; /* angles at its ends, of the way along it from there, degrees,
                               counterclockwise */
    ovf_lonlat beside;
    bool used;
} side_line;

typedef struct {
    const ovf_lay_lines *lines;
    ovf_boundary areas[2]; /* as the lines have them */
    ovf_lay_rule *rule;
    side_line *kept; /* sorted by `from` */
    size_t count;
    size_t *path; /* lines of the walk in hand, one after the other */
    size_t path_count;
    size_t *last_at; /* of each node the place in the path after which it was reached, + 1 */
    ovf_lay_rings *rings;
    struct ring_vertex {
        double lon, lat;
        bool given;   /* otherwise edges cross there, or were cut */
        size_t curve; /* that the edge from here on is a piece of; 0: none */
    } * vertices;     /* of the ring in hand */
    size_t vertex_count, vertex_capacity;
    bool failed;
} tracer;

/* ---- which lines, and which way ---- */

/* An area as the lines have it: each a run of its own. */
static bool build_area(const ovf_lay_lines *lines, const ovf_boundary *given, int area,
                       ovf_boundary *made)
{
    ovf_box *boxes = ovf_array_new(lines->count, sizeof *boxes);
    *made = (ovf_boundary){.edges = lines->edges, .north_inside = given->north_inside};
    made->points = ovf_array_new(2 * lines->count, sizeof *made->points);
    made->positions = ovf_array_new(2 * lines->count, sizeof *made->positions);
    made->runs = ovf_array_new(lines->count, sizeof *made->runs);
    made->pole_edges = ovf_array_new(given->pole_edge_count, sizeof *made->pole_edges);
    bool good = boxes != NULL && made->points != NULL && made->positions != NULL &&
                made->runs != NULL && made->pole_edges != NULL;
    for (size_t i = 0; good && i < lines->count; i++) {
        const ovf_lay_line *line = &lines->lines[i];
        if (!line->of[area]) continue;
        boxes[made->run_count] = ovf_lay_box(lines, line);
        made->runs[made->run_count++] = (ovf_run){(uint32_t)made->vertex_count, 1};
        for (int end = 0; end < 2; end++) {
            made->points[made->vertex_count] = lines->nodes.items[line->nodes[end]].point;
            made->positions[made->vertex_count++] = line->at[end];
        }
    }
    if (good && given->pole_edge_count > 0) {
        memcpy(made->pole_edges, given->pole_edges,
               given->pole_edge_count * sizeof *made->pole_edges);
        made->pole_edge_count = given->pole_edge_count;
    }
    good = good && ovf_tree_build(&made->tree, boxes, made->run_count);
    free(boxes);
    return good;
}

/* Of the way from the first position to the second, where it begins. At a pole all ways are
 * meridians. Angles on the map of longitude and latitude come in the same order as on the ground.
 */
static double angle_at(ovf_edges edges, ovf_lonlat at, ovf_lonlat towards)
{
    double azimuth;
    if (fabs(at.lat) == 90) return at.lat > 0 ? at.lon : -at.lon;
    if (edges == OVF_EDGES_LONLAT)
        return atan2(towards.lat - at.lat, towards.lon - at.lon) / OVF_RADIAN;
    geod_inverse(ovf_earth(), at.lat, at.lon, towards.lat, towards.lon, NULL, &azimuth, NULL);
    return -azimuth;
}

static void keep(tracer *in, size_t index)
{
    const ovf_lay_line *line = &in->lines->lines[index];
    ovf_edge edge;
    ovf_vector ahead;
    ovf_lay_edge(in->lines, line, &edge);
    ovf_vector middle = ovf_edge_point(&edge, 0.5, &ahead),
               left = ovf_unit(ovf_cross(ovf_earth_normal(middle), ahead));
    const ovf_lonlat beside[2] = {
        ovf_earth_position(ovf_add(middle, ovf_scale(left, BESIDE_M))),
        ovf_earth_position(ovf_subtract(middle, ovf_scale(left, BESIDE_M)))};
    bool inside[2];
    for (int area = 0; area < 2; area++)
        inside[area] = ovf_boundary_contains(&in->areas[area], beside[0].lon, beside[0].lat);
    bool on_left = in->rule(inside[0], inside[1]),
         on_right = in->rule(inside[0] != line->of[0], inside[1] != line->of[1]);
    if (on_left == on_right) return;
    int from = on_left ? 0 : 1, to = 1 - from;
    in->kept[in->count++] = (side_line){
        .line = index,
        .from = line->nodes[from],
        .to = line->nodes[to],
        .at = {line->at[from], line->at[to]},
        .leaves = angle_at(in->lines->edges, line->at[from], line->at[to]),
        .arrives = angle_at(in->lines->edges, line->at[to], line->at[from]),
        .beside = beside[from]};
}

static int by_from(const void *left, const void *right)
{
    const side_line *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->line > b->line) - (a->line < b->line);
}

/* ---- rings ---- */

static size_t first_from(const tracer *in, size_t node)
{
    size_t low = 0, high = in->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->kept[middle].from < node) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* The line with which the boundary of what is on the left goes on: the first clockwise from the way
 * back. */
static size_t go_on(const tracer *in, size_t index)
{
    const side_line *line = &in->kept[index];
    size_t best = SIZE_MAX;
    double least = INFINITY;
    for (size_t k = first_from(in, line->to); k < in->count && in->kept[k].from == line->to; k++) {
        double turn = fmod(line->arrives - in->kept[k].leaves, 360);
        if (turn <= 0) turn += 360;
        if (in->kept[k].used || turn >= least) continue;
        least = turn;
        best = k;
    }
    return best;
}

static void add_vertex(tracer *in, double lon, double lat, bool given, size_t curve)
{
    if (in->vertex_count > 0) {
        double before = in->vertices[in->vertex_count - 1].lon, apart = lon - before;
        if (fabs(apart) > 180) lon = before + remainder(apart, 360);
    }
    if (!ovf_array_reserve(&in->vertices, &in->vertex_capacity, in->vertex_count + 1,
                           sizeof *in->vertices))
        in->failed = true;
    else in->vertices[in->vertex_count++] = (struct ring_vertex){lon, lat, given, curve};
}

/* At a pole the ring turns from one meridian to another, around what is on its left: westward at
 * the north pole, eastward at the south pole. */
static void turn_at_pole(tracer *in, ovf_lonlat from, double to_lon)
{
    double turn = fmod(to_lon - from.lon, 360), lon = in->vertices[in->vertex_count - 1].lon;
    if (from.lat > 0 && turn > 0) turn -= 360;
    if (from.lat < 0 && turn < 0) turn += 360;
    if (turn == 0) return;
    for (int k = 1; k <= 3; k++) add_vertex(in, lon + turn * k / 3, from.lat, true, 0);
}

/* Whether a vertex between two others is on the edge between these, so that it can go. */
static bool is_between(ovf_edges edges, struct ring_vertex a, struct ring_vertex b,
                       struct ring_vertex between)
{
    const double nearly_m = 1e-6;
    double width = b.lon - a.lon, height = b.lat - a.lat, x = between.lon - a.lon;
    if (fabs(width) >= 170 || fabs(a.lat) == 90 || fabs(b.lat) == 90) return false;
    if (edges == OVF_EDGES_LONLAT) {
        double off = (x * height - (between.lat - a.lat) * width) / hypot(width, height);
        return fabs(off) * OVF_RADIAN * OVF_EARTH_A < nearly_m;
    }
    double distance, azimuth, whole, towards, reduced;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &whole, &towards, NULL);
    geod_geninverse(ovf_earth(), a.lat, a.lon, between.lat, between.lon, &distance, &azimuth, NULL,
                    &reduced, NULL, NULL, NULL);
    return whole < 1e7 && fabs(reduced * sin((azimuth - towards) * OVF_RADIAN)) < nearly_m;
}

/* Leaves out the vertices that were made by cutting and where the ring goes straight on. */
static void straighten(tracer *in)
{
    struct ring_vertex *v = in->vertices;
    size_t kept = 0, begin = 0, last = in->vertex_count - 1; /* which repeats the first */
    while (begin < last && !v[begin].given) begin++;
    if (begin == last) begin = 0;
    struct ring_vertex *turned = ovf_array_new(last + 1, sizeof *turned);
    if (turned == NULL) {
        in->failed = true;
        return;
    }
    double whole = v[last].lon - v[0].lon;
    for (size_t i = 0; i <= last; i++) {
        turned[i] = v[(begin + i) % last];
        if (begin + i >= last) turned[i].lon += whole;
    }
    for (size_t i = 0, next; i < last; i = next) {
        v[kept++] = turned[i];
        for (next = i + 1; next < last && !turned[next].given;) {
            bool straight = turned[next].curve == turned[i].curve;
            for (size_t k = i + 1; k <= next && straight; k++)
                straight = is_between(in->lines->edges, turned[i], turned[next + 1], turned[k]);
            if (!straight) break;
            next++;
        }
    }
    v[kept++] = turned[last];
    in->vertex_count = kept;
    free(turned);
}

/* Longitudes begin in [-180, 180] and run on, as far as they may. */
static void settle(tracer *in)
{
    double shift = 360 * nearbyint(in->vertices[0].lon / 360);
    for (size_t i = 0; i < in->vertex_count; i++) {
        double lon = in->vertices[i].lon - shift;
        in->vertices[i].lon = fabs(lon) <= 540 ? lon : remainder(lon, 360);
    }
}

static bool take_ring(const tracer *in, ovf_lay_rings *rings)
{
    size_t count = in->vertex_count, *curves;
    if (!ovf_array_reserve(&rings->items, &rings->capacity, rings->count + 1,
                           sizeof *rings->items) ||
        !ovf_array_reserve(&rings->curves, &rings->curves_capacity, rings->count + 1,
                           sizeof *rings->curves))
        return false;
    ovf_ring *ring = &rings->items[rings->count];
    *ring = (ovf_ring){.vertices = ovf_array_new(count, sizeof *ring->vertices), .count = count};
    rings->curves[rings->count] = curves = ovf_array_new(count, sizeof *curves);
    rings->count++;
    if (ring->vertices == NULL || curves == NULL) return false;
    for (size_t i = 0; i < count; i++) {
        ring->vertices[i] = (ovf_lonlat){in->vertices[i].lon, in->vertices[i].lat};
        curves[i] = in->vertices[i].curve;
    }
    return true;
}

static void add_ring(tracer *in, const size_t *path, size_t count)
{
    ovf_lay_rings *rings = in->rings;
    const side_line *first = &in->kept[path[0]];
    const ovf_lay_node *nodes = in->lines->nodes.items;
    in->vertex_count = 0;
    add_vertex(in, first->at[0].lon, first->at[0].lat, nodes[first->from].given,
               in->lines->lines[first->line].curve);
    for (size_t i = 0; i < count; i++) {
        const side_line *line = &in->kept[path[i]], *next = &in->kept[path[(i + 1) % count]];
        add_vertex(in, line->at[1].lon, line->at[1].lat, nodes[line->to].given,
                   in->lines->lines[next->line].curve);
        if (fabs(line->at[1].lat) == 90) turn_at_pole(in, line->at[1], next->at[0].lon);
    }
    if (in->failed || in->vertex_count < 4) return;
    straighten(in);
    if (in->failed || in->vertex_count < 4) return;
    settle(in);
    if (!take_ring(in, rings)) in->failed = true;
}

/* Walks on from a line. Where the walk comes to a node for the second time what lies between is a
 * ring of its own, so that rings touch themselves nowhere. */
static void walk(tracer *in, size_t start, ovf_lonlat *beside)
{
    in->path_count = 0;
    for (size_t index = start; index != SIZE_MAX && !in->failed; index = go_on(in, index)) {
        side_line *line = &in->kept[index];
        line->used = true;
        if (in->last_at[line->from] == 0) in->last_at[line->from] = in->path_count + 1;
        in->path[in->path_count++] = index;
        size_t seen = in->last_at[line->to];
        if (seen == 0) continue;
        size_t before = in->rings->count;
        add_ring(in, in->path + seen - 1, in->path_count - (seen - 1));
        if (in->rings->count > before) beside[before] = in->kept[in->path[seen - 1]].beside;
        while (in->path_count > seen - 1)
            in->last_at[in->kept[in->path[--in->path_count]].from] = 0;
        if (in->path_count == 0) return;
    }
    while (in->path_count > 0) in->last_at[in->kept[in->path[--in->path_count]].from] = 0;
}

bool ovf_lay_trace(const ovf_lay_lines *lines, const ovf_boundary *const boundaries[2],
                   ovf_lay_rule *rule, ovf_lay_rings *rings, ovf_lonlat *beside)
{
    tracer in = {.lines = lines, .rule = rule, .rings = rings};
    bool good = build_area(lines, boundaries[0], 0, &in.areas[0]);
    good = build_area(lines, boundaries[1], 1, &in.areas[1]) && good;
    in.kept = ovf_array_new(lines->count, sizeof *in.kept);
    in.path = ovf_array_new(lines->count, sizeof *in.path);
    in.last_at = ovf_array_new(lines->nodes.count, sizeof *in.last_at);
    good = good && in.kept != NULL && in.path != NULL && in.last_at != NULL;
    for (size_t i = 0; good && i < lines->count; i++) keep(&in, i);
    if (good && in.count > 1) qsort(in.kept, in.count, sizeof *in.kept, by_from);
    for (size_t i = 0; good && !in.failed && i < in.count; i++)
        if (!in.kept[i].used) walk(&in, i, beside);
    ovf_boundary_free(&in.areas[0]);
    ovf_boundary_free(&in.areas[1]);
    free(in.kept);
    free(in.path);
    free(in.last_at);
    free(in.vertices);
    return good && !in.failed;
}

void ovf_lay_rings_clear(ovf_lay_rings *rings)
{
    for (size_t i = 0; i < rings->count; i++) {
        if (rings->items != NULL) free(rings->items[i].vertices);
        free(rings->curves[i]);
    }
    free(rings->items);
    free(rings->curves);
    *rings = (ovf_lay_rings){0};
}
