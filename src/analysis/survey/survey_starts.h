/* The lines that grew at the beginning of a search, of which some cycles make another start. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_STARTS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_STARTS_H

#include "analysis/survey/survey_free.h"

#define OVF_STARTS 3

typedef struct {
    ovf_flat points[OVF_FREE_POINTS];
    size_t count;
    double worth_m2;
} ovf_start;

/* Zeroed at first. */
typedef struct {
    ovf_start items[OVF_STARTS]; /* the best first; without points where fewer grew */
} ovf_starts;

/* Keeps a line if it is among the best. */
void ovf_starts_keep(ovf_starts *starts, const ovf_flat *points, size_t count, double worth_m2);

/* The line with which a hot cycle, one of even number, begins instead of the best, which sees so
 * much; NULL: with the best. Moves hardly lead from one side of a zone to another, but too little
 * can come of a line that sees much less. */
const ovf_start *ovf_starts_other(const ovf_starts *starts, size_t cycle, double best_m2);

#endif
