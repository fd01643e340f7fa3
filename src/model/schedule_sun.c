/* The sun over a box: the earliest and the latest sunrise or sunset of a day.
 *
 * At latitude f and declination d the sun is above altitude a within H of noon,
 * cos H = (sin a - sin f sin d) / (cos f cos d) (J. Meeus, Astronomical Algorithms, 1998, (15.1)).
 * Its derivative with respect to f is 0 where sin f = sin d / sin a alone, so the extremes of H
 * over a stretch of latitudes are at its ends or there. Noon moves by 240 s with each degree of
 * longitude, and declination one way but for the days around a solstice, so the extremes over
 * longitudes are at the sides. Declination moves by at most 0.4 degrees a day; what that adds
 * within half a day is well within OVF_SUN_ERROR_DEG. */
#include <math.h>

#include "model/schedule_days.h"

#define HALF_DAY_S 43200.0
/* Times in seconds since 1970 are rounded. */
#define ROUNDING_S 0.001
#define RADIANS (3.14159265358979323846 / 180)

static double mean_noon(int64_t day, double longitude_deg)
{
    return (double)day * OVF_DAY_S + HALF_DAY_S - longitude_deg * 240;
}

/* The least and greatest H, before noon or after it, over the box's latitudes at one longitude. */
typedef struct {
    double noon_s, least_s, most_s;
} half_days;

static bool half_day(const ovf_place *place, int64_t day, double longitude, double latitude,
                     double altitude, bool rises, half_days *found, double *declination)
{
    const ovf_almanac *almanac = place->almanac;
    ovf_sun sun;
    if (!almanac->sun(almanac->context, day, longitude, latitude, altitude, &sun)) return false;
    const double half = rises ? sun.noon_s - sun.rise_s : sun.set_s - sun.noon_s;
    found->noon_s = sun.noon_s;
    found->least_s = fmin(found->least_s, half);
    found->most_s = fmax(found->most_s, half);
    *declination = sun.declination_deg;
    return true;
}

static bool half_days_at(const ovf_place *place, int64_t day, double longitude, double altitude,
                         bool rises, half_days *found)
{
    *found = (half_days){.least_s = INFINITY, .most_s = -INFINITY};
    double declination = 0;
    const double south = place->box.south, north = place->box.north;
    if (!half_day(place, day, longitude, south, altitude, rises, found, &declination)) return false;
    if (!(south < north)) return true;
    if (!half_day(place, day, longitude, north, altitude, rises, found, &declination)) return false;
    const double sine = sin(declination * RADIANS) / sin(altitude * RADIANS);
    if (!(fabs(sine) < 1)) return true;
    const double latitude = asin(sine) / RADIANS;
    if (!(south < latitude && latitude < north)) return true;
    return half_day(place, day, longitude, latitude, altitude, rises, found, &declination);
}

static ovf_moment unknown_moment(const ovf_place *place, int64_t day, bool rises)
{
    const double first = mean_noon(day, place->box.east + place->shift_deg) -
                         OVF_EQUATION_OF_TIME_S;
    const double last = mean_noon(day, place->box.west + place->shift_deg) + OVF_EQUATION_OF_TIME_S;
    return (ovf_moment){.least_s = rises ? first - HALF_DAY_S : first,
                        .most_s = rises ? last : last + HALF_DAY_S,
                        .maybe_up = true,
                        .maybe_down = true};
}

/* The first or last instant at which the sun passes one altitude, at both sides of the box. */
typedef struct {
    double first_s, last_s, least_s, most_s; /* the last two are of H */
} passages;

static bool passages_of(const ovf_place *place, int64_t day, double altitude, bool rises,
                        passages *found)
{
    *found = (passages){INFINITY, -INFINITY, INFINITY, -INFINITY};
    const double sides[] = {place->box.west, place->box.east};
    for (int i = 0; i < (sides[0] < sides[1] ? 2 : 1); i++) {
        half_days half;
        if (!half_days_at(place, day, sides[i] + place->shift_deg, altitude, rises, &half))
            return false;
        found->first_s = fmin(found->first_s, half.noon_s + (rises ? -half.most_s : half.least_s));
        found->last_s = fmax(found->last_s, half.noon_s + (rises ? -half.least_s : half.most_s));
        found->least_s = fmin(found->least_s, half.least_s);
        found->most_s = fmax(found->most_s, half.most_s);
    }
    return true;
}

ovf_moment ovf_sun_moment(const ovf_place *place, int64_t day, double altitude_deg, bool rises)
{
    /* The day is longest for the lower horizon. */
    passages low, high;
    if (place->almanac == NULL || place->almanac->sun == NULL ||
        !passages_of(place, day, altitude_deg - OVF_SUN_ERROR_DEG, rises, &low) ||
        !passages_of(place, day, altitude_deg + OVF_SUN_ERROR_DEG, rises, &high))
        return unknown_moment(place, day, rises);
    return (ovf_moment){.least_s = rises ? low.first_s : high.first_s,
                        .most_s = rises ? high.last_s : low.last_s,
                        .maybe_up = low.most_s >= HALF_DAY_S - ROUNDING_S,
                        .maybe_down = high.least_s <= ROUNDING_S,
                        .surely_up = high.least_s >= HALF_DAY_S - ROUNDING_S,
                        .surely_down = low.most_s <= ROUNDING_S};
}
