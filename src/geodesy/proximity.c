#include "geodesy/proximity.h"

#include "geodesy/contact.h"

double ovf_boundary_distance(const ovf_boundary *b, ovf_lonlat at, double most_m,
                             ovf_approach *nearest)
{
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_between(&leg, at.lon, at.lat, at.lon, at.lat + (at.lat > 0 ? -1e-5 : 1e-5));
    ovf_leg_arc(&leg, 0, 1, &arc);
    arc.length_m = arc.half_chord_m = 0;
    arc.b = arc.middle = arc.a;
    double reach = most_m;
    ovf_approach_narrow(b, &arc, &reach);
    ovf_approach best = {.distance_m = reach + 1e-6};
    if (!ovf_approach_solve(b, &leg, &arc, false, &best)) return INFINITY;
    if (nearest != NULL) *nearest = best;
    return best.distance_m;
}

/* ---- quick distances ----
 *
 * The nearest place of the boundary in space, to which the distance along the ellipsoid is then a
 * plane section's (section.h). Which edge is the nearest is decided by that as well; the foot on
 * the edge is that of the straight line, whose length differs from the section's by less than a
 * thousandth of it times (distance/R)², and where it does not change in first order. */

typedef struct {
    double at_m, distance_m;   /* no more than ALL_M */
    ovf_vector point, nearest; /* on the leg, and on the boundary */
    uint32_t vertex;           /* of the edge that it is on */
} sample;

/* No distance is greater than half a meridian. */
#define ALL_M 2.1e7
/* Quick distances are as exact as this up to QUICK_LONGEST_M. */
#define QUICK_M 1e-6
#define QUICK_LONGEST_M 9e5
/* Of curvature of any normal section, a²/b, at the poles. */
#define GREATEST_RADIUS (OVF_EARTH_A / (1 - OVF_EARTH_F))
/* Stretches are looked at as straight lines, so many at most and so long at most, */
#define CLEAR_MAX 12
#define CLEAR_M 1e4
/* and from so far off their ends on. */
#define ASIDE_M 25.0

static double between(ovf_vector a, ovf_vector b)
{
    double chord = ovf_distance(a, b);
    return chord < QUICK_LONGEST_M
               ? ovf_section_length(a, b) + QUICK_M
               : fmin(ALL_M, chord * 1.6); /* half a circle is 1.58 of its chord */
}

static double box_distance2(const ovf_box *box, ovf_vector p)
{
    const double c[3] = {p.x, p.y, p.z};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double below = (double)box->low[i] - c[i], above = c[i] - (double)box->high[i],
               beyond = below > above ? below : above;
        if (beyond > 0) sum += beyond * beyond;
    }
    return sum;
}

/* How far the edge's chord is. */
static double chord_distance(const ovf_boundary *b, uint32_t v, ovf_vector p)
{
    ovf_vector chord = ovf_subtract(b->points[v + 1], b->points[v]),
               d = ovf_subtract(p, b->points[v]);
    double t = ovf_dot(d, chord) / ovf_dot(chord, chord);
    t = t > 0 ? t < 1 ? t : 1 : 0;
    return ovf_norm(ovf_subtract(d, ovf_scale(chord, t)));
}

/* The foot of a point on an edge: each step leaves of what it is off a part like distance over
 * radius, and what it is off counts as its square over the distance. */
static ovf_vector foot_on(const ovf_edge *edge, ovf_vector p)
{
    double t = ovf_dot(ovf_subtract(p, edge->a), edge->chord) / (edge->chord_m * edge->chord_m);
    for (int step = 0; step < 8; step++) {
        t = t > 0 ? t < 1 ? t : 1 : 0;
        double change = ovf_edge_step(edge, t, p);
        if (fabs(change) * edge->chord_m < 1e-3 || (t == 0 && change < 0) || (t == 1 && change > 0))
            return ovf_edge_point(edge, t, NULL);
        t += change;
    }
    return ovf_edge_point(edge, t > 0 ? t < 1 ? t : 1 : 0, NULL);
}

