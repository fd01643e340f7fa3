/* A territory in its parts: what hangs together, and how far the rest is from the mainland. */
#ifndef OVF_ANALYSIS_CHECK_RANGE_PARTS_H
#define OVF_ANALYSIS_CHECK_RANGE_PARTS_H

#include "analysis/check/airfield_range.h"

/* A polygon of the territory. */
typedef struct {
    ovf_zone zone; /* with this polygon only; nothing of it is owned */
    ovf_boundary boundary;
    size_t number, part;
} ovf_range_polygon;

typedef struct {
    ovf_range_polygon *polygons; /* part by part */
    size_t polygon_count;
    ovf_range_part
        *parts; /* the mainland first, the others by area; areas and distances are filled in */
    size_t part_count;
} ovf_range_parts;

/* To be cleared in either case. Errors: OVF_ERROR_MEMORY, OVF_ERROR_USAGE (there is no polygon, or
 * the place that an attribute `mainland` names is in none). */
ovf_status ovf_range_parts_find(const ovf_zone *const *area, size_t count,
                                const ovf_lonlat *mainland, ovf_range_parts *parts,
                                ovf_error *error);
void ovf_range_parts_clear(ovf_range_parts *parts);

#endif
