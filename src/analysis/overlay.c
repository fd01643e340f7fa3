#include "analysis/overlay.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

static void remember(const char *message, void *context)
{
    ovf_overlay *overlay = context;
    snprintf(overlay->message, sizeof overlay->message, "%s", message);
}

ovf_status ovf_overlay_open(ovf_overlay *overlay, ovf_error *error)
{
    *overlay = (ovf_overlay){.geos = GEOS_init_r()};
    if (overlay->geos == NULL) return ovf_fail_memory(error);
    GEOSContext_setErrorMessageHandler_r(overlay->geos, remember, overlay);
    return OVF_OK;
}

void ovf_overlay_close(ovf_overlay *overlay)
{
    if (overlay->geos != NULL) GEOS_finish_r(overlay->geos);
    free(overlay->x);
    *overlay = (ovf_overlay){0};
}

void ovf_overlay_drop(const ovf_overlay *overlay, GEOSGeometry *geometry)
{
    if (geometry != NULL) GEOSGeom_destroy_r(overlay->geos, geometry);
}

/* Puts the closed ring into overlay->x and gives the number of its points, 0 when memory is out or fewer than three differ. */
static size_t close_ring(ovf_overlay *overlay, const ovf_flat *points, size_t count)
{
    size_t used = 0;
    if (!ovf_array_reserve(&overlay->x, &overlay->capacity, 2 * (count + 1), sizeof *overlay->x)) return 0;
    double *xy = overlay->x;
    for (size_t i = 0; i < count; i++) {
        if (used > 0 && points[i].x == xy[2 * used - 2] && points[i].y == xy[2 * used - 1]) continue;
        xy[2 * used] = points[i].x;
        xy[2 * used + 1] = points[i].y;
        used++;
    }
    while (used > 1 && xy[0] == xy[2 * used - 2] && xy[1] == xy[2 * used - 1]) used--;
    if (used < 3) return 0;
    xy[2 * used] = xy[0];
    xy[2 * used + 1] = xy[1];
    return used + 1;
}

GEOSGeometry *ovf_overlay_ring(ovf_overlay *overlay, const ovf_flat *points, size_t count)
{
    overlay->message[0] = '\0';
    size_t used = close_ring(overlay, points, count);
    if (used == 0) return NULL;
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(overlay->geos, overlay->x, (unsigned)used, 0, 0);
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(overlay->geos, sequence);
}

GEOSGeometry *ovf_overlay_polygon(ovf_overlay *overlay, const ovf_flat *points, size_t count)
{
    GEOSGeometry *ring = ovf_overlay_ring(overlay, points, count);
    if (ring == NULL) return overlay->x == NULL ? NULL : GEOSGeom_createEmptyPolygon_r(overlay->geos);
    return GEOSGeom_createPolygon_r(overlay->geos, ring, NULL, 0);
}

double ovf_overlay_area(const ovf_overlay *overlay, const GEOSGeometry *geometry)
{
    double area = NAN;
    return GEOSArea_r(overlay->geos, geometry, &area) == 1 ? area : NAN;
}

ovf_rectangle ovf_overlay_box(const ovf_overlay *overlay, const GEOSGeometry *geometry)
{
    ovf_rectangle box = ovf_rectangle_none();
    if (GEOSisEmpty_r(overlay->geos, geometry) != 0) return box;
    GEOSGeom_getXMin_r(overlay->geos, geometry, &box.west);
    GEOSGeom_getYMin_r(overlay->geos, geometry, &box.south);
    GEOSGeom_getXMax_r(overlay->geos, geometry, &box.east);
    GEOSGeom_getYMax_r(overlay->geos, geometry, &box.north);
    return box;
}

/* Whether a difference has an area that it can have; GEOS is known to lose whole polygons when it gets edges wrong. */
static GEOSGeometry *doubt(ovf_overlay *overlay, GEOSGeometry *result, double from_m2, double what_m2, double slack_m)
{
    double length = 0;
    if (result == NULL) return NULL;
    double area = ovf_overlay_area(overlay, result);
    if (GEOSLength_r(overlay->geos, result, &length) != 1) length = NAN;
    double slack = slack_m * (length + 4 * sqrt(what_m2) + 1) + 1e-9 * (from_m2 + what_m2);
    if (area <= from_m2 + slack && area >= from_m2 - what_m2 - slack) return result;
    snprintf(overlay->message, sizeof overlay->message, "%.9g m² less %.9g m² came out as %.9g m²", from_m2, what_m2, area);
    ovf_overlay_drop(overlay, result);
    return NULL;
}

GEOSGeometry *ovf_overlay_subtract(ovf_overlay *overlay, const GEOSGeometry *from, double from_m2, const GEOSGeometry *what, double what_m2, bool *coarse)
{
    overlay->message[0] = '\0';
    GEOSGeometry *result = doubt(overlay, GEOSDifference_r(overlay->geos, from, what), from_m2, what_m2, OVF_OVERLAY_DUST_M);
    if (result != NULL) return result;
    overlay->retries++;
    result = doubt(overlay, GEOSDifferencePrec_r(overlay->geos, from, what, OVF_OVERLAY_GRID_M), from_m2, what_m2, OVF_OVERLAY_COARSE_DUST_M);
    if (result != NULL) *coarse = true;
    return result;
}

GEOSGeometry *ovf_overlay_unite(ovf_overlay *overlay, GEOSGeometry **parts, size_t count)
{
    bool good = count < 1u << 31;
    for (size_t i = 0; i < count; i++) good = good && parts[i] != NULL;
    overlay->message[0] = '\0';
    if (!good) {
        for (size_t i = 0; i < count; i++) ovf_overlay_drop(overlay, parts[i]);
        return NULL;
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(overlay->geos, GEOS_GEOMETRYCOLLECTION, parts, (unsigned)count);
    if (all == NULL) return NULL;
    GEOSGeometry *result = GEOSUnaryUnion_r(overlay->geos, all);
    if (result == NULL) {
        overlay->retries++;
        result = GEOSUnaryUnionPrec_r(overlay->geos, all, OVF_OVERLAY_GRID_M);
    }
    ovf_overlay_drop(overlay, all);
    return result;
}

ovf_status ovf_overlay_fail(const ovf_overlay *overlay, ovf_error *error, const char *what)
{
    if (overlay->message[0] == '\0') return ovf_fail_memory(error);
    return ovf_fail(error, OVF_ERROR_GEOMETRY, "%s cannot be overlaid, not on a grid of 1 mm either: %s", what, overlay->message);
}

bool ovf_overlay_polygons(const ovf_overlay *overlay, const GEOSGeometry *geometry, bool (*take)(void *context, const GEOSGeometry *polygon), void *context)
{
    int parts = GEOSGetNumGeometries_r(overlay->geos, geometry);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(overlay->geos, geometry, i);
        if (GEOSGeomTypeId_r(overlay->geos, part) != GEOS_POLYGON || GEOSisEmpty_r(overlay->geos, part) != 0) continue;
        if (!take(context, part)) return false;
    }
    return parts >= 0;
}
