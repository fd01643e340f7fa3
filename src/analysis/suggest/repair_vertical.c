/* Repairs in height: over a ceiling, under a floor, to the limits of altitude. */
#include <math.h>
#include <stdlib.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

#define FOOT_M 0.3048
/* Beyond the limit by at least so much: exactly at a floor or a ceiling is within. */
#define HAIR_M 0.01
#define ROUNDS 40
#define HIGHEST_M 30000.0
#define LOWEST_M (-500.0)
#define PIECES_MAX 20000

/* A demand with what it is there for. */
typedef struct {
    size_t rule;
    ovf_limit limit;
    int raised; /* how often its level was moved on, since the check was not content */
} purpose;

typedef struct {
    ovf_repair *repair;
    ovf_vertical vertical;
    ovf_vertical_step step;
    ovf_route route; /* the draft's */
    double *along_m;
    double unit_m; /* that levels are whole numbers of */
    bool pressure; /* altitudes are over the standard level */
    double gradient;
    ovf_demand demands[OVF_DEMANDS_MAX];
    purpose purposes[OVF_DEMANDS_MAX];
    size_t count;
} climber;

/* The restriction's own where it has one; otherwise that of the zone's volume. */
static ovf_limit floor_of(const climber *in, const ovf_problem *p)
{
    const ovf_volume *volume = ovf_problem_volume(in->repair, p);
    ovf_limit own = ovf_limit_of_height(p->restriction->floor);
    return own.count > 0 || volume == NULL ? own : volume->floor;
}

static ovf_limit ceiling_of(const climber *in, const ovf_problem *p)
{
    const ovf_volume *volume = ovf_problem_volume(in->repair, p);
    ovf_limit own = ovf_limit_of_height(p->restriction->ceiling);
    return own.count > 0 || volume == NULL ? own : volume->ceiling;
}

/* What is to be flown beyond; false where the problem has nothing of the kind. */
static bool find_limit(const climber *in, const ovf_problem *p, bool *over, ovf_limit *limit)
{
    const ovf_restriction *r = p->restriction;
    const ovf_limit own = ovf_limit_of_height((ovf_height){r->values[0], r->reference});
    bool least = r->kind == &ovf_kind_min_altitude, most = r->kind == &ovf_kind_max_altitude;
    if (!p->judged && !ovf_problem_blocks(p)) return false;
    if (in->step == OVF_VERTICAL_LIMITS) {
        *over = least;
        *limit = own;
        return least || most;
    }
    *over = in->step == OVF_VERTICAL_OVER;
    if (!ovf_problem_blocks(p) && !least && !most && r->kind != &ovf_kind_max_distance)
        return false;
    if (*over) *limit = least ? own : ceiling_of(in, p);
    else *limit = most ? own : floor_of(in, p);
    return limit->count > 0 && !limit->unknown;
}

/* ---- levels ---- */

static bool is_beyond_height(const climber *in, const ovf_column *column, double level_m,
                             ovf_height limit, bool over)
{
    ovf_height_reference own = in->pressure ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL;
    if (own == limit.reference)
        return over ? level_m >= limit.metres + HAIR_M : level_m <= limit.metres - HAIR_M;
    ovf_height_range range = ovf_height_bounds(column, level_m, own, limit.reference);
    return over ? range.least_m >= limit.metres + HAIR_M : range.most_m <= limit.metres - HAIR_M;
}

/* Whether a level of the route's is surely beyond a limit in one piece. Above the higher of two
 * heights it is above both, above the lower above one. */
static bool is_beyond(const climber *in, const ovf_column *column, double level_m,
                      const ovf_limit *limit, bool over)
{
    bool first = is_beyond_height(in, column, level_m, limit->heights[0], over);
    if (limit->count < 2) return first;
    bool second = is_beyond_height(in, column, level_m, limit->heights[1], over),
         both = over != limit->lower;
    return both ? first && second : first || second;
}

