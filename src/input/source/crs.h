/* From a layer's coordinate reference system to WGS 84, longitude first. */
#ifndef OVF_INPUT_SOURCE_CRS_H
#define OVF_INPUT_SOURCE_CRS_H

#include <stdbool.h>
#include <stddef.h>

#include "gdal/gdal.h"
#include "overflight/error.h"

typedef struct {
    /* NULL where the layer is in WGS 84, longitude first: its numbers then stay as they are, to the
     * last bit. */
    OGRCoordinateTransformationH transformation;
    double z_metres; /* length of one unit of Z, in metres */
} ovf_crs;

/* `crs` may be NULL, which is an error as is one that has no transformation to WGS 84. `label`
 * names the layer in the sentence. */
ovf_status ovf_crs_open(ovf_crs *crs, OGRSpatialReferenceH reference, const char *label,
                        ovf_error *error);
void ovf_crs_close(ovf_crs *crs);

/* Transforms in place. Returns `count`, or the index of the first position that has no place in
 * WGS 84. */
size_t ovf_crs_transform(const ovf_crs *crs, double *x, double *y, int *success, size_t count);

#endif
