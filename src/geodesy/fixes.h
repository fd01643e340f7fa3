/* Fixes where they lie: an array of ovf_fix, or columns of longitudes, latitudes, altitudes and
 * times. The analysis reads through this, so that columns need not be copied. */
#ifndef OVF_GEODESY_FIXES_H
#define OVF_GEODESY_FIXES_H

#include <stdbool.h>
#include <stddef.h>

#include "geodesy/earth.h"

/* Steps are from one value to the next, in doubles. */
typedef struct {
    const double *lon, *lat;
    const double *altitude_m, *time_s; /* never NULL: what is unknown has a step of 0 over a NAN */
    size_t step, altitude_step, time_step;
} ovf_fixes;

#define OVF_FIX_DOUBLES (sizeof(ovf_fix) / sizeof(double))

static inline ovf_fixes ovf_fixes_of(const ovf_fix *fixes)
{
    const double *first = (const double *)fixes;
    _Static_assert(offsetof(ovf_fix, lon) == 0 && offsetof(ovf_fix, lat) == sizeof(double) &&
                       offsetof(ovf_fix, altitude_m) == 2 * sizeof(double) &&
                       offsetof(ovf_fix, time_s) == 3 * sizeof(double) && OVF_FIX_DOUBLES == 4,
                   "a fix is four doubles");
    return (ovf_fixes){.lon = first,
                       .lat = first + 1,
                       .altitude_m = first + 2,
                       .time_s = first + 3,
                       .step = OVF_FIX_DOUBLES,
                       .altitude_step = OVF_FIX_DOUBLES,
                       .time_step = OVF_FIX_DOUBLES};
}

/* The array where they lie in one, NULL elsewhere. */
static inline const ovf_fix *ovf_fixes_array(const ovf_fixes *fixes)
{
    bool beside = fixes->lat == fixes->lon + 1 && fixes->altitude_m == fixes->lon + 2 &&
                  fixes->time_s == fixes->lon + 3;
    bool steps = fixes->step == OVF_FIX_DOUBLES && fixes->altitude_step == OVF_FIX_DOUBLES &&
                 fixes->time_step == OVF_FIX_DOUBLES;
    return beside && steps ? (const ovf_fix *)fixes->lon : NULL;
}

static inline ovf_lonlat ovf_fixes_place(const ovf_fixes *fixes, size_t k)
{
    return (ovf_lonlat){fixes->lon[k * fixes->step], fixes->lat[k * fixes->step]};
}

static inline double ovf_fixes_altitude(const ovf_fixes *fixes, size_t k)
{
    return fixes->altitude_m[k * fixes->altitude_step];
}

static inline double ovf_fixes_time(const ovf_fixes *fixes, size_t k)
{
    return fixes->time_s[k * fixes->time_step];
}

#endif
