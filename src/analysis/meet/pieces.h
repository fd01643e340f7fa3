/* A route's altitudes piece by piece, with what is known of the vertical there. */
#ifndef OVF_ANALYSIS_MEET_PIECES_H
#define OVF_ANALYSIS_MEET_PIECES_H

#include "analysis/meet/flown.h"

/* A piece of one leg. Between its ends the altitude is between two straight lines, which are one
 * where both fixes have the same reference. */
typedef struct {
    double from_m, to_m; /* along the route; the same: a climb on the spot */
    bool known;          /* the altitude is */
    bool compares;       /* heights over different references are compared; otherwise there is no
                            column */
    ovf_height_reference reference; /* of both ends */
    ovf_height_reference given[2];  /* of the fixes of its leg; where they differ, or are not known,
                                       `reference` is the sea */
    ovf_height_range start_m, end_m;
    ovf_column column;
} ovf_piece;

/* The altitude of a fix, or the height that is known instead. */
ovf_height ovf_pieces_height(const ovf_flown *flown, size_t fix);

/* What takes a piece; of a rough one true asks for it again, in finer pieces. */
typedef bool ovf_piece_function(void *context, const ovf_piece *piece, bool rough);

/* Cuts what lies between two distances along the route, for comparing it with heights over these
 * references. */
void ovf_pieces(const ovf_flown *flown, double from_m, double to_m,
                const ovf_height_reference *references, size_t count, ovf_piece_function *take,
                void *context);
/* Of a leg that goes nowhere, with all that is known of the vertical there. */
void ovf_piece_of_stay(const ovf_flown *flown, size_t leg, const ovf_height_reference *references,
                       size_t count, ovf_piece *piece);
/* The first leg of these. */
size_t ovf_pieces_first_leg(const ovf_flown *flown, double from_m);
/* The same of what lies on one leg. */
void ovf_pieces_of_leg(const ovf_flown *flown, size_t leg, double from_m, double to_m,
                       const ovf_height_reference *references, size_t count,
                       ovf_piece_function *take, void *context);

#endif
