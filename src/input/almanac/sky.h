/* Where the sun is, by libnova. */
#ifndef OVF_INPUT_ALMANAC_SKY_H
#define OVF_INPUT_ALMANAC_SKY_H

#include "overflight/schedule.h"

/* The sun at 0 h UTC of a day. */
typedef struct {
    int64_t day;
    bool known;
    double equation_deg; /* its hour angle at Greenwich less that of the mean sun */
    double declination_deg;
} ovf_sky_day;

enum { OVF_SKY_DAYS = 1024 };

/* Days that were asked for; belongs to one thread at a time. */
typedef struct {
    ovf_sky_day days[OVF_SKY_DAYS];
} ovf_sky;

/* As ovf_almanac's `sun`. */
bool ovf_sky_sun(ovf_sky *sky, int64_t day, double longitude_deg, double latitude_deg,
                 double altitude_deg, ovf_sun *sun);

#endif
