/* What a search begins with. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_BEGIN_H
#define OVF_ANALYSIS_SURVEY_SURVEY_BEGIN_H

#include "analysis/survey/survey_searcher.h"
#include "analysis/survey/survey_tracks.h"

/* So often a line in hand may be moved until it keeps to its limits. */
#define OVF_TIGHTENINGS 6

/* Considers the tracks, and where there are rounds to come lines along the outline, lines that grow
 * and the route that is given. Errors: as of ovf_survey_make. */
ovf_status ovf_searcher_begin(ovf_searcher *in, const ovf_tracks *tracks, ovf_error *error);

#endif
