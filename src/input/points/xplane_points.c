/* The rows of X-Plane's files (https://developer.x-plane.com/article/navdata-in-x-plane-11/ and
 * https://developer.x-plane.com/article/airport-data-apt-dat-file-format-specification/), which
 * FlightGear has too. Versions before 1100 have no regions, and airways with coordinates. */
#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "input/points/point_lines.h"

static bool is_degrees(const ovf_point_words *words, size_t i, double *value)
{
    if (i >= words->count) return false;
    const char *text = words->text[i], *end = text + words->length[i];
    bool negative = text < end && *text == '-';
    if (text < end && (*text == '-' || *text == '+')) text++;
    while (end - text > 1 && *text == '0' && ovf_is_digit(text[1])) text++;
    if (memchr(text, '.', (size_t)(end - text)) == NULL) return false;
    if (ovf_number_read(text, end, value) != end) return false;
    if (negative) *value = -*value;
    return fabs(*value) <= 360;
}

static int whole(const ovf_point_words *words, size_t i)
{
    int value = 0;
    if (i >= words->count || words->length[i] > 6) return -1;
    for (size_t k = 0; k < words->length[i]; k++) {
        if (!ovf_is_digit(words->text[i][k])) return -1;
        value = value * 10 + (words->text[i][k] - '0');
    }
    return value;
}

ovf_point_format ovf_xplane_format_of(const char *row, size_t length)
{
    ovf_point_words words;
    double a, b;
    ovf_point_words_split(&words, row, length);
    if (words.count < 3) return OVF_POINT_LINES_NONE;
    int code = whole(&words, 0);
    if (code >= 0 && words.count >= 8 && is_degrees(&words, 1, &a) && is_degrees(&words, 2, &b))
        return OVF_POINT_LINES_NAV;
    if ((code == 1 || code == 16 || code == 17) && words.count >= 5 && whole(&words, 2) >= 0)
        return OVF_POINT_LINES_APT;
    if (is_degrees(&words, 0, &a) && is_degrees(&words, 1, &b)) return OVF_POINT_LINES_FIX;
    if (words.count >= 10 &&
        (is_degrees(&words, 1, &a) || (whole(&words, 2) >= 0 && whole(&words, 5) >= 0)))
        return OVF_POINT_LINES_AWY;
    return OVF_POINT_LINES_NONE;
}

static void add(ovf_point_reader *in, const ovf_point_words *words, size_t ident, size_t region,
                ovf_point_kind kind, double lon, double lat)
{
    bool has_region = region < words->count && in->version >= 1100;
    if (ident >= words->count) return;
    if (!ovf_points_add(in->points, words->text[ident], words->length[ident],
                        has_region ? words->text[region] : "",
                        has_region ? words->length[region] : 0, kind, lon, lat))
        in->out_of_memory = true;
}

static void take_fix(ovf_point_reader *in, const ovf_point_words *words)
{
    double lat, lon;
    if (is_degrees(words, 0, &lat) && is_degrees(words, 1, &lon))
        add(in, words, 2, 4, OVF_POINT_FIX, lon, lat);
}

/* Beacons for the route: 2 NDB, 3 VOR, 12 and 13 DME; others are of landing systems. */
static void take_beacon(ovf_point_reader *in, const ovf_point_words *words)
{
    double lat, lon;
    int code = whole(words, 0);
    if (code != 2 && code != 3 && code != 12 && code != 13) return;
    if (is_degrees(words, 1, &lat) && is_degrees(words, 2, &lon))
        add(in, words, 7, 9, code == 2 ? OVF_POINT_NDB : OVF_POINT_VOR, lon, lat);
}

static bool take_end(const ovf_point_words *words, size_t i, bool old, ovf_stretch_end *end)
{
    *end = (ovf_stretch_end){.position = {NAN, NAN}};
    if (!ovf_point_word(end->ident, sizeof end->ident, words->text[i], words->length[i]))
        return false;
    if (old)
        return is_degrees(words, i + 1, &end->position.lat) &&
               is_degrees(words, i + 2, &end->position.lon);
    int kind = whole(words, i + 2);
    ovf_point_word(end->region, sizeof end->region, words->text[i + 1], words->length[i + 1]);
    end->kind = kind == 11  ? OVF_POINT_FIX
                : kind == 2 ? OVF_POINT_NDB
                : kind == 3 ? OVF_POINT_VOR
                            : OVF_POINT_OTHER;
    return true;
}

