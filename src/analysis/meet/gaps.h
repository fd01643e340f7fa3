/* What of a route was never observed. */
#ifndef OVF_ANALYSIS_MEET_GAPS_H
#define OVF_ANALYSIS_MEET_GAPS_H

#include "analysis/meet/scratch.h"

/* Sums up what of the insides was never observed. For a route that has such legs. */
void ovf_gaps_sum_up(ovf_scratch *scratch);

#endif
