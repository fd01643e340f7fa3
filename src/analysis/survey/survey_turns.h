/* Turns that an aircraft can fly, in a plane: arcs of a given radius between straight legs.
 *
 * A line of points is flown by its corners: shortly before each it turns along the arc that touches
 * both legs. A line can be flown where no leg is shorter than what the arcs at its ends take of it.
 */
#ifndef OVF_ANALYSIS_SURVEY_SURVEY_TURNS_H
#define OVF_ANALYSIS_SURVEY_SURVEY_TURNS_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/coverage/plane.h"

/* The arc at a corner. */
typedef struct {
    ovf_flat begin, end, centre;
    double course;   /* radians from the x axis, of the leg before */
    double turn;     /* radians, left positive */
    double taken_m;  /* of each leg, from the corner to where the arc begins or ends */
    double saved_m;  /* by how much the arc is shorter than the way over the corner */
    double radius_m; /* 0: a turn on the spot */
} ovf_bend;

ovf_bend ovf_bend_at(ovf_flat before, ovf_flat at, ovf_flat next, double radius_m);
/* Of a line: without turn at its ends. */
ovf_bend ovf_bend_of(const ovf_flat *points, size_t count, size_t i, double radius_m);
/* Routes have a fix on arcs at least so often, radians: with 5 km they stray from it by 43 m. */
#define OVF_BEND_STEP (15 * OVF_RADIAN)
/* The place on the arc after a part of it, 0 … 1. */
ovf_flat ovf_bend_place(const ovf_bend *bend, double part);

/* A place and a course, radians from the x axis. */
typedef struct {
    ovf_flat at;
    double course;
} ovf_pose;

/* The most corners of a way between two poses. */
#define OVF_WAY_CORNERS 12

/* The corners of the shortest way from one pose to another whose turns have the radius: two arcs
 * with a straight line or an arc between them (L. E. Dubins, On curves of minimal length with a
 * constraint on average curvature, American Journal of Mathematics 79 (1957) 497-516). Returns how
 * many; both places are no part of them. With a radius of 0 there are none. */
size_t ovf_turns_between(ovf_pose from, ovf_pose to, double radius_m,
                         ovf_flat corners[OVF_WAY_CORNERS]);

#endif
