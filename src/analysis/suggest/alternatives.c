/* Alternatives to a route that breaks restrictions: each way of repair, and what else must then be
 * repaired. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "model/checks.h"
#include "model/model.h"

/* After the first step so many more. */
#define STEPS_MAX 6
#define SAME_M 1e-3
/* The cost of altitude: what a climb by OVF_SUGGEST_GRADIENT takes is 30 m for a metre, most of
 * which is on the way. */
#define ALTITUDE_COST 10.0
#define USUAL_SPEED_MS 200.0

static const char *const names[OVF_WAY_COUNT] = {"itself", "left",    "right", "around", "over",
                                                 "under",  "shorter", "later", "earlier"};

const char *ovf_way_name(ovf_way_kind kind) { return kind < OVF_WAY_COUNT ? names[kind] : ""; }

typedef struct {
    ovf_repair repair;
    ovf_strict strict, wider; /* with the clearance; and with room for rounding */
    bool as_item15;
    ovf_alternatives *found;
    size_t capacity, text_capacity;
    double length_m; /* of the route */
} maker;

/* ---- one way ---- */

static ovf_status first_step(maker *in, ovf_draft *draft, ovf_way_kind way, bool *done,
                             ovf_error *error)
{
    ovf_repair *repair = &in->repair;
    switch (way) {
    case OVF_WAY_LEFT: return ovf_repair_around(repair, draft, OVF_SIDE_LEFT, false, done, error);
    case OVF_WAY_RIGHT: return ovf_repair_around(repair, draft, OVF_SIDE_RIGHT, false, done, error);
    case OVF_WAY_OVER: return ovf_repair_vertical(repair, draft, OVF_VERTICAL_OVER, done, error);
    case OVF_WAY_UNDER: return ovf_repair_vertical(repair, draft, OVF_VERTICAL_UNDER, done, error);
    case OVF_WAY_SHORTER: return ovf_repair_shorten(repair, draft, done, error);
    case OVF_WAY_LATER: return ovf_repair_shift(repair, draft, 1, done, error);
    case OVF_WAY_EARLIER: return ovf_repair_shift(repair, draft, -1, done, error);
    default: return ovf_repair_around(repair, draft, OVF_SIDE_ANY, false, done, error);
    }
}

/* What is left is repaired by whatever repairs it. */
static ovf_status next_step(maker *in, ovf_draft *draft, bool *done, ovf_error *error)
{
    ovf_repair *repair = &in->repair;
    ovf_status status = ovf_repair_vertical(repair, draft, OVF_VERTICAL_LIMITS, done, error);
    if (status == OVF_OK && !*done)
        status = ovf_repair_around(repair, draft, OVF_SIDE_ANY, true, done, error);
    if (status == OVF_OK && !*done) status = ovf_repair_shorten(repair, draft, done, error);
    return status;
}

static ovf_status judge(maker *in, const ovf_draft *draft, ovf_error *error)
{
    const ovf_route route = ovf_draft_route(draft, in->repair.route);
    return ovf_repair_judge(&in->repair, &route, error);
}

/* Says why a way leads nowhere, unless it was said of one before. */
static void give_reason(maker *in, const char *reason)
{
    if (in->found->reason[0] == '\0')
        snprintf(in->found->reason, sizeof in->found->reason, "%s", reason);
}

static bool is_final(ovf_status status)
{
    return status != OVF_OK && status != OVF_ERROR_GEOMETRY && status != OVF_ERROR_INTERNAL;
}

/* Tries a way. *usable: whether there is anything for it to do; *good: whether it leads to a route
 * that nothing stands against. */
