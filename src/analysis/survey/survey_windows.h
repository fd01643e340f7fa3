/* How much of a zone lies within a window of some coordinate along which a route cannot get on
 * faster than it flies. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_WINDOWS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_WINDOWS_H

#include "analysis/survey/survey_shape.h"

/* Coordinates: along directions in space, and distances from places of the zone. */
#define OVF_WINDOW_DIRECTIONS 36
#define OVF_WINDOW_PLACES 20
#define OVF_WINDOWS (OVF_WINDOW_DIRECTIONS + OVF_WINDOW_PLACES)
#define OVF_WINDOW_BINS 512

typedef struct {
    double low_m, step_m; /* where the bins begin, and how wide they are */
    double from_m, to_m;  /* of the places where routes begin and end; NAN: anywhere */
} ovf_window_axis;

typedef struct {
    const ovf_survey_shape *shape;
    double reach_m; /* what is seen is no farther away */
    ovf_window_axis axes[OVF_WINDOWS];
    double *areas_m2;                   /* of each axis, of each part, of each bin */
    double broadest_m[OVF_SHAPE_PARTS]; /* a window wider than twice the reach has at most so many
                                           square metres of the part for each metre */
} ovf_survey_windows;

/* The shape must outlive the windows. False when memory is out. */
bool ovf_survey_windows_open(ovf_survey_windows *windows, const ovf_survey_shape *shape,
                             double reach_m, const ovf_lonlat *from, const ovf_lonlat *to);
void ovf_survey_windows_close(ovf_survey_windows *windows);

/* The most of some parts, a set of bits, that a route of the length can see; -INFINITY where none
 * of that length has the given ends. `enough_m2`: what is less than this need not be found exactly.
 */
double ovf_survey_windows_most(const ovf_survey_windows *windows, unsigned parts, double length_m,
                               double enough_m2);

#endif
