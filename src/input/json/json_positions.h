/* The coordinates of a GeoJSON geometry. Nearly all of a file is of these, so they are not for a
 * parser of JSON in general. */
#ifndef OVF_INPUT_JSON_JSON_POSITIONS_H
#define OVF_INPUT_JSON_JSON_POSITIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed before its first use; memory is used again. */
typedef struct {
    double *lon, *lat, *z; /* z is NAN where a position has no altitude, or null for one */
    double *t;             /* a fourth number, only where every position has one */
    size_t count, capacities[4], with_t;
    size_t *part_ends; /* of each array of positions the index after its last; a single position, or
                          none, is a part too */
    size_t part_count, part_capacity;
    size_t *group_ends; /* of each array of arrays of positions, a polygon, the index after its last
                           part */
    size_t group_count, group_capacity;
    int depth; /* how many brackets are around a number: 1 in a Point, 4 in a MultiPolygon; 0: there
                  is no number */
    bool has_z; /* of any position */
    bool out_of_memory;
} ovf_json_positions;

/* Reads the array that `text` begins with. Returns where it ends; NULL where it is odd: not strict
 * JSON, of other things than numbers, positions that are not equally deep or have less than two
 * axes, an array that is empty (but for [] alone), a number that is infinite or an
 * integer of more than 18 digits. NULL also when memory is out. */
const char *ovf_json_positions_read(ovf_json_positions *positions, const char *text,
                                    const char *end);
void ovf_json_positions_clear(ovf_json_positions *positions);

/* Behind blanks as JSON has them. */
static inline const char *ovf_json_skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
    return at;
}

#endif
