/* Areas laid over each other on the ellipsoid.
 *
 * Edges are cut exactly where they cross, so that what comes of it runs along the edges given. What
 * is nearer to each other than a millimetre (OVF_OVERLAY_TOLERANCE_M) is one place, or one border:
 * two parts whose common border is rounded differently leave no gap between them and no sliver, and
 * a border moves by no more than that. What is left of a curve is a curve: an arc around the same
 * centre at the same distance. */
#ifndef OVF_MODEL_LAY_OVER_H
#define OVF_MODEL_LAY_OVER_H

#include "overflight/model.h"

typedef enum {
    OVF_OVERLAY_UNION,        /* what is in either */
    OVF_OVERLAY_DIFFERENCE,   /* in the first and not in the second */
    OVF_OVERLAY_INTERSECTION, /* in both */
} ovf_lay_operation;

/* Polygons; zeroed before its first use. */
typedef struct {
    ovf_polygon *polygons; /* to be freed with ovf_polygons_free; NULL: nothing is left */
    size_t count;
} ovf_lay_area;

/* Lays the outlines of two zones over each other, which keep the rules (model.h) and have edges of
 * one kind. Their rings may cross. Rings of the result touch each other in points at most.
 *
 * Errors: OVF_ERROR_USAGE (edges of two kinds), OVF_ERROR_GEOMETRY (the result is so large that its
 * rings do not say which side is inside), OVF_ERROR_MEMORY; *area is then empty. */
ovf_status ovf_lay_over(const ovf_zone *first, const ovf_zone *second, ovf_lay_operation operation,
                        ovf_lay_area *area, ovf_error *error);

/* The union of `count` areas, with edges of one kind. Errors as above. */
ovf_status ovf_lay_together(const ovf_lay_area *areas, size_t count, ovf_edges edges,
                            ovf_lay_area *area, ovf_error *error);

#endif
