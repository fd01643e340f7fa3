/* Where a route stops within an outline, its heights and times tell whether it is in the volume
 * then: the place stays, and what holds there changes with the time. */
#ifndef OVF_ANALYSIS_MEET_STOPS_H
#define OVF_ANALYSIS_MEET_STOPS_H

#include "analysis/meet/sections.h"

/* Puts what is so while the route stands, in a passage through the outline of a zone, between the
 * scratch's sections, which lie in it. A section of standing has no length. False when memory is
 * out. */
bool ovf_stops_insert(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                      const ovf_passage *outline);

/* Gives a place the time and the altitude of a moment; none where the route does not stand then. */
void ovf_stops_settle(const ovf_flown *flown, const ovf_moment *moment, ovf_place *place);

#endif
