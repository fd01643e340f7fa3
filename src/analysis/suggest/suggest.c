/* Suggesting a route: which fixes can stay, a way for each leg that is not clear, and the judgement
 * of the whole. */
#include "model/checks.h"
#include "overflight/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"
#include "base/error.h"
#include "model/model.h"

#define THRIFT_M 0.1
/* Outlines are simplified to this part of the extra length at most (overflight/suggest.h). */
#define STRAY 0.01
#define FIRST_STRAY 0.01 /* the first time round: of the distance */
#define LAST_STRAY 0.002 /* of the distance, if that is less */
#define SAMPLES_MAX 4000
#define SEARCHES_MAX 8
#define PULLS_MAX 60
/* A fix that is moved is put so much farther off that legs can leave it to all sides but one. */
#define MOVED_MARGIN_M (5 * OVF_SUGGEST_MARGIN_M)
#define MOVES_MAX 10

typedef struct {
    ovf_barriers barriers;
    ovf_search search;
    const ovf_zones *zones;
    const ovf_obstacle *obstacles;
    size_t obstacle_count;
    const ovf_route *route;
    const bool *pinned;
    ovf_way_side side;
    double *along_m;    /* of the route's fixes */
    ovf_lonlat *places; /* of the route's fixes, moved where they have to */
    unsigned char *out; /* whether a fix is left out */
    ovf_suggestion made;
    size_t capacity, origin_capacity, change_capacity;
    double delay_s; /* of the fixes to come */
} suggester;

static ovf_status no_room(const suggester *in, size_t fix, const ovf_block *block, const char *why,
                          ovf_error *error)
{
    const ovf_obstacle *obstacle = &in->obstacles[in->barriers.items[block->barrier].obstacle];
    const char *zone = in->zones->items[obstacle->zone].id;
    if (block->met)
        return ovf_fail(error, OVF_ERROR_GEOMETRY,
                        "%s: fix %zu, %s, lies within zone \"%s\"; it cannot be "
                        "moved, so no way is clear",
                        ovf_route_title(in->route, (char[OVF_TITLE_SIZE]){0}), fix + 1, why, zone);
    return ovf_fail(
        error, OVF_ERROR_GEOMETRY,
        "%s: fix %zu, %s, is %.3f km from zone \"%s\", expected %.3f km; it cannot be moved, "
        "so no way is clear",
        ovf_route_title(in->route, (char[OVF_TITLE_SIZE]){0}), fix + 1, why,
        block->distance_m / 1000, zone, obstacle->standoff_m / 1000);
}

/* Moves a place away from what it is too near to, until it is clear; false where it is not after
 * some moves. */
static ovf_status move(suggester *in, ovf_lonlat *at, ovf_block block, bool *clear,
                       ovf_error *error)
{
    bool too_near = true;
    for (int k = 0; too_near && k < MOVES_MAX && !block.met && block.distance_m > 0; k++) {
        double azimuth, standoff = in->barriers.items[block.barrier].standoff_m;
        geod_inverse(ovf_earth(), block.at.lat, block.at.lon, at->lat, at->lon, NULL, &azimuth,
                     NULL);
        geod_direct(ovf_earth(), block.at.lat, block.at.lon, azimuth, standoff + MOVED_MARGIN_M,
                    &at->lat, &at->lon, NULL);
        *at = ovf_stop_written(*at).at;
        ovf_status status = ovf_barriers_place(&in->barriers, *at, &too_near, &block, error);
        if (status != OVF_OK) return status;
    }
    *clear = !too_near;
    return OVF_OK;
}

static ovf_status settle_fix(suggester *in, size_t fix, bool end_of_part, ovf_error *error)
{
    const ovf_fix *f = &in->route->fixes[fix];
    ovf_lonlat at = {f->lon, f->lat};
    ovf_block block;
    bool too_near, clear;
    in->places[fix] = at;
    ovf_status status = ovf_barriers_place(&in->barriers, at, &too_near, &block, error);
    if (status != OVF_OK || !too_near) return status;
    if (end_of_part) return no_room(in, fix, &block, "where the route begins or ends", error);
    if (in->pinned != NULL && in->pinned[fix])
        return no_room(in, fix, &block, "which is to stay", error);
    status = move(in, &at, block, &clear, error);
    if (status != OVF_OK) return status;
    ovf_suggestion *made = &in->made;
    if (!ovf_array_reserve(&made->changes, &in->change_capacity, made->change_count + 1,
                           sizeof *made->changes))
        return ovf_fail_memory(error);
    ovf_suggest_change change = {.fix = fix,
                                 .obstacle = in->barriers.items[block.barrier].obstacle,
                                 .distance_m = block.distance_m,
                                 .moved = clear};
    in->out[fix] = !clear;
    if (clear) {
        in->places[fix] = at;
        geod_inverse(ovf_earth(), f->lat, f->lon, at.lat, at.lon, &change.moved_by_m, NULL, NULL);
    }
    made->changes[made->change_count++] = change;
    return OVF_OK;
}

