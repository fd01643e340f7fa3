/* Filling an ovf_error. */
#ifndef OVF_BASE_ERROR_H
#define OVF_BASE_ERROR_H

#include "overflight/error.h"

#if defined(__GNUC__)
#define OVF_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define OVF_PRINTF(text, first)
#endif

/* Writes the sentence and returns the status, so that a function can end with `return ovf_fail(…)`.
 */
ovf_status ovf_fail(ovf_error *error, ovf_status status, const char *format, ...) OVF_PRINTF(3, 4);
/* The sentence for a failed allocation. */
ovf_status ovf_fail_memory(ovf_error *error);
/* The sentence for an argument that is NULL and must not be; `expected` is what it should have
 * been: "a zone". OVF_ERROR_USAGE. */
ovf_status ovf_fail_null(ovf_error *error, const char *expected);

#endif
