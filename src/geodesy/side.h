/* Which side of a ring is inside. */
#ifndef OVF_GEODESY_SIDE_H
#define OVF_GEODESY_SIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/model.h"

/* What a ring encloses: the side that model.h says, or the one to its left or right. */
typedef enum { OVF_SIDE_USUAL, OVF_SIDE_LEFT, OVF_SIDE_RIGHT } ovf_side;

/* Of ring number `ring` of one of the zone's polygons. */
ovf_side ovf_side_meant(const ovf_zone *zone, size_t ring);

/* Whether what the ring encloses has the north pole in it, in as far as the pole is north of all
 * its edges. `turn_deg`: by how many degrees its longitudes have run on when it closes, eastward
 * positive: 0 or 360 either way. `sines`: the sum over its edges of the change of longitude in
 * radians times the mean sine of the latitude, which on a sphere is the area between the ring and
 * the equator. */
bool ovf_side_has_north(ovf_edges edges, ovf_side side, double turn_deg, double sines);

#endif
