#include "overflight/coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/coverage/flatten.h"
#include "analysis/coverage/tiles.h"
#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "model/model.h"

#define LEAST_M2 0.01
#define LEAST_SHARE 1e-9

struct ovf_coverage {
    const ovf_zone *zone;
    ovf_joins joins;
    ovf_box box; /* around the zone */
    ovf_area area;
    ovf_plane plane;
    ovf_overlay overlay;
    ovf_tiles tiles;
    ovf_swath swath;
    size_t flights;
};

const char *ovf_joins_name(ovf_joins joins) { return joins == OVF_JOINS_NONE ? "none" : "round"; }

bool ovf_joins_parse(const char *name, ovf_joins *joins)
{
    for (int k = OVF_JOINS_ROUND; k <= OVF_JOINS_NONE; k++) {
        if (strcmp(name, ovf_joins_name((ovf_joins)k)) != 0) continue;
        *joins = (ovf_joins)k;
        return true;
    }
    return false;
}

/* The zone in the plane; its area there must be the one it has. */
static ovf_status flatten(ovf_coverage *c, GEOSGeometry **flat, ovf_error *error)
{
    char called[OVF_TITLE_SIZE];
    *flat = ovf_flatten_zone(&c->overlay, &c->plane, c->zone, &c->area);
    if (*flat == NULL && c->overlay.message[0] == '\0') return ovf_fail_memory(error);
    if (*flat == NULL)
        return ovf_fail(error, OVF_ERROR_GEOMETRY, "%s has no area in a plane: %s",
                        ovf_zone_called(c->zone, called), c->overlay.message);
    double area = ovf_overlay_area(&c->overlay, *flat);
    if (fabs(area - c->area.m2) <= 1e-6 * c->area.m2 + c->area.bound_m2) return OVF_OK;
    ovf_overlay_drop(&c->overlay, *flat);
    *flat = NULL;
    return ovf_fail(error, OVF_ERROR_GEOMETRY,
                    "%s has %.9g m², and in a plane %.9g m²: expected rings that do not cross",
                    ovf_zone_called(c->zone, called), c->area.m2, area);
}

static ovf_status start(ovf_coverage *c, ovf_error *error)
{
    ovf_status status = ovf_zone_area(c->zone, &c->area, error);
    if (status == OVF_OK) status = ovf_overlay_open(&c->overlay, error);
    if (status == OVF_OK) status = ovf_flatten_open(&c->plane, c->zone, &c->box, error);
    GEOSGeometry *flat = NULL;
    char called[OVF_TITLE_SIZE];
    if (status == OVF_OK) status = flatten(c, &flat, error);
    if (status != OVF_OK) return status;
    if (ovf_tiles_build(&c->tiles, &c->overlay, flat)) return OVF_OK;
    if (!c->tiles.failed) return ovf_fail_memory(error);
    return ovf_fail(error, OVF_ERROR_GEOMETRY, "%s cannot be cut into tiles: %s",
                    ovf_zone_called(c->zone, called), c->overlay.message);
}

ovf_status ovf_coverage_new(const ovf_zone *zone, ovf_joins joins, ovf_coverage **coverage,
                            ovf_error *error)
{
    if (coverage == NULL) return ovf_fail_null(error, "a place for the coverage");
    ovf_status status = ovf_zone_check(zone, error);
    if (status != OVF_OK) return status;
    ovf_coverage *c = ovf_array_new(1, sizeof *c);
    if (c == NULL) return ovf_fail_memory(error);
    c->zone = zone;
    c->joins = joins;
    status = start(c, error);
    if (status == OVF_OK) *coverage = c;
    else ovf_coverage_free(c);
    return status;
}

static ovf_status copy_into(ovf_coverage *c, const ovf_coverage *from, ovf_error *error)
{
    c->zone = from->zone;
    c->joins = from->joins;
    c->box = from->box;
    c->area = from->area;
    c->flights = from->flights;
    ovf_status status = ovf_overlay_open(&c->overlay, error);
    if (status == OVF_OK) status = ovf_plane_open(&c->plane, from->plane.centre, error);
    if (status == OVF_OK && !ovf_tiles_copy(&c->tiles, &from->tiles, &c->overlay))
        status = ovf_fail_memory(error);
    return status;
}

