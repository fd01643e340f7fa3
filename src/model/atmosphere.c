/* What a pressure altitude may be over the sea, by bounds.
 *
 * A flight level is a pressure: that of the standard atmosphere at its height (ICAO Doc 7488/3;
 * ISO 2533:1975). How high over the sea that pressure really is follows from the hydrostatic
 * equation, d ln p / dH = -g0 / (R T), with the geopotential height H, the pressure p0 at sea level
 * and the virtual temperature T:
 *
 *     ln(p0 / p) = (g0 / R) * integral from 0 to H of dH / T(H)     (the hypsometric equation)
 *
 * The integral falls at every height when T rises anywhere. So of all columns whose temperatures
 * stay between two profiles, the colder profile with the least p0 has the pressure lowest, and the
 * warmer one with the greatest p0 has it highest, above the level of p0; below it, it is the other
 * way round. Both bounds are sharp: the two profiles are columns themselves.
 *
 * The profiles: free air over the earth, at sea level to the extremes on record, above so that the
 * profiles of MIL-HDBK-310 for a hundredth of the worst month at the worst place (Global climatic
 * data for developing military products, 1997; without the earth south of 60 degrees south) have 5
 * K or more to spare. The warm one is virtual: water vapour adds up to 6 K at sea level, and less
 * above. South of 60 degrees south the air may be as cold at any
 * height as the coldest place of the earth, -98 C (Scambos et al., Geophysical Research Letters 45,
 * 2018). Where the temperature at sea level is given, from `a` to `b`, moreover:
 *
 * - air cools by at most 9.8 K a kilometre, the dry adiabatic lapse rate: T >= a - 9.8 K/km * H;
 * - an inversion makes it warmer than at sea level by at most 35 K, the most in polar winters
 *   (Connolley, International Journal of Climatology 16, 1996), or 20 K where the air at sea level
 *   is above 15 C: T <= max(b + 20 K, 35 C), and T <= b + 35 K; and 6 K of vapour.
 *
 * Geometric heights lie between those at the pole and at the equator, where gravity differs
 * (Moritz, Geodetic Reference System 1980): z = r h / (r - h), h = H g0 / g. */
#include "model/atmosphere.h"

#include <math.h>

#define G0 9.80665
#define GAS 287.05287 /* J/(kg K), of dry air (ISO 2533) */
#define RATE (G0 / GAS)
#define P0_HPA 1013.25
#define ADIABATIC 9.8e-3
#define VAPOUR_K 6.0
#define STRONG_INVERSION_K 35.0
#define USUAL_INVERSION_K 20.0
#define MILD_K 308.15
#define EARTH_M 6356766.0 /* radius, as ISO 2533 has it */
#define G_EQUATOR 9.7803267715
#define G_POLE 9.8321863685
#define COLDEST_K 173.15
#define DEPTH_M (-5000.0) /* columns reach below sea level, too */

static const ovf_air standard = {
    {DEPTH_M, 11000, 20000, 32000, 47000}, {320.65, 216.65, 216.65, 228.65, 270.65}, 5};

#define AIR_HEIGHTS 12
static const double
    heights[AIR_HEIGHTS] = {0,     1000,  2000,  4000,  6000,  8000,
                            10000, 12000, 14000, 16000, 24000, 32000},
    coldest_air[AIR_HEIGHTS] =
        {OVF_TEMPERATURE_LEAST_K, 214, 221, 215, 207, 200, 194, 188, 183, 180, 180, 180},
    warmest_air[AIR_HEIGHTS] = {
        OVF_TEMPERATURE_MOST_K + VAPOUR_K, 327, 318, 303, 289, 275, 265, 256, 248, 243, 270, 290};

static void add(ovf_air *air, double height_m, double kelvin)
{
    air->height_m[air->count] = height_m;
    air->kelvin[air->count++] = kelvin;
}

/* The greater (sign 1) or the smaller (-1) of the record and a line. */
static void bound(ovf_air *air, const double *record, double at_zero, double slope, double sign)
{
    for (size_t i = 0; i < AIR_HEIGHTS; i++) {
        double line = at_zero + slope * heights[i], over = line - record[i];
        if (i > 0) {
            double before = at_zero + slope * heights[i - 1] - record[i - 1];
            double t = before / (before - over);
            if (before * over < 0) {
                double height = heights[i - 1] + t * (heights[i] - heights[i - 1]);
                add(air, height, at_zero + slope * height);
            }
        }
        add(air, heights[i], sign * over > 0 ? line : record[i]);
    }
}

