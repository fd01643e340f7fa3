/* Zones as GEOS geometries in the plane of longitude and latitude. */
#ifndef OVF_INPUT_ZONES_PLANAR_H
#define OVF_INPUT_ZONES_PLANAR_H

#include <geos_c.h>

#include "geodesy/unwrap.h"
#include "input/zones/notes.h"

/* GEOS and buffers for one thread. */
typedef struct ovf_validity {
    GEOSContextHandle_t geos;
    ovf_unwrapped ring, outline;
    char reason[300]; /* what GEOS found wrong last */
} ovf_validity;

/* The polygon, `shift` degrees to the east of where it stands; its holes are brought to its
 * outline, whose range then stands in validity->outline. NULL when memory is out. */
GEOSGeometry *ovf_planar_polygon(ovf_validity *validity, const ovf_polygon *polygon,
                                 ovf_circle circle, ovf_edges edges, double shift);

/* A ring alone; one around a pole with the way to the pole and back, along a meridian that it
 * crosses once. NULL when memory is out, or there is no such meridian. */
GEOSGeometry *ovf_planar_ring(ovf_validity *validity, const ovf_ring *ring, ovf_edges edges);

/* Whether a ring of the polygon goes around a pole (there is no polygon in the plane then), and
 * whether one has a jump of exactly 360°. False when memory is out. */
bool ovf_planar_look(ovf_validity *validity, const ovf_polygon *polygon, ovf_circle circle,
                     bool *polar, bool *has_circle);

/* Whether two of the polygons have an area in common. `notes` may be NULL: nothing may overlap
 * then. Otherwise so little as a doubt may be (doubt.h) is only told, and of two polygons that are
 * the same, repeated[] is set for the second. Errors: OVF_ERROR_INPUT (they overlap),
 * OVF_ERROR_MEMORY.
 */
ovf_status ovf_planar_overlaps(ovf_validity *validity, const ovf_polygon *polygons, size_t count,
                               ovf_edges edges, ovf_zone_notes *notes, bool *repeated,
                               ovf_error *error);

#endif
