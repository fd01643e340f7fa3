/* The nearest approach of a route to a zone that it does not meet. Ranges of legs are halved, the
 * nearer half first, and what is farther than what has been found is left out: while they are long
 * by boxes; then by straight lines, with the pieces of the boundary that are left (near_pieces.h),
 * until single legs and edges are measured (edge_pair.h).
 *
 * Legs that are too long for that, and what is too far away, are first bounded, and then, in a
 * second go, measured in their order (approach.h). The ranges are the same for all zones. */
#include "analysis/meet/near_pieces.h"
#include "base/array.h"
#include "geodesy/approach.h"
#include "geodesy/edge_pair.h"

/* Some legs: the box around them, how far they stray from the line from the first fix to the last,
 * and how long the longest is. */
struct ovf_leg_range {
    ovf_box box;
    double aside_m, longest_m;
};
typedef struct ovf_leg_range leg_range;

/* Ranges up to this long are looked at by straight lines, */
#define LINES_LONGEST_M 6e4
/* near zones that do not come nearer to a pole than 10°, where parallels turn too much. */
#define LINES_HIGHEST_Z_M 6.2e6

/* The ranges of a stretch in preorder: of all its legs, of the first half with those within it, of
 * the second. A range of n legs has 2n - 1. */
static size_t range_count(size_t first, size_t last) { return 2 * (last - first) - 1; }

static size_t middle_of(size_t first, size_t last) { return first + (last - first) / 2; }

/* Both halves begin or end in the middle: their lines are no farther from that of the whole than
 * it. */
static void make_ranges(ovf_scratch *s, size_t first, size_t last, leg_range *range)
{
    if (last - first == 1) {
        double length = s->track.length_m[first];
        range->box = ovf_scratch_box(s, first, last);
        range->aside_m = length * length * (1.01 / (8 * OVF_EARTH_MIN_RADIUS)) + 1e-3;
        range->longest_m = length;
        return;
    }
    size_t middle = middle_of(first, last);
    leg_range *a = range + 1, *b = a + range_count(first, middle);
    make_ranges(s, first, middle, a);
    make_ranges(s, middle, last, b);
    for (int i = 0; i < 3; i++) {
        range->box.low[i] = a->box.low[i] < b->box.low[i] ? a->box.low[i] : b->box.low[i];
        range->box.high[i] = a->box.high[i] > b->box.high[i] ? a->box.high[i] : b->box.high[i];
    }
    const ovf_vector at = ovf_track_point(&s->track, middle);
    double aside = ovf_chords_apart(ovf_track_point(&s->track, first),
                                    ovf_track_point(&s->track, last), at, at);
    range->aside_m = fmax(a->aside_m, b->aside_m) + aside;
    range->longest_m = fmax(a->longest_m, b->longest_m);
}

static bool prepare(ovf_scratch *s)
{
    if (s->has_leg_ranges) return true;
    if (!ovf_array_reserve(&s->leg_ranges, &s->leg_range_capacity, 2 * s->route->fix_count,
                           sizeof *s->leg_ranges))
        return false;
    for (size_t k = 0; k < s->stretch_count; k++) {
        const ovf_stretch *stretch = &s->stretches[k];
        if (stretch->to_fix > stretch->from_fix)
            make_ranges(s, stretch->from_fix, stretch->to_fix,
                        s->leg_ranges + 2 * stretch->from_fix);
    }
    s->has_leg_ranges = true;
    return true;
}

typedef struct {
    ovf_scratch *scratch;
    const ovf_boundary *boundary;
    const ovf_stretch *stretch; /* in hand */
    double reach_m;             /* what is farther away is not looked for */
    bool lines;                 /* whether it can be done by straight lines */
    bool solve;                 /* the second time round: */
    bool bounded;               /* there are legs that were only bounded the first time */
    bool failed;                /* memory is out */
    bool found;
    ovf_approach best;
    const ovf_stretch *where; /* of the best */
} approach;

static double reach_of(const approach *in) { return in->solve ? in->best.distance_m : in->reach_m; }

/* ---- legs that are bounded, and then measured ---- */

static void approach_arc(approach *in, ovf_leg *leg, const ovf_arc *arc, double leg_start_m,
                         bool goes_on)
{
    if (!in->solve) {
        in->bounded = true;
        ovf_approach_narrow(in->boundary, arc, &in->reach_m);
        return;
    }
    if (!ovf_approach_solve(in->boundary, leg, arc, goes_on, &in->best)) return;
    in->best.along_m += leg_start_m;
    in->where = in->stretch;
    in->found = true;
}

static void approach_leg(approach *in, size_t fix)
{
    const ovf_scratch *s = in->scratch;
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_of_length(&leg, ovf_fixes_place(&s->fixes, fix), ovf_fixes_place(&s->fixes, fix + 1),
                      s->along_m[fix + 1] - s->along_m[fix]);
    size_t arcs = ovf_leg_arc_count(&leg);
    /* Legs without a length, as of an aircraft that stands, have not been looked at. */
    const bool goes_on = s->along_m[fix] - s->along_m[in->stretch->from_fix] > 1e-6;
    if (arcs > 1) ovf_leg_draw(&leg);
    for (size_t k = 0; k < arcs; k++) {
        if (arcs == 1)
            ovf_leg_only_arc(&leg, ovf_track_point(&s->track, fix),
                             ovf_track_point(&s->track, fix + 1), &arc);
        else ovf_leg_arc(&leg, k, arcs, &arc);
        approach_arc(in, &leg, &arc, s->along_m[fix], k > 0 || goes_on);
    }
}

