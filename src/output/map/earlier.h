/* Results of earlier versions, in today's words. They called a route that breaks no rule, but has a
 * warning, "warnings"; and one with a violation that could not be judged, "violates". */
#ifndef OVF_OUTPUT_MAP_EARLIER_H
#define OVF_OUTPUT_MAP_EARLIER_H

#include "output/map/map.h"

/* A row of the findings: what could have been a violation, and could not be judged, is undecided;
 * where the standing of the rule is not there, it is the status. Today's rows stay as they are. */
void ovf_earlier_finding(ovf_row *row);
/* Gives the routes, which an earlier version judged, their verdicts and counts by their findings,
 * and counts them in the summary. Where the findings are not there, a route with "warnings"
 * complies, with one warning, for how many it had is not known. Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_earlier_routes(ovf_map *map, ovf_error *error);

#endif
