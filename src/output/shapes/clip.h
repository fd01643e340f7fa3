/* Cutting polygons at the antimeridian, in the plane of longitude and latitude. */
#ifndef OVF_OUTPUT_SHAPES_CLIP_H
#define OVF_OUTPUT_SHAPES_CLIP_H

#include "geodesy/unwrap.h"
#include "overflight/model.h"

/* A ring laid out in the plane, and which of its sides is meant: the one with the north pole or the
 * other. */
typedef struct {
    ovf_unwrapped path;
    bool north;
} ovf_laid_ring;

/* The area that the rings of one polygon enclose by the even-odd rule, within ±180° of longitude,
 * as polygons that are added to *polygons; rings that cross are mended, or refused. Errors:
 * OVF_ERROR_GEOMETRY, with what GEOS says; OVF_ERROR_MEMORY. */
ovf_status ovf_clip(const ovf_laid_ring *rings, size_t ring_count, bool mends,
                    ovf_polygon **polygons, size_t *count, size_t *capacity, ovf_error *error);

/* Rounds coordinates to OVF_LINE_DECIMALS, and makes valid polygons of those that are not then:
 * straight lines that were drawn in place of curves may cross where these come near each other.
 * Winding may change. Errors: the same; the polygons are as they were then. */
ovf_status ovf_clip_mend(ovf_polygon **polygons, size_t *count, ovf_error *error);

/* What of the polygons lies within the window, both within ±180° and valid; added to *within.
 * Errors: the same. */
ovf_status ovf_clip_within(const ovf_polygon *polygons, size_t polygon_count,
                           const ovf_polygon *window, size_t window_count, ovf_polygon **within,
                           size_t *count, ovf_error *error);

#endif
