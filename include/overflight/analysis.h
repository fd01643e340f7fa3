/* Analysis: which zones a route enters, where, when and for how long.
 *
 * How good the figures are, given the coordinates as they are: lengths, distances along the route
 * and nearest approaches are within 1e-6 m, positions within 1e-6 m of the crossing, all of it
 * where route and boundary cross at an angle above half a degree; at an angle a a place along the
 * route is within 2.5e-8 m / sin a: rounding of coordinates, most of it in geodesic edges. What is
 * nearer than OVF_TOLERANCE_M is taken for one, so that a stretch beside a boundary may count up to
 * that much more at each end. These bounds are measured against truths made by other programs and
 * against a brute-force twin.
 *
 * Pure calculation: no files, no globals. An ovf_analyzer is built once over all zones and shared
 * by any number of threads; each thread has an ovf_scratch of its own, which owns the result of its
 * last route. */
#ifndef OVERFLIGHT_ANALYSIS_H
#define OVERFLIGHT_ANALYSIS_H

#include "overflight/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Two places nearer to each other than this are one: a passage or a gap shorter than this is a
 * touch, and a stretch on which leg and boundary run side by side within it is shared and counts as
 * inside. Metres. */
#define OVF_TOLERANCE_M 1e-3

/* A place on a route. Longitude is within [-180, 180]. */
typedef struct {
    double along_m; /* distance flown since the route's first fix */
    double lon, lat;
    double altitude_m; /* linear along the leg between the fixes' altitudes; NAN where one of them
                          is unknown */
    double time_s;     /* likewise */
} ovf_place;

typedef enum { OVF_CROSSING_ENTRY, OVF_CROSSING_EXIT, OVF_CROSSING_TOUCH } ovf_crossing_kind;

/* A point where the route crosses or touches the boundary, in the order flown. */
typedef struct {
    ovf_crossing_kind kind;
    ovf_place place;
} ovf_crossing;

/* A contiguous stretch inside. A route that starts or ends inside has a passage that begins or ends
 * there, without a crossing. */
typedef struct {
    ovf_place entry, exit;
    double length_m; /* exit.along_m - entry.along_m */
} ovf_passage;

/* What one route and one zone have to do with each other. */
typedef struct ovf_meeting {
    size_t zone;     /* index into the zones that the analyzer was built over */
    double inside_m; /* sum of the passages' lengths */
    const ovf_passage *passages;
    size_t passage_count;
    const ovf_crossing *crossings;
    size_t crossing_count;
    double nearest_m;           /* the least geodesic distance, to 1e-6 m; 0 where they meet */
    ovf_place nearest_on_route; /* where nearest_m > 0: its ends, on the route and on the zone's
                                   boundary; of several the first on the route */
    ovf_lonlat nearest_on_zone;
} ovf_meeting;

/* The record of one route, that every sink takes. */
typedef struct {
    const ovf_route *route;
    double length_m;           /* of the whole route */
    const double *fix_along_m; /* for each fix its distance along the route */
    const ovf_meeting
        *meetings; /* with the zones that the route meets or comes near, by zone index */
    size_t meeting_count;
    const struct ovf_finding
        *findings; /* where it was judged by restrictions (finding.h): what was found */
    size_t finding_count;
    const struct ovf_observation
        *observations; /* where it was observed (observation.h): one for each sensor */
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
} ovf_analysis_options;

/* Builds the index. `zones` must outlive the analyzer and stay unchanged. Options NULL: the usual
 * ones. Each zone is checked (model.h), some nanoseconds a vertex; boundaries are prepared when a
 * route first comes near. Errors: OVF_ERROR_INPUT (a zone that breaks a rule; a search radius out
 * of range), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY.
 *
 * For example:
 *     ovf_analyzer_new(&zones, NULL, &analyzer, &error);
 *     ovf_analyzer_new(&zones, &(ovf_analysis_options){.search_m = 1e5}, &analyzer, &error); */
ovf_status ovf_analyzer_new(const ovf_zones *zones, const ovf_analysis_options *options,
                            ovf_analyzer **analyzer, ovf_error *error);
void ovf_analyzer_free(ovf_analyzer *analyzer);

ovf_status ovf_scratch_new(ovf_scratch **scratch, ovf_error *error);
void ovf_scratch_free(ovf_scratch *scratch);

/* Analyses one route against all zones. *result belongs to the scratch and holds until its next
 * use; it refers to `route`, which is checked (model.h) at a nanosecond a fix. Errors:
 * OVF_ERROR_GEOMETRY (nearly antipodal fixes: names the route and the leg), OVF_ERROR_INPUT (a
 * route that breaks a rule: names the route and the fix), OVF_ERROR_USAGE (NULL), OVF_ERROR_MEMORY.
 * After an error the scratch has no result.
 *
 * For example:
 *     status = ovf_analyze(analyzer, route, scratch, &result, &error);
 *     for (size_t i = 0; status == OVF_OK && i < result->meeting_count; i++)
 *         printf("%s: %.3f m\n", zones.items[result->meetings[i].zone].id,
 *                result->meetings[i].inside_m); */
ovf_status ovf_analyze(const ovf_analyzer *analyzer, const ovf_route *route, ovf_scratch *scratch,
                       const ovf_result **result, ovf_error *error);

/* ---- drawing ---- */

/* A line for drawing: positions with altitude and time, in one or several parts. */
typedef struct {
    ovf_fix *fixes;
    size_t fix_count, fix_capacity;
    size_t *part_ends;
    size_t part_count, part_capacity;
} ovf_polyline;

/* Replaces what *line holds by the stretch of the result's route between two distances along it,
 * with so many points put in between the fixes that straight lines between them, in longitude and
 * latitude or in Mercator's projection, stay within `deviation_m` of the geodesic legs. Parts break
 * where the route does. Longitudes run on across the antimeridian (writers cut there). *line must
 * be zeroed before its first use; its memory is reused. Errors: OVF_ERROR_USAGE (NULL, a distance
 * that is NAN, a deviation that is not greater than 0), OVF_ERROR_MEMORY.
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
