/* overflight check PLAN... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "batch/judged_by.h"
#include "cli/check_input.h"
#include "cli/check_sums.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/compare.h"
#include "cli/exchanged.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/findings.h"
#include "cli/legs.h"
#include "cli/listing.h"
#include "cli/rule_sets.h"
#include "cli/suggest.h"
#include "cli/sweep.h"
#include "cli/terminal.h"
#include "overflight/overflight.h"

typedef struct {
    const cli_options *options;
    cli_check_input input;
    cli_rule_sets sets;
    ovf_judge judge;
    ovf_output *output;
    cli_suggester suggester;
    char *command, *judged_by;
    ovf_setting settings[CLI_MAX_SETTINGS];
    json_t *routes; /* with --json */
    cli_terminal terminal;
    cli_check_sums sums;
    cli_exchanged exchanged;
    bool failed; /* memory was out while something was left out */
} checking;

static void count_out(checking *in, const char *file, const char *feature, const char *reason)
{
    if (!cli_check_sums_leave_out(&in->sums, file, feature, reason)) in->failed = true;
    else if (in->options->line_buffered && !cli_print_json_line(cli_last_left_out_json(&in->sums)))
        in->failed = true;
    if (in->output != NULL) ovf_output_reject(in->output, file, feature, reason);
}

/* What cannot be read is told at once. */
static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    checking *in = context;
    if (!in->options->quiet) cli_complain_left_out(file, feature, reason);
    count_out(in, file, feature, reason);
}

static ovf_status open_output(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (options->output == NULL && !options->geojson) return OVF_OK;
    in->command = cli_command_line(options);
    if (in->command == NULL) return ovf_fail_memory(error);
    const ovf_output_options output = {.directory = options->output,
                                       .csv_safe = options->csv_safe,
                                       .to_stdout = options->geojson,
                                       .layers = options->geojson ? OVF_LAYER_FINDINGS : 0,
                                       .formats = options->geojson ? OVF_FORMAT_GEOJSON : 0,
                                       .judged = true,
                                       .judged_by = in->judged_by,
                                       .replace = options->force,
                                       .zone_files = in->input.zone_files.files,
                                       .zone_file_count = in->input.zone_files.count,
                                       .geodata = in->input.zone_files.geodata,
                                       .route_files = options->operands.items,
                                       .route_file_count = options->operands.count,
                                       .command = in->command,
                                       .settings = in->settings,
                                       .setting_count = cli_settings(options, in->settings),
                                       .vertical = &in->input.vertical};
    return ovf_output_open(&output, &in->input.zones, &in->output, error);
}

/* Whether the verdicts are printed for people. */
static bool is_told(const checking *in)
{
    return in->routes == NULL && !in->options->geojson && !in->options->quiet;
}

static ovf_status open_all(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (!cli_rule_sets_find(options, &in->sets)) return ovf_fail_memory(error);
    ovf_status status = cli_check_input_open(&in->input, options, leave_out, in, error);
    in->sums.zones_left_out = in->sums.left_out_count;
    const ovf_judge_options judge = cli_check_judging(&in->input, &in->sets,
                                                      in->sums.zones_left_out);
    if (status == OVF_OK)
        status = ovf_judge_open(&in->judge, &judge, &in->input.zones, in->input.analyzer, error);
    if (status == OVF_OK && (in->judged_by = ovf_judged_by(&judge)) == NULL)
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = cli_plans_open(&in->input.plans, options, leave_out, in, error);
    in->suggester = (cli_suggester){.options = options,
                                    .input = &in->input,
                                    .judge = &in->judge,
                                    .told = is_told(in),
                                    .terminal = &in->terminal};
    if (status == OVF_OK) status = cli_suggester_open(&in->suggester, error);
    if (status == OVF_OK) status = open_output(in, error);
    for (size_t i = 0; i + 1 < options->unread.count && status == OVF_OK; i += 2)
        count_out(in, options->unread.items[i], "", options->unread.items[i + 1]);
    return status;
}

static ovf_status judge_route(checking *in, const ovf_route *route, const ovf_result **result,
                              ovf_error *error)
{
    ovf_status status = ovf_analyze(in->input.analyzer, route, in->input.scratch, result, error);
    return status == OVF_OK ? cli_check_judge(&in->input, &in->judge, *result, error) : status;
}

/* Says so where the route's coordinates look exchanged. */
static ovf_status hint(checking *in, const ovf_result *result, ovf_error *error)
{
    char note[400], shown[200];
    size_t zone;
    const ovf_route *route = result->route;
    const ovf_input_options *input = &in->input.plans.input.input;
    ovf_status status = cli_exchanged_find(&in->exchanged, in->input.analyzer, result, &zone,
                                           error);
    if (status != OVF_OK || zone == SIZE_MAX) return status;
    ovf_text_shorten(in->input.zones.items[zone].id, shown, sizeof shown);
    snprintf(note, sizeof note,
             "enters no zone, but would enter %s if its latitudes and longitudes were exchanged: "
             "are they in the right order?",
             shown);
    input->note(input->note_context, route->file != NULL ? route->file : "", route->id, note,
                OVF_REMEDY_NONE);
    return OVF_OK;
}

