/* overflight plan --zone ID */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "overflight/overflight.h"

const char cli_plan_help[] =
    "overflight plan: a route that sees as much of a zone as a distance allows\n"
    "\n"
    "Usage: overflight plan --zone ID --sensor NAME --height M [OPTIONS]\n"
    "\n"
    "Makes parallel tracks, flown there and back, whose swaths lie side by side, in the\n"
    "direction that wants the shortest way; where the distance does not suffice, those\n"
    "that see the most. Tells how much is seen, and how much less it would be with\n"
    "tracks from west to east.\n"
    "\n"
    "      --zone ID          the zone\n"
    "      --zones FILE       zones (repeatable); otherwise the bundled ones\n"
    "      --sensor NAME|FILE one of 'overflight sensors list', or your own\n"
    "      --swath-km KM      or nothing but the swath, both sides together\n"
    "      --height M         above ground; otherwise the sensor's usual one\n"
    "      --max-distance KM  length of the whole route; otherwise as it takes\n"
    "      --from, --to PLACE airfield or coordinates (5530N03700E) where the route\n"
    "                         begins and ends; --to is --from unless it is given\n"
    "      --direction DEG    of the tracks, clockwise from north; else the best\n"
    "  -o, --output FILE      the route, as GeoJSON\n"
    "      --force            replace FILE\n"
    "      --json             for programs\n"
    "      --zone-edges KIND, --zone-id FIELD\n"
    "                         as in 'overflight analyze --help'\n"
    "  -h, --help             this text\n"
    "\n"
    "Examples:\n"
    "  overflight plan --zone kaliningrad --swath-km 7.7 --max-distance 500\n"
    "  overflight plan --zone kaliningrad --sensor osdcam4060 --height 3353 --from KGD\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or input, 3 failure of the system.\n";

typedef struct {
    const cli_options *options;
    cli_zone_files files;
    ovf_zones zones, one; /* all, and that which is asked for */
    ovf_sensors sensors;
    ovf_analyzer *analyzer;
    ovf_observer *observer;
    ovf_scratch *scratch;
    double height_m;
    bool usual_height;
    ovf_swath_interval reach;
    ovf_lonlat from, to;
    bool has_from, has_to;
} planning;

/* What a pattern sees. */
typedef struct {
    ovf_survey survey;
    ovf_covered covered;
} outcome;

static ovf_status fail(ovf_error *error, ovf_status status, const char *text)
{
    error->status = status;
    snprintf(error->message, sizeof error->message, "%s", text);
    return status;
}

static ovf_status find_zone(planning *in, ovf_error *error)
{
    const char *wanted = in->options->zone;
    const ovf_zone *found = ovf_zones_find(&in->zones, wanted);
    if (found != NULL) {
        in->one = (ovf_zones){&in->zones.items[found - in->zones.items], 1};
        return OVF_OK;
    }
    const char **names = calloc(in->zones.count + 1, sizeof *names);
    if (names == NULL) return fail(error, OVF_ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < in->zones.count; i++) names[i] = in->zones.items[i].id;
    const char *near = ovf_nearest_word(wanted, names);
    error->status = OVF_ERROR_INPUT;
    if (near != NULL)
        snprintf(error->message, sizeof error->message,
                 "no zone has the id '%.100s': did you mean '%.100s'?", wanted, near);
    else
        snprintf(error->message, sizeof error->message,
                 "no zone has the id '%.100s': 'overflight zones list' lists them", wanted);
    free(names);
    return OVF_ERROR_INPUT;
}

static ovf_status find_sensor(planning *in, ovf_error *error)
{
    const cli_options *options = in->options;
    ovf_status status = options->sensor_count == 1
                            ? ovf_sensors_read(options->sensors[0], &in->sensors, error)
                            : ovf_sensors_add_width(&in->sensors, options->swath_km, error);
    if (status != OVF_OK) return status;
    if (in->sensors.count != 1)
        return fail(error, OVF_ERROR_INPUT,
                    "the file has more than one sensor, and a route is planned for one");
    const ovf_sensor *sensor = &in->sensors.items[0];
    in->height_m = options->height_text != NULL ? options->height_m
                   : sensor->height_count > 0   ? sensor->heights_m[0]
                                                : NAN;
    in->usual_height = options->height_text == NULL && sensor->height_count > 0;
    if (ovf_sensor_swath(sensor, in->height_m, &in->reach)) return OVF_OK;
    error->status = OVF_ERROR_USAGE;
    snprintf(error->message, sizeof error->message,
             "from which height %.100s looks is not known: add '--height M', metres above ground",
             sensor->id);
    return OVF_ERROR_USAGE;
}

