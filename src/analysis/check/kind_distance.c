/* Length within a zone, summed over the flight. */
#include <math.h>

#include "analysis/check/unsure.h"
#include "base/said_length.h"
#include "geodesy/proximity.h"

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
static void add_unjudged(ovf_check *check, const ovf_restriction *restriction, const adder *in,
                         ovf_range range)
{
    char give[OVF_DOUBTS_SIZE];
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->measured = (in->sum_m + in->unknown_m) / 1000;
    finding->limit = restriction->values[0];
    finding->unit = "km";
    ovf_unsure_set(finding, range);
    ovf_check_say(finding,
                  "could not be judged: the flight is over %s for %s; the limit is %s; whether %s "
                  "of them count is open: add %s",
                  ovf_check_place_name(check, restriction), ovf_said_km(finding->measured).text,
                  ovf_said_limit(finding->limit).text, ovf_said_km(in->unknown_m / 1000).text,
                  ovf_doubts_say(check, in->doubts, give));
    finding->remedy = ovf_doubts_remedy(check, in->doubts);
}

/* Whether the limit lies within the range; NAN: it does not. */
static bool may_turn(ovf_limit_state state, ovf_range range, double limit_m)
{
    return state == OVF_LIMIT_BROKEN ? range.least <= limit_m + OVF_TOLERANCE_M
                                     : range.most > limit_m + OVF_PROXIMITY_M;
}

static void add_finding(ovf_check *check, const ovf_restriction *restriction, const adder *in,
                        ovf_limit_state state, ovf_range range)
{
    char position[OVF_POSITION_SIZE], called[OVF_CALLED_SIZE];
    const char *name = ovf_check_place_name(check, restriction);
    ovf_finding *finding = ovf_check_add_limit(check, restriction, state, in->sum_m / 1000,
                                               restriction->values[0],
                                               (in->limit_m - in->sum_m) / 1000, "km");
    ovf_unsure_set(finding, range);
    if (state != OVF_LIMIT_BROKEN) {
        ovf_check_stretch(check, finding, in->last_m, in->last_m);
        ovf_check_say(finding, "%s over %s; the limit is %s", ovf_said_km(finding->measured).text,
                      name, ovf_said_limit(finding->limit).text);
        ovf_check_say_left(finding, state, "0.001 m");
    } else {
        ovf_place reached = ovf_check_place(check, in->reached_m);
        size_t fix = ovf_check_fix(check, in->reached_m);
        finding->from = finding->to = reached;
        ovf_check_say(
            finding, "%s over %s; the limit is %s, reached %s after %s, at %s",
            ovf_said_km(finding->measured).text, name, ovf_said_limit(finding->limit).text,
            ovf_said_km((in->reached_m - check->result->fix_along_m[fix - 1]) / 1000).text,
            ovf_check_fix_called(check, in->reached_m, called),
            ovf_check_position(reached.lon, reached.lat, position));
    }
    if (may_turn(state, range, in->limit_m)) ovf_unsure_say_turn(finding);
}

static void judge(ovf_check *check, const ovf_restriction *restriction, const adder *in,
                  ovf_range range)
{
    double left_m = in->limit_m - in->sum_m;
    ovf_limit_state state = ovf_limit_of(left_m, OVF_TOLERANCE_M,
                                         ovf_check_little(check, in->limit_m));
    if (state != OVF_LIMIT_BROKEN && in->unknown_m > left_m + OVF_TOLERANCE_M) {
        add_unjudged(check, restriction, in, range);
    } else if (state != OVF_LIMIT_KEPT || may_turn(state, range, in->limit_m)) {
        add_finding(check, restriction, in, state, range);
    } else if (in->sum_m > 0 || in->unknown_m > 0 || range.most > 0) {
        ovf_check_kept(check, restriction, in->sum_m / 1000, in->limit_m / 1000, "km", in->last_m);
        ovf_unsure_set_kept(check, range);
    } else {
        ovf_check_not_applicable(check); /* it is there while the rule is not in force */
    }
}

/* Whether the range would tell something: not where the whole route is shorter than the limit, with
 * the margin, wherever the outline is. */
static bool needs_range(const ovf_check *check, double limit_m)
{
    return check->checker->options.keep ||
           check->result->length_m > limit_m - ovf_check_little(check, limit_m);
}

void ovf_evaluate_max_distance(ovf_check *check, const ovf_restriction *restriction,
                               const ovf_meeting *meeting)
{
    adder in = {.limit_m = restriction->values[0] * 1000, .reached_m = NAN, .last_m = NAN};
    ovf_range range = OVF_NO_RANGE;
    ovf_unsure outline = {0};
    bool unsure = needs_range(check, in.limit_m) &&
                  ovf_unsure_find(check, restriction, meeting, &outline);
    if (unsure || (meeting != NULL && meeting->outline_passage_count > 0)) {
        ovf_bound_passages(check, restriction, meeting, add, &in);
        if (unsure) range = ovf_unsure_lengths(check, restriction, &outline);
        if (unsure && isnan(in.last_m))
            in.last_m = outline.possible.items[outline.possible.count - 1].to_m;
        judge(check, restriction, &in, range);
    } else {
        ovf_check_not_applicable(check);
    }
    ovf_unsure_clear(&outline);
}

const ovf_kind ovf_kind_max_distance = {
    .name = "max_distance",
    .meaning = "length within the zone, summed over the flight",
    .scopes = OVF_SCOPE_ZONE,
    .parameters = {{"max_distance_km", 0, 50000, NAN, "the length that is allowed, km", false}},
};
