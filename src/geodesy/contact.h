/* Contacts: where an arc of a leg and an edge of a boundary meet. */
#ifndef OVF_GEODESY_CONTACT_H
#define OVF_GEODESY_CONTACT_H

#include "geodesy/boundary.h"

typedef struct {
    double at_m;         /* along the leg: where they cross, or come nearest */
    double from_m, to_m; /* about it, as far as is known that they keep within the tolerance */
    ovf_lonlat position; /* of at_m */
    double miss_m;       /* how far leg and edge are apart there: 0 where they cross, up to the tolerance where one of them ends near the other */
    bool shared;         /* leg and edge run side by side from one end to another */
    bool clean;          /* a crossing of the insides of both, away from their ends: it changes sides for certain */
} ovf_contact;

/* At most this many contacts come of one arc and one edge: two crossings, or the four ends, or a shared stretch. */
#define OVF_CONTACTS_MOST 6

/* The contacts of the arc with the edge that begins at a vertex. `f1`, `f2`: distances of its ends from the arc's plane. Returns how many.
 * `thorough` leaves out the fast way, for tests. */
size_t ovf_contacts(const ovf_boundary *boundary, uint32_t vertex, const ovf_arc *arc, double f1, double f2, bool thorough,
                    ovf_contact contacts[OVF_CONTACTS_MOST]);

/* Whether the arc and the edge can have a contact, by the distances of the edge's ends from the arc's plane: f is bounded from its linear
 * interpolation by the edge's bend, and the arc from its plane by its margin. */
static inline bool ovf_contact_possible(const ovf_boundary *b, uint32_t v, const ovf_arc *arc, double f1, double f2, double *bound)
{
    ovf_lonlat p = b->positions[v], q = b->positions[v + 1];
    double z = fmax(fabs(b->points[v].z), fabs(b->points[v + 1].z));
    double chord = ovf_distance(b->points[v], b->points[v + 1]);
    *bound = arc->margin_m + 2e-3 + ovf_edge_bend(b->edges, q.lon - p.lon, q.lat - p.lat, z, chord);
    return !((f1 > *bound && f2 > *bound) || (f1 < -*bound && f2 < -*bound));
}

#endif
