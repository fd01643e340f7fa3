/* Reading the layers of a finished analysis again. */
#ifndef OVF_OUTPUT_MAP_REREAD_H
#define OVF_OUTPUT_MAP_REREAD_H

#include "output/map/map.h"

/* What earlier versions judged is told in today's words. Adds to the map all layers that the
 * directory has in one of the formats, with their rows in new stores in `folder`. GDAL is loaded.
 * Errors: OVF_ERROR_INPUT (names file and what GDAL says), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_reread(const char *directory, const char *folder, ovf_map *map, ovf_error *error);

#endif
