/* Points put into long edges, so that a map in any projection draws them as they run: straight in
 * longitude and latitude. Drawn straight between points a quarter of a degree apart, a parallel is
 * off by at most 8 m: L² tan φ / 8R, with L a quarter of a degree of it; most at 45° of latitude.
 */
#ifndef OVF_OUTPUT_SHAPES_DENSIFY_H
#define OVF_OUTPUT_SHAPES_DENSIFY_H

#include "overflight/model.h"

#define OVF_MAP_EDGE_DEG 0.25

/* Copies the points, with what is put in, into *buffer, which grows; returns how many there are. 0:
 * memory is out, or there were none. */
size_t ovf_densify(const ovf_lonlat *points, size_t count, ovf_lonlat **buffer, size_t *capacity);
/* The same with altitudes and times, which are put in in proportion. */
size_t ovf_densify_fixes(const ovf_fix *fixes, size_t count, ovf_fix **buffer, size_t *capacity);

#endif
