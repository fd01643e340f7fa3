#include "input/json/json_positions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/number.h"

#define MOST_DEPTH 4
/* GDAL reads integers as such, of 64 bits. */
#define MOST_DIGITS 18

static const char *read_number(const char *text, const char *end, double *value)
{
    const char *at = ovf_number_read(text, end, value);
    if (at == NULL || !isfinite(*value)) return NULL;
    ptrdiff_t length = at - text - (*text == '-');
    if (length <= MOST_DIGITS && *value != 0) return at;
    for (const char *c = text; c < at; c++)
        if (*c == '.' || *c == 'e' || *c == 'E') return at;
    if (*value == 0) *value = 0; /* an integer has no -0 */
    return length <= MOST_DIGITS ? at : NULL;
}

static bool grow(ovf_json_positions *positions)
{
    size_t wanted = positions->count + 1;
    return ovf_array_reserve(&positions->lon, &positions->capacities[0], wanted,
                             sizeof *positions->lon) &&
           ovf_array_reserve(&positions->lat, &positions->capacities[1], wanted,
                             sizeof *positions->lat) &&
           ovf_array_reserve(&positions->z, &positions->capacities[2], wanted,
                             sizeof *positions->z) &&
           ovf_array_reserve(&positions->t, &positions->capacities[3], wanted,
                             sizeof *positions->t);
}

static bool end_part(ovf_json_positions *positions)
{
    if (!ovf_array_reserve(&positions->part_ends, &positions->part_capacity,
                           positions->part_count + 1, sizeof *positions->part_ends)) {
        positions->out_of_memory = true;
        return false;
    }
    positions->part_ends[positions->part_count++] = positions->count;
    return true;
}

static bool end_group(ovf_json_positions *positions)
{
    if (!ovf_array_reserve(&positions->group_ends, &positions->group_capacity,
                           positions->group_count + 1, sizeof *positions->group_ends)) {
        positions->out_of_memory = true;
        return false;
    }
    positions->group_ends[positions->group_count++] = positions->part_count;
    return true;
}

/* A word that stands for an altitude that is not known; NULL: it is none. */
static const char *read_no_altitude(const char *at, const char *end)
{
    static const char *const words[] = {"null", "NaN", "\"null\"", "\"NaN\"", "\"nan\"", "\"\""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i]);
        if ((size_t)(end - at) > length && memcmp(at, words[i], length) == 0) return at + length;
    }
    return NULL;
}

/* From behind the bracket of a position to behind the other. */
static const char *read_position(ovf_json_positions *positions, const char *at, const char *end)
{
    double axes[4] = {0, 0, NAN, NAN}, ignored;
    size_t count = 0;
    for (;; at++) {
        const char *begin = ovf_json_skip_blanks(at, end);
        at = read_number(begin, end, count < 4 ? &axes[count] : &ignored);
        if (at == NULL && count == 2) at = read_no_altitude(begin, end);
        if (at == NULL) return NULL;
        count++;
        at = ovf_json_skip_blanks(at, end);
        if (at == end) return NULL;
        if (*at == ']') break;
        if (*at != ',') return NULL;
    }
    size_t i = positions->count;
    if (count < 2) return NULL;
    positions->has_z = positions->has_z || count > 2;
    if (i == positions->capacities[3] && !grow(positions)) {
        positions->out_of_memory = true;
        return NULL;
    }
    positions->lon[i] = axes[0];
    positions->lat[i] = axes[1];
    positions->z[i] = axes[2];
    if (count > 3) positions->t[i] = axes[3];
    positions->with_t += count > 3;
    positions->count = i + 1;
    return at + 1;
}

/* From behind the bracket of an array to behind the other; it is in `depth` brackets, its own among
 * them. */
static const char *read_array(ovf_json_positions *positions, int depth, const char *at,
                              const char *end)
{
    at = ovf_json_skip_blanks(at, end);
    if (at == end) return NULL;
    if (*at != '[') {
        if (positions->depth == 0) positions->depth = depth;
        return positions->depth == depth ? read_position(positions, at, end) : NULL;
    }
    if (depth == MOST_DEPTH) return NULL;
    for (;; at++) {
        at = ovf_json_skip_blanks(at, end);
        if (at == end || *at != '[') return NULL;
        /* All but the first position come straight here. */
        at = positions->depth == depth + 1 ? read_position(positions, at + 1, end)
                                           : read_array(positions, depth + 1, at + 1, end);
        if (at == NULL) return NULL;
        at = ovf_json_skip_blanks(at, end);
        if (at == end) return NULL;
        if (*at == ']') break;
        if (*at != ',') return NULL;
    }
    if (depth == positions->depth - 1 && !end_part(positions)) return NULL;
    if (depth == positions->depth - 2 && !end_group(positions)) return NULL;
    return at + 1;
}

const char *ovf_json_positions_read(ovf_json_positions *positions, const char *text,
                                    const char *end)
{
    positions->count = positions->part_count = positions->group_count = positions->with_t = 0;
    positions->depth = 0;
    positions->has_z = positions->out_of_memory = false;
    if (text == end || *text != '[') return NULL;
    const char *at = ovf_json_skip_blanks(text + 1, end);
    if (at < end && *at == ']') at++;
    else at = read_array(positions, 1, text + 1, end);
    if (at != NULL && positions->depth < 2 && !end_part(positions)) return NULL;
    return at;
}

void ovf_json_positions_clear(ovf_json_positions *positions)
{
    free(positions->lon);
    free(positions->lat);
    free(positions->z);
    free(positions->t);
    free(positions->part_ends);
    free(positions->group_ends);
    *positions = (ovf_json_positions){0};
}
