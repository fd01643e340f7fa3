/* Edges: a stretch of a zone's boundary as a curve with a parameter t from 0 to 1.
 *
 * The boundary (boundary.h) cuts its edges so short, and at the equator, that each is nearly
 * straight and swerves to one side only. A lonlat edge is E(t) with longitude and latitude linear
 * in t. A geodesic edge is the plane section through its ends (section.h), moved sideways by what
 * the geodesic strays from it to third order, k t (s³ - h² s) / 6; up to
 * OVF_EDGE_GEODESIC_LONGEST_M the terms beyond are below 1e-7 m (tests/unit/test_section.c).
 *
 * A piece of a curve (curve.h) is such a section as well, moved sideways by a circle through its
 * ends and its middle, and by a term of third order: the image of an arc around a centre, in the
 * plane at right angles to the normal, is a circle but for terms of fourth order. Pieces are cut so
 * short that what is left is below 1e-7 m (tests/unit/test_curve.c). */
#ifndef OVF_GEODESY_EDGE_H
#define OVF_GEODESY_EDGE_H

#include "geodesy/section.h"

#define OVF_EDGE_LONLAT_LONGEST_M 1e5
#define OVF_EDGE_GEODESIC_LONGEST_M 2e4

typedef struct {
    ovf_edges kind;
    double lon1, lat1, lon_change,
        lat_change; /* degrees; the longitude runs on across the antimeridian */
    ovf_vector a, b, chord;
    double chord_m;
    ovf_vector up,
        left; /* of a geodesic edge: the normal at the middle of its chord, and that of its plane */
    double strays; /* of a geodesic edge: k t / 6; of a piece of a curve as it was found */
    double bulge_m, radius_m; /* of a piece of a curve: how far its middle lies to the left of the
                                 chord, and the circle's radius; 0: it is none */
} ovf_edge;

/* What makes a piece of a curve of a plane section. */
typedef struct {
    double bulge_m, strays;
    double most_m; /* it strays sideways no farther from the plane section; NAN: no piece of a
                      curve, but an edge as those of the zone run */
} ovf_swerve;

/* What the piece has with these ends, and with these places a quarter, half and three quarters
 * of the way; returns how far it misses them. */
double ovf_swerve_through(ovf_vector a, ovf_vector b, const ovf_vector places[3],
                          ovf_swerve *swerve);
void ovf_edge_swerve(ovf_edge *edge, const ovf_swerve *swerve);

/* The change of longitude that an edge means: the short way, or for a lonlat edge of exactly 360°
 * the whole circle. */
static inline double ovf_edge_lon_change(ovf_edges kind, double from, double to)
{
    double change = to - from;
    if (fabs(change) <= 180 || (kind == OVF_EDGES_LONLAT && fabs(change) == 360)) return change;
    return remainder(change, 360);
}

void ovf_edge_between(ovf_edge *edge, ovf_edges kind, ovf_lonlat from, ovf_lonlat to, ovf_vector a,
                      ovf_vector b);

/* Signed distance of a point near a geodesic edge from it, left positive. */
double ovf_edge_side(const ovf_edge *edge, ovf_vector point);

/* The point at t, and unless NULL the derivative by t. Beyond 0 … 1 the curve goes on. */
ovf_vector ovf_edge_point(const ovf_edge *edge, double t, ovf_vector *derivative);
/* The position at t, longitude within [-180, 180]. */
ovf_lonlat ovf_edge_position(const ovf_edge *edge, double t);

/* The parameter of the place on the edge, ends included, that is nearest to a point which is near
 * it. */
double ovf_edge_foot(const ovf_edge *edge, ovf_vector point);
/* A step of Newton's towards it from t, by straight distances. */
double ovf_edge_step(const ovf_edge *edge, double t, ovf_vector point);

/* How a piece of a curve turns at t as seen from above, 1/m, to the left positive; 0 of other
 * edges. */
double ovf_edge_curvature(const ovf_edge *edge, double t);

/* A bound on how far the distance from a plane (through the up-direction near the edge) strays,
 * along the edge, from its linear interpolation between the edge's ends: max |E''| / 8 with the
 * tangential part of E''. For a lonlat edge with λ' = p, φ' = q (radians) that part is, on the
 * sphere, R (-2 p q sinφ east + p² sinφ cosφ north), of length at most 2 R |p| sin|φ| √(q² + p²
 * cos²φ) <= 2 |p| sin|φ| L, so a quarter of |p| sin|φ| L; the ellipsoid changes the radii by less
 * than 1 % and adds the change of the meridian's radius, 3 e² sinφ cosφ M q²
 * <= 0.0101 |q| L. A geodesic has none. The normal part, c²/8R, acts through the angle between the
 * plane and the normal, which the arc's torsion keeps below 3e-4. L <= 1.01 c. */
static inline double ovf_edge_bend(ovf_edges kind, double lon_change, double lat_change,
                                   double greatest_abs_z, double chord_m)
{
    double bend = 1e-11 * chord_m * chord_m;
    if (kind == OVF_EDGES_LONLAT) {
        double sine = greatest_abs_z * (1 / 6335439.0);
        bend += chord_m * (0.28 * fabs(lon_change) * sine + 0.0014 * fabs(lat_change)) * OVF_RADIAN;
    }
    return bend;
}

/* A bound on how far the edge strays from its chord: max |E''| / 8 with the normal part too, which
 * is at most R (p² cosφ + 2|pq| sin|φ| + q²). */
double ovf_edge_bulge(ovf_edges kind, ovf_lonlat from, ovf_lonlat to, double chord_m);

#endif
