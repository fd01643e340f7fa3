#include "output/shapes/clip.h"

#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"

/* Of OVF_LINE_DECIMALS. */
#define GRID_DEG 1e-9

/* A clip in progress. Every geometry belongs to who holds it; a function that takes one frees it,
 * and gives NULL on failure, which all of them take. */
typedef struct {
    GEOSContextHandle_t geos;
    GEOSGeometry *world; /* longitude ±180, latitude ±90 */
    bool mends;
    char message[300];
} clip;

static void remember(const char *message, void *context)
{
    clip *self = context;
    snprintf(self->message, sizeof self->message, "%s", message);
}

static void drop(clip *self, GEOSGeometry *geometry)
{
    if (geometry != NULL) GEOSGeom_destroy_r(self->geos, geometry);
}

typedef GEOSGeometry *(*overlay)(GEOSContextHandle_t, const GEOSGeometry *, const GEOSGeometry *);

/* Takes both. */
static GEOSGeometry *combine(clip *self, overlay operation, GEOSGeometry *a, GEOSGeometry *b)
{
    GEOSGeometry *result = a != NULL && b != NULL ? operation(self->geos, a, b) : NULL;
    drop(self, a);
    drop(self, b);
    return result;
}

/* A valid geometry of the same area: lines that were drawn in place of curves may cross where these
 * come near each other. Takes it. */
static GEOSGeometry *mend(clip *self, GEOSGeometry *geometry)
{
    if (geometry == NULL || GEOSisValid_r(self->geos, geometry) == 1) return geometry;
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(self->geos);
    GEOSGeometry *result = NULL;
    if (how != NULL &&
        GEOSMakeValidParams_setMethod_r(self->geos, how, GEOS_MAKE_VALID_STRUCTURE) == 1 &&
        GEOSMakeValidParams_setKeepCollapsed_r(self->geos, how, 0) == 1)
        result = GEOSMakeValidWithParams_r(self->geos, geometry, how);
    if (how != NULL) GEOSMakeValidParams_destroy_r(self->geos, how);
    drop(self, geometry);
    return result;
}

/* The part of a geometry within the world. Takes it. */
static GEOSGeometry *within_world(clip *self, GEOSGeometry *geometry)
{
    if (self->mends) geometry = mend(self, geometry);
    GEOSGeometry *result = geometry == NULL ? NULL
                                            : GEOSIntersection_r(self->geos, geometry, self->world);
    drop(self, geometry);
    return result;
}

/* A closed ring; the arrays must have room for one more vertex. */
static GEOSGeometry *close_ring(clip *self, double *lon, double *lat, size_t count)
{
    if (lon[0] != lon[count - 1] || lat[0] != lat[count - 1]) {
        lon[count] = lon[0];
        lat[count++] = lat[0];
    }
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromArrays_r(self->geos, lon, lat, NULL, NULL,
                                                                (unsigned)count);
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(self->geos, sequence);
}

/* The path shifted by some degrees. */
static GEOSGeometry *ring_of(clip *self, const ovf_unwrapped *path, double shift)
{
    double *lon = ovf_array_new(path->count + 1, 2 * sizeof *lon);
    if (lon == NULL) return NULL;
    double *lat = lon + path->count + 1;
    for (size_t i = 0; i < path->count; i++) {
        lon[i] = path->lon[i] + shift;
        lat[i] = path->lat[i];
    }
    GEOSGeometry *ring = close_ring(self, lon, lat, path->count);
    free(lon);
    return ring;
}

static GEOSGeometry *polygon_of(clip *self, GEOSGeometry *outline)
{
    return outline == NULL ? NULL : GEOSGeom_createPolygon_r(self->geos, outline, NULL, 0);
}

/* A path around the earth, three times over so that it reaches beyond the world at both ends
 * wherever it begins, closed over the pole. */