static ovf_status try_way(maker *in, ovf_way_kind way, ovf_draft *draft, bool *usable, bool *good,
                          ovf_error *error)
{
    ovf_error why = {0};
    ovf_status status = ovf_draft_begin(draft, in->repair.route, error);
    *usable = *good = false;
    if (status != OVF_OK) return status;
    status = judge(in, draft, &why);
    if (status == OVF_OK) status = first_step(in, draft, way, usable, &why);
    bool going = *usable;
    for (int step = 0; status == OVF_OK && going && step <= STEPS_MAX; step++) {
        status = judge(in, draft, &why);
        *good = status == OVF_OK && ovf_repair_is_good(&in->repair);
        if (status != OVF_OK || *good) break;
        status = next_step(in, draft, &going, &why);
    }
    if (is_final(status)) {
        if (error != NULL) *error = why;
        return status;
    }
    if (!*usable || *good) return OVF_OK;
    if (status != OVF_OK) give_reason(in, why.message);
    else if (in->repair.problems.worst[0] != '\0') give_reason(in, in->repair.problems.worst);
    else give_reason(in, "something would be undecided that is not so on the route itself");
    return OVF_OK;
}

/* ---- what becomes of it ---- */

static double duration(const ovf_fix *fixes, size_t count)
{
    return fixes[count - 1].time_s - fixes[0].time_s;
}

/* The attributes that name the ends of the flight, moved with it. False when memory is out. */
static bool move_attributes(maker *in, ovf_alternative *made)
{
    static const char *const moved[] = {"started_at", "completed_at"};
    const ovf_attributes *own = &in->repair.route->attributes;
    ovf_alternatives *found = in->found;
    made->attributes = (ovf_attributes){0};
    if (own->count == 0) return true;
    made->attributes.items = ovf_array_new(own->count, sizeof *own->items);
    if (made->attributes.items == NULL) return false;
    memcpy(made->attributes.items, own->items, own->count * sizeof *own->items);
    made->attributes.count = own->count;
    for (size_t k = 0; k < 2; k++) {
        const ovf_attribute *a = ovf_attributes_spelt(own, moved[k]);
        double at_s, by_s = made->later_s + (k == 1 && !isnan(made->extra_s) ? made->extra_s : 0);
        char text[OVF_TIME_SIZE];
        if (a == NULL || a->type != OVF_ATTRIBUTE_TEXT || !ovf_time_parse(a->text, &at_s) ||
            strchr(a->text, ':') == NULL || by_s == 0)
            continue;
        if (!ovf_array_reserve(&found->texts, &in->text_capacity, found->text_count + 1,
                               sizeof *found->texts))
            return false;
        ovf_time_format(at_s + by_s, text);
        char *copied = ovf_text_copy(text);
        if (copied == NULL) return false;
        found->texts[found->text_count++] = copied;
        made->attributes.items[a - own->items].text = copied;
    }
    return true;
}

/* Whether a route is the same as one that is there. */
static bool is_known(const ovf_alternatives *found, const ovf_draft *draft)
{
    for (size_t i = 0; i < found->count; i++) {
        const ovf_alternative *other = &found->items[i];
        const ovf_suggestion *a = &other->suggestion, *b = &draft->made;
        bool same = a->fix_count == b->fix_count && other->later_s == draft->later_s;
        for (size_t k = 0; same && k < a->fix_count; k++) {
            const ovf_fix *f = &a->fixes[k], *g = &b->fixes[k];
            double apart;
            geod_inverse(ovf_earth(), f->lat, f->lon, g->lat, g->lon, &apart, NULL, NULL);
            same = apart < SAME_M && !(fabs(f->altitude_m - g->altitude_m) > SAME_M);
        }
        if (same) return true;
    }
    return false;
}

/* Keeps a draft as an alternative; takes what is in it. The attributes are part of what is judged
 * at the end. */
