/* From the ellipsoid into a plane and back. */
#ifndef OVF_ANALYSIS_COVERAGE_FLATTEN_H
#define OVF_ANALYSIS_COVERAGE_FLATTEN_H

#include "analysis/coverage/overlay.h"
#include "overflight/area.h"

/* Opens a plane around a zone; *box is around the zone in space. Errors: OVF_ERROR_GEOMETRY (it is
 * too large; names it), OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL. */
ovf_status ovf_flatten_open(ovf_plane *plane, const ovf_zone *zone, ovf_box *box, ovf_error *error);

/* The area of a zone in a plane that has the place opposite of its centre outside of the zone. So
 * of each ring the side is meant that the plane has inside, or of an even number the other, and the
 * zone is what an odd number of them has inside: one polygon if it is valid as it stands, and what
 * GEOS makes valid of it otherwise, where a zone goes along a meridian to a pole and back. Edges
 * have so many vertices that the area is right to 1e-7. NULL: memory is out, or GEOS fails. */
GEOSGeometry *ovf_flatten_zone(ovf_overlay *overlay, const ovf_plane *plane, const ovf_zone *zone,
                               const ovf_area *area);

/* Polygons of the plane, drawn as overflight/coverage.h says. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_unflatten(ovf_overlay *overlay, const ovf_plane *plane, const GEOSGeometry *geometry,
                         double deviation_m, ovf_polygon **polygons, size_t *count,
                         ovf_error *error);

#endif
