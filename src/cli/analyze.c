/* overflight analyze ROUTES... -o DIR */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/known_heights.h"
#include "cli/option_table.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/flight_files.h"
#include "cli/progress.h"
#include "cli/rule_sets.h"
#include "cli/terminal.h"
#include "cli/verdict.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "gdal/postgres.h"
#include "overflight/overflight.h"

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
    cli_zone_input *notes;
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
    cli_complain_left_out(file, feature, reason);
}

static void note(void *context, const char *file, const char *feature, const char *text,
                 ovf_remedy remedy)
{
    onlooker *self = context;
    cli_progress_end(&self->progress, false);
    cli_zone_input_note(self->notes, file, feature, text, remedy);
}

static void begin_reading(onlooker *self, const cli_options *options, cli_zone_input *zones,
                          cli_zone_input *routes)
{
    cli_zone_input_begin(zones, options);
    cli_route_input_begin(routes, options);
    zones->input.note = routes->input.note = note;
    zones->input.note_context = routes->input.note_context = self;
    self->notes = zones;
}

static void print(const cli_options *options, const ovf_batch_report *report, ovf_status *status,
                  ovf_error *error)
{
    if (options->quiet || report->directory == NULL) return;
    if (options->shard.count > 0) {
        cli_print_part(&report->totals, report->directory, report->was_complete);
        return;
    }
    if (cli_verdict_print(report)) return;
    *status = ovf_fail(error, OVF_ERROR_MEMORY,
                       "out of memory for the table; the results are complete");
}

/* Maps of everything, unless it is said what is wanted. */
static unsigned formats_of(const cli_options *options, const char *directory)
{
    bool folder = strcmp(directory, "-") != 0 && !ovf_database_is_named(directory);
    if (options->formats != 0 || options->layers != 0 || !folder) return options->formats;
    return OVF_FORMAT_USUAL | OVF_FORMAT_GPKG | OVF_FORMAT_HTML;
}

static bool is_sensing(const cli_options *options)
{
    return options->sensors.count > 0 || options->swath_km > 0;
}

static ovf_judge_options judge_of(const cli_options *options, const cli_rule_sets *sets)
{
    return (ovf_judge_options){.sets = sets->sets.items,
                               .set_count = sets->sets.count,
                               .standings = sets->standings.items,
                               .standing_count = sets->standings.count,
                               .strict = options->strict,
                               .zone_attributes = sets->zone_attributes,
                               .date = options->date,
                               .margin = options->margin > 0 ? options->margin : OVF_MARGIN_NONE};
}

/* With rules the raster is theirs where the sensors have a height of their own. */
static ovf_sensing_options sensing_of(const cli_options *options)
{
    const char *dem = options->height_m > 0 && options->rules.count > 0 ? NULL : options->dem;
    return (ovf_sensing_options){.sensors = options->sensors.items,
                                 .sensor_count = options->sensors.count,
                                 .swath_km = options->swath_km,
                                 .height_m = options->height_m,
                                 .dem = dem,
                                 .references = options->references,
                                 .within = options->observe_within,
                                 .max_turn_deg_s = options->turn_deg_s,
                                 .max_bank_deg = options->bank_deg,
                                 .joins = options->joins,
                                 .cell_m = options->cell_m};
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
    cli_zone_input zones, routes;
    begin_reading(&watcher, options, &zones, &routes);
    ovf_status status = cli_zone_files_find(options, &zone_files, &error);
    if (command == NULL || !cli_rule_sets_find(options, &sets))
        status = error.status = OVF_ERROR_MEMORY;
    const ovf_judge_options judge = judge_of(options, &sets);
    const ovf_sensing_options sensing = sensing_of(options);
    const ovf_vertical_options known = cli_known_heights(options);
    ovf_batch_options batch = {
        .zones = zones.input,
        .routes = routes.input,
        .analysis = &(ovf_analysis_options){.search_m = options->search_m > 0 ? options->search_m
                                                                              : OVF_SEARCH_NONE,
                                            .flat = options->flat},
        .vertical = &known,
        .judge = options->rules.count > 0 ? &judge : NULL,
        .sensing = is_sensing(options) ? &sensing : NULL,
        .output = {.directory = directory,
                   .layers = options->layers,
                   .formats = formats_of(options, directory),
                   .to_stdout = to_stdout,
                   .replace = options->force,
                   .resume = options->resume,
                   .bin_s = options->bin_s,
                   .csv_safe = options->csv_safe,
                   .zone_files = zone_files.files,
                   .zone_file_count = zone_files.count,
                   .geodata = zone_files.geodata,
                   .route_files = options->operands.items,
                   .route_file_count = options->operands.count,
                   .command = command,
                   .settings = settings,
                   .setting_count = cli_settings(options, settings)},
        .line_buffered = options->line_buffered,
        .skip_invalid = options->skip_invalid,
        .unread = options->unread.items,
        .unread_count = options->unread.count,
        .jobs = options->jobs,
        .shard = options->shard.number,
        .shards = options->shard.count,
        .watch = watch,
        .reject = tell_rejected,
        .context = &watcher};
    if (status == OVF_OK) {
        cli_interrupt_begin();
        cli_progress_begin(&watcher.progress,
                           options->quiet ? CLI_PROGRESS_NONE : options->progress);
        status = ovf_batch_run(&batch, &report, &error);
        cli_progress_end(&watcher.progress, status == OVF_OK);
        cli_zone_input_end(&zones);
    }
    if (status == OVF_OK) print(options, &report, &status, &error);
    /* When nobody interrupted, a reader of standard output has gone away: that is no failure. */
    bool unread = status == OVF_ERROR_STOPPED && cli_interrupted() == 0;
    int result = status == OVF_OK || unread ? CLI_DONE : cli_fail(status, &error);
    ovf_batch_report_clear(&report);
    cli_zone_files_clear(&zone_files);
    cli_rule_sets_clear(&sets);
    free(command);
    return status == OVF_ERROR_STOPPED && !unread ? CLI_SIGNALLED + cli_interrupted() : result;
}

/* What says how to observe needs something to observe with. */
static bool check_sensors(const cli_options *options)
{
    static const cli_option_id how[] = {CLI_HEIGHT,   CLI_JOINS,    CLI_OBSERVE_WITHIN,
                                        CLI_MAX_TURN, CLI_MAX_BANK, CLI_CELL};
    if (is_sensing(options)) return true;
    for (size_t i = 0; i < sizeof how / sizeof *how; i++)
        if (options->given[how[i]] != NULL) {
            cli_complain("option '--%s' needs something to observe with: add '--sensor NAME' or "
                         "'--swath-km KM'",
                         cli_option_table[how[i]].name);
            return false;
        }
    return true;
}

int cli_analyze(const cli_options *options)
{
    if (options->operands.count == 0) {
        cli_complain("analyze: expected at least one file of routes, found none: try 'overflight "
                     "analyze flights.geojson -o result'");
        return CLI_BAD_INPUT;
    }
    if (options->output == NULL) {
        cli_complain("analyze: expected a directory for the results, found none: add '-o DIR'");
        return CLI_BAD_INPUT;
    }
    if (!check_sensors(options)) return CLI_BAD_INPUT;
    cli_options knowing = *options;
    ovf_points *points;
    ovf_error error = {0};
    ovf_status read = cli_known_points_read(&knowing, &points, &error);
    if (read != OVF_OK) return cli_fail(read, &error);
    char *directory = without_slashes(options->output);
    int status = directory == NULL ? cli_fail_memory() : run(&knowing, directory);
    ovf_points_free(points);
    free(directory);
    return status;
}
