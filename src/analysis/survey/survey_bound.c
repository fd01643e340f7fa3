/* The most that any route can see.
 *
 * A route sees no place farther from it than r, the farther end of what the sensor sees. Let a disc
 * of the radius r move along the route. When its centre moves on by ds, the distance of a place at
 * the angle f from the direction of flight changes by -cos(f) ds (first variation), so that only
 * the front half of the disc's edge takes in what is new: the integral of cos(f) J df, where J, the
 * edge's length for each unit of f, is at most r on a surface without negative curvature (Bishop),
 * as the ellipsoid is. That is 2 r ds at most. The disc itself has at most the area pi r^2. So a
 * route of the length L sees at most
 *
 *     2 r L + pi r^2                                                                        (1)
 *
 * in the plane this is Hotelling's bound (Tubes and spheres in n-spaces, American Journal of
 * Mathematics 61 (1939) 440-460), and it is the least one: a straight route that turns on the spot
 * where it begins and ends sees as much.
 *
 * What a route of the length L sees that begins on the zone's outline is by the same argument at
 * most 2 r L beyond the disc around its beginning, and within the zone that disc lies in the strip
 * S of all places that are within r of the outline. A route with L kilometres inside the zone and
 * any number outside is either inside all along, so that (1) holds, or each of its pieces inside
 * begins or ends on the outline, and what it sees from outside is in S as well. That makes at most
 *
 *     max(2 r L + pi r^2, |S| + 2 r L)                                                      (2)
 *
 * however often it comes and goes. A route that begins or ends at a place farther away sees nothing
 * on its way to within r of the zone, and L in (1) is what is left. */
#include "overflight/survey.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/coverage/flatten.h"
#include "analysis/survey/survey_meter.h"
#include "base/error.h"
#include "model/checks.h"
#include "model/model.h"
#include "overflight/area.h"

/* Areas of routes are measured to 1e-6 of themselves. */
#define MEASURED 1e-6
#define QUADRANT_SEGMENTS 32
/* GEOS moves vertices by a hundredth of the distance at most before it draws a buffer
 * (BufferInputLineSimplifier), and its arcs are chords. */
#define DRAWN_M(r) ((r)*1.01 / cos(OVF_RADIAN * 45 / QUADRANT_SEGMENTS) + 1)

/* The area of all places of the zone within r of its outline: what an erosion in the plane takes
 * away, for a distance that is too long rather than too short. */
static ovf_status strip_of(const ovf_zone *zone, const ovf_area *area, double r, double *strip_m2,
                           ovf_error *error)
{
    ovf_plane plane = {0};
    ovf_overlay overlay = {0};
    ovf_box box;
    double stretch = 1;
    ovf_status status = ovf_flatten_open(&plane, zone, &box, error);
    if (status == OVF_OK) status = ovf_overlay_open(&overlay, error);
    GEOSGeometry *flat = NULL, *eroded = NULL;
    *strip_m2 = area->m2;
    if (status == OVF_OK) {
        flat = ovf_flatten_zone(&overlay, &plane, zone, area);
        if (flat != NULL) {
            ovf_rectangle around = ovf_overlay_box(&overlay, flat);
            double x = fmax(-around.west, around.east) + 2 * r,
                   y = fmax(-around.south, around.north) + 2 * r;
            stretch = ovf_plane_stretch((ovf_flat){x, y});
            /* Where the plane has too little room nothing is said, which is right as well. */
            if (isfinite(stretch))
                eroded = GEOSBuffer_r(overlay.geos, flat, -DRAWN_M(r * stretch), QUADRANT_SEGMENTS);
            if (eroded != NULL) *strip_m2 = fmax(0, area->m2 - ovf_overlay_area(&overlay, eroded));
        }
    }
    ovf_overlay_drop(&overlay, flat);
    ovf_overlay_drop(&overlay, eroded);
    ovf_overlay_close(&overlay);
    ovf_plane_close(&plane);
    return status;
}

/* How far the route must fly between both places before and after it sees the zone, at least. */
static ovf_status find_ways(const ovf_zone *zone, const ovf_survey_options *options, double r,
                            double *ways_m, ovf_error *error)
{
    const ovf_lonlat *places[] = {options->from, options->to};
    ovf_survey_meter meter = {0};
    *ways_m = 0;
    if (places[0] == NULL && places[1] == NULL) return OVF_OK;
    ovf_status status = ovf_survey_meter_open(&meter, zone, error);
    for (int i = 0; i < 2 && status == OVF_OK; i++) {
        double distance_m = 0;
        if (places[i] != NULL) status = ovf_survey_distance(&meter, places[i], &distance_m, error);
        *ways_m += fmax(0, distance_m - r - 1e-3);
    }
    ovf_survey_meter_close(&meter);
    return status;
}

ovf_status ovf_survey_bound_find(const ovf_zone *zone, const ovf_survey_options *options,
                                 ovf_survey_bound *bound, ovf_error *error)
{
    if (bound == NULL) return ovf_fail_null(error, "a place for the bound");
    ovf_area area;
    double most_m2 = INFINITY, ways_m, strip_m2;
    ovf_status status = ovf_survey_options_check(zone, options, error);
    if (status == OVF_OK) status = ovf_zone_area(zone, &area, error);
    if (status != OVF_OK) return status;
    const ovf_swath_interval *reach = &options->swath;
    double r = fmax(fabs(reach->low_m), fabs(reach->high_m)), disc_m2 = 180 * OVF_RADIAN * r * r;
    status = find_ways(zone, options, r, &ways_m, error);
    if (status != OVF_OK) return status;
    if (options->max_m > 0) {
        double useful_m = options->max_m - ways_m;
        most_m2 = useful_m >= 0 ? 2 * r * useful_m + disc_m2 : 0;
    }
    if (options->max_inside_m > 0) {
        status = strip_of(zone, &area, r, &strip_m2, error);
        if (status != OVF_OK) return status;
        most_m2 = fmin(most_m2, 2 * r * options->max_inside_m + fmax(disc_m2, strip_m2));
    }
    double least_m = (options->coverage * area.m2 / (1 + MEASURED) - disc_m2) / (2 * r);
    most_m2 *= 1 + MEASURED;
    bool whole = most_m2 >= area.m2;
    *bound = (ovf_survey_bound){.area_m2 = area.m2,
                                .covered_m2 = whole ? area.m2 : most_m2,
                                .covered_fraction = whole ? 1 : most_m2 / area.m2,
                                .least_m = fmax(0, least_m) + ways_m};
    return OVF_OK;
}
