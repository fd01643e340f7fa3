/* What formats ask of a zone's outline. */
#ifndef OVF_OUTPUT_CONVERT_ZONE_OUTLINE_H
#define OVF_OUTPUT_CONVERT_ZONE_OUTLINE_H

#include "overflight/model.h"

/* Whether the polygon is one circle: all around one centre, at one distance to a micrometre. */
bool ovf_outline_circle(const ovf_polygon *polygon, ovf_lonlat *centre, double *radius_m);

/* Whether an edge of the ring is an arc or a line that is not straight on the map, or as the zone's
 * edges are. */
bool ovf_outline_is_curved(const ovf_polygon *polygon);

/* The polygon drawn with edges of one kind, which stay within OVF_ZONE_DRAWN_M. To be
 * freed with ovf_polygons_free(…, 1); NULL: memory is out. */
ovf_polygon *ovf_outline_draw(const ovf_polygon *polygon, ovf_edges from, ovf_edges to);

/* The curve that edge `edge` of the ring is; NULL: it is none. */
const ovf_curve *ovf_outline_curve(const ovf_ring *ring, size_t edge);

#endif