static ovf_status keep(maker *in, ovf_way_kind way, ovf_draft *draft, bool clears, ovf_error *error)
{
    ovf_alternatives *found = in->found;
    const ovf_repair *repair = &in->repair;
    const ovf_route *route = repair->route;
    const ovf_result *result;
    if (is_known(found, draft)) return OVF_OK;
    if (!ovf_array_reserve(&found->items, &in->capacity, found->count + 1, sizeof *found->items))
        return ovf_fail_memory(error);
    ovf_alternative made = {.way = way,
                            .later_s = draft->later_s,
                            .up_m = draft->up_m,
                            .down_m = draft->down_m,
                            .clears = clears};
    const ovf_suggestion *s = &draft->made;
    made.extra_s = duration(s->fixes, s->fix_count) - duration(route->fixes, route->fix_count);
    if (fabs(made.extra_s) < 1e-6) made.extra_s = 0;
    if (!move_attributes(in, &made)) {
        free(made.attributes.items);
        return ovf_fail_memory(error);
    }
    made.suggestion = draft->made;
    draft->made = (ovf_suggestion){0};
    found->items[found->count++] = made;
    ovf_alternative *kept = &found->items[found->count - 1];
    const ovf_route judged = ovf_alternative_route(kept, route);
    ovf_status status = ovf_analyze(repair->checker->analyzer, &judged, repair->scratch, &result,
                                    error);
    if (status == OVF_OK) status = ovf_check_route(repair->checker, repair->scratch, error);
    if (status != OVF_OK) return status;
    kept->verdict = result->judgement->verdict;
    kept->warnings = result->judgement->warnings;
    kept->undecided = result->judgement->undecided;
    kept->suggestion.length_m = result->length_m;
    kept->suggestion.original_m = in->length_m;
    kept->suggestion.extra_m = result->length_m - in->length_m;
    if (kept->verdict == OVF_VERDICT_VIOLATES) { /* by a time in an attribute */
        ovf_suggestion_clear(&kept->suggestion);
        free(kept->attributes.items);
        found->count--;
    }
    return OVF_OK;
}

/* ---- which is better ---- */

static double cost_of(const ovf_alternative *a)
{
    const ovf_suggestion *s = &a->suggestion;
    double time_s = duration(s->fixes, s->fix_count),
           speed = time_s > 0 ? s->length_m / time_s : USUAL_SPEED_MS;
    return fabs(s->extra_m) + ALTITUDE_COST * (a->up_m + a->down_m) + fabs(a->later_s) * speed;
}

static int compare(const void *given_a, const void *given_b)
{
    const ovf_alternative *a = given_a, *b = given_b;
    int doubt_a = a->verdict != OVF_VERDICT_COMPLIES, doubt_b = b->verdict != OVF_VERDICT_COMPLIES;
    if (doubt_a != doubt_b) return doubt_a - doubt_b;
    if (a->clears != b->clears) return a->clears ? -1 : 1;
    if ((a->warnings > 0) != (b->warnings > 0)) return a->warnings > 0 ? 1 : -1;
    double cost_a = cost_of(a), cost_b = cost_of(b);
    if (fabs(cost_a - cost_b) > SAME_M) return cost_a < cost_b ? -1 : 1;
    return (a->way > b->way) - (a->way < b->way);
}

/* ---- all ways ---- */

/* As item 15 can say it, if that is asked for; *good then whether nothing stands against it so. */
static ovf_status round_draft(maker *in, ovf_draft *draft, double step_deg, bool *good,
                              ovf_error *error)
{
    if (!in->as_item15 || !*good) return OVF_OK;
    ovf_status status = ovf_draft_round(draft, in->repair.route, step_deg, error);
    if (status == OVF_OK) status = judge(in, draft, error);
    *good = status == OVF_OK && ovf_repair_is_good(&in->repair);
    if (status == OVF_OK && !*good) give_reason(in, in->repair.problems.worst);
    return status;
}

/* Tries a way with a clearance, and judges what it leads to by another one. */
static ovf_status try_rounded(maker *in, ovf_way_kind way, const ovf_strict *with,
                              const ovf_strict *by, double step_deg, ovf_draft *draft, bool *usable,
                              bool *good, ovf_error *error)
{
    in->repair.strict = with;
    ovf_status status = try_way(in, way, draft, usable, good, error);
    in->repair.strict = by;
    return status == OVF_OK ? round_draft(in, draft, step_deg, good, error) : status;
}

