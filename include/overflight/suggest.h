/* Suggesting: the route that keeps clear of what is in its way and is as little longer as can be.
 *
 * The route's own fixes stay, in their order. Where the leg between two of them is not clear, fixes
 * are put in that lead around the zones: along geodesics from corner to corner of the zones'
 * outlines, offset by the stand-off, each corner rounded by a few fixes that lie outside the
 * offset. What comes out has been checked by the same calculation that judges any other route
 * (overflight/analysis.h).
 *
 * How good it is: legs that go around something pass it at the stand-off and OVF_SUGGEST_MARGIN_M
 * more, and up to two metres more beside an edge that a map in longitude and latitude bends.
 * Rounding by fixes and not by a curve costs at most OVF_SUGGEST_THRIFT of the extra length, or a
 * decimetre. Which way around several zones is the shortest is decided on outlines that are
 * simplified: where they have more vertices than are wanted, by up to a hundredth of the extra
 * length and three thousandths of the distance between the two fixes. Ways whose lengths differ by
 * less may be taken for each other, and a gap that the stand-offs leave open by less may be missed.
 */
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

/* A fix of the route that is too near to an obstacle and therefore no fix of the suggestion as it
 * was. */
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

/* Suggests a route. `pinned`: of each fix whether it must not be moved or left out, as an airfield
 * must not; NULL: only the first and the last of each part. *suggestion is to be cleared. Of
 * several obstacles with one zone the greatest stand-off holds. Errors: OVF_ERROR_USAGE (an
 * obstacle's zone or stand-off out of range), OVF_ERROR_GEOMETRY (a pinned fix is too near; there
 * is no way; nearly antipodal fixes: a sentence that names the route and the fix),
 * OVF_ERROR_MEMORY. Pure calculation, and the same for the same input. Thread-safe.
 *
 * For example:
 *     const ovf_obstacle obstacle = {.zone = 0, .standoff_m = 10000};
 *     ovf_suggestion suggestion = {0};
 *     ovf_suggest(&zones, &obstacle, 1, route, NULL, &suggestion, &error);
 *     ovf_suggestion_clear(&suggestion); */
ovf_status ovf_suggest(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                       const ovf_route *route, const bool *pinned, ovf_suggestion *suggestion,
                       ovf_error *error);

/* Suggests a route that the checker finds neither nearer than a stand-off allows to anything, nor
 * in a prohibited zone: violations of these two kinds are gone, and so is what could not be judged
 * of them. Obstacles are taken up as they get in the way: what is shortest around some and happens
 * to keep clear of all is shortest around all. (Of an obstacle that is in force between two heights
 * only, nothing but its outline counts.) Other restrictions do not lead the way. `scratch` is used
 * for the judging. Errors: those of ovf_suggest; OVF_ERROR_INTERNAL where none of the routes that
 * were tried passes the check. */
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