ovf_status ovf_coverage_copy(const ovf_coverage *from, ovf_coverage **copy, ovf_error *error)
{
    if (from == NULL) return ovf_fail_null(error, "a coverage");
    if (copy == NULL) return ovf_fail_null(error, "a place for the copy");
    ovf_coverage *c = ovf_array_new(1, sizeof *c);
    if (c == NULL) return ovf_fail_memory(error);
    ovf_status status = copy_into(c, from, error);
    if (status == OVF_OK) *copy = c;
    else ovf_coverage_free(c);
    return status;
}

void ovf_coverage_free(ovf_coverage *c)
{
    if (c == NULL) return;
    ovf_swath_clear(&c->swath);
    if (c->tiles.overlay != NULL) ovf_tiles_free(&c->tiles);
    ovf_overlay_close(&c->overlay);
    ovf_plane_close(&c->plane);
    free(c);
}

ovf_status ovf_coverage_add(ovf_coverage *c, const ovf_result *result,
                            const ovf_observation *observations, size_t count, double *added_m2,
                            ovf_error *error)
{
    if (c == NULL) return ovf_fail_null(error, "a coverage");
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (count > 0 && observations == NULL) return ovf_fail_null(error, "observations");
    const ovf_swath_options options = {c->joins, &c->box, ovf_tiles_meet, &c->tiles};
    double added = 0;
    for (size_t i = 0; i < count && c->tiles.root != NULL; i++) {
        double removed;
        ovf_status status = ovf_swath_lay(&c->swath, &c->plane, result, &observations[i], &options,
                                          error);
        if (status != OVF_OK) return status;
        if (!ovf_tiles_subtract(&c->tiles, &c->swath, &removed)) {
            char what[2 * OVF_TITLE_SIZE + 40], zone[OVF_TITLE_SIZE], route[OVF_TITLE_SIZE];
            if (!c->tiles.failed) return ovf_fail_memory(error);
            snprintf(what, sizeof what, "%s and what was seen on %s",
                     ovf_zone_called(c->zone, zone), ovf_route_called(result->route, route));
            return ovf_overlay_fail(&c->overlay, error, what);
        }
        added += removed;
    }
    /* Overlays round: what a flight that goes over seen ground seems to add is that. */
    if (added < fmin(LEAST_M2, LEAST_SHARE * c->area.m2)) added = 0;
    if (added > 0) c->flights++;
    if (added_m2 != NULL) *added_m2 = added;
    return OVF_OK;
}

void ovf_coverage_read(const ovf_coverage *c, ovf_covered *covered)
{
    if (c == NULL || covered == NULL) return;
    double whole = c->tiles.area_m2;
    *covered = (ovf_covered){.area_m2 = c->area.m2, .flights = c->flights};
    if (whole > 0)
        covered->covered_fraction = c->tiles.root == NULL ? 1
                                    : c->flights == 0     ? 0
                                                          : 1 - c->tiles.gap_m2 / whole;
    covered->covered_m2 = c->area.m2 * covered->covered_fraction;
}

ovf_status ovf_coverage_draw(ovf_coverage *c, ovf_coverage_part part, double deviation_m,
                             ovf_polygon **polygons, size_t *count, ovf_error *error)
{
    if (c == NULL) return ovf_fail_null(error, "a coverage");
    if (polygons == NULL || count == NULL) return ovf_fail_null(error, "a place for polygons");
    if (!(deviation_m > 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "deviation_m: expected more than 0, found %g",
                        deviation_m);
    double grid = fmin(OVF_OVERLAY_GRID_M, 1e-6 * sqrt(c->tiles.area_m2));
    GEOSGeometry *drawn = ovf_tiles_unite(&c->tiles);
    char what[512];
    if (drawn != NULL && part == OVF_COVERAGE_SEEN) {
        GEOSGeometry *zone, *gap = drawn;
        ovf_status status = flatten(c, &zone, error);
        drawn = status == OVF_OK ? GEOSDifferencePrec_r(c->overlay.geos, zone, gap, grid) : NULL;
        ovf_overlay_drop(&c->overlay, gap);
        ovf_overlay_drop(&c->overlay, zone);
        if (status != OVF_OK) return status;
    }
    if (drawn == NULL) {
        snprintf(what, sizeof what, "the pieces of %s",
                 ovf_zone_called(c->zone, (char[OVF_TITLE_SIZE]){0}));
        return ovf_overlay_fail(&c->overlay, error, what);
    }
    ovf_status status = ovf_unflatten(&c->overlay, &c->plane, drawn, deviation_m, polygons, count,
                                      error);
    ovf_overlay_drop(&c->overlay, drawn);
    return status;
}
