#include "input/flightplan/plan_coordinates.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/number.h"

#define MOST_DEGREES_WITHOUT_LETTER 360

static bool is_letter(char c)
{
    c = ovf_capital(c);
    return c == 'N' || c == 'S' || c == 'E' || c == 'W';
}

static bool is_latitude(const ovf_plan_angle *angle)
{
    return angle->letter == 'N' || angle->letter == 'S';
}

static bool refuse(char reason[OVF_PLAN_REASON], const char *format, ...) OVF_PRINTF(2, 3);

static bool refuse(char reason[OVF_PLAN_REASON], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, OVF_PLAN_REASON, format, arguments);
    va_end(arguments);
    return false;
}

bool ovf_plan_may_be_half(const char *text, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (ovf_is_digit(text[i])) digits++;
        else if (!is_letter(text[i]) && strchr("+-.,", text[i]) == NULL) return false;
    }
    return digits > 0;
}

bool ovf_plan_looks_like_coordinates(const char *text, size_t length)
{
    if (!ovf_plan_may_be_half(text, length)) return false;
    if (!is_letter(text[0])) return true;
    for (size_t i = 1; i < length; i++) /* what no airway and no level has */
        if (!ovf_is_digit(text[i])) return true;
    return false;
}

/* The last two digits before the decimal point, or all, with their decimals. */
static double read_unit(const char *first, const char *end)
{
    double value = 0;
    while (end - first > 1 && *first == '0' && ovf_is_digit(first[1]))
        first++; /* a JSON number begins with one zero at most */
    ovf_number_read(first, end, &value);
    return value;
}

