/* Places and legs of the route that a scratch has in hand. */
#include "analysis/meet/scratch.h"

#include "base/array.h"

const ovf_leg *ovf_scratch_leg(ovf_scratch *s, size_t fix)
{
    ovf_leg *leg = &s->drawn[fix % OVF_DRAWN_LEGS].leg;
    if (s->drawn[fix % OVF_DRAWN_LEGS].after == fix + 1) return leg;
    ovf_lonlat from = ovf_fixes_place(&s->fixes, fix), to = ovf_fixes_place(&s->fixes, fix + 1);
    ovf_leg_between(leg, from.lon, from.lat, to.lon, to.lat);
    s->drawn[fix % OVF_DRAWN_LEGS].after = fix + 1;
    return leg;
}

static double between(double from, double to, double t) { return from + t * (to - from); }

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
    const ovf_fixes *fixes = &s->fixes;
    double length = s->along_m[high] - s->along_m[low], along = along_m - s->along_m[low];
    double t = length > 0 ? along / length : 0;
    bool at_fix = t <= 0 || t >= 1;
    size_t fix = t <= 0 ? low : low + 1; /* whose place is at hand */
    ovf_place place = {.along_m = along_m};
    if (known != NULL) {
        place.lon = known->lon;
        place.lat = known->lat;
    } else if (at_fix) {
        ovf_lonlat position = ovf_fixes_place(fixes, fix);
        place.lon = remainder(position.lon, 360);
        place.lat = position.lat;
    } else {
        ovf_lonlat position = ovf_leg_position(ovf_scratch_leg(s, low), along);
        place.lon = position.lon;
        place.lat = position.lat;
    }
    place.altitude_m = at_fix ? ovf_fixes_altitude(fixes, fix)
                              : between(ovf_fixes_altitude(fixes, low),
                                        ovf_fixes_altitude(fixes, low + 1), t);
    place.time_s = at_fix ? ovf_fixes_time(fixes, fix)
                          : between(ovf_fixes_time(fixes, low), ovf_fixes_time(fixes, low + 1), t);
    return place;
}

void ovf_scratch_settle(const ovf_scratch *s, const ovf_stretch *stretch, bool last,
                        ovf_place *place)
{
    size_t low = stretch->from_fix, high = stretch->to_fix + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (s->along_m[middle] < place->along_m - OVF_TOLERANCE_M) low = middle + 1;
        else high = middle;
    }
    size_t end = low;
    while (end <= stretch->to_fix && s->along_m[end] <= place->along_m + OVF_TOLERANCE_M) end++;
    if (end < low + 2) return;
    size_t fix = last ? end - 1 : low;
    place->time_s = ovf_fixes_time(&s->fixes, fix);
    place->altitude_m = ovf_fixes_altitude(&s->fixes, fix);
}

void ovf_bound_gather(void *given, double from_m, double to_m, unsigned doubts)
{
    ovf_bound_gatherer *in = given;
    ovf_bound_list *list = in->list;
    if (!(to_m > from_m)) return; /* a climb on the spot */
    if (!ovf_array_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        in->failed = true;
    else list->items[list->count++] = (ovf_bound){from_m, to_m, doubts};
}
