/* The QGIS project over analysis.gpkg and revisits.tif: layers in groups with their styles, a CRS
 * around the data, a bookmark a zone, the range of times and a print layout. The styles are those
 * of src/output/qgis, one a layer, which also stand beside GeoJSON files and in the GeoPackage. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_H
#define OVF_OUTPUT_QGIS_PROJECT_H

#include "output/qgis/project_facts.h"

/* The text of a .qgs file, to free, whose sources are relative to its folder. The same map gives
 * the same bytes. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL (no such style). */
ovf_status ovf_project_make(const ovf_map *map, const ovf_project_facts *facts, char **text,
                            ovf_error *error);

#endif
