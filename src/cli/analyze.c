/* overflight analyze ROUTES... -o DIR */
#include <stdlib.h>
#include <string.h>

#include "cli/commandline.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/rejections.h"
#include "cli/terminal.h"
#include "cli/verdict.h"
#include "cli/zonefiles.h"
#include "overflight/overflight.h"

const char cli_analyze_help[] =
    "overflight analyze: which zones each route enters, where, when and for how long\n"
    "\n"
    "Usage: overflight analyze ROUTES... -o DIR [OPTIONS]\n"
    "\n"
    "ROUTES are files of lines that GDAL reads (GeoJSON, GeoPackage, GPX, ...);\n"
    "FILE|layername=NAME picks a layer. Altitudes are Z. Times are M, or the\n"
    "properties coordTimes, or start_time with speed_kmh.\n"
    "\n"
    "  -o, --output DIR       where the results go; a new directory\n"
    "      --force            replace DIR if an earlier analysis made it\n"
    "      --zones FILE       zones to use (may be repeated); without it those that\n"
    "                         come with overflight\n"
    "      --zone-edges KIND  how the edges of zones run that do not say so: lonlat\n"
    "                         (as RFC 7946 has it; the default) or geodesic\n"
    "      --zone-id FIELD    field with the zones' ids; without it id, then name,\n"
    "                         then the feature's number\n"
    "      --route-id FIELD   likewise for the routes\n"
    "      --search-km KM     how near a route must come to a zone that it does not\n"
    "                         meet for their nearest places to be listed; 50 without\n"
    "                         it, 0 for none\n"
    "      --layers LIST      write only some of statistics,routes,zones,passages,\n"
    "                         crossings,nearest\n"
    "      --skip-invalid     leave bad features out and list them in rejected.csv;\n"
    "                         without it the first one ends the run\n"
    "  -q, --quiet            neither progress nor table\n"
    "  -h, --help             this text\n"
    "\n"
    "Examples:\n"
    "  overflight analyze flights.geojson -o result\n"
    "  overflight analyze tracks.gpkg --route-id callsign --zones fir.gpkg -o result\n"
    "  overflight analyze 'a.gpkg|layername=2024' b.gpx --skip-invalid -o result\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or input, 3 failure of the system. Unless it is\n"
    "0, nothing has been written.\n";

/* All that one run holds. */
typedef struct {
    const cli_options *options;
    const char *directory;
    cli_zone_files zone_files;
    ovf_zones zones;
    ovf_route_source *routes;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_output *output;
    cli_rejections rejections;
    cli_progress progress;
    char *command;
    ovf_setting settings[CLI_MOST_SETTINGS];
    ovf_error error;
} analysis;

static ovf_status fail(analysis *run, ovf_status status, const char *message)
{
    run->error.status = status;
    snprintf(run->error.message, sizeof run->error.message, "%s", message);
    return status;
}

static ovf_status read_inputs(analysis *run)
{
    const cli_options *options = run->options;
    ovf_input_options input = {.default_edges = options->zone_edges, .id_field = options->zone_id};
    if (options->skip_invalid) {
        input.reject = cli_rejections_add;
        input.reject_context = &run->rejections;
    }
    ovf_status status = cli_zone_files_find(options, &run->zone_files, &run->error);
    if (status != OVF_OK) return status;
    status = ovf_zones_read(run->zone_files.files, run->zone_files.count, &input, &run->zones, &run->error);
    if (status != OVF_OK) return status;
    if (run->zones.count == 0) return fail(run, OVF_ERROR_INPUT, "no zone is left: all of them had to be left out");
    input.id_field = options->route_id;
    return ovf_route_source_open(options->operands, options->operand_count, &input, &run->routes, &run->error);
}

static ovf_status open_output(analysis *run)
{
    const cli_options *options = run->options;
    run->command = cli_command_line(options);
    if (run->command == NULL || run->rejections.out_of_memory) return fail(run, OVF_ERROR_MEMORY, "out of memory");
    ovf_output_options output = {.directory = run->directory,
                                 .layers = options->layers,
                                 .replace = options->force,
                                 .zone_files = run->zone_files.files,
                                 .zone_file_count = run->zone_files.count,
                                 .geodata = run->zone_files.geodata,
                                 .route_files = options->operands,
                                 .route_file_count = options->operand_count,
                                 .command = run->command,
                                 .settings = run->settings,
                                 .setting_count = cli_settings(options, run->settings)};
    cli_interrupt_begin();
    ovf_status status = ovf_output_open(&output, &run->zones, &run->output, &run->error);
    if (status == OVF_OK) cli_rejections_open(&run->rejections, run->output);
    return status;
}

