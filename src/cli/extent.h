/* A zone's size in numbers, for lists. */
#ifndef OVF_CLI_EXTENT_H
#define OVF_CLI_EXTENT_H

#include <stdbool.h>

#include "overflight/model.h"

/* As RFC 7946 section 5.2 has it: west is greater than east where the zone lies across the
 * antimeridian. */
typedef struct {
    double west, south, east, north;
} cli_box;

/* The least box around the vertices and all longitudes between them (a geodesic edge may bulge out
 * of it towards a pole). False when memory is out. */
bool cli_zone_box(const ovf_zone *zone, cli_box *box);

size_t cli_zone_rings(const ovf_zone *zone);
/* Without the repeated last one of each ring. */
size_t cli_zone_vertices(const ovf_zone *zone);

#endif
