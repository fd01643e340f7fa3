/* What several views say of one route: rules brought together by name, kind and place. */
#include "overflight/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "base/array.h"
#include "base/error.h"

const char *ovf_outcome_name(ovf_outcome outcome)
{
    static const char *const names[] = {"no rule",     "silent",  "not asked", "kept",
                                        "information", "warning", "undecided", "violation"};
    return names[outcome];
}

static ovf_outcome outcome_of(const ovf_finding *finding)
{
    switch (finding->severity) {
    case OVF_SEVERITY_VIOLATION: return OVF_OUTCOME_VIOLATION;
    case OVF_SEVERITY_UNDECIDED: return OVF_OUTCOME_UNDECIDED;
    case OVF_SEVERITY_WARNING: return OVF_OUTCOME_WARNING;
    case OVF_SEVERITY_INFORMATION: break;
    }
    return OVF_OUTCOME_INFORMATION;
}

/* ---- which rules are the same ---- */

/* "SET/RULE", or of a zone's attributes "ZONE/KIND". */
static const char *name_without_set(const ovf_restriction *r)
{
    const char *rule = r->rule != NULL ? r->rule : "", *slash = strrchr(rule, '/');
    return slash == NULL ? rule : slash + 1;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool is_same_rule(const ovf_restriction *a, const ovf_restriction *b)
{
    return a == b || (a->kind == b->kind && same_text(a->place_id, b->place_id) &&
                      strcmp(name_without_set(a), name_without_set(b)) == 0);
}

/* ---- rows ---- */

static ovf_said *said_of(const ovf_comparison *c, size_t row, size_t view)
{
    return &c->said[row * c->view_count + view];
}

/* The row of a rule, made if it is new; (size_t)-1: memory is out. */
static size_t row_of(ovf_comparison *c, const ovf_restriction *restriction)
{
    for (size_t row = 0; row < c->count; row++)
        if (is_same_rule(c->rows[row].restriction, restriction)) return row;
    if (!ovf_array_reserve(&c->rows, &c->capacity, c->count + 1, sizeof *c->rows) ||
        !ovf_array_reserve(&c->said, &c->said_capacity, (c->count + 1) * c->view_count,
                           sizeof *c->said))
        return (size_t)-1;
    c->rows[c->count] = (ovf_compared){.restriction = restriction,
                                       .name = name_without_set(restriction)};
    for (size_t view = 0; view < c->view_count; view++)
        *said_of(c, c->count,
                 view) = (ovf_said){.measured = NAN, .limit = NAN, .margin = NAN, .unit = ""};
    return c->count++;
}

/* Comparisons with NAN are false: what has a figure is worse than what has none. */
static bool is_worse(ovf_outcome outcome, double margin, const ovf_said *than)
{
    if (outcome != than->outcome) return outcome > than->outcome;
    return margin < than->margin || (isnan(than->margin) && !isnan(margin));
}

static bool say(ovf_comparison *c, size_t view, const ovf_finding *finding, ovf_outcome outcome)
{
    size_t row = row_of(c, finding->restriction);
    if (row == (size_t)-1) return false;
    ovf_said *said = said_of(c, row, view);
    size_t count = said->count + (outcome >= OVF_OUTCOME_INFORMATION);
    if (is_worse(outcome, finding->margin, said))
        *said = (ovf_said){.outcome = outcome,
                           .restriction = finding->restriction,
                           .measured = finding->measured,
                           .limit = finding->limit,
                           .margin = finding->margin,
                           .unit = finding->unit};
    said->count = count;
    return true;
}

ovf_status ovf_comparison_begin(ovf_comparison *c, size_t view_count, ovf_error *error)
{
    if (c == NULL) return ovf_fail_null(error, "a comparison");
    if (view_count == 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "view_count: expected at least 1 view, found 0");
    const ovf_rules **rules = ovf_array_new(view_count, sizeof *rules);
    if (rules == NULL) return ovf_fail_memory(error);
    free(c->rules);
    c->rules = rules;
    c->view_count = view_count;
    c->count = 0;
    return OVF_OK;
}

ovf_status ovf_comparison_add(ovf_comparison *c, size_t view, const ovf_rules *rules,
                              const ovf_result *result, ovf_error *error)
{
    if (c == NULL) return ovf_fail_null(error, "a comparison");
    if (rules == NULL) return ovf_fail_null(error, "rules");
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (result->judgement == NULL)
        return ovf_fail_null(error, "the judgement of a result that was checked");
    if (view >= c->view_count)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "view: expected one of %zu, counted from 0, "
                        "found %zu",
                        c->view_count, view);
    const ovf_judgement *judgement = result->judgement;
    bool good = true;
    for (size_t i = 0; i < result->finding_count && good; i++)
        good = say(c, view, &result->findings[i], outcome_of(&result->findings[i]));
    for (size_t i = 0; i < judgement->kept_count && good; i++)
        good = say(c, view, &judgement->kept[i], OVF_OUTCOME_KEPT);
    for (size_t i = 0; i < judgement->not_asked_count && good; i++) {
        const ovf_finding finding = {.restriction = judgement->not_asked[i].restriction,
                                     .measured = NAN,
                                     .limit = NAN,
                                     .margin = NAN,
                                     .unit = ""};
        good = say(c, view, &finding, OVF_OUTCOME_NOT_ASKED);
    }
    if (good) c->rules[view] = rules;
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* ---- the end ---- */

/* A view that says nothing of a rule has it or has it not. That nothing was judged, or that zones
 * were left out, is no rule. */
static void find_silent(ovf_comparison *c, size_t row, size_t view)
{
    const ovf_rules *rules = c->rules[view];
    const ovf_restriction *sought = c->rows[row].restriction;
    ovf_said *said = said_of(c, row, view);
    if (said->restriction == NULL &&
        (sought->kind == &ovf_kind_nothing_judged || sought->kind == &ovf_kind_left_out)) {
        said->outcome = OVF_OUTCOME_SILENT;
        said->restriction = sought;
    }
    for (size_t i = 0; i < rules->count && said->restriction == NULL; i++)
        if (is_same_rule(&rules->items[i], sought)) {
            said->outcome = OVF_OUTCOME_SILENT;
            said->restriction = &rules->items[i];
        }
}

static bool same_figure(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static bool says_same(const ovf_said *a, const ovf_said *b)
{
    return a->outcome == b->outcome && a->count == b->count && same_figure(a->limit, b->limit) &&
           same_figure(a->measured, b->measured);
}

static void compare_views(ovf_comparison *c, size_t row)
{
    ovf_compared *made = &c->rows[row];
    const ovf_said *first = said_of(c, row, 0);
    made->views = first;
    for (size_t view = 0; view < c->view_count; view++) {
        const ovf_said *said = &first[view];
        if (!says_same(said, first)) made->differs = true;
        if (said->restriction != NULL &&
            !same_text(said->restriction->rule, made->restriction->rule))
            made->in_several_sets = true;
    }
}

static ovf_outcome worst_of(const ovf_comparison *c, const ovf_compared *row)
{
    ovf_outcome worst = OVF_OUTCOME_NO_RULE;
    for (size_t view = 0; view < c->view_count; view++)
        if (row->views[view].outcome > worst) worst = row->views[view].outcome;
    return worst;
}

/* Rows by their worst outcome; within one as they are, which is in order. */
static bool sort_rows(ovf_comparison *c, ovf_outcome least)
{
    size_t kept = 0;
    ovf_compared *sorted = ovf_array_new(c->count, sizeof *sorted);
    if (sorted == NULL) return false;
    for (int outcome = OVF_OUTCOME_VIOLATION; outcome >= (int)least; outcome--)
        for (size_t row = 0; row < c->count; row++)
            if ((int)worst_of(c, &c->rows[row]) == outcome) sorted[kept++] = c->rows[row];
    free(c->rows);
    c->rows = sorted;
    c->capacity = c->count;
    c->count = kept;
    return true;
}

ovf_status ovf_comparison_end(ovf_comparison *c, bool kept, ovf_error *error)
{
    if (c == NULL) return ovf_fail_null(error, "a comparison");
    for (size_t view = 0; view < c->view_count; view++)
        if (c->rules[view] == NULL)
            return ovf_fail(error, OVF_ERROR_USAGE, "expected %zu views, view %zu was not added",
                            c->view_count, view);
    for (size_t row = 0; row < c->count; row++) {
        for (size_t view = 0; view < c->view_count; view++) find_silent(c, row, view);
        compare_views(c, row);
    }
    return sort_rows(c, kept ? OVF_OUTCOME_KEPT : OVF_OUTCOME_INFORMATION) ? OVF_OK
                                                                           : ovf_fail_memory(error);
}

void ovf_comparison_clear(ovf_comparison *c)
{
    if (c == NULL) return;
    free(c->rows);
    free(c->said);
    free(c->rules);
    *c = (ovf_comparison){0};
}