static GEOSGeometry *cap_of(clip *self, const ovf_unwrapped *path, double pole)
{
    size_t steps = path->count - 1, count = 0;
    if (steps > SIZE_MAX / 8) return NULL;
    double *lon = ovf_array_new(3 * steps + 4, 2 * sizeof *lon);
    if (lon == NULL) return NULL;
    double *lat = lon + 3 * steps + 4;
    double start = -360 * round(path->lon[0] / 360) - 360 * path->turns;
    for (int turn = 0; turn < 3; turn++)
        for (size_t i = 0; i < steps; i++, count++) {
            lon[count] = path->lon[i] + start + 360 * turn * path->turns;
            lat[count] = path->lat[i];
        }
    lon[count] = lon[0] + 1080 * path->turns;
    lat[count++] = lat[0];
    lon[count] = lon[count - 1];
    lat[count++] = pole;
    lon[count] = lon[0];
    lat[count++] = pole;
    GEOSGeometry *ring = close_ring(self, lon, lat, count);
    free(lon);
    return polygon_of(self, ring);
}

/* The polygon of an outline and holes, none of which goes around a pole, shifted by some degrees.
 */
static GEOSGeometry *polygon_at(clip *self, const ovf_laid_ring *rings, size_t count, double shift)
{
    GEOSGeometry *outline = ring_of(self, &rings[0].path, shift), *polygon = NULL;
    GEOSGeometry **holes = ovf_array_new(count, sizeof *holes);
    size_t made = 0;
    bool good = outline != NULL && holes != NULL;
    for (size_t i = 1; i < count && good; i++) {
        holes[made] = ring_of(self, &rings[i].path, shift);
        good = holes[made] != NULL;
        made += good;
    }
    if (good) {
        /* It owns the rings from now on. */
        polygon = GEOSGeom_createPolygon_r(self->geos, outline, holes, (unsigned)made);
    } else {
        drop(self, outline);
        for (size_t i = 0; i < made; i++) drop(self, holes[i]);
    }
    free(holes);
    return polygon;
}

/* The same, laid over the world as often as it reaches into it. */
static GEOSGeometry *fold(clip *self, const ovf_laid_ring *rings, size_t count)
{
    GEOSGeometry *whole = GEOSGeom_createEmptyPolygon_r(self->geos);
    const ovf_unwrapped *outline = &rings[0].path;
    for (double k = floor((outline->west + 180) / 360);
         360 * k - 180 < outline->east && whole != NULL; k++)
        whole = combine(self, GEOSUnion_r, whole,
                        within_world(self, polygon_at(self, rings, count, -360 * k)));
    return whole;
}

static GEOSGeometry *area_of(clip *self, const ovf_laid_ring *rings, size_t count)
{
    bool plain = true;
    for (size_t i = 0; i < count; i++) plain = plain && rings[i].path.turns == 0 && !rings[i].north;
    if (plain) return fold(self, rings, count);
    GEOSGeometry *whole = GEOSGeom_createEmptyPolygon_r(self->geos);
    for (size_t i = 0; i < count; i++) {
        const ovf_unwrapped *path = &rings[i].path;
        GEOSGeometry *inside = path->turns != 0
                                   ? within_world(self,
                                                  cap_of(self, path, rings[i].north ? 90 : -90))
                                   : fold(self, &rings[i], 1);
        if (path->turns == 0 && rings[i].north)
            inside = combine(self, GEOSSymDifference_r, GEOSGeom_clone_r(self->geos, self->world),
                             inside);
        whole = combine(self, GEOSSymDifference_r, whole, inside);
    }
    return whole;
}

/* Cutting leaves some last bits. */
static double tidy(double degrees, double end)
{
    if (degrees > end - 1e-12) return end;
    return degrees < -end + 1e-12 ? -end : degrees;
}

