#include "input/formats/fixes/compact_place.h"

#include "input/formats/values.h"

/* So many digits of degrees, then two of minutes and two of seconds, and the hemisphere. */
static const char *take_angle(const char *at, const char *end, int degree_digits, const char *signs,
                              int most, double *angle)
{
    int parts[3] = {0};
    for (int part = 0; part < 3; part++)
        for (int i = 0; i < (part == 0 ? degree_digits : 2); i++, at++) {
            if (at == end || *at < '0' || *at > '9') return NULL;
            parts[part] = parts[part] * 10 + (*at - '0');
        }
    int seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
    if (at == end || (*at != signs[0] && *at != signs[1])) return NULL;
    if (parts[1] > 59 || parts[2] > 59 || seconds > most * 3600) return NULL;
    *angle = (*at == signs[1] ? -seconds : seconds) / 3600.0;
    return at + 1;
}

bool ovf_compact_place_read(const char *text, size_t length, double *lon, double *lat)
{
    double found_lon, found_lat;
    ovf_trim(&text, &length);
    const char *end = text + length, *at = take_angle(text, end, 2, "NS", 90, &found_lat);
    if (at == NULL) return false;
    at = ovf_skip_blanks(at, end);
    if (take_angle(at, end, 3, "EW", 180, &found_lon) != end) return false;
    *lon = found_lon;
    *lat = found_lat;
    return true;
}
