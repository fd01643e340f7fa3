/* No passage. */
#include "analysis/check/judging.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    bool found;
} context;

static void take(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    context *in = given;
    ovf_check *check = in->check;
    const char *name = ovf_check_place_name(check, in->restriction);
    ovf_finding *finding;
    in->found = true;
    char called[OVF_CALLED_SIZE], give[OVF_DOUBTS_SIZE];
    if (doubts == 0) {
        finding = ovf_check_add(check, in->restriction, in->restriction->severity);
        ovf_check_say(finding,
                      "passes through %s for %.3f km, from km %.3f to km %.3f, after %s; the rule "
                      "forbids any passage",
                      name, (to_m - from_m) / 1000, from_m / 1000, to_m / 1000,
                      ovf_check_fix_called(check, from_m, called));
    } else {
        finding = ovf_check_add_unjudged(check, in->restriction);
        ovf_check_say(finding,
                      "could not be judged: passes through %s for %.3f km from km %.3f on, and "
                      "whether the rule binds there is open: add %s",
                      name, (to_m - from_m) / 1000, from_m / 1000,
                      ovf_doubts_say(check, doubts, give));
        finding->remedy = ovf_doubts_remedy(check, doubts);
    }
    finding->measured = (to_m - from_m) / 1000;
    finding->limit = 0;
    finding->margin = -finding->measured;
    finding->unit = "km";
    ovf_check_stretch(check, finding, from_m, to_m);
}

void ovf_evaluate_prohibited(ovf_check *check, const ovf_restriction *restriction,
                             const ovf_meeting *meeting)
{
    context in = {check, restriction, false};
    ovf_bound_passages(check, restriction, meeting, take, &in);
    if (!in.found) ovf_check_kept(check, restriction, 0, 0, "km", NAN);
}

const ovf_kind ovf_kind_prohibited = {
    .name = "prohibited",
    .meaning = "no passage through the zone",
    .scopes = OVF_SCOPE_ZONE,
};
