/* Drafts of a repaired route, and what each still breaks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

/* ---- drafts ---- */

ovf_status ovf_draft_begin(ovf_draft *draft, const ovf_route *route, ovf_error *error)
{
    ovf_suggestion *made = &draft->made;
    *draft = (ovf_draft){0};
    made->fixes = ovf_array_new(route->fix_count, sizeof *made->fixes);
    made->origins = ovf_array_new(route->fix_count, sizeof *made->origins);
    made->part_ends = ovf_array_new(route->part_count, sizeof *made->part_ends);
    if (route->flight_levels != NULL)
        made->flight_levels = ovf_array_new(route->fix_count, sizeof *made->flight_levels);
    if (made->fixes == NULL || made->origins == NULL || made->part_ends == NULL ||
        (route->flight_levels != NULL && made->flight_levels == NULL)) {
        ovf_draft_clear(draft);
        return ovf_fail_memory(error);
    }
    made->fix_count = route->fix_count;
    made->part_count = route->part_count;
    memcpy(made->fixes, route->fixes, route->fix_count * sizeof *route->fixes);
    memcpy(made->part_ends, route->part_ends, route->part_count * sizeof *route->part_ends);
    if (route->flight_levels != NULL)
        memcpy(made->flight_levels, route->flight_levels,
               route->fix_count * sizeof *route->flight_levels);
    for (size_t k = 0; k < route->fix_count; k++) made->origins[k] = k;
    return OVF_OK;
}

void ovf_draft_clear(ovf_draft *draft) { ovf_suggestion_clear(&draft->made); }

ovf_route ovf_draft_route(const ovf_draft *draft, const ovf_route *route)
{
    return ovf_suggestion_route(&draft->made, route);
}

/* The changes of both, by fixes of the route: what became of one of them last. */
static bool join_changes(const ovf_suggestion *first, ovf_suggestion *second)
{
    size_t count = 0;
    ovf_suggest_change *joined = ovf_array_new(first->change_count + second->change_count + 1,
                                               sizeof *joined);
    if (joined == NULL) return false;
    for (size_t k = 0; k < first->change_count; k++) joined[count++] = first->changes[k];
    for (size_t k = 0; k < second->change_count; k++) {
        ovf_suggest_change change = second->changes[k];
        size_t origin = first->origins[change.fix], at = 0;
        if (origin == OVF_SUGGEST_ADDED) continue;
        change.fix = origin;
        while (at < count && joined[at].fix != origin) at++;
        if (at < count && change.moved) change.moved_by_m += joined[at].moved_by_m;
        joined[at] = change;
        if (at == count) count++;
    }
    free(second->changes);
    second->changes = joined;
    second->change_count = count;
    return true;
}

ovf_status ovf_draft_replace(ovf_draft *draft, ovf_suggestion *by, ovf_error *error)
{
    const ovf_suggestion *before = &draft->made;
    if (!join_changes(before, by)) {
        ovf_suggestion_clear(by);
        return ovf_fail_memory(error);
    }
    for (size_t k = 0; k < by->fix_count; k++)
        if (by->origins[k] != OVF_SUGGEST_ADDED) by->origins[k] = before->origins[by->origins[k]];
    for (size_t c = 0; c < by->change_count; c++)
        for (size_t k = 0; by->changes[c].moved && k < by->fix_count; k++)
            if (by->origins[k] == by->changes[c].fix) by->changes[c].moved_to = k;
    ovf_suggestion_clear(&draft->made);
    draft->made = *by;
    *by = (ovf_suggestion){0};
    return OVF_OK;
}

bool *ovf_draft_pinned(const ovf_repair *repair, const ovf_draft *draft)
{
    const ovf_suggestion *made = &draft->made;
    bool *pinned = ovf_array_new(made->fix_count, sizeof *pinned);
    for (size_t k = 0; pinned != NULL && repair->pinned != NULL && k < made->fix_count; k++)
        pinned[k] = made->origins[k] != OVF_SUGGEST_ADDED && repair->pinned[made->origins[k]];
    for (size_t p = 0, first = 0; pinned != NULL && p < made->part_count;
         first = made->part_ends[p++])
        pinned[first] = pinned[made->part_ends[p] - 1] = true;
    return pinned;
}

/* ---- what is broken ---- */

bool ovf_problem_blocks(const ovf_problem *problem)
{
    const ovf_restriction *r = problem->restriction;
    return (r->kind == &ovf_kind_prohibited || r->kind == &ovf_kind_standoff) &&
           r->place != OVF_NOWHERE;
}

bool ovf_problem_is_height(const ovf_problem *problem)
{
    const ovf_kind *kind = problem->restriction->kind;
    return kind == &ovf_kind_min_altitude || kind == &ovf_kind_max_altitude;
}

bool ovf_problem_is_length(const ovf_problem *problem)
{
    const ovf_kind *kind = problem->restriction->kind;
    return kind == &ovf_kind_max_distance || kind == &ovf_kind_flight_distance;
}

static bool is_length(const ovf_finding *finding)
{
    const ovf_problem problem = {.restriction = finding->restriction};
    return ovf_problem_is_length(&problem);
}

/* Whether a finding stands against the route. What could not be judged does where it may forbid the
 * place; of the rest only what the route's own did not leave open (new_doubts). */
static bool stands_against(const ovf_finding *finding)
{
    const ovf_problem problem = {.restriction = finding->restriction};
    if (finding->near_miss || finding->severity == OVF_SEVERITY_INFORMATION) return false;
    if (!finding->judged) return ovf_problem_blocks(&problem);
    return finding->severity == OVF_SEVERITY_VIOLATION;
}

