#include "geodesy/ring_crossings.h"

#include <stdlib.h>

#include "base/array.h"
#include "geodesy/edge.h"
#include "geodesy/plain.h"
#include "geodesy/tree.h"

/* Boxes of lonlat edges are in the plane of longitude and latitude, in units that are some 11 m on
 * the ground: a box has a float's slack at the earth's radius in metres (tree.h), and 540° are 5.4
 * million units. */
#define UNITS_PER_DEGREE 1e4
/* OVF_RING_CROSSING_M on the ground at the equator. */
#define CLEAR_DEG (OVF_RING_CROSSING_M / 111319.5)

/* Edges that follow one another share a box. */
#define RUN_EDGES 8

typedef struct {
    size_t ring, first, count; /* edges of the ring: from vertex `first` on */
} run;

typedef struct {
    const ovf_ring *rings;
    ovf_edges edges;
    run *runs;
    ovf_box *boxes;
    size_t count;
    ovf_ring_crossing *crossing;
} search;

typedef struct {
    ovf_lonlat from, to; /* longitudes run on */
    ovf_vector a, b;     /* the same on the ellipsoid; of geodesics only */
} edge;

/* Edge k of the run; `before` is the one before it, or NULL. */
static edge edge_at(const search *in, const run *of, size_t k, const edge *before)
{
    const ovf_lonlat *v = in->rings[of->ring].vertices + of->first + k;
    double change = ovf_edge_lon_change(in->edges, v[0].lon, v[1].lon);
    edge made = {.from = v[0], .to = {v[0].lon + change, v[1].lat}};
    if (in->edges == OVF_EDGES_LONLAT) return made;
    made.a = before != NULL ? before->b : ovf_earth_point(v[0].lon, v[0].lat);
    made.b = ovf_earth_point(v[1].lon, v[1].lat);
    return made;
}

/* ---- lonlat: a plane that repeats every 360° ---- */

/* Twice the signed area of the triangle of an edge and a point, left positive. */
static double area_beside(const edge *e, ovf_lonlat p)
{
    return (e->to.lon - e->from.lon) * (p.lat - e->from.lat) -
           (e->to.lat - e->from.lat) * (p.lon - e->from.lon);
}

/* Whether both ends of f are clear of the line of e, on different sides; then *t is where f comes
 * to it. */
static bool straddles(const edge *e, const edge *f, double *t)
{
    double clear = CLEAR_DEG * hypot(e->to.lon - e->from.lon, e->to.lat - e->from.lat),
           from = area_beside(e, f->from), to = area_beside(e, f->to);
    *t = from / (from - to);
    return (from > clear && to < -clear) || (from < -clear && to > clear);
}

static bool lonlat_cross(const edge *e, const edge *f, ovf_lonlat *at)
{
    if (fmin(e->from.lat, e->to.lat) > fmax(f->from.lat, f->to.lat) ||
        fmax(e->from.lat, e->to.lat) < fmin(f->from.lat, f->to.lat))
        return false;
    double turn = 360 * nearbyint((e->from.lon - f->from.lon) / 360), t, unused;
    for (int k = -1; k <= 1; k++) {
        edge g = *f;
        g.from.lon += turn + 360 * k;
        g.to.lon += turn + 360 * k;
        if (fmin(e->from.lon, e->to.lon) > fmax(g.from.lon, g.to.lon) ||
            fmax(e->from.lon, e->to.lon) < fmin(g.from.lon, g.to.lon) || !straddles(e, &g, &t) ||
            !straddles(&g, e, &unused))
            continue;
        at->lon = remainder(g.from.lon + t * (g.to.lon - g.from.lon), 360);
        at->lat = g.from.lat + t * (g.to.lat - g.from.lat);
        return true;
    }
    return false;
}

static ovf_box lonlat_box(const search *in, const run *of)
{
    edge e = edge_at(in, of, 0, NULL);
    double lon = e.from.lon, low[3] = {lon, e.from.lat, 0}, high[3] = {lon, e.from.lat, 0};
    for (size_t k = 0; k < of->count; k++) {
        e = edge_at(in, of, k, NULL);
        lon += e.to.lon - e.from.lon;
        low[0] = fmin(low[0], lon);
        high[0] = fmax(high[0], lon);
        low[1] = fmin(low[1], e.to.lat);
        high[1] = fmax(high[1], e.to.lat);
    }
    double turn = 360 * floor((low[0] + 180) / 360); /* begins in [-180, 180) */
    low[0] -= turn;
    high[0] -= turn;
    for (int i = 0; i < 2; i++) {
        low[i] *= UNITS_PER_DEGREE;
        high[i] *= UNITS_PER_DEGREE;
    }
    return ovf_box_around(low, high);
}

/* ---- geodesics: on the ellipsoid ---- */

