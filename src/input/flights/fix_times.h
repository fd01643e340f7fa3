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

/* How many of the unit in which the values are Unix times make a second: 1, 1e3, 1e6 or 1e9; 0:
 * they are no times. Times of 1973 (1e8 s) to 5138 (1e11 s) in these units do not overlap. NAN are
 * passed over. */
double ovf_times_unit(const double *values, size_t step, size_t count);

/* Fills time_s of all fixes; `has_m` says that it holds M now. In turn:
 *  - M, or a fourth ordinate of GeoJSON: Unix time, in the unit in which it is of 1973 or later
 *    (ovf_times_unit). What is in none, such as a distance along the line, tells no time; nor does
 *    M that is 0 everywhere, as programs write that know none;
 *  - coordTimes: a list of ISO 8601 texts or null, one a fix, or one list a part;
 *  - `times` of coordinateProperties, as @tmcw/togeojson writes it, or datetimes (OGC 19-045r3),
 *    likewise; these may also be numbers, Unix time in a unit as above;
 *  - start_time with speed_kmh: along the geodesics; between parts that do not meet no time passes.
 *    Without a speed it is the time of the first fix, and the others' are unknown.
 * start_time has been looked at by ovf_given_times_check. *observed: they are the fixes' own, and
 * not reckoned from start_time. Whether they run backwards is for assembly.h. Errors:
 * OVF_ERROR_INPUT (sentence without file and feature), OVF_ERROR_MEMORY. */
ovf_status ovf_times_fill(const ovf_attributes *attributes, bool has_m, ovf_fix *fixes,
                          const size_t *part_ends, size_t part_count, bool *observed,
                          ovf_error *error);

#endif