static ovf_status check_route(checking *in, ovf_error *error)
{
    const ovf_result *result;
    json_t *object = NULL;
    const ovf_route *route = &in->input.plans.route;
    ovf_status status = judge_route(in, route, &result, error);
    if (in->options->skip_invalid && (status == OVF_ERROR_INPUT || status == OVF_ERROR_GEOMETRY)) {
        leave_out(in, route->file != NULL ? route->file : "", route->id, error->message);
        return OVF_OK;
    }
    if (status == OVF_OK) status = hint(in, result, error);
    if (status != OVF_OK) return status;
    if (!cli_check_sums_add(&in->sums, result->judgement)) return ovf_fail_memory(error);
    if (in->output != NULL) status = ovf_output_route(in->output, result, error);
    if (in->routes != NULL) {
        object = cli_findings_json(result, &in->judge);
        if (json_array_append_new(in->routes, object) != 0) return ovf_fail_memory(error);
    }
    if (is_told(in)) cli_findings_print(result, &in->judge, in->options->all, &in->terminal);
    if (status == OVF_OK && is_told(in) && in->options->legs)
        status = cli_legs_print(result, &in->input.zones, &in->terminal, error);
    if (status == OVF_OK) status = cli_suggest(&in->suggester, object, error);
    if (status != OVF_OK || !in->options->line_buffered) return status;
    bool printed = cli_print_json_line(json_incref(object));
    return json_array_clear(in->routes) == 0 && printed ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status sum_up(checking *in, ovf_error *error)
{
    const cli_check_basis basis = {in->options, &in->sets, in->judged_by, &in->judge};
    if (is_told(in)) cli_check_sums_print(&in->sums, &basis, &in->terminal);
    return in->routes == NULL || in->options->line_buffered ||
                   cli_print_json(cli_check_sums_json(&in->sums, &basis, json_incref(in->routes)))
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status check_routes(checking *in, ovf_error *error)
{
    bool more;
    ovf_status status;
    while ((status = cli_plans_next(&in->input.plans, &more, error)) == OVF_OK && more)
        if ((status = check_route(in, error)) != OVF_OK) break;
    if (status == OVF_OK && in->failed) status = ovf_fail_memory(error);
    if (status == OVF_OK) status = sum_up(in, error);
    if (status == OVF_OK && in->output != NULL) status = ovf_output_close(in->output, error);
    return status == OVF_OK ? cli_suggester_close(&in->suggester, error) : status;
}

static void clear(checking *in)
{
    cli_check_sums_clear(&in->sums);
    cli_exchanged_clear(&in->exchanged);
    ovf_output_free(in->output);
    cli_suggester_clear(&in->suggester);
    ovf_judge_clear(&in->judge);
    cli_check_input_clear(&in->input);
    cli_rule_sets_clear(&in->sets);
    free(in->command);
    free(in->judged_by);
    json_decref(in->routes);
}

int cli_check(const cli_options *options)
{
    checking in = {.options = options, .terminal = cli_terminal_of(stdout)};
    ovf_error error = {0};
    if (options->operands.count == 0 && options->routes.count == 0) {
        cli_complain("check: expected at least one flight plan, found none: try 'overflight check "
                     "plan.geojson' or 'overflight check --route \"UUMB 5530N03700E UUMB\"'");
        return CLI_BAD_INPUT;
    }
    if (options->given[CLI_CLEARANCE] != NULL && options->suggest == NULL) {
        cli_complain("option '--clearance' is for suggestions: add '--suggest FILE'");
        return CLI_BAD_INPUT;
    }
    if (options->line_buffered &&
        (!options->json || options->sweep != NULL || options->compare.count > 0)) {
        cli_complain("option '--line-buffered' prints a line of JSON for each route: add '--json', "
                     "without '--compare' and '--sweep'");
        return CLI_BAD_INPUT;
    }
    if (options->sweep != NULL) return cli_check_sweep(options);
    if (options->compare.count > 0) return cli_check_compare(options);
    if (cli_sweep_misses(options)) return CLI_BAD_INPUT;
    if (options->geojson && (options->json || options->output != NULL)) {
        cli_complain("option '--geojson' does not go with '--%s': give one of them",
                     options->json ? "json" : "output");
        return CLI_BAD_INPUT;
    }
    if (options->json) in.routes = json_array();
    ovf_status status = open_all(&in, &error);
    if (status == OVF_OK) status = check_routes(&in, &error);
    ovf_verdict verdict = cli_check_sums_verdict(&in.sums);
    clear(&in);
    return status != OVF_OK ? cli_fail(status, &error) : cli_exit_of(verdict);
}
