/* Suggesting routes: the shortest one that keeps clear of obstacles, and repairs of a route that
 * breaks restrictions.
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

/* The suggestion as a route with the id, file and attributes of the one that it was made for. It
 * points into both. */
ovf_route ovf_suggestion_route(const ovf_suggestion *suggestion, const ovf_route *route);

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_suggestion_clear(ovf_suggestion *suggestion);

/* ---- alternatives ---- */

/* How a route was repaired. */
typedef enum {
    OVF_WAY_ITSELF, /* it was not: the route complies as it is */
    OVF_WAY_LEFT,   /* past each zone in the way to the left of it, as flown */
    OVF_WAY_RIGHT,
    OVF_WAY_AROUND, /* past some to the left, past others to the right: the shortest of all */
    OVF_WAY_OVER,   /* at a greater altitude where a zone or limit demands it */
    OVF_WAY_UNDER,
    OVF_WAY_SHORTER, /* without the fixes whose detours are the longest */
    OVF_WAY_LATER,
    OVF_WAY_EARLIER,
    OVF_WAY_COUNT
} ovf_way_kind;

/* "itself", "left", "right", "around", "over", "under", "shorter", "later", "earlier". */
const char *ovf_way_name(ovf_way_kind kind);

/* Zeroed they are the usual ones. */
typedef struct {
    const bool *pinned; /* as ovf_suggest takes them */
    double clearance_m; /* what alternatives keep besides from zones, lines, floors, ceilings and
                           limits of height and length, metres; 0: what it takes that none warns of
                           itself, or less where no route keeps that; negative
                           (OVF_CLEARANCE_NONE): nothing */
    bool as_item15;     /* only what item 15 can say: fixes that are put in or moved are at whole
                           minutes, or whole seconds where only these comply, if need be with more
                           clearance; levels hold from their fix on, and are whole hundreds of feet
                           or tens of metres; none starts later or earlier */
} ovf_suggest_options;

#define OVF_CLEARANCE_NONE (-1.0)
#define OVF_CLEARANCE_MAX_M 1e5

typedef struct {
    ovf_way_kind way;
    ovf_suggestion suggestion; /* `obstacle` of its changes is the index of a restriction */
    ovf_attributes attributes; /* of the route, with the times in started_at and completed_at moved;
                                  what they point to is the route's or the alternatives' */
    ovf_verdict verdict;       /* never `violates` */
    size_t warnings, undecided;
    double later_s;      /* by how much it starts later; negative: earlier */
    double extra_s;      /* by how much the flight is longer; NAN: times are not known */
    double up_m, down_m; /* by how much altitudes are raised and lowered at most */
    bool clears;         /* whether it keeps the clearance: false where only less could be kept */
} ovf_alternative;

typedef struct {
    ovf_alternative *items; /* the best first: those that comply before those that are undecided,
                               without warnings before with, and then what costs least (below) */
    size_t count;
    char reason[1024]; /* of none: a sentence on what stands against the last attempt */
    char **texts;      /* what attributes point to */
    size_t text_count;
} ovf_alternatives;

/* Repairs a route by what is broken: a zone is passed by on the left and on the right, over or
 * under where its restriction has a ceiling or a floor, and later or earlier where it has an end or
 * a beginning (fixes need times, and the checker no date); altitudes are raised and lowered to
 * their limits; where a length is exceeded, fixes that are not pinned are left out until it is
 * kept, and the last of these only as far as it must. What else breaks by one of these ways is
 * repaired by the others. Each alternative was judged by the checker: it violates nothing, and
 * nothing is undecided that was not for the route itself. Ways that come to the same are one.
 *
 * Altitudes change by OVF_SUGGEST_GRADIENT (or as steeply as the route does elsewhere) and are
 * whole hundreds of feet or tens of metres, so that item 15 can say them; where there is no room to
 * climb, from the first fix on. Starts move by whole minutes, up to OVF_SUGGEST_SHIFT_MAX_S. The
 * cost that orders alternatives is in metres flown: what is added in length, ten for each metre up
 * or down, and the distance flown in the time by which the start moves.
 *
 * `scratch` is used for judging. Clear *alternatives when done. None is no error: reason says why.
 * Errors: OVF_ERROR_USAGE (NULL; a clearance beyond OVF_CLEARANCE_MAX_M), OVF_ERROR_INPUT (a route
 * that breaks a rule of model.h), OVF_ERROR_GEOMETRY (nearly antipodal fixes), OVF_ERROR_MEMORY.
 *
 * For example:
 *     const ovf_suggest_options options = {.clearance_m = 500};
 *     ovf_alternatives found;
 *     ovf_suggest_alternatives(checker, route, &options, scratch, &found, &error);
 *     for (size_t k = 0; k < found.count; k++)
 *         printf("%s: %.1f km longer\n", ovf_way_name(found.items[k].way),
 *                found.items[k].suggestion.extra_m / 1000);
 *     ovf_alternatives_clear(&found); */
