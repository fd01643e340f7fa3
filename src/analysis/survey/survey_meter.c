#include "analysis/survey/survey_meter.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"

ovf_status ovf_survey_meter_open(ovf_survey_meter *meter, const ovf_zone *zone, ovf_error *error)
{
    meter->zones = (ovf_zones){(ovf_zone *)(uintptr_t)zone, 1};
    ovf_status status = ovf_analyzer_new(
        &meter->zones, &(ovf_analysis_options){.search_m = OVF_SEARCH_MAX_M, .flat = true},
        &meter->analyzer, error);
    return status == OVF_OK ? ovf_scratch_new(&meter->scratch, error) : status;
}

void ovf_survey_meter_close(ovf_survey_meter *meter)
{
    ovf_coverage_free(meter->nothing);
    ovf_scratch_free(meter->scratch);
    ovf_analyzer_free(meter->analyzer);
    free(meter->looks);
    *meter = (ovf_survey_meter){0};
}

static ovf_status analyse(ovf_survey_meter *meter, ovf_route *route, const ovf_result **result,
                          ovf_error *error)
{
    route->id = "survey";
    route->file = "survey";
    route->part_count = 1;
    return ovf_analyze(meter->analyzer, route, meter->scratch, result, error);
}

static ovf_surveyed lengths_of(const ovf_result *result)
{
    return (ovf_surveyed){.length_m = result->length_m,
                          .inside_m = result->meeting_count > 0 ? result->meetings[0].inside_m : 0};
}

ovf_status ovf_survey_lengths(ovf_survey_meter *meter, ovf_fix *fixes, size_t count,
                              ovf_surveyed *surveyed, ovf_error *error)
{
    ovf_route route = {.fixes = fixes, .fix_count = count, .part_ends = &count};
    const ovf_result *result;
    ovf_status status = analyse(meter, &route, &result, error);
    if (status == OVF_OK) *surveyed = lengths_of(result);
    return status;
}

ovf_status ovf_survey_measure_on(ovf_survey_meter *meter, ovf_fix *fixes, const bool *on,
                                 size_t count, const ovf_swath_interval *swath,
                                 ovf_surveyed *surveyed, ovf_error *error)
{
    ovf_route route = {.fixes = fixes, .fix_count = count, .part_ends = &count};
    const ovf_result *result;
    ovf_coverage *coverage = NULL;
    ovf_covered covered;
    ovf_status status = analyse(meter, &route, &result, error);
    if (status != OVF_OK) return status;
    if (!ovf_array_reserve(&meter->looks, &meter->look_capacity, count, sizeof *meter->looks))
        return ovf_fail_memory(error);
    ovf_observation observation = {.looks = meter->looks};
    bool joined = false;
    for (size_t i = 0; i + 1 < count; i++) {
        double from = result->fix_along_m[i], to = result->fix_along_m[i + 1];
        bool seen = on == NULL || on[i];
        if (!(to > from)) continue;
        if (seen) meter->looks[observation.count++] = (ovf_look){from, to, *swath, *swath, joined};
        joined = seen;
    }
    if (meter->nothing == NULL)
        status = ovf_coverage_new(meter->zones.items, OVF_JOINS_ROUND, &meter->nothing, error);
    if (status == OVF_OK) status = ovf_coverage_copy(meter->nothing, &coverage, error);
    if (status == OVF_OK) status = ovf_coverage_add(coverage, result, &observation, 1, NULL, error);
    if (status == OVF_OK) {
        ovf_coverage_read(coverage, &covered);
        *surveyed = lengths_of(result);
        surveyed->area_m2 = covered.area_m2;
        surveyed->covered_m2 = covered.covered_m2;
        surveyed->covered_fraction = covered.covered_fraction;
    }
    ovf_coverage_free(coverage);
    return status;
}

