/* One check of a route by all its restrictions. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "base/answer.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "model/model.h"
#include "model/restriction.h"

static const ovf_meeting *find_meeting(const ovf_result *result, size_t zone)
{
    size_t low = 0, high = result->meeting_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (result->meetings[middle].zone < zone) low = middle + 1;
        else high = middle;
    }
    return low < result->meeting_count && result->meetings[low].zone == zone
               ? &result->meetings[low]
               : NULL;
}

/* What was found as if the restriction were in force, when it is not known whether it is. What is
 * kept, though by little, is kept in any case. */
static void doubt_time(const ovf_check *check, ovf_finding *finding)
{
    const ovf_restriction *r = finding->restriction;
    char why[200], from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
    ovf_active_format(r->from_s, false, from);
    ovf_active_format(r->until_s, true, until);
    snprintf(why, sizeof why, "the rule is in force%s%s%s%s only, and %s",
             *from != '\0' ? " from " : "", from, *until != '\0' ? " until " : "", until,
             check->flown.some_day ? "of the flight only the day is known"
                                   : "when the flight takes place is not known");
    if (ovf_check_doubt_one(finding, why)) finding->remedy = OVF_REMEDY_DATE;
}

/* The severity of what is found once more, of another restriction. */
static ovf_severity severity_of(const ovf_finding *finding, const ovf_restriction *r)
{
    ovf_severity most = finding->near_miss ? OVF_SEVERITY_WARNING
                        : finding->judged  ? OVF_SEVERITY_VIOLATION
                                           : OVF_SEVERITY_UNDECIDED;
    return r->severity < most ? r->severity : most;
}

static void repeat_kept(ovf_check *check, const ovf_restriction *r, const ovf_found *found)
{
    for (size_t i = 0; i < found->kept_count; i++) {
        const ovf_finding *kept = &check->scratch->kept[found->first_kept + i];
        const ovf_finding told = *kept; /* which may move */
        ovf_check_kept(check, r, told.measured, told.limit, told.unit, told.from.along_m);
        if (check->failed) return;
        ovf_finding *last = &check->scratch->kept[check->scratch->kept_count - 1];
        last->least = told.least;
        last->most = told.most;
        ovf_check_say(last, "%s", told.message);
    }
}

/* The same again, of another restriction. */
static void repeat(ovf_check *check, const ovf_restriction *r, const ovf_found *found)
{
    ovf_scratch *s = check->scratch;
    if (!ovf_array_reserve(&s->moves, &s->move_capacity, s->move_count + found->move_count,
                           sizeof *s->moves))
        check->failed = true;
    for (size_t i = found->first; i < found->first + found->count && !check->failed; i++) {
        ovf_finding *finding = ovf_check_add(check, r, OVF_SEVERITY_WARNING);
        if (check->failed) return;
        *finding = s->findings[i];
        finding->restriction = r;
        finding->severity = severity_of(finding, r);
    }
    repeat_kept(check, r, found);
    if (check->failed || found->move_count == 0) return;
    memcpy(s->moves + s->move_count, s->moves + found->first_move,
           found->move_count * sizeof *s->moves);
    s->move_count += found->move_count;
}

/* Counts a restriction that was evaluated, if it was judged; `before` is what there was before. One
 * of which it is not known whether it is in force may have nothing to say. */
static void count_judged(ovf_check *check, const ovf_restriction *r, const ovf_found *before)
{
    ovf_scratch *s = check->scratch;
    bool doubtful = ovf_check_in_force(check, r) == OVF_IN_FORCE_PERHAPS, told = false;
    if (!check->applied || !check->asked) return;
    for (size_t i = before->first; i < s->finding_count; i++) {
        const ovf_finding *finding = &s->findings[i];
        bool broken = finding->severity > OVF_SEVERITY_WARNING;
        if (!finding->judged || (doubtful && broken)) return;
        told = told || broken || finding->near_miss;
    }
    s->judgement.judged += !doubtful;
    /* A limit for which there is no figure. */
    if (!told && s->kept_count == before->first_kept) ovf_check_kept(check, r, NAN, NAN, "", NAN);
}

/* ---- what lifts a rule ---- */

