/* Areas: what a ring encloses. */
#ifndef OVF_GEODESY_AREA_H
#define OVF_GEODESY_AREA_H

#include "geodesy/side.h"
#include "overflight/area.h"

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
