/* Analysis: which zones a route enters, where, when and for how long.
 *
 * Accuracy, for the coordinates as they are: lengths, distances along the route and nearest
 * approaches are within 1e-6 m. So are the places of crossings where route and boundary meet at
 * more than half a degree; at a smaller angle a, a place along the route is within 2.5e-8 m / sin
 * a, because coordinates are rounded. Places nearer than OVF_TOLERANCE_M count as one, so a stretch
 * beside a boundary may be longer by that much at each end. These bounds were measured against
 * truths that other programs made, and against a brute-force twin.
 *
 * The analysis reads no files and has no globals. Build one ovf_analyzer over all zones and share
 * it between threads; give each thread its own ovf_scratch, which owns the result of its last
 * route. */
#ifndef OVERFLIGHT_ANALYSIS_H
#define OVERFLIGHT_ANALYSIS_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Two places nearer to each other than this count as one, in metres. A shorter passage or gap is a
 * touch. Where leg and boundary run side by side within it, the stretch counts as inside. */
#define OVF_TOLERANCE_M 1e-3

/* A place on a route. Longitude is within [-180, 180]. */
typedef struct {
    double along_m;    /* distance flown since the first fix, in metres */
    double lon, lat;   /* degrees */
    double altitude_m; /* linear along the leg between the fixes' altitudes; NAN where one of them
                          is unknown */
    double time_s;     /* likewise */
} ovf_place;

typedef enum { OVF_CROSSING_ENTRY, OVF_CROSSING_EXIT, OVF_CROSSING_TOUCH } ovf_crossing_kind;

/* Through what a crossing goes into a zone's volume or out of it: its outline, its floor, its
 * ceiling, or the time at which the zone begins or ends to be in force. */
typedef enum {
    OVF_THROUGH_SIDE,
    OVF_THROUGH_FLOOR,
    OVF_THROUGH_CEILING,
    OVF_THROUGH_TIME
} ovf_crossing_side;

/* "side", "floor", "ceiling" or "time". */
const char *ovf_crossing_side_name(ovf_crossing_side side);

/* A point where the route crosses or touches the boundary, in the order flown. */
typedef struct {
    ovf_crossing_kind kind;
    ovf_place place;
    ovf_crossing_side through;
    bool possible; /* what it enters or leaves is not surely in the volume, but that is not excluded
                    */
} ovf_crossing;

/* A contiguous stretch inside. Where the route stands it begins with the first moment there, and
 * ends with the last; one that stands all along has a passage without length. A route that starts
 * or ends inside has a passage that begins or ends there, without a crossing. So it is between a
 * stretch that is surely in the volume and one that may be: they are two passages. */
typedef struct {
    ovf_place entry, exit;
    double length_m; /* exit.along_m - entry.along_m */
    bool possible;   /* not surely in the volume, but that is not excluded */
} ovf_passage;

/* One route and one zone that meet or come near each other: their outlines do. The zone's volume
 * (volume.h) may be above or below the route, or at other times. */
typedef struct ovf_meeting {
    size_t zone;                 /* index into the zones that the analyzer was built over */
    double inside_m;             /* within the zone's outline, at any height and time */
    double within_m;             /* surely within its volume: the certain passages' lengths */
    double within_at_most_m;     /* not excluded: all passages' lengths */
    const ovf_passage *passages; /* in its volume */
    size_t passage_count;
    const ovf_crossing *crossings;
    size_t crossing_count;
    double nearest_m;           /* the least geodesic distance, to 1e-6 m; 0 where they meet */
    ovf_place nearest_on_route; /* where nearest_m > 0: its ends, on the route and on the zone's
                                   boundary; of several the first on the route */
    ovf_lonlat nearest_on_zone;
    const ovf_passage *outline_passages; /* those above, at any height and time */
    size_t outline_passage_count;
    const ovf_crossing *outline_crossings;
    size_t outline_crossing_count;
    double gap_m; /* of inside_m, what lies on legs that were never observed */
    double gap_s; /* of the time there, likewise; NAN: unknown */
} ovf_meeting;

/* The result for one route. */
typedef struct {
    const ovf_route *route;
    double length_m;           /* of the whole route */
    const double *fix_along_m; /* for each fix its distance along the route */
    /* The zones that the route meets or comes near, by zone index. */
    const ovf_meeting *meetings;
    size_t meeting_count;
    /* What a check found, and what that comes to (finding.h); none and NULL before one. */
    const struct ovf_finding *findings;
    size_t finding_count;
    const struct ovf_judgement *judgement;
    /* What each sensor saw (observation.h); none before ovf_observe. */
    const struct ovf_observation *observations;
    size_t observation_count;
} ovf_result;

typedef struct ovf_finding ovf_finding;

typedef struct ovf_analyzer ovf_analyzer;
typedef struct ovf_scratch ovf_scratch;

