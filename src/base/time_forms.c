#include "base/time_forms.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    int year, month, day; /* 0: not known */
} date;

static const char *skip(const char *at, const char *of) { return at + strspn(at, of); }

/* A number of up to `most` digits; returns how many it has, or 0. */
static int take_digits(const char **at, int most, int *value)
{
    int count = 0;
    *value = 0;
    while (isdigit((unsigned char)(*at)[count]) && count <= most)
        *value = *value * 10 + ((*at)[count++] - '0');
    if (count > most) return 0;
    *at += count;
    return count;
}

/* The name of a month, or its beginning of at least three letters; 0: none. */
static int take_month(const char **at)
{
    static const char *const names[] = {"january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december"};
    size_t length = 0;
    while (isalpha((unsigned char)(*at)[length])) length++;
    for (int m = 0; m < 12 && length >= 3; m++) {
        size_t same = 0;
        while (same < length && tolower((unsigned char)(*at)[same]) == names[m][same]) same++;
        if (same < length) continue;
        *at += length;
        return m + 1;
    }
    return 0;
}

/* 20160505 */
static bool take_compact(const char **at, date *found)
{
    int number;
    const char *after = *at;
    if (take_digits(&after, 8, &number) != 8) return false;
    *found = (date){number / 10000, number / 100 % 100, number % 100};
    *at = after;
    return true;
}

/* Of two numbers which is the day; false where both may be. */
static bool tell_day(int first, int second, char separator, date *found)
{
    if (separator == '.' || first > 12 || first == second) {
        found->day = first;
        found->month = second;
    } else if (second > 12) {
        found->day = second;
        found->month = first;
    }
    return found->day != 0;
}

/* 2016/05/05, 05.05.2016 */
static bool take_numbers(const char **at, date *found)
{
    int numbers[3], digits[3];
    const char *after = *at;
    char separator = '\0';
    for (int i = 0; i < 3; i++) {
        if (i == 1) separator = *after;
        if (i > 0) {
            if (*after != separator || strchr("/.-", separator) == NULL || separator == '\0')
                return false;
            after++;
        }
        digits[i] = take_digits(&after, 4, &numbers[i]);
        if (digits[i] == 0) return false;
    }
    *at = after;
    if (digits[0] == 4 && digits[1] <= 2 && digits[2] <= 2) {
        *found = (date){numbers[0], numbers[1], numbers[2]};
        return true;
    }
    if (digits[2] != 4 || digits[0] > 2 || digits[1] > 2) return false;
    *found = (date){.year = numbers[2]};
    return tell_day(numbers[0], numbers[1], separator, found);
}

/* 5 May 2016, May 5, 2016 */
static bool take_named(const char **at, date *found)
{
    static const char between[] = " -/.,";
    const char *after = *at;
    *found = (date){.month = take_month(&after)};
    after = skip(after, between);
    if (take_digits(&after, 2, &found->day) == 0) return false;
    if (found->month == 0) {
        after = skip(after, between);
        found->month = take_month(&after);
    }
    after = skip(after, between);
    *at = after;
    return found->month != 0 && take_digits(at, 4, &found->year) == 4;
}

/* What follows the date: 9:15, 10:15:00 Z, 101500Z. Written as a clock of ISO 8601. */
static bool write_clock(const char *rest, char clock[OVF_TIME_SIZE])
{
    int hour, minute, second = 0, digits, number;
    const char *at = rest;
    digits = take_digits(&at, 6, &number);
    if (digits == 4 || digits == 6) { /* 1015, 101500 */
        if (digits == 4) number *= 100;
        hour = number / 10000;
        minute = number / 100 % 100;
        second = number % 100;
    } else {
        if (digits == 0 || digits > 2 || *at++ != ':') return false;
        hour = number;
        if (take_digits(&at, 2, &minute) != 2) return false;
        if (*at == ':') {
            at++;
            if (take_digits(&at, 2, &second) != 2) return false;
        }
    }
    at = skip(at, " ");
    if (strcmp(at, "UTC") == 0 || strcmp(at, "GMT") == 0) at = "Z";
    int length = snprintf(clock, OVF_TIME_SIZE, "%02d:%02d:%02d%s", hour, minute, second, at);
    return length > 0 && length < OVF_TIME_SIZE;
}

bool ovf_time_propose(const char *text, char proposal[OVF_TIME_SIZE])
{
    char trimmed[64], iso[80], clock[OVF_TIME_SIZE];
    date found;
    double seconds;
    proposal[0] = '\0';
    text = skip(text, " \t\r\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL) length--;
    if (length == 0 || length >= sizeof trimmed) return false;
    memcpy(trimmed, text, length);
    trimmed[length] = '\0';
    const char *at = trimmed;
    if (!take_compact(&at, &found) && !take_numbers(&at, &found)) {
        at = trimmed;
        if (!take_named(&at, &found)) return false;
    }
    snprintf(iso, sizeof iso, "%04d-%02d-%02d", found.year, found.month, found.day);
    if (*at != '\0') {
        if (strchr(" ,Tt", *at) == NULL) return false;
        at = skip(at, " ,Tt");
        if (!write_clock(at, clock)) return false;
        snprintf(iso + 10, sizeof iso - 10, "T%s", clock);
    }
    if (!ovf_time_parse(iso, &seconds)) return false;
    if (iso[10] == '\0') snprintf(proposal, OVF_TIME_SIZE, "%.10s", iso);
    else ovf_time_format(seconds, proposal);
    return proposal[0] != '\0';
}

bool ovf_time_propose_number(double value, char proposal[OVF_TIME_SIZE])
{
    char text[16];
    proposal[0] = '\0';
    if (value >= 19000101 && value <= 21001231 && floor(value) == value) {
        snprintf(text, sizeof text, "%.0f", value);
        return ovf_time_propose(text, proposal);
    }
    if (value >= 1e11 && value < 1e13) value /= 1000;
    if (value >= 1e8 && value < 1e10) ovf_time_format(value, proposal);
    return proposal[0] != '\0';
}