static double two_digits(const char *text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

/* Degrees, degrees and minutes, or degrees, minutes and seconds, by the number of digits: `whole`
 * before the decimal point in [first, end). */
static bool read_packed(const char *first, size_t whole, const char *end, ovf_plan_angle *angle,
                        char reason[OVF_PLAN_REASON])
{
    bool latitude = is_latitude(angle);
    size_t most = latitude ? 2 : 3, units = whole <= most ? 0 : whole - most;
    const char *minutes = first + most;
    if (units != 0 && units != 2 && units != 4)
        return refuse(reason, "expected %s for a %s, found %zu digits before the %c",
                      latitude ? "55N, 5530N or 553015N, or decimal degrees as in 55.5N,"
                               : "037E, 03700E or 0370030E, or decimal degrees as in 37.0E,",
                      latitude ? "latitude" : "longitude", whole, angle->letter);
    if (units == 0) {
        angle->degrees = read_unit(first, end);
        return true;
    }
    double degrees = latitude ? two_digits(first) : (first[0] - '0') * 100 + two_digits(first + 1);
    double m = units == 2 ? read_unit(minutes, end) : two_digits(minutes),
           s = units == 2 ? 0 : read_unit(minutes + 2, end);
    if (m >= 60) return refuse(reason, "%.10g minutes are more than 59", m);
    if (s >= 60) return refuse(reason, "%.10g seconds are more than 59", s);
    angle->degrees = (degrees * 3600 + m * 60 + s) / 3600; /* rounded once where all are whole */
    return true;
}

/* So much of the text as a sentence has room for. */
static int shown(const char *text, const char *end)
{
    return (int)(end - text < 20 ? end - text : 20);
}

/* One angle; *at goes on behind it. */
static bool read_angle(const char **at, const char *end, ovf_plan_angle *angle,
                       char reason[OVF_PLAN_REASON])
{
    const char *p = *at;
    bool negative = false, is_signed = false;
    size_t whole = 0, decimals = 0;
    *angle = (ovf_plan_angle){0, '\0'};
    if (p < end && is_letter(*p)) angle->letter = ovf_capital(*p++);
    if (p < end && (*p == '+' || *p == '-')) {
        is_signed = true;
        negative = *p++ == '-';
    }
    const char *first = p;
    for (; p < end && ovf_is_digit(*p); p++) whole++;
    if (p < end && *p == '.')
        for (p++; p < end && ovf_is_digit(*p); p++) decimals++;
    const char *last = p;
    if (whole == 0 || last[-1] == '.')
        return refuse(
            reason, "expected a number of degrees, as in 5530N03700E or 55.5,37.0, found \"%.*s\"",
            shown(*at, end), *at);
    if (angle->letter == '\0' && p < end && is_letter(*p)) angle->letter = ovf_capital(*p++);
    if (angle->letter != '\0') {
        if (is_signed)
            return refuse(
                reason,
                "expected a sign or a letter, as in 55.5S or -55.5, found a sign and the letter %c",
                angle->letter);
        if (!read_packed(first, whole, last, angle, reason)) return false;
        double most = is_latitude(angle) ? 90 : 180;
        if (angle->degrees > most)
            return refuse(reason, "%.10g is beyond %.0f degrees of %s", angle->degrees, most,
                          is_latitude(angle) ? "latitude" : "longitude");
        if (angle->letter == 'S' || angle->letter == 'W')
            angle->degrees = 0 - angle->degrees; /* no -0 */
    } else {
        if (decimals == 0)
            return refuse(
                reason, "numbers without N, S, E or W need a decimal point, since a comma may part "
                        "two numbers or be a decimal comma: expected 55.5,37.0 or 5530N03700E");
        angle->degrees = read_unit(first, last);
        if (negative) angle->degrees = 0 - angle->degrees;
        if (!(fabs(angle->degrees) <= MOST_DEGREES_WITHOUT_LETTER))
            return refuse(reason,
                          "%.10g is no number of degrees: numbers without N, S, E or W are decimal "
                          "degrees, as in 55.5,37.0",
                          angle->degrees);
    }
    *at = p;
    return true;
}

bool ovf_plan_is_northing(const char *text, size_t length, const char *behind)
{
    const char *next = behind + strspn(behind, " \t\r\n\f\v;");
    return strchr("NSns", text[0]) != NULL && ovf_plan_may_be_half(text, length) &&
           next[0] != '\0' && strchr("EWew", next[0]) != NULL && ovf_is_digit(next[1]);
}

int ovf_plan_angles_read(const char *text, size_t length, ovf_plan_angle angles[2],
                         char reason[OVF_PLAN_REASON])
{
    const char *at = text, *end = text + length;
    if (!read_angle(&at, end, &angles[0], reason)) return 0;
    if (at == end) return 1;
    if (*at == ',') {
        at++;
    } else if (angles[0].letter == '\0') {
        refuse(reason, "expected a comma, or N, S, E or W, behind the first number, as in "
                       "55.5,37.0 or 55.5N37.0E");
        return 0;
    }
    if (!read_angle(&at, end, &angles[1], reason)) return 0;
    if (at == end) return 2;
    refuse(reason, "expected one latitude and one longitude, found \"%.*s\" behind them",
           shown(at, end), at);
    return 0;
}

bool ovf_plan_position(const ovf_plan_angle angles[2], ovf_lonlat *position,
                       char reason[OVF_PLAN_REASON])
{
    const ovf_plan_angle *lat = &angles[0], *lon = &angles[1];
    bool swapped = !is_latitude(lat);
    if ((lat->letter == '\0') != (lon->letter == '\0'))
        return refuse(reason,
                      "expected two letters as in 55.5N37.0E, or none as in 55.5,37.0, found one");
    if (lat->letter == '\0') {
        if (fabs(lat->degrees) > 90)
            return fabs(lon->degrees) > 90
                       ? refuse(reason, "%.10g is beyond 90 degrees of latitude", lat->degrees)
                       : refuse(reason,
                                "%.10g is beyond 90 degrees, and the latitude stands first: did "
                                "you mean %.10g,%.10g?",
                                lat->degrees, lon->degrees, lat->degrees);
    } else {
        if (is_latitude(lat) == is_latitude(lon))
            return refuse(reason, "expected a latitude and a longitude, found two %s",
                          swapped ? "longitudes" : "latitudes");
        if (swapped) {
            lat = &angles[1];
            lon = &angles[0];
        }
    }
    *position = (ovf_lonlat){lon->degrees, lat->degrees};
    return true;
}
