/* Lines in the plane that a search begins with. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_LINES_H
#define OVF_ANALYSIS_SURVEY_SURVEY_LINES_H

#include "analysis/survey/survey_bands.h"
#include "analysis/survey/survey_turns.h"
#include "overflight/survey.h"

typedef struct {
    ovf_flat *points;
    size_t count, capacity;
} ovf_line;

/* False when memory is out. */
bool ovf_line_add(ovf_line *line, ovf_flat at);

typedef struct {
    double turn_m; /* radius of turns between tracks; 0: on the spot */
    bool apart;    /* every other track first, and the rest on the way back: there is more room to
                      turn */
    const ovf_rings *around; /* flown before the tracks: what is seen from outside costs nothing of
                                a length within; NULL: nothing is */
} ovf_line_plan;

/* The tracks of a survey as a line that can be flown. Each is false when memory is out. */
bool ovf_line_of_tracks(ovf_line *line, const ovf_plane *plane, const ovf_survey *tracks,
                        const ovf_survey_options *options, const ovf_line_plan *plan);
/* A route, from and to where the options say. */
bool ovf_line_of_route(ovf_line *line, const ovf_plane *plane, const ovf_fix *fixes, size_t count,
                       const ovf_survey_options *options);
/* Whether the line turns nowhere more tightly than at the radius, arcs having points as often as
 * OVF_BEND_STEP says; and whether the leg after a point is a chord of an arc. */
bool ovf_line_is_flown(const ovf_line *line, double radius_m);
bool ovf_line_turns_along(const ovf_line *line, size_t i, double radius_m);
void ovf_line_clear(ovf_line *line);

#endif
