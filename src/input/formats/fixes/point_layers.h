/* Layers of points that are fixes, beside layers of lines. */
#ifndef OVF_INPUT_FORMATS_FIXES_POINT_LAYERS_H
#define OVF_INPUT_FORMATS_FIXES_POINT_LAYERS_H

#include <stdbool.h>

#include "gdal/gdal.h"

/* Whether the layer is one of points with a field that is called as times are. */
bool ovf_point_layer_has_times(OGRLayerH layer);

#endif
