/* Parts of a zone, each with limits of its own. */
#ifndef OVF_MODEL_ZONE_PARTS_H
#define OVF_MODEL_ZONE_PARTS_H

#include "overflight/volume.h"

/* What bounds all of them; its schedule is to be cleared, and its box is left alone. False when
 * memory is out. */
bool ovf_zone_parts_hull(const ovf_zone_part *parts, size_t count, ovf_volume *hull);

/* Whether both limits are the same, written alike or not. */
bool ovf_limit_is_same(const ovf_limit *a, const ovf_limit *b);
/* Whether floor, ceiling and schedule of two volumes are. NULL has no limits. */
bool ovf_volume_is_same(const ovf_volume *a, const ovf_volume *b);

/* A copy with a box of its own; *copy is NULL where `volume` is. */
ovf_status ovf_volume_copy(const ovf_volume *volume, const ovf_lonlat_box *box, ovf_volume **copy,
                           ovf_error *error);

#endif