/* A place as a typed plan has it: the plan that stays there. */
static ovf_status find_place(const char *text, const ovf_airfields *airfields, ovf_lonlat *place,
                             ovf_error *error)
{
    ovf_flightplan plan = {0};
    size_t size = 2 * strlen(text) + 4;
    char *twice = malloc(size);
    if (twice == NULL) return fail(error, OVF_ERROR_MEMORY, "out of memory");
    snprintf(twice, size, "%s %s", text, text);
    ovf_status status = ovf_flightplan_parse(twice, airfields, &plan, error);
    if (status == OVF_OK && plan.route.fix_count != 2)
        status = fail(error, OVF_ERROR_INPUT, "a route begins and ends at one place each");
    if (status == OVF_OK) *place = (ovf_lonlat){plan.route.fixes[0].lon, plan.route.fixes[0].lat};
    ovf_flightplan_clear(&plan);
    free(twice);
    return status;
}

static ovf_status find_places(planning *in, ovf_error *error)
{
    const cli_options *options = in->options;
    const char *to = options->to != NULL ? options->to : options->from;
    ovf_airfields airfields = {0};
    char path[4096];
    if (to == NULL) return OVF_OK;
    ovf_status status = ovf_data_path("airfields.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_airfields_read(path, &airfields, error);
    if (status == OVF_OK && options->from != NULL)
        status = find_place(options->from, &airfields, &in->from, error);
    if (status == OVF_OK) status = find_place(to, &airfields, &in->to, error);
    in->has_from = options->from != NULL;
    in->has_to = true;
    ovf_airfields_clear(&airfields);
    return status;
}

static ovf_route route_of(const planning *in, const ovf_survey *survey, size_t *end)
{
    *end = survey->fix_count;
    return (ovf_route){.id = in->one.items[0].id,
                       .file = "plan",
                       .fixes = survey->fixes,
                       .fix_count = survey->fix_count,
                       .part_ends = end,
                       .part_count = 1};
}

/* Plans tracks in a direction (NAN: the best) and measures what they see. */
static ovf_status plan(planning *in, double direction_deg, outcome *made, ovf_error *error)
{
    const ovf_survey_options options = {
        .swath = in->reach,
        .max_m = in->options->distance_text != NULL ? in->options->distance_m : 0,
        .from = in->has_from ? &in->from : NULL,
        .to = in->has_to ? &in->to : NULL,
        .direction_deg = isnan(direction_deg) ? NULL : &direction_deg};
    ovf_coverage *coverage = NULL;
    const ovf_result *result;
    size_t end;
    ovf_status status = ovf_survey_make(in->one.items, &options, &made->survey, error);
    const ovf_route route = route_of(in, &made->survey, &end);
    if (status == OVF_OK)
        status = ovf_coverage_new(in->one.items, OVF_JOINS_ROUND, &coverage, error);
    if (status == OVF_OK) status = ovf_analyze(in->analyzer, &route, in->scratch, &result, error);
    if (status == OVF_OK) status = ovf_observe(in->observer, NULL, NULL, in->scratch, error);
    if (status == OVF_OK)
        status = ovf_coverage_add(coverage, result, result->observations, result->observation_count,
                                  NULL, error);
    if (status == OVF_OK) ovf_coverage_read(coverage, &made->covered);
    ovf_coverage_free(coverage);
    return status;
}

static ovf_status prepare(planning *in, ovf_error *error)
{
    const cli_options *options = in->options;
    const ovf_input_options input = {.id_field = options->zone_id,
                                     .default_edges = options->zone_edges};
    ovf_status status = cli_zone_files_find(options, &in->files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->files.files, in->files.count, &input, &in->zones, error);
    if (status == OVF_OK) status = find_zone(in, error);
    if (status == OVF_OK) status = find_sensor(in, error);
    if (status == OVF_OK) status = find_places(in, error);
    const ovf_observer_options observer = {.height_m = fmax(in->height_m, 0)};
    if (status == OVF_OK) status = ovf_observer_new(&in->sensors, &observer, &in->observer, error);
    if (status == OVF_OK)
        status = ovf_analyzer_new(&in->one, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                                  &in->analyzer, error);
    return status == OVF_OK ? ovf_scratch_new(&in->scratch, error) : status;
}

/* ---- telling ---- */

static json_t *outcome_json(const outcome *made)
{
    return json_pack(
        "{s:f,s:f,s:f,s:f,s:I,s:I,s:f,s:f,s:b}", "length_m", made->survey.length_m, "area_m2",
        made->covered.area_m2, "covered_m2", made->covered.covered_m2, "covered_fraction",
        made->covered.covered_fraction, "tracks", (json_int_t)made->survey.tracks, "tracks_wanted",
        (json_int_t)made->survey.tracks_wanted, "direction_deg", made->survey.direction_deg,
        "spacing_m", made->survey.spacing_m, "crosses_itself", made->survey.crosses);
}

static bool print_json(const planning *in, const outcome *best, const outcome *plain)
{
    const ovf_sensor *sensor = in->sensors.items;
    json_t *object = json_pack(
        "{s:s,s:o,s:o,s:o,s:f,s:f,s:o,s:o}", "version", ovf_version(), "zone_id",
        cli_text_json(in->one.items[0].id), "sensor", cli_text_json(sensor->id), "height_m",
        cli_number_json(in->height_m), "low_m", in->reach.low_m, "high_m", in->reach.high_m, "best",
        outcome_json(best), "west_east", plain == NULL ? json_null() : outcome_json(plain));
    return cli_print_json(object);
}

static void print_outcome(const planning *in, const outcome *best, const outcome *plain)
{
    const ovf_survey *survey = &best->survey;
    const ovf_sensor *sensor = in->sensors.items;
    const ovf_zone *zone = in->one.items;
    printf("%s: ", zone->id);
    cli_print_clean(stdout, zone->name);
    printf(", %.1f km²\n", best->covered.area_m2 / 1e6);
    cli_print_clean(stdout, sensor->id);
    if (!isnan(in->height_m))
        printf(" from %.0f m above ground%s", in->height_m,
               in->usual_height ? " (usual; --height)" : "");
    printf(": sees %.3f km across the track\n\n", (in->reach.high_m - in->reach.low_m) / 1000);
    printf("%6.2f %% seen, %.1f km², on %.3f km: %zu track%s of %zu, course %.1f°, %.3f km apart\n",
           100 * best->covered.covered_fraction, best->covered.covered_m2 / 1e6,
           survey->length_m / 1000, survey->tracks, survey->tracks == 1 ? "" : "s",
           survey->tracks_wanted, survey->direction_deg, survey->spacing_m / 1000);
    if (plain != NULL)
        printf("%6.2f %% would be, on %.3f km, with tracks from west to east: %+.2f points and "
               "%+.3f km\n",
               100 * plain->covered.covered_fraction, plain->survey.length_m / 1000,
               100 * (plain->covered.covered_fraction - best->covered.covered_fraction),
               (plain->survey.length_m - survey->length_m) / 1000);
    if (survey->crosses)
        puts("The way there or back crosses the tracks; no order of them was found in which it "
             "does not.");
}

static int start(const cli_options *options)
{
    planning in = {.options = options};
    outcome best = {0}, plain = {0};
    ovf_error error = {OVF_OK, ""};
    size_t end;
    if (options->zone == NULL || options->operand_count > 0) {
        cli_complain(
            "plan wants a zone and no files: 'overflight plan --zone kaliningrad --swath-km 7.7'");
        return CLI_BAD_INPUT;
    }
    if (options->sensor_count + (options->swath_text != NULL) != 1) {
        cli_complain("plan wants one sensor: add '--sensor NAME' or '--swath-km KM'");
        return CLI_BAD_INPUT;
    }
    ovf_status status = prepare(&in, &error);
    if (status == OVF_OK)
        status = plan(&in, options->direction_text != NULL ? options->direction_deg : NAN, &best,
                      &error);
    bool compared = status == OVF_OK && options->direction_text == NULL;
    if (compared) status = plan(&in, 90, &plain, &error);
    if (status == OVF_OK && options->output != NULL) {
        const ovf_survey_account account = {in.one.items[0].id, in.sensors.items[0].id, in.height_m,
                                            best.covered.covered_m2, best.covered.covered_fraction};
        const ovf_route route = route_of(&in, &best.survey, &end);
        status = ovf_survey_write(options->output, options->force, &route, &best.survey, &account,
                                  &error);
    }
    if (status == OVF_OK && !options->json) print_outcome(&in, &best, compared ? &plain : NULL);
    if (status == OVF_OK && options->json && !print_json(&in, &best, compared ? &plain : NULL))
        status = fail(&error, OVF_ERROR_MEMORY, "out of memory");
    if (status != OVF_OK)
        cli_complain("%s", error.message[0] == '\0' ? "out of memory" : error.message);
    ovf_survey_clear(&best.survey);
    ovf_survey_clear(&plain.survey);
    ovf_scratch_free(in.scratch);
    ovf_observer_free(in.observer);
    ovf_analyzer_free(in.analyzer);
    ovf_sensors_clear(&in.sensors);
    ovf_zones_clear(&in.zones);
    cli_zone_files_clear(&in.files);
    return cli_exit_for(status);
}

int cli_plan(int argc, char **argv)
{
    static const cli_syntax syntax = {"plan", "zeZofjnWHiDABa", cli_plan_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