/* The level beyond a limit in one piece: the nearest one, or NAN where there is none. */
static double level_in(const climber *in, const ovf_column *column, const ovf_limit *limit,
                       bool over)
{
    double good = over ? HIGHEST_M : LOWEST_M, bad = over ? LOWEST_M : HIGHEST_M;
    if (!is_beyond(in, column, good, limit, over)) return NAN;
    for (int k = 0; k < 50; k++) {
        double middle = good + (bad - good) / 2;
        if (is_beyond(in, column, middle, limit, over)) good = middle;
        else bad = middle;
    }
    return good;
}

static double rounded(const climber *in, double level_m, bool over)
{
    double units = level_m / in->unit_m, near = nearbyint(units);
    if (fabs(units - near) < 1e-9) return near * in->unit_m;
    return (over ? ceil(units) : floor(units)) * in->unit_m;
}

static size_t leg_at(const climber *in, double along_m)
{
    size_t low = 0, high = in->route.fix_count - 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (in->along_m[middle] <= along_m) low = middle;
        else high = middle;
    }
    return low;
}

static ovf_lonlat place_at(const climber *in, double along_m)
{
    size_t leg = leg_at(in, along_m);
    const ovf_fix *a = &in->route.fixes[leg], *b = a + 1;
    double azimuth;
    ovf_lonlat at;
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, NULL, &azimuth, NULL);
    geod_direct(ovf_earth(), a->lat, a->lon, azimuth, along_m - in->along_m[leg], &at.lat, &at.lon,
                NULL);
    return at;
}

static ovf_status no_altitude(const char *what, bool over, const ovf_limit *limit,
                              const char *which, ovf_error *error)
{
    char text[OVF_LIMIT_TEXT];
    ovf_limit_format(limit, text);
    return ovf_fail(error, OVF_ERROR_GEOMETRY, "%s %s %s%s", what, over ? "above" : "below", text,
                    which);
}

/* The level beyond a limit in all of a stretch. */
static ovf_status find_level(const climber *in, const ovf_demand *demand, const ovf_limit *limit,
                             double *level_m, ovf_error *error)
{
    const ovf_ground *ground = in->vertical.ground;
    double step = OVF_COLUMN_MAX_M, length = demand->to_m - demand->from_m;
    if (ground != NULL && ground->spacing_m > 0) step = fmin(step, ground->spacing_m);
    step = fmax(step, length / PIECES_MAX);
    size_t pieces = (size_t)fmax(1, ceil(length / step));
    ovf_lonlat before = place_at(in, demand->from_m);
    *level_m = demand->over ? -INFINITY : INFINITY;
    for (size_t k = 0; k < pieces; k++) {
        ovf_column column;
        ovf_lonlat after = place_at(in, demand->from_m + length * (double)(k + 1) / (double)pieces);
        ovf_status status = ovf_column_between(&in->vertical, &before, &after, &column, error);
        if (status != OVF_OK) return status;
        double level = level_in(in, &column, limit, demand->over);
        if (isnan(level))
            return no_altitude("no altitude is surely", demand->over, limit, "", error);
        *level_m = demand->over ? fmax(*level_m, level) : fmin(*level_m, level);
        before = after;
    }
    *level_m = rounded(in, *level_m, demand->over);
    return OVF_OK;
}

/* ---- demands ---- */

static ovf_status demand_more(climber *in, const ovf_problem *p, bool over, const ovf_limit *limit,
                              ovf_error *error)
{
    for (size_t k = 0; k < in->count; k++) {
        ovf_demand *d = &in->demands[k];
        purpose *why = &in->purposes[k];
        if (why->rule != p->rule || d->over != over || p->from_m > d->to_m || p->to_m < d->from_m)
            continue;
        bool covered = p->from_m >= d->from_m - 1e-3 && p->to_m <= d->to_m + 1e-3;
        d->from_m = fmin(d->from_m, p->from_m);
        d->to_m = fmax(d->to_m, p->to_m);
        if (covered) {
            if (++why->raised > 12)
                return no_altitude("no altitude", over, limit, " passes the check", error);
            d->level_m += (over ? 1 : -1) * ldexp(in->unit_m, why->raised - 1);
            return OVF_OK;
        }
        double level, before = d->level_m;
        ovf_status status = find_level(in, d, limit, &level, error);
        d->level_m = over ? fmax(before, level) : fmin(before, level);
        return status;
    }
    if (in->count == OVF_DEMANDS_MAX)
        return ovf_fail(error, OVF_ERROR_GEOMETRY, "more than %d stretches need another altitude",
                        OVF_DEMANDS_MAX);
    ovf_demand *d = &in->demands[in->count];
    *d = (ovf_demand){p->from_m, p->to_m, over, 0};
    in->purposes[in->count++] = (purpose){p->rule, *limit, 0};
    return find_level(in, d, limit, &d->level_m, error);
}