static bool read_ring(clip *self, const GEOSGeometry *ring, ovf_ring *read)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(self->geos, ring);
    unsigned size = 0;
    if (sequence == NULL || GEOSCoordSeq_getSize_r(self->geos, sequence, &size) == 0) return false;
    read->vertices = ovf_array_new(size, sizeof *read->vertices);
    if (read->vertices == NULL) return false;
    for (unsigned i = 0; i < size; i++) {
        double lon, lat;
        if (GEOSCoordSeq_getXY_r(self->geos, sequence, i, &lon, &lat) == 0) return false;
        read->vertices[read->count++] = (ovf_lonlat){tidy(lon, 180), tidy(lat, 90)};
    }
    return true;
}

static bool read_polygon(clip *self, const GEOSGeometry *geometry, ovf_polygon *polygon)
{
    int holes = GEOSGetNumInteriorRings_r(self->geos, geometry);
    if (holes < 0) return false;
    polygon->rings = ovf_array_new((size_t)holes + 1, sizeof *polygon->rings);
    if (polygon->rings == NULL) return false;
    polygon->count = (size_t)holes + 1;
    bool good = read_ring(self, GEOSGetExteriorRing_r(self->geos, geometry), &polygon->rings[0]);
    for (int i = 0; i < holes && good; i++)
        good = read_ring(self, GEOSGetInteriorRingN_r(self->geos, geometry, i),
                         &polygon->rings[i + 1]);
    return good;
}

/* Lines and points, where pieces only touch, are no part of an area. */
static bool read_polygons(clip *self, const GEOSGeometry *geometry, ovf_polygon **polygons,
                          size_t *count, size_t *capacity)
{
    int parts = GEOSGetNumGeometries_r(self->geos, geometry);
    for (int i = 0; i < parts; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(self->geos, geometry, i);
        if (GEOSGeomTypeId_r(self->geos, part) != GEOS_POLYGON ||
            GEOSisEmpty_r(self->geos, part) != 0)
            continue;
        if (!ovf_array_reserve(polygons, capacity, *count + 1, sizeof **polygons)) return false;
        (*polygons)[*count] = (ovf_polygon){0};
        if (!read_polygon(self, part, &(*polygons)[(*count)++])) return false;
    }
    return parts >= 0;
}

static ovf_status begin(clip *self, ovf_error *error)
{
    *self = (clip){.geos = GEOS_init_r()};
    if (self->geos == NULL) return ovf_fail_memory(error);
    GEOSContext_setErrorMessageHandler_r(self->geos, remember, self);
    return OVF_OK;
}

static ovf_status end(clip *self, bool good, ovf_error *error)
{
    GEOS_finish_r(self->geos);
    if (good) return OVF_OK;
    if (self->message[0] == '\0') return ovf_fail_memory(error);
    return ovf_fail(error, OVF_ERROR_GEOMETRY, "%s", self->message);
}

ovf_status ovf_clip(const ovf_laid_ring *rings, size_t ring_count, bool mends,
                    ovf_polygon **polygons, size_t *count, size_t *capacity, ovf_error *error)
{
    clip self;
    ovf_status status = begin(&self, error);
    if (status != OVF_OK) return status;
    self.mends = mends;
    double lon[5] = {-180, 180, 180, -180, -180}, lat[5] = {-90, -90, 90, 90, -90};
    self.world = polygon_of(&self, close_ring(&self, lon, lat, 5));
    GEOSGeometry *area = self.world == NULL ? NULL : area_of(&self, rings, ring_count);
    bool good = area != NULL && read_polygons(&self, area, polygons, count, capacity);
    drop(&self, area);
    drop(&self, self.world);
    return end(&self, good, error);
}

/* On the grid that coordinates are written with, or as it is. */
static GEOSGeometry *copy_ring(clip *self, const ovf_ring *ring, bool rounded)
{
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(self->geos, (unsigned)ring->count, 2);
    for (size_t i = 0; i < ring->count && sequence != NULL; i++) {
        ovf_lonlat v = ring->vertices[i];
        if (rounded)
            v = (ovf_lonlat){round(v.lon / GRID_DEG) * GRID_DEG,
                             round(v.lat / GRID_DEG) * GRID_DEG};
        GEOSCoordSeq_setXY_r(self->geos, sequence, (unsigned)i, v.lon, v.lat);
    }
    return sequence == NULL ? NULL : GEOSGeom_createLinearRing_r(self->geos, sequence);
}

