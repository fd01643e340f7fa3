/* The outline of a zone in a plane around it. */
#include <math.h>
#include <stdlib.h>

#include "analysis/coverage/flatten.h"
#include "analysis/survey/survey_bands.h"
#include "base/array.h"
#include "base/error.h"
#include "model/model.h"

#define QUADRANT_SEGMENTS 4
/* The zone is simplified by this part of the radius of bends before rings are made within, which
 * run so much farther inside, and then simplified by less. */
#define SPARE 0.02
#define SIMPLER 0.004
/* Where rings are flown as they are. */
#define ROUND_SEGMENTS 12

typedef struct {
    ovf_rings *rings;
    const ovf_overlay *overlay;
    double simplified_m;
} taker;

static bool add_ring(ovf_rings *rings, const ovf_overlay *overlay, const GEOSGeometry *ring,
                     bool hole)
{
    unsigned count = 0;
    const GEOSCoordSequence *positions = GEOSGeom_getCoordSeq_r(overlay->geos, ring);
    if (positions == NULL || !GEOSCoordSeq_getSize_r(overlay->geos, positions, &count))
        return false;
    if (!ovf_array_reserve(&rings->points, &rings->capacity, rings->count + count,
                           sizeof *rings->points) ||
        !ovf_array_reserve(&rings->ends, &rings->ring_capacity, rings->ring_count + 1,
                           sizeof *rings->ends))
        return false;
    ovf_flat *points = rings->points + rings->count;
    double twice = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!GEOSCoordSeq_getXY_r(overlay->geos, positions, i, &points[i].x, &points[i].y))
            return false;
        if (i > 0) twice += points[i - 1].x * points[i].y - points[i].x * points[i - 1].y;
    }
    for (unsigned i = 0; (twice < 0) != hole && i < count / 2; i++) {
        ovf_flat swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
    rings->count += count;
    rings->ends[rings->ring_count++] = rings->count;
    return true;
}

static bool take_rings(taker *to, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = to->overlay->geos;
    const GEOSGeometry *outline = GEOSGetExteriorRing_r(geos, polygon);
    if (outline == NULL || !add_ring(to->rings, to->overlay, outline, false)) return false;
    for (int k = 0; k < GEOSGetNumInteriorRings_r(geos, polygon); k++)
        if (!add_ring(to->rings, to->overlay, GEOSGetInteriorRingN_r(geos, polygon, k), true))
            return false;
    return true;
}

/* Simplified, but not away: an islet is to be seen as well. */
static bool take_polygon(void *context, const GEOSGeometry *polygon)
{
    taker *to = context;
    GEOSContextHandle_t geos = to->overlay->geos;
    GEOSGeometry *simple = GEOSSimplify_r(geos, polygon, to->simplified_m);
    if (simple == NULL) return false;
    bool whole = GEOSGeomTypeId_r(geos, simple) == GEOS_POLYGON && GEOSisEmpty_r(geos, simple) == 0;
    bool good = take_rings(to, whole ? simple : polygon);
    ovf_overlay_drop(to->overlay, simple);
    return good;
}

/* How far outside of a zone rings run, or if that is negative inside, and how tightly they may
 * bend. */
typedef struct {
    double beside_m, turn_m;
} apart;

/* The zone so much narrower that a ring bends at no radius below turn_m; empty: nothing is left.
 * NULL: memory is out. */
static GEOSGeometry *narrow(const ovf_overlay *overlay, const GEOSGeometry *whole, apart by)
{
    GEOSContextHandle_t geos = overlay->geos;
    GEOSGeometry *simple = GEOSSimplify_r(geos, whole, SPARE * by.turn_m), *core = NULL,
                 *near = NULL;
    double narrower_m = by.turn_m - by.beside_m + SPARE * by.turn_m;
    if (simple != NULL) core = GEOSBuffer_r(geos, simple, -narrower_m, QUADRANT_SEGMENTS);
    ovf_overlay_drop(overlay, simple);
    if (core != NULL) near = GEOSBuffer_r(geos, core, by.turn_m, ROUND_SEGMENTS);
    ovf_overlay_drop(overlay, core);
    return near;
}

/* The zone so much wider that a ring runs beside_m outside of it, and simplified by less: what is
 * narrower than twice the width is closed first. With turns it is the convex hull, so much wider
 * that its corners have room for them. NULL: memory is out. */
static GEOSGeometry *widen(const ovf_overlay *overlay, const GEOSGeometry *whole, apart by)
{
    GEOSContextHandle_t geos = overlay->geos;
    double wider_m = by.turn_m > 0 ? fmax(by.beside_m, 1.2 * by.turn_m) : 4 * by.beside_m;
    GEOSGeometry *hull = by.turn_m > 0 ? GEOSConvexHull_r(geos, whole) : NULL, *near = NULL;
    if (by.turn_m > 0 && hull == NULL) return NULL;
    GEOSGeometry *wide = GEOSBuffer_r(geos, hull != NULL ? hull : whole, wider_m,
                                      QUADRANT_SEGMENTS);
    ovf_overlay_drop(overlay, hull);
    if (by.turn_m > 0 || wide == NULL) return wide;
    near = GEOSBuffer_r(geos, wide, -3 * by.beside_m, QUADRANT_SEGMENTS);
    ovf_overlay_drop(overlay, wide);
    return near;
}

static ovf_status take_zone(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                            double simplified_m, apart by, ovf_error *error)
{
    ovf_overlay overlay = {0};
    ovf_area area;
    char called[OVF_TITLE_SIZE];
    ovf_status status = ovf_zone_area(zone, &area, error);
    if (status == OVF_OK) status = ovf_overlay_open(&overlay, error);
    if (status != OVF_OK) return status;
    taker to = {rings, &overlay, simplified_m};
    GEOSGeometry *whole = ovf_flatten_zone(&overlay, plane, zone, &area);
    if (whole != NULL && by.beside_m != 0) {
        GEOSGeometry *other = by.beside_m > 0 ? widen(&overlay, whole, by)
                                              : narrow(&overlay, whole, by);
        ovf_overlay_drop(&overlay, whole);
        whole = other;
    }
    bool good = whole != NULL && ovf_overlay_polygons(&overlay, whole, take_polygon, &to) &&
                (rings->count > 0 || by.beside_m < 0);
    if (!good)
        status = ovf_fail(error, OVF_ERROR_GEOMETRY, "%s has no area in a plane",
                          ovf_zone_called(zone, called));
    ovf_overlay_drop(&overlay, whole);
    ovf_overlay_close(&overlay);
    return status;
}

ovf_status ovf_rings_of(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                        double simplified_m, ovf_error *error)
{
    ovf_box box;
    ovf_status status = ovf_flatten_open(plane, zone, &box, error);
    return status == OVF_OK ? take_zone(rings, plane, zone, simplified_m, (apart){0}, error)
                            : status;
}

ovf_status ovf_rings_around(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                            double beside_m, double turn_m, ovf_error *error)
{
    return take_zone(rings, plane, zone, turn_m > 0 ? 0 : 0.8 * beside_m, (apart){beside_m, turn_m},
                     error);
}

ovf_status ovf_rings_within(ovf_rings *rings, ovf_plane *plane, const ovf_zone *zone,
                            double inset_m, double turn_m, ovf_error *error)
{
    return take_zone(rings, plane, zone, SIMPLER * turn_m, (apart){-inset_m, turn_m}, error);
}

void ovf_rings_clear(ovf_rings *rings)
{
    free(rings->points);
    free(rings->ends);
    *rings = (ovf_rings){0};
}
