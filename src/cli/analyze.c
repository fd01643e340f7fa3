/* overflight analyze ROUTES... -o DIR */
#include <stdlib.h>
#include <string.h>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "cli/verdict.h"
#include "cli/zone_files.h"
#include "gdal/postgres.h"
#include "overflight/overflight.h"

const char cli_analyze_help[] =
    "overflight analyze: which zones each route enters, where, when and for how long\n"
    "\n"
    "Usage: overflight analyze ROUTES... -o DIR [OPTIONS]\n"
    "\n"
    "ROUTES are what GDAL opens, also /vsicurl/URL, /vsis3/…, PG:dbname=…;\n"
    "FILE|layername=NAME picks a layer, - is GeoJSONSeq on standard input. Altitudes\n"
    "are Z; times M, coordTimes, start_time + speed_kmh.\n"
    "\n"
    "  -o, --output DIR      where the results go, a new directory; - is a pipe,\n"
    "                        PG:dbname=… a PostGIS database (active_schema=NAME)\n"
    "      --force           replace DIR, or tables, if an earlier analysis made it\n"
    "      --zones FILE      zones to use (repeatable); otherwise the bundled ones\n"
    "      --zone-edges KIND how edges run that do not say so: lonlat or geodesic\n"
    "      --zone-id FIELD   field with the ids; otherwise id, name, or a number\n"
    "      --route-id FIELD  likewise for the routes\n"
    "      --where SQL       only routes for which this holds, such as \"kind = 'a'\"\n"
    "      --search-km KM    how near a zone must be to be listed (50; 0: none)\n"
    "      --rules LIST      judge as 'check' does, also by --date and --margin\n"
    "      --sensor NAME     what a sensor sees, as 'overflight help coverage' has it\n"
    "      --layers LIST     some of statistics,routes,zones,passages,crossings,\n"
    "                        nearest,occupancy,findings, and of coverage's\n"
    "      --bin TIME        length of occupancy's bins: 900, 15min, 1d (1h)\n"
    "      --formats LIST    some of csv,geojson,geojsonseq,gpkg,fgb,html; usually\n"
    "                        csv and geojson, and of all layers gpkg and html\n"
    "      --skip-invalid    leave bad features out and list them in rejected.csv\n"
    "  -j, --jobs N          threads; otherwise one for each core\n"
    "      --resume          go on with a run that was interrupted\n"
    "      --shard K/N       only part K of N, into DIR/part-K-of-N, for 'merge';\n"
    "                        auto: as Slurm or Kubernetes say\n"
    "      --line-buffered   with -o -: each row at once\n"
    "      --progress KIND   auto, lines, json or none\n"
    "  -q, --quiet           neither progress nor table\n"
    "  -h, --help            this text\n"
    "\n"
    "Examples:\n"
    "  overflight analyze tracks.gpkg --route-id callsign --zones fir.gpkg -o result\n"
    "  cat flights.geojsonl | overflight analyze - -o - > statistics.csv\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or input, 3 failure of the system, 128 + the\n"
    "signal's number when interrupted: what was done is kept then for --resume.\n";

