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
    bool projected;
    double turn;     /* of a geographic CRS: 360° in its unit; 0 of others */
    bool lat_first;  /* the data of a geographic CRS begin with the latitude */
    bool not_needed; /* the layer names its CRS, and so did somebody else */
} ovf_crs;

/* `reference` may be NULL; then `otherwise`, a text, names the CRS. It is an error if that is NULL,
 * too, and if the CRS has no transformation to WGS 84. `label` names the layer in the sentence. */
ovf_status ovf_crs_open(ovf_crs *crs, OGRSpatialReferenceH reference, const char *otherwise,
                        const char *label, ovf_error *error);
void ovf_crs_close(ovf_crs *crs);

/* WGS 84 itself, longitude first. */
static inline ovf_crs ovf_crs_wgs84(void)
{
    return (ovf_crs){.transformation = NULL, .z_metres = 1, .turn = 360};
}

/* Transforms in place. Returns `count`, or the index of the first position that has no place in
 * WGS 84. */
size_t ovf_crs_transform(const ovf_crs *crs, double *x, double *y, int *success, size_t count);

/* Whether the CRS of a layer is what its collection of GeoJSON calls it: GDAL takes a name that it
 * does not know for WGS 84. An empty name is none. Errors: OVF_ERROR_INPUT. */
ovf_status ovf_crs_check_name(const char *called, OGRSpatialReferenceH reference, const char *label,
                              ovf_error *error);

#endif
