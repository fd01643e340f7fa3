#include "input/zones/areas.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"

/* Geometries within geometries, at most. */
#define DEEPEST 32
/* Degrees between the points of an arc; GDAL makes no arc of smaller steps. */
#define STEP_MIN 1e-4

/* ---- curves ---- */

/* The radius of the circle through three points; INFINITY: they are on a line. */
static double radius_of(const double *x, const double *y)
{
    /* A whole circle is drawn by its beginning, its other side, and its beginning. */
    if (x[0] == x[2] && y[0] == y[2]) return hypot(x[1] - x[0], y[1] - y[0]) / 2;
    double a = hypot(x[1] - x[0], y[1] - y[0]), b = hypot(x[2] - x[1], y[2] - y[1]),
           c = hypot(x[2] - x[0], y[2] - y[0]),
           twice = fabs((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]));
    return twice > 0 ? a * b * c / (2 * twice) : INFINITY;
}

/* The greatest radius of the arcs in a geometry, or a negative number when memory is out. An arc
 * of a radius beyond 1e9 is a line to GDAL. */
static double greatest_radius(OGRGeometryH geometry, int depth)
{
    double greatest = 0;
    int count = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < count && depth < DEEPEST; i++) {
        double radius = greatest_radius(OGR_G_GetGeometryRef(geometry, i), depth + 1);
        if (radius < 0) return radius;
        greatest = fmax(greatest, radius);
    }
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) != wkbCircularString) return greatest;
    int points = OGR_G_GetPointCount(geometry), stride = (int)sizeof(double);
    if (points < 3) return greatest;
    double *x = ovf_array_new(2 * (size_t)points, sizeof *x);
    if (x == NULL) return -1;
    double *y = x + points;
    OGR_G_GetPointsZM(geometry, x, stride, y, stride, NULL, stride, NULL, stride);
    for (int i = 0; i + 2 < points; i += 2) {
        double radius = radius_of(x + i, y + i);
        if (radius < 1e9) greatest = fmax(greatest, radius);
    }
    free(x);
    return greatest;
}

/* With chords instead of arcs; to destroy. A chord of an arc of the radius R is R (1 - cos(step/2))
 * from it. */
static ovf_status straighten(ovf_areas *areas, OGRGeometryH *geometry, double within,
                             ovf_error *error)
{
    double radius = greatest_radius(*geometry, 0), step = 0;
    if (radius < 0) return ovf_fail_memory(error);
    if (radius > 0) step = 4 * asin(sqrt(fmin(within / radius / 2, 0.01))) / OVF_RADIAN;
    if (radius > 0 && step < STEP_MIN)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected arcs of a radius that can be followed within 0.1 mm, "
                        "found one of %.10g (in the unit of the coordinates)",
                        radius);
    if (!ovf_array_reserve(&areas->owned, &areas->owned_capacity, areas->owned_count + 1,
                           sizeof *areas->owned))
        return ovf_fail_memory(error);
    OGRGeometryH made = OGR_G_GetLinearGeometry(*geometry, step, NULL);
    if (made == NULL) return ovf_fail_memory(error);
    areas->owned[areas->owned_count++] = *geometry = made;
    return OVF_OK;
}

/* ---- finding ---- */

static ovf_status add_polygon(ovf_areas *areas, OGRGeometryH polygon, ovf_error *error)
{
    if (OGR_G_GetGeometryCount(polygon) == 0) {
        areas->empty++;
        return OVF_OK;
    }
    if (!ovf_array_reserve(&areas->polygons, &areas->polygon_capacity, areas->polygon_count + 1,
                           sizeof *areas->polygons))
        return ovf_fail_memory(error);
    areas->polygons[areas->polygon_count++] = polygon;
    return OVF_OK;
}

static ovf_status add_point(ovf_areas *areas, OGRGeometryH point, ovf_error *error)
{
    const int stride = (int)sizeof(double);
    double x, y;
    if (OGR_G_GetPointCount(point) < 1 || OGR_G_IsEmpty(point)) return OVF_OK;
    if (!ovf_array_reserve(&areas->points, &areas->point_capacity, areas->point_count + 1,
                           sizeof *areas->points))
        return ovf_fail_memory(error);
    OGR_G_GetPointsZM(point, &x, stride, &y, stride, NULL, stride, NULL, stride);
    areas->points[areas->point_count][0] = x;
    areas->points[areas->point_count++][1] = y;
    return OVF_OK;
}

static ovf_status find(ovf_areas *areas, OGRGeometryH geometry, double within, int depth,
                       ovf_error *error)
{
    ovf_status status = OVF_OK;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    if (depth > DEEPEST)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected at most %d geometries within each other, found more",
                        DEEPEST);
    switch (type) {
    case wkbPoint: return add_point(areas, geometry, error);
    case wkbTriangle:
    case wkbPolygon: return add_polygon(areas, geometry, error);
    case wkbCurvePolygon:
        status = straighten(areas, &geometry, within, error);
        return status == OVF_OK ? add_polygon(areas, geometry, error) : status;
    case wkbMultiPoint:
    case wkbMultiPolygon:
    case wkbMultiSurface:
    case wkbPolyhedralSurface:
    case wkbTIN:
    case wkbGeometryCollection:
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry) && status == OVF_OK; i++)
            status = find(areas, OGR_G_GetGeometryRef(geometry, i), within, depth + 1, error);
        return status;
    default:
        return ovf_fail(error, OVF_ERROR_INPUT,
                        depth == 0 ? "geometry: expected a Polygon or MultiPolygon, found a %s"
                                   : "geometry: expected a collection of Polygons, found a %s "
                                     "in it",
                        OGRGeometryTypeToName(type));
    }
}

ovf_status ovf_areas_find(ovf_areas *areas, OGRGeometryH geometry, double within,
                          ovf_error *error)
{
    ovf_areas_reset(areas);
    if (geometry == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry is missing or unreadable; expected a Polygon or MultiPolygon");
    return find(areas, geometry, within, 0, error);
}

void ovf_areas_reset(ovf_areas *areas)
{
    for (size_t i = 0; i < areas->owned_count; i++) OGR_G_DestroyGeometry(areas->owned[i]);
    areas->polygon_count = areas->point_count = areas->owned_count = areas->empty = 0;
}

void ovf_areas_clear(ovf_areas *areas)
{
    ovf_areas_reset(areas);
    free(areas->polygons);
    free(areas->points);
    free(areas->owned);
    *areas = (ovf_areas){0};
}
