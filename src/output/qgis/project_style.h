/* Styles as the project has them: those of the files, with the scales at which a crowd of routes
 * can be drawn. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_STYLE_H
#define OVF_OUTPUT_QGIS_PROJECT_STYLE_H

#include "output/qgis/project_facts.h"
#include "output/rows/bytes.h"

/* Attributes of the layer: the scales at which it is drawn at all. */
void ovf_project_style_scales(ovf_bytes *bytes, const ovf_project_facts *facts, const char *layer);

/* What stands in the style file of a layer within its root. `timed`: its rows have times. */
void ovf_project_style(ovf_bytes *bytes, const ovf_project_facts *facts, const char *layer,
                       bool timed, const char *begin, const char *end);

#endif
