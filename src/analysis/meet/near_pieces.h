/* The pieces of a boundary that may be nearest to some legs, which lie close together: edges, and
 * parts of those that bend more than the legs do. */
#ifndef OVF_ANALYSIS_MEET_NEAR_PIECES_H
#define OVF_ANALYSIS_MEET_NEAR_PIECES_H

#include "analysis/meet/scratch.h"

/* A piece by the chord between its ends, from which it strays no more. */
struct ovf_near_piece {
    ovf_vector from, to;
    double strays_m;
    uint32_t vertex; /* of the edge that it is a part of */
    double t0, t1;   /* which part */
};

/* The pieces from … to - 1 in the scratch; each range begins where another ends. */
typedef struct {
    size_t from, to;
    double least_m; /* none of them is nearer than this, in a straight line */
} ovf_piece_range;

/* The legs as a line that they stray from: straight, and no more than `aside_m`. */
typedef struct {
    ovf_vector from, to;
    double aside_m;
    const ovf_box *box;
} ovf_leg_line;

/* How far a piece is from the legs at least, in a straight line; below 0: they may meet. */
double ovf_near_piece_apart(const ovf_near_piece *piece, const ovf_leg_line *legs);

/* Finds the edges that may come within *reach_m of the legs, as the last pieces in the scratch,
 * and narrows the reach where it shows that something is nearer. False when memory is out. */
bool ovf_near_pieces_find(ovf_scratch *scratch, const ovf_boundary *boundary,
                          const ovf_leg_line *legs, double *reach_m, ovf_piece_range *found);

/* The same among pieces that were found for more legs; those that stray farther than these legs do
 * are cut in two. */
bool ovf_near_pieces_keep(ovf_scratch *scratch, const ovf_boundary *boundary, ovf_piece_range among,
                          const ovf_leg_line *legs, double *reach_m, ovf_piece_range *found);

#endif
