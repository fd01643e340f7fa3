/* Edges that are straight in a CRS, as edges that are straight in longitude and latitude, or
 * geodesics: each is cut into as many as keep it within 0.1 mm.
 *
 * Of an edge that is cut, each piece is compared at places between its ends: the place in the CRS,
 * transformed, and its distance from the piece. A piece is taken if none is farther than 0.05 mm.
 * What a piece strays grows with its length: along a piece of length L it is
 * a L² t (1 - t) + b L³ t (1 - t) (1 - 2t) and smaller terms, t going from 0 to 1. Edges of less
 * than 2 km are compared at t = 0.5, where the first term is greatest and the second 0, and at
 * t = 0.21, where the second is greatest; longer ones at five places, none of which mirrors
 * another but the middle. The greatest value of either term is at most 1.03 times the greatest of
 * those found at these places, so that 0.05 mm leave room for twice that in terms beyond. Where
 * the five are as the first term alone has them, it tells how many pieces are enough; elsewhere the
 * piece is halved. So there are hardly more pieces than are needed.
 *
 * At a pole, longitude jumps. An edge that ends there keeps the longitude by which it came. */
#ifndef OVF_INPUT_SOURCE_STRAIGHT_H
#define OVF_INPUT_SOURCE_STRAIGHT_H

#include "input/source/positions.h"
#include "overflight/model.h"

#define OVF_STRAIGHT_WITHIN_M 9e-5

/* A place on an edge. */
typedef struct {
    size_t edge;
    double t;
    ovf_lonlat at;
    bool done;     /* nothing is needed between it and the next */
    double leaves; /* at a pole: the longitude by which the piece behind it leaves */
} ovf_straight_node;

/* Buffers that are used again; zeroed before the first use. */
typedef struct {
    ovf_straight_node *nodes, *next;
    size_t count, next_count;
    size_t node_capacity, next_capacity;
    double *lon, *lat; /* of places that are transformed together */
    int *success;
    size_t place_count;
    size_t capacities[3];
    uint32_t *pieces; /* of each node, into how many the piece behind it is cut */
    size_t piece_capacity;
} ovf_straight;

/* The line of the positions read last, which were transformed: *vertices, of *count, are to be
 * freed. `edges` is how its pieces are to run. With `long_edges` a jump of more than half a turn in
 * the longitude of a geographic CRS runs as it is drawn. Errors: OVF_ERROR_INPUT (a place on an
 * edge has no place in WGS 84, or no number of pieces is enough; the sentence names the edge),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_straight_cut(ovf_straight *straight, const ovf_positions *positions,
                            const ovf_crs *crs, ovf_edges edges, bool long_edges, const char *place,
                            ovf_lonlat **vertices, size_t *count, ovf_error *error);
void ovf_straight_clear(ovf_straight *straight);

#endif
