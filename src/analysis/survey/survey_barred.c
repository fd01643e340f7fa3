#include "analysis/survey/survey_barred.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_fixes.h"
#include "base/array.h"
#include "base/error.h"

ovf_status ovf_survey_barred_open(ovf_survey_barred *barred, const ovf_survey_options *options,
                                  const ovf_plane *plane, ovf_error *error)
{
    barred->plane = plane;
    return ovf_barriers_build(&barred->barriers, options->zones, options->obstacles,
                              options->obstacle_count, error);
}

void ovf_survey_barred_close(ovf_survey_barred *barred) { ovf_barriers_clear(&barred->barriers); }

static ovf_stop stop_at(const ovf_plane *plane, ovf_flat at)
{
    ovf_fix fix = ovf_survey_fix(plane, at);
    return ovf_stop_at((ovf_lonlat){fix.lon, fix.lat});
}

/* A leg that crosses no boundary may still be inside as a whole. */
static bool is_inside(const ovf_barriers *barriers, const ovf_stop *stop)
{
    double point[3] = {stop->point.x, stop->point.y, stop->point.z};
    const ovf_box here = ovf_box_around(point, point);
    for (size_t k = 0; k < barriers->count; k++) {
        const ovf_boundary *boundary = barriers->items[k].boundary;
        if (ovf_box_meets_box(&boundary->box, &here) &&
            ovf_boundary_contains(boundary, stop->at.lon, stop->at.lat))
            return true;
    }
    return false;
}

bool ovf_survey_may_fly(void *context, ovf_flat from, ovf_flat to)
{
    const ovf_survey_barred *barred = context;
    double x = to.x - from.x, y = to.y - from.y;
    size_t steps = 1 + (size_t)(hypot(x, y) / OVF_SURVEY_FIX_EVERY_M);
    ovf_stop a = stop_at(barred->plane, from);
    ovf_block block;
    for (size_t k = 1; k <= steps; k++) {
        double t = (double)k / (double)steps;
        ovf_stop b = stop_at(barred->plane, (ovf_flat){from.x + t * x, from.y + t * y});
        if (is_inside(&barred->barriers, &b) ||
            !ovf_barriers_pass(&barred->barriers, &a, &b, false, &block))
            return false;
        a = b;
    }
    return true;
}

static ovf_route route_of(const ovf_fix *fixes, const size_t *count)
{
    return (ovf_route){.id = "survey",
                       .file = "survey",
                       .fixes = fixes,
                       .fix_count = *count,
                       .part_ends = count,
                       .part_count = 1};
}

ovf_status ovf_survey_is_clear(ovf_survey_barred *barred, const ovf_fix *fixes, size_t count,
                               bool *clear, ovf_error *error)
{
    const ovf_route route = route_of(fixes, &count);
    const ovf_result *result;
    return ovf_barriers_judge(&barred->barriers, &route, clear, &result, error);
}

ovf_status ovf_survey_lead_around(const ovf_survey_options *options, const ovf_plane *plane,
                                  ovf_flat **points, size_t *count, ovf_error *error)
{
    ovf_suggestion made = {0};
    ovf_fix *fixes = ovf_array_new(*count, sizeof *fixes);
    bool *pinned = ovf_array_new(*count, sizeof *pinned);
    ovf_status status = fixes != NULL && pinned != NULL ? OVF_OK : ovf_fail_memory(error);
    for (size_t i = 0; i < *count && status == OVF_OK; i++)
        fixes[i] = ovf_survey_fix(plane, (*points)[i]);
    if (status == OVF_OK) {
        pinned[0] = options->from != NULL;
        pinned[*count - 1] = options->to != NULL;
        const ovf_route route = route_of(fixes, count);
        status = ovf_suggest_around(options->zones, options->obstacles, options->obstacle_count,
                                    &route, pinned, OVF_SIDE_ANY, &made, error);
        if (status == OVF_ERROR_GEOMETRY) {
            free(fixes);
            free(pinned);
            return OVF_OK;
        }
    }
    if (status == OVF_OK && made.fix_count > 1) {
        ovf_flat *led = ovf_array_new(made.fix_count, sizeof *led);
        if (led != NULL) {
            for (size_t i = 0; i < made.fix_count; i++)
                led[i] = ovf_plane_point(plane, made.fixes[i].lon, made.fixes[i].lat);
            free(*points);
            *points = led;
            *count = made.fix_count;
        } else {
            status = ovf_fail_memory(error);
        }
    }
    ovf_suggestion_clear(&made);
    free(fixes);
    free(pinned);
    return status;
}
