/* Rounds of annealing that improve a survey. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_SEARCH_H
#define OVF_ANALYSIS_SURVEY_SURVEY_SEARCH_H

#include "analysis/survey/survey_tracks.h"

/* Measures the tracks and what else there is to begin with, and improves the best by the rounds of
 * the options, which must be good. Errors: as of ovf_survey_make. */
ovf_status ovf_survey_search(const ovf_zone *zone, const ovf_survey_options *options,
                             const ovf_tracks *tracks, ovf_survey *survey, ovf_error *error);

#endif