void ovf_air_extremes(const ovf_vertical *v, bool coldest, ovf_air *cold, ovf_air *warm)
{
    static const double antarctic[AIR_HEIGHTS] = {COLDEST_K, COLDEST_K, COLDEST_K, COLDEST_K,
                                                  COLDEST_K, COLDEST_K, COLDEST_K, COLDEST_K,
                                                  COLDEST_K, COLDEST_K, COLDEST_K, COLDEST_K};
    const double *lowest = coldest ? antarctic : coldest_air;
    double a = v->temperature_least_k, b = v->temperature_most_k;
    bool known = b > 0;
    double cap = fmin(b + STRONG_INVERSION_K, fmax(b + USUAL_INVERSION_K, MILD_K)) + VAPOUR_K;
    *cold = *warm = (ovf_air){.count = 1};
    bound(cold, lowest, known ? a : 0, known ? -ADIABATIC : 0, 1);
    bound(warm, warmest_air, known ? cap : 1000, 0, -1);
    cold->height_m[0] = warm->height_m[0] = DEPTH_M;
    cold->kelvin[0] = cold->kelvin[1] - STRONG_INVERSION_K;
    warm->kelvin[0] = warm->kelvin[1] - ADIABATIC * DEPTH_M;
}

/* Of one layer from its bottom up to a height, or to the height of a drop. */
static double layer_drop(const ovf_air *air, size_t i, double up_m)
{
    double t = air->kelvin[i],
           slope = (air->kelvin[i + 1] - t) / (air->height_m[i + 1] - air->height_m[i]);
    return fabs(slope) < 1e-9 ? RATE * up_m / t : RATE / slope * log1p(slope * up_m / t);
}

static double layer_height(const ovf_air *air, size_t i, double drop)
{
    double t = air->kelvin[i],
           slope = (air->kelvin[i + 1] - t) / (air->height_m[i + 1] - air->height_m[i]);
    return fabs(slope) < 1e-9 ? drop * t / RATE : t / slope * expm1(slope * drop / RATE);
}

/* From the column's bottom; it goes on below as it does there. */
static double from_bottom(const ovf_air *air, double height_m, double beyond)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < air->count; i++) {
        if (height_m <= air->height_m[i + 1])
            return sum + layer_drop(air, i, height_m - air->height_m[i]);
        sum += layer_drop(air, i, air->height_m[i + 1] - air->height_m[i]);
    }
    return isinf(beyond) ? beyond : sum;
}

double ovf_air_drop(const ovf_air *air, double height_m, double beyond)
{
    return from_bottom(air, fmax(height_m, 2 * DEPTH_M), beyond) - from_bottom(air, 0, beyond);
}

double ovf_air_height(const ovf_air *air, double drop, double beyond)
{
    double left = drop + from_bottom(air, 0, 0);
    for (size_t i = 0; i + 1 < air->count; i++) {
        double whole = layer_drop(air, i, air->height_m[i + 1] - air->height_m[i]);
        if (left <= whole) return air->height_m[i] + layer_height(air, i, left);
        left -= whole;
    }
    return isinf(beyond) ? beyond : air->height_m[air->count - 1];
}

static double qnh_least(const ovf_vertical *v)
{
    return v->qnh_least_hpa > 0 ? v->qnh_least_hpa : OVF_QNH_LEAST_HPA;
}

static double qnh_most(const ovf_vertical *v)
{
    return v->qnh_most_hpa > 0 ? v->qnh_most_hpa : OVF_QNH_MOST_HPA;
}

static double geometric(double height_m, double gravity)
{
    double h = height_m * G0 / gravity;
    return EARTH_M * h / (EARTH_M - h);
}

static double geopotential(double height_m, double gravity)
{
    return EARTH_M * height_m / (EARTH_M + height_m) * gravity / G0;
}

ovf_height_range ovf_msl_of_std(const ovf_vertical *v, bool coldest, double std_m)
{
    ovf_air cold, warm;
    ovf_air_extremes(v, coldest, &cold, &warm);
    double drop = ovf_air_drop(&standard, std_m, 0), low = drop + log(qnh_least(v) / P0_HPA),
           high = drop + log(qnh_most(v) / P0_HPA),
           least = fmin(ovf_air_height(&cold, low, 0), ovf_air_height(&warm, low, INFINITY)),
           most = fmax(ovf_air_height(&cold, high, 0), ovf_air_height(&warm, high, INFINITY));
    if (std_m > standard.height_m[standard.count - 1]) most = INFINITY;
    return (ovf_height_range){
        fmin(geometric(least, G_POLE), geometric(least, G_EQUATOR)),
        isinf(most) ? most : fmax(geometric(most, G_POLE), geometric(most, G_EQUATOR))};
}

ovf_height_range ovf_std_of_msl(const ovf_vertical *v, bool coldest, double msl_m)
{
    ovf_air cold, warm;
    ovf_air_extremes(v, coldest, &cold, &warm);
    double drops[4], least = INFINITY, most = -INFINITY;
    for (int k = 0; k < 4; k++) {
        double height = geopotential(msl_m, k < 2 ? G_POLE : G_EQUATOR);
        drops[k] = k % 2 == 0 ? ovf_air_drop(&cold, height, INFINITY)
                              : ovf_air_drop(&warm, height, 0);
        least = fmin(least, drops[k]);
        most = fmax(most, drops[k]);
    }
    least -= log(qnh_most(v) / P0_HPA);
    most -= log(qnh_least(v) / P0_HPA);
    return (ovf_height_range){ovf_air_height(&standard, least, 0),
                              isinf(most) ? most : ovf_air_height(&standard, most, INFINITY)};
}
