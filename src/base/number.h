/* Decimal text as numbers, fast and independent of the locale. */
#ifndef OVF_BASE_NUMBER_H
#define OVF_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Reads the JSON number (RFC 8259) that [text, end) begins with: the double nearest to it, of two
 * the even one, as strtod does; infinite where it is too large. Returns where the number ends;
 * NULL, and *value as it was, where there is none. Nothing is read from `end` on. */
const char *ovf_number_read(const char *text, const char *end, double *value);

/* True where the whole text is a JSON number without fraction and exponent that a 64-bit integer
 * holds. */
bool ovf_number_integer(const char *text, size_t length, int64_t *value);

#endif
