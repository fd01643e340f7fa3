/* Verdicts with other limits. A route is analysed once; for each limit only the rules that have it
 * are judged again, by a checker whose rules change in between. That is right as long as nothing
 * that the checker was built with hides a rule from it: it was built with the greatest limit, which
 * reaches farthest. */
#include "overflight/sweep.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

/* Of several turns between two steps, the most: there are three verdicts. */
#define TURNS_IN_BETWEEN 4
#define BISECTIONS 60
#define FIGURES_MAX 16

/* What the rules that are not swept say, or the swept ones with one limit. */
typedef struct {
    size_t violations, undecided, disputable;
    bool nothing; /* nothing was judged */
} said;

struct ovf_sweep {
    double from, step, least, most; /* `least` and `most`: what the parameter may be */
    size_t count;
    const char *unit; /* of the limit; figures in another are of something else */
    double tolerance; /* what is nearer to a figure than this is as good as it */
    const ovf_rules *rules;
    bool *is_swept;  /* of each of the rules */
    ovf_rules swept; /* those with the parameter; what they point to belongs to `rules` */
    ovf_checker *checker;
    ovf_swept result;
    ovf_swept_step *steps;
    ovf_turn *turns;
    size_t turn_capacity;
    said others;
    double figures[FIGURES_MAX]; /* measured by the swept rules */
    size_t figure_count;
};

/* ---- making ---- */

/* The limit of a rule that single routes are judged by; NULL: it has none. What is the flight's own
 * where a rule does not say it, a year, is no limit. */
static const char *limit_of(const ovf_restriction *r)
{
    ovf_evaluator *evaluator = NULL;
    const ovf_parameter *first = &r->kind->parameters[0];
    return ovf_kind_evaluator(r->kind, &evaluator) && evaluator != NULL && !first->optional
               ? first->name
               : NULL;
}

static bool has_parameter(const ovf_restriction *r, const ovf_sweep_range *range)
{
    const char *name = limit_of(r);
    return name != NULL && strcmp(name, range->parameter) == 0 &&
           (range->rule == NULL || (r->rule != NULL && strcmp(r->rule, range->rule) == 0));
}

static bool is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == '\0' || at[length] == ',')) return true;
    return false;
}

/* The parameters, or with one of them the rules, that could be swept. */
static ovf_status fail_without_rule(const ovf_rules *rules, const ovf_sweep_range *range,
                                    ovf_error *error)
{
    char list[500] = "", shown[100];
    size_t used = 0;
    for (size_t i = 0; i < rules->count && used < sizeof list - 120; i++) {
        const ovf_restriction *r = &rules->items[i];
        const char *name = limit_of(r), *word = name;
        if (range->rule != NULL && name != NULL && strcmp(name, range->parameter) == 0)
            word = r->rule;
        else if (range->rule != NULL) word = NULL;
        if (word == NULL || is_listed(list, word)) continue;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%.100s", used > 0 ? ", " : "",
                                 word);
    }
    ovf_text_shorten(range->rule != NULL ? range->rule : range->parameter, shown, sizeof shown);
    if (range->rule != NULL)
        return ovf_fail(error, OVF_ERROR_USAGE, "no rule %s has the limit %.60s; %s%s", shown,
                        range->parameter, list[0] == '\0' ? "no rule has it" : "it is of ", list);
    return ovf_fail(error, OVF_ERROR_USAGE, "no rule has the limit %s; %s%s", shown,
                    list[0] == '\0' ? "there is none" : "there are ", list);
}

static ovf_status check_range(const ovf_sweep_range *range, ovf_error *error)
{
    if (range->parameter == NULL) return ovf_fail_null(error, "the name of a limit");
    if (!(isfinite(range->from) && isfinite(range->to) && range->from < range->to &&
          range->step > 0))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a range of limits in order with a step above 0, found %.10g to "
                        "%.10g by %.10g",
                        range->from, range->to, range->step);
    if (!((range->to - range->from) / range->step < OVF_SWEEP_STEPS_MAX))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected at most %d limits, found %.0f: choose a greater step",
                        OVF_SWEEP_STEPS_MAX, floor((range->to - range->from) / range->step) + 1);
    return OVF_OK;
}

/* "km" of max_distance_km */
static const char *unit_of(const char *parameter)
{
    const char *unit = strrchr(parameter, '_');
    return unit == NULL ? "" : unit + 1;
}

