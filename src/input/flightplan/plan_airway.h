/* One airway: its points, and the way along it from one to another. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_AIRWAY_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_AIRWAY_H

#include "input/points/point_store.h"

#define OVF_NO_NODE SIZE_MAX

typedef struct {
    ovf_stretch_end *nodes;
    size_t node_count, node_capacity;
    size_t (*stretches)[2]; /* indexes of nodes */
    size_t stretch_count;
} ovf_airway;

/* The airway of that name; without nodes where there is none. False when memory is out. To be
 * cleared. */
bool ovf_airway_find(ovf_airway *airway, const ovf_points *points, const char *name, size_t length);
void ovf_airway_clear(ovf_airway *airway);

/* Whether a point is this end of a stretch, as far as both say what they are. */
bool ovf_airway_is_end(const ovf_stretch_end *end, const ovf_point *point);
/* The node that the point is; OVF_NO_NODE: it is not on the airway. */
size_t ovf_airway_node(const ovf_airway *airway, const ovf_point *point);
/* The way over the fewest stretches, with both ends, to free; *length is 0 where there is none.
 * False when memory is out. */
bool ovf_airway_way(const ovf_airway *airway, size_t from, size_t to, size_t **way, size_t *length);

#endif
