/* The swath of one flight as polygons. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/coverage/flatten.h"
#include "analysis/coverage/swath.h"
#include "base/array.h"
#include "base/error.h"
#include "model/model.h"

/* Places along the legs by which a plane is chosen. */
#define STEP_M 2.5e5

typedef struct {
    ovf_vector *points;
    size_t count, capacity;
    double low[3], high[3];
} places;

static bool add_place(places *all, double lon, double lat)
{
    if (!ovf_array_reserve(&all->points, &all->capacity, all->count + 1, sizeof *all->points))
        return false;
    ovf_vector p = ovf_earth_point(lon, lat);
    const double c[3] = {p.x, p.y, p.z};
    all->points[all->count++] = p;
    for (int i = 0; i < 3; i++) {
        all->low[i] = fmin(all->low[i], c[i]);
        all->high[i] = fmax(all->high[i], c[i]);
    }
    return true;
}

/* All of the route. Errors: OVF_ERROR_GEOMETRY, OVF_ERROR_MEMORY. */
static ovf_status choose(const ovf_result *result, ovf_lonlat *centre, ovf_error *error)
{
    const ovf_route *route = result->route;
    places all = {.low = {INFINITY, INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY, -INFINITY}};
    bool good = true, chosen = false;
    for (size_t i = 0; i < route->fix_count && good; i++) {
        const ovf_fix *fix = &route->fixes[i];
        good = add_place(&all, fix->lon, fix->lat);
        double length = i + 1 < route->fix_count
                            ? result->fix_along_m[i + 1] - result->fix_along_m[i]
                            : 0;
        if (length <= STEP_M) continue;
        ovf_leg leg;
        ovf_leg_between(&leg, fix[0].lon, fix[0].lat, fix[1].lon, fix[1].lat);
        for (double along = STEP_M; along < length && good; along += STEP_M) {
            ovf_lonlat p = ovf_leg_position(&leg, along);
            good = add_place(&all, p.lon, p.lat);
        }
    }
    if (good) {
        ovf_box box;
        for (int i = 0; i < 3; i++) {
            box.low[i] = (float)all.low[i];
            box.high[i] = (float)all.high[i];
        }
        chosen = ovf_plane_choose(&box, all.points, all.count, NULL, NULL, centre);
    }
    free(all.points);
    char called[OVF_TITLE_SIZE];
    if (!good) return ovf_fail_memory(error);
    if (chosen) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_GEOMETRY,
                    "%s goes over all of the earth: expected a route that some place of the earth "
                    "is %.0f km away from",
                    ovf_route_called(route, called), OVF_PLANE_CLEARANCE_M / 1000);
}

static GEOSGeometry *unite(ovf_overlay *overlay, const ovf_swath *swath)
{
    GEOSGeometry **parts = ovf_array_new(swath->strip_count, sizeof *parts), *whole = NULL;
    ovf_flat *points = NULL;
    size_t capacity = 0, made = 0;
    bool good = parts != NULL;
    overlay->message[0] = '\0';
    for (size_t i = 0; i < swath->strip_count && good; i++) {
        const ovf_strip *s = &swath->strips[i];
        size_t to = s->first + s->count - 1;
        good = ovf_array_reserve(&points, &capacity, ovf_swath_most(s, s->first, to),
                                 sizeof *points);
        if (good)
            parts[made++] = ovf_overlay_polygon(overlay, points,
                                                ovf_swath_outline(swath, s, s->first, to, points));
    }
    if (good) whole = ovf_overlay_unite(overlay, parts, made);
    else
        for (size_t i = 0; i < made; i++) ovf_overlay_drop(overlay, parts[i]);
    free(parts);
    free(points);
    return whole;
}

ovf_status ovf_swath_draw(const ovf_result *result, const ovf_observation *observation,
                          ovf_joins joins, double deviation_m, ovf_polygon **polygons,
                          size_t *count, double *area_m2, ovf_error *error)
{
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (observation == NULL) return ovf_fail_null(error, "an observation");
    if (polygons == NULL || count == NULL) return ovf_fail_null(error, "a place for polygons");
    if (!(deviation_m > 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "deviation_m: expected more than 0, found %g",
                        deviation_m);
    const ovf_swath_options options = {.joins = joins};
    ovf_overlay overlay = {0};
    ovf_plane plane = {0};
    ovf_swath swath = {0};
    ovf_lonlat centre;
    GEOSGeometry *whole = NULL;
    ovf_status status = choose(result, &centre, error);
    if (status == OVF_OK) status = ovf_overlay_open(&overlay, error);
    if (status == OVF_OK) status = ovf_plane_open(&plane, centre, error);
    if (status == OVF_OK)
        status = ovf_swath_lay(&swath, &plane, result, observation, &options, error);
    if (status == OVF_OK) {
        whole = unite(&overlay, &swath);
        if (whole == NULL) {
            char what[OVF_TITLE_SIZE + 40], called[OVF_TITLE_SIZE];
            snprintf(what, sizeof what, "what was seen on %s",
                     ovf_route_called(result->route, called));
            status = ovf_overlay_fail(&overlay, error, what);
        }
    }
    if (status == OVF_OK)
        status = ovf_unflatten(&overlay, &plane, whole, deviation_m, polygons, count, error);
    if (status == OVF_OK && area_m2 != NULL) *area_m2 = ovf_overlay_area(&overlay, whole);
    ovf_overlay_drop(&overlay, whole);
    ovf_swath_clear(&swath);
    ovf_plane_close(&plane);
    ovf_overlay_close(&overlay);
    return status;
}
