/* How much of a route is inside any zone. */
#ifndef OVF_OUTPUT_ROWS_LENGTH_INSIDE_H
#define OVF_OUTPUT_ROWS_LENGTH_INSIDE_H

#include "analysis/meet/spans.h"
#include "overflight/analysis.h"

/* The length of the route that is inside at least one zone: where zones overlap it counts once.
 * `scratch` is reused from route to route. */
ovf_status ovf_inside_any(const ovf_result *result, ovf_spans *scratch, double *inside_m,
                          ovf_error *error);

#endif
