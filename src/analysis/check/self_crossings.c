#include "analysis/check/self_crossings.h"

#include <stdlib.h>

#include "base/array.h"

typedef struct {
    ovf_leg leg;
    ovf_arc arc;
    size_t fix;      /* that the leg begins with */
    double before_m; /* the leg's beginning along the route */
} piece;

typedef struct {
    piece *pieces;
    size_t piece_count, piece_capacity;
    ovf_self_meetings *found;
    bool failed;
} search;

static void add(search *in, const piece *p, double p_along, const piece *q, double q_along,
                ovf_lonlat position)
{
    double first = p->before_m + p_along, second = q->before_m + q_along;
    if (second - first <= OVF_TOLERANCE_M) return; /* a fix between two legs */
    ovf_self_meetings *found = in->found;
    for (size_t i = 0; i < found->count; i++) {
        const ovf_self_crossing *known = &found->crossings[i];
        if (fabs(known->first_m - first) <= 2 * OVF_TOLERANCE_M &&
            fabs(known->second_m - second) <= 2 * OVF_TOLERANCE_M)
            return;
    }
    if (!ovf_array_reserve(&found->crossings, &found->capacity, found->count + 1,
                           sizeof *found->crossings)) {
        in->failed = true;
        return;
    }
    found->crossings[found->count++] = (ovf_self_crossing){
        first, second, position, ovf_earth_point(position.lon, position.lat)};
}

/* What two legs share: where it is on either, the first and the last place. */
typedef struct {
    double from, to;             /* on the first leg */
    double other_from, other_to; /* the same places on the second */
} shared;

static void add_stretch(search *in, const piece *p, const piece *q, const shared *both)
{
    ovf_self_meetings *found = in->found;
    bool reversed = both->other_from > both->other_to;
    if (!ovf_array_reserve(&found->stretches, &found->stretch_capacity, found->stretch_count + 1,
                           sizeof *found->stretches)) {
        in->failed = true;
        return;
    }
    found->stretches[found->stretch_count++] = (ovf_self_stretch){
        .from_m = p->before_m + both->from,
        .to_m = p->before_m + both->to,
        .second_from_m = q->before_m + fmin(both->other_from, both->other_to),
        .second_to_m = q->before_m + fmax(both->other_from, both->other_to),
        .reversed = reversed};
}

/* How far the place of q's leg is from p's geodesic, left positive; *along is its foot there. */
static double offset_at(const piece *p, const piece *q, double q_along, double *along)
{
    ovf_frame frame;
    ovf_leg_frame(&q->leg, q_along, &frame);
    *along = ovf_arc_along(&p->arc, frame.point);
    return ovf_leg_offset(&p->leg, frame.point, along);
}

static bool is_on(const piece *p, double along)
{
    return along >= p->arc.start_m - OVF_TOLERANCE_M &&
           along <= p->arc.start_m + p->arc.length_m + OVF_TOLERANCE_M;
}

/* Where a place of q lies on p. `swapped`: then p is the later of the two. */
static bool add_place(search *in, const piece *p, const piece *q, double q_along, bool swapped,
                      shared *both)
{
    double along, offset = offset_at(p, q, q_along, &along);
    if (fabs(offset) > OVF_TOLERANCE_M || !is_on(p, along)) return false;
    ovf_lonlat position = ovf_leg_position(&q->leg, q_along);
    if (swapped) add(in, q, q_along, p, along, position);
    else add(in, p, along, q, q_along, position);
    double on_first = swapped ? q_along : along, on_second = swapped ? along : q_along;
    if (on_first < both->from) {
        both->from = on_first;
        both->other_from = on_second;
    }
    if (on_first > both->to) {
        both->to = on_first;
        both->other_to = on_second;
    }
    return true;
}

/* From here on the leg is measured along its line. */
static void draw(piece *p)
{
    if (p->leg.drawn) return;
    ovf_leg_between(&p->leg, p->leg.from.lon, p->leg.from.lat, p->leg.to.lon, p->leg.to.lat);
    ovf_leg_arc(&p->leg, 0, 1, &p->arc);
}

/* q goes on where p ends, and no other end of one is on the other. */
static bool only_follows(const piece *p, const piece *q, double f2, double margin)
{
    double g1 = ovf_arc_plane(&q->arc, p->arc.a);
    double gap_m = q->before_m + q->arc.start_m - (p->before_m + p->arc.start_m + p->arc.length_m);
    return gap_m <= 1e-6 && ovf_distance(p->arc.b, q->arc.a) <= 1e-6 && fabs(f2) > margin &&
           fabs(g1) > q->arc.margin_m + 2e-3;
}

/* Two geodesics of such a length cross once at most, and then the ends of each lie on both sides of
 * the other. */
