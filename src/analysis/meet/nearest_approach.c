/* The nearest approach of a route to a zone that it does not meet: first by cheap bounds, the
 * nearest legs before the others, so that most are never looked at; then exactly for the few that
 * are left, in their order. The boxes around the legs, their halves and so on are the same for all
 * zones. */
#include "analysis/meet/scratch.h"
#include "base/array.h"

/* The boxes of a stretch in preorder: of all its legs, of the first half with those within it, of
 * the second. A range of n legs has 2n - 1. */
static size_t box_count(size_t first, size_t last) { return 2 * (last - first) - 1; }

static size_t middle_of(size_t first, size_t last) { return first + (last - first) / 2; }

static void make_boxes(ovf_scratch *s, size_t first, size_t last, ovf_box *boxes)
{
    if (last - first == 1) {
        *boxes = ovf_scratch_box(s, first, last);
        return;
    }
    size_t middle = middle_of(first, last);
    ovf_box *a = boxes + 1, *b = a + box_count(first, middle);
    make_boxes(s, first, middle, a);
    make_boxes(s, middle, last, b);
    for (int i = 0; i < 3; i++) {
        boxes->low[i] = a->low[i] < b->low[i] ? a->low[i] : b->low[i];
        boxes->high[i] = a->high[i] > b->high[i] ? a->high[i] : b->high[i];
    }
}

bool ovf_approach_prepare(ovf_scratch *s)
{
    if (s->has_leg_boxes) return true;
    if (!ovf_array_reserve(&s->leg_boxes, &s->leg_box_capacity, 2 * s->route->fix_count,
                           sizeof *s->leg_boxes))
        return false;
    for (size_t k = 0; k < s->stretch_count; k++) {
        const ovf_stretch *stretch = &s->stretches[k];
        if (stretch->to_fix > stretch->from_fix)
            make_boxes(s, stretch->from_fix, stretch->to_fix, s->leg_boxes + 2 * stretch->from_fix);
    }
    s->has_leg_boxes = true;
    return true;
}

typedef struct {
    const ovf_scratch *scratch;
    const ovf_boundary *boundary;
    double reach_m;
    bool solve; /* the second time round */
    bool found;
    ovf_approach best;
    const ovf_stretch *stretch;
} approach;

static void approach_arc(approach *in, ovf_leg *leg, const ovf_arc *arc, double leg_start_m,
                         bool goes_on, const ovf_stretch *stretch)
{
    if (!in->solve) {
        ovf_approach_narrow(in->boundary, arc, &in->reach_m);
        return;
    }
    if (!ovf_approach_solve(in->boundary, leg, arc, goes_on, &in->best)) return;
    in->best.along_m += leg_start_m;
    in->stretch = stretch;
    in->found = true;
}

static void approach_leg(approach *in, size_t fix, const ovf_stretch *stretch)
{
    const ovf_scratch *s = in->scratch;
    ovf_leg leg;
    ovf_arc arc;
    ovf_leg_of_length(&leg, ovf_fixes_place(&s->fixes, fix), ovf_fixes_place(&s->fixes, fix + 1),
                      s->along_m[fix + 1] - s->along_m[fix]);
    size_t arcs = ovf_leg_arc_count(&leg);
    if (arcs > 1) ovf_leg_draw(&leg);
    for (size_t k = 0; k < arcs; k++) {
        if (arcs == 1)
            ovf_leg_only_arc(&leg, ovf_track_point(&s->track, fix),
                             ovf_track_point(&s->track, fix + 1), &arc);
        else ovf_leg_arc(&leg, k, arcs, &arc);
        approach_arc(in, &leg, &arc, s->along_m[fix], k > 0 || fix > stretch->from_fix, stretch);
    }
}

static double reach_of(const approach *in) { return in->solve ? in->best.distance_m : in->reach_m; }

/* `apart` says how far the boundary is at least, squared. */
static void approach_legs(approach *in, size_t first, size_t last, const ovf_box *boxes,
                          float apart, const ovf_stretch *stretch)
{
    double reach_m = reach_of(in) * 1.00001 + 1;
    if (apart > reach_m * reach_m) return;
    if (last - first == 1) {
        approach_leg(in, first, stretch);
        return;
    }
    size_t middle = middle_of(first, last);
    const ovf_box *a = boxes + 1, *b = a + box_count(first, middle);
    float apart_a = ovf_approach_apart(in->boundary, a, reach_of(in)),
          apart_b = ovf_approach_apart(in->boundary, b, reach_of(in));
    /* Of equals the first stays, so in the end they come in their order. */
    bool swap = !in->solve && apart_b < apart_a;
    if (swap) approach_legs(in, middle, last, b, apart_b, stretch);
    approach_legs(in, first, middle, a, apart_a, stretch);
    if (!swap) approach_legs(in, middle, last, b, apart_b, stretch);
}

static void approach_stretch(approach *in, const ovf_stretch *stretch)
{
    const ovf_box *boxes = in->scratch->leg_boxes + 2 * stretch->from_fix;
    approach_legs(in, stretch->from_fix, stretch->to_fix, boxes,
                  ovf_approach_apart(in->boundary, boxes, reach_of(in)), stretch);
}

/* A stretch that stays in one place is the beginning of a leg; where that is inside, nothing is
 * nearer. */
static void approach_place(approach *in, const ovf_stretch *stretch)
{
    ovf_lonlat at = ovf_fixes_place(&in->scratch->fixes, stretch->from_fix);
    double along_m = in->scratch->along_m[stretch->from_fix];
    if (ovf_boundary_contains(in->boundary, at.lon, at.lat)) {
        in->reach_m = 0;
        if (in->solve && !in->found) {
            in->best = (ovf_approach){.along_m = along_m, .on_leg = at, .on_boundary = at};
            in->stretch = stretch;
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
    approach_arc(in, &leg, &arc, along_m, false, stretch);
}

bool ovf_approach_zone(ovf_scratch *s, const ovf_boundary *boundary, double search_m,
                       ovf_meeting *meeting)
{
    approach in = {.scratch = s, .boundary = boundary, .reach_m = search_m};
    for (int pass = 0; pass < 2; pass++) {
        in.solve = pass == 1;
        in.best.distance_m = in.reach_m + 1e-6; /* the radius itself is within */
        for (size_t k = 0; k < s->stretch_count; k++) {
            const ovf_stretch *stretch = &s->stretches[k];
            if (s->along_m[stretch->to_fix] - s->along_m[stretch->from_fix] > 1e-6)
                approach_stretch(&in, stretch);
            else approach_place(&in, stretch);
        }
    }
    if (!in.found || in.best.distance_m > search_m) return false;
    meeting->nearest_m = in.best.distance_m;
    meeting->nearest_on_route = ovf_scratch_place(s, in.stretch, in.best.along_m, &in.best.on_leg);
    meeting->nearest_on_zone = in.best.on_boundary;
    return true;
}
