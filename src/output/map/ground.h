/* The ground below routes in a package, so that maps that are made of it again have it too. */
#ifndef OVF_OUTPUT_MAP_GROUND_H
#define OVF_OUTPUT_MAP_GROUND_H

#include "gdal/gdal.h"
#include "output/map/map.h"

#define OVF_GROUND_NAME "ground"

/* Adds a table with a row for each route whose ground is known; none where that is no route's.
 * Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY, those of reading rows. */
ovf_status ovf_ground_write(const ovf_map *map, GDALDatasetH dataset, ovf_error *error);

/* Reads it. */
typedef struct ovf_ground_reader ovf_ground_reader;

/* Of that table, which has the routes in their order; it must outlive what is opened. NULL for
 * NULL, or when memory is out. */
ovf_ground_reader *ovf_ground_open(OGRLayerH layer);
/* Sets the ground of the next route's row, which holds until the next call. False when memory is
 * out. */
bool ovf_ground_take(ovf_ground_reader *self, ovf_row *row);
/* Takes NULL. */
void ovf_ground_close(ovf_ground_reader *self);

#endif
