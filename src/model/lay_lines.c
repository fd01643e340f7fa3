#include "model/lay_lines.h"

#include <stdlib.h>

#include "base/array.h"

/* A place where a line is to be cut. */
typedef struct {
    size_t line, node;
    double t; /* along the line, 0 to 1 */
} cut;

typedef struct {
    ovf_lay_lines *lines;
    ovf_edge *edges;
    cut *cuts;
    size_t count, capacity;
    bool failed;
} cutter;

/* ---- lines ---- */

/* The longitudes of a line between two nodes; a pole has that which it is given. */
static void set_positions(const ovf_lay_nodes *nodes, ovf_lay_line *line, const double pole_lon[2])
{
    const ovf_lay_node *from = &nodes->items[line->nodes[0]], *to = &nodes->items[line->nodes[1]];
    double lon = ovf_lay_is_pole(from) ? pole_lon[0] : from->at.lon,
           then = ovf_lay_is_pole(to) ? pole_lon[1] : to->at.lon;
    line->at[0] = (ovf_lonlat){lon, from->at.lat};
    line->at[1] = (ovf_lonlat){lon + remainder(then - lon, 360), to->at.lat};
}

static int compare_marks(const void *left, const void *right)
{
    const ovf_lay_mark *a = left, *b = right;
    for (int i = 0; i < 2; i++)
        if (a->nodes[i] != b->nodes[i]) return a->nodes[i] < b->nodes[i] ? -1 : 1;
    return 0;
}

static size_t curve_between(const ovf_lay_lines *in, size_t from, size_t to)
{
    const ovf_lay_mark key = {.nodes = {from < to ? from : to, from < to ? to : from}}, *found;
    if (in->mark_count == 0) return 0;
    found = bsearch(&key, in->marks, in->mark_count, sizeof *in->marks, compare_marks);
    return found == NULL ? 0 : found->curve;
}

static bool add_line(ovf_lay_lines *in, size_t from, size_t to, const double pole_lon[2],
                     const unsigned char of[2], size_t curve)
{
    if (from == OVF_OVERLAY_NO_NODE || to == OVF_OVERLAY_NO_NODE) return false;
    if (from == to) return true;
    bool turned = from > to;
    const double lons[2] = {pole_lon[turned], pole_lon[!turned]};
    if (!ovf_array_reserve(&in->lines, &in->capacity, in->count + 1, sizeof *in->lines))
        return false;
    ovf_lay_line *line = &in->lines[in->count++];
    *line = (ovf_lay_line){
        .nodes = {turned ? to : from, turned ? from : to}, .of = {of[0], of[1]}, .curve = curve};
    set_positions(&in->nodes, line, lons);
    return true;
}

bool ovf_lay_mark_edge(ovf_lay_lines *in, size_t from, size_t to, size_t curve)
{
    if (!ovf_array_reserve(&in->marks, &in->mark_capacity, in->mark_count + 1, sizeof *in->marks))
        return false;
    in->marks[in->mark_count++] = (ovf_lay_mark){{from < to ? from : to, from < to ? to : from},
                                                 curve};
    return true;
}

bool ovf_lay_add(ovf_lay_lines *in, const ovf_boundary *b, int area)
{
    const unsigned char of[2] = {area == 0, area == 1};
    if (in->mark_count > 1) qsort(in->marks, in->mark_count, sizeof *in->marks, compare_marks);
    for (size_t r = 0; r < b->run_count; r++) {
        const ovf_run run = b->runs[r];
        size_t from = ovf_lay_node_at(&in->nodes, b->points[run.first], b->positions[run.first],
                                      false);
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            const double lons[2] = {b->positions[v].lon, b->positions[v + 1].lon};
            size_t to = ovf_lay_node_at(&in->nodes, b->points[v + 1], b->positions[v + 1], false);
            if (!add_line(in, from, to, lons, of, curve_between(in, from, to))) return false;
            from = to;
        }
    }
    return true;
}

void ovf_lay_edge(const ovf_lay_lines *in, const ovf_lay_line *line, ovf_edge *edge)
{
    ovf_edge_between(edge, in->edges, line->at[0], line->at[1],
                     in->nodes.items[line->nodes[0]].point, in->nodes.items[line->nodes[1]].point);
}

ovf_box ovf_lay_box(const ovf_lay_lines *in, const ovf_lay_line *line)
{
    ovf_vector a = in->nodes.items[line->nodes[0]].point, b = in->nodes.items[line->nodes[1]].point;
    double wide = ovf_edge_bulge(in->edges, line->at[0], line->at[1], ovf_distance(a, b)) +
                  2 * OVF_OVERLAY_TOLERANCE_M;
    const double low[3] = {fmin(a.x, b.x) - wide, fmin(a.y, b.y) - wide, fmin(a.z, b.z) - wide},
                 high[3] = {fmax(a.x, b.x) + wide, fmax(a.y, b.y) + wide, fmax(a.z, b.z) + wide};
    return ovf_box_around(low, high);
}