static bool add(ovf_repair *in, const ovf_finding *finding, size_t rule, double from_m, double to_m)
{
    ovf_problems *problems = &in->problems;
    if (!ovf_array_reserve(&problems->items, &problems->capacity, problems->count + 1,
                           sizeof *problems->items))
        return false;
    const ovf_stretch *stretches = in->scratch->stretches;
    double times[2], at[2] = {from_m, to_m};
    for (int k = 0; k < 2; k++) {
        size_t s = 0;
        while (s + 1 < in->scratch->stretch_count &&
               in->scratch->along_m[stretches[s].to_fix] < at[k])
            s++;
        times[k] = isnan(at[k]) ? NAN
                                : ovf_scratch_place(in->scratch, &stretches[s], at[k], NULL).time_s;
    }
    problems->items[problems->count++] = (ovf_problem){
        .restriction = finding->restriction,
        .rule = rule,
        .judged = finding->judged,
        .from_m = from_m,
        .to_m = to_m,
        .bound_from_m = finding->from.along_m,
        .bound_to_m = finding->to.along_m,
        .from_s = times[0],
        .to_s = times[1],
        .excess_m = is_length(finding) ? fmax(1e-3, -1000 * finding->margin) : 0};
    return true;
}

/* Adds a problem for each passage that the finding is about, of a sum of lengths for all; otherwise
 * for its stretch. */
static bool add_finding(ovf_repair *in, const ovf_result *result, const ovf_finding *finding,
                        size_t rule)
{
    const ovf_restriction *r = finding->restriction;
    double from_m = finding->from.along_m, to_m = finding->to.along_m;
    bool all = r->kind == &ovf_kind_max_distance, added = false;
    ovf_problems *problems = &in->problems;
    if (problems->worst[0] == '\0')
        snprintf(problems->worst, sizeof problems->worst, "%s", finding->message);
    for (size_t m = 0;
         r->scope == OVF_SCOPE_ZONE && r->kind != &ovf_kind_standoff && m < result->meeting_count;
         m++) {
        const ovf_meeting *met = &result->meetings[m];
        if (met->zone != r->place) continue;
        for (size_t k = 0; k < met->outline_passage_count; k++) {
            const ovf_passage *passage = &met->outline_passages[k];
            if (!all && (passage->entry.along_m > to_m || passage->exit.along_m < from_m)) continue;
            if (!add(in, finding, rule, passage->entry.along_m, passage->exit.along_m))
                return false;
            added = true;
        }
    }
    return added || add(in, finding, rule, from_m, to_m);
}

/* What the checker itself finds. */
static bool look(ovf_repair *in, const ovf_result *result, bool strict)
{
    const ovf_rules *rules = in->checker->rules;
    ovf_problems *problems = &in->problems;
    problems->judgement = *result->judgement;
    for (size_t i = 0; i < result->finding_count; i++) {
        const ovf_finding *f = &result->findings[i];
        bool is_rule = f->restriction >= rules->items &&
                       f->restriction < rules->items + rules->count;
        size_t rule = is_rule ? (size_t)(f->restriction - rules->items) : SIZE_MAX;
        if (f->severity == OVF_SEVERITY_UNDECIDED && is_rule && in->was_doubtful != NULL &&
            !in->was_doubtful[rule])
            problems->new_doubts = true;
        /* A length that is met by little, which is no matter of stricter rules alone. */
        bool by_little = f->near_miss && is_length(f) && in->strict != NULL &&
                         (in->clearance_m == 0 || f->margin * 1000 < in->clearance_m);
        bool against = strict ? f->severity == OVF_SEVERITY_VIOLATION && is_length(f)
                              : stands_against(f);
        if ((against || by_little) && !add_finding(in, result, f, rule)) return false;
    }
    return true;
}

ovf_status ovf_repair_judge(ovf_repair *in, const ovf_route *route, ovf_error *error)
{
    const ovf_result *result;
    ovf_problems *problems = &in->problems;
    const bool strict = in->strict != NULL && in->strict->checker != NULL;
    problems->count = 0;
    problems->new_doubts = false;
    problems->worst[0] = '\0';
    ovf_status status = ovf_analyze(in->checker->analyzer, route, in->scratch, &result, error);
    if (status == OVF_OK) status = ovf_check_route(in->checker, in->scratch, error);
    if (status != OVF_OK) return status;
    if (!look(in, result, strict)) return ovf_fail_memory(error);
    if (!strict) return OVF_OK;
    status = ovf_check_route(in->strict->checker, in->scratch, error);
    const ovf_restriction *first = in->strict->rules.items;
    for (size_t i = 0; status == OVF_OK && i < result->finding_count; i++) {
        const ovf_finding *f = &result->findings[i];
        bool is_rule = f->restriction >= first && f->restriction < first + in->strict->rules.count;
        if (stands_against(f) &&
            !add_finding(in, result, f,
                         is_rule ? in->strict->origins[f->restriction - first] : SIZE_MAX))
            status = ovf_fail_memory(error);
    }
    return status;
}

const ovf_volume *ovf_problem_volume(const ovf_repair *in, const ovf_problem *problem)
{
    const ovf_restriction *r = problem->restriction;
    const bool strict = in->strict != NULL && in->strict->checker != NULL;
    if (r->scope != OVF_SCOPE_ZONE || r->place == OVF_NOWHERE) return NULL;
    return (strict ? in->strict->checker : in->checker)->analyzer->zones->items[r->place].volume;
}

bool ovf_repair_is_good(const ovf_repair *in)
{
    return in->problems.count == 0 && in->problems.judgement.violations == 0 &&
           !in->problems.new_doubts;
}
