/* The base map of the page: land, boundaries and names. */
#ifndef OVF_OUTPUT_REPORT_REPORT_BASE_H
#define OVF_OUTPUT_REPORT_REPORT_BASE_H

#include <stdio.h>

#include "output/map/map.h"
#include "output/report/report_sketch.h"

/* Writes the elements; `bytes` is a buffer. Errors: those of reading all of the earth
 * (output/map/land.h), OVF_ERROR_MEMORY; what the file has against it the caller finds. */
ovf_status ovf_report_base(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map *map, FILE *file,
                           ovf_error *error);

#endif
