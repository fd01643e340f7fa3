/* Suggesting: the route that keeps clear of what is in its way and is as little longer as can be.
 *
 * The route's own fixes stay, in their order. Where the leg between two of them is not clear, fixes are put in that lead around the zones: along
 * geodesics from corner to corner of the zones' outlines, offset by the stand-off, each corner rounded by a few fixes that lie outside the offset.
 * What comes out has been checked by the same calculation that judges any other route (overflight/analysis.h).
 *
 * How good it is: legs that go around something pass it at the stand-off and OVF_SUGGEST_MARGIN_M more, and up to two metres more beside an edge
 * that a map in longitude and latitude bends. Rounding by fixes and not by a curve costs at most OVF_SUGGEST_THRIFT of the extra length, or a
 * decimetre. Which way around several zones is the shortest is decided on outlines that are simplified: where they have more vertices than are
 * wanted, by up to a hundredth of the extra length and three thousandths of the distance between the two fixes. Ways whose lengths differ by less may
 * be taken for each other, and a gap that the stand-offs leave open by less may be missed. */
#ifndef OVERFLIGHT_SUGGEST_H
#define OVERFLIGHT_SUGGEST_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OVF_SUGGEST_MARGIN_M 0.01
#define OVF_SUGGEST_THRIFT 0.0025

/* What a route must keep clear of. */
typedef struct {
    size_t zone;       /* index into the zones */
    double standoff_m; /* 0 … OVF_SEARCH_MOST_M: the least geodesic distance, itself allowed; 0: it may touch the zone but not be in it */
} ovf_obstacle;

#define OVF_SUGGEST_ADDED SIZE_MAX

/* A fix of the route that is too near to an obstacle and therefore no fix of the suggestion as it was. */
typedef struct {
    size_t fix;      /* of the route */
    size_t obstacle; /* the nearest of those that it is too near to */
    double distance_m;
    bool moved;        /* straight away from the obstacle, until it is far enough; otherwise left out: it is within the zone, or near others there */
    size_t moved_to;   /* which fix of the suggestion, if moved */
    double moved_by_m; /* how far */
} ovf_suggest_change;

typedef struct {
    /* Positions that were put in or moved are rounded to 9 decimals. Altitudes between two fixes are linear; times are those at the speed that the
     * route has between the same fixes. */
    ovf_fix *fixes;
    size_t fix_count;
    size_t *origins; /* of each fix: which one of the route it is, or OVF_SUGGEST_ADDED */
    size_t *part_ends;
    size_t part_count;
    ovf_suggest_change *changes;
    size_t change_count;
    double length_m, original_m; /* of the suggestion and of the route */
    double extra_m;              /* the first less the second: negative where fixes left out had been a detour; 0 where nothing had to change */
} ovf_suggestion;

/* Suggests a route. `pinned`: of each fix whether it must not be moved or left out, as an airfield must not; NULL: only the first and the last of
 * each part. *suggestion is to be cleared. Of several obstacles with one zone the greatest stand-off holds. Errors: OVF_ERROR_USAGE (an obstacle's
 * zone or stand-off out of range), OVF_ERROR_GEOMETRY (a pinned fix is too near; there is no way; nearly antipodal fixes: a sentence that names
 * the route and the fix), OVF_ERROR_MEMORY. Pure calculation, and the same for the same input. Thread-safe. */
ovf_status ovf_suggest(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count, const ovf_route *route, const bool *pinned,
                       ovf_suggestion *suggestion, ovf_error *error);

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_suggestion_clear(ovf_suggestion *suggestion);

#ifdef __cplusplus
}
#endif
#endif
