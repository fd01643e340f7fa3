/* The place of a polygon that is farthest beyond the reach of airfields. */
#ifndef OVF_ANALYSIS_REACH_H
#define OVF_ANALYSIS_REACH_H

#include "geodesy/boundary.h"
#include "overflight/reach.h"

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
    ovf_reach_place best;
    double discarded_m; /* nothing that was thrown away is farther beyond than this */
} ovf_reach_search;

/* To be cleared in either case. Errors as of ovf_reach_worst. */
ovf_status ovf_reach_search_begin(ovf_reach_search *search, const ovf_circle *circles, size_t count,
                                  ovf_error *error);
/* Forgets what was found. */
void ovf_reach_search_restart(ovf_reach_search *search);
/* False when memory is out. */
bool ovf_reach_search_polygon(ovf_reach_search *search, const ovf_boundary *boundary);
/* What is farthest beyond in all polygons since the beginning. */
ovf_reach_place ovf_reach_search_result(const ovf_reach_search *search);
void ovf_reach_search_clear(ovf_reach_search *search);

#endif