static bool add_fix(suggester *in, ovf_fix fix, size_t origin)
{
    ovf_suggestion *made = &in->made;
    if (!ovf_array_reserve(&made->fixes, &in->capacity, made->fix_count + 1, sizeof *made->fixes) ||
        !ovf_array_reserve(&made->origins, &in->origin_capacity, made->fix_count + 1,
                           sizeof *made->origins))
        return false;
    made->fixes[made->fix_count] = fix;
    made->origins[made->fix_count++] = origin;
    return true;
}

/* Adds the fixes after the first of a way that replaces the stretch between two fixes of the route.
 */
static bool add_way(suggester *in, const ovf_way *way, size_t from, size_t to)
{
    const ovf_fix *a = &in->route->fixes[from], *b = &in->route->fixes[to];
    double old_m = in->along_m[to] - in->along_m[from], length = ovf_way_length(way), along = 0;
    const bool *levels = in->route->flight_levels;
    bool like = levels == NULL || levels[from] == levels[to];
    double duration = b->time_s - a->time_s,
           longer = old_m > 0 ? duration * length / old_m : duration;
    for (size_t k = 1; k < way->count; k++) {
        ovf_lonlat p = way->items[k - 1].at, q = way->items[k].at;
        double leg;
        geod_inverse(ovf_earth(), p.lat, p.lon, q.lat, q.lon, &leg, NULL, NULL);
        along += leg;
        bool last = k + 1 == way->count;
        double t = last || !(length > 0) ? 1 : along / length;
        ovf_fix fix = {q.lon, q.lat,
                       like ? a->altitude_m + t * (b->altitude_m - a->altitude_m) : NAN,
                       a->time_s + in->delay_s + t * longer};
        if (last) {
            fix.altitude_m = b->altitude_m;
            fix.time_s = b->time_s + in->delay_s + (isnan(longer) ? 0 : longer - duration);
        }
        if (!add_fix(in, fix, last ? to : OVF_SUGGEST_ADDED)) return false;
    }
    if (!isnan(longer)) in->delay_s += longer - duration;
    return true;
}

/* The shortest way found between two places, in finer and finer outlines. */
static bool find_way(ovf_search *search, const ovf_range *between, ovf_way *best)
{
    const ovf_barriers *barriers = search->barriers;
    ovf_range range = *between;
    ovf_way way = {0};
    bool ok = true;
    double direct = ovf_rough_length(range.from.point, range.to.point), extra = INFINITY,
           before = INFINITY;
    ovf_detail detail = {FIRST_STRAY * direct, SAMPLES_MAX, 30, 15};
    best->count = 0;
    for (int k = 0; ok && k < SEARCHES_MAX; k++) {
        double stray;
        ok = ovf_search_way(search, &range, &detail, &way, &stray) && ovf_pull(barriers, &way, 2);
        double length = ovf_way_length(&way);
        if (ok && way.count > 0 && length < range.most_m) {
            ovf_way swap = *best;
            *best = way;
            way = swap;
            range.most_m = length;
            extra = length - direct;
        }
        double wanted = fmin(STRAY * extra, LAST_STRAY * direct);
        if (k > 0 &&
            (!(stray > 0) || !(stray < before) || (best->count > 0 && stray <= 1.5 * wanted)))
            break;
        before = stray;
        detail = (ovf_detail){best->count > 0 ? wanted : detail.stray_m / 8, SAMPLES_MAX, 15, 5};
        if (detail.stray_m < 1) detail.stray_m = 0;
    }
    free(way.items);
    if (!ok || best->count == 0) return ok;
    if (!ovf_pull(barriers, best, PULLS_MAX)) return false;
    extra = ovf_way_length(best) - direct;
    ovf_thin(barriers, best, fmax(THRIFT_M, OVF_SUGGEST_THRIFT * extra));
    return true;
}

