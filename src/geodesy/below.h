/* What lies between an edge and the equator, of which areas are sums. */
#ifndef OVF_GEODESY_BELOW_H
#define OVF_GEODESY_BELOW_H

#include "overflight/area.h"

/* The area between the equator and the latitude 90°, for each degree of longitude: a 720th of the
 * ellipsoid. */
#define OVF_AREA_POLE (OVF_EARTH_AREA_M2 / 720)

/* The area between a lonlat edge and the equator, m²: positive where the edge runs east on the
 * northern or west on the southern half. The longitude changes by `lon_change` degrees, -360 … 360.
 * Error: at most OVF_AREA_LONLAT_ERROR times |lon_change|. */
double ovf_area_below_lonlat(double lon_change, double lat1, double lat2);

/* The same of a geodesic. |lon_change| is at most 180, which means straight over the nearer pole.
 */
double ovf_area_below_geodesic(double lon_change, double lat1, double lat2);

#define OVF_AREA_LONLAT_ERROR 0.0013 /* m² for each degree of longitude (area.c) */
#define OVF_AREA_GEODESIC_ERROR 0.1  /* m² for each edge (overflight/area.h) */

#endif
