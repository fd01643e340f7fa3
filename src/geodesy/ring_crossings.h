/* Whether the rings of a zone cross themselves or each other.
 *
 * Found is where two edges cross between their vertices, each with its ends on both sides of the
 * other and clear of it by OVF_RING_CROSSING_M. So rings may touch, in points or along edges, and
 * may have a border in common that is rounded differently in both. What crosses in a vertex only is
 * not found. */
#ifndef OVF_GEODESY_RING_CROSSINGS_H
#define OVF_GEODESY_RING_CROSSINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/model.h"

#define OVF_RING_CROSSING_M 1e-3

typedef struct {
    bool found;
    size_t rings[2]; /* the same twice where a ring crosses itself */
    ovf_lonlat at;   /* about */
} ovf_ring_crossing;

/* The first crossing that is found; of rings that keep the rules (model.h). False when memory is
 * out. Time grows with n log n for n vertices, unless edges are long and lie across each other. */
bool ovf_rings_cross(const ovf_ring *rings, size_t count, ovf_edges edges,
                     ovf_ring_crossing *crossing);

#endif
