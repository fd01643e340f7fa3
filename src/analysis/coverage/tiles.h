/* The gap: pieces of a zone in its plane that nothing has seen yet, in a tree that is cut finer as
 * they get more.
 *
 * A piece is a polygon with few vertices, so that an overlay costs little; a leaf has pieces of few
 * vertices together. What lies within a strip goes without an overlay, what no strip touches is not
 * looked at, and leaves without pieces are not there. The work is sequential, so its result is
 * always the same. */
#ifndef OVF_ANALYSIS_COVERAGE_TILES_H
#define OVF_ANALYSIS_COVERAGE_TILES_H

#include "analysis/coverage/overlay.h"
#include "analysis/coverage/swath.h"

typedef struct {
    GEOSGeometry *polygon;
    ovf_rectangle box;
    double area_m2;
    uint32_t vertices;
    bool coarse; /* vertices were moved onto the grid */
} ovf_piece;

typedef struct ovf_tile ovf_tile;
struct ovf_tile {
    ovf_rectangle box; /* around its pieces */
    ovf_tile *half[2]; /* of an inner tile both, of a leaf none */
    ovf_piece *pieces;
    size_t count, capacity;
};

/* Samples from … to of a strip. */
typedef struct {
    uint32_t strip, from, to;
} ovf_run_of_strip;

typedef struct {
    ovf_overlay *overlay;
    ovf_tile *root;             /* NULL: no gap */
    double area_m2;             /* of all pieces, as it was at the beginning */
    double gap_m2;              /* of those that are left */
    double removed_m2, rest_m2; /* by the swath in hand, in a compensated sum */
    const ovf_swath *swath;
    ovf_run_of_strip *runs; /* of the tiles from the root to the one in hand */
    size_t run_capacity;
    ovf_flat *points;
    size_t point_capacity;
    ovf_piece *queue; /* pieces that a leaf is to get */
    size_t queue_count, queue_capacity;
    double *cuts[2]; /* where pieces have been cut: y of level lines and x of upright ones, in no
                        order */
    size_t cut_count[2], cut_capacity[2];
    bool failed;              /* GEOS did; otherwise memory is out */
    size_t overlays, emptied; /* how often pieces were cut, and how often they went without */
} ovf_tiles;

/* Takes the geometry. False when memory is out or GEOS fails; the tiles are to be freed in either
 * case. */
bool ovf_tiles_build(ovf_tiles *tiles, ovf_overlay *overlay, GEOSGeometry *zone);
void ovf_tiles_free(ovf_tiles *tiles);
/* The same pieces once more, for another overlay; errors as above. */
bool ovf_tiles_copy(ovf_tiles *copy, const ovf_tiles *tiles, ovf_overlay *overlay);

/* Whether a piece may be within the rectangle: an ovf_swath_wanted of the tiles. */
bool ovf_tiles_meet(const void *tiles, const ovf_rectangle *box);

/* Takes the swath away and tells the area that goes. False as ovf_tiles_build. */
bool ovf_tiles_subtract(ovf_tiles *tiles, const ovf_swath *swath, double *removed_m2);

/* The gap as one geometry: pieces put together again where they were cut. NULL: it failed. */
GEOSGeometry *ovf_tiles_unite(ovf_tiles *tiles);

#endif
