/* The rules that coordinates, rings, parts and times keep, wherever they come from: files, arrays
 * or structs that were made by hand. Each function finds the first place where one is broken, and
 * whoever asks words it. Values lie `step` doubles apart. */
#ifndef OVF_MODEL_FLAWS_H
#define OVF_MODEL_FLAWS_H

#include "overflight/model.h"

#define OVF_LAT_MAX_DEG 90.0
#define OVF_LON_MAX_DEG                                                      \
    540.0 /* a line may run on across the antimeridian, and once more around \
           */

#define OVF_RING_DISTINCT_MIN 3 /* vertices of a ring that differ */
#define OVF_PART_FIXES_MIN 2

/* The first position with a coordinate that is NaN or infinite; `count` where there is none. */
size_t ovf_flaw_not_finite(const double *lon, const double *lat, size_t step, size_t count);
/* The first position that is NaN or beyond ±90 of latitude or ±540 of longitude; `count` likewise.
 */
size_t ovf_flaw_out_of_range(const double *lon, const double *lat, size_t step, size_t count);
/* Whether a position that is out of range would be in range with its coordinates swapped. */
bool ovf_position_looks_swapped(double lon, double lat);
/* The first value that is infinite; `count` likewise. NaN stands for what is not known. */
size_t ovf_flaw_infinite(const double *values, size_t step, size_t count);
/* The first time that is before an earlier one's, and *before the index of that; `count` likewise.
 * Those that are NaN are passed over. */
size_t ovf_flaw_backwards(const double *time_s, size_t step, size_t count, size_t *before);
/* The first end that is not at least `least` beyond the one before it (the first beyond 0); `count`
 * likewise. */
size_t ovf_flaw_ends(const size_t *ends, size_t count, size_t least);

/* Whether a ring is closed that has these at its ends: they are the same, or a turn apart, as those
 * of a ring around a pole may be. */
bool ovf_ring_is_closed(ovf_lonlat first, ovf_lonlat last);
/* How many of the vertices differ, but no more than OVF_RING_DISTINCT_MIN. Longitudes a turn apart
 * are the same place, and so are all at a pole, unless the edges are lonlat: these see a map. */
size_t ovf_ring_distinct(const ovf_lonlat *vertices, size_t count, ovf_edges edges);

#endif
