/* Attributes of a route that tell when it takes place. */
#ifndef OVF_INPUT_FLIGHTS_GIVEN_TIMES_H
#define OVF_INPUT_FLIGHTS_GIVEN_TIMES_H

#include "overflight/error.h"
#include "overflight/model.h"

/* The attribute of that name; NULL where it is not given: there is none, or it is null or a text
 * that is empty or blank. */
const ovf_attribute *ovf_given_time(const ovf_attributes *attributes, const char *name);

/* Refuses what is no ISO 8601 text in `date`, `started_at`, `completed_at`, `submitted_at`,
 * `arrived_at` and `start_time`. A number is refused too, since it does not tell its unit. Errors:
 * OVF_ERROR_INPUT, a sentence without file and feature, which proposes what was meant where that is
 * clear. */
ovf_status ovf_given_times_check(const ovf_attributes *attributes, ovf_error *error);

/* That a text is no time; `field` is "started_at" or "coordTimes: value 2". */
ovf_status ovf_given_times_refuse(const char *field, const char *text, ovf_error *error);

#endif