static void look_at_edge(const ovf_boundary *b, uint32_t v, sample *made)
{
    ovf_edge edge;
    ovf_boundary_edge(b, v, &edge);
    ovf_vector foot = foot_on(&edge, made->point);
    double distance = ovf_section_length(made->point, foot);
    if (!(distance < made->distance_m)) return;
    made->distance_m = distance;
    made->nearest = foot;
    made->vertex = v;
}

#define CANDIDATES_MAX 24

/* Edges that may be the nearest, by their chords. */
typedef struct {
    double most_m; /* the nearest is at most so far */
    struct {
        double least_m;
        uint32_t vertex;
    } items[CANDIDATES_MAX];
    size_t count;
} candidates;

/* Looks at those that are left. Straight distances count like those along the ellipsoid but for a
 * thousandth of (distance/R)² of them. */
static void look_at_candidates(const ovf_boundary *b, candidates *found, sample *made)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->items[i].least_m <= found->most_m * (1 + 1e-5) + 1e-3 &&
            found->items[i].least_m <= made->distance_m)
            look_at_edge(b, found->items[i].vertex, made);
    found->count = 0;
}

/* Begins with the edge of made->vertex, which may be the nearest. False where nothing is within
 * most_m. */
static bool look_around(const ovf_boundary *b, double most_m, sample *made)
{
    candidates found;
    found.most_m = b->run_count == 0 ? most_m
                                     : fmin(most_m, chord_distance(b, made->vertex, made->point) +
                                                        ovf_boundary_bulge(b, made->vertex) + 1e-3);
    found.count = 0;
    made->distance_m = most_m;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (box_distance2(&node->box, made->point) > found.most_m * found.most_m * (1 + 3e-5)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            double distance = chord_distance(b, v, made->point), bulge = ovf_boundary_bulge(b, v);
            if (distance - bulge > found.most_m * (1 + 1e-5) + 1e-3) continue;
            found.most_m = fmin(found.most_m, distance + bulge);
            if (found.count == CANDIDATES_MAX) look_at_candidates(b, &found, made);
            found.items[found.count].least_m = distance - bulge;
            found.items[found.count++].vertex = v;
        }
    }
    look_at_candidates(b, &found, made);
    return made->distance_m < most_m;
}

/* Exact where it is as near to `edge_m` as the quick distance may be off. `vertex` begins an edge
 * that may be near. */
static sample sample_at(const ovf_boundary *b, const ovf_leg *leg, double at_m, double most_m,
                        uint32_t vertex, double edge_m)
{
    ovf_lonlat position = ovf_leg_position(leg, at_m);
    sample made = {
        .at_m = at_m, .point = ovf_earth_point(position.lon, position.lat), .vertex = vertex};
    if (look_around(b, fmin(most_m, QUICK_LONGEST_M), &made) &&
        !(fabs(made.distance_m - edge_m) <= QUICK_M))
        return made;
    ovf_approach nearest = {0};
    made.distance_m = fmin(ovf_boundary_distance(b, position, most_m, &nearest), ALL_M);
    made.nearest = ovf_earth_point(nearest.on_boundary.lon, nearest.on_boundary.lat);
    made.vertex = nearest.vertex;
    return made;
}

/* Between two places: what is known of one bounds the other. */
static sample sample_between(const ovf_boundary *b, const ovf_leg *leg, const sample *from,
                             const sample *to, double edge_m)
{
    double half = (to->at_m - from->at_m) / 2;
    return sample_at(b, leg, from->at_m + half,
                     fmin(from->distance_m, to->distance_m) + half + 1e-3, from->vertex, edge_m);
}

