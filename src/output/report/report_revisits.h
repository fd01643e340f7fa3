/* The raster of revisits in the page: how many flights saw each place. */
#ifndef OVF_OUTPUT_REPORT_REPORT_REVISITS_H
#define OVF_OUTPUT_REPORT_REPORT_REVISITS_H

#include <stdio.h>

#include "output/map/map.h"
#include "output/rows/bytes.h"

/* Writes its element, from revisits.tif; nothing where there is none. `bytes` is a buffer. Errors:
 * OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_report_revisits(ovf_bytes *bytes, const ovf_map *map, FILE *file, ovf_error *error);

#endif
