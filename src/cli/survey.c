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
#include "cli/surveyor.h"
#include "cli/terminal.h"
#include "cli/zone_files.h"
#include "cli/zone_input.h"
#include "overflight/overflight.h"

typedef struct {
    const cli_options *options;
    cli_zone_files files;
    ovf_zones zones;
    cli_surveyor surveyor;
} surveying;

typedef cli_surveyed outcome;

static ovf_status find_zone(const surveying *in, const ovf_zone **zone, ovf_error *error)
{
    const char *wanted = in->options->zone;
    *zone = ovf_zones_find(&in->zones, wanted);
    if (*zone != NULL) return OVF_OK;
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

static ovf_status prepare(surveying *in, ovf_error *error)
{
    const cli_options *options = in->options;
    cli_zone_input input;
    cli_zone_input_begin(&input, options);
    ovf_status status = cli_zone_files_find(options, &in->files, error);
    if (status == OVF_OK)
        status = ovf_zones_read(in->files.files, in->files.count, &input.input, &in->zones, error);
    cli_zone_input_end(&input);
    const ovf_zone *zone = NULL;
    if (status == OVF_OK) status = find_zone(in, &zone, error);
    return status == OVF_OK ? cli_surveyor_open(&in->surveyor, options, zone, error) : status;
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
    const ovf_sensor *sensor = in->surveyor.sensors.items;
    json_t *object = json_pack(
        "{s:s,s:o,s:o,s:o,s:f,s:f,s:o,s:o}", "version", ovf_version(), "zone_id",
        cli_text_json(in->surveyor.zone.items[0].id), "sensor", cli_text_json(sensor->id),
        "height_m", cli_number_json(in->surveyor.height_m), "low_m", in->surveyor.swath.low_m,
        "high_m", in->surveyor.swath.high_m, "best", outcome_json(best), "west_east",
        plain == NULL ? json_null() : outcome_json(plain));
    return cli_print_json(object);
}

static void print_outcome(const surveying *in, const outcome *best, const outcome *plain)
{
    const ovf_survey *survey = &best->survey;
    const ovf_sensor *sensor = in->surveyor.sensors.items;
    const ovf_zone *zone = in->surveyor.zone.items;
    printf("%s: ", zone->id);
    cli_print_clean(stdout, zone->name);
    printf(", %.1f km²\n", best->covered.area_m2 / 1e6);
    cli_print_clean(stdout, sensor->id);
    if (!isnan(in->surveyor.height_m))
        printf(" from %.0f m above ground%s", in->surveyor.height_m,
               in->surveyor.usual_height ? " (usual; --height)" : "");
    printf(": sees %.3f km across the track\n\n",
           (in->surveyor.swath.high_m - in->surveyor.swath.low_m) / 1000);
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
    if (status == OVF_OK)
        status = cli_surveyor_design(&in.surveyor, options->distance_m,
                                     fmod(options->direction_deg, 180), &best, &error);
    bool compared = status == OVF_OK && isnan(options->direction_deg);
    if (compared)
        status = cli_surveyor_design(&in.surveyor, options->distance_m, 90, &plain, &error);
    if (status == OVF_OK && options->output != NULL) {
        const ovf_survey_account account = {in.surveyor.zone.items[0].id,
                                            in.surveyor.sensors.items[0].id, in.surveyor.height_m,
                                            best.covered.covered_m2, best.covered.covered_fraction};
        const ovf_route route = cli_surveyor_route(&in.surveyor, &best.survey, &end);
        status = ovf_survey_write(options->output, options->force, &route, &best.survey, &account,
                                  &error);
    }
    if (status == OVF_OK && !options->json) print_outcome(&in, &best, compared ? &plain : NULL);
    if (status == OVF_OK && options->json && !print_json(&in, &best, compared ? &plain : NULL))
        status = ovf_fail_memory(&error);
    ovf_survey_clear(&best.survey);
    ovf_survey_clear(&plain.survey);
    cli_surveyor_clear(&in.surveyor);
    ovf_zones_clear(&in.zones);
    cli_zone_files_clear(&in.files);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}
