/* What is of the whole project: where it opens, bookmarks, the range of times, and what it says of
 * itself. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_SETTINGS_H
#define OVF_OUTPUT_QGIS_PROJECT_SETTINGS_H

#include "output/qgis/project_facts.h"
#include "output/rows/bytes.h"

/* So many frames at most show the whole range of times. */
#define OVF_PROJECT_FRAMES 500

void ovf_project_view(ovf_bytes *bytes, const ovf_project_facts *facts);
void ovf_project_bookmarks(ovf_bytes *bytes, const ovf_project_facts *facts);
void ovf_project_times(ovf_bytes *bytes, const ovf_project_facts *facts);
void ovf_project_properties(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts);
void ovf_project_metadata(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts);

/* Whose data they are, as an element <attribution> with a link; nothing where nobody says so. */
void ovf_project_attribution(ovf_bytes *bytes, const ovf_project_facts *facts);

#endif