/* A flight that begins or ends beside the volume, below its floor say, is not lifted over it there.
 */
static ovf_status look_at_ends(const climber *in, const ovf_problem *p, ovf_error *error)
{
    size_t last = in->route.fix_count - 1;
    bool begins = p->from_m <= 1e-3 && p->bound_from_m > 1,
         ends = p->to_m >= in->along_m[last] - 1e-3 && p->bound_to_m < in->along_m[last] - 1;
    if (in->step == OVF_VERTICAL_LIMITS || !(begins || ends)) return OVF_OK;
    for (int k = 0; k < 2; k++) {
        double altitude = in->route.fixes[k == 0 ? 0 : last].altitude_m, level = altitude;
        if (!(k == 0 ? begins : ends)) continue;
        for (size_t i = 0; i < in->count; i++)
            if (in->purposes[i].rule == p->rule) level = in->demands[i].level_m;
        if (in->step == OVF_VERTICAL_OVER ? altitude < level : altitude > level)
            return ovf_fail(error, OVF_ERROR_GEOMETRY,
                            "the flight %s within the zone's outline, %s",
                            k == 0 ? "begins" : "ends",
                            in->step == OVF_VERTICAL_OVER ? "below it" : "above it");
    }
    return OVF_OK;
}

/* Takes in what the draft that was judged last breaks; *more tells whether there is something. */
static ovf_status gather(climber *in, bool *more, ovf_error *error)
{
    ovf_status status = OVF_OK;
    *more = false;
    for (size_t i = 0; status == OVF_OK && i < in->repair->problems.count; i++) {
        const ovf_problem *p = &in->repair->problems.items[i];
        bool over;
        ovf_limit limit;
        if (isnan(p->from_m) || !find_limit(in, p, &over, &limit)) continue;
        *more = true;
        status = demand_more(in, p, over, &limit, error);
        if (status == OVF_OK) status = look_at_ends(in, p, error);
    }
    return status;
}

/* ---- the route's own altitudes ---- */

static bool is_whole(double metres, double unit_m)
{
    return fabs(metres / unit_m - nearbyint(metres / unit_m)) < 1e-6;
}

/* Hundreds of feet, unless the route is planned in tens of metres. */
static double unit_of(const ovf_route *route)
{
    bool feet = true, metres = true;
    for (size_t k = 0; k < route->fix_count; k++) {
        feet = feet && is_whole(route->fixes[k].altitude_m, 100 * FOOT_M);
        metres = metres && is_whole(route->fixes[k].altitude_m, 10);
    }
    return metres && !feet ? 10 : 100 * FOOT_M;
}

static ovf_status look_at_route(climber *in, ovf_error *error)
{
    const ovf_route *route = &in->route;
    in->pressure = route->flight_levels != NULL && route->flight_levels[0];
    in->gradient = OVF_SUGGEST_GRADIENT;
    for (size_t k = 0; k < route->fix_count; k++) {
        if (isnan(route->fixes[k].altitude_m))
            return ovf_fail(error, OVF_ERROR_GEOMETRY, "the altitude of fix %zu is not known",
                            k + 1);
        if (route->flight_levels != NULL && route->flight_levels[k] != in->pressure)
            return ovf_fail(error, OVF_ERROR_GEOMETRY,
                            "the route has both flight levels and altitudes over the sea");
        double length = k > 0 ? in->along_m[k] - in->along_m[k - 1] : 0;
        if (length > 1)
            in->gradient = fmax(in->gradient,
                                fabs(route->fixes[k].altitude_m - route->fixes[k - 1].altitude_m) /
                                    length);
    }
    in->unit_m = unit_of(route);
    return OVF_OK;
}

