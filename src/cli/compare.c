/* overflight check --compare: each plan is analysed once, and judged by each view. */
#include "cli/compare.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/said_length.h"
#include "cli/check_input.h"
#include "cli/check_sums.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/findings.h"
#include "cli/legs.h"
#include "cli/listing.h"

/* What one view has and finds. */
typedef struct {
    cli_rule_sets sets;
    ovf_judge judge;
    cli_check_sums sums;
    json_t *routes; /* with --json */
} viewing;

typedef struct {
    const cli_options *options;
    cli_check_input input;
    cli_words names;
    viewing *views; /* one for each name */
    cli_view shown[CLI_VIEWS_MAX];
    ovf_comparison comparison;
    json_t *differences; /* with --json */
    cli_terminal terminal;
    bool failed; /* memory was out while something was left out */
} comparing;

/* What cannot be read is missing in every view. */
static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    comparing *in = context;
    if (!in->options->quiet) cli_complain_left_out(file, feature, reason);
    for (size_t view = 0; view < in->names.count; view++)
        if (!cli_check_sums_leave_out(&in->views[view].sums, file, feature, reason))
            in->failed = true;
}

static ovf_status open_view(comparing *in, size_t number, ovf_error *error)
{
    viewing *view = &in->views[number];
    in->shown[number].name = in->names.items[number];
    if (!cli_rule_sets_of_view(in->options, in->names.items[number], &view->sets))
        return ovf_fail_memory(error);
    view->sums.zones_left_out = view->sums.left_out_count;
    ovf_judge_options judge = cli_check_judging(&in->input, &view->sets, view->sums.zones_left_out);
    judge.keep = true; /* a limit that one view finds kept and another broken is a difference */
    if (in->options->json && (view->routes = json_array()) == NULL) return ovf_fail_memory(error);
    return ovf_judge_open(&view->judge, &judge, &in->input.zones, in->input.analyzer, error);
}

static ovf_status open_all(comparing *in, ovf_error *error)
{
    in->views = ovf_array_new(in->names.count, sizeof *in->views);
    if (in->views == NULL) return ovf_fail_memory(error);
    if (in->options->json && (in->differences = json_array()) == NULL)
        return ovf_fail_memory(error);
    ovf_status status = cli_check_input_open(&in->input, in->options, leave_out, in, error);
    for (size_t view = 0; view < in->names.count && status == OVF_OK; view++)
        status = open_view(in, view, error);
    return status == OVF_OK ? cli_plans_open(&in->input.plans, in->options, leave_out, in, error)
                            : status;
}

