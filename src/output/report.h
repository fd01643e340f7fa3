/* report.html. */
#ifndef OVF_OUTPUT_REPORT_H
#define OVF_OUTPUT_REPORT_H

#include "output/map.h"

ovf_status ovf_report_write(const ovf_map *map, const char *path, const char *called, ovf_error *error);

#endif
