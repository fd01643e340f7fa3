/* overflight check PLAN... */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "batch/judged_by.h"
#include "cli/check_sums.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/findings.h"
#include "cli/listing.h"
#include "cli/plans.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "overflight/overflight.h"

#define KELVIN 273.15

typedef struct {
    const cli_options *options;
    cli_zone_files zone_files;
    cli_zone_input zone_input; /* which counts the zones that were left out */
    cli_rule_sets sets;
    ovf_zones zones;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_terrain *terrain; /* NULL: without --dem */
    ovf_ground ground;
    ovf_vertical vertical;
    ovf_judge judge;
    ovf_route_source *reference_source;
    cli_plans plans;
    ovf_output *output;
    ovf_suggestion_file *suggestions;
    size_t suggested;
    char *command, *judged_by;
    ovf_setting settings[CLI_MAX_SETTINGS];
    json_t *routes; /* with --json */
    cli_terminal terminal;
    cli_check_sums sums;
    bool failed; /* memory was out while something was left out */
} checking;

/* What cannot be read is told at once. */
static void leave_out(void *context, const char *file, const char *feature, const char *reason)
{
    checking *in = context;
    if (!in->options->quiet) cli_complain("%s: feature %s was left out: %s", file, feature, reason);
    if (!cli_check_sums_leave_out(&in->sums, file, feature, reason)) in->failed = true;
    if (in->output != NULL) ovf_output_reject(in->output, file, feature, reason);
}

/* The one route of --against, which holds as long as its source is open. */
static ovf_status read_reference(checking *in, const ovf_route **reference, ovf_error *error)
{
    const ovf_input_options input = {.id_field = in->options->route_id, .crs = in->options->crs};
    const ovf_route *second = NULL;
    *reference = NULL;
    if (in->options->against == NULL) return OVF_OK;
    ovf_status status = ovf_route_source_open(&in->options->against, 1, &input,
                                              &in->reference_source, error);
    if (status == OVF_OK) status = ovf_route_source_next(in->reference_source, reference, error);
    if (status == OVF_OK) status = ovf_route_source_next(in->reference_source, &second, error);
    if (status != OVF_OK) return status;
    if (second != NULL) {
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%.300s: expected one route to compare tracks with, found more than one "
                        "route",
                        in->options->against);
    }
    /* Once more from the beginning: what is handed out holds until the next. */
    ovf_route_source_free(in->reference_source);
    in->reference_source = NULL;
    status = ovf_route_source_open(&in->options->against, 1, &input, &in->reference_source, error);
    return status == OVF_OK ? ovf_route_source_next(in->reference_source, reference, error)
                            : status;
}

static ovf_status open_output(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (options->output == NULL && !options->geojson) return OVF_OK;
    in->command = cli_command_line(options);
    if (in->command == NULL) return ovf_fail_memory(error);
    const ovf_output_options output = {.directory = options->output,
                                       .to_stdout = options->geojson,
                                       .layers = options->geojson ? OVF_LAYER_FINDINGS : 0,
                                       .formats = options->geojson ? OVF_FORMAT_GEOJSON : 0,
                                       .judged = true,
                                       .judged_by = in->judged_by,
                                       .replace = options->force,
                                       .zone_files = in->zone_files.files,
                                       .zone_file_count = in->zone_files.count,
                                       .geodata = in->zone_files.geodata,
                                       .route_files = options->operands.items,
                                       .route_file_count = options->operands.count,
                                       .command = in->command,
                                       .settings = in->settings,
                                       .setting_count = cli_settings(options, in->settings)};
    return ovf_output_open(&output, &in->zones, &in->output, error);
}

/* What is known of ground and air. */
static ovf_status open_vertical(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    ovf_vertical *v = &in->vertical;
    *v = (ovf_vertical){.qnh_least_hpa = options->qnh_hpa.least,
                        .qnh_most_hpa = options->qnh_hpa.most};
    if (options->given[CLI_TEMPERATURE] != NULL) {
        v->temperature_least_k = options->temperature_c.least + KELVIN;
        v->temperature_most_k = options->temperature_c.most + KELVIN;
    }
    if (options->dem == NULL) return OVF_OK;
    ovf_status status = ovf_terrain_open(options->dem, &in->terrain, error);
    if (status != OVF_OK) return status;
    in->ground = ovf_terrain_ground(in->terrain);
    v->ground = &in->ground;
    v->ground_error_m = OVF_GROUND_ERROR_M;
    return OVF_OK;
}

