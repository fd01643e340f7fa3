/* When a route passes its fixes: from M, from `coordTimes`, or from `start_time` and `speed_kmh`. */
#ifndef OVF_INPUT_TIMES_H
#define OVF_INPUT_TIMES_H

#include <stdbool.h>
#include <stddef.h>

#include <ogr_api.h>

#include "overflight/model.h"

/* Indexes of the fields, -1 where the layer has none. */
typedef struct {
    int coord_times, start_time, speed_kmh;
} ovf_time_fields;

ovf_time_fields ovf_times_find(OGRFeatureDefnH definition);

/* Fills time_s of all fixes; `has_m` says that it holds M now. In turn:
 *  - M: Unix seconds; M that is 0 everywhere, as programs write that know none, means unknown;
 *  - coordTimes: a list of ISO 8601 texts or null, one a fix, or one list a part;
 *  - start_time with speed_kmh: along the geodesics; between parts that do not meet no time passes.
 * Times that run backwards are an error. Errors: OVF_ERROR_INPUT (sentence without file and feature), OVF_ERROR_MEMORY. */
ovf_status ovf_times_fill(const ovf_time_fields *fields, OGRFeatureH feature, bool has_m, ovf_fix *fixes,
                          const size_t *part_ends, size_t part_count, ovf_error *error);

#endif
