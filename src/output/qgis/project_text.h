/* What a project says of itself for people, from summary.json. Each adds to text that stands in
 * XML. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_TEXT_H
#define OVF_OUTPUT_QGIS_PROJECT_TEXT_H

#include "output/map/map.h"
#include "output/qgis/project_facts.h"

/* "Overflights of Kaliningrad Oblast" */
void ovf_project_title(ovf_bytes *bytes, const ovf_map *map);
/* What the analysis comes to, as all maps say it, in a line: "georgia breaks 1 rule in 3 places" */
void ovf_project_headline(ovf_bytes *bytes, const ovf_map *map);
/* Routes, lengths, verdicts, and the days: a line. */
void ovf_project_subtitle(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts);
/* "4 findings: 3 violations, 1 warning" */
void ovf_project_findings(ovf_bytes *bytes, const ovf_project_facts *facts);
/* Where the data come from, under which licences. */
void ovf_project_credits(ovf_bytes *bytes, const ovf_map *map, const ovf_project_facts *facts);
/* The program and the command, shortened if they are longer than `size`. */
void ovf_project_command(ovf_bytes *bytes, const ovf_map *map, size_t size);

#endif
