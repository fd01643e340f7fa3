/* The day or time at which flights are taken to be. */
#ifndef OVF_BATCH_DATES_H
#define OVF_BATCH_DATES_H

#include <stdbool.h>

#include "overflight/error.h"

/* Reads a day or a time, as ISO 8601 has it: *dated, and from when until when. NULL: there is none.
 * Errors: OVF_ERROR_USAGE (none of the two). */
ovf_status ovf_date_read(const char *text, bool *dated, double *from_s, double *until_s,
                         ovf_error *error);

#endif
