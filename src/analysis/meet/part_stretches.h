/* Where a route is in the volume of a zone with parts. */
#ifndef OVF_ANALYSIS_MEET_PART_STRETCHES_H
#define OVF_ANALYSIS_MEET_PART_STRETCHES_H

#include "analysis/meet/heights.h"

/* The stretches between two distances along the route that are in the volume of a zone with parts,
 * surely or perhaps: of each part where its outline is. Where no part's outline is, which is near
 * the zone, a stretch is sure only if it is one of every part. In order. */
void ovf_parts_stretches(const ovf_flown *flown, const ovf_analyzer *analyzer, size_t zone,
                         double from_m, double to_m, ovf_heights_function take, void *context);

#endif
