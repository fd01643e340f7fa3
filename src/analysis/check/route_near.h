/* Where a route is near a boundary: its legs, of which only those are drawn whose boxes are near.
 */
#ifndef OVF_ANALYSIS_CHECK_ROUTE_NEAR_H
#define OVF_ANALYSIS_CHECK_ROUTE_NEAR_H

#include "analysis/check/judging.h"
#include "geodesy/proximity.h"

/* Adds the stretches of the route that are nearer than limit_m, by the distance along the route, in
 * order. When memory is out the check has failed. */
void ovf_route_near(ovf_check *check, const ovf_boundary *boundary, double limit_m,
                    ovf_spans *spans);

/* The nearest approach of a stretch of the route, along the route: *nearest, which has what is
 * known already, where the stretch comes nearer than that and than reach_m. */
void ovf_route_nearest(ovf_check *check, const ovf_boundary *boundary, ovf_span stretch,
                       double reach_m, ovf_approach *nearest);

#endif
