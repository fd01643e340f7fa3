/* When a route passes its fixes: from M, from `coordTimes`, or from `start_time` and `speed_kmh`.
 */
#ifndef OVF_INPUT_FLIGHTS_FIX_TIMES_H
#define OVF_INPUT_FLIGHTS_FIX_TIMES_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/model.h"

/* Takes M, whose values lie `step` doubles apart, for times. What stands for no data becomes NAN.
 * False where M tells no time: it is NAN, or 0, everywhere. */
bool ovf_times_take_m(double *m, size_t step, size_t count);

/* Fills time_s of all fixes; `has_m` says that it holds M now. In turn:
 *  - M: Unix seconds; M that is 0 everywhere, as programs write that know none, means unknown;
 *  - coordTimes: a list of ISO 8601 texts or null, one a fix, or one list a part;
 *  - start_time with speed_kmh: along the geodesics; between parts that do not meet no time passes.
 *    Without a speed it is the time of the first fix, and the others' are unknown.
 * start_time has been looked at by ovf_given_times_check.
 * Times that run backwards are an error. Errors: OVF_ERROR_INPUT (sentence without file and
 * feature), OVF_ERROR_MEMORY. */
ovf_status ovf_times_fill(const ovf_attributes *attributes, bool has_m, ovf_fix *fixes,
                          const size_t *part_ends, size_t part_count, ovf_error *error);

#endif
