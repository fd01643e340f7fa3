#include "input/formats/kml_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static bool is_word(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

ovf_kml_mode ovf_kml_mode_of(const char *text, size_t length)
{
    ovf_trim(&text, &length);
    if (is_word(text, length, "absolute")) return OVF_KML_ABSOLUTE;
    return is_word(text, length, "relativeToGround") ? OVF_KML_OVER_GROUND : OVF_KML_CLAMPED;
}

void ovf_kml_apply_mode(ovf_pieces *pieces, size_t first, ovf_kml_mode mode)
{
    bool all_zero = true;
    for (size_t i = first; i < pieces->fix_count; i++)
        if (pieces->fixes[i].altitude_m != 0 && !isnan(pieces->fixes[i].altitude_m))
            all_zero = false;
    for (size_t i = first; i < pieces->fix_count; i++) {
        ovf_fix *fix = &pieces->fixes[i];
        if (mode == OVF_KML_CLAMPED || all_zero) fix->altitude_m = NAN;
        pieces->references[i] = isnan(fix->altitude_m)        ? OVF_REFERENCE_UNKNOWN
                                : mode == OVF_KML_OVER_GROUND ? OVF_REFERENCE_GROUND
                                                              : OVF_REFERENCE_SEA;
    }
}

/* Up to three numbers with commas between them, blanks around these or not. Returns where they end,
 * which is at least a byte on. */
static const char *read_tuple(const char *at, const char *end, double numbers[3], size_t *count)
{
    *count = 0;
    for (;;) {
        double value;
        const char *rest = ovf_decimal_read(at, end, &value);
        bool good = rest != NULL &&
                    (rest == end || *rest == ',' || ovf_skip_blanks(rest, end) > rest);
        if (!good) {
            rest = at;
            while (rest < end && *rest != ',' && ovf_skip_blanks(rest, end) == rest) rest++;
            value = NAN;
        }
        if (*count < 3) numbers[*count] = value;
        ++*count;
        at = ovf_skip_blanks(rest, end);
        if (at == end || *at != ',') return at > rest || at == end ? at : rest;
        at = ovf_skip_blanks(at + 1, end);
        if (at == end) return at;
    }
}

bool ovf_kml_coordinates(const char *text, size_t length, ovf_pieces *pieces, ovf_unread *unread)
{
    const char *end = text + length;
    for (const char *at = ovf_skip_blanks(text, end); at < end;) {
        double numbers[3] = {NAN, NAN, NAN};
        size_t count;
        at = read_tuple(at, end, numbers, &count);
        if (count < 2) numbers[0] = NAN;
        if (count > 2 && isnan(numbers[2]) && !isnan(numbers[0])) unread->count++;
        const ovf_fix fix = {numbers[0], numbers[1], numbers[2], NAN};
        if (!ovf_pieces_add(pieces, &fix, OVF_REFERENCE_UNKNOWN)) return false;
    }
    return true;
}

/* ---- tracks ---- */

bool ovf_kml_track_when(ovf_kml_track *track, double time_s)
{
    if (!ovf_array_reserve(&track->whens, &track->when_capacity, track->when_count + 1,
                           sizeof *track->whens))
        return false;
    track->whens[track->when_count++] = time_s;
    return true;
}

bool ovf_kml_track_coord(ovf_kml_track *track, const char *text, size_t length)
{
    double numbers[3] = {NAN, NAN, NAN};
    const char *at = text, *end = text + length;
    for (int i = 0; i < 3; i++) {
        at = ovf_skip_blanks(at, end);
        const char *rest = ovf_decimal_read(at, end, &numbers[i]);
        if (rest == NULL) break;
        at = rest;
    }
    if (!ovf_array_reserve(&track->coords, &track->coord_capacity, track->coord_count + 1,
                           sizeof *track->coords))
        return false;
    track->coords[track->coord_count++] = (ovf_fix){numbers[0], numbers[1], numbers[2], NAN};
    return true;
}

bool ovf_kml_track_add(const ovf_kml_track *track, ovf_pieces *pieces)
{
    size_t count = track->coord_count > track->when_count ? track->coord_count : track->when_count;
    for (size_t i = 0; i < count; i++) {
        ovf_fix fix = {NAN, NAN, NAN, NAN};
        if (i < track->coord_count) fix = track->coords[i];
        if (i < track->when_count) fix.time_s = track->whens[i];
        if (!ovf_pieces_add(pieces, &fix, OVF_REFERENCE_UNKNOWN)) return false;
    }
    return true;
}

void ovf_kml_track_reset(ovf_kml_track *track) { track->when_count = track->coord_count = 0; }

void ovf_kml_track_clear(ovf_kml_track *track)
{
    free(track->whens);
    free(track->coords);
    *track = (ovf_kml_track){0};
}
