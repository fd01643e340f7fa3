/* The project for QGIS. */
#ifndef OVF_OUTPUT_PROJECT_H
#define OVF_OUTPUT_PROJECT_H

#include "output/map.h"

ovf_status ovf_project_make(const ovf_map *map, char **text, ovf_error *error);

#endif
