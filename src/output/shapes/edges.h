/* Geodesic edges made fit for programs that draw straight lines. */
#ifndef OVF_OUTPUT_SHAPES_EDGES_H
#define OVF_OUTPUT_SHAPES_EDGES_H

#include <stdbool.h>

#include "overflight/model.h"

/* Replaces *drawn, which is zeroed or a ring of an earlier call, by the ring with points put in
 * between its vertices, so that straight lines in longitude and latitude, and as far as 85° of
 * latitude in Mercator's projection, stay within `deviation_m` of the geodesics. A point's
 * longitude is named so that it is next to that of the one before. False when memory is out. */
bool ovf_edges_densify(const ovf_ring *ring, double deviation_m, ovf_ring *drawn, size_t *capacity);

#endif