ovf_status ovf_suggest_alternatives(const ovf_checker *checker, const ovf_route *route,
                                    const ovf_suggest_options *options, ovf_scratch *scratch,
                                    ovf_alternatives *alternatives, ovf_error *error);

/* The least climb that procedures demand of every aircraft: 3.3 % (ICAO Doc 8168, PANS-OPS, volume
 * II, part I, section 3, chapter 2). */
#define OVF_SUGGEST_GRADIENT 0.033
#define OVF_SUGGEST_SHIFT_MAX_S (7 * 86400.0)
/* Routes of more fixes, which are no plans but tracks, are not shortened. */
#define OVF_SUGGEST_FIXES_MAX 500

/* The alternative as a route, with the id and file of the one that it was made for. It points into
 * both. */
ovf_route ovf_alternative_route(const ovf_alternative *alternative, const ovf_route *route);

/* What it costs and what was changed, in words: "12.345 km longer, up to 310 m higher, starts 45
 * min later; 4 fixes put in, 1 moved". Returns `text`. */
#define OVF_ALTERNATIVE_TEXT 240
const char *ovf_alternative_describe(const ovf_alternative *alternative,
                                     char text[OVF_ALTERNATIVE_TEXT]);

/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_alternatives_clear(ovf_alternatives *alternatives);

/* ---- as a file ---- */

typedef enum {
    /* A feature for each: id, length_m, original_m, extra_m, fixes_added, fixes_moved,
     * fixes_left_out, plan, then of alternatives way, verdict, extra_s, later_s, up_m, down_m and
     * changes (ovf_alternative_describe), then the attributes of the route that it was made for,
     * and coordTimes where all times are known. The positions are the fixes, and where a leg
     * crosses the antimeridian the point on it, where the line is cut. Heights are written where
     * all are known and over the sea; a route with flight levels has them in `plan`, as
     * ovf_flightplan_parse reads them, and so has every route whose fixes have names. */
    OVF_SUGGESTION_GEOJSON,
    /* GPX 1.1: a route for each, a track for one of several parts; with ele where altitudes are
     * over the sea, time where it is known, flight levels as comments. */
    OVF_SUGGESTION_GPX,
    /* Garmin's FlightPlan, version 1. A file holds one route: the first is in the file that was
     * named, each other one in a file beside it, with "-ID" before the ending. Altitudes are
     * comments of the waypoints. */
    OVF_SUGGESTION_FPL,
    /* A line for each, "ID: ROUTE", as ovf_flightplan_parse reads it. Times are no part of item 15.
     * Only alternatives that were made with as_item15 are sure to comply as they are read. */
    OVF_SUGGESTION_ITEM15
} ovf_suggestion_format;

/* By the ending, whatever its capitals: .gpx, .fpl, .txt; every other name is GeoJSON. */
ovf_suggestion_format ovf_suggestion_format_of(const char *path);

typedef struct ovf_suggestion_file ovf_suggestion_file;

/* Nothing is there before it is closed without an error; a file that is there is left alone unless
 * `replace`. Errors: OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_suggestion_file_open(const char *path, bool replace, ovf_suggestion_file **file,
                                    ovf_error *error);
ovf_status ovf_suggestion_file_add(ovf_suggestion_file *file, const ovf_route *route,
                                   const ovf_suggestion *suggestion, ovf_error *error);
/* The same of an alternative to a route, with an id of its own; NULL: the route's. */
ovf_status ovf_suggestion_file_add_alternative(ovf_suggestion_file *file, const ovf_route *route,
                                               const ovf_alternative *alternative, const char *id,
                                               ovf_error *error);
ovf_status ovf_suggestion_file_close(ovf_suggestion_file *file, ovf_error *error);
/* The files that it writes, in their order; NULL beyond the last. They hold until it is freed. */
const char *ovf_suggestion_file_path(const ovf_suggestion_file *file, size_t index);
/* Takes NULL. */
void ovf_suggestion_file_free(ovf_suggestion_file *file);

#ifdef __cplusplus
}
#endif
#endif