/* No place between the two is farther from the boundary than this. */
static double most_between(const ovf_boundary *b, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m, most = (from->distance_m + to->distance_m + h) / 2,
           ends = fmax(from->distance_m, to->distance_m);
    if (b->edges == OVF_EDGES_GEODESIC && from->vertex == to->vertex &&
        ovf_boundary_strays(b, from->vertex) == 0)
        most = fmin(most, ends * (1 + h * h / (OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS)));
    if (most > ends) most = fmin(most, fmax(from->distance_m, between(from->nearest, to->point)));
    if (most > ends) most = fmin(most, fmax(to->distance_m, between(to->nearest, from->point)));
    return most;
}

/* Whether nothing comes within limit_m of a stretch of a leg of the length h, by straight lines: it
 * strays from its chord by its sagitta. */
static bool is_clear(const ovf_boundary *b, ovf_vector from, ovf_vector to, double h,
                     double limit_m)
{
    double reach_m = limit_m + h * h / (8 * OVF_EARTH_MIN_RADIUS) * 1.01 + 1e-3;
    const double p[3] = {from.x, from.y, from.z}, q[3] = {to.x, to.y, to.z};
    double low[3], high[3];
    for (int i = 0; i < 3; i++) {
        low[i] = (p[i] < q[i] ? p[i] : q[i]) - reach_m;
        high[i] = (p[i] < q[i] ? q[i] : p[i]) + reach_m;
    }
    ovf_box box = ovf_box_around(low, high);
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_box(&node->box, &box)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v < run.first + run.edges; v++)
            if (ovf_chords_apart(from, to, b->points[v], b->points[v + 1]) -
                    ovf_boundary_bulge(b, v) <=
                reach_m)
                return false;
    }
    return true;
}

typedef struct {
    const ovf_boundary *boundary;
    const ovf_leg *leg;
    double limit_m, straight_m; /* as a straight line */
    double begin_m, end_m;      /* of the arc */
    ovf_proximity_function add;
    void *context;
} search;

/* An end is between two places so near to each other, which halving the whole arc comes to: so it
 * does not depend on how it was found. */
#define END_M 1e-4

/* The two places that halving comes to between a place that is near and one that is not, found in
 * fewer steps: by the secant, and then without looking at the halves. False where they are not what
 * was expected. */
static bool find_end(const search *in, const sample *from, const sample *to, sample *low,
                     sample *high)
{
    double a = from->at_m, b = to->at_m, fa = from->distance_m - in->limit_m,
           fb = to->distance_m - in->limit_m, at = a;
    bool rises = fa < 0;
    int side = 0;
    for (int k = 0; k < 20 && b - a > END_M / 10; k++) {
        at = a - fa * (b - a) / (fb - fa);
        if (!(at > a && at < b)) at = a + (b - a) / 2;
        sample s = sample_at(
            in->boundary, in->leg, at,
            fmin(from->distance_m + (at - from->at_m), to->distance_m + (to->at_m - at)) + 1e-3,
            from->vertex, NAN);
        double f = s.distance_m - in->limit_m;
        if (fabs(f) < 1e-7) break;
        /* Where one end stays it counts half (Dowell and Jarratt, BIT 11 (1971) 168). */
        if ((f > 0) == rises) {
            b = at, fb = f;
            if (side == 1) fa /= 2;
            side = 1;
        } else {
            a = at, fa = f;
            if (side == -1) fb /= 2;
            side = -1;
        }
    }
    double first = in->begin_m, second = in->end_m;
    while (second - first >= END_M) {
        double middle = first + (second - first) / 2;
        if (middle <= at) first = middle;
        else second = middle;
    }
    if (first < from->at_m || second > to->at_m) return false;
    *low = sample_at(
        in->boundary, in->leg, first,
        fmin(from->distance_m + (first - from->at_m), to->distance_m + (to->at_m - first)) + 1e-3,
        from->vertex, in->limit_m);
    *high = sample_at(in->boundary, in->leg, second, low->distance_m + END_M + 1e-3, low->vertex,
                      in->limit_m);
    return (low->distance_m < in->limit_m) == rises && (high->distance_m < in->limit_m) != rises;
}

