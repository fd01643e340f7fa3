/* Rings with curves made fit for what knows straight edges alone: maps, and overlay in a plane. */
#ifndef OVF_GEODESY_PLAIN_H
#define OVF_GEODESY_PLAIN_H

#include "geodesy/curve.h"

/* Replaces *plain, which is zeroed or a ring of an earlier call, by the ring without curves: with
 * vertices put in, on the curves, so that edges of the kind `edges` between them stay within
 * `within_m` of them. False when memory is out. */
bool ovf_ring_plain(const ovf_ring *ring, ovf_edges edges, double within_m, ovf_ring *plain,
                    size_t *capacity);

#endif