/* A way with a clearance (NULL: none). For item 15 to minutes, to seconds, or farther off. */
static ovf_status take_with(maker *in, ovf_way_kind way, const ovf_strict *strict, ovf_draft *draft,
                            bool *usable, bool *good, ovf_error *error)
{
    ovf_status status = try_rounded(in, way, strict, strict, OVF_ITEM15_MINUTE_DEG, draft, usable,
                                    good, error);
    for (int more = 0; in->as_item15 && status == OVF_OK && *usable && !*good && more < 2; more++) {
        ovf_draft_clear(draft);
        status = try_rounded(in, way, more == 0 ? strict : &in->wider, strict,
                             OVF_ITEM15_SECOND_DEG, draft, usable, good, error);
    }
    return status;
}

/* A way with the clearance; if there is none and the clearance is the usual one, without. */
static ovf_status take_way(maker *in, ovf_way_kind way, bool may_warn, ovf_error *error)
{
    ovf_draft draft;
    bool usable, good;
    ovf_status status = take_with(in, way, &in->strict, &draft, &usable, &good, error);
    bool clears = good;
    if (status == OVF_OK && !good && usable && may_warn) {
        ovf_draft_clear(&draft);
        status = take_with(in, way, NULL, &draft, &usable, &good, error);
    }
    if (status == OVF_OK && good) status = keep(in, way, &draft, clears, error);
    ovf_draft_clear(&draft);
    return status;
}

static ovf_status take_ways(maker *in, bool may_warn, ovf_error *error)
{
    static const ovf_way_kind ways[] = {OVF_WAY_LEFT,  OVF_WAY_RIGHT,  OVF_WAY_AROUND,
                                        OVF_WAY_OVER,  OVF_WAY_UNDER,  OVF_WAY_SHORTER,
                                        OVF_WAY_LATER, OVF_WAY_EARLIER};
    ovf_status status = OVF_OK;
    for (size_t k = 0; status == OVF_OK && k < sizeof ways / sizeof *ways; k++) {
        bool timed = ways[k] == OVF_WAY_LATER || ways[k] == OVF_WAY_EARLIER;
        if (in->as_item15 && timed) continue; /* it has no times: the route would be as it was */
        status = take_way(in, ways[k], may_warn, error);
    }
    if (in->as_item15) give_reason(in, "no route that item 15 of a flight plan can say complies");
    if (in->found->count > 0)
        qsort(in->found->items, in->found->count, sizeof *in->found->items, compare);
    return status;
}

/* Looks at the route itself. *complies: nothing is violated, and nothing that forbids a place is
 * undecided; *clears: it keeps the clearance, too. */
static ovf_status look_at_route(maker *in, bool *complies, bool *clears, ovf_error *error)
{
    ovf_repair *repair = &in->repair;
    const ovf_rules *rules = repair->checker->rules;
    const ovf_result *result;
    repair->strict = NULL;
    ovf_status status = ovf_repair_judge(repair, repair->route, error);
    if (status != OVF_OK) return status;
    *complies = repair->problems.count == 0 && repair->problems.judgement.violations == 0;
    repair->strict = &in->strict;
    status = ovf_repair_judge(repair, repair->route, error);
    if (status != OVF_OK) return status;
    *clears = *complies && repair->problems.count == 0;
    if (*complies && !*clears) give_reason(in, repair->problems.worst);
    status = ovf_analyze(repair->checker->analyzer, repair->route, repair->scratch, &result, error);
    if (status == OVF_OK) status = ovf_check_route(repair->checker, repair->scratch, error);
    if (status != OVF_OK) return status;
    in->length_m = result->length_m;
    bool *doubtful = ovf_array_new(rules->count, sizeof *doubtful);
    if (doubtful == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < result->finding_count; i++) {
        const ovf_finding *f = &result->findings[i];
        if (f->severity == OVF_SEVERITY_UNDECIDED && f->restriction >= rules->items &&
            f->restriction < rules->items + rules->count)
            doubtful[f->restriction - rules->items] = true;
    }
    repair->was_doubtful = doubtful;
    return OVF_OK;
}