#define OVF_SEARCH_M 50000.0       /* the usual search radius */
#define OVF_SEARCH_NONE (-1.0)     /* no search */
#define OVF_SEARCH_MAX_M 1000000.0 /* the greatest */

/* Zeroed it is the usual analysis. */
typedef struct {
    double search_m; /* zones that a route does not meet but comes within this geodesic distance of
                        are in its result, up to OVF_SEARCH_MAX_M; 0: OVF_SEARCH_M; negative
                        (OVF_SEARCH_NONE): no such zones */
    bool flat;       /* outlines only: passages are within them at any height and time */
    const struct ovf_vertical *vertical; /* what is known of ground, geoid and air (heights.h), for
                                            the heights of volumes; it must outlive the analyzer.
                                            NULL: nothing. One ground for each thread:
                                            ovf_scratch_set_ground */
    const struct ovf_almanac *almanac;   /* the sun and time zones, for zones in force by day or at
                                            local hours (schedule.h); it must outlive the analyzer.
                                            NULL: such zones may be in force at any time */
    bool dated;             /* flights are taken to be at some time in [date_s, until_s], on one
                               day; false: their own times decide */
    double date_s, until_s; /* Unix seconds */
} ovf_analysis_options;

/* Builds the index over zones. They must outlive the analyzer and stay unchanged. `options` may be
 * NULL. Each zone is checked (model.h), at some nanoseconds a vertex; its boundary is prepared when
 * a route first comes near. Thread-safe. Errors: OVF_ERROR_INPUT (a zone that breaks a rule; a
 * search radius out of range), OVF_ERROR_USAGE (NULL; a vertical out of range), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_analyzer_new(&zones, NULL, &analyzer, &error);
 *     ovf_analyzer_new(&zones, &(ovf_analysis_options){.search_m = 1e5}, &analyzer, &error); */
ovf_status ovf_analyzer_new(const ovf_zones *zones, const ovf_analysis_options *options,
                            ovf_analyzer **analyzer, ovf_error *error);
void ovf_analyzer_free(ovf_analyzer *analyzer);

ovf_status ovf_scratch_new(ovf_scratch **scratch, ovf_error *error);
void ovf_scratch_free(ovf_scratch *scratch);

/* Analyses one route against all zones. *result belongs to the scratch, points to `route`, and
 * stays valid until the scratch is used again. The route is checked (model.h), at a nanosecond a
 * fix. Errors: OVF_ERROR_GEOMETRY (nearly antipodal fixes: names the route and the leg),
 * OVF_ERROR_INPUT (a route that breaks a rule: names the route and the fix), OVF_ERROR_USAGE
 * (NULL), OVF_ERROR_MEMORY. After an error the scratch has no result.
 *
 * For example:
 *     status = ovf_analyze(analyzer, route, scratch, &result, &error);
 *     for (size_t i = 0; status == OVF_OK && i < result->meeting_count; i++)
 *         printf("%s: %.3f m\n", zones.items[result->meetings[i].zone].id,
 *                result->meetings[i].inside_m); */
ovf_status ovf_analyze(const ovf_analyzer *analyzer, const ovf_route *route, ovf_scratch *scratch,
                       const ovf_result **result, ovf_error *error);

/* Whether a distance along the result's route lies within a leg that was never observed (model.h),
 * and not within the tolerance of one of its fixes: a crossing there is assumed to be there. */
bool ovf_interpolated(const ovf_result *result, double along_m);

/* Likewise of a place, such as an entry, which has a time as well: it may lie within the time for
 * which the route stands without being observed, as when a zone begins to be in force then. */
bool ovf_interpolated_at(const ovf_result *result, const ovf_place *place);

/* ---- drawing ---- */

/* A line for drawing: positions with altitude and time, in one or several parts. */
typedef struct {
    ovf_fix *fixes;
    size_t fix_count, fix_capacity;
    size_t *part_ends;
    size_t part_count, part_capacity;
} ovf_polyline;

/* Draws the stretch of the result's route between two distances along it. Points are added between
 * the fixes until straight lines, in longitude and latitude or in Mercator's projection, stay
 * within `deviation_m` of the geodesic legs. *line is replaced. Parts break where the route does.
 * Longitudes run on across the antimeridian (writers cut there). *line must be zeroed before its
 * first use; its memory is reused. Errors: OVF_ERROR_USAGE (NULL, a distance that is NAN, a
 * deviation that is not greater than 0), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_polyline line = {0};
 *     ovf_trace(result, 0, result->length_m, 1.0, &line, &error);
 *     ovf_polyline_clear(&line); */
ovf_status ovf_trace(const ovf_result *result, double from_m, double to_m, double deviation_m,
                     ovf_polyline *line, ovf_error *error);
void ovf_polyline_clear(ovf_polyline *line);

#ifdef __cplusplus
}
#endif
#endif
