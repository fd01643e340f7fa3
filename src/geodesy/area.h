/* Areas: what lies between an edge and the equator, and what a ring encloses. */
#ifndef OVF_GEODESY_AREA_H
#define OVF_GEODESY_AREA_H

#include "geodesy/side.h"
#include "overflight/area.h"

/* The area between a lonlat edge and the equator, m²: positive where the edge runs east on the
 * northern or west on the southern half. The longitude changes by `lon_change` degrees, -360 … 360.
 * Error: at most OVF_AREA_LONLAT_ERROR times |lon_change|. */
double ovf_area_below_lonlat(double lon_change, double lat1, double lat2);

/* The same of a geodesic. |lon_change| is at most 180, which means straight over the nearer pole.
 */
double ovf_area_below_geodesic(double lon_change, double lat1, double lat2);

#define OVF_AREA_LONLAT_ERROR 0.0013 /* m² for each degree of longitude (area.c) */
#define OVF_AREA_GEODESIC_ERROR 0.1  /* m² for each edge (overflight/area.h) */
#define OVF_AREA_TURN_ERROR                                                                      \
    0.2 /* m², where a figure is what another leaves of the earth or of half of it: three times \
           the rounding of 5e14 */

/* What a ring encloses. */
typedef struct {
    double area_m2, bound_m2;
    double north_m2; /* of a ring around a pole: the area to its north; 0 for others */
    bool around;     /* whether it goes around a pole, in longitude */
    bool has_north;  /* as ovf_side_has_north says */
} ovf_enclosed;

/* Of ring number `ring` of one of the zone's polygons. False when memory is out. */
bool ovf_area_enclosed(const ovf_zone *zone, const ovf_polygon *polygon, size_t ring,
                       ovf_enclosed *enclosed);

/* ovf_zone_area, of a zone that keeps the rules. False when memory is out. */
bool ovf_area_of_zone(const ovf_zone *zone, ovf_area *area);

#endif
