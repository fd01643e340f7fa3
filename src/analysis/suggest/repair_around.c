/* Repairs in the plane: around what is not to be entered. */
#include <stdlib.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

/* More rounds than there are restrictions are never needed; so many are plenty. */
#define ROUNDS 1000

typedef struct {
    ovf_repair *repair;
    bool blocks_only;
    ovf_obstacle *obstacles;
    size_t *rules; /* of each obstacle: what it is there for */
    size_t count, capacity, rule_capacity;
} surrounder;

/* How far the place is to be kept from. */
static double standoff_of(const surrounder *in, const ovf_restriction *r)
{
    if (r->kind == &ovf_kind_standoff) return r->values[0] * 1000;
    return in->repair->strict != NULL && in->repair->clearance_m > 0 ? in->repair->clearance_m : 0;
}

/* Adds what the route that was judged last breaks; *more tells whether something is new. */
static bool gather(surrounder *in, bool *more)
{
    const ovf_repair *repair = in->repair;
    *more = false;
    for (size_t i = 0; i < repair->problems.count; i++) {
        const ovf_problem *p = &repair->problems.items[i];
        const ovf_restriction *r = p->restriction;
        bool of_place = r->scope != OVF_SCOPE_FLIGHT && r->place != OVF_NOWHERE;
        if (!of_place || (!ovf_problem_blocks(p) &&
                          (in->blocks_only || !p->judged ||
                           !(ovf_problem_is_height(p) || r->kind == &ovf_kind_max_distance))))
            continue;
        size_t zones = repair->checker->analyzer->zones->count,
               place = r->scope == OVF_SCOPE_LINE ? zones + r->place : r->place, known = 0;
        double standoff = standoff_of(in, r);
        while (known < in->count &&
               (in->obstacles[known].zone != place || in->obstacles[known].standoff_m < standoff))
            known++;
        if (known < in->count) continue;
        if (!ovf_array_reserve(&in->obstacles, &in->capacity, in->count + 1,
                               sizeof *in->obstacles) ||
            !ovf_array_reserve(&in->rules, &in->rule_capacity, in->count + 1, sizeof *in->rules))
            return false;
        in->rules[in->count] = p->rule;
        in->obstacles[in->count++] = (ovf_obstacle){place, standoff};
        *more = true;
    }
    return true;
}

static ovf_status lead(surrounder *in, const ovf_route *route, const bool *pinned,
                       ovf_way_side side, ovf_suggestion *made, ovf_error *error)
{
    ovf_repair *repair = in->repair;
    ovf_status status = OVF_OK;
    bool more = true;
    for (int round = 0; status == OVF_OK && more && round < ROUNDS; round++) {
        ovf_suggestion_clear(made);
        status = ovf_suggest_around(&repair->places, in->obstacles, in->count, route, pinned, side,
                                    made, error);
        if (status != OVF_OK) break;
        const ovf_route judged = ovf_suggestion_route(made, route);
        status = ovf_repair_judge(repair, &judged, error);
        if (status == OVF_OK && !gather(in, &more)) status = ovf_fail_memory(error);
    }
    for (size_t c = 0; status == OVF_OK && c < made->change_count; c++)
        made->changes[c].obstacle = in->rules[made->changes[c].obstacle];
    return status;
}

ovf_status ovf_repair_around(ovf_repair *repair, ovf_draft *draft, ovf_way_side side,
                             bool blocks_only, bool *done, ovf_error *error)
{
    surrounder in = {.repair = repair, .blocks_only = blocks_only};
    ovf_suggestion made = {0};
    const ovf_route route = ovf_draft_route(draft, repair->route);
    bool *pinned = ovf_draft_pinned(repair, draft);
    ovf_status status = pinned != NULL && gather(&in, done) ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK && *done) {
        status = lead(&in, &route, pinned, side, &made, error);
        if (status == OVF_OK) status = ovf_draft_replace(draft, &made, error);
    }
    ovf_suggestion_clear(&made);
    free(pinned);
    free(in.obstacles);
    free(in.rules);
    return status;
}
