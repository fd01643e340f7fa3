/* The box of longitudes and latitudes around a zone. */
#ifndef OVF_MODEL_ZONE_BOX_H
#define OVF_MODEL_ZONE_BOX_H

#include "overflight/model.h"
#include "overflight/schedule.h"

/* As RFC 7946 section 5.2 has it: west is greater than east where the zone lies across the
 * antimeridian. It is the least around the vertices and all longitudes between them; geodesic edges
 * bulge out of it towards the poles, unless it is to be `whole`. False when memory is out. */
bool ovf_zone_box(const ovf_zone *zone, bool whole, ovf_lonlat_box *box);

#endif
