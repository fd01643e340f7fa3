/* The place of a polygon that is farthest beyond the reach of airfields. */
#ifndef OVF_ANALYSIS_CHECK_AIRFIELD_RANGE_H
#define OVF_ANALYSIS_CHECK_AIRFIELD_RANGE_H

#include "geodesy/boundary.h"
#include "overflight/airfield_range.h"

/* A search over polygons, one after the other: what is found in one need not be found again in the
 * next. */
typedef struct {
    const ovf_boundary *boundary; /* of the polygon in hand */
    ovf_circle *circles;          /* those that count: none lies within another */
    ovf_vector *points;           /* their centres */
    size_t *numbers;              /* theirs among all that were given */
    size_t count;
    double *rows; /* what each place is beyond each circle, for a path through the halvings */
    double *at_vertices;
    size_t vertex_capacity;
    bool found;
    ovf_range_place best;
    double discarded_m; /* nothing that was thrown away is farther beyond than this */
} ovf_range_search;

/* To be cleared in either case. Errors as of ovf_range_worst. */
ovf_status ovf_range_search_begin(ovf_range_search *search, const ovf_circle *circles, size_t count,
                                  ovf_error *error);
/* Forgets what was found. */
void ovf_range_search_restart(ovf_range_search *search);
/* False when memory is out. */
bool ovf_range_search_polygon(ovf_range_search *search, const ovf_boundary *boundary);
/* What is farthest beyond in all polygons since the beginning. */
ovf_range_place ovf_range_search_result(const ovf_range_search *search);
void ovf_range_search_clear(ovf_range_search *search);

#endif
