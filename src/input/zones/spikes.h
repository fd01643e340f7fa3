/* Spikes: where a ring goes out and comes back the same way. */
#ifndef OVF_INPUT_ZONES_SPIKES_H
#define OVF_INPUT_ZONES_SPIKES_H

#include "overflight/model.h"

/* A tenth of a millimetre. */
#define OVF_SPIKE_WIDTH_DEG 1e-9

/* Drops the vertices at which the ring turns back along the edge by which it came, within
 * OVF_SPIKE_WIDTH_DEG; of geodesic edges, where it turns back to the same vertex. Returns how many
 * spikes there were, and sets *first, which stays as it was for none. A ring of nothing else ends
 * with fewer than four vertices. */
size_t ovf_spikes_remove(ovf_ring *ring, ovf_edges edges, ovf_lonlat *first);

#endif
