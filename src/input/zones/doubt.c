#include "input/zones/doubt.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "geodesy/earth.h"
#include "overflight/input.h"

/* Faces times vertices, beyond which nobody wants to wait. */
#define MOST_WORK 4e9

typedef struct {
    double *lon, *lat;
    size_t count;
    int sign; /* of its winding where it encloses most */
} path;

typedef struct {
    const ovf_validity *validity;
    path *rings;
    size_t ring_count, vertex_count;
    ovf_doubt *doubt;
    /* For pairs of holes, whether a face is in the first and not in the second: a bit for each
     * second. */
    uint64_t apart[OVF_DOUBT_HOLES_MOST];
    uint64_t *masks; /* of the faces in two holes or more, which holes; and their areas */
    double (*masked)[3];
    size_t masked_count, masked_capacity, mask_capacity;
} measuring;

/* ---- areas ---- */

/* The integral of the latitude's sine along the edges, which are straight in longitude and
 * latitude, less that of the first vertex: the area on the unit sphere, positive where a ring runs
 * counterclockwise. Along an edge the sine's mean is sin(m) sin(h)/h, m being the middle and h half
 * the change. Of small numbers only: sin a - sin b = 2 cos((a + b)/2) sin((a - b)/2). */
static double area_of(const double *lon, const double *lat, size_t count)
{
    double sum = 0;
    for (size_t i = 1; i < count; i++) {
        double middle = (lat[i] + lat[i - 1]) / 2 * OVF_RADIAN,
               half = (lat[i] - lat[i - 1]) / 2 * OVF_RADIAN, first = lat[0] * OVF_RADIAN,
               less = fabs(half) < 1e-3 ? -half * half / 6 : sin(half) / half - 1,
               mean = 2 * cos((middle + first) / 2) * sin((middle - first) / 2) +
                      sin(middle) * less;
        sum -= (lon[i] - lon[i - 1]) * OVF_RADIAN * mean;
    }
    return sum;
}

static bool read_path(const ovf_validity *validity, const GEOSGeometry *line, path *made)
{
    unsigned count = 0;
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(validity->geos, line);
    *made = (path){0};
    if (sequence == NULL || GEOSCoordSeq_getSize_r(validity->geos, sequence, &count) != 1)
        return false;
    made->lon = ovf_array_new(count, sizeof *made->lon);
    made->lat = ovf_array_new(count, sizeof *made->lat);
    made->count = count;
    return made->lon != NULL && made->lat != NULL &&
           GEOSCoordSeq_copyToArrays_r(validity->geos, sequence, made->lon, made->lat, NULL,
                                       NULL) == 1;
}

static void free_path(path *made)
{
    free(made->lon);
    free(made->lat);
}

static double ring_area(const ovf_validity *validity, const GEOSGeometry *ring)
{
    path made;
    double area = 0, south = 90, north = -90;
    if (read_path(validity, ring, &made)) {
        area = fabs(area_of(made.lon, made.lat, made.count));
        for (size_t i = 0; i < made.count; i++) {
            south = fmin(south, made.lat[i]);
            north = fmax(north, made.lat[i]);
        }
    }
    free_path(&made);
    /* The product of the ellipsoid's radii of curvature in the middle. */
    double sine = sin((south + north) / 2 * OVF_RADIAN), w = 1 - OVF_EARTH_E2 * sine * sine;
    return area * OVF_EARTH_B * OVF_EARTH_B / (w * w);
}

double ovf_planar_area(const ovf_validity *validity, const GEOSGeometry *geometry)
{
    double area = 0;
    int type = GEOSGeomTypeId_r(validity->geos, geometry);
    if (type == GEOS_POLYGON) {
        const GEOSGeometry *outline = GEOSGetExteriorRing_r(validity->geos, geometry);
        area = outline == NULL ? 0 : ring_area(validity, outline);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(validity->geos, geometry); i++)
            area -= ring_area(validity, GEOSGetInteriorRingN_r(validity->geos, geometry, i));
        return area;
    }
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) return 0;
    for (int i = 0; i < GEOSGetNumGeometries_r(validity->geos, geometry); i++)
        area += ovf_planar_area(validity, GEOSGetGeometryN_r(validity->geos, geometry, i));
    return area;
}

/* ---- winding ---- */

/* How often the ring winds around a place (Sunday, Inclusion of a Point in a Polygon, 2001). */
static int winding(const path *ring, double x, double y)
{
    int turns = 0;
    for (size_t i = 1; i < ring->count; i++) {
        double x1 = ring->lon[i - 1], y1 = ring->lat[i - 1], x2 = ring->lon[i], y2 = ring->lat[i],
               side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
        if (y1 <= y && y2 > y && side > 0) turns++;
        if (y1 > y && y2 <= y && side < 0) turns--;
    }
    return turns * ring->sign;
}

static bool keep_mask(measuring *in, uint64_t mask, double area, double x, double y)
{
    size_t wanted = in->masked_count + 1;
    if (!ovf_array_reserve(&in->masks, &in->mask_capacity, wanted, sizeof *in->masks) ||
        !ovf_array_reserve(&in->masked, &in->masked_capacity, wanted, sizeof *in->masked))
        return false;
    in->masks[in->masked_count] = mask;
    in->masked[in->masked_count][0] = area;
    in->masked[in->masked_count][1] = x;
    in->masked[in->masked_count++][2] = y;
    return true;
}

static void add_doubt(ovf_doubt *doubt, double area, double x, double y)
{
    doubt->doubt_m2 += area;
    if (area <= doubt->greatest_m2) return;
    doubt->greatest_m2 = area;
    doubt->lon = x;
    doubt->lat = y;
}

