/* The short way to what is asked of a route and a zone most: the analysis, with nothing kept. */
#include <stdio.h>

#include "base/error.h"
#include "geodesy/boundary.h"
#include "model/checks.h"
#include "overflight/analysis.h"
#include "overflight/build.h"

/* Analyses the route against at most one zone, without looking for what is near. */
static ovf_status analyze_alone(const ovf_route *route, const ovf_zones *zones, double *length_m,
                                double *inside_m, ovf_error *error)
{
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    const ovf_result *result;
    const ovf_analysis_options options = {.search_m = OVF_SEARCH_NONE};
    ovf_status status = ovf_analyzer_new(zones, &options, &analyzer, error);
    if (status == OVF_OK) status = ovf_scratch_new(&scratch, error);
    if (status == OVF_OK) status = ovf_analyze(analyzer, route, scratch, &result, error);
    if (status == OVF_OK) {
        *length_m = result->length_m;
        *inside_m = result->meeting_count == 0 ? 0 : result->meetings[0].inside_m;
    }
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    return status;
}

ovf_status ovf_length_inside(const ovf_route *route, const ovf_zone *zone, double *metres,
                             ovf_error *error)
{
    double length_m, inside_m;
    if (route == NULL) return ovf_fail_null(error, "a route");
    if (zone == NULL) return ovf_fail_null(error, "a zone");
    if (metres == NULL) return ovf_fail_null(error, "a place for the length");
    ovf_zone copy = *zone; /* shares what the zone owns */
    ovf_status status = analyze_alone(route, &(ovf_zones){&copy, 1}, &length_m, &inside_m, error);
    if (status == OVF_OK) *metres = inside_m;
    return status;
}

ovf_status ovf_route_length(const ovf_route *route, double *metres, ovf_error *error)
{
    double length_m, inside_m;
    if (route == NULL) return ovf_fail_null(error, "a route");
    if (metres == NULL) return ovf_fail_null(error, "a place for the length");
    ovf_status status = analyze_alone(route, &(ovf_zones){NULL, 0}, &length_m, &inside_m, error);
    if (status == OVF_OK) *metres = length_m;
    return status;
}

ovf_status ovf_zone_contains(const ovf_zone *zone, double lon, double lat, bool *inside,
                             ovf_error *error)
{
    ovf_boundary boundary;
    if (inside == NULL) return ovf_fail_null(error, "a place for the answer");
    ovf_status status = ovf_zone_check(zone, error);
    if (status == OVF_OK) status = ovf_place_check("the place", lon, lat, error);
    if (status != OVF_OK) return status;
    bool built = ovf_boundary_build(&boundary, zone);
    if (built) *inside = ovf_boundary_contains(&boundary, lon, lat);
    ovf_boundary_free(&boundary);
    return built ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_zone_contains_each(const ovf_zone *zone, const double *lonlat, size_t count,
                                  bool *inside, ovf_error *error)
{
    ovf_boundary boundary;
    if (lonlat == NULL && count > 0) return ovf_fail_null(error, "places");
    if (inside == NULL && count > 0) return ovf_fail_null(error, "a place for the answers");
    ovf_status status = ovf_zone_check(zone, error);
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        double lon = lonlat[2 * i], lat = lonlat[2 * i + 1];
        if (ovf_place_check("a place", lon, lat, NULL) == OVF_OK) continue;
        char name[32];
        snprintf(name, sizeof name, "place %zu", i + 1);
        status = ovf_place_check(name, lon, lat, error);
    }
    if (status != OVF_OK || count == 0) return status;
    bool built = ovf_boundary_build(&boundary, zone);
    for (size_t i = 0; built && i < count; i++)
        inside[i] = ovf_boundary_contains(&boundary, lonlat[2 * i], lonlat[2 * i + 1]);
    ovf_boundary_free(&boundary);
    return built ? OVF_OK : ovf_fail_memory(error);
}
