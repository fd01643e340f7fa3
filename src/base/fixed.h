/* Numbers as decimal text, fast and independent of the locale. */
#ifndef OVF_BASE_FIXED_H
#define OVF_BASE_FIXED_H

#include <stddef.h>
#include <stdint.h>

/* Room for any finite double with up to OVF_FIXED_DECIMALS decimals. */
#define OVF_FIXED_SIZE 336
#define OVF_FIXED_DECIMALS 15
/* Room for any 64-bit integer. */
#define OVF_INTEGER_SIZE 21

/* Writes exactly what snprintf("%.*f") does in the C locale, without a terminating NUL, and without
 * the sign of a number that is zero as written. Returns the length; 0 for NaN and infinities.
 * `decimals` is 0 … OVF_FIXED_DECIMALS. */
size_t ovf_fixed(double value, int decimals, char text[OVF_FIXED_SIZE]);

/* The length of such a text without the zeros at the end of its decimals, and without the point if
 * none are left. */
size_t ovf_fixed_trim(const char *text, size_t length);

/* Into OVF_INTEGER_SIZE bytes, without a terminating NUL. Returns the length. */
size_t ovf_integer(int64_t value, char *text);
size_t ovf_count(uint64_t value, char *text);

#endif
