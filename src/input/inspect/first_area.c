/* Tests: tests/cli/convert_zones.py */
#include "input/inspect/first_area.h"

#include <strings.h>

#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/source/opening.h"

static bool has_radius(OGRFeatureH feature)
{
    OGRFeatureDefnH fields = OGR_F_GetDefnRef(feature);
    for (int i = 0; i < OGR_FD_GetFieldCount(fields); i++)
        if (strncasecmp(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(fields, i)), "radius", 6) == 0 &&
            OGR_F_IsFieldSetAndNotNull(feature, i))
            return true;
    return false;
}

static bool is_area(OGRFeatureH feature)
{
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(OGR_F_GetGeometryRef(feature)));
    if (type == wkbPoint || type == wkbMultiPoint) return has_radius(feature);
    return type == wkbPolygon || type == wkbMultiPolygon || type == wkbCurvePolygon ||
           type == wkbMultiSurface || type == wkbPolyhedralSurface || type == wkbTIN;
}

bool ovf_file_begins_with_area(const char *file, bool references)
{
    ovf_gdal_errors caught;
    bool found = false, area = false;
    if (ovf_gdal_load(NULL) != OVF_OK) return false;
    ovf_gdal_errors_begin(&caught);
    GDALDatasetH data = NULL;
    (void)ovf_open_named(file, GDAL_OF_VECTOR, NULL, references, &data, NULL);
    for (int i = 0; data != NULL && !found && i < GDALDatasetGetLayerCount(data); i++) {
        OGRLayerH layer = GDALDatasetGetLayer(data, i);
        OGRFeatureH feature;
        while (!found && (feature = OGR_L_GetNextFeature(layer)) != NULL) {
            found = OGR_F_GetGeometryRef(feature) != NULL;
            area = found && is_area(feature);
            OGR_F_Destroy(feature);
        }
    }
    if (data != NULL) GDALClose(data);
    ovf_gdal_errors_end();
    return area;
}
