/* Layers of a package that are not made of an analysis's rows. */
#ifndef OVF_OUTPUT_MAP_PACKAGE_LAYERS_H
#define OVF_OUTPUT_MAP_PACKAGE_LAYERS_H

#include <stdbool.h>

#include "gdal/gdal.h"

/* In longitude and latitude, or without places (wkbNone); NULL: GDAL refuses. */
OGRLayerH ovf_package_layer(GDALDatasetH dataset, const char *name, OGRwkbGeometryType type,
                            const char *title, const char *description);
/* Takes the feature. False: GDAL refuses. */
bool ovf_package_feature(OGRLayerH layer, OGRFeatureH feature);

#endif