/* Not into the ground, nor below the sea. */
static ovf_status look_at_ground(const climber *in, ovf_error *error)
{
    const ovf_limit ground = ovf_limit_of_height(
        (ovf_height){0, in->vertical.ground != NULL ? OVF_HEIGHT_AGL : OVF_HEIGHT_MSL});
    for (size_t k = 0; k < in->count; k++) {
        const ovf_demand *d = &in->demands[k];
        double level;
        if (d->over) continue;
        const ovf_demand above = {d->from_m, d->to_m, true, 0};
        ovf_status status = find_level(in, &above, &ground, &level, error);
        if (status != OVF_OK) return status;
        if (d->level_m < level)
            return ovf_fail(error, OVF_ERROR_GEOMETRY, "at %.0f m the %s is in the way", d->level_m,
                            in->vertical.ground != NULL ? "ground" : "sea");
    }
    return OVF_OK;
}

static ovf_status climb(climber *in, ovf_suggestion *made, double *up_m, double *down_m,
                        ovf_error *error)
{
    bool more;
    ovf_status status = gather(in, &more, error);
    for (int round = 0; status == OVF_OK && more && round < ROUNDS; round++) {
        ovf_suggestion_clear(made);
        status = look_at_ground(in, error);
        if (status == OVF_OK)
            status = ovf_profile_build(&in->route, in->along_m, in->demands, in->count,
                                       in->gradient, made, up_m, down_m, error);
        if (status != OVF_OK) break;
        const ovf_route route = ovf_suggestion_route(made, &in->route);
        status = ovf_repair_judge(in->repair, &route, error);
        if (status == OVF_OK) status = gather(in, &more, error);
    }
    if (status == OVF_OK && more)
        status = ovf_fail(error, OVF_ERROR_GEOMETRY, "no change of altitude passes the check");
    return status;
}

ovf_status ovf_repair_vertical(ovf_repair *repair, ovf_draft *draft, ovf_vertical_step step,
                               bool *done, ovf_error *error)
{
    climber *in = ovf_array_new(1, sizeof *in);
    const ovf_result *result;
    ovf_suggestion made = {0};
    double up_m = 0, down_m = 0;
    *done = false;
    if (in == NULL) return ovf_fail_memory(error);
    in->repair = repair;
    in->step = step;
    in->route = ovf_draft_route(draft, repair->route);
    if (repair->checker->options.vertical != NULL)
        in->vertical = *repair->checker->options.vertical;
    if (repair->scratch->ground != NULL) in->vertical.ground = repair->scratch->ground;
    for (size_t i = 0; i < repair->problems.count; i++) {
        bool over;
        ovf_limit limit;
        const ovf_problem *p = &repair->problems.items[i];
        *done = *done || (!isnan(p->from_m) && find_limit(in, p, &over, &limit));
    }
    ovf_status status = OVF_OK;
    if (*done) {
        in->along_m = ovf_array_new(in->route.fix_count, sizeof *in->along_m);
        if (in->along_m == NULL) status = ovf_fail_memory(error);
        if (status == OVF_OK)
            status = ovf_analyze(repair->checker->analyzer, &in->route, repair->scratch, &result,
                                 error);
        for (size_t k = 0; status == OVF_OK && k < in->route.fix_count; k++)
            in->along_m[k] = result->fix_along_m[k];
        if (status == OVF_OK) status = look_at_route(in, error);
        if (status == OVF_OK) status = climb(in, &made, &up_m, &down_m, error);
        if (status == OVF_OK) status = ovf_draft_replace(draft, &made, error);
        draft->up_m = fmax(draft->up_m, up_m);
        draft->down_m = fmax(draft->down_m, down_m);
    }
    ovf_suggestion_clear(&made);
    free(in->along_m);
    free(in);
    return status;
}
