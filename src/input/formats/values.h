/* Numbers and times as formats write them, which are looser than JSON's. */
#ifndef OVF_INPUT_FORMATS_VALUES_H
#define OVF_INPUT_FORMATS_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "input/formats/raw_flight.h"

/* Behind blanks. */
static inline const char *ovf_skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')) at++;
    return at;
}

/* Behind the mark of a byte order that a text in UTF-8 may begin with, and blanks. */
static inline const char *ovf_skip_start(const char *at, const char *end)
{
    if (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) at += 3;
    return ovf_skip_blanks(at, end);
}

/* Reads the decimal number that [at, end) begins with: as JSON has it, but also with a plus, with
 * leading zeros, and without digits on one side of the point. Returns where it ends; NULL where
 * there is none, or one that is not finite. */
const char *ovf_decimal_read(const char *at, const char *end, double *value);
/* The number that the whole text is, blanks around it aside; false where it is none. */
bool ovf_decimal_is(const char *text, size_t length, double *value);

/* An ISO 8601 time; NAN for an empty text. What is no time is NAN, and counted. */
double ovf_time_value(const char *text, size_t length, ovf_unread *unread);
/* An altitude likewise. */
double ovf_altitude_value(const char *text, size_t length, ovf_unread *unread);
/* Counts one that cannot be read, and keeps the first to be shown. */
void ovf_unread_count(ovf_unread *unread, const char *text, size_t length);

/* The text without blanks around it. */
void ovf_trim(const char **text, size_t *length);

#endif
