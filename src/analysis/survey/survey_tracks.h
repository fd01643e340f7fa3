/* Patterns of parallel tracks over a zone, the best that are found. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_TRACKS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_TRACKS_H

#include "overflight/survey.h"

/* Patterns are compared by what lies in their bands, which is not quite what is seen: so many are
 * kept, one a direction, and those from west to east. */
#define OVF_TRACKS_KEPT 16

typedef struct {
    ovf_survey items[OVF_TRACKS_KEPT + 1]; /* the best first; `on` where a track is flown */
    size_t count;
} ovf_tracks;

/* The best patterns that are not longer than max_m (INFINITY: that see all), at least one. Clear
 * them also after failure. Errors: as of ovf_survey_make. */
ovf_status ovf_tracks_make(const ovf_zone *zone, const ovf_survey_options *options, double max_m,
                           ovf_tracks *tracks, ovf_error *error);
void ovf_tracks_clear(ovf_tracks *tracks);

#endif
