/* The airfields that a flight begins and ends at, and their maximum distances. */
#ifndef OVF_ANALYSIS_CHECK_FLIGHT_ENDS_H
#define OVF_ANALYSIS_CHECK_FLIGHT_ENDS_H

#include "analysis/check/judging.h"

/* A maximum distance and the years it is known of. */
typedef struct {
    double km;
    int from, until; /* years; until INT_MAX: open */
} ovf_airfield_limit;

/* Of one airfield its place, and its maximum distances: its attribute max_distances, an array of
 * {km, from, until}. */
typedef struct ovf_airfield_limits {
    ovf_vector point;
    ovf_airfield_limit *items;
    size_t count;
} ovf_airfield_limits;

/* One for each of the airfields; NULL when memory is out. */
ovf_airfield_limits *ovf_airfield_limits_read(const ovf_airfields *airfields);
void ovf_airfield_limits_free(ovf_airfield_limits *limits, size_t count);

/* That of a year: of those that hold in it that which began last, or else that which ended last
 * before. NAN: there is none. */
double ovf_airfield_limit_of(const ovf_airfield_limits *limits, int year);

/* Whether a flight may begin and end there by the treaty; an airfield may be known and none of the
 * treaty's. */
bool ovf_airfield_is_open_skies(const ovf_airfield *airfield);
bool ovf_airfield_is_of_treaty(const ovf_airfield *airfield);

/* The Open Skies airfield nearest to the route's first or last fix within `within_m`, or else the
 * nearest other that is known; NULL: there is none. */
const ovf_airfield *ovf_airfield_near(const ovf_check *check, bool last, double within_m);
/* Whether the airfield of that index is within `within_m` of it. */
bool ovf_airfield_is_near(const ovf_check *check, size_t airfield, bool last, double within_m);

#endif
