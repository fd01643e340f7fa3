/* ISO 8601 texts and Unix seconds in UTC, independent of the machine's time zone. */
#ifndef OVF_BASE_TIME_H
#define OVF_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* Room for any text that ovf_time_format writes. */
#define OVF_TIME_SIZE 32

/* Reads 2017-10-04T18:00:00Z: a date, or date and time, with T, t or a blank between them, with or
 * without seconds and their fraction, with Z, ±hh, ±hhmm, ±hh:mm or nothing (then it is UTC). A
 * leap second (:60) counts as the next minute's first; 24:00 as the next day's. False when the text
 * is anything else or names no real day; *seconds is unchanged then. */
bool ovf_time_parse(const char *text, double *seconds);

/* To the millisecond, as ovf_time_format writes it. False for NaN and years outside 0 … 9999: such
 * a time is unknown. */
bool ovf_time_round(double seconds, int64_t *milliseconds);

/* Writes 2017-10-04T18:00:00Z, with three decimals where the milliseconds are not zero.
 * For NaN and years outside 0 … 9999 writes an empty text. */
void ovf_time_format(double seconds, char text[OVF_TIME_SIZE]);

/* Days since 1970-01-01 in the proleptic Gregorian calendar; month 1 … 12, day 1 … 31. */
int64_t ovf_time_days(int64_t year, int month, int day);

#endif
