#include "input/formats/igc_lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"

#define FIX_LENGTH 35

/* Exactly so many digits; -1: they are none. */
static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

void ovf_igc_columns_read(const char *line, size_t length, ovf_igc_columns *columns)
{
    int count = length < 3 ? -1 : digits(line + 1, 2);
    *columns = (ovf_igc_columns){0};
    for (int i = 0; i < count && 3 + 7 * ((size_t)i + 1) <= length; i++) {
        const char *at = line + 3 + 7 * (size_t)i;
        int begin = digits(at, 2), end = digits(at + 2, 2);
        if (begin <= FIX_LENGTH || end < begin || end - begin > 5) continue;
        const ovf_igc_column column = {(size_t)begin, (size_t)end};
        if (memcmp(at + 4, "LAD", 3) == 0) columns->lat = column;
        if (memcmp(at + 4, "LOD", 3) == 0) columns->lon = column;
        if (memcmp(at + 4, "TDS", 3) == 0) columns->seconds = column;
    }
}

/* The further decimals as a part of the last one. */
static double more(const char *line, size_t length, ovf_igc_column column)
{
    if (column.begin == 0 || column.end > length) return 0;
    size_t count = column.end - column.begin + 1;
    int value = digits(line + column.begin - 1, count);
    return value < 0 ? 0 : value / pow(10, (double)count);
}

/* Five digits, or a minus and four. */
static bool read_altitude(const char *text, double *altitude_m)
{
    int value = text[0] == '-' ? digits(text + 1, 4) : digits(text, 5);
    *altitude_m = text[0] == '-' ? -value : value;
    return value >= 0;
}

/* Degrees, minutes and thousandths of these, in whole thousandths, so that what is written with so
 * few digits is rounded once. */
static bool read_angle(const char *text, size_t degree_digits, int most, double further,
                       double *angle)
{
    int degrees = digits(text, degree_digits), thousandths = digits(text + degree_digits, 5);
    if (degrees < 0 || degrees > most || thousandths < 0 || thousandths >= 60000) return false;
    *angle = (degrees * 60000.0 + thousandths + further) / 60000.0;
    return *angle <= most;
}

bool ovf_igc_fix_read(const char *line, size_t length, const ovf_igc_columns *columns,
                      ovf_igc_fix *fix)
{
    if (length < FIX_LENGTH || line[0] != 'B') return false;
    int hour = digits(line + 1, 2), minute = digits(line + 3, 2), second = digits(line + 5, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    if (!read_angle(line + 7, 2, 90, more(line, length, columns->lat), &fix->lat) ||
        !read_angle(line + 15, 3, 180, more(line, length, columns->lon), &fix->lon))
        return false;
    if ((line[14] != 'N' && line[14] != 'S') || (line[23] != 'E' && line[23] != 'W') ||
        (line[24] != 'A' && line[24] != 'V'))
        return false;
    if (!read_altitude(line + 25, &fix->pressure_m) || !read_altitude(line + 30, &fix->satellite_m))
        return false;
    if (line[14] == 'S') fix->lat = -fix->lat;
    if (line[23] == 'W') fix->lon = -fix->lon;
    fix->located = line[24] == 'A';
    fix->clock_s = hour * 3600 + minute * 60 + second + more(line, length, columns->seconds);
    return true;
}

bool ovf_igc_date_read(const char *line, size_t length, double *day_s)
{
    char date[12];
    double found;
    if (length < 11 || line[0] != 'H' || memcmp(line + 2, "DTE", 3) != 0) return false;
    size_t at = 5;
    if (length >= at + 4 && memcmp(line + at, "DATE", 4) == 0) at += 4;
    while (at < length && (line[at] == ':' || line[at] == ' ')) at++;
    if (length < at + 6) return false;
    int day = digits(line + at, 2), month = digits(line + at + 2, 2),
        year = digits(line + at + 4, 2);
    if (day < 0 || month < 0 || year < 0) return false;
    /* The first recorders are of 1995. */
    snprintf(date, sizeof date, "%04d-%02d-%02d", year < 80 ? 2000 + year : 1900 + year, month,
             day);
    if (!ovf_time_parse(date, &found)) return false;
    *day_s = found;
    return true;
}
