/* Where a leg is nearer to a boundary than a limit: every such stretch, with exact ends.
 *
 * The distance d(s) of the leg's place s from a boundary changes by at most 1 m a metre, and is the
 * least of the distances d_p to the boundary's points p. Along a geodesic d_p'' = sin² of the angle
 * times M/m (Karney, J. Geodesy 87 (2013) 43, section 3), which on an ellipsoid is between 0 and
 * 1/d_p up to a quarter of the globe. So over an interval of length h between places a and b
 *   d >= (d(a) + d(b) - h)/2 =: low                       and, where low > 0,
 *   d >= min(d(a), d(b)) - h²/(8 low)                     (d(s) - s²/(2 low) is concave),
 *   d <= max(d_p(a), d_p(b)) for any p of the boundary    (d_p is convex),
 *   d <= max(d(a), d(b)) (1 + h²/R²)                      where a geodesic edge is the nearest at
 *                                                         both: the distance from a geodesic on a
 *                                                         sphere, asin(sin s sin angle), is above
 *                                                         its chord by less than an eighth of that.
 *
 * An interval is halved until one of these decides it; so no stretch is missed, however short, that
 * is nearer by more than OVF_PROXIMITY_M. */
#ifndef OVF_GEODESY_PROXIMITY_H
#define OVF_GEODESY_PROXIMITY_H

#include "geodesy/approach.h"

/* What is nearer than the limit by less than this counts as at the limit, and the limit is allowed.
 * Ends are as good. */
#define OVF_PROXIMITY_M 1e-3

/* The geodesic distance of a position from the boundary, and unless NULL the place on it that is
 * nearest; INFINITY where that is farther than most_m. Whether the position is inside does not
 * matter. */
double ovf_boundary_distance(const ovf_boundary *boundary, ovf_lonlat at, double most_m,
                             ovf_approach *nearest);

/* A stretch of an arc, in metres along its leg. */
typedef void (*ovf_proximity_function)(void *context, double from_m, double to_m);

/* Calls `add` for each stretch of the arc that is nearer than limit_m, in order; stretches that
 * join may come in pieces. The leg must be drawn. */
void ovf_proximity_stretches(const ovf_boundary *boundary, const ovf_arc *arc, double limit_m,
                             ovf_proximity_function add, void *context);

/* The nearest approach of a stretch of the leg, which must be drawn; 0 where they cross. *best is
 * as ovf_approach_solve has it; false: not nearer than that. */
bool ovf_proximity_nearest(const ovf_boundary *boundary, const ovf_leg *leg, double from_m,
                           double to_m, ovf_approach *best);

/* The greatest distance of the leg from the boundary, to OVF_PROXIMITY_M, and where it is. The leg
 * must be drawn. */
double ovf_proximity_farthest(const ovf_boundary *boundary, const ovf_leg *leg, double *along_m,
                              ovf_lonlat *nearest);

#endif
