/* From lines in the plane to fixes. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_FIXES_H
#define OVF_ANALYSIS_SURVEY_SURVEY_FIXES_H

#include "analysis/survey/survey_turns.h"
#include "overflight/survey.h"

/* Legs have fixes at least so often, so that geodesics stay near the plane's straight lines. */
#define OVF_SURVEY_FIX_EVERY_M 1e5

typedef struct {
    ovf_fix *items;
    bool *on; /* for each fix whether the sensor is on from it to the next */
    size_t count, capacity, on_capacity;
} ovf_survey_fixes;

/* A place of the plane as it is written: with 9 decimals. */
ovf_fix ovf_survey_fix(const ovf_plane *plane, ovf_flat at);

/* Adds a place, or a leg from the place that was added last, along which the sensor is on. False
 * when memory is out. */
bool ovf_survey_fixes_add(ovf_survey_fixes *fixes, const ovf_plane *plane, ovf_flat at, bool on);
bool ovf_survey_fixes_leg(ovf_survey_fixes *fixes, const ovf_plane *plane, ovf_flat a, ovf_flat b);

/* Puts a fix at an index that is not beyond the end; it becomes the last one. */
bool ovf_survey_fixes_put(ovf_survey_fixes *fixes, size_t index, ovf_fix fix);

/* The fixes of a line that is flown by its corners; its ends are the given places to the last bit.
 * The ways there and back are one leg each, which is the shortest. `turn_m` is the radius of turns
 * in the plane. False when memory is out. */
bool ovf_survey_fixes_make(ovf_survey_fixes *fixes, const ovf_plane *plane, const ovf_flat *points,
                           size_t count, double turn_m, const ovf_survey_options *options);
void ovf_survey_fixes_clear(ovf_survey_fixes *fixes);

#endif
