/* Times as tables write them. */
#ifndef OVF_INPUT_FORMATS_FIXES_MOMENTS_H
#define OVF_INPUT_FORMATS_FIXES_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>

/* How a number, or a date, is meant. */
typedef enum {
    OVF_CLOCK_ANY, /* Unix time in s, ms, µs or ns, told by its size; or a date and a time */
    OVF_CLOCK_S,
    OVF_CLOCK_MS,
    OVF_CLOCK_US,
    OVF_CLOCK_NS,
    OVF_CLOCK_DAY_FIRST /* 01-03-2015 00:13:00 is the 1st of March */
} ovf_moment_form;

/* Reads a Unix time, where it is one of 1973 to 2286, or one of:
 *   2015-03-01T00:13:00.5Z   and all else that ISO 8601 has (base/time.h), also with / for -
 *   2024-01-02 07:41:03Z.515
 *   2015-03-01 00:13:00.5 UTC
 *   15/03/01 00:13:00        the year first, with two digits
 * False where it is none; *time_s is then unchanged. */
bool ovf_moment_read(const char *text, size_t length, ovf_moment_form clock, double *time_s);

/* A number of that unit as seconds. */
double ovf_moment_seconds(double value, ovf_moment_form clock);
/* Unix seconds of a number of any unit, told by its size; NAN: it is none. */
double ovf_moment_unix(double value);

/* The time of a day, hh:mm:ss with or without a fraction, or hhmmss: in seconds. */
bool ovf_clock_read(const char *text, size_t length, double *clock_s);
/* +02:00, -0500, +1: how far clocks are ahead of UTC. */
bool ovf_zone_read(const char *text, size_t length, double *ahead_s);
/* A date alone: 2015-03-01, 2015/03/01, or with day_first 01-03-2015: its beginning. */
bool ovf_calendar_read(const char *text, size_t length, bool day_first, double *day_s);

#endif