static GEOSGeometry *copy_polygon(clip *self, const ovf_polygon *polygon, bool rounded)
{
    GEOSGeometry **rings = ovf_array_new(polygon->count, sizeof *rings), *made = NULL;
    size_t count = 0;
    while (rings != NULL && count < polygon->count &&
           (rings[count] = copy_ring(self, &polygon->rings[count], rounded)) != NULL)
        count++;
    if (rings != NULL && count == polygon->count)
        made = GEOSGeom_createPolygon_r(self->geos, rings[0], rings + 1, (unsigned)(count - 1));
    else
        for (size_t i = 0; i < count; i++) drop(self, rings[i]);
    free(rings);
    return made;
}

/* Onto the grid, so that it stays valid. Takes it. */
static GEOSGeometry *snap(clip *self, GEOSGeometry *geometry)
{
    GEOSGeometry *result = geometry == NULL
                               ? NULL
                               : GEOSGeom_setPrecision_r(self->geos, geometry, GRID_DEG, 0);
    drop(self, geometry);
    return result;
}

ovf_status ovf_clip_mend(ovf_polygon **polygons, size_t *count, ovf_error *error)
{
    clip self;
    ovf_polygon *mended = NULL;
    size_t mended_count = 0, capacity = 0;
    ovf_status status = begin(&self, error);
    if (status != OVF_OK) return status;
    bool good = true;
    for (size_t i = 0; i < *count && good; i++) {
        GEOSGeometry *polygon = copy_polygon(&self, &(*polygons)[i], true);
        if (polygon != NULL && GEOSisValid_r(self.geos, polygon) != 1) {
            drop(&self, polygon);
            polygon = snap(&self, mend(&self, copy_polygon(&self, &(*polygons)[i], false)));
        }
        good = polygon != NULL && read_polygons(&self, polygon, &mended, &mended_count, &capacity);
        drop(&self, polygon);
    }
    status = end(&self, good, error);
    if (status == OVF_OK) {
        ovf_polygons_free(*polygons, *count);
        *polygons = mended;
        *count = mended_count;
    } else {
        ovf_polygons_free(mended, mended_count);
    }
    return status;
}

/* The parts of a window are apart, or touch along the antimeridian, so that what lies within each
 * can be taken for itself. */
ovf_status ovf_clip_within(const ovf_polygon *polygons, size_t polygon_count,
                           const ovf_polygon *window, size_t window_count, ovf_polygon **within,
                           size_t *count, ovf_error *error)
{
    clip self;
    size_t capacity = *count;
    ovf_status status = begin(&self, error);
    if (status != OVF_OK) return status;
    bool good = true;
    for (size_t w = 0; w < window_count && good; w++) {
        GEOSGeometry *part = copy_polygon(&self, &window[w], false);
        const GEOSPreparedGeometry *prepared = part == NULL ? NULL : GEOSPrepare_r(self.geos, part);
        good = prepared != NULL;
        for (size_t i = 0; i < polygon_count && good; i++) {
            GEOSGeometry *polygon = copy_polygon(&self, &polygons[i], false), *common = NULL;
            good = polygon != NULL;
            if (good && GEOSPreparedCovers_r(self.geos, prepared, polygon) == 1) {
                common = polygon;
                polygon = NULL;
            } else if (good && GEOSPreparedIntersects_r(self.geos, prepared, polygon) == 1) {
                common = GEOSIntersection_r(self.geos, part, polygon);
                good = common != NULL;
            }
            good = good &&
                   (common == NULL || read_polygons(&self, common, within, count, &capacity));
            drop(&self, common);
            drop(&self, polygon);
        }
        if (prepared != NULL) GEOSPreparedGeom_destroy_r(self.geos, prepared);
        drop(&self, part);
    }
    return end(&self, good, error);
}
