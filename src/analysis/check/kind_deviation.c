/* How far a flown track leaves its plan. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "analysis/check/plan_order.h"
#include "base/array.h"
#include "base/said_length.h"
#include "geodesy/proximity.h"

typedef struct {
    ovf_check *check;
    double start_m;
} search;

static void add_span(void *given, double from_m, double to_m)
{
    search *in = given;
    if (!ovf_spans_add(&in->check->scratch->spans, in->start_m + from_m, in->start_m + to_m))
        in->check->failed = true;
}

/* The stretch of the leg that is beyond the limit lies between those that are not. */
static void find_spans(search *in, double limit_m, double *most_m, double *most_at_m)
{
    const ovf_route *route = in->check->result->route;
    const double *along = in->check->result->fix_along_m;
    for (size_t i = 0; i + 1 < route->fix_count; i++) {
        ovf_leg leg;
        ovf_arc arc;
        ovf_lonlat nearest;
        double at_m = 0;
        if (!(along[i + 1] - along[i] > 1e-6)) continue;
        ovf_leg_between(&leg, route->fixes[i].lon, route->fixes[i].lat, route->fixes[i + 1].lon,
                        route->fixes[i + 1].lat);
        in->start_m = along[i];
        double farthest = ovf_proximity_farthest(&in->check->checker->reference, &leg, &at_m,
                                                 &nearest);
        if (farthest > *most_m) {
            *most_m = farthest;
            *most_at_m = along[i] + at_m;
        }
        if (farthest <= limit_m + OVF_PROXIMITY_M) {
            add_span(in, 0, leg.length_m);
            continue;
        }
        size_t arcs = ovf_leg_arc_count(&leg);
        for (size_t k = 0; k < arcs; k++) {
            ovf_leg_arc(&leg, k, arcs, &arc);
            ovf_proximity_stretches(&in->check->checker->reference, &arc, limit_m + OVF_PROXIMITY_M,
                                    add_span, in);
        }
    }
}

/* How far the stretch is from the plan at most, and where: of each leg that part which is in it. */
static double farthest_of(const ovf_check *check, double from_m, double to_m, double *at_m)
{
    const ovf_route *route = check->result->route;
    const double *along = check->result->fix_along_m;
    double most_m = -1;
    for (size_t i = ovf_check_fix(check, from_m) - 1; i + 1 < route->fix_count && along[i] < to_m;
         i++) {
        double first_m = fmax(from_m, along[i]), last_m = fmin(to_m, along[i + 1]), here_m = 0;
        ovf_leg part;
        ovf_lonlat nearest;
        if (!(last_m - first_m > 1e-6)) continue;
        const ovf_leg *leg = ovf_scratch_leg(check->scratch, i);
        ovf_lonlat from = ovf_leg_position(leg, first_m - along[i]),
                   to = ovf_leg_position(leg, last_m - along[i]);
        ovf_leg_between(&part, from.lon, from.lat, to.lon, to.lat);
        double farthest = ovf_proximity_farthest(&check->checker->reference, &part, &here_m,
                                                 &nearest);
        if (farthest <= most_m) continue;
        most_m = farthest;
        *at_m = first_m + here_m;
    }
    return most_m;
}

static void add_beyond(ovf_check *check, const ovf_restriction *restriction, double from_m,
                       double to_m)
{
    char called[OVF_CALLED_SIZE], position[OVF_POSITION_SIZE];
    double at_m = from_m, most_m = farthest_of(check, from_m, to_m, &at_m),
           limit = restriction->values[0];
    ovf_finding *finding = ovf_check_add_limit(check, restriction, OVF_LIMIT_BROKEN, most_m / 1000,
                                               limit, limit - most_m / 1000, "km");
    ovf_check_stretch(check, finding, from_m, to_m);
    finding->nearest = ovf_check_place(check, at_m);
    ovf_check_say(finding,
                  "leaves the plan by %s, at km %.3f, %s; the limit is %s; it is beyond for %s, "
                  "from km %.3f to km %.3f, after %s",
                  ovf_said_km(finding->measured).text, at_m / 1000,
                  ovf_check_position(finding->nearest.lon, finding->nearest.lat, position),
                  ovf_said_limit(limit).text, ovf_said_km((to_m - from_m) / 1000).text,
                  from_m / 1000, to_m / 1000, ovf_check_fix_called(check, from_m, called));
    finding->nearest = (ovf_place){NAN, NAN, NAN, NAN, NAN};
}