static void meet(search *in, piece *p, piece *q)
{
    double f1 = ovf_arc_plane(&p->arc, q->arc.a), f2 = ovf_arc_plane(&p->arc, q->arc.b),
           margin = p->arc.margin_m + 2e-3;
    if ((f1 > margin && f2 > margin) || (f1 < -margin && f2 < -margin)) return;
    if (only_follows(p, q, f2, margin)) return;
    draw(p);
    draw(q);
    double from = q->arc.start_m, to = q->arc.start_m + q->arc.length_m, along;
    shared both = {INFINITY, -INFINITY, 0, 0}, again = both;
    bool touches = add_place(in, p, q, from, false, &both);
    touches = add_place(in, p, q, to, false, &both) || touches;
    touches = add_place(in, q, p, p->arc.start_m, true, &both) || touches;
    touches = add_place(in, q, p, p->arc.start_m + p->arc.length_m, true, &both) || touches;
    /* Where the route turns back on its leg the ends that they share are no crossings, but what
     * lies between is come to twice. */
    if (both.to - both.from > 2 * OVF_TOLERANCE_M) {
        (void)add_place(in, q, p, (both.from + both.to) / 2, true, &again);
        add_stretch(in, p, q, &both);
    }
    if (touches) return;
    double g1 = offset_at(p, q, from, &along), g2 = offset_at(p, q, to, &along);
    if ((g1 > 0) == (g2 > 0)) return;
    double at = from;
    for (int step = 0; step < 100 && to - from > 1e-9; step++) {
        at = step % 3 == 2 ? (from + to) / 2 : from - g1 * (to - from) / (g2 - g1);
        double g = offset_at(p, q, at, &along);
        if (fabs(g) < 1e-9) break;
        if ((g > 0) == (g1 > 0)) from = at, g1 = g;
        else to = at, g2 = g;
    }
    if (is_on(p, along)) add(in, p, along, q, at, ovf_leg_position(&q->leg, at));
}

static bool gather(search *in, const ovf_scratch *s)
{
    size_t arcs = 0, k = 0;
    for (size_t r = 0; r < s->stretch_count; r++)
        for (size_t i = s->stretches[r].from_fix; i < s->stretches[r].to_fix; i++)
            arcs += 1 + (size_t)((s->along_m[i + 1] - s->along_m[i]) / OVF_ARC_LENGTH_M);
    in->pieces = ovf_array_new(arcs, sizeof *in->pieces);
    if (in->pieces == NULL) return false;
    for (size_t r = 0; r < s->stretch_count; r++) {
        for (size_t i = s->stretches[r].from_fix; i < s->stretches[r].to_fix; i++) {
            const ovf_lonlat from = ovf_fixes_place(&s->fixes, i),
                             to = ovf_fixes_place(&s->fixes, i + 1);
            ovf_leg leg;
            if (!(s->along_m[i + 1] - s->along_m[i] > 1e-6)) continue;
            ovf_leg_of_length(&leg, from, to, s->track.length_m[i]);
            size_t count = ovf_leg_arc_count(&leg);
            if (count > 1) ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
            for (size_t a = 0; a < count && k < arcs; a++) {
                piece *made = &in->pieces[k++];
                made->leg = leg;
                made->fix = i;
                made->before_m = s->along_m[i];
                if (count == 1)
                    ovf_leg_only_arc(&made->leg, ovf_track_point(&s->track, i),
                                     ovf_track_point(&s->track, i + 1), &made->arc);
                else ovf_leg_arc(&made->leg, a, count, &made->arc);
            }
        }
    }
    in->piece_count = k;
    return true;
}

bool ovf_self_meetings_find(const ovf_scratch *s, double least_m, ovf_self_meetings *found)
{
    search in = {.found = found};
    ovf_tree tree = {0};
    found->count = found->stretch_count = 0;
    if (!gather(&in, s)) return false;
    ovf_box *boxes = ovf_array_new(in.piece_count, sizeof *boxes);
    bool good = boxes != NULL;
    for (size_t k = 0; good && k < in.piece_count; k++) boxes[k] = in.pieces[k].arc.box;
    good = good && ovf_tree_build(&tree, boxes, in.piece_count);
    free(boxes);
    for (size_t p = 0; good && p < in.piece_count; p++) {
        for (size_t k = 0; k < tree.count;) {
            const ovf_node *node = &tree.nodes[k];
            if (!ovf_box_meets_arc(&node->box, &in.pieces[p].arc)) {
                k = node->skip;
                continue;
            }
            k++;
            if (node->item != UINT32_MAX && node->item > p &&
                in.pieces[node->item].fix != in.pieces[p].fix)
                meet(&in, &in.pieces[p], &in.pieces[node->item]);
        }
    }
    ovf_tree_free(&tree);
    free(in.pieces);
    ovf_self_stretches_join(found, least_m);
    return good && !in.failed;
}

void ovf_self_meetings_clear(ovf_self_meetings *found)
{
    free(found->crossings);
    free(found->stretches);
    *found = (ovf_self_meetings){0};
}