static ovf_status judge_by(comparing *in, size_t number, const ovf_result *result, ovf_error *error)
{
    viewing *view = &in->views[number];
    ovf_status status = cli_check_judge(&in->input, &view->judge, result, error);
    if (status == OVF_OK)
        status = ovf_comparison_add(&in->comparison, number, &view->judge.rules, result, error);
    if (status != OVF_OK) return status;
    in->shown[number].verdict = result->judgement->verdict;
    if (!cli_check_sums_add(&view->sums, result->judgement)) return ovf_fail_memory(error);
    return view->routes == NULL ||
                   json_array_append_new(view->routes, cli_findings_json(result, &view->judge)) == 0
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status tell(comparing *in, const ovf_result *result, ovf_error *error)
{
    const char *id = result->route->id;
    if (in->differences != NULL &&
        !cli_comparison_add_json(&in->comparison, in->shown, id, in->differences))
        return ovf_fail_memory(error);
    if (in->differences != NULL || in->options->quiet) return OVF_OK;
    cli_print_clean(stdout, id);
    printf(", %s\n", ovf_said_km(result->length_m / 1000).text);
    if (!cli_comparison_print(&in->comparison, in->shown, &in->terminal))
        return ovf_fail_memory(error);
    ovf_status status = in->options->legs
                            ? cli_legs_print(result, &in->input.zones, &in->terminal, error)
                            : OVF_OK;
    if (!in->options->legs) putchar('\n');
    return status;
}

static ovf_status compare_route(comparing *in, ovf_error *error)
{
    const ovf_route *route = &in->input.plans.route;
    const ovf_result *result;
    ovf_status status = ovf_analyze(in->input.analyzer, route, in->input.scratch, &result, error);
    if (in->options->skip_invalid && (status == OVF_ERROR_INPUT || status == OVF_ERROR_GEOMETRY)) {
        leave_out(in, route->file != NULL ? route->file : "", route->id, error->message);
        return OVF_OK;
    }
    if (status == OVF_OK) status = ovf_comparison_begin(&in->comparison, in->names.count, error);
    for (size_t view = 0; view < in->names.count && status == OVF_OK; view++)
        status = judge_by(in, view, result, error);
    if (status == OVF_OK) status = ovf_comparison_end(&in->comparison, in->options->all, error);
    return status == OVF_OK ? tell(in, result, error) : status;
}

/* ---- all plans ---- */

/* The worst of the views' verdicts. */
static ovf_verdict verdict_of(const comparing *in)
{
    ovf_verdict worst = OVF_VERDICT_COMPLIES;
    for (size_t view = 0; view < in->names.count; view++) {
        ovf_verdict verdict = cli_check_sums_verdict(&in->views[view].sums);
        if (verdict == OVF_VERDICT_VIOLATES) return verdict;
        if (verdict == OVF_VERDICT_UNDECIDED) worst = verdict;
    }
    return worst;
}

static ovf_status print_json(comparing *in, ovf_error *error)
{
    json_t *views = json_array();
    for (size_t number = 0; number < in->names.count; number++) {
        viewing *view = &in->views[number];
        const cli_check_basis basis = {in->options, &view->sets, NULL, &view->judge};
        json_t *object = cli_check_sums_json(&view->sums, &basis, json_incref(view->routes));
        (void)json_object_set_new(object, "rules", cli_text_json(in->names.items[number]));
        (void)json_array_append_new(views, object);
    }
    bool complete = json_array_size(views) == in->names.count;
    json_t *document = json_pack("{s:s,s:s,s:o,s:O}", "version", ovf_version(), "verdict",
                                 ovf_verdict_name(verdict_of(in)), "views", views, "differences",
                                 in->differences);
    if (complete) return cli_print_json(document) ? OVF_OK : ovf_fail_memory(error);
    json_decref(document);
    return ovf_fail_memory(error);
}

static void print_sums(const comparing *in)
{
    bool first = true;
    for (size_t view = 0; view < in->names.count; view++) {
        if (!cli_check_sums_are_many(&in->views[view].sums)) continue;
        cli_print_clean(stdout, in->names.items[view]);
        fputs(": ", stdout);
        cli_check_counts_print(stdout, &in->views[view].sums);
    }
    if (in->terminal.colour) fputs("\033[2m", stdout);
    for (size_t view = 0; view < in->names.count; view++) {
        size_t count = in->views[view].sums.not_asked_count;
        if (count == 0) continue;
        printf("%s%zu question%s of ", first ? "Not asked, since plans lack the data: " : ", ",
               count, count == 1 ? "" : "s");
        cli_print_clean(stdout, in->names.items[view]);
        first = false;
    }
    if (!first) puts("; '--rules' instead of '--compare' names them.");
    cli_check_zones_print(stdout, in->options, &in->input.zones);
    if (in->terminal.colour) fputs("\033[0m", stdout);
}

static ovf_status compare_routes(comparing *in, ovf_error *error)
{
    bool more;
    ovf_status status = open_all(in, error);
    while (status == OVF_OK &&
           (status = cli_plans_next(&in->input.plans, &more, error)) == OVF_OK && more)
        status = compare_route(in, error);
    if (status == OVF_OK && in->failed) status = ovf_fail_memory(error);
    if (status != OVF_OK) return status;
    if (in->differences != NULL) return print_json(in, error);
    if (!in->options->quiet) print_sums(in);
    return OVF_OK;
}

static void clear(comparing *in)
{
    for (size_t number = 0; number < in->names.count && in->views != NULL; number++) {
        viewing *view = &in->views[number];
        cli_check_sums_clear(&view->sums);
        ovf_judge_clear(&view->judge);
        cli_rule_sets_clear(&view->sets);
        json_decref(view->routes);
    }
    free(in->views);
    ovf_comparison_clear(&in->comparison);
    cli_check_input_clear(&in->input);
    cli_words_clear(&in->names);
    json_decref(in->differences);
}

/* What does not go together; NULL: all does. */
static const char *is_in_the_way(const cli_options *options)
{
    return options->rules.count > 0   ? "rules"
           : options->geojson         ? "geojson"
           : options->output != NULL  ? "output"
           : options->suggest != NULL ? "suggest"
                                      : NULL;
}

int cli_check_compare(const cli_options *options)
{
    comparing in = {.options = options, .terminal = cli_terminal_of(stdout)};
    ovf_error error = {0};
    const char *other = is_in_the_way(options);
    if (other != NULL) {
        cli_complain("option '--compare' does not go with '--%s': give one of them", other);
        return CLI_BAD_INPUT;
    }
    if (!cli_views_find(options, &in.names)) return cli_fail_memory();
    if (in.names.count < 2 || in.names.count > CLI_VIEWS_MAX) {
        cli_complain("option '--compare': expected from 2 to %d views, such as "
                     "treaty-1992,national-measures, found %zu",
                     CLI_VIEWS_MAX, in.names.count);
        cli_words_clear(&in.names);
        return CLI_BAD_INPUT;
    }
    ovf_status status = compare_routes(&in, &error);
    ovf_verdict verdict = status == OVF_OK ? verdict_of(&in) : OVF_VERDICT_UNDECIDED;
    clear(&in);
    return status != OVF_OK ? cli_fail(status, &error) : cli_exit_of(verdict);
}