static bool judge_face(measuring *in, const GEOSGeometry *face)
{
    double x, y, area = ovf_planar_area(in->validity, face);
    GEOSGeometry *at = GEOSPointOnSurface_r(in->validity->geos, face);
    bool good = at != NULL && GEOSGeomGetX_r(in->validity->geos, at, &x) == 1 &&
                GEOSGeomGetY_r(in->validity->geos, at, &y) == 1;
    if (at != NULL) GEOSGeom_destroy_r(in->validity->geos, at);
    if (!good) return true; /* of no width */
    int outline = winding(&in->rings[0], x, y), holes = 0, crossed = outline;
    uint64_t mask = 0;
    bool usual = outline == 1;
    for (size_t i = 1; i < in->ring_count; i++) {
        int turns = winding(&in->rings[i], x, y);
        holes += turns;
        crossed += turns;
        usual = usual && (turns == 0 || turns == 1);
        if (turns != 0 && i <= OVF_DOUBT_HOLES_MOST) mask |= (uint64_t)1 << (i - 1);
    }
    for (size_t i = 0; i + 1 < in->ring_count && i < OVF_DOUBT_HOLES_MOST; i++)
        if ((mask >> i & 1) != 0) in->apart[i] |= ~mask;
    if (crossed % 2 != 0) in->doubt->inside_m2 += area;
    if (outline - holes == 0 || outline - holes == 1) return true;
    if (usual && in->ring_count <= OVF_DOUBT_HOLES_MOST + 1) return keep_mask(in, mask, area, x, y);
    add_doubt(in->doubt, area, x, y);
    return true;
}

/* Of any two of these holes one is within the other. */
static bool are_nested(const measuring *in, uint64_t mask)
{
    for (size_t i = 0; i < OVF_DOUBT_HOLES_MOST; i++)
        for (size_t k = i + 1; k < OVF_DOUBT_HOLES_MOST; k++)
            if ((mask >> i & 1) != 0 && (mask >> k & 1) != 0 && (in->apart[i] >> k & 1) != 0 &&
                (in->apart[k] >> i & 1) != 0)
                return false;
    return true;
}

/* ---- the whole ---- */

static bool read_rings(measuring *in, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t geos = in->validity->geos;
    int holes = GEOSGetNumInteriorRings_r(geos, polygon);
    if (holes < 0) return false;
    in->rings = ovf_array_new((size_t)holes + 1, sizeof *in->rings);
    if (in->rings == NULL) return false;
    for (int i = -1; i < holes; i++) {
        path *ring = &in->rings[in->ring_count++];
        if (!read_path(in->validity,
                       i < 0 ? GEOSGetExteriorRing_r(geos, polygon)
                             : GEOSGetInteriorRingN_r(geos, polygon, i),
                       ring))
            return false;
        ring->sign = area_of(ring->lon, ring->lat, ring->count) < 0 ? -1 : 1;
        in->vertex_count += ring->count;
    }
    return true;
}

static ovf_status judge_faces(measuring *in, const GEOSGeometry *faces)
{
    GEOSContextHandle_t geos = in->validity->geos;
    int count = GEOSGetNumGeometries_r(geos, faces);
    if (count < 0 || (double)count * (double)in->vertex_count > MOST_WORK)
        return OVF_ERROR_INTERNAL;
    for (int i = 0; i < count; i++)
        if (!judge_face(in, GEOSGetGeometryN_r(geos, faces, i))) return OVF_ERROR_MEMORY;
    for (size_t i = 0; i < in->masked_count; i++) {
        const double *face = in->masked[i];
        if (are_nested(in, in->masks[i])) in->doubt->nested_m2 += face[0];
        else add_doubt(in->doubt, face[0], face[1], face[2]);
    }
    uint64_t all = in->ring_count > OVF_DOUBT_HOLES_MOST
                       ? ~(uint64_t)0
                       : ((uint64_t)1 << (in->ring_count - 1)) - 1;
    for (size_t i = 0; in->doubt->nested_m2 > 0 && i < OVF_DOUBT_HOLES_MOST; i++)
        in->doubt->within[i] = all & ~in->apart[i] & ~((uint64_t)1 << i);
    return OVF_OK;
}

ovf_status ovf_doubt_measure(const ovf_validity *validity, GEOSGeometry *polygon, ovf_doubt *doubt)
{
    GEOSContextHandle_t geos = validity->geos;
    measuring in = {.validity = validity, .doubt = doubt};
    *doubt = (ovf_doubt){0};
    ovf_status status = read_rings(&in, polygon) ? OVF_OK : OVF_ERROR_MEMORY;
    GEOSGeometry *lines = status == OVF_OK ? GEOSBoundary_r(geos, polygon) : NULL,
                 *noded = lines == NULL ? NULL : GEOSUnaryUnion_r(geos, lines), *faces = NULL;
    if (noded != NULL) faces = GEOSPolygonize_r(geos, (const GEOSGeometry *const *)&noded, 1);
    if (status == OVF_OK) status = faces == NULL ? OVF_ERROR_INTERNAL : judge_faces(&in, faces);
    if (faces != NULL) GEOSGeom_destroy_r(geos, faces);
    if (noded != NULL) GEOSGeom_destroy_r(geos, noded);
    if (lines != NULL) GEOSGeom_destroy_r(geos, lines);
    GEOSGeom_destroy_r(geos, polygon);
    for (size_t i = 0; i < in.ring_count; i++) free_path(&in.rings[i]);
    free(in.rings);
    free(in.masks);
    free(in.masked);
    return status;
}

bool ovf_doubt_is_small(double doubt_m2, double inside_m2)
{
    return doubt_m2 <= OVF_DOUBT_MAX_M2 && doubt_m2 <= OVF_DOUBT_MAX_PART * inside_m2;
}