const char cli_coverage_help[] =
    "overflight analyze: what sensors see along the routes, and of the zones\n"
    "\n"
    "Usage: overflight analyze ROUTES... -o DIR --sensor NAME --height M [OPTIONS]\n"
    "\n"
    "      --sensor NAME     one of 'overflight sensors list', or a file of your own\n"
    "                        (repeatable: each for itself, and all together)\n"
    "      --swath-km KM     that much, both sides together, from any height\n"
    "      --height M        height above ground; otherwise the fixes' altitude less\n"
    "      --dem FILE        the ground's, of a raster that GDAL opens\n"
    "      --joins KIND      what is seen in a corner: round, what the swath sweeps\n"
    "                        over as the aircraft turns; or none\n"
    "      --observe-within ZONE  on only within that zone\n"
    "      --max-turn DEG_S  off where the aircraft turns faster (degrees a second)\n"
    "      --max-bank DEG    or must bank more for it\n"
    "      --cell M          size of the cells of revisits.tif\n"
    "\n"
    "On are sensors all along, or where the routes' attributes say so: sensor_on, a\n"
    "list of true and false, one a fix, or observation_periods, a list of pairs of\n"
    "times; or objects of such lists by the sensors' names.\n"
    "\n"
    "Layers: swaths (a route and sensor), coverage and gaps (a zone and sensor, and a\n"
    "zone and all of them), coverage_by_flight (what each flight added), revisits (a\n"
    "cloud-optimised GeoTIFF: how many flights saw each place).\n"
    "\n"
    "Examples:\n"
    "  overflight analyze plan.geojson --sensor osdcam4060 --height 3353 -o result\n"
    "  overflight analyze tracks.gpkg --sensor mine.json --dem dem.tif -o result\n"
    "  overflight analyze flights.geojson --swath-km 7.7 --layers coverage -o result\n";

/* A path without the slashes at its end, to free. */
static char *without_slashes(const char *path)
{
    size_t length = strlen(path);
    char *copy = malloc(length + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, path, length + 1);
    while (length > 1 && copy[length - 1] == '/') copy[--length] = '\0';
    return copy;
}

typedef struct {
    cli_progress progress;
    bool tells; /* of each feature that is left out */
} onlooker;

static bool watch(void *context, const ovf_batch_progress *progress)
{
    cli_progress_update(&((onlooker *)context)->progress, progress);
    return cli_interrupted() != 0;
}

static void tell_rejected(void *context, const char *file, const char *feature, const char *reason)
{
    onlooker *self = context;
    if (!self->tells) return;
    cli_progress_end(&self->progress, false);
    cli_complain("%s: feature %s was left out: %s", file, feature, reason);
}

static void print(const cli_options *options, const ovf_batch_report *report, ovf_status *status,
                  ovf_error *error)
{
    if (options->quiet || report->directory == NULL) return;
    if (options->shards > 0) {
        cli_print_part(&report->totals, report->directory, report->was_complete);
        return;
    }
    if (cli_verdict_print(report)) return;
    *status = error->status = OVF_ERROR_MEMORY;
    strcpy(error->message, "out of memory for the table; the results are complete");
}

/* Maps of everything, unless it is said what is wanted. */
static unsigned formats_of(const cli_options *options, const char *directory)
{
    bool folder = strcmp(directory, "-") != 0 && !ovf_database_is_named(directory);
    if (options->formats != 0 || options->layers != 0 || !folder) return options->formats;
    return OVF_FORMAT_USUAL | OVF_FORMAT_GPKG | OVF_FORMAT_HTML;
}