/* How far about a place is to the left of the geodesic that leaves another under an azimuth. Two
 * geodesics from one place do not meet again before they are half around the globe, so that the
 * difference of their azimuths has the right sign. */
static double left_of(ovf_lonlat from, double azimuth, ovf_lonlat p)
{
    double distance, other;
    geod_inverse(ovf_earth(), from.lat, from.lon, p.lat, p.lon, &distance, &other, NULL);
    return OVF_EARTH_B * sin(distance / OVF_EARTH_B) * sin((azimuth - other) * OVF_RADIAN);
}

static bool geodesic_straddles(const edge *e, const edge *f)
{
    double azimuth;
    geod_inverse(ovf_earth(), e->from.lat, e->from.lon, e->to.lat, e->to.lon, NULL, &azimuth, NULL);
    double from = left_of(e->from, azimuth, f->from), to = left_of(e->from, azimuth, f->to);
    return (from > OVF_RING_CROSSING_M && to < -OVF_RING_CROSSING_M) ||
           (from < -OVF_RING_CROSSING_M && to > OVF_RING_CROSSING_M);
}

/* Whether f is all on one side of e, by the planes through the ends of each and the earth's centre.
 * A geodesic of length L rises L²/8R above its chord, and the normal there leans from the plane by
 * e²/2 at most; what it strays from the plane through that normal is less than L³ 1.4e-18 (leg.h).
 */
static bool is_beside(const edge *e, const edge *f)
{
    ovf_vector normal = ovf_cross(e->a, e->b);
    double length = ovf_norm(normal), of_e = ovf_distance(e->a, e->b) * 1.6,
           of_f = ovf_distance(f->a, f->b) * 1.6;
    double strays = 1e-2 +
                    (of_e * of_e + of_f * of_f) *
                        (OVF_EARTH_E2 / 2 * 1.1 / (8 * OVF_EARTH_MIN_RADIUS)) +
                    1.4e-18 * (of_e * of_e * of_e + of_f * of_f * of_f);
    double from = ovf_dot(normal, f->a), to = ovf_dot(normal, f->b);
    return (from > strays * length && to > strays * length) ||
           (from < -strays * length && to < -strays * length);
}

static bool are_apart(double a1, double a2, double b1, double b2, double slack)
{
    return fmin(a1, a2) > fmax(b1, b2) + slack || fmax(a1, a2) < fmin(b1, b2) - slack;
}

/* How far the geodesic between two places is from its chord at the most; a long one may be
 * anywhere.
 */
static double sagitta(ovf_vector a, ovf_vector b)
{
    double chord = ovf_distance(a, b);
    return chord < 1e6 ? chord * chord * (1.01 / (8 * OVF_EARTH_MIN_RADIUS)) : 2 * OVF_EARTH_A;
}

static bool is_same_point(ovf_vector a, ovf_vector b)
{
    return a.x == b.x && a.y == b.y && a.z == b.z;
}

static bool geodesic_cross(const edge *e, const edge *f, ovf_lonlat *at)
{
    double slack = sagitta(e->a, e->b) + sagitta(f->a, f->b);
    if (are_apart(e->a.x, e->b.x, f->a.x, f->b.x, slack) ||
        are_apart(e->a.y, e->b.y, f->a.y, f->b.y, slack) ||
        are_apart(e->a.z, e->b.z, f->a.z, f->b.z, slack))
        return false;
    /* Two that have an end in common have nothing else in common, or all of one of them. */
    if (is_same_point(e->a, f->a) || is_same_point(e->a, f->b) || is_same_point(e->b, f->a) ||
        is_same_point(e->b, f->b) || is_beside(e, f) || is_beside(f, e))
        return false;
    /* Where the two planes cut each other: on the side of the globe where both edges are, or on
     * none. */
    ovf_vector cut = ovf_cross(ovf_cross(e->a, e->b), ovf_cross(f->a, f->b));
    double length = ovf_norm(cut), of_e = ovf_dot(cut, ovf_add(e->a, e->b)),
           of_f = ovf_dot(cut, ovf_add(f->a, f->b));
    if (!(length > 0) || (of_e > 0) != (of_f > 0)) return false;
    if (!geodesic_straddles(e, f) || !geodesic_straddles(f, e)) return false;
    *at = ovf_earth_position(ovf_scale(cut, (of_e > 0 ? OVF_EARTH_B : -OVF_EARTH_B) / length));
    return true;
}

static ovf_box geodesic_box(const search *in, const run *of)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY},
           slack = 0;
    ovf_vector last = {0, 0, 0};
    for (size_t k = 0; k <= of->count; k++) {
        const ovf_lonlat *v = &in->rings[of->ring].vertices[of->first + k];
        ovf_vector p = ovf_earth_point(v->lon, v->lat);
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            low[i] = fmin(low[i], c[i]);
            high[i] = fmax(high[i], c[i]);
        }
        if (k > 0) slack = fmax(slack, sagitta(last, p));
        last = p;
    }
    for (int i = 0; i < 3; i++) {
        low[i] -= slack;
        high[i] += slack;
    }
    return ovf_box_around(low, high);
}

