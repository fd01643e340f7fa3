/* A route's altitudes, raised and lowered where they have to be.
 *
 * Between two places that matter the route's altitude and the ramps of all demands are straight
 * lines, so that the new altitude, the highest (or lowest) of them, bends only where two of them
 * cross. */
#include <math.h>
#include <stdlib.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

#define SAME_PLACE_M 0.5
#define STRAIGHT_M 1e-6
/* Demands hold so much farther, since places that are put in are rounded. */
#define BEYOND_M 1.0

typedef struct {
    const ovf_route *route;
    const double *along_m;
    const ovf_demand *demands;
    size_t count;
    double gradient;
    ovf_suggestion made;
    size_t capacity, origin_capacity, level_capacity;
    double *places; /* within a leg, along the route */
    size_t place_count, place_capacity;
    double up_m, down_m;
} profile;

/* What a demand comes to at a distance along the route: its level, or that of the ramp to it. */
static double ramp(const profile *in, const ovf_demand *demand, double along_m)
{
    double off = fmax(0,
                      fmax(demand->from_m - BEYOND_M - along_m, along_m - demand->to_m - BEYOND_M));
    return demand->level_m + (demand->over ? -1 : 1) * in->gradient * off;
}

static double demanded(const profile *in, double base_m, double along_m)
{
    double altitude = base_m;
    for (int over = 1; over >= 0; over--)
        for (size_t k = 0; k < in->count; k++) {
            if (in->demands[k].over != (over == 1)) continue;
            double at = ramp(in, &in->demands[k], along_m);
            altitude = over == 1 ? fmax(altitude, at) : fmin(altitude, at);
        }
    return altitude;
}

static double base_at(const profile *in, size_t leg, double along_m)
{
    const ovf_fix *a = &in->route->fixes[leg], *b = a + 1;
    double from = in->along_m[leg], length = in->along_m[leg + 1] - from;
    return length > 0 ? a->altitude_m + (along_m - from) / length * (b->altitude_m - a->altitude_m)
                      : a->altitude_m;
}

