/* What lies near the outline of a zone. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_STRIP_H
#define OVF_ANALYSIS_SURVEY_SURVEY_STRIP_H

#include "overflight/survey.h"

/* The area of all places of the zone within so many metres of its outline, or somewhat more; all of
 * it where a plane has too little room. Errors: as of ovf_survey_make. */
ovf_status ovf_survey_strip_find(const ovf_zone *zone, double area_m2, double reach_m,
                                 double *strip_m2, ovf_error *error);

#endif