/* Whether a list names the zone by id or name: a text with commas, or a JSON array. */
static bool names(const char *list, const char *word)
{
    static const char between[] = " \t,;[]\"";
    size_t length = strlen(word);
    for (const char *at = list; length > 0 && (at = strstr(at, word)) != NULL; at++) {
        bool begins = at == list || strchr(between, at[-1]) != NULL,
             ends = at[length] == '\0' || strchr(between, at[length]) != NULL;
        if (begins && ends) return true;
    }
    return false;
}

/* Whether the route has what lifts the rule, a clearance, for its zone. False where it does not
 * say. */
static bool states(const ovf_check *check, const ovf_restriction *r, bool *has)
{
    const ovf_attribute *said = ovf_attributes_spelt(&check->result->route->attributes, r->unless);
    if (said == NULL) return false;
    switch (said->type) {
    case OVF_ATTRIBUTE_NULL: return false;
    case OVF_ATTRIBUTE_BOOLEAN: *has = said->boolean; return true;
    case OVF_ATTRIBUTE_INTEGER: *has = said->integer != 0; return true;
    case OVF_ATTRIBUTE_REAL: *has = said->real != 0; return !isnan(said->real);
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON: break;
    }
    if (said->text[strspn(said->text, " \t")] == '\0') return false;
    if (ovf_answer_parse(said->text, has)) return true;
    *has = names(said->text, ovf_check_place_name(check, r)) ||
           (r->place_id != NULL && names(said->text, r->place_id));
    return true;
}

static void lift(ovf_check *check, const ovf_restriction *r, const ovf_found *before)
{
    ovf_scratch *s = check->scratch;
    bool has = false, stated = states(check, r, &has);
    char why[200], name[60];
    if (stated && !has) return;
    if (stated) {
        s->finding_count = before->first;
        s->move_count = before->first_move;
        return;
    }
    ovf_text_shorten(r->unless, name, sizeof name);
    snprintf(why, sizeof why,
             "with %s the rule does not bind, and the flight does not state whether it has one: "
             "add its attribute %s",
             name, name);
    for (size_t i = before->first; i < s->finding_count; i++)
        (void)ovf_check_doubt_one(&s->findings[i], why);
}

static void evaluate(ovf_check *check, size_t rule, ovf_found *found)
{
    const ovf_restriction *r = &check->checker->rules->items[rule];
    ovf_scratch *s = check->scratch;
    const ovf_found before = {
        .first = s->finding_count, .first_move = s->move_count, .first_kept = s->kept_count};
    check->applied = check->asked = true;
    if (found != NULL && found->done) {
        repeat(check, r, found);
    } else {
        check->checker->evaluators[rule](
            check, r, r->scope == OVF_SCOPE_ZONE ? find_meeting(check->result, r->place) : NULL);
    }
    if (r->unless != NULL) lift(check, r, &before);
    size_t kept = s->kept_count - before.first_kept;
    count_judged(check, r, &before);
    if (found == NULL || found->done) return;
    *found = (ovf_found){before.first,
                         s->finding_count - before.first,
                         before.first_move,
                         s->move_count - before.first_move,
                         before.first_kept,
                         kept,
                         true};
}

static void judge(ovf_check *check, size_t rule, ovf_found *found)
{
    const ovf_restriction *r = &check->checker->rules->items[rule];
    if (check->checker->evaluators[rule] == NULL ||
        ovf_check_in_force(check, r) == OVF_IN_FORCE_NOT)
        return;
    /* Of those that come or go on the way each binds stretches of its own (binding.c). */
    if (check->flown.timed && !ovf_check_always_in_force(check, r)) found = NULL;
    if (r->unless != NULL) found = NULL;
    if (r->scope == OVF_SCOPE_ZONE && r->place == OVF_NOWHERE)
        ovf_check_not_asked(check, r, "the zone, which is not among the zones", OVF_REMEDY_NONE);
    else evaluate(check, rule, found);
}