/* A millimetre more than what checks take as equal, in the parameter's unit; for times, 2 ms. */
static double tolerance_of(const char *parameter)
{
    const char *unit = unit_of(parameter);
    if (strcmp(unit, "km") == 0) return 2e-6;
    if (strcmp(unit, "m") == 0) return 2e-3;
    return strcmp(unit, "h") == 0 ? 2e-3 / 3600 : 1e-9;
}

/* The uncertainty of an outline makes warnings and no verdict. */
static ovf_status gather(ovf_sweep *sweep, const ovf_sweep_range *range, ovf_error *error)
{
    const ovf_rules *rules = sweep->rules;
    ovf_rules *swept = &sweep->swept;
    *swept = *rules;
    swept->count = 0;
    swept->items = ovf_array_new(rules->count, sizeof *swept->items);
    sweep->is_swept = ovf_array_new(rules->count, sizeof *sweep->is_swept);
    if (swept->items == NULL || sweep->is_swept == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < rules->count; i++) {
        if (!has_parameter(&rules->items[i], range)) continue;
        sweep->is_swept[i] = true;
        ovf_restriction *made = &swept->items[swept->count++];
        *made = rules->items[i];
        made->uncertainty_m = 0;
        made->values[0] = ovf_sweep_limit(sweep, sweep->count - 1);
    }
    if (swept->count == 0) return fail_without_rule(rules, range, error);
    const ovf_parameter *parameter = &swept->items[0].kind->parameters[0];
    sweep->unit = unit_of(parameter->name);
    sweep->least = parameter->least;
    sweep->most = parameter->most;
    if (range->from > parameter->least && range->to <= parameter->most) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "%s: expected limits greater than %.10g and at most %.10g, found %.10g to "
                    "%.10g",
                    parameter->name, parameter->least, parameter->most, range->from, range->to);
}

ovf_status ovf_sweep_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                         const ovf_check_options *options, const ovf_sweep_range *range,
                         ovf_sweep **sweep, ovf_error *error)
{
    if (analyzer == NULL) return ovf_fail_null(error, "an analyzer");
    if (rules == NULL) return ovf_fail_null(error, "rules");
    if (range == NULL) return ovf_fail_null(error, "a range of limits");
    if (sweep == NULL) return ovf_fail_null(error, "a place for the sweep");
    ovf_status status = check_range(range, error);
    if (status != OVF_OK) return status;
    ovf_sweep *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->rules = rules;
    made->from = range->from;
    made->step = range->step;
    /* 0.1 + 0.2 is a little more than 0.3. */
    made->count = (size_t)floor((range->to - range->from) / range->step + 1e-9) + 1;
    made->tolerance = tolerance_of(range->parameter);
    made->steps = ovf_array_new(made->count, sizeof *made->steps);
    status = made->steps != NULL ? gather(made, range, error) : ovf_fail_memory(error);
    ovf_check_options step = options != NULL ? *options : (ovf_check_options){0};
    step.keep = step.strict = false;
    step.margin = OVF_MARGIN_NONE;
    step.zones_left_out = 0; /* the others have said so */
    if (status == OVF_OK)
        status = ovf_checker_new(analyzer, &made->swept, &step, &made->checker, error);
    if (status == OVF_OK) *sweep = made;
    else ovf_sweep_free(made);
    return status;
}

void ovf_sweep_free(ovf_sweep *sweep)
{
    if (sweep == NULL) return;
    ovf_checker_free(sweep->checker);
    free(sweep->swept.items);
    free(sweep->is_swept);
    free(sweep->steps);
    free(sweep->turns);
    free(sweep);
}

size_t ovf_sweep_count(const ovf_sweep *sweep) { return sweep->count; }

/* Round figures stay round: 0.3 and not 0.30000000000000004. */
double ovf_sweep_limit(const ovf_sweep *sweep, size_t step)
{
    char text[32];
    snprintf(text, sizeof text, "%.12g", sweep->from + (double)step * sweep->step);
    return strtod(text, NULL);
}

size_t ovf_sweep_rule_count(const ovf_sweep *sweep) { return sweep->swept.count; }

const ovf_restriction *ovf_sweep_rule(const ovf_sweep *sweep, size_t index)
{
    return &sweep->swept.items[index];
}

/* ---- one route ---- */

