/* Areas of zones on the WGS 84 ellipsoid. */
#ifndef OVERFLIGHT_AREA_H
#define OVERFLIGHT_AREA_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The area of the whole ellipsoid, m²: 4π times the square of the authalic radius (Snyder, Map
 * Projections: A Working Manual, USGS Professional Paper 1395, 1987, equation 3-13). No area is
 * greater. */
#define OVF_EARTH_AREA_M2 510065621724088.509

typedef struct {
    double m2;       /* square metres, 0 … OVF_EARTH_AREA_M2 */
    double bound_m2; /* the greatest error, for the coordinates as they are */
} ovf_area;

/* The area of a zone, whose inside model.h defines: polygons add up and holes are subtracted; a
 * ring around a pole, and any geodesic ring, encloses its smaller side unless the zone is
 * `oriented`. Vertices may repeat, a zone may be cut at the antimeridian, and rings may begin
 * anywhere and wind either way. Holes must lie inside their outlines and polygons apart from each
 * other, as ovf_zone_new and ovf_zones_read make sure.
 *
 * Edges are followed exactly; no points are added:
 *   lonlat    the integral of the authalic latitude's sine (Snyder, equation 3-12) along the edge,
 *             in closed form;
 *   geodesic  Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013) 43-55, section 6, as
 *             PROJ's geodesic.h has it.
 *
 * The bound is the sum of
 *   lonlat    0.0013 m² for each degree of longitude that edges run, east or west, from the
 *             rounding of each step of that form;
 *   geodesic  0.1 m² for each edge that is not a meridian: GeographicLib, the origin
 *             of geodesic.h, gives it as the upper bound and calls it wildly pessimistic (class
 *             PolygonAreaT: in ten million polygons the error was at most 0.0013 m² with perimeters
 *             up to 10 km, 0.07 m² up to 1,000 km, and 0.11 m² at any size);
 *   both      5e-16 of the area, and 0.2 m² for a ring that goes around a pole or encloses what the
 *             map shows outside of it, from the rounding of figures of that size.
 *
 * `area` is written on success only. Errors: OVF_ERROR_USAGE (NULL), OVF_ERROR_INPUT (a zone made
 * by hand that breaks a rule of model.h), OVF_ERROR_MEMORY. Thread-safe; time grows with
 * the number of vertices, some 30 ns for a lonlat edge and half a microsecond for a geodesic one.
 *
 * For example:
 *     ovf_area area;
 *     if (ovf_zone_area(zone, &area, &error) == OVF_OK) printf("%.0f m2\n", area.m2); */
ovf_status ovf_zone_area(const ovf_zone *zone, ovf_area *area, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
