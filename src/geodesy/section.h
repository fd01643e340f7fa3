/* Plane sections: what stands for a geodesic of up to a thousand kilometres, without trigonometry.
 *
 * The plane through two points of the ellipsoid and the normal at the middle of their chord cuts
 * the ellipsoid in an ellipse which keeps within 6.7e-19 L³ metres of the geodesic between them
 * (leg.h derives it: 0.7 m at 1,000 km, 5e-12 m at 2 km). A curve that is so near to the shortest
 * one is longer by the square of that only: half the integral of f'², where f(s) = k t (s³ - h² s)
 * / 6 is the distance of the geodesic from the plane, so by (k t)² h⁵ / 45, which is 5 µm at 1,000
 * km and is taken off. */
#ifndef OVF_GEODESY_SECTION_H
#define OVF_GEODESY_SECTION_H

#include "geodesy/earth.h"

#define OVF_SECTION_LONGEST_M 1e6

/* Curvature of the ellipsoid at a point near it, in a direction (not necessarily of length 1): of
 * the normal section, and the geodesic torsion. With W = diag(1/a², 1/a², 1/b²) the normal is N =
 * Wp/|Wp| and its change along d is Wd/|Wp| but for a part along N, so the curvature is d·Wd/|Wp|
 * and the torsion (N × d)·Wd/|Wp| for d of length 1 (do Carmo, Differential Geometry of Curves and
 * Surfaces, 3-2 and 3-3). */
typedef struct {
    double curvature; /* 1/m */
    double torsion;   /* 1/m */
} ovf_bending;

ovf_bending ovf_earth_bending(ovf_vector point, ovf_vector direction);

/* The geodesic distance between two points of the ellipsoid at most OVF_SECTION_LONGEST_M apart, to
 * 2e-8 m (tests/unit/test_section.c). */
double ovf_section_length(ovf_vector a, ovf_vector b);

#endif