static bool is_clear_between(const search *in, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m;
    size_t count = (size_t)ceil(h / CLEAR_M);
    ovf_vector before = from->point;
    if (count > CLEAR_MAX) return false;
    for (size_t k = 1; k <= count; k++) {
        ovf_vector point = to->point;
        if (k < count) {
            ovf_lonlat position = ovf_leg_position(in->leg,
                                                   from->at_m + h * (double)k / (double)count);
            point = ovf_earth_point(position.lon, position.lat);
        }
        if (!is_clear(in->boundary, before, point, h / (double)count, in->straight_m)) return false;
        before = point;
    }
    return true;
}

static bool is_decided(const search *in, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m, least = fmin(from->distance_m, to->distance_m),
           low = (from->distance_m + to->distance_m - h) / 2;
    if (h < 1e-3) return true;
    if (from->distance_m < in->limit_m) return most_between(in->boundary, from, to) < in->limit_m;
    if (low >= in->limit_m ||
        (low > 0 && least - h * h / (8 * low) >= in->limit_m - OVF_PROXIMITY_M / 2))
        return true;
    return is_clear_between(in, from, to);
}

static void find(const search *in, const sample *from, const sample *to)
{
    double h = to->at_m - from->at_m;
    bool near = from->distance_m < in->limit_m;
    if (near == (to->distance_m < in->limit_m)) {
        if (is_decided(in, from, to)) {
            if (near) in->add(in->context, from->at_m, to->at_m);
            return;
        }
    } else if (h < END_M) {
        in->add(in->context, near ? from->at_m : to->at_m, near ? to->at_m : to->at_m);
        return;
    } else {
        sample low, high;
        if (find_end(in, from, to, &low, &high)) {
            if (low.at_m > from->at_m) find(in, from, &low);
            find(in, &low, &high);
            if (high.at_m < to->at_m) find(in, &high, to);
            return;
        }
    }
    sample middle;
    bool aside = false;
    if (!near && h > 4 * ASIDE_M &&
        fmin(from->distance_m, to->distance_m) < in->limit_m + ASIDE_M) {
        /* Beside an end straight lines say nothing, a little aside they do; unless the leg runs
         * along there, at the limit. */
        double at = from->distance_m < to->distance_m ? from->at_m + ASIDE_M : to->at_m - ASIDE_M;
        middle = sample_at(in->boundary, in->leg, at, fmin(from->distance_m, to->distance_m) + h,
                           from->vertex, in->limit_m);
        aside = !(middle.distance_m < in->limit_m + ASIDE_M);
    }
    if (!aside) middle = sample_between(in->boundary, in->leg, from, to, in->limit_m);
    find(in, from, &middle);
    find(in, &middle, to);
}

void ovf_proximity_stretches(const ovf_boundary *b, const ovf_arc *arc, double limit_m,
                             ovf_proximity_function add, void *context)
{
    /* What is farther than this in a straight line is farther along the ellipsoid: nowhere is that
     * bent less than a circle of its greatest radius (Schur's theorem). */
    const double straight_m = 2 * GREATEST_RADIUS *
                                  sin(fmin(limit_m / (2 * GREATEST_RADIUS), 1.5)) +
                              1e-6;
    const search in = {b,          arc->leg,     limit_m - OVF_PROXIMITY_M / 2,
                       straight_m, arc->start_m, arc->start_m + arc->length_m,
                       add,        context};
    sample from = sample_at(b, arc->leg, arc->start_m, limit_m + arc->length_m + 1, 0, in.limit_m);
    if (from.distance_m > limit_m + arc->length_m) return;
    sample to = sample_at(b, arc->leg, in.end_m, from.distance_m + arc->length_m + 1e-3,
                          from.vertex, in.limit_m);
    find(&in, &from, &to);
}

