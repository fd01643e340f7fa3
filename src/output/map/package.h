/* analysis.gpkg: all layers with their styles, the base map, and the project for QGIS. */
#ifndef OVF_OUTPUT_MAP_PACKAGE_H
#define OVF_OUTPUT_MAP_PACKAGE_H

#include "output/rows/bytes.h"
#include "output/map/map.h"

#define OVF_PACKAGE_FILE "analysis.gpkg"
#define OVF_PROJECT_FILE "analysis.qgz"
/* The name of the project within the package. */
#define OVF_PROJECT_NAME "analysis"

/* The layers that the rows of places become there, each with geometries of one type. */
#define OVF_STRETCHES_NAME "finding_stretches"
#define OVF_STRETCHES_TITLE "Stretches of findings"
#define OVF_LAND_NAME "land"
#define OVF_BORDERS_NAME "boundaries"

/* Makes the new file; `project` is what ovf_archive_pack makes of it. Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_package_write(const ovf_map *map, const ovf_bytes *project, const char *path,
                             const char *called, ovf_error *error);

#endif
