/* A zone's polygons as RFC 7946 wants them. */
#ifndef OVF_OUTPUT_SHAPES_POLYGONS_H
#define OVF_OUTPUT_SHAPES_POLYGONS_H

#include "overflight/model.h"

/* The zone's polygons with outlines counterclockwise and holes clockwise, longitudes within [-180,
 * 180], cut along the antimeridian and closed over a pole where they go beyond it. Geodesic edges
 * get points put in so that straight lines, in longitude and latitude or in Mercator's projection,
 * stay within `deviation_m` of them; lonlat edges stay as they are, and so do all vertices. Freed
 * with ovf_polygons_free. Errors: OVF_ERROR_GEOMETRY (names the zone), OVF_ERROR_MEMORY. */
ovf_status ovf_polygons_draw(const ovf_zone *zone, double deviation_m, ovf_polygon **polygons,
                             size_t *count, ovf_error *error);

/* Polygons of our own, with edges straight in longitude and latitude and longitudes that run on
 * across the antimeridian; outlines wind counterclockwise and holes clockwise, as seen from above.
 */
typedef struct {
    ovf_polygon *polygons;
    size_t count;
} ovf_drawing;

/* Makes of them what ovf_polygons_draw makes of a zone's, and valid ones. `of` is for the sentence.
 * Errors: likewise. */
ovf_status ovf_drawing_cut(ovf_drawing *drawing, const char *of, ovf_error *error);
void ovf_drawing_clear(ovf_drawing *drawing);

#endif