/* Where the arc first meets an edge, if it does. */
static bool meets(const ovf_boundary *b, const ovf_arc *arc, ovf_approach *best)
{
    bool met = false;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_arc(&node->box, arc)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            ovf_contact contacts[OVF_CONTACTS_MAX];
            size_t count = ovf_contacts(b, v, arc, ovf_arc_plane(arc, b->points[v]),
                                        ovf_arc_plane(arc, b->points[v + 1]), false, contacts);
            for (size_t c = 0; c < count; c++) {
                if (met && contacts[c].at_m >= best->along_m) continue;
                *best = (ovf_approach){0, contacts[c].at_m, contacts[c].position,
                                       contacts[c].position, v};
                met = true;
            }
        }
    }
    return met;
}

bool ovf_proximity_nearest(const ovf_boundary *b, const ovf_leg *leg, double from_m, double to_m,
                           ovf_approach *best)
{
    ovf_lonlat from = ovf_leg_position(leg, from_m), to = ovf_leg_position(leg, to_m);
    ovf_approach found = {.distance_m = best->distance_m};
    bool improved = false;
    if (to_m - from_m < 1e-2) {
        /* A millimetre counts: the nearer of its ends. */
        for (int end = 0; end < 2; end++) {
            ovf_approach here = found;
            here.distance_m = ovf_boundary_distance(b, end ? to : from, found.distance_m, &here);
            if (!(here.distance_m < found.distance_m)) continue;
            found = here;
            found.along_m = end ? to_m - from_m : 0;
            found.on_leg = end ? to : from;
            improved = true;
        }
    } else {
        ovf_leg piece;
        ovf_leg_between(&piece, from.lon, from.lat, to.lon, to.lat);
        size_t arcs = ovf_leg_arc_count(&piece);
        for (size_t k = 0; k < arcs && found.distance_m > 0; k++) {
            ovf_arc arc;
            ovf_leg_arc(&piece, k, arcs, &arc);
            double reach = found.distance_m;
            if (meets(b, &arc, &found)) {
                improved = true;
                break;
            }
            ovf_approach_narrow(b, &arc, &reach);
            ovf_approach better = {.distance_m = fmin(reach + 1e-6, found.distance_m)};
            if (!ovf_approach_solve(b, &piece, &arc, false, &better)) continue;
            found = better;
            improved = true;
        }
    }
    if (!improved) return false;
    found.along_m += from_m;
    *best = found;
    return true;
}

/* ---- the greatest distance ---- */

static void raise_to(const sample *of, double *most, double *along_m)
{
    if (!(of->distance_m > *most)) return;
    *most = of->distance_m;
    *along_m = of->at_m;
}

static void climb(const ovf_boundary *b, const ovf_leg *leg, const sample *from, const sample *to,
                  double *most, double *along_m)
{
    double h = to->at_m - from->at_m;
    if (most_between(b, from, to) <= *most + OVF_PROXIMITY_M || h < 1e-3) return;
    sample middle = sample_between(b, leg, from, to, NAN);
    raise_to(&middle, most, along_m);
    climb(b, leg, from, &middle, most, along_m);
    climb(b, leg, &middle, to, most, along_m);
}

double ovf_proximity_farthest(const ovf_boundary *b, const ovf_leg *leg, double *along_m,
                              ovf_lonlat *nearest)
{
    double most = -1;
    sample from = sample_at(b, leg, 0, ALL_M, 0, NAN),
           to = sample_at(b, leg, leg->length_m, from.distance_m + leg->length_m + 1e-3,
                          from.vertex, NAN);
    raise_to(&from, &most, along_m);
    raise_to(&to, &most, along_m);
    climb(b, leg, &from, &to, &most, along_m);
    ovf_approach exact = {.distance_m = most};
    most = ovf_boundary_distance(b, ovf_leg_position(leg, *along_m), most + 1, &exact);
    *nearest = exact.on_boundary;
    return most;
}
