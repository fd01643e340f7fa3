/* Where lines of an overlay begin and end: places no two of which are within the tolerance. */
#ifndef OVF_MODEL_LAY_NODES_H
#define OVF_MODEL_LAY_NODES_H

#include "geodesy/earth.h"

/* What is nearer to each other is one place, m. It is what counts as the boundary elsewhere too. */
#define OVF_OVERLAY_TOLERANCE_M 1e-3

typedef struct {
    ovf_vector point;
    ovf_lonlat at; /* longitude within [-180, 180] */
    bool given;    /* a vertex of what is laid over each other; otherwise edges cross there, or
                      were cut */
    size_t next;   /* of those in one cell of the grid; SIZE_MAX: the last */
} ovf_lay_node;

/* Zeroed before its first use. */
typedef struct {
    ovf_lay_node *items;
    size_t count, capacity;
    size_t *cells; /* of each cell of a grid in space, by its hash, the first node */
    size_t cell_count;
} ovf_lay_nodes;

#define OVF_OVERLAY_NO_NODE SIZE_MAX

/* The node within the tolerance of the place, or a new one there; OVF_OVERLAY_NO_NODE when memory
 * is out. */
size_t ovf_lay_node_at(ovf_lay_nodes *nodes, ovf_vector point, ovf_lonlat at, bool given);
void ovf_lay_nodes_clear(ovf_lay_nodes *nodes);

/* Whether it is a pole, where each line has a longitude of its own. */
static inline bool ovf_lay_is_pole(const ovf_lay_node *node) { return fabs(node->at.lat) == 90; }

#endif