/* ---- short legs, by straight lines ---- */

/* Of distances that differ by less the first is the nearest, as it is of equal ones. */
#define EQUAL_M 1e-7

/* How far along a leg of some length a part s of its chord is: on the circle that it is on. */
static double along_leg(const ovf_edge *leg, double length_m, double s)
{
    if (s == 0 || s == 1) return s * length_m;
    ovf_vector middle = ovf_scale(ovf_add(leg->a, leg->b), 0.5);
    double half_angle = length_m / 2 * ovf_earth_bending(middle, leg->chord).curvature;
    return length_m / 2 * (1 + asin((2 * s - 1) * sin(half_angle)) / half_angle);
}

static void take(approach *in, size_t fix, const ovf_edge *leg, const ovf_edge *edge,
                 uint32_t vertex, const ovf_edge_pair *pair)
{
    const ovf_scratch *s = in->scratch;
    double length_m = s->along_m[fix + 1] - s->along_m[fix],
           along_m = s->along_m[fix] + along_leg(leg, length_m, pair->s);
    if (pair->distance_m > in->best.distance_m + (in->found ? EQUAL_M : 0)) return;
    if (in->found && pair->distance_m >= in->best.distance_m - EQUAL_M &&
        along_m >= in->best.along_m)
        return;
    ovf_lonlat on_leg = ovf_edge_position(leg, pair->s);
    if (pair->s == 0 || pair->s == 1) {
        on_leg = ovf_fixes_place(&s->fixes, pair->s == 0 ? fix : fix + 1);
        on_leg.lon = remainder(on_leg.lon, 360);
    }
    in->best = (ovf_approach){fmin(pair->distance_m, in->best.distance_m), along_m, on_leg,
                              ovf_edge_position(edge, pair->t), vertex};
    in->where = in->stretch;
    in->found = true;
    in->reach_m = fmin(in->reach_m, in->best.distance_m + EQUAL_M);
}

static ovf_leg_line line_of(const approach *in, size_t first, size_t last, const leg_range *range)
{
    const ovf_track *track = &in->scratch->track;
    return (ovf_leg_line){ovf_track_point(track, first), ovf_track_point(track, last),
                          range->aside_m, &range->box};
}

static void measure_leg(approach *in, size_t fix, const leg_range *range, ovf_piece_range among)
{
    const ovf_scratch *s = in->scratch;
    const ovf_leg_line line = line_of(in, fix, fix + 1, range);
    uint32_t measured = UINT32_MAX; /* parts of an edge follow each other */
    ovf_edge leg, edge;
    if (!(ovf_distance(line.from, line.to) > 1e-6)) return; /* the legs beside it have its ends */
    ovf_edge_between(&leg, OVF_EDGES_GEODESIC, ovf_fixes_place(&s->fixes, fix),
                     ovf_fixes_place(&s->fixes, fix + 1), line.from, line.to);
    for (size_t k = among.from; k < among.to; k++) {
        const ovf_near_piece *piece = &s->near_pieces[k];
        if (piece->vertex == measured || ovf_near_piece_apart(piece, &line) > reach_of(in))
            continue;
        measured = piece->vertex;
        ovf_boundary_edge(in->boundary, piece->vertex, &edge);
        ovf_edge_pair pair = ovf_edges_nearest(&leg, line.aside_m, &edge,
                                               ovf_boundary_bulge(in->boundary, piece->vertex),
                                               reach_of(in) + EQUAL_M);
        if (pair.s >= 0) take(in, fix, &leg, &edge, piece->vertex, &pair);
    }
}

static void approach_pieces(approach *in, size_t first, size_t last, const leg_range *range,
                            ovf_piece_range among)
{
    if (among.to == among.from || among.least_m > reach_of(in)) return;
    if (last - first == 1) {
        measure_leg(in, first, range, among);
        return;
    }
    ovf_scratch *s = in->scratch;
    size_t middle = middle_of(first, last), before = s->near_piece_count;
    const leg_range *a = range + 1, *b = a + range_count(first, middle);
    const ovf_leg_line line_a = line_of(in, first, middle, a),
                       line_b = line_of(in, middle, last, b);
    double reach_m = reach_of(in);
    ovf_piece_range near_a, near_b;
    if (!ovf_near_pieces_keep(s, in->boundary, among, &line_a, &reach_m, &near_a) ||
        !ovf_near_pieces_keep(s, in->boundary, among, &line_b, &reach_m, &near_b)) {
        in->failed = true;
        return;
    }
    if (!in->solve) in->reach_m = reach_m;
    bool swap = !in->solve && near_b.least_m < near_a.least_m;
    if (swap) approach_pieces(in, middle, last, b, near_b);
    approach_pieces(in, first, middle, a, near_a);
    if (!swap) approach_pieces(in, middle, last, b, near_b);
    s->near_piece_count = before;
}

