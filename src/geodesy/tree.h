/* A flat tree of boxes over anything that has a box: the edges of a boundary, or zones. */
#ifndef OVF_GEODESY_TREE_H
#define OVF_GEODESY_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "geodesy/leg.h"

/* A box of the tree, in preorder: the first child of an inner node k is node k + 1, the second
 * nodes[k + 1].skip. Where a query misses a box it goes on at its `skip`. */
typedef struct {
    ovf_box box;
    uint32_t skip;
    uint32_t item; /* of a leaf; UINT32_MAX in an inner node */
} ovf_node;

typedef struct {
    ovf_node *nodes;
    size_t count;
} ovf_tree;

/* Builds a tree over items 0 … count - 1: split at the median of the longer side until one is left.
 * False when memory is out. */
bool ovf_tree_build(ovf_tree *tree, const ovf_box *boxes, size_t count);
void ovf_tree_free(ovf_tree *tree);

/* The box with these bounds, rounded outwards: a float's step is half a metre at the earth's
 * radius. */
ovf_box ovf_box_around(const double low[3], const double high[3]);

static inline bool ovf_box_meets_box(const ovf_box *a, const ovf_box *b)
{
    return a->low[0] <= b->high[0] && a->high[0] >= b->low[0] && a->low[1] <= b->high[1] &&
           a->high[1] >= b->low[1] && a->low[2] <= b->high[2] && a->high[2] >= b->low[2];
}

static inline ovf_box ovf_box_widened(const ovf_box *box, double by_m)
{
    ovf_box wide;
    float by = (float)by_m * 1.000001f + 1;
    for (int i = 0; i < 3; i++) {
        wide.low[i] = box->low[i] - by;
        wide.high[i] = box->high[i] + by;
    }
    return wide;
}

/* How far two boxes are apart, squared; and a reach, squared, that floats do not make less. */
static inline float ovf_boxes_apart(const ovf_box *a, const ovf_box *b)
{
    float sum = 0;
    for (int i = 0; i < 3; i++) {
        float below = a->low[i] - b->high[i], above = b->low[i] - a->high[i],
              by = below > above ? below : above;
        if (by > 0) sum += by * by;
    }
    return sum;
}

static inline float ovf_reach_squared(double reach_m)
{
    float reach = (float)reach_m * 1.00001f + 1;
    return reach * reach;
}

/* Whether a node's box comes within a straight-line reach of the box and of the slab of an arc. */
static inline bool ovf_box_nears_arc(const ovf_box *box, const ovf_arc *arc, double reach_m)
{
    float reach = (float)reach_m * 1.000001f;
    for (int i = 0; i < 3; i++)
        if (box->low[i] > arc->box.high[i] + reach || box->high[i] + reach < arc->box.low[i])
            return false;
    /* In floats: a product of some 1e7 m rounds to half a metre, three of them and the sum to less
     * than four. */
    float centre = -arc->slab[3], extent = arc->slab_margin + reach;
    for (int i = 0; i < 3; i++) {
        centre += arc->slab[i] * ((box->low[i] + box->high[i]) * 0.5f);
        extent += fabsf(arc->slab[i]) * ((box->high[i] - box->low[i]) * 0.5f);
    }
    return fabsf(centre) <= extent;
}

static inline bool ovf_box_meets_arc(const ovf_box *box, const ovf_arc *arc)
{
    return ovf_box_nears_arc(box, arc, 0);
}

#endif
