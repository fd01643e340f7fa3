/* The height of the ground, from any raster that GDAL opens. */
#ifndef OVERFLIGHT_TERRAIN_H
#define OVERFLIGHT_TERRAIN_H

#include "overflight/observer.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ovf_terrain ovf_terrain;

/* Opens the first band of a raster with heights over mean sea level; a band in feet says so by its
 * unit. The heights between the centres of its cells are bilinear. It keeps some blocks in memory.
 * One thread at a time: each opens its own. Errors: OVF_ERROR_INPUT (no raster, no CRS or place on
 * the earth), OVF_ERROR_MEMORY. */
ovf_status ovf_terrain_open(const char *file, ovf_terrain **terrain, ovf_error *error);
/* What an observer asks; it holds as long as the terrain does. Heights are not known outside of the
 * raster and where one of the four cells around is without data. */
ovf_ground ovf_terrain_ground(ovf_terrain *terrain);
void ovf_terrain_free(ovf_terrain *terrain);

#ifdef __cplusplus
}
#endif
#endif