/* The list of what is left out has columns for file and route, that the sentence begins with. */
static void reject_route(analysis *run, const ovf_route *route)
{
    char begin[sizeof run->error.message];
    const char *reason = run->error.message;
    int length = snprintf(begin, sizeof begin, "%s: route \"%s\": ", route->file, route->id);
    if (length > 0 && (size_t)length < sizeof begin && strncmp(reason, begin, (size_t)length) == 0) reason += length;
    cli_rejections_add(&run->rejections, route->file, route->id, reason);
}

static ovf_status analyze_routes(analysis *run)
{
    for (uint64_t done = 0; cli_interrupted() == 0; cli_progress_update(&run->progress, ++done)) {
        const ovf_route *route = NULL;
        const ovf_result *result = NULL;
        ovf_status status = ovf_route_source_next(run->routes, &route, &run->error);
        if (status != OVF_OK || route == NULL) return status;
        status = ovf_analyze(run->analyzer, route, run->scratch, &result, &run->error);
        if (status == OVF_ERROR_GEOMETRY && run->options->skip_invalid) {
            reject_route(run, route);
            continue;
        }
        if (status != OVF_OK) return status;
        status = ovf_output_route(run->output, result, &run->error);
        if (status != OVF_OK) return status;
    }
    return fail(run, OVF_ERROR_STOPPED, "interrupted: nothing has been written");
}

static ovf_status perform(analysis *run)
{
    ovf_status status = read_inputs(run);
    if (status == OVF_OK) status = ovf_analyzer_new(&run->zones, &(ovf_analysis_options){run->options->search_m}, &run->analyzer, &run->error);
    if (status == OVF_OK) status = ovf_scratch_new(&run->scratch, &run->error);
    if (status == OVF_OK) status = open_output(run);
    if (status != OVF_OK) return status;
    cli_progress_begin(&run->progress, "routes", ovf_route_source_total(run->routes), run->options->quiet);
    status = analyze_routes(run);
    if (status == OVF_OK) status = ovf_output_close(run->output, &run->error);
    cli_progress_end(&run->progress);
    return status;
}

static void clear(analysis *run)
{
    cli_rejections_clear(&run->rejections);
    ovf_output_free(run->output);
    ovf_scratch_free(run->scratch);
    ovf_analyzer_free(run->analyzer);
    ovf_route_source_free(run->routes);
    ovf_zones_clear(&run->zones);
    cli_zone_files_clear(&run->zone_files);
    free(run->command);
}

static int run_analysis(const cli_options *options, const char *directory)
{
    analysis run = {.options = options, .directory = directory};
    ovf_status status = perform(&run);
    int result = cli_exit_for(status);
    if (status == OVF_OK && !options->quiet) {
        bool statistics = options->layers == 0 || (options->layers & OVF_LAYER_STATISTICS) != 0;
        if (!cli_verdict_print(ovf_output_totals(run.output), ovf_output_digest(run.output), &run.zones, directory, statistics)) {
            status = fail(&run, OVF_ERROR_MEMORY, "out of memory for the table; the results are complete");
            result = cli_exit_for(status);
        }
    }
    /* What was begun is removed before anything is said of it. */
    clear(&run);
    if (status != OVF_OK) cli_complain("%s", run.error.message);
    if (status == OVF_ERROR_STOPPED && cli_interrupted() != 0) result = CLI_SIGNALLED + cli_interrupted();
    return result;
}

static int start(const cli_options *options)
{
    if (options->operand_count == 0) {
        cli_complain("analyze wants at least one file of routes, as in 'overflight analyze flights.geojson -o result'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("analyze wants a directory for its results: add '-o DIR'");
        return CLI_BAD_INPUT;
    }
    size_t length = strlen(options->output);
    char *directory = malloc(length + 1);
    if (directory == NULL) {
        cli_complain("out of memory");
        return CLI_FAILURE;
    }
    memcpy(directory, options->output, length + 1);
    while (length > 1 && directory[length - 1] == '/') directory[--length] = '\0';
    int status = run_analysis(options, directory);
    free(directory);
    return status;
}

int cli_analyze(int argc, char **argv)
{
    static const cli_syntax syntax = {"analyze", "ozeZRlksfq", cli_analyze_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
