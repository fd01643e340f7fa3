/* Nearest approach of a leg to a boundary that it does not meet.
 *
 * In two steps: first the reach is narrowed by bounds that cost next to nothing, so that then only
 * a few pairs of arc and edge are left to be solved. A geodesic is never shorter than the straight
 * line between its ends, so a box that is farther than the reach in a straight line holds nothing
 * nearer. */
#ifndef OVF_GEODESY_APPROACH_H
#define OVF_GEODESY_APPROACH_H

#include "geodesy/boundary.h"

typedef struct {
    double distance_m; /* on entry: what is to be beaten */
    double along_m;    /* on the leg */
    ovf_lonlat on_leg, on_boundary;
    uint32_t vertex; /* that the edge begins with which on_boundary is on */
} ovf_approach;

/* Narrows *reach_m: what is at most *reach_m away stays so. The leg needs no line. */
void ovf_approach_narrow(const ovf_boundary *boundary, const ovf_arc *arc, double *reach_m);

/* Improves *best by the nearest approach of the arc, which is the leg's, to the boundary, to well
 * below a millimetre. The leg's line is drawn when it is needed. Returns whether it was improved;
 * between equals the first stays. `goes_on`: the arc begins where one ends that has been looked at,
 * with the same *best. */
bool ovf_approach_solve(const ovf_boundary *boundary, ovf_leg *leg, const ovf_arc *arc,
                        bool goes_on, ovf_approach *best);

/* Whether the boundary has an edge that may be within the reach of a box. */
bool ovf_approach_box(const ovf_boundary *boundary, const ovf_box *box, double reach_m);

/* How far two straight lines are apart at least: the least distance of their ends from the other
 * line, but where they cross. */
double ovf_chords_apart(ovf_vector a, ovf_vector b, ovf_vector p, ovf_vector q);

/* How far two places are apart at most along the ellipsoid that are up to 300 km apart in a
 * straight line: a geodesic is longer by a twenty-fourth of (distance/R)². */
static inline double ovf_straight_at_most(double straight_m)
{
    return straight_m * (1 + 0.05 * straight_m * straight_m /
                                 (OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS)) +
           0.01;
}

/* How far the nearest edge may be from a box at least, in a straight line and squared; INFINITY
 * where none may be within the reach. */
float ovf_approach_apart(const ovf_boundary *boundary, const ovf_box *box, double reach_m);

#endif