/* ---- all pairs whose boxes meet ---- */

static void edges_of(const search *in, const run *of, edge edges[RUN_EDGES])
{
    for (size_t k = 0; k < of->count; k++)
        edges[k] = edge_at(in, of, k, k == 0 ? NULL : &edges[k - 1]);
}

static bool runs_cross(const search *in, const run *a, const edge e[RUN_EDGES], const run *b)
{
    edge f[RUN_EDGES];
    edges_of(in, b, f);
    for (size_t i = 0; i < a->count; i++)
        for (size_t j = a == b ? i + 1 : 0; j < b->count; j++) {
            if (!(in->edges == OVF_EDGES_LONLAT ? lonlat_cross : geodesic_cross)(&e[i], &f[j],
                                                                                 &in->crossing->at))
                continue;
            in->crossing->rings[0] = a->ring;
            in->crossing->rings[1] = b->ring;
            return in->crossing->found = true;
        }
    return false;
}

static bool run_crosses(const search *in, const ovf_tree *tree, size_t k, double turn_deg)
{
    ovf_box box = in->boxes[k];
    edge edges[RUN_EDGES];
    edges_of(in, &in->runs[k], edges);
    box.low[0] += (float)(turn_deg * UNITS_PER_DEGREE);
    box.high[0] += (float)(turn_deg * UNITS_PER_DEGREE);
    for (size_t n = 0; n < tree->count;) {
        const ovf_node *node = &tree->nodes[n];
        if (!ovf_box_meets_box(&node->box, &box)) {
            n = node->skip;
            continue;
        }
        n++;
        if (node->item != UINT32_MAX && node->item >= k &&
            runs_cross(in, &in->runs[k], edges, &in->runs[node->item]))
            return true;
    }
    return false;
}

static void find(const search *in, const ovf_tree *tree)
{
    bool repeats = in->edges == OVF_EDGES_LONLAT;
    for (size_t k = 0; k < in->count; k++)
        if (run_crosses(in, tree, k, 0) ||
            (repeats && (run_crosses(in, tree, k, -360) || run_crosses(in, tree, k, 360))))
            return;
}

static void gather_runs(search *in, size_t rings)
{
    for (size_t r = 0; r < rings; r++)
        for (size_t first = 0; first + 1 < in->rings[r].count; first += RUN_EDGES) {
            size_t left = in->rings[r].count - 1 - first;
            run *made = &in->runs[in->count];
            *made = (run){r, first, left < RUN_EDGES ? left : RUN_EDGES};
            in->boxes[in->count++] = (in->edges == OVF_EDGES_LONLAT ? lonlat_box
                                                                    : geodesic_box)(in, made);
        }
}

static bool straight_rings_cross(const ovf_ring *rings, size_t count, ovf_edges edges,
                                 ovf_ring_crossing *crossing)
{
    search in = {.rings = rings, .edges = edges, .crossing = crossing};
    ovf_tree tree = {0};
    size_t most = 0;
    *crossing = (ovf_ring_crossing){.found = false};
    for (size_t r = 0; r < count; r++) most += rings[r].count / RUN_EDGES + 1;
    in.runs = ovf_array_new(most, sizeof *in.runs);
    in.boxes = ovf_array_new(most, sizeof *in.boxes);
    bool good = in.runs != NULL && in.boxes != NULL;
    if (good) gather_runs(&in, count);
    good = good && ovf_tree_build(&tree, in.boxes, in.count);
    if (good) find(&in, &tree);
    ovf_tree_free(&tree);
    free(in.runs);
    free(in.boxes);
    return good;
}

/* Curves become edges that stray a tenth of what counts as a crossing. */
bool ovf_rings_cross(const ovf_ring *rings, size_t count, ovf_edges edges,
                     ovf_ring_crossing *crossing)
{
    size_t curves = 0;
    for (size_t r = 0; r < count; r++) curves += rings[r].curve_count;
    if (curves == 0) return straight_rings_cross(rings, count, edges, crossing);
    ovf_ring *plain = ovf_array_new(count, sizeof *plain);
    bool good = plain != NULL;
    for (size_t r = 0; good && r < count; r++) {
        size_t capacity = 0;
        good = ovf_ring_plain(&rings[r], edges, OVF_RING_CROSSING_M / 10, &plain[r], &capacity);
    }
    good = good && straight_rings_cross(plain, count, edges, crossing);
    for (size_t r = 0; plain != NULL && r < count; r++) free(plain[r].vertices);
    free(plain);
    return good;
}
