/* What a survey keeps clear of: the obstacles of ovf_suggest. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_BARRED_H
#define OVF_ANALYSIS_SURVEY_SURVEY_BARRED_H

#include "analysis/coverage/plane.h"
#include "analysis/suggest/suggest.h"
#include "overflight/survey.h"

typedef struct {
    ovf_barriers barriers;
    const ovf_plane *plane; /* of the search */
} ovf_survey_barred;

ovf_status ovf_survey_barred_open(ovf_survey_barred *barred, const ovf_survey_options *options,
                                  const ovf_plane *plane, ovf_error *error);
void ovf_survey_barred_close(ovf_survey_barred *barred);

/* Whether the way between two places of the plane is clear; the context is an ovf_survey_barred.
 * The geodesics are those that the fixes of a leg will have. */
bool ovf_survey_may_fly(void *barred, ovf_flat from, ovf_flat to);

/* The last word: that of ovf_suggest. */
ovf_status ovf_survey_is_clear(ovf_survey_barred *barred, const ovf_fix *fixes, size_t count,
                               bool *clear, ovf_error *error);

/* Leads a line around what is in its way, as ovf_suggest does; it stays as it is where there is no
 * way around. *points is the caller's to free. */
ovf_status ovf_survey_lead_around(const ovf_survey_options *options, const ovf_plane *plane,
                                  ovf_flat **points, size_t *count, ovf_error *error);

#endif
