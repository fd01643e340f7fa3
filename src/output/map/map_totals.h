/* What the summary of an analysis says of verdicts. */
#ifndef OVF_OUTPUT_MAP_MAP_TOTALS_H
#define OVF_OUTPUT_MAP_MAP_TOTALS_H

#include "output/map/map.h"
#include "overflight/totals.h"
#include "reduce/headline.h"

/* Sets the counts of verdicts and findings, and nothing else. False where nothing was judged, or
 * an earlier version did not count how many routes comply. */
bool ovf_map_totals(const ovf_map *map, ovf_totals *totals);
/* Writes them into the summary. False when memory is out. */
bool ovf_map_set_totals(ovf_map *map, const ovf_totals *totals);
/* What the analysis comes to, in one sentence. False when memory is out. */
bool ovf_map_headline(const ovf_map *map, char text[OVF_HEADLINE_TEXT]);

#endif
