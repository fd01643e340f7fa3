#include "input/flights/altitudes.h"

#include <math.h>
#include <string.h>

#include <jansson.h>

#include "gdal/fields.h"
#include "input/source/geometry.h"

static void forget(OGRGeometryH line, int index)
{
    double m = OGR_G_IsMeasured(line) ? OGR_G_GetM(line, index) : 0;
    if (OGR_G_IsMeasured(line))
        OGR_G_SetPointZM(line, index, OGR_G_GetX(line, index), OGR_G_GetY(line, index), NAN, m);
    else OGR_G_SetPoint(line, index, OGR_G_GetX(line, index), OGR_G_GetY(line, index), NAN);
}

/* ---- GeoJSON ---- */

/* An array of positions. Of a text that only GDAL can read, 0 is taken for what GDAL fills in. */
static void forget_missing(const json_t *positions, OGRGeometryH line)
{
    int count = OGR_G_GetPointCount(line);
    bool fits = json_array_size(positions) == (size_t)count;
    for (int i = 0; i < count; i++) {
        const json_t *position = json_array_get(positions, (size_t)i);
        if (fits ? !json_is_number(json_array_get(position, 2)) : OGR_G_GetZ(line, i) == 0)
            forget(line, i);
    }
}

static void forget_by_text(const char *text, OGRGeometryH geometry)
{
    json_t *feature = json_loads(text, JSON_ALLOW_NUL, NULL);
    const json_t *coordinates = json_object_get(json_object_get(feature, "geometry"),
                                                "coordinates");
    size_t parts = ovf_geometry_parts(geometry);
    bool single = wkbFlatten(OGR_G_GetGeometryType(geometry)) == wkbLineString;
    for (size_t i = 0; i < parts; i++)
        forget_missing(single ? coordinates : json_array_get(coordinates, i),
                       ovf_geometry_part(geometry, i));
    json_decref(feature);
}

/* ---- KML ---- */

static void forget_by_mode(const char *mode, OGRGeometryH geometry)
{
    bool absolute = strcmp(mode, "absolute") == 0;
    for (size_t i = 0; i < ovf_geometry_parts(geometry); i++) {
        OGRGeometryH line = ovf_geometry_part(geometry, i);
        for (int k = 0; k < OGR_G_GetPointCount(line); k++)
            if (!absolute || OGR_G_GetZ(line, k) == 0) forget(line, k);
    }
}

void ovf_altitudes_forget(OGRFeatureH feature, OGRGeometryH geometry)
{
    const char *media = OGR_F_GetNativeMediaType(feature), *text = OGR_F_GetNativeData(feature);
    if (!OGR_G_Is3D(geometry)) return;
    if (text != NULL && media != NULL && strcmp(media, "application/vnd.geo+json") == 0) {
        forget_by_text(text, geometry);
        return;
    }
    int mode = OGR_F_GetFieldIndex(feature, "altitudeMode");
    if (mode >= 0) /* LIBKML's */
        forget_by_mode(ovf_field_has(feature, mode) ? OGR_F_GetFieldAsString(feature, mode) : "",
                       geometry);
}

/* ---- GPX ---- */

void ovf_gpx_points_open(ovf_gpx_points *points, GDALDatasetH dataset, OGRLayerH layer)
{
    *points = (ovf_gpx_points){.lines = layer};
    GDALDriverH driver = GDALGetDatasetDriver(dataset);
    const char *called = driver == NULL ? "" : GDALGetDriverShortName(driver);
    if (called == NULL || strcmp(called, "GPX") != 0) return;
    bool tracks = strcmp(OGR_L_GetName(layer), "tracks") == 0;
    if (!tracks && strcmp(OGR_L_GetName(layer), "routes") != 0) return;
    points->points = GDALDatasetGetLayerByName(dataset, tracks ? "track_points" : "route_points");
    if (points->points == NULL) return;
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(points->points);
    points->fid_field = OGR_FD_GetFieldIndex(definition, tracks ? "track_fid" : "route_fid");
    points->elevation_field = OGR_FD_GetFieldIndex(definition, "ele");
    OGR_L_ResetReading(points->points);
}

static void advance(ovf_gpx_points *points)
{
    if (points->ahead != NULL) OGR_F_Destroy(points->ahead);
    points->ahead = OGR_L_GetNextFeature(points->points);
}

static GIntBig fid_of(const ovf_gpx_points *points)
{
    return OGR_F_GetFieldAsInteger64(points->ahead, points->fid_field);
}

/* Goes to the first point of a line; they are in the lines' order. */
static void go_to(ovf_gpx_points *points, GIntBig fid)
{
    if (points->ahead == NULL || fid_of(points) > fid) {
        OGR_L_ResetReading(points->points);
        advance(points);
    }
    while (points->ahead != NULL && fid_of(points) < fid) advance(points);
}

void ovf_gpx_points_forget(ovf_gpx_points *points, OGRFeatureH feature)
{
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    GIntBig fid = OGR_F_GetFID(feature);
    if (points->points == NULL || geometry == NULL || !OGR_G_Is3D(geometry)) return;
    go_to(points, fid);
    for (size_t i = 0; i < ovf_geometry_parts(geometry); i++) {
        OGRGeometryH line = ovf_geometry_part(geometry, i);
        for (int k = 0; k < OGR_G_GetPointCount(line); k++) {
            OGRGeometryH at = points->ahead != NULL && fid_of(points) == fid
                                  ? OGR_F_GetGeometryRef(points->ahead)
                                  : NULL;
            bool same = at != NULL && OGR_G_GetX(at, 0) == OGR_G_GetX(line, k) &&
                        OGR_G_GetY(at, 0) == OGR_G_GetY(line, k);
            if (!same || !ovf_field_has(points->ahead, points->elevation_field)) forget(line, k);
            if (same) advance(points);
        }
    }
}

void ovf_gpx_points_close(ovf_gpx_points *points)
{
    if (points->ahead != NULL) OGR_F_Destroy(points->ahead);
    *points = (ovf_gpx_points){0};
}
