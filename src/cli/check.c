/* overflight check PLAN... */
#include <stdlib.h>
#include <string.h>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "cli/plans.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "overflight/overflight.h"

const char cli_check_help[] =
    "overflight check: whether plans keep to restrictions\n"
    "\n"
    "Usage: overflight check PLAN... [OPTIONS]\n"
    "\n"
    "A PLAN is a file of routes as 'analyze' takes them; --route types one.\n"
    "\n"
    "      --route TEXT      a plan as item 15 of a flight plan has it: airfields by\n"
    "                        code or name, coordinates, levels (repeatable)\n"
    "      --suggest FILE    write routes that keep the stand-offs and avoid the\n"
    "                        prohibited zones with the least extra length\n"
    "      --rules LIST      rule sets by name or file (repeatable, or with commas):\n"
    "                        'overflight rules list' lists the bundled ones\n"
    "      --zones FILE      zones (repeatable), whose attributes are judged as well;\n"
    "                        otherwise the bundled ones\n"
    "      --date ISO        when the flight is taken to be; otherwise its own times\n"
    "      --margin PERCENT  warn of what is kept by less than this (5)\n"
    "      --plan FILE       what the flown track PLAN was to be\n"
    "      --json, --geojson the findings for programs, or as GeoJSON\n"
    "  -o, --output DIR      the results too, as 'analyze' writes them\n"
    "      --force           replace FILE, and DIR if an earlier one made it\n"
    "      --zone-edges KIND, --zone-id FIELD, --route-id FIELD, --where SQL\n"
    "                        as in 'overflight analyze --help'\n"
    "  -q, --quiet           say nothing: the exit status is the verdict\n"
    "  -h, --help            this text\n"
    "\n"
    "Examples:\n"
    "  overflight check plan.geojson --rules treaty-1992 --date 2013-06-18\n"
    "  overflight check --route \"UUMB 5530N03700E KGD 5442N02030E/F330 UUMB\"\n"
    "  overflight check plan.geojson --zones mine.geojson --suggest better.geojson\n"
    "\n"
    "Exit status: 0 complies, 1 violates, 2 bad usage or input, 3 failure.\n";

typedef struct {
    const cli_options *options;
    cli_zone_files zone_files;
    cli_rule_sets sets;
    ovf_zones zones;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_judge judge;
    ovf_route_source *plan_source;
    cli_plans plans;
    ovf_output *output;
    ovf_suggestion_file *suggestions;
    size_t suggested;
    char *command;
    ovf_setting settings[CLI_MAX_SETTINGS];
    json_t *routes; /* with --json */
    cli_terminal terminal;
    bool violates;
    size_t count;
} checking;

static ovf_status fail(ovf_error *error, ovf_status status, const char *text)
{
    error->status = status;
    snprintf(error->message, sizeof error->message, "%s", text);
    return status;
}

/* The one route of --plan, which holds as long as its source is open. */
static ovf_status read_plan(checking *in, const ovf_route **plan, ovf_error *error)
{
    const ovf_input_options input = {.id_field = in->options->route_id};
    const ovf_route *second = NULL;
    *plan = NULL;
    if (in->options->plan == NULL) return OVF_OK;
    ovf_status status = ovf_route_source_open(&in->options->plan, 1, &input, &in->plan_source,
                                              error);
    if (status == OVF_OK) status = ovf_route_source_next(in->plan_source, plan, error);
    if (status == OVF_OK) status = ovf_route_source_next(in->plan_source, &second, error);
    if (status != OVF_OK) return status;
    if (second != NULL) {
        snprintf(
            error->message, sizeof error->message,
            "%.300s: has more than one route, and the plan that tracks are compared with is one",
            in->options->plan);
        return error->status = OVF_ERROR_INPUT;
    }
    /* Once more from the beginning: what is handed out holds until the next. */
    ovf_route_source_free(in->plan_source);
    in->plan_source = NULL;
    status = ovf_route_source_open(&in->options->plan, 1, &input, &in->plan_source, error);
    return status == OVF_OK ? ovf_route_source_next(in->plan_source, plan, error) : status;
}

static ovf_status open_output(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    if (options->output == NULL && !options->geojson) return OVF_OK;
    in->command = cli_command_line(options);
    if (in->command == NULL) return fail(error, OVF_ERROR_MEMORY, "out of memory");
    const ovf_output_options output = {.directory = options->output,
                                       .to_stdout = options->geojson,
                                       .layers = options->geojson ? OVF_LAYER_FINDINGS : 0,
                                       .formats = options->geojson ? OVF_FORMAT_GEOJSON : 0,
                                       .judged = true,
                                       .replace = options->force,
                                       .zone_files = in->zone_files.files,
                                       .zone_file_count = in->zone_files.count,
                                       .geodata = in->zone_files.geodata,
                                       .route_files = options->operands,
                                       .route_file_count = options->operand_count,
                                       .command = in->command,
                                       .settings = in->settings,
                                       .setting_count = cli_settings(options, in->settings)};
    return ovf_output_open(&output, &in->zones, &in->output, error);
}

