/* What is asked of looks again and again. */
#ifndef OVF_ANALYSIS_OBSERVE_LOOKS_H
#define OVF_ANALYSIS_OBSERVE_LOOKS_H

#include <math.h>

#include "overflight/observation.h"

/* How far from the track it sees at the most. */
static inline double ovf_look_farthest(const ovf_look *look)
{
    return fmax(fmax(fabs(look->from.low_m), fabs(look->from.high_m)),
                fmax(fabs(look->to.low_m), fabs(look->to.high_m)));
}

/* The leg that it is on, looked for from one on: of the looks of a sensor in their order. */
static inline size_t ovf_look_leg(const ovf_result *result, const ovf_look *look, size_t leg)
{
    double middle = look->from_m + (look->to_m - look->from_m) / 2;
    while (leg + 2 < result->route->fix_count && result->fix_along_m[leg + 1] <= middle) leg++;
    return leg;
}

#endif
