#include "input/formats/fixes/moments.h"

#include <math.h>
#include <string.h>

#include "base/time.h"
#include "input/formats/values.h"

#define DAY_S 86400.0
/* Of 1973-03-03 to 2286-11-20; smaller numbers are of a clock that begins with the flight. */
#define UNIX_LEAST 1e8
#define UNIX_MOST 1e10

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* Up to `most` digits; NULL where there is none. */
static const char *take_digits(const char *at, const char *end, int most, int *value)
{
    const char *first = at;
    int sum = 0;
    for (; at < end && is_digit(*at) && at - first < most; at++) sum = sum * 10 + (*at - '0');
    *value = sum;
    return at == first ? NULL : at;
}

static bool is_date(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Three numbers with - or / between them. Behind them is where the date ends. */
static const char *take_date(const char *at, const char *end, bool day_first, double *day_s)
{
    int parts[3] = {0};
    const char *begins[4] = {at, NULL, NULL, NULL};
    char mark = '\0';
    for (int i = 0; i < 3; i++) {
        begins[i] = at;
        at = take_digits(at, end, 4, &parts[i]);
        if (at == NULL) return NULL;
        if (i == 2) break;
        if (at == end || (*at != '-' && *at != '/') || (i == 1 && *at != mark)) return NULL;
        mark = *at++;
    }
    if (at < end && is_digit(*at)) return NULL;
    ptrdiff_t first = begins[1] - begins[0] - 1, third = at - begins[2];
    bool reversed = day_first && third == 4;
    if (reversed ? first > 2 : first == 3 || first == 1 || third > 2) return NULL;
    int year = reversed ? parts[2] : parts[0], day = reversed ? parts[0] : parts[2];
    if (!reversed && first == 2) year += year < 70 ? 2000 : 1900;
    if (!is_date(year, parts[1], day)) return NULL;
    *day_s = (double)ovf_time_days(year, parts[1], day) * DAY_S;
    return at;
}

/* hh:mm[:ss[.fraction]]; a leap second is the next minute's first. */
static const char *take_clock(const char *at, const char *end, double *clock_s)
{
    int hour, minute, second = 0;
    double fraction = 0;
    const char *next = take_digits(at, end, 2, &hour);
    if (next == NULL || next == end || *next != ':') return NULL;
    next = take_digits(at = next + 1, end, 2, &minute);
    if (next != at + 2) return NULL;
    if (next < end && *next == ':') {
        next = take_digits(at = next + 1, end, 2, &second);
        if (next != at + 2) return NULL;
        if (end - next > 1 && *next == '.' && is_digit(next[1])) {
            next = ovf_decimal_read(next, end, &fraction);
            if (next == NULL) return NULL;
        }
    }
    if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0)) return NULL;
    *clock_s = hour * 3600.0 + minute * 60.0 + second + fraction;
    return next;
}

bool ovf_clock_read(const char *text, size_t length, double *clock_s)
{
    ovf_trim(&text, &length);
    const char *end = text + length, *at = text;
    double found;
    if (take_clock(text, end, &found) == end && length > 0) {
        *clock_s = found;
        return true;
    }
    while (at < end && is_digit(*at)) at++;
    double value;
    if (at - text < 1 || at - text > 6 || !ovf_decimal_is(text, length, &value)) return false;
    double whole = floor(value), hour = floor(whole / 1e4), minute = floor(fmod(whole, 1e4) / 100);
    if (hour > 23 || minute > 59 || fmod(whole, 100) > 60) return false;
    *clock_s = hour * 3600 + minute * 60 + fmod(whole, 100) + (value - whole);
    return true;
}

bool ovf_zone_read(const char *text, size_t length, double *ahead_s)
{
    ovf_trim(&text, &length);
    const char *end = text + length, *at = text;
    int hour, minute = 0;
    if (length == 0) return false;
    if (*at == '+' || *at == '-') at++;
    const char *next = take_digits(at, end, 2, &hour);
    if (next == NULL) return false;
    if (next < end && *next == ':') next++;
    if (next < end && (next = take_digits(next, end, 2, &minute)) == NULL) return false;
    if (next != end || hour > 15 || minute > 59) return false;
    *ahead_s = (*text == '-' ? -1 : 1) * (hour * 3600.0 + minute * 60.0);
    return true;
}

bool ovf_calendar_read(const char *text, size_t length, bool day_first, double *day_s)
{
    double found;
    ovf_trim(&text, &length);
    if (length == 0 || take_date(text, text + length, day_first, &found) != text + length)
        return false;
    *day_s = found;
    return true;
}

/* "Z", "Z.515", "UTC", "+02:00" or nothing. */
static bool take_zone(const char *at, const char *end, double *time_s)
{
    double fraction, ahead_s;
    if (at < end && *at == ' ') at++;
    if (at == end) return true;
    if (end - at == 3 && (memcmp(at, "UTC", 3) == 0 || memcmp(at, "GMT", 3) == 0)) return true;
    if (*at == '+' || *at == '-') {
        if (!ovf_zone_read(at, (size_t)(end - at), &ahead_s)) return false;
        *time_s -= ahead_s;
        return true;
    }
    if (*at != 'Z' && *at != 'z') return false;
    if (++at == end) return true;
    if (*at != '.' || ovf_decimal_read(at, end, &fraction) != end) return false;
    *time_s += fraction;
    return true;
}

static bool read_calendar(const char *text, const char *end, bool day_first, double *time_s)
{
    double day_s, clock_s = 0;
    const char *at = take_date(text, end, day_first, &day_s);
    if (at == NULL) return false;
    if (at < end) {
        if (*at != 'T' && *at != 't' && *at != ' ') return false;
        while (++at < end && *at == ' ') continue;
        at = take_clock(at, end, &clock_s);
        if (at == NULL) return false;
    }
    double found = day_s + clock_s;
    if (!take_zone(at, end, &found)) return false;
    *time_s = found;
    return true;
}

double ovf_moment_seconds(double value, ovf_moment_form clock)
{
    switch (clock) {
    case OVF_CLOCK_MS: return value / 1e3;
    case OVF_CLOCK_US: return value / 1e6;
    case OVF_CLOCK_NS: return value / 1e9;
    default: return value;
    }
}

double ovf_moment_unix(double value)
{
    double by = 1;
    for (int i = 0; i < 4; i++, by *= 1e3)
        if (value >= UNIX_LEAST * by && value < UNIX_MOST * by) return value / by;
    return NAN;
}

bool ovf_moment_read(const char *text, size_t length, ovf_moment_form clock, double *time_s)
{
    double value;
    ovf_trim(&text, &length);
    const char *end = text + length;
    if (length == 0) return false;
    if (length > 5 && (text[2] == '/' || text[4] == '-' || text[4] == '/' || text[2] == '-' ||
                       text[1] == '/' || text[1] == '-'))
        return read_calendar(text, end, clock == OVF_CLOCK_DAY_FIRST, time_s);
    if (!ovf_decimal_is(text, length, &value)) return false;
    if (clock == OVF_CLOCK_ANY || clock == OVF_CLOCK_DAY_FIRST) value = ovf_moment_unix(value);
    else value = ovf_moment_seconds(value, clock);
    if (isnan(value)) return false;
    *time_s = value;
    return true;
}
