/* The rings around what two areas are together. */
#ifndef OVF_MODEL_LAY_TRACE_H
#define OVF_MODEL_LAY_TRACE_H

#include "model/lay_lines.h"

/* Whether a place is in the result, by whether it is in each of the areas. */
typedef bool ovf_lay_rule(bool in_first, bool in_second);

typedef struct {
    ovf_ring *items;
    size_t **curves; /* of each ring the numbers of the curves that its edges are pieces of */
    size_t count, capacity, curves_capacity;
} ovf_lay_rings;

/* Traces lines that have been cut. `boundaries` are those that they were made of. Of each ring
 * *beside has a place next to it that is in the result. False when memory is out. */
bool ovf_lay_trace(const ovf_lay_lines *lines, const ovf_boundary *const boundaries[2],
                   ovf_lay_rule *rule, ovf_lay_rings *rings, ovf_lonlat *beside);
void ovf_lay_rings_clear(ovf_lay_rings *rings);

#endif
