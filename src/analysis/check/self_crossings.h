/* Where a route crosses itself. */
#ifndef OVF_ANALYSIS_CHECK_SELF_CROSSINGS_H
#define OVF_ANALYSIS_CHECK_SELF_CROSSINGS_H

#include "analysis/meet/scratch.h"

/* A place that the route comes to twice. */
typedef struct {
    double first_m, second_m; /* along the route, first < second */
    ovf_lonlat position;
    ovf_vector point;
} ovf_self_crossing;

/* Replaces *crossings by those of the scratch's route, in no particular order. Legs that follow
 * each other only meet where one ends and the other begins, and that is none; where the route flies
 * the same line again it crosses itself at the ends of what is the same. False when memory is out.
 */
bool ovf_self_crossings(const ovf_scratch *scratch, ovf_self_crossing **crossings, size_t *count,
                        size_t *capacity);

#endif
