/* The swath of an observation in an equal-area plane, as strips: simple polygons, one for each
 * stretch of a leg and one for each side of a corner.
 *
 * How many vertices. An edge of a strip is the image of a curve; between two of its vertices a
 * straight line cuts off a lens of the area k l³/12, k being its curvature in the plane and l its
 * length. Vertices are put beside the curve, to the outside, by k l²/12, so that half of that lens
 * is cut off and half is added at the ends: with equal steps -k l²/12 is the second difference of
 * neighbouring points by 12, and what is left in the sum is of fourth order. (An arc of a circle: r
 * (1 + step²/12) = r √(step / sin step) to that order, which makes the area of the polygon that of
 * the circle.) The ends of a stretch stay where they are, whatever is beside it, and those in
 * between move by n/(n - 1) as much. What matters then is only where something else cuts an edge
 * within a lens: some 0.02 k l³ is amiss there. l is chosen so that this is 1e-7 of the square of
 * the width.
 *
 * A strip ends with the geodesic across the track, through the fix itself where the fix is seen.
 * Sectors of corners go a little beyond the directions of both strips, so that no gap is left
 * between them, however the straight lines fall. */
#ifndef OVF_ANALYSIS_COVERAGE_SWATH_H
#define OVF_ANALYSIS_COVERAGE_SWATH_H

#include "analysis/coverage/plane.h"
#include "overflight/coverage.h"

/* Consecutive samples make quadrilaterals: left[k], left[k + 1], right[k + 1], right[k]. */
typedef struct {
    size_t first, count;             /* samples */
    size_t start_first, start_count; /* of `across`: points at the start, from left to right,
                                        without the samples themselves */
    size_t end_first, end_count;     /* at the end, likewise */
} ovf_strip;

typedef struct {
    ovf_flat *left, *right; /* the samples of all strips */
    ovf_rectangle *boxes;   /* boxes[k]: of the quadrilateral from sample k, with the points across
                               the track at its ends */
    size_t sample_count, left_capacity, right_capacity, box_capacity;
    ovf_flat *across;
    size_t across_count, across_capacity;
    ovf_strip *strips;
    size_t strip_count, strip_capacity;
} ovf_swath;

/* Which parts are wanted: strips need not be there where nothing is. NULL: all. */
typedef bool (*ovf_swath_wanted)(const void *context, const ovf_rectangle *box);

typedef struct {
    ovf_joins joins;
    const ovf_box
        *near; /* what is farther away than it reaches from this box is not wanted; NULL: all is */
    ovf_swath_wanted wanted;
    const void *context;
} ovf_swath_options;

/* Replaces what *swath holds, which must be zeroed before its first use, by the strips of the
 * observation. Errors: OVF_ERROR_USAGE (a look that is not within a leg, a reach that is none;
 * names the route), OVF_ERROR_MEMORY. */
ovf_status ovf_swath_lay(ovf_swath *swath, const ovf_plane *plane, const ovf_result *result,
                         const ovf_observation *observation, const ovf_swath_options *options,
                         ovf_error *error);
void ovf_swath_clear(ovf_swath *swath);

/* The polygon of the samples from … to of a strip, within it, whole with what lies across its ends;
 * into *points, which has room for ovf_swath_most(…). */
size_t ovf_swath_most(const ovf_strip *strip, size_t from, size_t to);
size_t ovf_swath_outline(const ovf_swath *swath, const ovf_strip *strip, size_t from, size_t to,
                         ovf_flat *points);

#endif
