#include "cli/surveyor.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static ovf_status find_sensor(cli_surveyor *in, ovf_error *error)
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

static ovf_status find_places(cli_surveyor *in, ovf_error *error)
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

ovf_status cli_surveyor_open(cli_surveyor *in, const cli_options *options, const ovf_zone *zone,
                             ovf_error *error)
{
    in->options = options;
    in->zone = (ovf_zones){(ovf_zone *)(uintptr_t)zone, 1};
    ovf_status status = find_sensor(in, error);
    if (status == OVF_OK) status = find_places(in, error);
    const ovf_observer_options observer = {.height_m = fmax(in->height_m, 0)};
    if (status == OVF_OK) status = ovf_observer_new(&in->sensors, &observer, &in->observer, error);
    if (status == OVF_OK)
        status = ovf_analyzer_new(&in->zone, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE},
                                  &in->analyzer, error);
    return status == OVF_OK ? ovf_scratch_new(&in->scratch, error) : status;
}

ovf_route cli_surveyor_route(const cli_surveyor *in, const ovf_survey *survey, size_t *end)
{
    *end = survey->fix_count;
    return (ovf_route){.id = in->zone.items[0].id,
                       .file = "survey",
                       .fixes = survey->fixes,
                       .fix_count = survey->fix_count,
                       .part_ends = end,
                       .part_count = 1};
}

ovf_status cli_surveyor_design(cli_surveyor *in, double max_m, double direction_deg,
                               cli_surveyed *made, ovf_error *error)
{
    const ovf_survey_options options = {.swath = in->swath,
                                        .max_m = max_m,
                                        .from = in->has_from ? &in->from : NULL,
                                        .to = in->has_to ? &in->to : NULL,
                                        .direction_deg = isnan(direction_deg) ? NULL
                                                                              : &direction_deg};
    ovf_coverage *coverage = NULL;
    const ovf_result *result;
    size_t end;
    ovf_status status = ovf_survey_make(in->zone.items, &options, &made->survey, error);
    const ovf_route route = cli_surveyor_route(in, &made->survey, &end);
    if (status == OVF_OK)
        status = ovf_coverage_new(in->zone.items, OVF_JOINS_ROUND, &coverage, error);
    if (status == OVF_OK) status = ovf_analyze(in->analyzer, &route, in->scratch, &result, error);
    if (status == OVF_OK) status = ovf_observe(in->observer, NULL, NULL, in->scratch, error);
    if (status == OVF_OK)
        status = ovf_coverage_add(coverage, result, result->observations, result->observation_count,
                                  NULL, error);
    if (status == OVF_OK) ovf_coverage_read(coverage, &made->covered);
    ovf_coverage_free(coverage);
    return status;
}

void cli_surveyor_clear(cli_surveyor *in)
{
    ovf_scratch_free(in->scratch);
    ovf_observer_free(in->observer);
    ovf_analyzer_free(in->analyzer);
    ovf_sensors_clear(&in->sensors);
    *in = (cli_surveyor){0};
}
