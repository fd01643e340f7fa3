#include "output/map/package_layers.h"

OGRLayerH ovf_package_layer(GDALDatasetH dataset, const char *name, OGRwkbGeometryType type,
                            const char *title, const char *description)
{
    OGRSpatialReferenceH wgs84 = NULL;
    char **options = CSLSetNameValue(NULL, "IDENTIFIER", title);
    options = CSLSetNameValue(options, "DESCRIPTION", description);
    /* These layers are so small that all of their points are read as fast as an index is; making
     * one takes longer than writing them. */
    if (type == wkbPoint) options = CSLSetNameValue(options, "SPATIAL_INDEX", "NO");
    if (type != wkbNone) {
        wgs84 = OSRNewSpatialReference(NULL);
        OSRImportFromEPSG(wgs84, 4326);
        OSRSetAxisMappingStrategy(wgs84, OAMS_TRADITIONAL_GIS_ORDER);
    }
    OGRLayerH layer = GDALDatasetCreateLayer(dataset, name, wgs84, type, options);
    if (wgs84 != NULL) OSRRelease(wgs84);
    CSLDestroy(options);
    return layer;
}

bool ovf_package_feature(OGRLayerH layer, OGRFeatureH feature)
{
    OGRErr failed = OGR_L_CreateFeature(layer, feature);
    OGR_F_Destroy(feature);
    return failed == OGRERR_NONE;
}
