#include "analysis/coverage/overlay.h"

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
    ovf_common_clear(&overlay->common);
    *overlay = (ovf_overlay){0};
}

void ovf_overlay_drop(const ovf_overlay *overlay, GEOSGeometry *geometry)
{
    if (geometry != NULL) GEOSGeom_destroy_r(overlay->geos, geometry);
}

/* Puts the closed ring into overlay->x and gives the number of its points, 0 when memory is out or
 * fewer than three differ. */
static size_t close_ring(ovf_overlay *overlay, const ovf_flat *points, size_t count)
{
    size_t used = 0;
    if (!ovf_array_reserve(&overlay->x, &overlay->capacity, 2 * (count + 1), sizeof *overlay->x))
        return 0;
    double *xy = overlay->x;
    for (size_t i = 0; i < count; i++) {
        if (used > 0 && points[i].x == xy[2 * used - 2] && points[i].y == xy[2 * used - 1])
            continue;
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
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(overlay->geos, overlay->x,
                                                                (unsigned)used, 0, 0);
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(overlay->geos, sequence);
}

GEOSGeometry *ovf_overlay_polygon(ovf_overlay *overlay, const ovf_flat *points, size_t count)
{
    GEOSGeometry *ring = ovf_overlay_ring(overlay, points, count);
    if (ring == NULL)
        return overlay->x == NULL ? NULL : GEOSGeom_createEmptyPolygon_r(overlay->geos);
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

static bool add_ring(ovf_overlay *o, const GEOSGeometry *ring)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(o->geos, ring);
    unsigned size = 0;
    if (sequence == NULL || GEOSCoordSeq_getSize_r(o->geos, sequence, &size) == 0) return false;
    if (!ovf_array_reserve(&o->x, &o->capacity, 2 * (size_t)size, sizeof *o->x)) return false;
    if (GEOSCoordSeq_copyToBuffer_r(o->geos, sequence, o->x, 0, 0) == 0) return false;
    for (size_t i = 1; i < size; i++)
        if (!ovf_common_edge(&o->common, (ovf_flat){o->x[2 * i - 2], o->x[2 * i - 1]},
                             (ovf_flat){o->x[2 * i], o->x[2 * i + 1]}))
            return false;
    return true;
}

static bool add_polygon(void *context, const GEOSGeometry *polygon)
{
    ovf_overlay *o = context;
    int holes = GEOSGetNumInteriorRings_r(o->geos, polygon);
    bool good = holes >= 0 && add_ring(o, GEOSGetExteriorRing_r(o->geos, polygon));
    for (int i = 0; i < holes && good; i++)
        good = add_ring(o, GEOSGetInteriorRingN_r(o->geos, polygon, i));
    return good;
}

/* The area that must be left. */
static bool expect(ovf_overlay *o, const GEOSGeometry *from, const GEOSGeometry *what,
                   double *area_m2)
{
    double common;
    ovf_common_begin(&o->common);
    if (!ovf_overlay_polygons(o, from, add_polygon, o)) return false;
    ovf_common_second(&o->common);
    if (!ovf_overlay_polygons(o, what, add_polygon, o) || !ovf_common_area(&o->common, &common))
        return false;
    *area_m2 = ovf_overlay_area(o, from) - common;
    return true;
}

static GEOSGeometry *doubt(ovf_overlay *overlay, GEOSGeometry *result, double wanted_m2,
                           double perimeter_m, double moved_m)
{
    if (result == NULL) return NULL;
    double area = ovf_overlay_area(overlay, result);
    if (fabs(area - wanted_m2) <= moved_m * perimeter_m + 1e-9 * wanted_m2) return result;
    snprintf(overlay->message, sizeof overlay->message,
             "GEOS leaves %.9g m2 where %.9g m2 are left", area, wanted_m2);
    ovf_overlay_drop(overlay, result);
    return NULL;
}

GEOSGeometry *ovf_overlay_subtract(ovf_overlay *overlay, const GEOSGeometry *from,
                                   const GEOSGeometry *what, bool *coarse)
{
    double wanted, perimeter = 0;
    overlay->message[0] = '\0';
    if (!expect(overlay, from, what, &wanted)) return NULL;
    GEOSLength_r(overlay->geos, from, &perimeter);
    GEOSGeometry *result = doubt(overlay, GEOSDifference_r(overlay->geos, from, what), wanted,
                                 perimeter, OVF_OVERLAY_FINE_GRID_M);
    if (result != NULL) return result;
    overlay->retries++;
    result = doubt(overlay,
                   GEOSDifferencePrec_r(overlay->geos, from, what, OVF_OVERLAY_FINE_GRID_M), wanted,
                   perimeter, OVF_OVERLAY_DUST_M);
    if (result != NULL) return result;
    result = doubt(overlay, GEOSDifferencePrec_r(overlay->geos, from, what, OVF_OVERLAY_GRID_M),
                   wanted, perimeter, OVF_OVERLAY_COARSE_DUST_M);
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
    GEOSGeometry *all = GEOSGeom_createCollection_r(overlay->geos, GEOS_GEOMETRYCOLLECTION, parts,
                                                    (unsigned)count);
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
    return ovf_fail(error, OVF_ERROR_GEOMETRY,
                    "%s cannot be overlaid, not on a grid of 1 mm either: %s", what,
                    overlay->message);
}

bool ovf_overlay_polygons(const ovf_overlay *overlay, const GEOSGeometry *geometry,
                          bool (*take)(void *context, const GEOSGeometry *polygon), void *context)
{
    int parts = GEOSGetNumGeometries_r(overlay->geos, geometry);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(overlay->geos, geometry, i);
        if (GEOSGeomTypeId_r(overlay->geos, part) != GEOS_POLYGON ||
            GEOSisEmpty_r(overlay->geos, part) != 0)
            continue;
        if (!take(context, part)) return false;
    }
    return parts >= 0;
}
