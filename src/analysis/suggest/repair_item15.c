/* Drafts that item 15 of a flight plan can say (ICAO Doc 4444, appendix 2): positions at whole
 * minutes or seconds, and levels that hold from their fix on. */
#include <math.h>
#include <stdlib.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

#define FOOT_M 0.3048

typedef struct {
    const ovf_suggestion *before;
    ovf_suggestion made;
    size_t capacity, origin_capacity, level_capacity;
} rounder;

static bool is_whole(double metres, double unit_m)
{
    return fabs(metres - nearbyint(metres / unit_m) * unit_m) < 1e-6 * unit_m;
}

/* What a plan can say, and what is nearest to it. */
static double said_level(double altitude_m, bool pressure)
{
    double feet_m = nearbyint(altitude_m / (100 * FOOT_M)) * 100 * FOOT_M,
           metres_m = nearbyint(altitude_m / 10) * 10;
    if (isnan(altitude_m) || is_whole(altitude_m, 100 * FOOT_M)) return altitude_m;
    if (is_whole(altitude_m, 10)) return altitude_m;
    return pressure || fabs(feet_m - altitude_m) < fabs(metres_m - altitude_m) ? feet_m : metres_m;
}

static bool add(rounder *in, size_t fix, size_t origin, double altitude_m, bool pressure)
{
    ovf_suggestion *made = &in->made;
    bool levels = in->before->flight_levels != NULL;
    if (!ovf_array_reserve(&made->fixes, &in->capacity, made->fix_count + 1, sizeof *made->fixes) ||
        !ovf_array_reserve(&made->origins, &in->origin_capacity, made->fix_count + 1,
                           sizeof *made->origins) ||
        (levels && !ovf_array_reserve(&made->flight_levels, &in->level_capacity,
                                      made->fix_count + 1, sizeof *made->flight_levels)))
        return false;
    if (levels) made->flight_levels[made->fix_count] = pressure;
    made->fixes[made->fix_count] = in->before->fixes[fix];
    made->fixes[made->fix_count].altitude_m = altitude_m;
    made->origins[made->fix_count++] = origin;
    return true;
}

static bool is_pressure(const rounder *in, size_t fix)
{
    return in->before->flight_levels != NULL && in->before->flight_levels[fix];
}

/* A part: each leg has the level of its end, which is the one that the aircraft makes for. */
static bool add_part(rounder *in, size_t first, size_t end)
{
    const ovf_fix *f = in->before->fixes;
    for (size_t k = first; k < end;) {
        size_t last = k; /* of those at one place */
        while (last + 1 < end && f[last + 1].lon == f[k].lon && f[last + 1].lat == f[k].lat) last++;
        size_t next = last + 1 < end ? last + 1 : last;
        double arriving = said_level(f[k].altitude_m, is_pressure(in, k)),
               leaving = said_level(f[next].altitude_m, is_pressure(in, next));
        bool changes = is_pressure(in, k) != is_pressure(in, next) ||
                       (arriving != leaving && !(isnan(arriving) && isnan(leaving)));
        /* From no level to one the route has one fix, as ovf_flightplan_parse makes it. */
        bool both = changes && k > first && !isnan(arriving);
        if (both && !add(in, k, k, arriving, is_pressure(in, k))) return false;
        if (!add(in, last,
                 !both      ? k
                 : last > k ? last
                            : OVF_SUGGEST_ADDED,
                 leaving, is_pressure(in, next)))
            return false;
        k = last + 1;
    }
    return true;
}

static void round_place(ovf_fix *fix, double step_deg)
{
    double per_degree = nearbyint(1 / step_deg);
    fix->lon = nearbyint(remainder(fix->lon, 360) * per_degree) / per_degree;
    fix->lat = nearbyint(fix->lat * per_degree) / per_degree;
}

/* A place that was put in or moved is rounded; others are as they will be written. */
static void round_places(ovf_draft *draft, const ovf_route *route, double step_deg)
{
    ovf_suggestion *made = &draft->made;
    for (size_t k = 0; k < made->fix_count; k++) {
        ovf_fix *fix = &made->fixes[k];
        size_t origin = made->origins[k];
        bool stays = origin != OVF_SUGGEST_ADDED && route->fixes[origin].lon == fix->lon &&
                     route->fixes[origin].lat == fix->lat;
        round_place(fix, stays ? 1e-9 : step_deg);
    }
}

ovf_status ovf_draft_round(ovf_draft *draft, const ovf_route *route, double step_deg,
                           ovf_error *error)
{
    round_places(draft, route, step_deg);
    rounder in = {.before = &draft->made};
    in.made.part_ends = ovf_array_new(draft->made.part_count, sizeof *in.made.part_ends);
    in.made.part_count = draft->made.part_count;
    bool good = in.made.part_ends != NULL;
    for (size_t p = 0, first = 0; good && p < in.made.part_count; p++) {
        good = add_part(&in, first, draft->made.part_ends[p]);
        first = draft->made.part_ends[p];
        in.made.part_ends[p] = in.made.fix_count;
    }
    if (!good) {
        ovf_suggestion_clear(&in.made);
        return ovf_fail_memory(error);
    }
    return ovf_draft_replace(draft, &in.made, error);
}
