#include "output/convert/fix_facts.h"

#include <math.h>
#include <string.h>

double ovf_flight_lon(const ovf_fix *fix, double before)
{
    if (isnan(before)) return fix->lon;
    double turns = round((before - fix->lon) / 360), lon = fix->lon + turns * 360;
    if (turns == 0 || fabs(lon) > 540) return fix->lon;
    return lon;
}

bool ovf_flight_is_level(const ovf_route *route, size_t i)
{
    return route->flight_levels != NULL && route->flight_levels[i];
}

bool ovf_flight_is_time_attribute(const char *name)
{
    return strcmp(name, "coordTimes") == 0 || strcmp(name, "coordinateProperties") == 0 ||
           strcmp(name, "datetimes") == 0;
}
