/* How far a flown track leaves its plan. */
#include <math.h>

#include "analysis/check/judging.h"
#include "base/array.h"
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

static void add_beyond(ovf_check *check, const ovf_restriction *restriction, double from_m,
                       double to_m)
{
    char called[OVF_CALLED_SIZE];
    ovf_finding *finding = ovf_check_add(check, restriction, restriction->severity);
    ovf_check_stretch(check, finding, from_m, to_m);
    finding->measured = (to_m - from_m) / 1000;
    finding->limit = 0;
    finding->margin = -finding->measured;
    finding->unit = "km";
    ovf_check_say(
        finding,
        "farther than %.10g km from the plan for %.3f km, from km %.3f to km %.3f, after %s",
        restriction->values[0], finding->measured, from_m / 1000, to_m / 1000,
        ovf_check_fix_called(check, from_m, called));
}

void ovf_evaluate_deviation(ovf_check *check, const ovf_restriction *restriction,
                            const ovf_meeting *meeting)
{
    const ovf_checker *checker = check->checker;
    ovf_scratch *s = check->scratch;
    search in = {.check = check};
    double most_m = -1, most_at_m = 0, limit_m = restriction->values[0] * 1000,
           total_m = check->result->length_m, beyond_m = 0, done_m = 0;
    (void)meeting;
    if (checker->options.reference == NULL) {
        ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
        finding->severity = OVF_SEVERITY_INFORMATION;
        finding->remedy = OVF_REMEDY_REFERENCE;
        ovf_check_say(finding,
                      "could not be judged: there is no reference to compare the flight with");
        return;
    }
    s->spans.count = 0;
    find_spans(&in, limit_m, &most_m, &most_at_m);
    ovf_spans_unite(&s->spans, OVF_TOLERANCE_M);
    for (size_t k = 0; k <= s->spans.count; k++) {
        double from_m = k < s->spans.count ? s->spans.items[k].from_m : total_m;
        if (from_m - done_m > OVF_TOLERANCE_M) {
            add_beyond(check, restriction, done_m, from_m);
            beyond_m += from_m - done_m;
        }
        if (k < s->spans.count) done_m = s->spans.items[k].to_m;
    }
    /* The figures are wanted whether or not the limit is kept. */
    char position[OVF_POSITION_SIZE];
    bool near = beyond_m == 0 && most_m > limit_m * (1 - checker->options.margin);
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
    ovf_check_say(
        finding,
        "at most %.3f km from the plan, at km %.3f, %s; %.3f km long, the plan %.3f km: %.3f km %s",
        finding->measured, most_at_m / 1000,
        ovf_check_position(finding->from.lon, finding->from.lat, position), total_m / 1000,
        checker->reference_m / 1000, fabs(total_m - checker->reference_m) / 1000,
        total_m < checker->reference_m ? "less" : "beyond plan");
}

const ovf_kind ovf_kind_deviation = {
    .name = "deviation",
    .meaning = "not farther from the plan than this",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"deviation_km", 0, 20000, NAN, "the distance from the plan that is allowed, km",
                    false}},
};
