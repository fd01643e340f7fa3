/* Edges of more than 180° in longitude, which may mean the short way or the one they are drawn. */
#ifndef OVF_INPUT_ZONES_LONG_EDGES_H
#define OVF_INPUT_ZONES_LONG_EDGES_H

#include "input/zones/notes.h"
#include "overflight/model.h"

/* How many a ring has; *from and *to are set to the ends of the first. A jump of 360° within
 * 1e-9° is none, since it has one meaning. */
size_t ovf_long_edges_count(const ovf_ring *ring, ovf_lonlat *from, ovf_lonlat *to);

/* Cuts them, so that each piece is shorter and runs as it is drawn. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_long_edges_cut(ovf_ring *ring, ovf_error *error);

/* Notes those of a zone that was read by the short way, with the area either way where
 * `both_known`. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_long_edges_tell(const ovf_zone *zone, size_t count, ovf_lonlat from, ovf_lonlat to,
                               bool both_known, ovf_zone_notes *notes, ovf_error *error);

#endif