static int run(const cli_options *options, const char *directory)
{
    cli_zone_files zone_files = {0};
    cli_rule_sets sets = {0};
    ovf_setting settings[CLI_MAX_SETTINGS];
    ovf_batch_report report = {0};
    ovf_error error = {0};
    bool to_stdout = strcmp(directory, "-") == 0;
    onlooker watcher = {.tells = to_stdout && !options->quiet};
    char *command = cli_command_line(options);
    ovf_status status = cli_zone_files_find(options, &zone_files, &error);
    if (command == NULL || !cli_rule_sets_find(options, &sets))
        status = error.status = OVF_ERROR_MEMORY;
    const ovf_judge_options judge = {.sets = sets.names,
                                     .set_count = sets.count,
                                     .zone_attributes = sets.zone_attributes,
                                     .date = options->date,
                                     .margin = options->margin > 0 ? options->margin
                                                                   : OVF_MARGIN_NONE};
    const ovf_sensing_options sensing = {.sensors = options->sensors,
                                         .sensor_count = options->sensor_count,
                                         .swath_km = options->swath_km,
                                         .height_m = options->height_m,
                                         .dem = options->dem,
                                         .within = options->within,
                                         .max_turn_deg_s = options->turn_deg_s,
                                         .max_bank_deg = options->bank_deg,
                                         .joins = options->joins,
                                         .cell_m = options->cell_m};
    ovf_batch_options batch = {
        .zones = {.id_field = options->zone_id, .default_edges = options->zone_edges},
        .routes = {.id_field = options->route_id, .where = options->where},
        .analysis = &(ovf_analysis_options){options->search_m > 0 ? options->search_m
                                                                  : OVF_SEARCH_NONE},
        .judge = options->rule_count > 0 ? &judge : NULL,
        .sensing = options->sensor_count > 0 || options->swath_km > 0 ? &sensing : NULL,
        .output = {.directory = directory,
                   .layers = options->layers,
                   .formats = formats_of(options, directory),
                   .to_stdout = to_stdout,
                   .replace = options->force,
                   .resume = options->resume,
                   .bin_s = options->bin_s,
                   .zone_files = zone_files.files,
                   .zone_file_count = zone_files.count,
                   .geodata = zone_files.geodata,
                   .route_files = options->operands,
                   .route_file_count = options->operand_count,
                   .command = command,
                   .settings = settings,
                   .setting_count = cli_settings(options, settings)},
        .line_buffered = options->line_buffered,
        .skip_invalid = options->skip_invalid,
        .jobs = options->jobs,
        .shard = options->shard,
        .shards = options->shards,
        .watch = watch,
        .reject = tell_rejected,
        .context = &watcher};
    if (status == OVF_OK) {
        cli_interrupt_begin();
        cli_progress_begin(&watcher.progress,
                           options->quiet ? CLI_PROGRESS_NONE : options->progress);
        status = ovf_batch_run(&batch, &report, &error);
        cli_progress_end(&watcher.progress, status == OVF_OK);
    }
    if (status == OVF_OK) print(options, &report, &status, &error);
    /* When nobody interrupted, a reader of standard output has gone away: that is no failure. */
    bool unread = status == OVF_ERROR_STOPPED && cli_interrupted() == 0;
    if (status != OVF_OK && !unread)
        cli_complain("%s", error.message[0] == '\0' ? "out of memory" : error.message);
    ovf_batch_report_clear(&report);
    cli_zone_files_clear(&zone_files);
    cli_rule_sets_clear(&sets);
    free(command);
    if (unread) return CLI_DONE;
    return status == OVF_ERROR_STOPPED ? CLI_SIGNALLED + cli_interrupted() : cli_exit_for(status);
}

/* What says how to observe wants something to observe with. */
static bool check_sensors(const cli_options *options)
{
    const char *lonely = options->height_text != NULL  ? "--height"
                         : options->dem != NULL        ? "--dem"
                         : options->joins_text != NULL ? "--joins"
                         : options->within != NULL     ? "--observe-within"
                         : options->turn_text != NULL  ? "--max-turn"
                         : options->bank_text != NULL  ? "--max-bank"
                         : options->cell_text != NULL  ? "--cell"
                                                       : NULL;
    if (lonely == NULL || options->sensor_count > 0 || options->swath_text != NULL) return true;
    cli_complain("option '%s' says how to observe, and there is nothing to observe with: add "
                 "'--sensor NAME' or '--swath-km KM'",
                 lonely);
    return false;
}

static int start(const cli_options *options)
{
    if (options->operand_count == 0) {
        cli_complain("analyze wants at least one file of routes, as in 'overflight analyze "
                     "flights.geojson -o result'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("analyze wants a directory for its results: add '-o DIR'");
        return CLI_BAD_INPUT;
    }
    if (!check_sensors(options)) return CLI_BAD_INPUT;
    char *directory = without_slashes(options->output);
    if (directory == NULL) {
        cli_complain("out of memory");
        return CLI_FAILURE;
    }
    int status = run(options, directory);
    free(directory);
    return status;
}

int cli_analyze(int argc, char **argv)
{
    static const cli_syntax syntax = {"analyze", "ozeZRwklFbsfrSJLpqudmnWHENITKc",
                                      cli_analyze_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
