#include "analysis/meet/near_edges.h"

#include "base/array.h"

static bool reserve(ovf_scratch *s, size_t more)
{
    return ovf_array_reserve(&s->near_edges, &s->near_edge_capacity, s->near_edge_count + more,
                             sizeof *s->near_edges);
}

static bool find_in_boundary(ovf_scratch *s, const ovf_boundary *b, uint32_t zone,
                             const ovf_box *box)
{
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (!ovf_box_meets_box(&node->box, box)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        if (!reserve(s, 1)) return false;
        s->near_edges[s->near_edge_count++] = (ovf_near_edges){node->box, zone, b->runs[node->item],
                                                               b};
    }
    return true;
}

bool ovf_near_edges_find(const ovf_analyzer *analyzer, ovf_scratch *s, const ovf_box *box,
                         ovf_near_range *found)
{
    found->from = s->near_edge_count;
    for (size_t k = 0; k < analyzer->tree.count;) {
        const ovf_node *node = &analyzer->tree.nodes[k];
        if (!ovf_box_meets_box(&node->box, box)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_boundary *boundary = ovf_boundaries_get(analyzer->boundaries, node->item);
        if (boundary == NULL || !find_in_boundary(s, boundary, node->item, box)) return false;
    }
    found->to = s->near_edge_count;
    return true;
}

/* The box around an edge. */
static ovf_box edge_box(const ovf_boundary *b, uint32_t v)
{
    const ovf_vector p = b->points[v], q = b->points[v + 1];
    const double from[3] = {p.x, p.y, p.z}, to[3] = {q.x, q.y, q.z},
                 aside_m = ovf_boundary_bulge(b, v) + 2e-3; /* with the tolerance twice */
    double low[3], high[3];
    for (int i = 0; i < 3; i++) {
        low[i] = (from[i] < to[i] ? from[i] : to[i]) - aside_m;
        high[i] = (from[i] < to[i] ? to[i] : from[i]) + aside_m;
    }
    return ovf_box_around(low, high);
}

static bool keep_edges(ovf_scratch *s, const ovf_near_edges *of, const ovf_box *box)
{
    const ovf_near_edges all = *of; /* what it lies in may move */
    if (!reserve(s, all.run.edges)) return false;
    for (uint32_t v = all.run.first; v < all.run.first + all.run.edges; v++) {
        ovf_near_edges *one = &s->near_edges[s->near_edge_count];
        *one = (ovf_near_edges){edge_box(all.boundary, v), all.zone, {v, 1}, all.boundary};
        if (ovf_box_meets_box(&one->box, box)) s->near_edge_count++;
    }
    return true;
}

bool ovf_near_edges_keep(ovf_scratch *s, ovf_near_range among, const ovf_box *box, bool singly,
                         ovf_near_range *found)
{
    found->from = s->near_edge_count;
    if (!reserve(s, among.to - among.from)) return false;
    for (size_t k = among.from; k < among.to; k++) {
        if (!ovf_box_meets_box(&s->near_edges[k].box, box)) continue;
        if (singly && s->near_edges[k].run.edges > 1) {
            if (!keep_edges(s, &s->near_edges[k], box) || !reserve(s, among.to - k)) return false;
        } else {
            s->near_edges[s->near_edge_count++] = s->near_edges[k];
        }
    }
    found->to = s->near_edge_count;
    return true;
}
