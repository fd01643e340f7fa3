/* Repairs in time: after a rule has gone out of force, or before it comes into force. */
#include <math.h>

#include "analysis/suggest/repair.h"
#include "base/error.h"

#define MINUTE_S 60.0
#define ROUNDS 500

void ovf_draft_shift(ovf_draft *draft, double by_s)
{
    for (size_t k = 0; k < draft->made.fix_count; k++) draft->made.fixes[k].time_s += by_s;
    draft->later_s += by_s;
}

/* By how much the flight must start later (earlier) for this problem; NAN: that is no way. */
static double needed(const ovf_problem *p, int direction)
{
    const ovf_restriction *r = p->restriction;
    if (r->scope == OVF_SCOPE_FLIGHT || r->place == OVF_NOWHERE) return NAN;
    double by = direction > 0 ? r->until_s - p->from_s : p->to_s - r->from_s;
    return by >= 0 ? by : NAN; /* false of a NAN */
}

ovf_status ovf_repair_shift(ovf_repair *repair, ovf_draft *draft, int direction, bool *done,
                            ovf_error *error)
{
    ovf_status status = OVF_OK;
    *done = false;
    /* With a date of the checker's the fixes' times do not count. */
    if (repair->checker->options.dated) return OVF_OK;
    for (int round = 0; status == OVF_OK; round++) {
        double most = NAN;
        for (size_t i = 0; i < repair->problems.count; i++)
            most = fmax(most, needed(&repair->problems.items[i], direction));
        if (isnan(most)) return OVF_OK;
        *done = true;
        /* To the next whole minute, at least by one. */
        double by = fmax(1, ceil(most / MINUTE_S - 1e-9)) * MINUTE_S;
        if (fabs(draft->later_s) + by > OVF_SUGGEST_SHIFT_MAX_S || round == ROUNDS)
            return ovf_fail(error, OVF_ERROR_GEOMETRY,
                            "the rule is in force for longer than a start up to %.0f days %s "
                            "avoids",
                            OVF_SUGGEST_SHIFT_MAX_S / 86400, direction > 0 ? "later" : "earlier");
        ovf_draft_shift(draft, direction * by);
        const ovf_route route = ovf_draft_route(draft, repair->route);
        status = ovf_repair_judge(repair, &route, error);
    }
    return status;
}
