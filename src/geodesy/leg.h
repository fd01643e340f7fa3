/* Legs: geodesics, cut into arcs short enough to be compared with a plane. */
#ifndef OVF_GEODESY_LEG_H
#define OVF_GEODESY_LEG_H

#include <stddef.h>

#include "geodesy/earth.h"

/* Longer legs are cut into arcs of at most this length. */
#define OVF_ARC_LENGTH_M 1e6
/* Beyond this the fixes are nearly antipodal: a small change of one swings the leg around the
 * globe. */
#define OVF_LEG_LONGEST_M 19.9e6

typedef struct {
    ovf_lonlat from, to;
    double length_m;
    bool drawn; /* whether the line is there; what asks for places on the leg needs it */
    struct geod_geodesicline line;
} ovf_leg;

/* A box, rounded outwards to floats. */
typedef struct {
    float low[3], high[3];
} ovf_box;

/* The geodesic from one fix to the next, with its line. */
void ovf_leg_between(ovf_leg *leg, double lon1, double lat1, double lon2, double lat2);
/* The same without its line when its length is known, which costs next to nothing; and its line, if
 * it is not there yet. */
void ovf_leg_of_length(ovf_leg *leg, ovf_lonlat from, ovf_lonlat to, double length_m);
void ovf_leg_draw(ovf_leg *leg);

/* A place on a leg with the frame that moves along it. */
typedef struct {
    ovf_vector point;
    ovf_vector ahead; /* unit tangent */
    ovf_vector left;  /* unit, in the tangent plane */
    ovf_vector up;    /* unit normal of the ellipsoid */
    double
        curvature; /* of the geodesic, 1/m: that of the normal section in its direction (Euler) */
} ovf_frame;

/* The frame at `along_m` from the leg's first end, beyond the ends as well. */
void ovf_leg_frame(const ovf_leg *leg, double along_m, ovf_frame *frame);
/* The position there, longitude within [-180, 180]. */
ovf_lonlat ovf_leg_position(const ovf_leg *leg, double along_m);

/* The foot of a point on the leg's geodesic (prolonged beyond its ends): returns the signed
 * distance of the point from it, left positive, exact to 1e-8 m within a kilometre of it and right
 * in sign up to 1,000 km; *along_m is where to begin, and then where the foot is. */
double ovf_leg_offset(const ovf_leg *leg, ovf_vector point, double *along_m);

/* A stretch of a leg, with the plane through its two ends and the normal at its middle.
 *
 * How far the arc strays from that plane. Let h be half its length and s run from -h to h. The
 * geodesic's principal normal is the ellipsoid's normal, its curvature k that of the normal
 * section, k <= 1/(b²/a), its torsion t = (k1 - k2)/2 sin 2α (geodesic torsion), so |t| <= (1/M -
 * 1/N)/2 <= 5.29e-10 /m (do Carmo, Differential Geometry of Curves and Surfaces, 3-2 and 4-4). The
 * distance f(s) from the plane vanishes at both ends and, to terms of fourth order, in the middle,
 * and f''' = k t to the same order, so |f| <= (h³ max|x(1-x²)|) k t / 6 = 0.385 h³ · 8.4e-17 / 6
 * = 6.7e-19 L³ (L = 2h). The factor 2 and the constant below cover the terms of higher order up to
 * the longest arc and the rounding; tests/unit/test_leg.c measures the largest ratio. */
typedef struct {
    const ovf_leg *leg;
    double start_m, length_m; /* which stretch of the leg */
    ovf_vector a, b;          /* its ends */
    ovf_vector middle;        /* of the chord */
    ovf_vector ahead;         /* unit, along the chord */
    ovf_vector normal;        /* unit, of the plane, to the left */
    double offset_m;          /* of the plane: normal · x = offset_m */
    double margin_m;          /* the bound on its distance from the plane */
    double half_chord_m;
    ovf_box box;   /* around the arc */
    float slab[4]; /* normal and offset for quick tests (tree.h) */
    float slab_margin;
} ovf_arc;

/* The number of arcs of a leg: 0 where it is too short to have a direction. */
size_t ovf_leg_arc_count(const ovf_leg *leg);
/* Arc k of n. More than one need the leg's line. */
void ovf_leg_arc(const ovf_leg *leg, size_t k, size_t n, ovf_arc *arc);
/* The only arc of a leg between points that are known. */
void ovf_leg_only_arc(const ovf_leg *leg, ovf_vector a, ovf_vector b, ovf_arc *arc);

/* Signed distance of a point from the arc's plane, left positive. */
static inline double ovf_arc_plane(const ovf_arc *arc, ovf_vector p)
{
    return ovf_dot(arc->normal, p) - arc->offset_m;
}

/* About where along the leg (in its metres) the foot of a point near the arc lies, to some metres.
 */
double ovf_arc_along(const ovf_arc *arc, ovf_vector point);

#endif