static void approach_lines(approach *in, size_t first, size_t last, const leg_range *range)
{
    const ovf_leg_line line = line_of(in, first, last, range);
    double reach_m = reach_of(in);
    ovf_piece_range near;
    in->scratch->near_piece_count = 0;
    if (!ovf_near_pieces_find(in->scratch, in->boundary, &line, &reach_m, &near)) {
        in->failed = true;
        return;
    }
    if (!in->solve) in->reach_m = reach_m;
    approach_pieces(in, first, last, range, near);
}

/* ---- all legs ---- */

static bool by_lines(const approach *in, size_t first, size_t last, const leg_range *range)
{
    return in->lines && range->longest_m <= OVF_EDGE_GEODESIC_LONGEST_M &&
           in->scratch->along_m[last] - in->scratch->along_m[first] <= LINES_LONGEST_M &&
           reach_of(in) <= OVF_EDGE_PAIR_FARTHEST_M;
}

/* `apart` says how far the boundary is at least, squared. */
static void approach_legs(approach *in, size_t first, size_t last, const leg_range *range,
                          float apart)
{
    double reach_m = reach_of(in) * 1.00001 + 1;
    if (apart > reach_m * reach_m) return;
    if (by_lines(in, first, last, range)) {
        approach_lines(in, first, last, range);
        return;
    }
    if (last - first == 1) {
        approach_leg(in, first);
        return;
    }
    size_t middle = middle_of(first, last);
    const leg_range *a = range + 1, *b = a + range_count(first, middle);
    float apart_a = ovf_approach_apart(in->boundary, &a->box, reach_of(in)),
          apart_b = ovf_approach_apart(in->boundary, &b->box, reach_of(in));
    /* Of equals the first stays, so what is measured comes in its order. */
    bool swap = !in->solve && apart_b < apart_a;
    if (swap) approach_legs(in, middle, last, b, apart_b);
    approach_legs(in, first, middle, a, apart_a);
    if (!swap) approach_legs(in, middle, last, b, apart_b);
}

static void approach_stretch(approach *in)
{
    size_t first = in->stretch->from_fix;
    const leg_range *range = in->scratch->leg_ranges + 2 * first;
    approach_legs(in, first, in->stretch->to_fix, range,
                  ovf_approach_apart(in->boundary, &range->box, reach_of(in)));
}

/* A stretch that stays in one place is the beginning of a leg; where that is inside, nothing is
 * nearer. */
static void approach_place(approach *in)
{
    ovf_lonlat at = ovf_fixes_place(&in->scratch->fixes, in->stretch->from_fix);
    double along_m = in->scratch->along_m[in->stretch->from_fix];
    if (ovf_boundary_contains(in->boundary, at.lon, at.lat)) {
        in->reach_m = 0;
        in->bounded = true;
        if (in->solve && !in->found) {
            in->best = (ovf_approach){.along_m = along_m, .on_leg = at, .on_boundary = at};
            in->where = in->stretch;
            in->found = true;
        }
        return;
    }
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_between(&leg, at.lon, at.lat, at.lon, at.lat + (at.lat > 0 ? -1e-5 : 1e-5));
    ovf_leg_arc(&leg, 0, 1, &arc);
    arc.length_m = arc.half_chord_m = 0;
    arc.b = arc.middle = arc.a;
    approach_arc(in, &leg, &arc, along_m, false);
}

static void approach_all(approach *in)
{
    const ovf_scratch *s = in->scratch;
    in->found = false;
    in->best.distance_m = in->reach_m + 1e-6; /* the radius itself is within */
    for (size_t k = 0; k < s->stretch_count && !in->failed; k++) {
        in->stretch = &s->stretches[k];
        if (s->along_m[in->stretch->to_fix] - s->along_m[in->stretch->from_fix] > 1e-6)
            approach_stretch(in);
        else approach_place(in);
    }
}

bool ovf_approach_zone(ovf_scratch *s, const ovf_boundary *b, double search_m, ovf_meeting *meeting,
                       bool *found)
{
    const double highest = LINES_HIGHEST_Z_M;
    approach in = {.scratch = s, .boundary = b, .reach_m = search_m};
    in.lines = b->edges != OVF_EDGES_LONLAT ||
               ((double)b->box.high[2] < highest && (double)b->box.low[2] > -highest);
    if (!prepare(s)) return false;
    approach_all(&in);
    if (in.bounded) {
        in.solve = true;
        approach_all(&in);
    }
    *found = in.found && in.best.distance_m <= search_m;
    if (!*found) return !in.failed;
    meeting->nearest_m = in.best.distance_m;
    meeting->nearest_on_route = ovf_scratch_place(s, in.where, in.best.along_m, &in.best.on_leg);
    meeting->nearest_on_zone = in.best.on_boundary;
    return !in.failed;
}
