#include "analysis/check/route_near.h"

#include <math.h>

typedef struct {
    ovf_check *check;
    const ovf_boundary *boundary;
    double reach_m;
    ovf_span stretch;      /* of the route that is looked at */
    ovf_spans *spans;      /* what is nearer goes there; NULL: the nearest is looked for */
    ovf_approach *nearest; /* along the route */
    double start_m;        /* of the leg in hand, along the route */
} search;

static void add_span(void *given, double from_m, double to_m)
{
    search *in = given;
    if (!ovf_spans_add(in->spans, in->start_m + from_m, in->start_m + to_m))
        in->check->failed = true;
}

static void look_at_arc(search *in, const ovf_leg *leg, const ovf_arc *arc)
{
    ovf_approach nearest = {.distance_m = in->reach_m};
    double from_m = fmax(arc->start_m, in->stretch.from_m - in->start_m),
           to_m = fmin(arc->start_m + arc->length_m, in->stretch.to_m - in->start_m);
    if (in->spans != NULL) {
        ovf_proximity_stretches(in->boundary, arc, in->reach_m, add_span, in);
    } else if (to_m > from_m && ovf_proximity_nearest(in->boundary, leg, from_m, to_m, &nearest) &&
               nearest.distance_m < in->nearest->distance_m) {
        *in->nearest = nearest;
        in->nearest->along_m += in->start_m;
    }
}

static void look_at_leg(search *in, size_t fix)
{
    const ovf_leg *leg = ovf_scratch_leg(in->check->scratch, fix);
    ovf_arc arc;
    in->start_m = in->check->result->fix_along_m[fix];
    size_t arcs = ovf_leg_arc_count(leg);
    for (size_t k = 0; k < arcs; k++) {
        ovf_leg_arc(leg, k, arcs, &arc);
        if (ovf_approach_box(in->boundary, &arc.box, in->reach_m)) look_at_arc(in, leg, &arc);
    }
}

static void look_at_legs(search *in, size_t first, size_t last)
{
    const double *along = in->check->result->fix_along_m;
    if (!(along[last] - along[first] > 1e-6) || along[last] < in->stretch.from_m ||
        along[first] > in->stretch.to_m)
        return;
    ovf_box box = ovf_scratch_box(in->check->scratch, first, last);
    if (!ovf_approach_box(in->boundary, &box, in->reach_m)) return;
    if (last - first == 1) {
        look_at_leg(in, first);
        return;
    }
    size_t middle = first + (last - first) / 2;
    look_at_legs(in, first, middle);
    look_at_legs(in, middle, last);
}

static void look_at_route(search *in)
{
    const ovf_scratch *s = in->check->scratch;
    for (size_t k = 0; k < s->stretch_count; k++)
        look_at_legs(in, s->stretches[k].from_fix, s->stretches[k].to_fix);
}

void ovf_route_near(ovf_check *check, const ovf_boundary *boundary, double limit_m,
                    ovf_spans *spans)
{
    look_at_route(&(search){.check = check,
                            .boundary = boundary,
                            .reach_m = limit_m,
                            .stretch = {-INFINITY, INFINITY},
                            .spans = spans});
}

void ovf_route_nearest(ovf_check *check, const ovf_boundary *boundary, ovf_span stretch,
                       double reach_m, ovf_approach *nearest)
{
    look_at_route(&(search){.check = check,
                            .boundary = boundary,
                            .reach_m = reach_m,
                            .stretch = stretch,
                            .nearest = nearest});
}
