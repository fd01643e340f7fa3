/* The nearest approach of two short edges that do not cross, without trigonometry.
 *
 * The foot of a place P on an edge is where the geodesic to P leaves at a right angle. By the
 * straight line from a place F to P it is found up to what that geodesic strays from the normal
 * section: with the curvature k and the torsion t of the ellipsoid at F towards P, k t c³ / 6 to
 * the left at the distance c, to third order (section.h has the same term). So P counts as shifted
 * by that, and what is left is of fourth order: tests/unit/test_edge_pair.c measures it against
 * geod_inverse. The distance is a plane section's, to 2e-8 m; it does not change in first order
 * where the feet are off. */
#ifndef OVF_GEODESY_EDGE_PAIR_H
#define OVF_GEODESY_EDGE_PAIR_H

#include "geodesy/edge.h"

/* Up to this distance the places of edges of at most OVF_EDGE_GEODESIC_LONGEST_M are within 2e-5 m
 * of the feet. */
#define OVF_EDGE_PAIR_FARTHEST_M 6e4

typedef struct {
    double distance_m; /* along the ellipsoid */
    double s, t;       /* the places on the first and on the second edge, 0 … 1 */
} ovf_edge_pair;

/* Where an edge that is a geodesic and another come nearest to each other, their ends included; of
 * both it is known how far they stray from their chords at most. Where they are not nearer than
 * most_m the distance is most_m, and the places are NAN. */
ovf_edge_pair ovf_edges_nearest(const ovf_edge *geodesic, double geodesic_strays_m,
                                const ovf_edge *edge, double edge_strays_m, double most_m);

#endif
