/* Checking UTF-8, since ids and attributes come from files in any encoding. */
#ifndef OVF_BASE_UTF8_H
#define OVF_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* U+FFFD, what stands for a byte that is not UTF-8. */
#define OVF_UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* The length of the character that a NUL-terminated text begins with: 1 … 4, or 0 if these bytes
 * are not well-formed UTF-8 (Unicode standard, table 3-7: no surrogates, no overlong forms, nothing
 * beyond U+10FFFF). */
size_t ovf_utf8_length(const char *text);

/* Whether all of a NUL-terminated text is such. */
bool ovf_is_utf8(const char *text);

#endif
