/* Curves through an overlay. Areas are laid over each other as edges that stay very near to their
 * curves; each of these knows its curve, and what is left of a curve becomes one again: around the
 * same centre, at the same distance, from one node to another. */
#ifndef OVF_MODEL_LAY_BEND_H
#define OVF_MODEL_LAY_BEND_H

#include "geodesy/curve.h"

/* The curves of the areas, numbered from 1; zeroed before its first use. */
typedef struct {
    struct ovf_lay_curve {
        ovf_course course;
        bool clockwise;
        size_t like; /* the first that runs along the same circle; or its own number */
    } * items;
    size_t count, capacity;
    size_t *edges[2]; /* of each edge of either area as it is laid, ring by ring, the number of its
                         curve; 0: none */
} ovf_lay_curves;

/* Finds the curves of area 0 or 1 in its rings without them (geodesy/plain.h). False when memory is
 * out. */
bool ovf_lay_curves_find(ovf_lay_curves *curves, int area, const ovf_zone *curved,
                         const ovf_zone *plain);
void ovf_lay_curves_clear(ovf_lay_curves *curves);

/* Makes curves of those edges of a ring of the kind `kind` that have a number in `edges`. Its ends
 * are moved to where curves and edges cross exactly, by less than the tolerance. False when memory
 * is out. */
bool ovf_lay_bend(const ovf_lay_curves *curves, ovf_edges kind, const size_t *edges,
                  ovf_ring *ring);

#endif