static ovf_status open_all(checking *in, ovf_error *error)
{
    const cli_options *options = in->options;
    const ovf_input_options zones = {.id_field = options->zone_id,
                                     .default_edges = options->zone_edges,
                                     .bundled = options->zone_count == 0};
    const ovf_route *plan;
    if (!cli_rule_sets_find(options, &in->sets))
        return fail(error, OVF_ERROR_MEMORY, "out of memory");
    ovf_status status = cli_zone_files_find(options, &in->zone_files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->zone_files.files, in->zone_files.count, &zones, &in->zones,
                                error);
    /* A stand-off looks for itself; only what is written out has nearest approaches. */
    const ovf_analysis_options analysis = {.search_m = options->output != NULL ? OVF_SEARCH_M
                                                                               : OVF_SEARCH_NONE};
    if (status == OVF_OK) status = ovf_analyzer_new(&in->zones, &analysis, &in->analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&in->scratch, error);
    if (status == OVF_OK) status = read_plan(in, &plan, error);
    const ovf_judge_options judge = {.sets = in->sets.names,
                                     .set_count = in->sets.count,
                                     .zone_attributes = in->sets.zone_attributes,
                                     .date = options->date,
                                     .margin = options->margin > 0 ? options->margin
                                                                   : OVF_MARGIN_NONE,
                                     .reference = status == OVF_OK ? plan : NULL,
                                     .without_territory = true};
    if (status == OVF_OK)
        status = ovf_judge_open(&in->judge, &judge, &in->zones, in->analyzer, error);
    if (status == OVF_OK) status = cli_plans_open(&in->plans, options, error);
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
            return fail(error, OVF_ERROR_MEMORY, "out of memory");
        return OVF_OK;
    }
    ovf_route made = status == OVF_OK ? ovf_suggestion_route(&suggestion, route) : (ovf_route){0};
    if (status == OVF_OK) status = judge_route(in, &made, &result, error);
    if (status == OVF_OK)
        status = ovf_suggestion_file_add(in->suggestions, route, &suggestion, error);
    in->suggested += status == OVF_OK;
    if (status == OVF_OK && object != NULL &&
        json_object_set_new(object, "suggestion", cli_suggestion_json(&suggestion, result)) != 0)
        status = fail(error, OVF_ERROR_MEMORY, "out of memory");
    if (status == OVF_OK && is_told(in)) cli_suggestion_print(&suggestion, result, &in->terminal);
    ovf_suggestion_clear(&suggestion);
    return status;
}

static ovf_status check_route(checking *in, ovf_error *error)
{
    const ovf_result *result;
    json_t *object = NULL;
    ovf_status status = judge_route(in, &in->plans.route, &result, error);
    if (status != OVF_OK) return status;
    in->violates = in->violates || cli_findings_count(result).violations > 0;
    in->count++;
    if (in->output != NULL) status = ovf_output_route(in->output, result, error);
    if (in->routes != NULL) {
        object = cli_findings_json(result);
        if (json_array_append_new(in->routes, object) != 0)
            return fail(error, OVF_ERROR_MEMORY, "out of memory");
    }
    if (is_told(in)) cli_findings_print(result, &in->terminal);
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

static ovf_status check_routes(checking *in, ovf_error *error)
{
    bool more;
    ovf_status status;
    while ((status = cli_plans_next(&in->plans, &more, error)) == OVF_OK && more)
        if ((status = check_route(in, error)) != OVF_OK) break;
    if (status == OVF_OK && in->output != NULL) status = ovf_output_close(in->output, error);
    return status == OVF_OK && in->suggestions != NULL ? close_suggestions(in, error) : status;
}

static void clear(checking *in)
{
    ovf_output_free(in->output);
    ovf_suggestion_file_free(in->suggestions);
    cli_plans_clear(&in->plans);
    ovf_judge_clear(&in->judge);
    ovf_route_source_free(in->plan_source);
    ovf_scratch_free(in->scratch);
    ovf_analyzer_free(in->analyzer);
    ovf_zones_clear(&in->zones);
    cli_rule_sets_clear(&in->sets);
    cli_zone_files_clear(&in->zone_files);
    free(in->command);
    json_decref(in->routes);
}

static int start(const cli_options *options)
{
    checking in = {.options = options, .terminal = cli_terminal_of(stdout)};
    ovf_error error = {0};
    if (options->operand_count == 0 && options->typed_count == 0) {
        cli_complain("check wants at least one plan, as in 'overflight check plan.geojson' or "
                     "'overflight check --route \"UUMB 5530N03700E UUMB\"'");
        return CLI_BAD_INPUT;
    }
    if (options->geojson && (options->json || options->output != NULL)) {
        cli_complain("option '--geojson' does not go with '--%s': one of them is wanted",
                     options->json ? "json" : "output");
        return CLI_BAD_INPUT;
    }
    if (options->suggest != NULL && strcmp(options->suggest, "-") == 0) {
        cli_complain("option '--suggest' is '-', a file's name is wanted");
        return CLI_BAD_INPUT;
    }
    if (options->json) in.routes = json_array();
    ovf_status status = open_all(&in, &error);
    if (status == OVF_OK) status = check_routes(&in, &error);
    if (status == OVF_OK && in.routes != NULL &&
        !cli_print_json(
            cli_check_json(&in.judge, options->date, json_incref(in.routes), in.violates)))
        status = fail(&error, OVF_ERROR_MEMORY, "out of memory");
    if (status != OVF_OK)
        cli_complain("%s", error.message[0] == '\0' ? "out of memory" : error.message);
    bool violates = in.violates;
    clear(&in);
    if (status != OVF_OK) return cli_exit_for(status);
    return violates ? CLI_VIOLATES : CLI_DONE;
}

int cli_check(int argc, char **argv)
{
    static const cli_syntax syntax = {"check", "ozeZRwfujqdmPgtG", cli_check_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
