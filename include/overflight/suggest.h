/* Suggesting the shortest route that keeps clear of obstacles.
 *
 * The route's own fixes stay, in their order. If the leg between two of them is not clear, fixes
 * are added that lead around the zones: along geodesics from corner to corner of the outlines, at
 * the stand-off, with each corner rounded by a few fixes outside it. The same calculation that
 * judges any route (analysis.h) has checked the result.
 *
 * Accuracy: a leg passes an obstacle at the stand-off and OVF_SUGGEST_MARGIN_M more, and up to two
 * metres more beside an edge that is straight in longitude and latitude. Rounding corners by fixes
 * costs at most OVF_SUGGEST_THRIFT of the extra length, or a decimetre. The way around several
 * zones is chosen on simplified outlines, which may be off by a hundredth of the extra length and
 * three thousandths of the distance between the two fixes. Ways whose lengths differ by less may be
 * confused, and a narrower gap between stand-offs may be missed. */
#ifndef OVERFLIGHT_SUGGEST_H
#define OVERFLIGHT_SUGGEST_H

#include "overflight/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_SUGGEST_MARGIN_M 0.01
#define OVF_SUGGEST_THRIFT 0.0025

/* What a route must keep clear of. */
typedef struct {
    size_t zone;       /* index into the zones */
    double standoff_m; /* 0 … OVF_SEARCH_MAX_M: the least geodesic distance, itself allowed; 0: it
                          may touch the zone but not be in it */
} ovf_obstacle;

#define OVF_SUGGEST_ADDED SIZE_MAX

/* A fix of the route that is too near an obstacle, and so was moved or left out. */
typedef struct {
    size_t fix;      /* of the route */
    size_t obstacle; /* the nearest of those that it is too near to */
    double distance_m;
    bool moved; /* straight away from the obstacle, until it is far enough; otherwise left out: it
                   is within the zone, or near others there */
    size_t moved_to;   /* which fix of the suggestion, if moved */
    double moved_by_m; /* how far */
} ovf_suggest_change;

typedef struct {
    /* Positions that were put in or moved are rounded to 9 decimals. Altitudes between two fixes
     * are linear, or NAN where one of the two is a pressure altitude and the other is not; times
     * are those at the speed that the route has between the same fixes. */
    ovf_fix *fixes;
    size_t fix_count;
    size_t *origins; /* of each fix: which one of the route it is, or OVF_SUGGEST_ADDED */
    size_t *part_ends;
    size_t part_count;
    bool *flight_levels; /* as the route has them; NULL: none is a pressure altitude */
    ovf_suggest_change *changes;
    size_t change_count;
    double length_m, original_m; /* of the suggestion and of the route */
    double extra_m; /* the first less the second: negative where fixes left out had been a detour; 0
                       where nothing had to change */
} ovf_suggestion;

/* Suggests a route; clear *suggestion when done. `pinned` says for each fix whether it must stay in
 * place, as an airfield must; NULL pins the first and the last fix of each part. If a zone has
 * several obstacles, the greatest stand-off counts. The same input gives the same route. Errors:
 * OVF_ERROR_USAGE (NULL, a zone or stand-off out of range), OVF_ERROR_INPUT (a zone or route that
 * breaks a rule of model.h), OVF_ERROR_GEOMETRY (a pinned fix is too near; there is no way; nearly
 * antipodal fixes; names route and fix), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const ovf_obstacle obstacle = {.zone = 0, .standoff_m = 10000};
 *     ovf_suggestion suggestion = {0};
 *     ovf_suggest(&zones, &obstacle, 1, route, NULL, &suggestion, &error);
 *     ovf_suggestion_clear(&suggestion); */
ovf_status ovf_suggest(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                       const ovf_route *route, const bool *pinned, ovf_suggestion *suggestion,
                       ovf_error *error);

/* Suggests a route that the checker finds outside all prohibited zones and at least the stand-off
 * away from everything; nothing of these two kinds is left unjudged. Obstacles are added as they
 * get in the way: the shortest way around some that keeps clear of all is the shortest around all.
 * If an obstacle is in force between two heights only, its outline still counts. Other restrictions
 * do not shape the route. `scratch` is used for judging. Errors: those of ovf_suggest;
 * OVF_ERROR_INTERNAL if no route that was tried passes the check. */
ovf_status ovf_suggest_complying(const ovf_checker *checker, const ovf_route *route,
                                 const bool *pinned, ovf_scratch *scratch,
                                 ovf_suggestion *suggestion, ovf_error *error);

/* The suggestion as a route with the id, file and attributes of the one that it was made for. It
 * points into both. */
ovf_route ovf_suggestion_route(const ovf_suggestion *suggestion, const ovf_route *route);

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_suggestion_clear(ovf_suggestion *suggestion);

/* ---- as a file ---- */

/* GeoJSON with a feature for each suggestion: id, length_m, original_m, extra_m, fixes_added,
 * fixes_moved, fixes_left_out, plan, the attributes of the route that it was made for, and
 * coordTimes where all times are known. The positions are the fixes, and where a leg crosses the
 * antimeridian the point on it, where the line is cut. Heights are written where all are known and
 * over the sea; a route with flight levels has them in `plan`, as ovf_flightplan_parse reads them,
 * and so has every route whose fixes have names. */
typedef struct ovf_plan_file ovf_suggestion_file;

/* Nothing is there before it is closed without an error; a file that is there is left alone unless
 * `replace`. Errors: OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_suggestion_file_open(const char *path, bool replace, ovf_suggestion_file **file,
                                    ovf_error *error);
ovf_status ovf_suggestion_file_add(ovf_suggestion_file *file, const ovf_route *route,
                                   const ovf_suggestion *suggestion, ovf_error *error);
ovf_status ovf_suggestion_file_close(ovf_suggestion_file *file, ovf_error *error);
/* Takes NULL. */
void ovf_suggestion_file_free(ovf_suggestion_file *file);

#ifdef __cplusplus
}
#endif
#endif
