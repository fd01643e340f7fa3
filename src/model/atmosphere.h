/* Pressure and height: what a flight level may be over the sea. */
#ifndef OVF_MODEL_ATMOSPHERE_H
#define OVF_MODEL_ATMOSPHERE_H

#include "overflight/heights.h"

/* A column of air: temperatures at geopotential heights, linear in between. */
#define OVF_AIR_POINTS 32
typedef struct {
    double height_m[OVF_AIR_POINTS], kelvin[OVF_AIR_POINTS];
    size_t count;
} ovf_air;

/* The coldest and the warmest (virtual) temperatures that each height may have. */
void ovf_air_extremes(const ovf_vertical *vertical, bool coldest, ovf_air *cold, ovf_air *warm);

/* ln(p0 / p) between sea level and a geopotential height, by the hypsometric equation, and the
 * height of it. Beyond the column's top: `beyond`. */
double ovf_air_drop(const ovf_air *air, double height_m, double beyond);
double ovf_air_height(const ovf_air *air, double drop, double beyond);

/* Between what a pressure altitude is over the sea, and the other way round. */
ovf_height_range ovf_msl_of_std(const ovf_vertical *vertical, bool coldest, double std_m);
ovf_height_range ovf_std_of_msl(const ovf_vertical *vertical, bool coldest, double msl_m);

#endif