static bool add_place(profile *in, size_t leg, double along_m)
{
    if (!(along_m > in->along_m[leg] + SAME_PLACE_M &&
          along_m < in->along_m[leg + 1] - SAME_PLACE_M))
        return true;
    if (!ovf_array_reserve(&in->places, &in->place_capacity, in->place_count + 1,
                           sizeof *in->places))
        return false;
    in->places[in->place_count++] = along_m;
    return true;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double line_at(const profile *in, size_t leg, size_t line, double along_m)
{
    return line == in->count ? base_at(in, leg, along_m) : ramp(in, &in->demands[line], along_m);
}

/* Where two of the lines cross between two places. */
static bool add_crossings(profile *in, size_t leg, double from_m, double to_m)
{
    for (size_t i = 0; i <= in->count; i++)
        for (size_t k = 0; k < i; k++) {
            double a = line_at(in, leg, i, from_m) - line_at(in, leg, k, from_m),
                   b = line_at(in, leg, i, to_m) - line_at(in, leg, k, to_m);
            if (a * b < 0 && !add_place(in, leg, from_m + a / (a - b) * (to_m - from_m)))
                return false;
        }
    return true;
}

/* The places within a leg where the altitude may bend, in order. */
static bool find_places(profile *in, size_t leg)
{
    in->place_count = 0;
    for (size_t k = 0; k < in->count; k++)
        if (!add_place(in, leg, in->demands[k].from_m - BEYOND_M) ||
            !add_place(in, leg, in->demands[k].to_m + BEYOND_M))
            return false;
    if (in->place_count > 0) qsort(in->places, in->place_count, sizeof *in->places, compare);
    size_t ends = in->place_count;
    for (size_t k = 0; k <= ends; k++)
        if (!add_crossings(in, leg, k == 0 ? in->along_m[leg] : in->places[k - 1],
                           k == ends ? in->along_m[leg + 1] : in->places[k]))
            return false;
    if (in->place_count > 0) qsort(in->places, in->place_count, sizeof *in->places, compare);
    return true;
}

static bool add_fix(profile *in, ovf_fix fix, size_t origin, bool level)
{
    ovf_suggestion *made = &in->made;
    if (!ovf_array_reserve(&made->fixes, &in->capacity, made->fix_count + 1, sizeof *made->fixes) ||
        !ovf_array_reserve(&made->origins, &in->origin_capacity, made->fix_count + 1,
                           sizeof *made->origins))
        return false;
    if (in->route->flight_levels != NULL) {
        if (!ovf_array_reserve(&made->flight_levels, &in->level_capacity, made->fix_count + 1,
                               sizeof *made->flight_levels))
            return false;
        made->flight_levels[made->fix_count] = level;
    }
    made->fixes[made->fix_count] = fix;
    made->origins[made->fix_count++] = origin;
    return true;
}

/* The fix that begins or ends a leg, at its new altitude. */
static bool add_own(profile *in, size_t fix)
{
    ovf_fix made = in->route->fixes[fix];
    double before = made.altitude_m;
    made.altitude_m = demanded(in, before, in->along_m[fix]);
    in->up_m = fmax(in->up_m, made.altitude_m - before);
    in->down_m = fmax(in->down_m, before - made.altitude_m);
    return add_fix(in, made, fix,
                   in->route->flight_levels != NULL && in->route->flight_levels[fix]);
}

/* A fix on the way, where the altitude bends. */
static bool add_between(profile *in, size_t leg, double along_m)
{
    const ovf_fix *a = &in->route->fixes[leg], *b = a + 1;
    double from = in->along_m[leg], length = in->along_m[leg + 1] - from, azimuth,
           part = (along_m - from) / length, base = base_at(in, leg, along_m);
    ovf_fix fix = {.altitude_m = demanded(in, base, along_m),
                   .time_s = a->time_s + part * (b->time_s - a->time_s)};
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, NULL, &azimuth, NULL);
    geod_direct(ovf_earth(), a->lat, a->lon, azimuth, along_m - from, &fix.lat, &fix.lon, NULL);
    fix.altitude_m = nearbyint(fix.altitude_m * 1e6) / 1e6;
    ovf_lonlat at = ovf_stop_written((ovf_lonlat){fix.lon, fix.lat}).at;
    fix.lon = at.lon;
    fix.lat = at.lat;
    in->up_m = fmax(in->up_m, fix.altitude_m - base);
    in->down_m = fmax(in->down_m, base - fix.altitude_m);
    return add_fix(in, fix, OVF_SUGGEST_ADDED,
                   in->route->flight_levels != NULL && in->route->flight_levels[leg]);
}

/* Those of the places at which it does bend. */
static bool add_leg(profile *in, size_t leg)
{
    if (!find_places(in, leg)) return false;
    double before_m = in->along_m[leg],
           before = demanded(in, in->route->fixes[leg].altitude_m, before_m);
    for (size_t k = 0; k < in->place_count; k++) {
        bool last = k + 1 == in->place_count;
        double at = in->places[k], next = last ? in->along_m[leg + 1] : in->places[k + 1];
        double here = demanded(in, base_at(in, leg, at), at),
               there = demanded(in, base_at(in, leg, next), next);
        if (!last && next - at < SAME_PLACE_M) continue;
        double straight = before + (at - before_m) / (next - before_m) * (there - before);
        if (fabs(straight - here) <= STRAIGHT_M) continue;
        if (!add_between(in, leg, at)) return false;
        before_m = at;
        before = here;
    }
    return true;
}

ovf_status ovf_profile_build(const ovf_route *route, const double *along_m,
                             const ovf_demand *demands, size_t count, double gradient,
                             ovf_suggestion *made, double *up_m, double *down_m, ovf_error *error)
{
    profile in = {.route = route,
                  .along_m = along_m,
                  .demands = demands,
                  .count = count,
                  .gradient = gradient};
    in.made.part_ends = ovf_array_new(route->part_count, sizeof *in.made.part_ends);
    in.made.part_count = route->part_count;
    bool good = in.made.part_ends != NULL;
    for (size_t p = 0, k = 0; good && p < route->part_count; p++) {
        for (; good && k < route->part_ends[p]; k++)
            good = add_own(&in, k) && (k + 1 == route->part_ends[p] || add_leg(&in, k));
        in.made.part_ends[p] = in.made.fix_count;
    }
    free(in.places);
    if (!good) {
        ovf_suggestion_clear(&in.made);
        return ovf_fail_memory(error);
    }
    *made = in.made;
    *up_m = in.up_m;
    *down_m = in.down_m;
    return OVF_OK;
}
