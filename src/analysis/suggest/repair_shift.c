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

/* The time in which the zone of a problem is in force, or may be, around the passage. False where
 * that has no end within reach. */
static bool find_active(const ovf_repair *repair, const ovf_problem *p, const ovf_volume *volume,
                        double *from_s, double *until_s)
{
    ovf_actives actives = {0};
    const double reach = OVF_SUGGEST_SHIFT_MAX_S + 86400;
    bool found = false;
    *from_s = *until_s = NAN;
    if (isnan(p->from_s) || isnan(p->to_s) ||
        ovf_schedule_between(&volume->schedule, repair->checker->analyzer->almanac, &volume->box,
                             p->from_s - reach, p->to_s + reach, &actives, NULL) != OVF_OK)
        return false;
    for (size_t k = 0; k < actives.count; k++) {
        const ovf_active *a = &actives.items[k];
        if (a->until_s <= p->from_s || a->from_s > p->to_s) {
            if (found && a->from_s <= *until_s) *until_s = a->until_s;
            continue;
        }
        if (!found) *from_s = a->from_s;
        for (size_t i = k; !found && i > 0 && actives.items[i - 1].until_s >= *from_s; i--)
            *from_s = actives.items[i - 1].from_s;
        *until_s = a->until_s;
        found = true;
    }
    ovf_actives_clear(&actives);
    return found;
}

/* By how much the flight must start later (earlier) for this problem; NAN: that is no way. */
static double needed(const ovf_repair *repair, const ovf_problem *p, int direction)
{
    const ovf_restriction *r = p->restriction;
    const ovf_volume *volume = ovf_problem_volume(repair, p);
    if (r->scope == OVF_SCOPE_FLIGHT || r->place == OVF_NOWHERE) return NAN;
    double by = direction > 0 ? r->until_s - p->from_s : p->to_s - r->from_s, from_s, until_s;
    if (!(by >= 0)) by = NAN;
    if (volume == NULL || !find_active(repair, p, volume, &from_s, &until_s)) return by;
    /* When one of the two is out of force nothing binds. */
    double out = direction > 0 ? until_s - p->from_s : p->to_s - from_s;
    return out >= 0 ? fmin(by, out) : by;
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
            most = fmax(most, needed(repair, &repair->problems.items[i], direction));
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
