/* Zones as GEOS geometries in the plane of longitude and latitude. */
#ifndef OVF_INPUT_ZONES_PLANAR_H
#define OVF_INPUT_ZONES_PLANAR_H

#include <geos_c.h>

#include "geodesy/unwrap.h"

/* GEOS and buffers for one thread. */
typedef struct ovf_validity {
    GEOSContextHandle_t geos;
    ovf_unwrapped ring, outline;
} ovf_validity;

/* The polygon, `shift` degrees to the east of where it stands; its holes are brought to its
 * outline, whose range then stands in validity->outline. NULL when memory is out. */
GEOSGeometry *ovf_planar_polygon(ovf_validity *validity, const ovf_polygon *polygon,
                                 ovf_circle circle, ovf_edges edges, double shift);

/* Whether a ring of the polygon goes around a pole (there is no polygon in the plane then), and
 * whether one has a jump of exactly 360°. False when memory is out. */
bool ovf_planar_look(ovf_validity *validity, const ovf_polygon *polygon, ovf_circle circle,
                     bool *polar, bool *has_circle);

/* Whether two of the polygons have an area in common. Errors: OVF_ERROR_INPUT (they have),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_planar_overlaps(ovf_validity *validity, const ovf_polygon *polygons, size_t count,
                               ovf_edges edges, ovf_error *error);

#endif
