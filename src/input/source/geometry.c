#include "input/source/geometry.h"

#include <stdio.h>

#include "base/error.h"

static const char *wanted_name(ovf_geometry_kind kind)
{
    switch (kind) {
    case OVF_GEOMETRY_POINTS: return "a Point";
    case OVF_GEOMETRY_LINES: return "a LineString or MultiLineString";
    case OVF_GEOMETRY_AREAS: return "a Polygon or MultiPolygon";
    }
    return "another";
}

static bool is_wanted(OGRwkbGeometryType type, ovf_geometry_kind kind)
{
    switch (kind) {
    case OVF_GEOMETRY_POINTS: return type == wkbPoint;
    case OVF_GEOMETRY_LINES: return type == wkbLineString || type == wkbMultiLineString;
    case OVF_GEOMETRY_AREAS: return type == wkbPolygon || type == wkbMultiPolygon;
    }
    return false;
}

static bool is_curved(OGRwkbGeometryType type)
{
    return type == wkbCircularString || type == wkbCompoundCurve || type == wkbCurvePolygon ||
           type == wkbMultiCurve || type == wkbMultiSurface;
}

ovf_status ovf_geometry_get(OGRFeatureH feature, ovf_geometry_kind kind, OGRGeometryH *geometry,
                            OGRGeometryH *owned, ovf_error *error)
{
    *owned = NULL;
    *geometry = OGR_F_GetGeometryRef(feature);
    if (*geometry == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "geometry is missing or unreadable; expected %s",
                        wanted_name(kind));
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(*geometry));
    if (is_curved(type)) {
        if (OGR_G_HasCurveGeometry(*geometry, TRUE))
            return ovf_fail(
                error, OVF_ERROR_INPUT,
                "geometry: expected %s with straight segments, found a %s with arcs (ogr2ogr -nlt "
                "CONVERT_TO_LINEAR makes one of it)",
                wanted_name(kind), OGRGeometryTypeToName(type));
        /* Without arcs nothing is approximated here: only the container's type changes. */
        *owned = OGR_G_GetLinearGeometry(*geometry, 0, NULL);
        if (*owned == NULL) return ovf_fail_memory(error);
        *geometry = *owned;
        type = wkbFlatten(OGR_G_GetGeometryType(*geometry));
    }
    if (is_wanted(type, kind)) return OVF_OK;
    if (*owned != NULL) OGR_G_DestroyGeometry(*owned);
    *owned = NULL;
    return ovf_fail(error, OVF_ERROR_INPUT, "geometry: expected %s, found a %s", wanted_name(kind),
                    OGRGeometryTypeToName(type));
}

bool ovf_geometry_is_beside(OGRFeatureH feature, ovf_geometry_kind kind)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (kind != OVF_GEOMETRY_LINES || geometry == NULL) return false;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    return type == wkbPoint || type == wkbMultiPoint;
}

static bool is_multi(OGRGeometryH geometry)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    return type == wkbMultiLineString || type == wkbMultiPolygon;
}

size_t ovf_geometry_parts(OGRGeometryH geometry)
{
    return is_multi(geometry) ? (size_t)OGR_G_GetGeometryCount(geometry) : 1;
}

OGRGeometryH ovf_geometry_part(OGRGeometryH geometry, size_t index)
{
    return is_multi(geometry) ? OGR_G_GetGeometryRef(geometry, (int)index) : geometry;
}

const char *ovf_geometry_kind_name(ovf_geometry_kind kind)
{
    switch (kind) {
    case OVF_GEOMETRY_POINTS: return "Points";
    case OVF_GEOMETRY_LINES: return "LineStrings or MultiLineStrings";
    case OVF_GEOMETRY_AREAS: return "Polygons or MultiPolygons";
    }
    return "geometries";
}
