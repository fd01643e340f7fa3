/* Places and legs of the route that a scratch has in hand. */
#include "analysis/meet/scratch.h"

const ovf_leg *ovf_scratch_leg(ovf_scratch *s, size_t fix)
{
    ovf_leg *leg = &s->drawn[fix % OVF_DRAWN_LEGS].leg;
    if (s->drawn[fix % OVF_DRAWN_LEGS].after == fix + 1) return leg;
    const ovf_fix *from = &s->route->fixes[fix], *to = from + 1;
    ovf_leg_between(leg, from->lon, from->lat, to->lon, to->lat);
    s->drawn[fix % OVF_DRAWN_LEGS].after = fix + 1;
    return leg;
}

ovf_place ovf_scratch_place(ovf_scratch *s, const ovf_stretch *stretch, double along_m,
                            const ovf_lonlat *known)
{
    size_t low = stretch->from_fix,
           high = stretch->to_fix; /* the leg that holds it, by bisection */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->along_m[middle] <= along_m) low = middle;
        else high = middle;
    }
    const ovf_fix *from = &s->route->fixes[low], *to = &s->route->fixes[low + 1];
    double length = s->along_m[high] - s->along_m[low], along = along_m - s->along_m[low];
    double t = length > 0 ? along / length : 0;
    const ovf_fix *fix = t <= 0 ? from : t >= 1 ? to : NULL; /* whose place is at hand */
    ovf_place place = {.along_m = along_m};
    if (known != NULL) {
        place.lon = known->lon;
        place.lat = known->lat;
    } else if (fix != NULL) {
        place.lon = remainder(fix->lon, 360);
        place.lat = fix->lat;
    } else {
        ovf_lonlat position = ovf_leg_position(ovf_scratch_leg(s, low), along);
        place.lon = position.lon;
        place.lat = position.lat;
    }
    place.altitude_m = fix != NULL ? fix->altitude_m
                                   : from->altitude_m + t * (to->altitude_m - from->altitude_m);
    place.time_s = fix != NULL ? fix->time_s : from->time_s + t * (to->time_s - from->time_s);
    return place;
}
