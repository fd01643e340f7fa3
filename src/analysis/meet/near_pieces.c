#include "analysis/meet/near_pieces.h"

#include "base/array.h"
#include "geodesy/approach.h"

/* Pieces that stray no more than this are not cut. */
#define STRAIGHT_M 0.05

static bool reserve(ovf_scratch *s, size_t more)
{
    return ovf_array_reserve(&s->near_pieces, &s->near_piece_capacity, s->near_piece_count + more,
                             sizeof *s->near_pieces);
}

double ovf_near_piece_apart(const ovf_near_piece *piece, const ovf_leg_line *legs)
{
    return ovf_chords_apart(legs->from, legs->to, piece->from, piece->to) - piece->strays_m -
           legs->aside_m;
}

/* Adds the piece unless it is beyond the reach, for which there must be room. Every place of a
 * chord has one of the piece, or of the legs, no farther away than they stray. */
static void add(ovf_scratch *s, const ovf_near_piece *piece, const ovf_leg_line *legs,
                double *reach_m, ovf_piece_range *found)
{
    double least = ovf_near_piece_apart(piece, legs);
    if (least > *reach_m) return;
    s->near_pieces[s->near_piece_count++] = *piece;
    found->least_m = fmin(found->least_m, least);
    *reach_m = fmin(*reach_m, ovf_straight_at_most(least + 2 * (piece->strays_m + legs->aside_m)));
}

/* Whether the ball around a box may come within the reach of the legs. The box around legs that run
 * aslant holds much that is far from them. */
static bool ball_nears(const ovf_box *box, const ovf_leg_line *legs, double reach_m)
{
    double centre[3], square = 0;
    for (int i = 0; i < 3; i++) {
        double low = (double)box->low[i], high = (double)box->high[i];
        centre[i] = (low + high) / 2;
        square += (high - low) * (high - low) / 4;
    }
    const ovf_vector p = {centre[0], centre[1], centre[2]};
    double most = reach_m + legs->aside_m + sqrt(square);
    return ovf_chords_apart(legs->from, legs->to, p, p) <= most;
}

/* Narrows the reach by the run of edges whose box is nearest, before others are looked at. */
static void narrow(const ovf_boundary *b, const ovf_leg_line *legs, double *reach_m)
{
    float least = ovf_reach_squared(*reach_m);
    uint32_t nearest = UINT32_MAX;
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        float apart = ovf_boxes_apart(&node->box, legs->box);
        if (apart >= least) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        least = apart;
        nearest = node->item;
    }
    if (nearest == UINT32_MAX) return;
    const ovf_run run = b->runs[nearest];
    for (uint32_t v = run.first; v <= run.first + run.edges; v++) {
        const ovf_vector p = b->points[v];
        double apart = ovf_chords_apart(legs->from, legs->to, p, p);
        *reach_m = fmin(*reach_m, ovf_straight_at_most(apart + legs->aside_m));
    }
}

bool ovf_near_pieces_find(ovf_scratch *s, const ovf_boundary *b, const ovf_leg_line *legs,
                          double *reach_m, ovf_piece_range *found)
{
    *found = (ovf_piece_range){s->near_piece_count, s->near_piece_count, INFINITY};
    narrow(b, legs, reach_m);
    for (size_t k = 0; k < b->tree.count;) {
        const ovf_node *node = &b->tree.nodes[k];
        if (ovf_boxes_apart(&node->box, legs->box) > ovf_reach_squared(*reach_m) ||
            !ball_nears(&node->box, legs, *reach_m)) {
            k = node->skip;
            continue;
        }
        k++;
        if (node->item == UINT32_MAX) continue;
        const ovf_run run = b->runs[node->item];
        if (!reserve(s, run.edges)) return false;
        for (uint32_t v = run.first; v < run.first + run.edges; v++) {
            const ovf_near_piece edge = {
                b->points[v], b->points[v + 1], ovf_boundary_bulge(b, v), v, 0, 1};
            add(s, &edge, legs, reach_m, found);
        }
    }
    found->to = s->near_piece_count;
    return true;
}

/* The two halves of a piece. What an edge strays is at most an eighth of its second derivative, so
 * that of a half is a quarter: of a circle that is 3 % more than its height where it is greatest,
 * and of a term of third order, k s (s² - h²), it is 3 k h³. */
static void halve(const ovf_boundary *b, const ovf_near_piece *piece, ovf_near_piece halves[2])
{
    ovf_edge edge;
    ovf_boundary_edge(b, piece->vertex, &edge);
    double middle = (piece->t0 + piece->t1) / 2, strays = piece->strays_m;
    if (piece->t0 == 0 && piece->t1 == 1) {
        double half = edge.chord_m / 2;
        if (edge.kind == OVF_EDGES_GEODESIC)
            strays += 0.03 * fabs(edge.bulge_m) + 3 * fabs(edge.strays) * half * half * half;
    }
    halves[0] = halves[1] = *piece;
    halves[0].to = halves[1].from = ovf_edge_point(&edge, middle, NULL);
    halves[0].t1 = halves[1].t0 = middle;
    halves[0].strays_m = halves[1].strays_m = strays / 4;
}

bool ovf_near_pieces_keep(ovf_scratch *s, const ovf_boundary *b, ovf_piece_range among,
                          const ovf_leg_line *legs, double *reach_m, ovf_piece_range *found)
{
    *found = (ovf_piece_range){s->near_piece_count, s->near_piece_count, INFINITY};
    if (!reserve(s, 2 * (among.to - among.from))) return false;
    for (size_t k = among.from; k < among.to; k++) {
        const ovf_near_piece *piece = &s->near_pieces[k];
        if (piece->strays_m <= fmax(STRAIGHT_M, legs->aside_m)) {
            add(s, piece, legs, reach_m, found);
            continue;
        }
        if (ovf_near_piece_apart(piece, legs) > *reach_m) continue;
        ovf_near_piece halves[2];
        halve(b, piece, halves);
        for (int half = 0; half < 2; half++) add(s, &halves[half], legs, reach_m, found);
    }
    found->to = s->near_piece_count;
    return true;
}
