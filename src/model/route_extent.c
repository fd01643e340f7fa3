#include "model/route_extent.h"

#include <math.h>

#include "geodesy/leg.h"

static void raise(ovf_route_step *step, double value, size_t from, size_t to)
{
    if (!(value <= step->value)) *step = (ovf_route_step){from, to, value};
}

static void widen(double *low, double *high, double value)
{
    *low = fmin(*low, value); /* NAN is passed over */
    *high = fmax(*high, value);
}

static void take_altitude(const ovf_route *route, size_t i, ovf_route_extent *extent)
{
    double altitude_m = route->fixes[i].altitude_m;
    if (route->heights_m != NULL && isnan(altitude_m) && !isnan(route->heights_m[i])) {
        unsigned char over = route->height_references[i];
        extent->others++;
        widen(&extent->lowest_over_m[over], &extent->highest_over_m[over], route->heights_m[i]);
    }
    if (isnan(altitude_m)) return;
    if (route->flight_levels != NULL && route->flight_levels[i]) {
        extent->levels++;
        widen(&extent->lowest_level_m, &extent->highest_level_m, altitude_m);
    } else {
        extent->heights++;
        widen(&extent->lowest_m, &extent->highest_m, altitude_m);
    }
}

static void take_leg(const ovf_fix *fixes, size_t i, ovf_route_extent *extent)
{
    const ovf_fix *a = &fixes[i - 1], *b = &fixes[i];
    ovf_leg leg;
    ovf_leg_between(&leg, a->lon, a->lat, b->lon, b->lat);
    extent->length_m += leg.length_m;
    raise(&extent->longest_leg, leg.length_m, i - 1, i);
    double duration_s = b->time_s - a->time_s;
    if (duration_s > 0) raise(&extent->fastest, leg.length_m / duration_s, i - 1, i);
}

/* Longitudes are followed the short way from fix to fix. */
static void take_longitudes(const ovf_route *route, ovf_route_extent *extent)
{
    double lon = remainder(route->fixes[0].lon, 360), west = lon, east = lon;
    for (size_t i = 1; i < route->fix_count; i++) {
        lon += remainder(route->fixes[i].lon - lon, 360);
        widen(&west, &east, lon);
    }
    bool whole = east - west >= 360;
    extent->box.west = whole ? -180 : west < -180 ? west + 360 : west > 180 ? west - 360 : west;
    extent->box.east = whole ? 180 : east < -180 ? east + 360 : east > 180 ? east - 360 : east;
}

void ovf_route_extent_find(const ovf_route *route, ovf_route_extent *extent)
{
    const ovf_route_step none = {0, 0, NAN};
    *extent = (ovf_route_extent){.box = {NAN, 90, NAN, -90},
                                 .first_s = NAN,
                                 .last_s = NAN,
                                 .lowest_m = NAN,
                                 .highest_m = NAN,
                                 .lowest_level_m = NAN,
                                 .highest_level_m = NAN,
                                 .longest_leg = none,
                                 .longest_gap = none,
                                 .fastest = none};
    for (int over = 0; over <= OVF_HEIGHT_UNKNOWN; over++)
        extent->lowest_over_m[over] = extent->highest_over_m[over] = NAN;
    size_t before = SIZE_MAX;
    for (size_t part = 0, i = 0; part < route->part_count; part++) {
        for (size_t begin = i; i < route->part_ends[part]; i++) {
            const ovf_fix *fix = &route->fixes[i];
            widen(&extent->box.south, &extent->box.north, fix->lat);
            take_altitude(route, i, extent);
            if (i > begin) take_leg(route->fixes, i, extent);
            if (isnan(fix->time_s)) continue;
            extent->timed++;
            widen(&extent->first_s, &extent->last_s, fix->time_s);
            if (before != SIZE_MAX)
                raise(&extent->longest_gap, fix->time_s - route->fixes[before].time_s, before, i);
            before = i;
        }
    }
    if (route->fix_count > 0) take_longitudes(route, extent);
}
