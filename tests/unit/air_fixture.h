/* Columns of air, integrated step by step, with nothing of the library's formulas. */
#ifndef AIR_FIXTURE_H
#define AIR_FIXTURE_H

#include <math.h>
#include <stddef.h>

#include "model/atmosphere.h"

#define AIR_STEP_M 25.0
#define AIR_DOWN 120   /* steps below the sea */
#define AIR_STEPS 1280 /* above it: to 32 km */

/* The height of the standard atmosphere's pressure, as ln(1013.25 / p): Doc 7488/3 in closed form.
 */
static inline double standard_drop(double height)
{
    if (height <= 11000) return -5.255876 * log(1 - 0.0065 * height / 288.15);
    if (height <= 20000) return log(1013.25 / 226.3204) + (height - 11000) / 6341.616;
    return log(1013.25 / 54.7488) + 34.16320 * log(1 + 0.001 * (height - 20000) / 216.65);
}

static inline double standard_height(double drop)
{
    double low = -5000, high = 32000;
    for (int k = 0; k < 60; k++) {
        double middle = (low + high) / 2;
        if (standard_drop(middle) < drop) low = middle;
        else high = middle;
    }
    return low;
}

static inline double kelvin_at(const ovf_air *air, double height)
{
    size_t i = 0;
    while (i + 2 < air->count && air->height_m[i + 1] < height) i++;
    double t = (height - air->height_m[i]) / (air->height_m[i + 1] - air->height_m[i]);
    return air->kelvin[i] + t * (air->kelvin[i + 1] - air->kelvin[i]);
}

/* ln(1013.25 / p) at each step of geometric height. */
typedef struct {
    double drop[AIR_DOWN + AIR_STEPS + 1];
} air_column;

/* `gravity` in m/s2 at sea level; temperatures of the steps by a function. */
static inline void lay_column(air_column *column, double qnh, double gravity,
                              double (*kelvin)(void *context, double height), void *context)
{
    double *at_sea = column->drop + AIR_DOWN;
    *at_sea = log(1013.25 / qnh);
    for (int sign = -1; sign <= 1; sign += 2)
        for (int k = 0; k < (sign < 0 ? AIR_DOWN : AIR_STEPS); k++) {
            double z = sign * (k + 0.5) * AIR_STEP_M, earth = 6356766,
                   g = gravity * (earth / (earth + z)) * (earth / (earth + z)),
                   height = z * earth / (earth + z) * gravity / 9.80665;
            at_sea[sign * (k + 1)] = at_sea[sign * k] +
                                     sign * AIR_STEP_M * g / (287.05287 * kelvin(context, height));
        }
}

/* How high over the sea a pressure altitude is; NAN beyond the column. */
static inline double height_of_level(const air_column *column, double level)
{
    double drop = standard_drop(level);
    size_t low = 0, high = AIR_DOWN + AIR_STEPS;
    if (drop < column->drop[low] || drop > column->drop[high]) return NAN;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (column->drop[middle] <= drop) low = middle;
        else high = middle;
    }
    double t = (drop - column->drop[low]) / (column->drop[high] - column->drop[low]);
    return ((double)low + t - AIR_DOWN) * AIR_STEP_M;
}

static inline double level_of_height(const air_column *column, double z)
{
    double at = z / AIR_STEP_M + AIR_DOWN;
    size_t low = (size_t)at;
    double t = at - (double)low;
    return standard_height(column->drop[low] + t * (column->drop[low + 1] - column->drop[low]));
}

#define GRAVITY_AT_POLE 9.8321863685
#define GRAVITY_AT_EQUATOR 9.7803267715

#endif