/* A stretch may be of several airways: "UL602-UN858". */
static void take_stretch(ovf_point_reader *in, const ovf_point_words *words)
{
    ovf_stretch stretch;
    double lat;
    bool old = is_degrees(words, 1, &lat);
    size_t name = old ? 9 : 10;
    if (words->count <= name || !take_end(words, 0, old, &stretch.ends[0]) ||
        !take_end(words, 3, old, &stretch.ends[1]))
        return;
    for (size_t i = 0; i < 2 && old; i++) {
        const ovf_stretch_end *at = &stretch.ends[i];
        if (!ovf_points_add(in->points, at->ident, strlen(at->ident), "", 0, OVF_POINT_OTHER,
                            at->position.lon, at->position.lat))
            in->out_of_memory = true;
    }
    const char *at = words->text[name], *end = at + words->length[name];
    while (at < end) {
        const char *dash = memchr(at, '-', (size_t)(end - at));
        if (dash == NULL) dash = end;
        if (ovf_point_word(stretch.airway, sizeof stretch.airway, at, (size_t)(dash - at)) &&
            !ovf_points_add_stretch(in->points, &stretch))
            in->out_of_memory = true;
        at = dash + 1;
    }
}

/* ---- airports ---- */

void ovf_xplane_end_airport(ovf_point_reader *in)
{
    double lat = in->datum_lat, lon = in->datum_lon;
    if ((isnan(lat) || isnan(lon)) && in->places > 0) {
        lat = in->lat_sum / (double)in->places;
        lon = remainder(in->lon_first + in->lon_sum / (double)in->places, 360);
    }
    if (in->ident[0] != '\0' && !isnan(lat) && !isnan(lon) &&
        !ovf_points_add(in->points, in->ident, strlen(in->ident), "", 0, OVF_POINT_AIRPORT, lon,
                        lat))
        in->out_of_memory = true;
    in->ident[0] = '\0';
    in->places = 0;
}

static void take_place(ovf_point_reader *in, const ovf_point_words *words, size_t i)
{
    double lat, lon;
    if (!is_degrees(words, i, &lat) || !is_degrees(words, i + 1, &lon)) return;
    if (in->places == 0) in->lon_first = lon;
    in->lat_sum += lat;
    in->lon_sum += remainder(lon - in->lon_first, 360);
    in->places++;
}

static bool is_word(const ovf_point_words *words, size_t i, const char *word)
{
    return i < words->count && words->length[i] == strlen(word) &&
           memcmp(words->text[i], word, words->length[i]) == 0;
}

static void take_airport(ovf_point_reader *in, const char *line, size_t length)
{
    ovf_point_words words;
    /* Nearly all rows are of pavements and lights: 110 and on. */
    if (length < 8 || line[0] != '1' || (line[1] == '1' && ovf_is_digit(line[2]))) return;
    ovf_point_words_split(&words, line, length);
    switch (whole(&words, 0)) {
    case 1:
    case 16:
    case 17:
        ovf_xplane_end_airport(in);
        in->lat_sum = in->lon_sum = 0;
        in->datum_lat = in->datum_lon = NAN;
        if (words.count > 4)
            ovf_point_word(in->ident, sizeof in->ident, words.text[4], words.length[4]);
        break;
    case 10: /* up to version 810 runways and taxiways; of these the number is xxx */
        if (words.count > 3 && words.text[3][0] != 'x') take_place(in, &words, 1);
        break;
    case 100:
        take_place(in, &words, 9);
        take_place(in, &words, 18);
        break;
    case 101:
        take_place(in, &words, 4);
        take_place(in, &words, 7);
        break;
    case 102: take_place(in, &words, 2); break;
    case 1302:
        if (is_word(&words, 1, "datum_lat")) is_degrees(&words, 2, &in->datum_lat);
        if (is_word(&words, 1, "datum_lon")) is_degrees(&words, 2, &in->datum_lon);
        break;
    default: break;
    }
}

void ovf_xplane_take(ovf_point_reader *in, const char *line, size_t length)
{
    ovf_point_words words;
    if (in->format == OVF_POINT_LINES_APT) {
        take_airport(in, line, length);
        return;
    }
    ovf_point_words_split(&words, line, length);
    if (in->format == OVF_POINT_LINES_FIX) take_fix(in, &words);
    else if (in->format == OVF_POINT_LINES_NAV) take_beacon(in, &words);
    else take_stretch(in, &words);
}
