/* The tree of boxes: runs of edges, split at the median of the longer side until one run is left, laid out in preorder. */
#include <float.h>
#include <stdlib.h>

#include "base/array.h"
#include "geodesy/boundary.h"

typedef struct {
    float low[3], high[3];
    uint32_t run;
} leaf;

static void run_box(const ovf_boundary *b, const ovf_run *run, leaf *out)
{
    double low[3] = {INFINITY, INFINITY, INFINITY}, high[3] = {-INFINITY, -INFINITY, -INFINITY}, bulge = 0;
    for (uint32_t k = 0; k <= run->edges; k++) {
        ovf_vector p = b->points[run->first + k];
        const double c[3] = {p.x, p.y, p.z};
        for (int i = 0; i < 3; i++) {
            low[i] = fmin(low[i], c[i]);
            high[i] = fmax(high[i], c[i]);
        }
        if (k == 0) continue;
        double chord = ovf_distance(p, b->points[run->first + k - 1]);
        bulge = fmax(bulge, ovf_edge_bulge(b->edges, b->positions[run->first + k - 1], b->positions[run->first + k], chord));
    }
    for (int i = 0; i < 3; i++) { /* 2 mm for the tolerance, and a metre is a float's step at most */
        out->low[i] = (float)(low[i] - bulge - 0.502);
        out->high[i] = (float)(high[i] + bulge + 0.502);
    }
}

static void grow(ovf_node *node, const leaf *l)
{
    for (int i = 0; i < 3; i++) {
        node->low[i] = fminf(node->low[i], l->low[i]);
        node->high[i] = fmaxf(node->high[i], l->high[i]);
    }
}

/* Quickselect by twice the centre along an axis: the `middle` least come first. */
static void select_middle(leaf *leaves, size_t count, size_t middle, int axis)
{
    size_t from = 0, to = count;
    while (to - from > 1) {
        const leaf *pivot = &leaves[from + (to - from - 1) / 2];
        float at = pivot->low[axis] + pivot->high[axis];
        size_t i = from, j = to - 1;
        for (;;) {
            while (leaves[i].low[axis] + leaves[i].high[axis] < at) i++;
            while (leaves[j].low[axis] + leaves[j].high[axis] > at) j--;
            if (i >= j) break;
            leaf swap = leaves[i];
            leaves[i++] = leaves[j];
            leaves[j--] = swap;
        }
        if (middle <= j) to = j + 1;
        else from = j + 1;
    }
}

static void build(ovf_boundary *b, leaf *leaves, size_t count)
{
    ovf_node *node = &b->nodes[b->node_count];
    size_t here = b->node_count++;
    for (int i = 0; i < 3; i++) {
        node->low[i] = FLT_MAX;
        node->high[i] = -FLT_MAX;
    }
    for (size_t k = 0; k < count; k++) grow(node, &leaves[k]);
    if (count == 1) {
        node->run = leaves[0].run;
    } else {
        int axis = 0;
        for (int i = 1; i < 3; i++)
            if (node->high[i] - node->low[i] > node->high[axis] - node->low[axis]) axis = i;
        node->run = UINT32_MAX;
        select_middle(leaves, count, count / 2, axis);
        build(b, leaves, count / 2);
        build(b, leaves + count / 2, count - count / 2);
    }
    b->nodes[here].skip = (uint32_t)b->node_count;
}

bool ovf_boundary_index(ovf_boundary *boundary)
{
    if (boundary->run_count == 0) return true;
    leaf *leaves = ovf_array_new(boundary->run_count, sizeof *leaves);
    boundary->nodes = ovf_array_new(2 * boundary->run_count, sizeof *boundary->nodes);
    if (leaves == NULL || boundary->nodes == NULL) {
        free(leaves);
        return false;
    }
    for (size_t k = 0; k < boundary->run_count; k++) {
        run_box(boundary, &boundary->runs[k], &leaves[k]);
        leaves[k].run = (uint32_t)k;
    }
    build(boundary, leaves, boundary->run_count);
    free(leaves);
    return true;
}
