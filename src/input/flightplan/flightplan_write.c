/* A route as item 15 of a flight plan has it: what plan.c reads. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/text.h"
#include "model/checks.h"
#include "overflight/flightplan.h"

#define FOOT_M 0.3048 /* the international foot, exactly */

/* So many units, if it is a whole number of them that has a place in so many digits; otherwise -1.
 */
static int whole(double metres, double unit, int most)
{
    double count = round(metres / unit);
    return fabs(metres - count * unit) < 1e-6 * unit && count >= 0 && count <= most ? (int)count
                                                                                    : -1;
}

/* "F330"; false where no plan can say it. */
static bool format_level(double altitude_m, bool is_pressure, char text[8])
{
    int feet = whole(altitude_m, 100 * FOOT_M, 999), metres = whole(altitude_m, 10, 9999);
    if (isnan(altitude_m)) snprintf(text, 8, "VFR");
    else if (feet >= 0) snprintf(text, 8, "%c%03d", is_pressure ? 'F' : 'A', feet);
    else if (metres >= 0) snprintf(text, 8, "%c%04d", is_pressure ? 'S' : 'M', metres);
    else return false;
    return true;
}

/* Degrees as an angle of coordinates: a decimal point tells them from packed minutes. */
static void format_angle(double degrees, char positive, char negative, char text[24])
{
    int length = snprintf(text, 24, "%.9f", fabs(degrees));
    while (text[length - 1] == '0' && text[length - 2] != '.') length--;
    text[length] = degrees < 0 ? negative : positive;
    text[length + 1] = '\0';
}

static bool is_airfield(const char *name)
{
    if (*name == '\0' || strchr(name, '"') != NULL) return false;
    while (*name != '\0')
        if (ovf_is_digit(*name++)) return false;
    return true;
}

static bool is_plain(const char *name)
{
    while (*name != '\0')
        if (!ovf_is_letter(*name++)) return false;
    return true;
}

/* Whether it is a whole number of such parts of a degree; *count is how many. */
static bool is_of_parts(double degrees, int parts, int *count)
{
    double whole = nearbyint(fabs(degrees) * parts);
    *count = (int)whole;
    return fabs(fabs(degrees) - whole / parts) < 1e-10;
}

/* "5530N03700E" of whole minutes, "553015N0370030E" of whole seconds; false of all else. */
static bool format_packed(double lat, double lon, char text[48])
{
    int north, east;
    char ns = lat < 0 ? 'S' : 'N', ew = lon < 0 ? 'W' : 'E';
    if (is_of_parts(lat, 60, &north) && is_of_parts(lon, 60, &east))
        snprintf(text, 48, "%02d%02d%c%03d%02d%c", north / 60, north % 60, ns, east / 60, east % 60,
                 ew);
    else if (is_of_parts(lat, 3600, &north) && is_of_parts(lon, 3600, &east))
        snprintf(text, 48, "%02d%02d%02d%c%03d%02d%02d%c", north / 3600, north / 60 % 60,
                 north % 60, ns, east / 3600, east / 60 % 60, east % 60, ew);
    else return false;
    return true;
}

static bool add_point(ovf_text *text, const ovf_route *route, size_t fix, bool packed)
{
    const char *name = route->fix_names == NULL ? "" : route->fix_names[fix];
    char lat[24], lon[24], both[48];
    if (text->length > 0 && !ovf_text_add_string(text, " ")) return false;
    if (is_airfield(name)) {
        const char *quote = is_plain(name) ? "" : "\"";
        return ovf_text_add_string(text, quote) && ovf_text_add_string(text, name) &&
               ovf_text_add_string(text, quote);
    }
    if (packed && format_packed(route->fixes[fix].lat, remainder(route->fixes[fix].lon, 360), both))
        return ovf_text_add_string(text, both);
    format_angle(route->fixes[fix].lat, 'N', 'S', lat);
    format_angle(remainder(route->fixes[fix].lon, 360), 'E', 'W', lon);
    return ovf_text_add_string(text, lat) && ovf_text_add_string(text, lon);
}

static bool changes_level(const ovf_route *route, size_t from, size_t to)
{
    double a = route->fixes[from].altitude_m, b = route->fixes[to].altitude_m;
    bool other_kind = route->flight_levels != NULL &&
                      route->flight_levels[from] != route->flight_levels[to];
    return other_kind || (a != b && !(isnan(a) && isnan(b)));
}

static ovf_status write(const ovf_route *route, bool packed, char **written, ovf_error *error)
{
    if (written == NULL) return ovf_fail_null(error, "a place for the text");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    ovf_text text = {0};
    const ovf_fix *fixes = route->fixes;
    bool good = true;
    for (size_t i = 0, before = SIZE_MAX; good && i < route->fix_count; before = i++) {
        char level[8];
        /* A level that changes at a point has two fixes there. */
        if (i + 1 < route->fix_count && fixes[i + 1].lon == fixes[i].lon &&
            fixes[i + 1].lat == fixes[i].lat && changes_level(route, i, i + 1))
            i++;
        bool pressure = route->flight_levels != NULL && route->flight_levels[i];
        bool changes = before == SIZE_MAX ? !isnan(fixes[i].altitude_m)
                                          : changes_level(route, before, i);
        good = add_point(&text, route, i, packed);
        if (changes && format_level(fixes[i].altitude_m, pressure, level))
            good = good && ovf_text_add_string(&text, "/") && ovf_text_add_string(&text, level);
    }
    if (!good) {
        ovf_text_clear(&text);
        return ovf_fail_memory(error);
    }
    *written = text.text;
    return OVF_OK;
}

ovf_status ovf_flightplan_write(const ovf_route *route, char **written, ovf_error *error)
{
    return write(route, false, written, error);
}

ovf_status ovf_flightplan_write_packed(const ovf_route *route, char **written, ovf_error *error)
{
    return write(route, true, written, error);
}
