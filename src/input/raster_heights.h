/* What a raster says of its heights: over what they are, in which unit, and which way they count.
 */
#ifndef OVF_INPUT_RASTER_HEIGHTS_H
#define OVF_INPUT_RASTER_HEIGHTS_H

#include "gdal/gdal.h"
#include "overflight/heights.h"

typedef struct {
    ovf_height_reference over; /* OVF_HEIGHT_MSL or OVF_HEIGHT_ELLIPSOID */
    double unit_m;             /* what one of them is in metres; negative: they are depths */
} ovf_raster_heights;

/* Of a band of a raster. A height system of the CRS is over the sea, whichever it is; a third axis
 * of the CRS itself is over the ellipsoid; without either the heights are taken to be over the sea,
 * and without any unit to be in metres. Errors, which name the file: OVF_ERROR_INPUT (a unit that
 * is no length, an ellipsoid that is not WGS 84's). */
ovf_status ovf_raster_heights_read(const char *file, GDALRasterBandH band,
                                   OGRSpatialReferenceH reference, ovf_raster_heights *heights,
                                   ovf_error *error);

#endif