/* ---- one of those that coincide ---- */

static int compare_lons(double a, double b)
{
    double apart = remainder(a - b, 360);
    return fabs(apart) < 1e-9 ? 0 : a < b ? -1 : 1;
}

/* Between two nodes there is one line, and to a pole one for each longitude. */
static int compare_lines(const void *left, const void *right)
{
    const ovf_lay_line *a = left, *b = right;
    for (int i = 0; i < 2; i++)
        if (a->nodes[i] != b->nodes[i]) return a->nodes[i] < b->nodes[i] ? -1 : 1;
    for (int i = 0; i < 2; i++) {
        int order = fabs(a->at[i].lat) == 90 ? compare_lons(a->at[i].lon, b->at[i].lon) : 0;
        if (order != 0) return order;
    }
    return 0;
}

static void merge(ovf_lay_lines *in)
{
    size_t kept = 0;
    if (in->count > 1) qsort(in->lines, in->count, sizeof *in->lines, compare_lines);
    for (size_t i = 0; i < in->count;) {
        ovf_lay_line line = in->lines[i];
        size_t k = i + 1;
        for (; k < in->count && compare_lines(&in->lines[i], &in->lines[k]) == 0; k++) {
            line.of[0] ^= in->lines[k].of[0];
            line.of[1] ^= in->lines[k].of[1];
            if (line.curve == 0 || (in->lines[k].curve != 0 && in->lines[k].curve < line.curve))
                line.curve = in->lines[k].curve;
        }
        if (line.of[0] || line.of[1]) in->lines[kept++] = line;
        i = k;
    }
    in->count = kept;
}

/* ---- where they are to be cut ---- */

static void add_cut(cutter *in, size_t line, size_t node, double t)
{
    const ovf_lay_line *of = &in->lines->lines[line];
    if (of->nodes[0] == node || of->nodes[1] == node) return;
    if (!ovf_array_reserve(&in->cuts, &in->capacity, in->count + 1, sizeof *in->cuts))
        in->failed = true;
    else in->cuts[in->count++] = (cut){line, node, t};
}

/* Where a node lies on another line. */
static void cut_at_node(cutter *in, size_t line, size_t node)
{
    const ovf_lay_line *of = &in->lines->lines[line];
    if (of->nodes[0] == node || of->nodes[1] == node) return;
    ovf_vector p = in->lines->nodes.items[node].point;
    double t = ovf_edge_foot(&in->edges[line], p);
    if (t > 0 && t < 1 &&
        ovf_distance(ovf_edge_point(&in->edges[line], t, NULL), p) <= OVF_OVERLAY_TOLERANCE_M)
        add_cut(in, line, node, t);
}

/* In the plane of longitude and latitude, which repeats every 360°. */
static bool cross_lonlat(const ovf_edge *e, const ovf_edge *f, double *t, double *u)
{
    double shift = 360 *
                   nearbyint((e->lon1 + e->lon_change / 2 - f->lon1 - f->lon_change / 2) / 360);
    double x = f->lon1 + shift - e->lon1, y = f->lat1 - e->lat1,
           across = e->lon_change * f->lat_change - e->lat_change * f->lon_change;
    if (across == 0) return false;
    *t = (x * f->lat_change - y * f->lon_change) / across;
    *u = (x * e->lat_change - y * e->lon_change) / across;
    return *t > 0 && *t < 1 && *u > 0 && *u < 1;
}

/* Where f comes to the other side of e, by false position (Illinois); both are nearly straight. */
static bool find_change(const ovf_edge *e, const ovf_edge *f, double *u)
{
    double low = 0, high = 1, at_low = ovf_edge_side(e, f->a), at_high = ovf_edge_side(e, f->b);
    int last = 0;
    if ((at_low > 0) == (at_high > 0)) return false;
    for (int step = 0; step < 100; step++) {
        *u = low + (high - low) * at_low / (at_low - at_high);
        double here = ovf_edge_side(e, ovf_edge_point(f, *u, NULL));
        if (fabs(here) < 1e-9 || (high - low) * f->chord_m < 1e-9) break;
        if ((here > 0) == (at_low > 0)) {
            low = *u;
            at_low = here;
            if (last == -1) at_high /= 2;
            last = -1;
        } else {
            high = *u;
            at_high = here;
            if (last == 1) at_low /= 2;
            last = 1;
        }
    }
    return true;
}