ovf_status ovf_survey_measure(ovf_survey_meter *meter, ovf_fix *fixes, size_t count,
                              const ovf_swath_interval *swath, ovf_surveyed *surveyed,
                              ovf_error *error)
{
    return ovf_survey_measure_on(meter, fixes, NULL, count, swath, surveyed, error);
}

ovf_status ovf_survey_distance(ovf_survey_meter *meter, const ovf_lonlat *place, double *distance_m,
                               ovf_error *error)
{
    ovf_fix fixes[] = {{place->lon, place->lat, NAN, NAN}, {place->lon, place->lat, NAN, NAN}};
    size_t count = 2;
    ovf_route route = {.fixes = fixes, .fix_count = count, .part_ends = &count};
    const ovf_result *result;
    ovf_status status = analyse(meter, &route, &result, error);
    if (status == OVF_OK)
        *distance_m = result->meeting_count > 0 ? result->meetings[0].nearest_m : OVF_SEARCH_MAX_M;
    return status;
}

static ovf_status check_limit(const char *name, double value, ovf_error *error)
{
    if (value >= 0) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE, "%s: expected 0 or more, found %g", name, value);
}

ovf_status ovf_survey_options_check(const ovf_zone *zone, const ovf_survey_options *options,
                                    ovf_error *error)
{
    if (options == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE, "options: expected a swath, found NULL");
    ovf_status status = ovf_zone_check(zone, error);
    if (status == OVF_OK && options->from != NULL)
        status = ovf_place_check("from", options->from->lon, options->from->lat, error);
    if (status == OVF_OK && options->to != NULL)
        status = ovf_place_check("to", options->to->lon, options->to->lat, error);
    if (status != OVF_OK) return status;
    const ovf_swath_interval *reach = &options->swath;
    if (!(reach->high_m > reach->low_m) || !(reach->low_m >= -OVF_SWATH_SIDE_MAX_M) ||
        !(reach->high_m <= OVF_SWATH_SIDE_MAX_M))
        return ovf_fail(error, OVF_ERROR_USAGE, "a swath from %g m to %g m cannot be flown",
                        reach->low_m, reach->high_m);
    status = check_limit("max_m", options->max_m, error);
    if (status == OVF_OK) status = check_limit("max_inside_m", options->max_inside_m, error);
    if (status != OVF_OK) return status;
    status = check_limit("coverage", options->coverage, error);
    if (status == OVF_OK && options->coverage > 1)
        status = ovf_fail(error, OVF_ERROR_USAGE, "coverage: expected 0 to 1, found %g",
                          options->coverage);
    if (status != OVF_OK) return status;
    status = check_limit("turn_radius_m", options->turn_radius_m, error);
    if (status == OVF_OK && options->turn_radius_m > OVF_SURVEY_TURN_MAX_M)
        status = ovf_fail(error, OVF_ERROR_USAGE, "turn_radius_m: expected at most %.0f, found %g",
                          OVF_SURVEY_TURN_MAX_M, options->turn_radius_m);
    if (status == OVF_OK && options->off_in_turns && !(options->turn_radius_m > 0))
        status = ovf_fail(error, OVF_ERROR_USAGE,
                          "off_in_turns: expected turns with a radius, found turns on the spot");
    if (status == OVF_OK && options->obstacle_count > 0 &&
        (options->obstacles == NULL || options->zones == NULL))
        status = ovf_fail_null(error, "obstacles");
    if (status == OVF_OK && options->start != NULL) {
        const ovf_route start = {.id = "start",
                                 .file = "start",
                                 .fixes = options->start,
                                 .fix_count = options->start_count,
                                 .part_ends = &options->start_count,
                                 .part_count = 1};
        status = ovf_route_check(&start, error);
    }
    if (status != OVF_OK) return status;
    if (options->direction_deg != NULL && !isfinite(*options->direction_deg))
        return ovf_fail(error, OVF_ERROR_USAGE, "direction_deg: expected 0 to 180, found %g",
                        *options->direction_deg);
    return OVF_OK;
}