static void add(said *to, const ovf_finding *finding)
{
    if (finding->restriction->kind == &ovf_kind_nothing_judged) to->nothing = true;
    else if (finding->severity == OVF_SEVERITY_VIOLATION) {
        to->violations++;
        to->disputable += ovf_restriction_is_disputable(finding->restriction);
    } else to->undecided += finding->severity == OVF_SEVERITY_UNDECIDED;
}

/* A figure at which a verdict may turn. */
static void keep_figure(ovf_sweep *sweep, const ovf_finding *finding)
{
    double *measured = &sweep->result.measured;
    bool least = finding->restriction->kind->is_least;
    if (isnan(finding->measured) || strcmp(finding->unit, sweep->unit) != 0) return;
    if (isnan(*measured) || (least ? finding->measured < *measured : finding->measured > *measured))
        *measured = finding->measured;
    if (sweep->figure_count < FIGURES_MAX)
        sweep->figures[sweep->figure_count++] = finding->measured;
}

/* Whether the finding is of a rule that is swept, and its figure. */
static bool take_figure(ovf_sweep *sweep, const ovf_finding *finding)
{
    const ovf_restriction *r = finding->restriction;
    /* Findings are of the rules, or of restrictions that are no rule. */
    uintptr_t at = (uintptr_t)r, first = (uintptr_t)sweep->rules->items;
    if (at < first || at >= first + sweep->rules->count * sizeof *r) return false;
    bool found = sweep->is_swept[r - sweep->rules->items];
    if (!found) return false;
    keep_figure(sweep, finding);
    return true;
}

/* What was said by all rules: of the swept ones the figures, of the others the findings. */
static void look_at_others(ovf_sweep *sweep, const ovf_result *result)
{
    sweep->others = (said){0};
    sweep->figure_count = 0;
    sweep->result.measured = NAN;
    for (size_t i = 0; i < result->finding_count; i++)
        if (!take_figure(sweep, &result->findings[i])) add(&sweep->others, &result->findings[i]);
    for (size_t i = 0; i < result->judgement->kept_count; i++)
        (void)take_figure(sweep, &result->judgement->kept[i]);
}

/* The verdict with this limit. */
static ovf_status judge(ovf_sweep *sweep, ovf_scratch *scratch, double limit, ovf_swept_step *step,
                        ovf_error *error)
{
    said all = sweep->others;
    said swept = {0};
    double exceeded = 0;
    for (size_t i = 0; i < sweep->swept.count; i++) sweep->swept.items[i].values[0] = limit;
    ovf_status status = ovf_check_route(sweep->checker, scratch, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < scratch->finding_count; i++) {
        const ovf_finding *finding = &scratch->findings[i];
        add(&swept, finding);
        if (finding->severity == OVF_SEVERITY_VIOLATION && !isnan(finding->margin) &&
            strcmp(finding->unit, sweep->unit) == 0)
            exceeded -= fmin(finding->margin, 0);
        keep_figure(sweep, finding);
    }
    all.violations += swept.violations;
    all.disputable += swept.disputable;
    all.undecided += swept.undecided + (all.nothing && swept.nothing);
    *step = (ovf_swept_step){all.violations > 0  ? OVF_VERDICT_VIOLATES
                             : all.undecided > 0 ? OVF_VERDICT_UNDECIDED
                                                 : OVF_VERDICT_COMPLIES,
                             all.violations > 0 && all.violations == all.disputable, exceeded};
    return OVF_OK;
}

static bool add_turn(ovf_sweep *sweep, double limit, ovf_verdict before, ovf_verdict after)
{
    ovf_swept *result = &sweep->result;
    if (!ovf_array_reserve(&sweep->turns, &sweep->turn_capacity, result->turn_count + 1,
                           sizeof *sweep->turns))
        return false;
    sweep->turns[result->turn_count++] = (ovf_turn){limit, before, after};
    return true;
}

/* Limits on either side of a figure, within what the parameter may be. */
static ovf_status look_around(ovf_sweep *sweep, ovf_scratch *scratch, double figure,
                              ovf_verdict *below, ovf_verdict *above, ovf_error *error)
{
    ovf_swept_step step;
    ovf_status status = judge(sweep, scratch, figure - sweep->tolerance, &step, error);
    *below = step.verdict;
    if (status == OVF_OK) status = judge(sweep, scratch, figure + sweep->tolerance, &step, error);
    *above = step.verdict;
    return status;
}

