#include "geodesy/tree.h"

#include <float.h>
#include <stdlib.h>

#include "base/array.h"

typedef struct {
    ovf_box box;
    uint32_t item;
} leaf;

ovf_box ovf_box_around(const double low[3], const double high[3])
{
    ovf_box box;
    for (int i = 0; i < 3; i++) {
        box.low[i] = (float)(low[i] - 0.5);
        box.high[i] = (float)(high[i] + 0.5);
    }
    return box;
}

static void grow(ovf_box *box, const ovf_box *by)
{
    for (int i = 0; i < 3; i++) {
        box->low[i] = box->low[i] < by->low[i] ? box->low[i] : by->low[i];
        box->high[i] = box->high[i] > by->high[i] ? box->high[i] : by->high[i];
    }
}

/* Quickselect by twice the centre along an axis: the `middle` least come first. */
static void select_middle(leaf *leaves, size_t count, size_t middle, int axis)
{
    size_t from = 0, to = count;
    while (to - from > 1) {
        const leaf *pivot = &leaves[from + (to - from - 1) / 2];
        float at = pivot->box.low[axis] + pivot->box.high[axis];
        size_t i = from, j = to - 1;
        for (;;) {
            while (leaves[i].box.low[axis] + leaves[i].box.high[axis] < at) i++;
            while (leaves[j].box.low[axis] + leaves[j].box.high[axis] > at) j--;
            if (i >= j) break;
            leaf swap = leaves[i];
            leaves[i++] = leaves[j];
            leaves[j--] = swap;
        }
        if (middle <= j) to = j + 1;
        else from = j + 1;
    }
}

static void build(ovf_tree *tree, leaf *leaves, size_t count)
{
    size_t here = tree->count++;
    ovf_node *node = &tree->nodes[here];
    node->box = leaves[0].box;
    for (size_t k = 1; k < count; k++) grow(&node->box, &leaves[k].box);
    if (count == 1) {
        node->item = leaves[0].item;
    } else {
        int axis = 0;
        for (int i = 1; i < 3; i++)
            if (node->box.high[i] - node->box.low[i] > node->box.high[axis] - node->box.low[axis])
                axis = i;
        node->item = UINT32_MAX;
        select_middle(leaves, count, count / 2, axis);
        build(tree, leaves, count / 2);
        build(tree, leaves + count / 2, count - count / 2);
    }
    tree->nodes[here].skip = (uint32_t)tree->count;
}

bool ovf_tree_build(ovf_tree *tree, const ovf_box *boxes, size_t count)
{
    *tree = (ovf_tree){0};
    if (count == 0) return true;
    leaf *leaves = ovf_array_new(count, sizeof *leaves);
    tree->nodes = ovf_array_new(count, 2 * sizeof *tree->nodes);
    if (leaves == NULL || tree->nodes == NULL) {
        free(leaves);
        return false;
    }
    for (size_t k = 0; k < count; k++) leaves[k] = (leaf){boxes[k], (uint32_t)k};
    build(tree, leaves, count);
    free(leaves);
    return true;
}

void ovf_tree_free(ovf_tree *tree)
{
    free(tree->nodes);
    *tree = (ovf_tree){0};
}
