/* One picture of an analysis, as a PNG file: for people on a terminal, or in a report. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_H
#define OVF_OUTPUT_PICTURE_PICTURE_H

#include "output/map/map.h"
#include "output/picture/picture_file.h"
#include "overflight/maps.h"

/* Draws it in the plane of the map's frame, or in one around the zone. `called` is what the file
 * will be called, for messages. It is written under another name first, so that there is a whole
 * one or none. Width and height are given. Memory is that of the picture, not of the analysis. The
 * same map gives the same bytes where Cairo and the fonts are the same. Errors: OVF_ERROR_USAGE (no
 * such zone), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_picture_write(const ovf_map *map, const ovf_picture_options *options,
                             const char *path, const char *called, ovf_error *error);

#endif
