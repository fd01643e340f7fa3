/* The most that routes of any length can see of a zone. */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_BOUND_H
#define OVF_ANALYSIS_SURVEY_SURVEY_BOUND_H

#include "analysis/survey/survey_windows.h"

/* What the bound rests on, found once for a zone, a swath, and the ends. */
typedef struct {
    double area_m2;  /* of the zone */
    double reach_m;  /* what is seen is no farther away */
    double rate_m;   /* no route sees more square metres with each metre */
    double cap_m2;   /* besides what it sees where it begins */
    double ways_m;   /* before and after it sees anything, at least */
    double strip_m2; /* what lies within reach of the outline; NAN: not found yet */
    const ovf_zone *zone;
    bool shaped; /* the zone has room in a plane, and so the rest */
    ovf_survey_shape shape;
    ovf_survey_windows windows;
    double from_m[OVF_SHAPE_PARTS], to_m[OVF_SHAPE_PARTS]; /* from the ends to within reach of the
                                                              parts, at least */
    const ovf_lonlat *from, *to;
    double *detours_m; /* of the cells: from one given end there and on to the other, at least */
} ovf_survey_bounds;

/* Options, zone and places must outlive the bounds. Errors: as of ovf_survey_make. */
ovf_status ovf_survey_bounds_open(ovf_survey_bounds *bounds, const ovf_zone *zone,
                                  const ovf_survey_options *options, ovf_error *error);
void ovf_survey_bounds_close(ovf_survey_bounds *bounds);

/* The most that a route of the length sees, m². */
double ovf_survey_bounds_most(const ovf_survey_bounds *bounds, double length_m);
/* The same of one that has so much of its length within the zone. */
ovf_status ovf_survey_bounds_most_inside(ovf_survey_bounds *bounds, double inside_m,
                                         double *most_m2, ovf_error *error);
/* The length at which so much can be seen for the first time. */
double ovf_survey_bounds_least(const ovf_survey_bounds *bounds, double wanted_m2);

#endif
