/* Zones as points with a radius. */
#ifndef OVF_INPUT_ZONES_CIRCLES_H
#define OVF_INPUT_ZONES_CIRCLES_H

#include "gdal/gdal.h"
#include "overflight/model.h"

/* Beyond a quarter of the earth it is not clear what is inside. */
#define OVF_CIRCLE_RADIUS_MAX_M 5e6

/* The radius that the attributes of a feature state, in metres; NAN: none. Errors: OVF_ERROR_INPUT
 * (no unit, no number, too large or not positive; the sentence names the attribute),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_circle_radius(OGRFeatureH feature, double *radius_m, ovf_error *error);

/* The radii that the points of a geometry state in themselves (ED-318: "extent": {"subType":
 * "Circle", "radius": 5000}), in their order; NAN: none. `native` is the feature as GeoJSON, or
 * NULL. Errors as above. */
ovf_status ovf_circle_extents(const char *native, double *radii_m, size_t count, ovf_error *error);

/* From the circle to a vertex outside it, and to the middle of an edge inside, m. */
#define OVF_CIRCLE_WITHIN_M 9e-5

/* How many vertices the ring below has; 0 where it cannot be made. */
size_t ovf_circle_vertices(ovf_lonlat centre, double radius_m, ovf_edges edges);

/* The circle as a ring whose edges, of either kind, stay within 0.1 mm of it. The middles of edges
 * are as far inside as the vertices are outside, so that the area is right, too. The vertices of
 * *ring are to be freed. Errors: OVF_ERROR_INPUT (lonlat edges, and a pole within a degree of the
 * circle or in it), OVF_ERROR_MEMORY. */
ovf_status ovf_circle_ring(ovf_lonlat centre, double radius_m, ovf_edges edges, ovf_ring *ring,
                           ovf_error *error);

#endif
