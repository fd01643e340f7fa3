/* The airfields that a flight begins and ends at, and their maximum distances. */
#ifndef OVF_ANALYSIS_CHECK_FLIGHT_ENDS_H
#define OVF_ANALYSIS_CHECK_FLIGHT_ENDS_H

#include "analysis/check/judging.h"

/* Where each of the airfields is, in space; to free. NULL when memory is out. */
ovf_vector *ovf_airfield_points_new(const ovf_airfields *airfields);

/* That of a year: of those that hold in it that which began last, or else that which ended last
 * before. NAN: there is none. */
double ovf_airfield_limit_of(const ovf_airfield *airfield, int year);

/* Whether a flight may begin and end there by the treaty; an airfield may be known and none of the
 * treaty's. */
bool ovf_airfield_is_open_skies(const ovf_airfield *airfield);
bool ovf_airfield_is_of_treaty(const ovf_airfield *airfield);

/* The Open Skies airfield nearest to the route's first or last fix within `within_m`, or else the
 * nearest other that is known; NULL: there is none. */
const ovf_airfield *ovf_airfield_near(const ovf_check *check, bool last, double within_m);
/* How far the airfield of that index is from that fix; INFINITY beyond `within_m`. */
double ovf_airfield_distance(const ovf_check *check, size_t airfield, bool last, double within_m);

#endif
