/* The airfields that a flight begins and ends at, and their maximum distances. */
#ifndef OVF_ANALYSIS_AIRFIELDS_H
#define OVF_ANALYSIS_AIRFIELDS_H

#include "analysis/check.h"

/* A maximum distance and the years it is known of. */
typedef struct {
    double km;
    int from, until; /* years; until INT_MAX: open */
} ovf_airfield_limit;

/* The maximum distances of one airfield: its attribute max_distances, an array of {km, from, until}. */
typedef struct ovf_airfield_limits {
    ovf_airfield_limit *items;
    size_t count;
} ovf_airfield_limits;

/* One for each of the airfields; NULL when memory is out. */
ovf_airfield_limits *ovf_airfield_limits_read(const ovf_airfields *airfields);
void ovf_airfield_limits_free(ovf_airfield_limits *limits, size_t count);

/* That of a year: of those that hold in it, or else the last from before. NAN: there is none. */
double ovf_airfield_limit_of(const ovf_airfield_limits *limits, int year);

/* The airfield nearest to a place, or NULL where none is within `within_m`; *distance_m is how far it is. */
const ovf_airfield *ovf_airfield_near(const ovf_airfields *airfields, ovf_lonlat place, double within_m, double *distance_m);

#endif
