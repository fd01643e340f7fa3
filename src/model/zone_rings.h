/* Rings that come one after the other, and which of them are outlines. */
#ifndef OVF_MODEL_ZONE_RINGS_H
#define OVF_MODEL_ZONE_RINGS_H

#include "overflight/model.h"

/* Sorts the rings of a zone of one polygon into polygons, by the even-odd rule: a ring within an
 * even number of others is an outline, and one within an odd number a hole of the innermost of
 * them. Outlines keep their order, and so do the holes of each. Of two that coincide the later one
 * is within the other. Errors: OVF_ERROR_INPUT (rings that cross: the sentence names zone, rings
 * and place), OVF_ERROR_MEMORY; the zone is then to be cleared as it is. */
ovf_status ovf_zone_sort_rings(ovf_zone *zone, ovf_error *error);

#endif
