/* How much of a route is inside any zone. */
#ifndef OVF_OUTPUT_INSIDE_H
#define OVF_OUTPUT_INSIDE_H

#include "overflight/analysis.h"

typedef struct {
    double from_m, to_m;
} ovf_stretch;

/* Reused from route to route; zeroed before its first use. */
typedef struct {
    ovf_stretch *items;
    size_t count, capacity;
} ovf_stretches;

/* The length of the route that is inside at least one zone: where zones overlap it counts once. */
ovf_status ovf_inside_any(const ovf_result *result, ovf_stretches *scratch, double *inside_m, ovf_error *error);
void ovf_stretches_clear(ovf_stretches *stretches);

#endif