static bool cross_geodesic(const ovf_edge *e, const ovf_edge *f, double *t, double *u)
{
    return find_change(f, e, t) && find_change(e, f, u);
}

static void cut_at_crossing(cutter *in, size_t i, size_t k)
{
    const ovf_edge *e = &in->edges[i], *f = &in->edges[k];
    double t, u;
    if (!(in->lines->edges == OVF_EDGES_LONLAT ? cross_lonlat : cross_geodesic)(e, f, &t, &u))
        return;
    ovf_lonlat at = ovf_edge_position(e, t);
    size_t node = ovf_lay_node_at(&in->lines->nodes, ovf_earth_point(at.lon, at.lat), at, false);
    if (node == OVF_OVERLAY_NO_NODE) in->failed = true;
    if (in->failed) return;
    add_cut(in, i, node, t);
    add_cut(in, k, node, u);
}

static void cut_pair(cutter *in, size_t i, size_t k)
{
    const ovf_lay_line *a = &in->lines->lines[i], *b = &in->lines->lines[k];
    bool joined = false;
    for (int end = 0; end < 2; end++) {
        joined = joined || a->nodes[end] == b->nodes[0] || a->nodes[end] == b->nodes[1];
        cut_at_node(in, i, b->nodes[end]);
        cut_at_node(in, k, a->nodes[end]);
    }
    /* Two that have an end in common cross nowhere else. */
    if (!joined) cut_at_crossing(in, i, k);
}

static bool find_cuts(cutter *in)
{
    const ovf_lay_lines *lines = in->lines;
    ovf_box *boxes = ovf_array_new(lines->count, sizeof *boxes);
    ovf_tree tree = {0};
    in->count = 0;
    in->edges = ovf_array_new(lines->count, sizeof *in->edges);
    bool good = boxes != NULL && in->edges != NULL;
    for (size_t i = 0; good && i < lines->count; i++) {
        boxes[i] = ovf_lay_box(lines, &lines->lines[i]);
        ovf_lay_edge(lines, &lines->lines[i], &in->edges[i]);
    }
    good = good && ovf_tree_build(&tree, boxes, lines->count);
    for (size_t i = 0; good && !in->failed && i < lines->count; i++)
        for (size_t n = 0; n < tree.count;) {
            const ovf_node *node = &tree.nodes[n];
            if (!ovf_box_meets_box(&node->box, &boxes[i])) {
                n = node->skip;
                continue;
            }
            n++;
            if (node->item != UINT32_MAX && node->item > i) cut_pair(in, i, node->item);
        }
    ovf_tree_free(&tree);
    free(boxes);
    free(in->edges);
    return good && !in->failed;
}

/* ---- cutting ---- */

static int compare_cuts(const void *left, const void *right)
{
    const cut *a = left, *b = right;
    if (a->line != b->line) return a->line < b->line ? -1 : 1;
    if (a->t != b->t) return a->t < b->t ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

/* Lines that are cut are replaced by their pieces. */
static bool apply_cuts(cutter *in)
{
    ovf_lay_lines *lines = in->lines;
    bool good = true;
    if (in->count > 1) qsort(in->cuts, in->count, sizeof *in->cuts, compare_cuts);
    for (size_t i = 0; i < in->count && good;) {
        const size_t index = in->cuts[i].line;
        const ovf_lay_line line = lines->lines[index];
        size_t from = line.nodes[0];
        double from_lon = line.at[0].lon;
        for (; i < in->count && in->cuts[i].line == index && good; i++) {
            double lon = line.at[0].lon + in->cuts[i].t * (line.at[1].lon - line.at[0].lon);
            good = add_line(lines, from, in->cuts[i].node, (const double[]){from_lon, lon}, line.of,
                            line.curve);
            from = in->cuts[i].node;
            from_lon = lon;
        }
        good = good && add_line(lines, from, line.nodes[1],
                                (const double[]){from_lon, line.at[1].lon}, line.of, line.curve);
        lines->lines[index].of[0] = lines->lines[index].of[1] = 0;
    }
    return good;
}

/* What has moved to a node may cross another line now: a few rounds settle that. */
#define ROUNDS 32

bool ovf_lay_cut(ovf_lay_lines *lines)
{
    cutter in = {.lines = lines};
    bool good = true;
    merge(lines);
    for (int round = 0; good && round < ROUNDS; round++) {
        good = find_cuts(&in);
        if (!good || in.count == 0) break;
        good = apply_cuts(&in);
        merge(lines);
    }
    free(in.cuts);
    return good;
}

void ovf_lay_lines_clear(ovf_lay_lines *lines)
{
    ovf_lay_nodes_clear(&lines->nodes);
    free(lines->lines);
    free(lines->marks);
    *lines = (ovf_lay_lines){0};
}
