/* overflight survey --zone ID */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/likeness.h"
#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/listing.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "overflight/overflight.h"

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
    ovf_swath_interval swath;
    ovf_lonlat from, to;
    bool has_from, has_to;
} surveying;

/* What a pattern sees. */
typedef struct {
    ovf_survey survey;
    ovf_covered covered;
} outcome;

static ovf_status find_zone(surveying *in, ovf_error *error)
{
    const char *wanted = in->options->zone;
    const ovf_zone *found = ovf_zones_find(&in->zones, wanted);
    if (found != NULL) {
        in->one = (ovf_zones){&in->zones.items[found - in->zones.items], 1};
        return OVF_OK;
    }
    const char **names = calloc(in->zones.count + 1, sizeof *names);
    if (names == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < in->zones.count; i++) names[i] = in->zones.items[i].id;
    const char *near = ovf_nearest_word(wanted, names);
    if (near != NULL)
        ovf_fail(error, OVF_ERROR_INPUT, "no zone has the id '%.100s': did you mean '%.100s'?",
                 wanted, near);
    else
        ovf_fail(error, OVF_ERROR_INPUT,
                 "no zone has the id '%.100s': 'overflight zones list' lists them", wanted);
    free(names);
    return OVF_ERROR_INPUT;
}

static ovf_status find_sensor(surveying *in, ovf_error *error)
{
    const cli_options *options = in->options;
    ovf_status status = options->sensors.count == 1
                            ? ovf_sensors_read(options->sensors.items[0], &in->sensors, error)
                            : ovf_sensors_add_width(&in->sensors, options->swath_km, error);
    if (status != OVF_OK) return status;
    if (in->sensors.count != 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%.200s: expected one sensor to design a survey for, found %zu",
                        options->sensors.items[0], in->sensors.count);
    const ovf_sensor *sensor = &in->sensors.items[0];
    in->height_m = options->height_m > 0      ? options->height_m
                   : sensor->height_count > 0 ? sensor->heights_m[0]
                                              : NAN;
    in->usual_height = !(options->height_m > 0) && sensor->height_count > 0;
    if (ovf_sensor_swath(sensor, in->height_m, &in->swath)) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "the height of %.100s is not known: add '--height M', metres above ground",
                    sensor->id);
}

/* A place as a flight plan has it: the route of the plan that stays there. */
static ovf_status find_place(const char *text, const ovf_airfields *airfields, ovf_lonlat *place,
                             ovf_error *error)
{
    ovf_flightplan plan = {0};
    size_t size = 2 * strlen(text) + 4;
    char *twice = malloc(size);
    if (twice == NULL) return ovf_fail_memory(error);
    snprintf(twice, size, "%s %s", text, text);
    ovf_status status = ovf_flightplan_parse(twice, airfields, &plan, error);
    if (status == OVF_OK && plan.route.fix_count != 2)
        status = ovf_fail(error, OVF_ERROR_INPUT, "expected one airfield or place, found '%.100s'",
                          text);
    if (status == OVF_OK) *place = (ovf_lonlat){plan.route.fixes[0].lon, plan.route.fixes[0].lat};
    ovf_flightplan_clear(&plan);
    free(twice);
    return status;
}

static ovf_status find_places(surveying *in, ovf_error *error)
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

static ovf_route route_of(const surveying *in, const ovf_survey *survey, size_t *end)
{
    *end = survey->fix_count;
    return (ovf_route){.id = in->one.items[0].id,
                       .file = "survey",
                       .fixes = survey->fixes,
                       .fix_count = survey->fix_count,
                       .part_ends = end,
                       .part_count = 1};
}

/* Designs tracks in a direction (NAN: the best) and measures what they see. */
static ovf_status design(surveying *in, double direction_deg, outcome *made, ovf_error *error)
{
    const ovf_survey_options options = {.swath = in->swath,
                                        .max_m = in->options->distance_m,
                                        .from = in->has_from ? &in->from : NULL,
                                        .to = in->has_to ? &in->to : NULL,
                                        .direction_deg = isnan(direction_deg) ? NULL
                                                                              : &direction_deg};
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

static ovf_status prepare(surveying *in, ovf_error *error)
{
    const cli_options *options = in->options;
    cli_zone_input input;
    cli_zone_input_begin(&input, options);
    ovf_status status = cli_zone_files_find(options, &in->files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->files.files, in->files.count, &input.input, &in->zones, error);
    cli_zone_input_end(&input);
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

static bool print_json(const surveying *in, const outcome *best, const outcome *plain)
{
    const ovf_sensor *sensor = in->sensors.items;
    json_t *object = json_pack(
        "{s:s,s:o,s:o,s:o,s:f,s:f,s:o,s:o}", "version", ovf_version(), "zone_id",
        cli_text_json(in->one.items[0].id), "sensor", cli_text_json(sensor->id), "height_m",
        cli_number_json(in->height_m), "low_m", in->swath.low_m, "high_m", in->swath.high_m, "best",
        outcome_json(best), "west_east", plain == NULL ? json_null() : outcome_json(plain));
    return cli_print_json(object);
}

static void print_outcome(const surveying *in, const outcome *best, const outcome *plain)
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
    printf(": sees %.3f km across the track\n\n", (in->swath.high_m - in->swath.low_m) / 1000);
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

int cli_survey(const cli_options *options)
{
    surveying in = {.options = options};
    outcome best = {0}, plain = {0};
    ovf_error error = {0};
    size_t end;
    if (options->zone == NULL || options->operands.count > 0) {
        cli_complain("survey: expected a zone and no files: try 'overflight survey --zone "
                     "kaliningrad --swath-km 7.7'");
        return CLI_BAD_INPUT;
    }
    if (options->sensors.count + (options->swath_km > 0) != 1) {
        cli_complain(
            "survey: expected one sensor, found %s: add '--sensor NAME' or '--swath-km KM'",
            options->sensors.count == 0 && !(options->swath_km > 0) ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    ovf_status status = prepare(&in, &error);
    if (status == OVF_OK) status = design(&in, fmod(options->direction_deg, 180), &best, &error);
    bool compared = status == OVF_OK && isnan(options->direction_deg);
    if (compared) status = design(&in, 90, &plain, &error);
    if (status == OVF_OK && options->output != NULL) {
        const ovf_survey_account account = {in.one.items[0].id, in.sensors.items[0].id, in.height_m,
                                            best.covered.covered_m2, best.covered.covered_fraction};
        const ovf_route route = route_of(&in, &best.survey, &end);
        status = ovf_survey_write(options->output, options->force, &route, &best.survey, &account,
                                  &error);
    }
    if (status == OVF_OK && !options->json) print_outcome(&in, &best, compared ? &plain : NULL);
    if (status == OVF_OK && options->json && !print_json(&in, &best, compared ? &plain : NULL))
        status = ovf_fail_memory(&error);
    ovf_survey_clear(&best.survey);
    ovf_survey_clear(&plain.survey);
    ovf_scratch_free(in.scratch);
    ovf_observer_free(in.observer);
    ovf_analyzer_free(in.analyzer);
    ovf_sensors_clear(&in.sensors);
    ovf_zones_clear(&in.zones);
    cli_zone_files_clear(&in.files);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}