/* Past what a leg is not clear of, to the side that is wanted. */
static ovf_status find_way_to_side(suggester *in, const ovf_range *range, ovf_way *found,
                                   ovf_error *error)
{
    if (in->side == OVF_SIDE_ANY)
        return find_way(&in->search, range, found) ? OVF_OK : ovf_fail_memory(error);
    ovf_walled walled;
    ovf_status status = ovf_walled_build(&walled, &in->barriers, in->zones, in->obstacles,
                                         in->obstacle_count, &range->from, &range->to, in->side,
                                         error);
    if (status == OVF_OK && !find_way(&walled.search, range, found))
        status = ovf_fail_memory(error);
    ovf_walled_clear(&walled);
    return status;
}

static ovf_status no_way(const suggester *in, const ovf_block *block, size_t from, size_t to,
                         ovf_error *error)
{
    char called[OVF_TITLE_SIZE];
    ovf_route_title(in->route, called);
    if (block->barrier == in->barriers.count)
        return ovf_fail(error, OVF_ERROR_GEOMETRY,
                        "%s: fixes %zu and %zu are nearly antipodal; put a fix in between to say "
                        "which way the route goes",
                        called, from + 1, to + 1);
    const ovf_obstacle *obstacle = &in->obstacles[in->barriers.items[block->barrier].obstacle];
    return ovf_fail(error, OVF_ERROR_GEOMETRY,
                    "%s: no clear way%s was found from fix %zu to fix %zu; in the way is zone "
                    "\"%s\", with a stand-off of %.3f km",
                    called,
                    in->side == OVF_SIDE_ANY    ? ""
                    : in->side == OVF_SIDE_LEFT ? " to the left"
                                                : " to the right",
                    from + 1, to + 1, in->zones->items[obstacle->zone].id,
                    obstacle->standoff_m / 1000);
}

static ovf_status fly_between(suggester *in, size_t from, size_t to, ovf_error *error)
{
    ovf_stop stops[2] = {ovf_stop_at(in->places[from]), ovf_stop_at(in->places[to])};
    ovf_way way = {stops, 2, 0}, found = {0};
    ovf_block block;
    if (ovf_barriers_pass(&in->barriers, &stops[0], &stops[1], false, &block))
        return add_way(in, &way, from, to) ? OVF_OK : ovf_fail_memory(error);
    ovf_range range = {stops[0], stops[1], INFINITY};
    ovf_status status = find_way_to_side(in, &range, &found, error);
    if (status == OVF_OK && found.count == 0) status = no_way(in, &block, from, to, error);
    if (status == OVF_OK && !add_way(in, &found, from, to)) status = ovf_fail_memory(error);
    free(found.items);
    return status;
}

static ovf_status fly_part(suggester *in, size_t part, size_t first, size_t end, ovf_error *error)
{
    for (size_t k = first; k < end; k++) {
        ovf_status status = settle_fix(in, k, k == first || k + 1 == end, error);
        if (status != OVF_OK) return status;
    }
    ovf_fix begin = in->route->fixes[first];
    begin.time_s += in->delay_s;
    if (!add_fix(in, begin, first)) return ovf_fail_memory(error);
    for (size_t from = first, k = first + 1; k < end; k++) {
        if (in->out[k]) continue;
        ovf_status status = fly_between(in, from, k, error);
        if (status != OVF_OK) return status;
        from = k;
    }
    in->made.part_ends[part] = in->made.fix_count;
    return OVF_OK;
}

/* The route as it is. */
static ovf_status copy(suggester *in, ovf_error *error)
{
    const ovf_route *route = in->route;
    for (size_t k = 0; k < route->fix_count; k++)
        if (!add_fix(in, route->fixes[k], k)) return ovf_fail_memory(error);
    memcpy(in->made.part_ends, route->part_ends, route->part_count * sizeof *route->part_ends);
    return OVF_OK;
}

static ovf_status lead_around(suggester *in, ovf_error *error)
{
    if (!ovf_search_begin(&in->search, &in->barriers)) return ovf_fail_memory(error);
    size_t first = 0;
    for (size_t p = 0; p < in->route->part_count; p++) {
        ovf_status status = fly_part(in, p, first, in->route->part_ends[p], error);
        if (status != OVF_OK) return status;
        first = in->route->part_ends[p];
    }
    for (size_t c = 0, k = 0; c < in->made.change_count; c++) { /* both in the order of the route */
        if (!in->made.changes[c].moved) continue;
        while (in->made.origins[k] != in->made.changes[c].fix) k++;
        in->made.changes[c].moved_to = k;
    }
    const ovf_route route = ovf_suggestion_route(&in->made, in->route);
    bool clear;
    const ovf_result *result;
    ovf_status status = ovf_barriers_judge(&in->barriers, &route, &clear, &result, error);
    if (status != OVF_OK) return status;
    if (!clear)
        return ovf_fail(error, OVF_ERROR_INTERNAL, "%s: the suggested route is not clear",
                        ovf_route_title(in->route, (char[OVF_TITLE_SIZE]){0}));
    in->made.length_m = result->length_m;
    in->made.extra_m = in->made.length_m - in->made.original_m;
    return OVF_OK;
}

