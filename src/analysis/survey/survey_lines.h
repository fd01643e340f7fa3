/* Lines in the plane that a search begins with. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_LINES_H
#define OVF_ANALYSIS_SURVEY_SURVEY_LINES_H

#include "analysis/survey/survey_turns.h"
#include "overflight/survey.h"

typedef struct {
    ovf_flat *points;
    size_t count, capacity;
} ovf_line;

/* The tracks with turns between them that can be flown; or `apart`: every other one first, and the
 * rest on the way back, so that there is more room to turn. Each is false when memory is out. */
bool ovf_line_of_tracks(ovf_line *line, const ovf_plane *plane, const ovf_survey *tracks,
                        const ovf_survey_options *options, double turn_m, bool apart);
/* A route, from and to where the options say. */
bool ovf_line_of_route(ovf_line *line, const ovf_plane *plane, const ovf_fix *fixes, size_t count,
                       const ovf_survey_options *options);
void ovf_line_clear(ovf_line *line);

#endif
