/* The volumes of an airspace out of its parts, which add to those before them or take away from
 * them. */
#ifndef OVF_INPUT_ZONES_AIRSPACE_VOLUMES_H
#define OVF_INPUT_ZONES_AIRSPACE_VOLUMES_H

#include "input/airspace/airspace.h"
#include "input/zones/notes.h"
#include "overflight/input.h"
#include "overflight/volume.h"

typedef struct {
    ovf_polygon *polygons; /* NULL: nothing is left of it */
    size_t polygon_count;
    ovf_attributes attributes; /* its words */
    ovf_volume volume;
} ovf_airspace_volume;

/* Its first members are given, the others zeroed before its first use. */
typedef struct {
    ovf_edges edges;
    ovf_attributes inherited; /* words of the airspace, which hold where a part has no such; lent */
    ovf_zone_notes *notes;
    ovf_airspace_volume *items;
    size_t count, capacity;
    size_t taken; /* parts so far */
} ovf_airspace_volumes;

/* Takes the next part: its operation, its words, and its polygons, which are taken over. Parts with
 * the same limits are one volume, with one outline. What is taken away goes from each volume before
 * it, between the heights of both: where these cover some of the volume's heights only it becomes
 * one below, one between and one above. Where heights or times cannot be compared nothing is taken
 * away, and a note says so. Of what a part intersects each volume keeps what is in the part, too,
 * between the heights of both. Errors: OVF_ERROR_GEOMETRY, OVF_ERROR_MEMORY. */
ovf_status ovf_airspace_volumes_take(ovf_airspace_volumes *volumes, const ovf_airspace_part *part,
                                     ovf_zone *outline, ovf_error *error);

/* Does to the volumes what others do, which are a group that has come to its end. Errors as above.
 */
ovf_status ovf_airspace_volumes_combine(ovf_airspace_volumes *volumes, ovf_airspace_volumes *group,
                                        ovf_part_operation operation, ovf_error *error);

/* Gives the zone what has come of it: the polygons and words of a single volume, or several parts.
 * Errors: OVF_ERROR_INPUT (nothing is left), OVF_ERROR_GEOMETRY, OVF_ERROR_MEMORY. */
ovf_status ovf_airspace_volumes_give(ovf_airspace_volumes *volumes, ovf_zone *zone,
                                     ovf_error *error);
void ovf_airspace_volumes_clear(ovf_airspace_volumes *volumes);

#endif