/* What is put in has the kind of altitude of the fix before. */
static ovf_status set_levels(suggester *in, ovf_error *error)
{
    ovf_suggestion *made = &in->made;
    const bool *levels = in->route->flight_levels;
    if (levels == NULL) return OVF_OK;
    made->flight_levels = ovf_array_new(made->fix_count, sizeof *made->flight_levels);
    if (made->flight_levels == NULL) return ovf_fail_memory(error);
    for (size_t k = 0; k < made->fix_count; k++)
        made->flight_levels[k] = made->origins[k] == OVF_SUGGEST_ADDED ? made->flight_levels[k - 1]
                                                                       : levels[made->origins[k]];
    return OVF_OK;
}

static ovf_status suggest(suggester *in, size_t count, ovf_error *error)
{
    const ovf_route *route = in->route;
    in->along_m = ovf_array_new(route->fix_count, sizeof *in->along_m);
    in->places = ovf_array_new(route->fix_count, sizeof *in->places);
    in->out = ovf_array_new(route->fix_count, 1);
    in->made.part_ends = ovf_array_new(route->part_count, sizeof *in->made.part_ends);
    in->made.part_count = route->part_count;
    if (in->along_m == NULL || in->places == NULL || in->out == NULL || in->made.part_ends == NULL)
        return ovf_fail_memory(error);
    bool clear;
    const ovf_result *result;
    ovf_status status = ovf_barriers_build(&in->barriers, in->zones, in->obstacles, count, error);
    if (status == OVF_OK) status = ovf_barriers_judge(&in->barriers, route, &clear, &result, error);
    if (status != OVF_OK) return status;
    memcpy(in->along_m, result->fix_along_m, route->fix_count * sizeof *in->along_m);
    in->made.length_m = in->made.original_m = result->length_m;
    status = clear ? copy(in, error) : lead_around(in, error);
    return status == OVF_OK ? set_levels(in, error) : status;
}

ovf_status ovf_suggest(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                       const ovf_route *route, const bool *pinned, ovf_suggestion *suggestion,
                       ovf_error *error)
{
    if (suggestion == NULL) return ovf_fail_null(error, "a place for the suggestion");
    if (count > 0 && obstacles == NULL) return ovf_fail_null(error, "obstacles");
    ovf_status status = ovf_zones_check(zones, error);
    if (status == OVF_OK) status = ovf_route_check(route, error);
    return status == OVF_OK ? ovf_suggest_around(zones, obstacles, count, route, pinned,
                                                 OVF_SIDE_ANY, suggestion, error)
                            : status;
}

ovf_status ovf_suggest_around(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                              const ovf_route *route, const bool *pinned, ovf_way_side side,
                              ovf_suggestion *suggestion, ovf_error *error)
{
    suggester in = {.zones = zones,
                    .obstacles = obstacles,
                    .obstacle_count = count,
                    .route = route,
                    .pinned = pinned,
                    .side = side};
    ovf_status status = suggest(&in, count, error);
    if (status == OVF_OK) *suggestion = in.made;
    else ovf_suggestion_clear(&in.made);
    if (in.search.barriers != NULL) ovf_search_clear(&in.search);
    ovf_barriers_clear(&in.barriers);
    free(in.along_m);
    free(in.places);
    free(in.out);
    return status;
}

ovf_route ovf_suggestion_route(const ovf_suggestion *suggestion, const ovf_route *route)
{
    if (suggestion == NULL || route == NULL) return (ovf_route){0};
    ovf_route made = *route;
    made.fixes = suggestion->fixes;
    made.fix_count = suggestion->fix_count;
    made.part_ends = suggestion->part_ends;
    made.part_count = suggestion->part_count;
    made.flight_levels = suggestion->flight_levels;
    made.heights_m = NULL; /* fixes are others */
    made.height_references = NULL;
    made.fix_names = NULL;
    return made;
}

void ovf_suggestion_clear(ovf_suggestion *suggestion)
{
    if (suggestion == NULL) return;
    free(suggestion->fixes);
    free(suggestion->origins);
    free(suggestion->part_ends);
    free(suggestion->flight_levels);
    free(suggestion->changes);
    *suggestion = (ovf_suggestion){0};
}
