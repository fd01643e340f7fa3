/* The GeoTIFF of a raster of counts. */
#ifndef OVF_OUTPUT_RASTER_GEOTIFF_H
#define OVF_OUTPUT_RASTER_GEOTIFF_H

#include "reduce/raster.h"

/* Writes the part of it that has counts as a new file, a cloud-optimised GeoTIFF: tiled,
 * compressed, with overviews; 0 is no data, everything else has a colour where the greatest count
 * is at most 65,535. `called` is what messages call it. *seen is the number of cells that are not
 * 0. The same counts give the same bytes. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_geotiff_write(const ovf_raster *raster, const char *path, const char *called,
                             uint64_t *seen, ovf_error *error);

#endif
