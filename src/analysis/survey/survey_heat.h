/* How hot a search is in which round. Temperatures are parts of the reach squared. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_HEAT_H
#define OVF_ANALYSIS_SURVEY_SURVEY_HEAT_H

#include <stdbool.h>
#include <stddef.h>

/* At the end of a mild cycle. */
#define OVF_HEAT_COLDEST (0.0125 / 1024)

typedef struct {
    size_t cycle, round; /* the round within the cycle; both from 0 */
    double hot, fall;    /* at its beginning, and what it falls to by its end, a part of that */
} ovf_heat;

/* A cycle begins with the hottest, the first cycle and every other one after it, or with the milder
 * one, and falls by half ten times. The first cycles have fewer rounds, so that a short search has
 * something cold to show, unless a part is wanted, of which a line that cools so fast falls short.
 */
ovf_heat ovf_heat_of(size_t round, bool part_wanted);

#endif