/* The figures, whether or not the limit is kept. */
static void add_figures(ovf_check *check, const ovf_restriction *restriction, ovf_limit_state state,
                        double most_m, double most_at_m)
{
    char position[OVF_POSITION_SIZE];
    double total_m = check->result->length_m, plan_m = check->checker->reference_m;
    bool near = state == OVF_LIMIT_NEAR || state == OVF_LIMIT_AT;
    ovf_finding *finding = ovf_check_add(check, restriction,
                                         near && restriction->severity > OVF_SEVERITY_INFORMATION
                                             ? OVF_SEVERITY_WARNING
                                             : OVF_SEVERITY_INFORMATION);
    finding->near_miss = near;
    finding->from = finding->to = ovf_check_place(check, most_at_m);
    finding->measured = most_m / 1000;
    finding->limit = restriction->values[0];
    finding->margin = finding->limit - finding->measured;
    finding->unit = "km";
    ovf_check_say(finding, "at most %s from the plan, at km %.3f, %s; %s long, the plan %s: %s %s",
                  ovf_said_km(finding->measured).text, most_at_m / 1000,
                  ovf_check_position(finding->from.lon, finding->from.lat, position),
                  ovf_said_km(total_m / 1000).text, ovf_said_km(plan_m / 1000).text,
                  ovf_said_km(fabs(total_m - plan_m) / 1000).text,
                  total_m < plan_m ? "less" : "beyond plan");
    if (!near) return;
    size_t length = strlen(finding->message);
    snprintf(finding->message + length, sizeof finding->message - length, "; the limit is %s",
             ovf_said_limit(finding->limit).text);
    ovf_check_say_left(finding, state, "0.001 m");
}

void ovf_evaluate_deviation(ovf_check *check, const ovf_restriction *restriction,
                            const ovf_meeting *meeting)
{
    ovf_scratch *s = check->scratch;
    search in = {.check = check};
    double most_m = -1, most_at_m = 0, limit_m = restriction->values[0] * 1000,
           total_m = check->result->length_m, done_m = 0;
    size_t before = s->finding_count;
    (void)meeting;
    if (check->checker->options.reference == NULL) {
        ovf_check_not_asked(check, restriction, "the plan to compare the flight with",
                            OVF_REMEDY_REFERENCE);
        return;
    }
    s->spans.count = 0;
    find_spans(&in, limit_m, &most_m, &most_at_m);
    ovf_spans_unite(&s->spans, OVF_TOLERANCE_M);
    for (size_t k = 0; k <= s->spans.count; k++) {
        double from_m = k < s->spans.count ? s->spans.items[k].from_m : total_m;
        if (from_m - done_m > OVF_TOLERANCE_M) add_beyond(check, restriction, done_m, from_m);
        if (k < s->spans.count) done_m = s->spans.items[k].to_m;
    }
    ovf_plan_order_judge(check, restriction);
    bool kept = s->finding_count == before;
    ovf_limit_state state = ovf_limit_of(limit_m - most_m, 2 * OVF_PROXIMITY_M,
                                         ovf_check_little(check, limit_m));
    if (!kept) state = OVF_LIMIT_BROKEN;
    add_figures(check, restriction, state, most_m, most_at_m);
    if (state == OVF_LIMIT_KEPT)
        ovf_check_kept(check, restriction, most_m / 1000, limit_m / 1000, "km", most_at_m);
}

const ovf_kind ovf_kind_deviation = {
    .name = "deviation",
    .meaning = "not farther from the plan than this, and near each of its fixes, in their order",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"deviation_km", 0, 20000, NAN, "the distance from the plan that is allowed, km",
                    false}},
};
