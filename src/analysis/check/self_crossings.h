/* Where a route crosses itself. */
#ifndef OVF_ANALYSIS_CHECK_SELF_CROSSINGS_H
#define OVF_ANALYSIS_CHECK_SELF_CROSSINGS_H

#include "analysis/meet/scratch.h"

/* A place that the route comes to twice. */
typedef struct {
    double first_m, second_m; /* along the route, first < second */
    ovf_lonlat position;
    ovf_vector point;
} ovf_self_crossing;

/* A stretch that the route flies again, the same way or the other. */
typedef struct {
    double from_m, to_m;               /* along the route, the first time */
    double second_from_m, second_to_m; /* the second time, from < to */
    bool reversed;
} ovf_self_stretch;

/* Zeroed before its first use. */
typedef struct {
    ovf_self_crossing *crossings;
    size_t count, capacity;
    ovf_self_stretch *stretches;
    size_t stretch_count, stretch_capacity;
} ovf_self_meetings;

/* Finds where the scratch's route comes to a place twice, in no particular order: crossings, and
 * stretches of at least `least_m`. Legs that follow each other only meet where one ends and the
 * other begins, and that is no crossing. The ends of a stretch are crossings too, and a place on
 * it. False when memory is out. */
bool ovf_self_meetings_find(const ovf_scratch *scratch, double least_m, ovf_self_meetings *found);
void ovf_self_meetings_clear(ovf_self_meetings *found);

/* Joins stretches that continue each other, and drops those that are shorter than `least_m`. */
void ovf_self_stretches_join(ovf_self_meetings *found, double least_m);

/* Where a place of the route, at `along_m`, is on the other pass of the stretch; NAN: it is on
 * neither. */
double ovf_self_stretch_other(const ovf_self_stretch *stretch, double along_m);

/* A stretch by its first pass, and how often it is flown. */
typedef struct {
    double from_m, to_m;
    size_t times;
} ovf_repeated;

/* Replaces *repeated by the stretches that are flown more than once, in order: each is as long as
 * it can be with the same number of passes. False when memory is out. */
bool ovf_self_repeated(const ovf_self_meetings *found, ovf_repeated **repeated, size_t *count);

#endif
