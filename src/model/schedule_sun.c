/* The sun over a box: the earliest and the latest sunrise or sunset of a day.
 *
 * At latitude f and declination d the sun is above altitude a within H of noon,
 * cos H = (sin a - sin f sin d) / (cos f cos d) (J. Meeus, Astronomical Algorithms, 1998, (15.1)).
 * Its derivative with respect to f is 0 where sin f = sin d / sin a alone, so the extremes of H
 * over a stretch of latitudes are at its ends or there. Noon moves by 240 s with each degree of
 * longitude, so the extremes over longitudes are at the sides. Declination moves by at most 0.4
 * degrees a day; what that shifts is well within OVF_SUN_ERROR_DEG. */
#include <math.h>

#include "model/schedule_days.h"

#define HALF_DAY_S 43200.0
/* Times in seconds since 1970 are rounded. */
#define ROUNDING_S 0.001
#define RADIANS (3.14159265358979323846 / 180)
/* The equation of time is within 16.5 min (Meeus, chapter 28). */
#define EQUATION_OF_TIME_S 1000.0

static double mean_noon(int64_t day, double longitude_deg)
{
    return (double)day * OVF_DAY_S + HALF_DAY_S - longitude_deg * 240;
}

/* The least and greatest H over the box's latitudes at one longitude; false: not known. */
typedef struct {
    double noon_s, least_s, most_s;
} half_days;

static bool half_day(const ovf_place *place, int64_t day, double longitude, double latitude,
                     double altitude, half_days *found, double *declination)
{
    const ovf_almanac *almanac = place->almanac;
    ovf_sun sun;
    if (!almanac->sun(almanac->context, day, longitude, latitude, altitude, &sun)) return false;
    const double before = sun.noon_s - sun.rise_s, after = sun.set_s - sun.noon_s;
    found->noon_s = sun.noon_s;
    found->least_s = fmin(found->least_s, fmin(before, after));
    found->most_s = fmax(found->most_s, fmax(before, after));
    *declination = sun.declination_deg;
    return true;
}

static bool half_days_at(const ovf_place *place, int64_t day, double longitude, double altitude,
                         half_days *found)
{
    *found = (half_days){.least_s = INFINITY, .most_s = -INFINITY};
    double declination = 0;
    const double south = place->box.south, north = place->box.north;
    if (!half_day(place, day, longitude, south, altitude, found, &declination)) return false;
    if (!(south < north)) return true;
    if (!half_day(place, day, longitude, north, altitude, found, &declination)) return false;
    const double sine = sin(declination * RADIANS) / sin(altitude * RADIANS);
    if (!(fabs(sine) < 1)) return true;
    const double latitude = asin(sine) / RADIANS;
    if (!(south < latitude && latitude < north)) return true;
    return half_day(place, day, longitude, latitude, altitude, found, &declination);
}

static ovf_moment unknown_moment(const ovf_place *place, int64_t day, bool rises)
{
    const double first = mean_noon(day, place->box.east + place->shift_deg) - EQUATION_OF_TIME_S;
    const double last = mean_noon(day, place->box.west + place->shift_deg) + EQUATION_OF_TIME_S;
    return (ovf_moment){.least_s = rises ? first - HALF_DAY_S : first,
                        .most_s = rises ? last : last + HALF_DAY_S,
                        .maybe_up = true,
                        .maybe_down = true};
}

ovf_moment ovf_sun_moment(const ovf_place *place, int64_t day, double altitude_deg, bool rises)
{
    half_days east, west;
    /* The day is longest for the lower horizon. */
    const double low = altitude_deg - OVF_SUN_ERROR_DEG, high = altitude_deg + OVF_SUN_ERROR_DEG;
    if (place->almanac == NULL || place->almanac->sun == NULL ||
        !half_days_at(place, day, place->box.east + place->shift_deg, rises ? low : high, &east) ||
        !half_days_at(place, day, place->box.west + place->shift_deg, rises ? high : low, &west))
        return unknown_moment(place, day, rises);
    const half_days *longest = rises ? &east : &west, *shortest = rises ? &west : &east;
    return (ovf_moment){.least_s = rises ? east.noon_s - east.most_s : east.noon_s + east.least_s,
                        .most_s = rises ? west.noon_s - west.least_s : west.noon_s + west.most_s,
                        .maybe_up = longest->most_s >= HALF_DAY_S - ROUNDING_S,
                        .maybe_down = shortest->least_s <= ROUNDING_S,
                        .surely_up = shortest->least_s >= HALF_DAY_S - ROUNDING_S,
                        .surely_down = longest->most_s <= ROUNDING_S};
}