static ovf_status make(maker *in, ovf_error *error)
{
    bool complies, clears;
    ovf_draft itself;
    double clearance_m = in->repair.clearance_m;
    ovf_status status = ovf_strict_build(&in->strict, in->repair.checker, clearance_m, 0, error);
    if (status == OVF_OK && in->as_item15)
        status = ovf_strict_build(&in->wider, in->repair.checker, clearance_m, OVF_ITEM15_SECOND_M,
                                  error);
    if (status == OVF_OK) status = look_at_route(in, &complies, &clears, error);
    if (status != OVF_OK) return status;
    bool usual = in->repair.clearance_m == 0;
    if (!clears) status = take_ways(in, usual && !complies, error);
    if (status != OVF_OK || in->found->count > 0 || !complies || !(clears || usual)) return status;
    status = ovf_draft_begin(&itself, in->repair.route, error);
    bool good = true;
    in->repair.strict = NULL;
    if (status == OVF_OK) status = round_draft(in, &itself, OVF_ITEM15_SECOND_DEG, &good, error);
    if (status == OVF_OK && good) status = keep(in, OVF_WAY_ITSELF, &itself, clears, error);
    ovf_draft_clear(&itself);
    return status;
}

static bool prepare(ovf_repair *in)
{
    const ovf_zones *zones = in->checker->analyzer->zones, *lines = &in->checker->rules->lines;
    in->places.items = ovf_array_new(zones->count + lines->count, sizeof *in->places.items);
    if (in->places.items == NULL) return false;
    if (zones->count > 0)
        memcpy(in->places.items, zones->items, zones->count * sizeof *zones->items);
    if (lines->count > 0)
        memcpy(in->places.items + zones->count, lines->items, lines->count * sizeof *lines->items);
    in->places.count = zones->count + lines->count;
    return true;
}

ovf_status ovf_suggest_alternatives(const ovf_checker *checker, const ovf_route *route,
                                    const ovf_suggest_options *options, ovf_scratch *scratch,
                                    ovf_alternatives *alternatives, ovf_error *error)
{
    static const ovf_suggest_options usual = {0};
    if (checker == NULL) return ovf_fail_null(error, "a checker");
    if (scratch == NULL) return ovf_fail_null(error, "a scratch");
    if (alternatives == NULL) return ovf_fail_null(error, "a place for the alternatives");
    if (options == NULL) options = &usual;
    if (!(options->clearance_m <= OVF_CLEARANCE_MAX_M))
        return ovf_fail(error, OVF_ERROR_USAGE, "clearance_m: expected at most %.0f, found %g",
                        OVF_CLEARANCE_MAX_M, options->clearance_m);
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    ovf_alternatives made = {0};
    maker in = {.repair = {.checker = checker,
                           .clearance_m = options->clearance_m,
                           .scratch = scratch,
                           .route = route,
                           .pinned = options->pinned},
                .as_item15 = options->as_item15,
                .found = &made};
    status = prepare(&in.repair) ? make(&in, error) : ovf_fail_memory(error);
    ovf_strict_clear(&in.strict);
    ovf_strict_clear(&in.wider);
    free(in.repair.places.items);
    free(in.repair.was_doubtful);
    free(in.repair.problems.items);
    if (status == OVF_OK) *alternatives = made;
    else ovf_alternatives_clear(&made);
    return status;
}

ovf_route ovf_alternative_route(const ovf_alternative *alternative, const ovf_route *route)
{
    if (alternative == NULL || route == NULL) return (ovf_route){0};
    ovf_route made = ovf_suggestion_route(&alternative->suggestion, route);
    made.attributes = alternative->attributes;
    return made;
}

void ovf_alternatives_clear(ovf_alternatives *alternatives)
{
    if (alternatives == NULL) return;
    for (size_t k = 0; k < alternatives->count; k++) {
        ovf_suggestion_clear(&alternatives->items[k].suggestion);
        free(alternatives->items[k].attributes.items);
    }
    for (size_t k = 0; k < alternatives->text_count; k++) free(alternatives->texts[k]);
    free(alternatives->items);
    free(alternatives->texts);
    *alternatives = (ovf_alternatives){0};
}
