/* Length within a zone, summed over the flight. */
#include <math.h>

#include "analysis/check/judging.h"

typedef struct {
    double limit_m;
    double sum_m, unknown_m;
    double reached_m;  /* along the route, where the limit is reached; NAN: it is not */
    double last_m;     /* where the last stretch ends */
    ovf_doubts doubts; /* of what is unknown */
} adder;

static void add(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    adder *in = given;
    if (doubts != 0) {
        in->doubts |= doubts;
        in->unknown_m += to_m - from_m;
        return;
    }
    if (isnan(in->reached_m) && in->sum_m + (to_m - from_m) >= in->limit_m)
        in->reached_m = from_m + (in->limit_m - in->sum_m);
    in->sum_m += to_m - from_m;
    in->last_m = to_m;
}

/* Of some length it is not known whether it counts, and that decides. */
static void add_unjudged(ovf_check *check, const ovf_restriction *restriction, const adder *in)
{
    char give[OVF_DOUBTS_SIZE];
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->measured = (in->sum_m + in->unknown_m) / 1000;
    finding->limit = restriction->values[0];
    finding->unit = "km";
    ovf_check_say(finding,
                  "could not be judged: the flight is over %s for %.3f km; the limit is %.10g km; "
                  "whether %.3f km of them count is open: add %s",
                  ovf_check_place_name(check, restriction), finding->measured, finding->limit,
                  in->unknown_m / 1000, ovf_doubts_say(check, in->doubts, give));
    finding->remedy = ovf_doubts_remedy(check, in->doubts);
}

void ovf_evaluate_max_distance(ovf_check *check, const ovf_restriction *restriction,
                               const ovf_meeting *meeting)
{
    double limit_m = restriction->values[0] * 1000;
    adder in = {.limit_m = limit_m, .reached_m = NAN, .last_m = NAN};
    char position[OVF_POSITION_SIZE], called[OVF_CALLED_SIZE];
    const char *name = ovf_check_place_name(check, restriction);
    if (meeting == NULL || meeting->passage_count == 0) {
        ovf_check_not_applicable(check);
        return;
    }
    ovf_bound_passages(check, restriction, meeting, add, &in);
    double left_m = limit_m - in.sum_m;
    ovf_limit_state state = ovf_limit_of(left_m, OVF_TOLERANCE_M, ovf_check_little(check, limit_m));
    if (state != OVF_LIMIT_BROKEN && in.unknown_m > left_m + OVF_TOLERANCE_M) {
        add_unjudged(check, restriction, &in);
        return;
    }
    if (state == OVF_LIMIT_KEPT) {
        if (in.sum_m > 0 || in.unknown_m > 0)
            ovf_check_kept(check, restriction, in.sum_m / 1000, limit_m / 1000, "km", in.last_m);
        else ovf_check_not_applicable(check); /* it is there while the rule is not in force */
        return;
    }
    ovf_finding *finding = ovf_check_add_limit(check, restriction, state, in.sum_m / 1000,
                                               restriction->values[0], left_m / 1000, "km");
    if (state != OVF_LIMIT_BROKEN) {
        ovf_check_stretch(check, finding, in.last_m, in.last_m);
        ovf_check_say(finding, "%.3f km over %s; the limit is %.10g km", finding->measured, name,
                      finding->limit);
        ovf_check_say_left(finding, state, "0.001 m");
        return;
    }
    ovf_place reached = ovf_check_place(check, in.reached_m);
    finding->from = finding->to = reached;
    size_t fix = ovf_check_fix(check, in.reached_m);
    ovf_check_say(finding,
                  "%.3f km over %s; the limit is %.10g km, reached %.3f km after %s, at %s",
                  finding->measured, name, finding->limit,
                  (in.reached_m - check->result->fix_along_m[fix - 1]) / 1000,
                  ovf_check_fix_called(check, in.reached_m, called),
                  ovf_check_position(reached.lon, reached.lat, position));
}

const ovf_kind ovf_kind_max_distance = {
    .name = "max_distance",
    .meaning = "length within the zone, summed over the flight",
    .scopes = OVF_SCOPE_ZONE,
    .parameters = {{"max_distance_km", 0, 50000, NAN, "the length that is allowed, km", false}},
};