static ovf_status open_all(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    cli_zone_input_begin(&in->zone_input, options);
    in->zone_input.input.bundled = options->zones.count == 0;
    if (options->skip_invalid) {
        in->zone_input.input.reject = leave_out;
        in->zone_input.input.reject_context = in;
    }
    const ovf_route *reference;
    if (!cli_rule_sets_find(options, &in->sets)) return ovf_fail_memory(error);
    ovf_status status = cli_zone_files_find(options, &in->zone_files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->zone_files.files, in->zone_files.count, &in->zone_input.input,
                                &in->zones, error);
    cli_zone_input_end(&in->zone_input);
    /* A stand-off looks for itself; only what is written out has nearest approaches. */
    const ovf_analysis_options analysis = {.search_m = options->output != NULL ? OVF_SEARCH_M
                                                                               : OVF_SEARCH_NONE};
    if (status == OVF_OK) status = ovf_analyzer_new(&in->zones, &analysis, &in->analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&in->scratch, error);
    if (status == OVF_OK) status = read_reference(in, &reference, error);
    if (status == OVF_OK) status = open_vertical(in, error);
    in->sums.zones_left_out = in->sums.left_out_count;
    const ovf_judge_options judge = {.sets = in->sets.sets.items,
                                     .set_count = in->sets.sets.count,
                                     .zone_attributes = in->sets.zone_attributes,
                                     .standings = in->sets.standings.items,
                                     .standing_count = in->sets.standings.count,
                                     .strict = options->strict,
                                     .keep = options->all || options->json,
                                     .zones_left_out = in->sums.zones_left_out,
                                     .date = options->date,
                                     .vertical = &in->vertical,
                                     .margin = options->margin > 0 ? options->margin
                                                                   : OVF_MARGIN_NONE,
                                     .reference = status == OVF_OK ? reference : NULL,
                                     .without_territory = true};
    if (status == OVF_OK)
        status = ovf_judge_open(&in->judge, &judge, &in->zones, in->analyzer, error);
    if (status == OVF_OK && (in->judged_by = ovf_judged_by(&judge)) == NULL)
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = cli_plans_open(&in->plans, options, leave_out, in, error);
    if (status == OVF_OK && options->suggest != NULL)
        status = ovf_suggestion_file_open(options->suggest, options->force, &in->suggestions,
                                          error);
    return status == OVF_OK ? open_output(in, error) : status;
}

/* The States' areas take longer to read than all the rest, and few flights want them. */
static bool wants_territory(const checking *in, const ovf_result *result)
{
    if (in->judge.territory != NULL) return false;
    for (size_t i = 0; i < result->finding_count; i++)
        if (!result->findings[i].judged &&
            strcmp(result->findings[i].restriction->kind->name, "flight_distance") == 0)
            return true;
    return false;
}

static ovf_status judge_route(checking *in, const ovf_route *route, const ovf_result **result,
                              ovf_error *error)
{
    ovf_status status = ovf_analyze(in->analyzer, route, in->scratch, result, error);
    if (status == OVF_OK) status = ovf_check_route(in->judge.checker, in->scratch, error);
    if (status == OVF_OK && wants_territory(in, *result)) {
        status = ovf_judge_add_territory(&in->judge, error);
        if (status == OVF_OK) status = ovf_check_route(in->judge.checker, in->scratch, error);
    }
    return status;
}

/* Whether the verdicts are printed for people. */
static bool is_told(const checking *in)
{
    return in->routes == NULL && !in->options->geojson && !in->options->quiet;
}

