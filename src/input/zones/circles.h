/* Zones as points with a radius. */
#ifndef OVF_INPUT_ZONES_CIRCLES_H
#define OVF_INPUT_ZONES_CIRCLES_H

#include "gdal/gdal.h"
#include "overflight/model.h"

/* The radius that the attributes of a feature state, in metres; NAN: none. Errors: OVF_ERROR_INPUT
 * (no unit, no number, too large or not positive; the sentence names the attribute),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_circle_radius(OGRFeatureH feature, double *radius_m, ovf_error *error);

/* The same of attributes that have it as a plain number with its unit in the name, the usual way;
 * false where it is anything else, or wrong. */
bool ovf_circle_radius_plain(const ovf_attributes *attributes, double *radius_m);

/* The radii that the points of a geometry state in themselves (ED-318: "extent": {"subType":
 * "Circle", "radius": 5000}), in their order; NAN: none. `native` is the feature as GeoJSON, or
 * NULL. Errors as above. */
ovf_status ovf_circle_extents(const char *native, double *radii_m, size_t count, ovf_error *error);

/* The circle as a ring of arcs, to be emptied with ovf_ring_clear. Errors: OVF_ERROR_INPUT (it goes
 * through a pole), OVF_ERROR_MEMORY. */
ovf_status ovf_circle_ring(ovf_lonlat centre, double radius_m, ovf_ring *ring, ovf_error *error);

#endif
