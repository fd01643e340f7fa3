/* How far apart two fixes are, as cheaply as the question allows. */
#ifndef OVF_INPUT_FLIGHTS_LEG_REACH_H
#define OVF_INPUT_FLIGHTS_LEG_REACH_H

#include "geodesy/earth.h"

/* Metres that a degree along a meridian or parallel has at most: a²/b, the radius of curvature at
 * the poles. */
#define OVF_DEGREE_MOST_M (OVF_EARTH_A * OVF_EARTH_A / OVF_EARTH_B * OVF_RADIAN)

/* Whether the chord between them is longer than `most_m`. */
static inline bool ovf_fixes_are_beyond(const ovf_fix *a, const ovf_fix *b, double most_m)
{
    double lon = fabs(b->lon - a->lon), lat = fabs(b->lat - a->lat);
    if ((lon + lat) * OVF_DEGREE_MOST_M <= most_m) return false;
    return ovf_distance(ovf_earth_point(a->lon, a->lat), ovf_earth_point(b->lon, b->lat)) > most_m;
}

#endif
