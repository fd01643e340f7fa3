/* Contacts: where an arc of a leg and an edge of a boundary meet. */
#ifndef OVF_GEODESY_CONTACT_H
#define OVF_GEODESY_CONTACT_H

#include "geodesy/boundary.h"

typedef struct {
    double at_m;         /* along the leg: where they cross, or come nearest */
    double from_m, to_m; /* about it, as far as is known that they keep within the tolerance */
    ovf_lonlat position; /* of at_m */
    double miss_m; /* how far leg and edge are apart there: 0 where they cross, up to the tolerance
                      where one of them ends near the other */
    bool shared;   /* leg and edge run side by side from one end to another */
    bool clean;    /* a crossing of the insides of both, away from their ends: it changes sides for
                      certain */
} ovf_contact;

/* At most this many contacts come of one arc and one edge: two crossings, or the four ends, or a
 * shared stretch. */
#define OVF_CONTACTS_MAX 6

/* The contacts of the arc with the edge that begins at a vertex. `f1`, `f2`: distances of its ends
 * from the arc's plane. Returns how many. `thorough` leaves out the fast way, for tests. */
size_t ovf_contacts(const ovf_boundary *boundary, uint32_t vertex, const ovf_arc *arc, double f1,
                    double f2, bool thorough, ovf_contact contacts[OVF_CONTACTS_MAX]);

/* Whether both ends of the arc are so far on one side of the plane through the edge's ends and the
 * ellipsoid's normal at its first one that no place of the arc comes within `clear_m` of that
 * plane. Along the arc the distance from the plane has the second derivative k n·N, with the arc's
 * curvature k <= 1/R, the plane's normal n and the ellipsoid's N, which is at right angles to n at
 * the edge's first end and D away turns from it by D/R at most; so it strays by L²/8 · D/R² from
 * linear. */
static inline bool ovf_arc_clears_edge(const ovf_arc *arc, ovf_vector p, ovf_vector q,
                                       double clear_m)
{
    const double squash = (OVF_EARTH_A * OVF_EARTH_A) / (OVF_EARTH_B * OVF_EARTH_B),
                 radius2 = OVF_EARTH_MIN_RADIUS * OVF_EARTH_MIN_RADIUS;
    ovf_vector n = ovf_cross((ovf_vector){p.x, p.y, p.z * squash}, ovf_subtract(q, p)),
               to_a = ovf_subtract(arc->a, p);
    double farthest = ovf_norm(to_a) + arc->length_m;
    double bound = ovf_norm(n) *
                   (clear_m + arc->length_m * arc->length_m * farthest * (1.01 / (8 * radius2)));
    double ga = ovf_dot(n, to_a), gb = ovf_dot(n, ovf_subtract(arc->b, p));
    return (ga > bound && gb > bound) || (ga < -bound && gb < -bound);
}

/* Whether the arc and the edge can have a contact. First by the distances of the edge's ends from
 * the arc's plane: f is bounded from its linear interpolation by the edge's bend, and the arc from
 * its plane by its margin; then by those of the arc's ends from the edge's plane, which a short leg
 * is on one side of. */
static inline bool ovf_contact_possible(const ovf_boundary *b, uint32_t v, const ovf_arc *arc,
                                        double f1, double f2, double *bound)
{
    ovf_lonlat p = b->positions[v], q = b->positions[v + 1];
    double z = fmax(fabs(b->points[v].z), fabs(b->points[v + 1].z));
    double chord = ovf_distance(b->points[v], b->points[v + 1]);
    double bend = 2e-3 + ovf_boundary_strays(b, v) +
                  ovf_edge_bend(ovf_boundary_kind(b, v), q.lon - p.lon, q.lat - p.lat, z, chord);
    *bound = arc->margin_m + bend;
    if ((f1 > *bound && f2 > *bound) || (f1 < -*bound && f2 < -*bound)) return false;
    return !ovf_arc_clears_edge(arc, b->points[v], b->points[v + 1], bend);
}

#endif