/* A figure between the two limits at which the verdict turns from `before` to anything else; NAN:
 * none of them does. */
static ovf_status find_figure(ovf_sweep *sweep, ovf_scratch *scratch, double low, double high,
                              ovf_verdict before, double *limit, ovf_verdict *after,
                              ovf_error *error)
{
    *limit = NAN;
    for (size_t i = 0; i <= sweep->figure_count && isnan(*limit); i++) {
        ovf_verdict below, above;
        double figure = i == 0 ? sweep->result.measured : sweep->figures[i - 1];
        if (!(figure >= low && figure <= high && figure - sweep->tolerance > sweep->least))
            continue;
        ovf_status status = look_around(sweep, scratch, figure, &below, &above, error);
        if (status != OVF_OK) return status;
        if (below != before || above == before) continue;
        *limit = figure;
        *after = above;
    }
    return OVF_OK;
}

static ovf_status bisect(ovf_sweep *sweep, ovf_scratch *scratch, double low, double high,
                         ovf_verdict before, double *limit, ovf_verdict *after, ovf_error *error)
{
    ovf_swept_step step = {.verdict = *after};
    for (int i = 0; i < BISECTIONS && high - low > 1e-9 * fmax(fabs(high), 1); i++) {
        double middle = low + (high - low) / 2;
        ovf_status status = judge(sweep, scratch, middle, &step, error);
        if (status != OVF_OK) return status;
        if (step.verdict == before) {
            low = middle;
        } else {
            high = middle;
            *after = step.verdict;
        }
    }
    *limit = high;
    return OVF_OK;
}

/* All turns between two limits that differ in their verdicts. */
static ovf_status find_turns(ovf_sweep *sweep, ovf_scratch *scratch, size_t step, ovf_error *error)
{
    double low = ovf_sweep_limit(sweep, step), high = ovf_sweep_limit(sweep, step + 1);
    ovf_verdict before = sweep->steps[step].verdict, last = sweep->steps[step + 1].verdict;
    for (int i = 0; i < TURNS_IN_BETWEEN && before != last; i++) {
        double limit;
        ovf_verdict after = last;
        ovf_status status = find_figure(sweep, scratch, low, high, before, &limit, &after, error);
        if (status == OVF_OK && isnan(limit))
            status = bisect(sweep, scratch, low, high, before, &limit, &after, error);
        if (status != OVF_OK) return status;
        if (!add_turn(sweep, limit, before, after)) return ovf_fail_memory(error);
        before = after;
        low = limit;
    }
    return OVF_OK;
}

ovf_status ovf_sweep_route(ovf_sweep *sweep, ovf_scratch *scratch, const ovf_swept **swept,
                           ovf_error *error)
{
    if (sweep == NULL) return ovf_fail_null(error, "a sweep");
    if (scratch == NULL) return ovf_fail_null(error, "a scratch");
    if (swept == NULL) return ovf_fail_null(error, "a place for what is found");
    if (scratch->result.route == NULL || scratch->result.judgement == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a scratch with a route that was checked, found none");
    ovf_status status = OVF_OK;
    look_at_others(sweep, &scratch->result);
    size_t figures = sweep->figure_count;
    sweep->result.turn_count = 0;
    for (size_t i = 0; i < sweep->count && status == OVF_OK; i++) {
        sweep->figure_count = figures;
        status = judge(sweep, scratch, ovf_sweep_limit(sweep, i), &sweep->steps[i], error);
    }
    for (size_t i = 0; i + 1 < sweep->count && status == OVF_OK; i++) {
        if (sweep->steps[i].verdict == sweep->steps[i + 1].verdict) continue;
        ovf_swept_step step;
        sweep->figure_count = figures;
        status = judge(sweep, scratch, ovf_sweep_limit(sweep, i), &step, error);
        if (status == OVF_OK)
            status = judge(sweep, scratch, ovf_sweep_limit(sweep, i + 1), &step, error);
        if (status == OVF_OK) status = find_turns(sweep, scratch, i, error);
    }
    if (status != OVF_OK) return status;
    scratch->result.judgement = NULL;
    scratch->result.findings = NULL;
    scratch->result.finding_count = 0;
    sweep->result.steps = sweep->steps;
    sweep->result.turns = sweep->turns;
    *swept = &sweep->result;
    return OVF_OK;
}
