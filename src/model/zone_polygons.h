/* Polygons of zones. */
#ifndef OVF_MODEL_ZONE_POLYGONS_H
#define OVF_MODEL_ZONE_POLYGONS_H

#include "overflight/model.h"

/* Frees what is inside and sets it to empty. */
void ovf_ring_clear(ovf_ring *ring);

/* False when memory is out; *copy is then empty. */
bool ovf_ring_copy(const ovf_ring *ring, ovf_ring *copy);

/* The polygons of a zone without curves (geodesy/plain.h), to be freed with ovf_polygons_free; NULL
 * when memory is out. */
ovf_polygon *ovf_zone_plain(const ovf_zone *zone, double within_m);

#endif
