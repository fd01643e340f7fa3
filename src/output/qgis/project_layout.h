/* The print layout of a project. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_LAYOUT_H
#define OVF_OUTPUT_QGIS_PROJECT_LAYOUT_H

#include "output/map/map.h"
#include "output/qgis/project_facts.h"

/* Adds the layout, with a legend of the layers that `legend` lists as elements of a layer tree, and
 * a table of what the layer with the id `findings` has. Errors: OVF_ERROR_INTERNAL (no template).
 */
ovf_status ovf_project_layout(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts,
                              const char *legend, const char *findings, ovf_error *error);

#endif
