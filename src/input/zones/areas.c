#include "input/zones/areas.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/zones/arcs.h"

/* Geometries within geometries, at most. */
#define DEEPEST 32

/* With chords instead of arcs, in memory that the areas own. */
static ovf_status straighten(ovf_areas *areas, OGRGeometryH *geometry, double within,
                             ovf_error *error)
{
    OGRGeometryH made;
    if (!ovf_array_reserve(&areas->owned, &areas->owned_capacity, areas->owned_count + 1,
                           sizeof *areas->owned))
        return ovf_fail_memory(error);
    ovf_status status = ovf_arcs_cut(*geometry, within, &made, error);
    if (status == OVF_OK) areas->owned[areas->owned_count++] = *geometry = made;
    return status;
}

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

ovf_status ovf_areas_find(ovf_areas *areas, OGRGeometryH geometry, double within, ovf_error *error)
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
