/* Suggesting a route to a checker: what stands in the way is what it finds. */
#include <stdlib.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "analysis/suggest/suggest.h"
#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "overflight/suggest.h"
#include "model/model.h"

typedef struct {
    const ovf_checker *checker;
    ovf_scratch *scratch;
    ovf_zones places; /* the checker's zones, and behind them the lines of its rules; they are not
                         owned */
    ovf_obstacle *obstacles; /* at most one for each restriction */
    size_t count;
    bool *taken; /* whether a restriction is among them */
} complier;

static bool prepare(complier *in)
{
    const ovf_zones *zones = in->checker->analyzer->zones, *lines = &in->checker->rules->lines;
    in->places.items = ovf_array_new(zones->count + lines->count, sizeof *in->places.items);
    in->obstacles = ovf_array_new(in->checker->rules->count, sizeof *in->obstacles);
    in->taken = ovf_array_new(in->checker->rules->count, sizeof *in->taken);
    if (in->places.items == NULL || in->obstacles == NULL || in->taken == NULL) return false;
    if (zones->count > 0)
        memcpy(in->places.items, zones->items, zones->count * sizeof *zones->items);
    if (lines->count > 0)
        memcpy(in->places.items + zones->count, lines->items, lines->count * sizeof *lines->items);
    in->places.count = zones->count + lines->count;
    return true;
}

static bool leads_the_way(const ovf_finding *finding)
{
    const ovf_restriction *r = finding->restriction;
    bool of_kind = r->kind == &ovf_kind_prohibited || r->kind == &ovf_kind_standoff;
    bool amiss = finding->severity == OVF_SEVERITY_VIOLATION || !finding->judged;
    return of_kind && amiss && !finding->near_miss && r->place != OVF_NOWHERE &&
           finding->severity != OVF_SEVERITY_INFORMATION;
}

/* Judges a route; *clear tells whether nothing is in its way. What is gets among the obstacles;
 * *more tells whether something was not yet. */
static ovf_status judge(complier *in, const ovf_route *route, bool *clear, bool *more,
                        ovf_error *error)
{
    const ovf_result *result;
    const ovf_restriction *first = in->checker->rules->items;
    *clear = true;
    *more = false;
    ovf_status status = ovf_analyze(in->checker->analyzer, route, in->scratch, &result, error);
    if (status == OVF_OK) status = ovf_check_route(in->checker, in->scratch, error);
    for (size_t i = 0; status == OVF_OK && i < result->finding_count; i++) {
        const ovf_restriction *r = result->findings[i].restriction;
        if (!leads_the_way(&result->findings[i])) continue;
        *clear = false;
        if (in->taken[r - first]) continue;
        size_t place = r->scope == OVF_SCOPE_LINE ? in->checker->analyzer->zones->count + r->place
                                                  : r->place;
        in->obstacles[in->count++] = (ovf_obstacle){
            place, r->kind == &ovf_kind_standoff ? r->values[0] * 1000 : 0};
        in->taken[r - first] = *more = true;
    }
    return status;
}

static ovf_status comply(complier *in, const ovf_route *route, const bool *pinned,
                         ovf_suggestion *suggestion, ovf_error *error)
{
    bool clear = false, more = true;
    ovf_status status = judge(in, route, &clear, &more, error);
    if (status == OVF_OK)
        status = ovf_suggest_around(&in->places, in->obstacles, in->count, route, pinned,
                                    OVF_SIDE_ANY, suggestion, error);
    while (status == OVF_OK && !clear) {
        ovf_route made = ovf_suggestion_route(suggestion, route);
        char called[OVF_TITLE_SIZE];
        status = judge(in, &made, &clear, &more, error);
        if (status != OVF_OK || clear) break;
        if (!more)
            return ovf_fail(error, OVF_ERROR_INTERNAL,
                            "%s: the suggested route does not pass the check",
                            ovf_route_title(route, called));
        ovf_suggestion_clear(suggestion);
        status = ovf_suggest_around(&in->places, in->obstacles, in->count, route, pinned,
                                    OVF_SIDE_ANY, suggestion, error);
    }
    return status;
}

ovf_status ovf_suggest_complying(const ovf_checker *checker, const ovf_route *route,
                                 const bool *pinned, ovf_scratch *scratch,
                                 ovf_suggestion *suggestion, ovf_error *error)
{
    if (checker == NULL) return ovf_fail_null(error, "a checker");
    if (scratch == NULL) return ovf_fail_null(error, "a scratch");
    if (suggestion == NULL) return ovf_fail_null(error, "a place for the suggestion");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    complier in = {.checker = checker, .scratch = scratch};
    *suggestion = (ovf_suggestion){0};
    status = prepare(&in) ? comply(&in, route, pinned, suggestion, error) : ovf_fail_memory(error);
    if (status != OVF_OK) ovf_suggestion_clear(suggestion);
    free(in.places.items);
    free(in.obstacles);
    free(in.taken);
    return status;
}
