/* Whether rings make a proper area, judged by GEOS in longitude and latitude.
 *
 * - A jump of more than 180° in longitude is unwrapped first (the short way; a jump of exactly
 *   360° is the whole circle). Where a ring is only valid if such a 360° jump stands for no way at
 * all (it was drawn up to +180 and goes on from -180), the ring is rewritten so: longitudes go on
 *   beyond ±180, and the doubled vertices are dropped. Other rings stay as they are.
 * - A ring around a pole is no polygon in that plane. Its curve, two rounds of it, must not cross
 *   itself; of its polygon nothing else is checked but each ring for itself.
 * - A ring that touches itself in a point so that a hole forms is valid (shapefiles have such), and
 *   so are parts that share a border; parts that overlap are not, since by the even-odd rule what
 *   lies in both would be outside.
 * - Geodesic edges are judged twice, as straight in longitude and latitude and as geodesics in
 *   pieces of 10 km, and are wrong if they cross in both. Two that cross by less than the pieces'
 *   error pass unnoticed.
 * - What is invalid is repaired where it has one meaning, with a note (input.h says what); where
 *   nobody takes notes, it is an error. */
#ifndef OVF_INPUT_ZONES_VALIDITY_H
#define OVF_INPUT_ZONES_VALIDITY_H

#include "input/zones/notes.h"
#include "input/zones/planar.h"

/* NULL when memory is out. */
ovf_validity *ovf_validity_new(void);
void ovf_validity_free(ovf_validity *validity);

/* The rings are closed and have four vertices or more. Polygons, rings and vertices may be dropped,
 * and polygons added, in memory of malloc; nothing changes if `notes` is NULL. Errors:
 * OVF_ERROR_INPUT (sentence without file and feature, with the reason and the place that GEOS
 * gives, and the area in doubt), OVF_ERROR_MEMORY. */
ovf_status ovf_validity_check(ovf_validity *validity, ovf_polygon **polygons, size_t *count,
                              ovf_edges edges, ovf_zone_notes *notes, ovf_error *error);

#endif
