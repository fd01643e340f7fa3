#include "base/time.h"

#include <math.h>
#include <stdio.h>

/* Both directions of the calendar after Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (2013): years begin in March, so that the leap day is a year's last, and eras of 400
 * years (146,097 days) repeat. */
int64_t ovf_time_days(int64_t year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void civil_from_days(int64_t days, int *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                           day_of_era / 146096) /
                          365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
    *month = (int)(m < 10 ? m + 3 : m - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* Exactly `digits` digits. */
static bool take_number(const char **at, int digits, int *value)
{
    int sum = 0;
    for (int i = 0; i < digits; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9') return false;
        sum = sum * 10 + (c - '0');
    }
    *at += digits;
    *value = sum;
    return true;
}

static bool take(const char **at, char wanted)
{
    if (**at != wanted) return false;
    (*at)++;
    return true;
}

static bool take_fraction(const char **at, double *fraction)
{
    double scale = 0.1;
    if (**at < '0' || **at > '9') return false;
    *fraction = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++, scale /= 10) *fraction += scale * (**at - '0');
    return true;
}

static bool take_zone(const char **at, int *offset_s)
{
    int hours, minutes = 0;
    *offset_s = 0;
    if (**at == '\0' || take(at, 'Z') || take(at, 'z')) return true;
    int sign = **at == '-' ? -1 : 1;
    if (!take(at, '+') && !take(at, '-')) return false;
    if (!take_number(at, 2, &hours)) return false;
    if (**at != '\0') {
        take(at, ':');
        if (!take_number(at, 2, &minutes)) return false;
    }
    if (hours > 23 || minutes > 59) return false;
    *offset_s = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool take_clock(const char **at, int *second_of_day, double *fraction)
{
    int hour, minute, second = 0;
    if (!take_number(at, 2, &hour) || !take(at, ':') || !take_number(at, 2, &minute)) return false;
    if (take(at, ':')) {
        if (!take_number(at, 2, &second)) return false;
        if ((take(at, '.') || take(at, ',')) && !take_fraction(at, fraction)) return false;
    }
    if (hour > 24 || minute > 59 || second > 60) return false;
    if (hour == 24 && (minute != 0 || second != 0 || *fraction > 0)) return false;
    *second_of_day = hour * 3600 + minute * 60 + second;
    return true;
}

bool ovf_time_parse(const char *text, double *seconds)
{
    const char *at = text;
    int year, month, day, second_of_day = 0, offset_s = 0;
    double fraction = 0;
    if (!take_number(&at, 4, &year) || !take(&at, '-') || !take_number(&at, 2, &month) ||
        !take(&at, '-') || !take_number(&at, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return false;
    if (*at != '\0') {
        if (!take(&at, 'T') && !take(&at, 't') && !take(&at, ' ')) return false;
        if (!take_clock(&at, &second_of_day, &fraction) || !take_zone(&at, &offset_s)) return false;
        if (*at != '\0') return false;
    }
    *seconds = (double)(ovf_time_days(year, month, day) * 86400 + second_of_day - offset_s) +
               fraction;
    return true;
}

bool ovf_time_round(double seconds, int64_t *milliseconds)
{
    /* The first and last whole milliseconds of the years 0 … 9999. */
    const double first = -62167219200.0, last = 253402300799.999;
    if (!(seconds >= first && seconds <= last)) return false;
    *milliseconds = (int64_t)llround(seconds * 1000);
    return true;
}

void ovf_time_format(double seconds, char text[OVF_TIME_SIZE])
{
    int64_t milliseconds;
    text[0] = '\0';
    if (!ovf_time_round(seconds, &milliseconds)) return;
    int64_t days = milliseconds / 86400000, rest = milliseconds % 86400000;
    if (rest < 0) {
        rest += 86400000;
        days--;
    }
    int year, month, day;
    civil_from_days(days, &year, &month, &day);
    int clock = (int)(rest / 1000), thousandths = (int)(rest % 1000);
    int length = snprintf(text, OVF_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d", year, month, day,
                          clock / 3600, clock / 60 % 60, clock % 60);
    if (length < 0 || length >= OVF_TIME_SIZE - 6) return;
    if (thousandths != 0)
        snprintf(text + length, OVF_TIME_SIZE - (size_t)length, ".%03dZ", thousandths);
    else snprintf(text + length, OVF_TIME_SIZE - (size_t)length, "Z");
}
