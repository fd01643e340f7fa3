/* Fixes that cannot be true: at 0° N 0° E among others, and beyond what any aircraft reaches. */
#ifndef OVF_INPUT_FLIGHTS_PLAUSIBLE_H
#define OVF_INPUT_FLIGHTS_PLAUSIBLE_H

#include "input/flights/assembled.h"

/* Receivers say 0° N 0° E before they know where they are. Such a fix is left out where those
 * before and after it that are elsewhere are both farther than this; of a flight without times,
 * which may be planned, only where they are few. The speed tells those that are nearer. */
#define OVF_ZERO_REACH_M 1e6

/* Leaves them out. Two fixes that follow each other cut the flight into runs where the one cannot
 * be reached from the other at the greatest speed, and with the resolution of times to spare: a
 * second, or a minute where all times are whole minutes. Of the runs it keeps those that can be
 * reached from each other in turn and have most fixes. But where these are at most half of all,
 * and the times are evenly apart, it keeps all fixes and forgets their times. False when memory is
 * out. */
bool ovf_plausible_drop(ovf_assembly *assembly, bool observed, const ovf_assembly_options *options,
                        ovf_left_out *left);
/* Whether the second can be reached from the first. Where a time is unknown it can. */
bool ovf_plausible_reach(const ovf_fix *from, const ovf_fix *to, double max_speed_mps,
                         double resolution_s);
/* Of the times of all fixes. */
double ovf_plausible_resolution(const ovf_pieces *pieces);

#endif