/* That no way is clear is no failure of the check: it is said, and the route has no suggestion. */
static ovf_status suggest(checking *in, json_t *object, ovf_error *error)
{
    const ovf_route *route = &in->plans.route;
    const ovf_result *result;
    ovf_suggestion suggestion;
    ovf_status status = ovf_suggest_complying(in->judge.checker, route, in->plans.pinned,
                                              in->scratch, &suggestion, error);
    if (status == OVF_ERROR_GEOMETRY || status == OVF_ERROR_INTERNAL) {
        if (object == NULL) cli_complain("no suggestion: %s", error->message);
        else if (json_object_set_new(object, "suggestion",
                                     cli_no_suggestion_json(error->message)) != 0)
            return ovf_fail_memory(error);
        return OVF_OK;
    }
    ovf_route made = status == OVF_OK ? ovf_suggestion_route(&suggestion, route) : (ovf_route){0};
    if (status == OVF_OK) status = judge_route(in, &made, &result, error);
    if (status == OVF_OK)
        status = ovf_suggestion_file_add(in->suggestions, route, &suggestion, error);
    in->suggested += status == OVF_OK;
    if (status == OVF_OK && object != NULL &&
        json_object_set_new(object, "suggestion",
                            cli_suggestion_json(&suggestion, result, &in->judge)) != 0)
        status = ovf_fail_memory(error);
    if (status == OVF_OK && is_told(in)) cli_suggestion_print(&suggestion, result, &in->terminal);
    ovf_suggestion_clear(&suggestion);
    return status;
}

static ovf_status check_route(checking *in, ovf_error *error)
{
    const ovf_result *result;
    json_t *object = NULL;
    const ovf_route *route = &in->plans.route;
    ovf_status status = judge_route(in, route, &result, error);
    if (in->options->skip_invalid && (status == OVF_ERROR_INPUT || status == OVF_ERROR_GEOMETRY)) {
        leave_out(in, route->file != NULL ? route->file : "", route->id, error->message);
        return OVF_OK;
    }
    if (status != OVF_OK) return status;
    if (!cli_check_sums_add(&in->sums, result->judgement)) return ovf_fail_memory(error);
    if (in->output != NULL) status = ovf_output_route(in->output, result, error);
    if (in->routes != NULL) {
        object = cli_findings_json(result, &in->judge);
        if (json_array_append_new(in->routes, object) != 0) return ovf_fail_memory(error);
    }
    if (is_told(in)) cli_findings_print(result, &in->judge, in->options->all, &in->terminal);
    return status == OVF_OK && in->suggestions != NULL ? suggest(in, object, error) : status;
}

/* Without a suggestion there is no file of them. */
static ovf_status close_suggestions(checking *in, ovf_error *error)
{
    if (in->suggested == 0) return OVF_OK;
    ovf_status status = ovf_suggestion_file_close(in->suggestions, error);
    if (status == OVF_OK && is_told(in)) {
        printf("%zu suggested route%s in ", in->suggested, in->suggested == 1 ? "" : "s");
        cli_print_clean(stdout, in->options->suggest);
        putchar('\n');
    }
    return status;
}

static ovf_status sum_up(checking *in, ovf_error *error)
{
    const cli_check_basis basis = {in->options, &in->sets, in->judged_by, &in->judge};
    if (is_told(in)) cli_check_sums_print(&in->sums, &basis, &in->terminal);
    return in->routes == NULL ||
                   cli_print_json(cli_check_sums_json(&in->sums, &basis, json_incref(in->routes)))
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status check_routes(checking *in, ovf_error *error)
{
    bool more;
    ovf_status status;
    while ((status = cli_plans_next(&in->plans, &more, error)) == OVF_OK && more)
        if ((status = check_route(in, error)) != OVF_OK) break;
    if (status == OVF_OK && in->failed) status = ovf_fail_memory(error);
    if (status == OVF_OK) status = sum_up(in, error);
    if (status == OVF_OK && in->output != NULL) status = ovf_output_close(in->output, error);
    return status == OVF_OK && in->suggestions != NULL ? close_suggestions(in, error) : status;
}

static void clear(checking *in)
{
    cli_check_sums_clear(&in->sums);
    ovf_output_free(in->output);
    ovf_suggestion_file_free(in->suggestions);
    cli_plans_clear(&in->plans);
    ovf_judge_clear(&in->judge);
    ovf_route_source_free(in->reference_source);
    ovf_scratch_free(in->scratch);
    ovf_terrain_free(in->terrain);
    ovf_analyzer_free(in->analyzer);
    ovf_zones_clear(&in->zones);
    cli_rule_sets_clear(&in->sets);
    cli_zone_files_clear(&in->zone_files);
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
