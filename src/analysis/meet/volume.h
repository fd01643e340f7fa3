/* Where a route is in the volume of a zone: in its outline, between its floor and its ceiling,
 * while it is in force. */
#ifndef OVF_ANALYSIS_MEET_VOLUME_H
#define OVF_ANALYSIS_MEET_VOLUME_H

#include "analysis/meet/stay.h"

/* The stretches between two distances along the route that are in the volume, surely or perhaps,
 * wherever its outline is. In order. */
void ovf_volume_stretches(const ovf_flown *flown, const ovf_volume *volume, double from_m,
                          double to_m, ovf_heights_function take, void *context);

/* Makes passages and crossings of the zone's volume, or of those of its parts, out of those of the
 * outline. False when memory is out.
 */
bool ovf_volume_meet(const ovf_flown *flown, const ovf_analyzer *analyzer, ovf_meeting *meeting);

#endif