/* Once all is found, as that may be repeated. */
static void doubt_times(ovf_check *check)
{
    for (size_t i = 0; i < check->scratch->finding_count; i++) {
        ovf_finding *finding = &check->scratch->findings[i];
        if (ovf_check_in_force(check, finding->restriction) == OVF_IN_FORCE_PERHAPS)
            doubt_time(check, finding);
    }
}

/* Whether all of a stretch lies on legs that were never observed. */
static bool is_unobserved(const ovf_result *result, double from_m, double to_m)
{
    const double *along = result->fix_along_m;
    const unsigned char *unobserved = result->route->unobserved;
    bool any = false;
    for (size_t i = 0; i + 1 < result->route->fix_count && along[i] <= to_m; i++) {
        double length_m = fmin(along[i + 1], to_m) - fmax(along[i], from_m);
        if (length_m > OVF_TOLERANCE_M && !unobserved[i]) return false;
        any = any || (length_m > OVF_TOLERANCE_M && unobserved[i]);
    }
    return any || ovf_interpolated(result, from_m);
}

/* What was found only where the flight was not observed. */
static void doubt_gaps(ovf_check *check)
{
    if (check->result->route->unobserved == NULL) return;
    for (size_t i = 0; i < check->scratch->finding_count; i++) {
        ovf_finding *finding = &check->scratch->findings[i];
        if (!isnan(finding->from.along_m) &&
            is_unobserved(check->result, finding->from.along_m, finding->to.along_m))
            if (ovf_check_doubt_one(finding, "the flight was not observed there, and may have been "
                                             "elsewhere"))
                finding->remedy = OVF_REMEDY_PLANNED;
    }
}

/* All restrictions that may concern the route, in their order. */
static void judge_all(ovf_check *check)
{
    const ovf_checker *checker = check->checker;
    ovf_scratch *s = check->scratch;
    ovf_rule_index_look(check);
    for (size_t i = 0; i < s->candidate_count && !check->failed; i++) {
        size_t rule = s->candidates[i], twin = checker->twins[rule];
        judge(check, rule, twin == 0 ? NULL : &s->found[twin - 1]);
    }
}

void ovf_scratch_set_ground(ovf_scratch *scratch, const ovf_ground *ground)
{
    if (scratch != NULL) scratch->ground = ground;
}

void ovf_scratch_set_geoid(ovf_scratch *scratch, const ovf_ground *geoid)
{
    if (scratch != NULL) scratch->geoid = geoid;
}

ovf_status ovf_check_route(const ovf_checker *checker, ovf_scratch *s, ovf_error *error)
{
    if (checker == NULL) return ovf_fail_null(error, "a checker");
    if (s == NULL) return ovf_fail_null(error, "a scratch");
    if (s->result.route == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a scratch that has analysed a route, found one without a result");
    ovf_check check = {.checker = checker, .scratch = s, .result = &s->result};
    s->finding_count = s->move_count = s->kept_count = s->not_asked_count = 0;
    s->judgement = (ovf_judgement){0};
    s->ground_failure = (ovf_error){0};
    check.flown = ovf_flown_of(checker->analyzer, s, checker->options.vertical);
    if (checker->options.dated)
        ovf_flown_set_date(&check.flown, checker->options.date_s, checker->options.until_s);
    check.box = ovf_scratch_box(s, 0, s->route->fix_count - 1);
    if (!ovf_array_reserve(&s->found, &s->found_capacity, checker->twin_count, sizeof *s->found))
        return ovf_fail_memory(error);
    for (size_t i = 0; i < checker->twin_count; i++) s->found[i].done = false;
    judge_all(&check);
    doubt_times(&check);
    doubt_gaps(&check);
    ovf_check_sum_up(&check);
    if (check.failed) return ovf_fail_memory(error);
    if (s->ground_failure.status != OVF_OK)
        return ovf_fail(error, s->ground_failure.status, "%s", s->ground_failure.message);
    /* Only now do the moves stay where they are. */
    for (size_t i = 0, first = 0; i < s->finding_count; first += s->findings[i++].move_count)
        s->findings[i].moves = s->moves != NULL ? s->moves + first : NULL;
    s->result.findings = s->findings;
    s->result.finding_count = s->finding_count;
    s->result.judgement = &s->judgement;
    return OVF_OK;
}
