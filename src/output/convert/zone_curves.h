/* Outlines with curves for programs that know none: a modest drawing, and beside it the attribute
 * by which overflight has the curves again (input/zones/curves_attribute.h). */
#ifndef OVF_OUTPUT_CONVERT_ZONE_CURVES_H
#define OVF_OUTPUT_CONVERT_ZONE_CURVES_H

#include "output/rows/bytes.h"
#include "overflight/model.h"

/* The drawing stays within so much of a curve, and within a thousandth of the radius of an arc. */
#define OVF_CURVES_DRAWN_M 10.0

/* The zone's polygons as they are drawn, wound as RFC 7946 has them unless the zone is oriented;
 * `attribute` gets the value of the attribute. To be freed with ovf_polygons_free(…,
 * zone->polygon_count); NULL: memory is out. */
ovf_polygon *ovf_curves_draw(const ovf_zone *zone, ovf_bytes *attribute);

/* Whether a ring is wound otherwise than RFC 7946 has it: outlines counterclockwise, holes
 * clockwise. */
bool ovf_outline_is_turned(const ovf_ring *ring, bool hole);

#endif
