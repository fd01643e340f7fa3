/* Overlay in a plane, by GEOS: what fails is done again on a grid, and what remains is said. */
#ifndef OVF_ANALYSIS_COVERAGE_OVERLAY_H
#define OVF_ANALYSIS_COVERAGE_OVERLAY_H

#include <geos_c.h>

#include "analysis/coverage/common_area.h"

/* The grids of the second and the third try, m. */
#define OVF_OVERLAY_FINE_GRID_M 1e-6
#define OVF_OVERLAY_GRID_M 1e-3
/* What is narrower than this is no area: half the perimeter times this is more than it. After the
 * third try, which has moved vertices as well. */
#define OVF_OVERLAY_DUST_M 1e-5
#define OVF_OVERLAY_COARSE_DUST_M 2e-3

/* One thread at a time. */
typedef struct {
    GEOSContextHandle_t geos;
    char message[300]; /* of the last failure; empty: memory was out */
    double *x;         /* where rings are put together, x and y in one */
    size_t capacity;
    size_t retries; /* how often a grid was needed */
    ovf_common common;
} ovf_overlay;

ovf_status ovf_overlay_open(ovf_overlay *overlay, ovf_error *error);
void ovf_overlay_close(ovf_overlay *overlay);

/* A ring or a polygon without holes of points that need not be closed; points that repeat are left
 * out. NULL: memory is out, or there are too few, and then the polygon is an empty one. */
GEOSGeometry *ovf_overlay_ring(ovf_overlay *overlay, const ovf_flat *points, size_t count);
GEOSGeometry *ovf_overlay_polygon(ovf_overlay *overlay, const ovf_flat *points, size_t count);

/* `from` less `what`, both polygons. Edges that lie on top of each other to the last bits, as those
 * of strips that are side by side, make GEOS take what is outside for inside now and then, without
 * a word; so the area of the result must be what ovf_common_area says it is. *coarse is set where
 * it took the grid of a millimetre. NULL: it failed on the grids too; the message says why. */
GEOSGeometry *ovf_overlay_subtract(ovf_overlay *overlay, const GEOSGeometry *from,
                                   const GEOSGeometry *what, bool *coarse);

/* The union of areas, which it takes together with what they are in. NULL: it failed, or one of
 * them was NULL. */
GEOSGeometry *ovf_overlay_unite(ovf_overlay *overlay, GEOSGeometry **parts, size_t count);

/* The sentence for what has failed: `what` is the subject of "cannot be overlaid". */
ovf_status ovf_overlay_fail(const ovf_overlay *overlay, ovf_error *error, const char *what);

double ovf_overlay_area(const ovf_overlay *overlay, const GEOSGeometry *geometry);
ovf_rectangle ovf_overlay_box(const ovf_overlay *overlay, const GEOSGeometry *geometry);
/* Takes NULL. */
void ovf_overlay_drop(const ovf_overlay *overlay, GEOSGeometry *geometry);

/* Calls `take` for each polygon in the geometry; lines and points are no part of an area. False
 * when `take` returned that. */
bool ovf_overlay_polygons(const ovf_overlay *overlay, const GEOSGeometry *geometry,
                          bool (*take)(void *context, const GEOSGeometry *polygon), void *context);

#endif
