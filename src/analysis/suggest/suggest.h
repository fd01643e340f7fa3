/* The parts of ovf_suggest: what is in the way, the search for a way around, and the string that is
 * pulled taut along it. */
#ifndef OVF_ANALYSIS_SUGGEST_SUGGEST_H
#define OVF_ANALYSIS_SUGGEST_SUGGEST_H

#include "analysis/meet/scratch.h"
#include "geodesy/tangent.h"
#include "overflight/suggest.h"

/* ---- what is in the way (suggest_barriers.c) ---- */

typedef struct {
    const ovf_boundary *boundary;
    size_t obstacle; /* index into the caller's obstacles */
    double standoff_m;
} ovf_barrier;

typedef struct {
    ovf_zones zones; /* of the barriers, in their order; what is inside is the caller's */
    ovf_barrier *items;
    size_t count;
    ovf_tree tree; /* over the barriers' boxes, widened by their stand-offs */
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
} ovf_barriers;

ovf_status ovf_barriers_build(ovf_barriers *barriers, const ovf_zones *zones,
                              const ovf_obstacle *obstacles, size_t count, ovf_error *error);
void ovf_barriers_clear(ovf_barriers *barriers);

/* A place of a way. */
typedef struct {
    ovf_lonlat at;
    ovf_vector point;
} ovf_stop;

static inline ovf_stop ovf_stop_at(ovf_lonlat at)
{
    return (ovf_stop){at, ovf_earth_point(at.lon, at.lat)};
}

/* A place that is put in, as it will be written: what is judged is what comes out. */
static inline ovf_stop ovf_stop_written(ovf_lonlat at)
{
    return ovf_stop_at((ovf_lonlat){nearbyint(at.lon * 1e9) / 1e9, nearbyint(at.lat * 1e9) / 1e9});
}

/* What blocks a leg. */
typedef struct {
    size_t barrier;
    bool met; /* the boundary is crossed or touched; otherwise it is too near: */
    double distance_m;
    ovf_lonlat at; /* place of the boundary */
} ovf_block;

/* Whether the leg between two places, the first of which is clear, is clear. When not, *block says
 * by what; distance and place of what is too near only when it is to be measured, which costs more.
 */
bool ovf_barriers_pass(const ovf_barriers *barriers, const ovf_stop *from, const ovf_stop *to,
                       bool measure, ovf_block *block);

/* The nearest of the barriers that a place is too near to; false where there is none. `at` of the
 * block is the place of the boundary, for a place within the zone itself (met). */
ovf_status ovf_barriers_place(const ovf_barriers *barriers, ovf_lonlat at, bool *too_near,
                              ovf_block *block, ovf_error *error);

/* Whether a meeting of their analyzer's is more than is allowed. */
bool ovf_barriers_violated(const ovf_barriers *barriers, const ovf_meeting *meeting);

/* Whether the route is clear: the judgement of ovf_analyze. */
ovf_status ovf_barriers_judge(const ovf_barriers *barriers, const ovf_route *route, bool *clear,
                              const ovf_result **result, ovf_error *error);

/* Places of a run's edges from end to end, so close that the boundary does not stray from the
 * geodesics between them by more than bend_m. */
typedef struct {
    ovf_stop *stops;
    size_t count, capacity;
    double bend_m;
} ovf_samples;

#define OVF_SAMPLE_BEND_M 1

/* Adds those of one run. False when memory is out. */
bool ovf_samples_add(ovf_samples *samples, const ovf_boundary *boundary, const ovf_run *run);

/* ---- corners that a way may turn at (suggest_outline.c) ---- */

/* The samples of a boundary with the order in which a simplified outline needs them. */
typedef struct {
    ovf_samples samples;
    double *weight_m;   /* how far the outline without this sample strays from it */
    size_t *chain_ends; /* chains of samples, for each the index after its last */
    size_t chain_count, chain_capacity;
} ovf_outline;

bool ovf_outline_build(ovf_outline *outline, const ovf_boundary *boundary);
void ovf_outline_clear(ovf_outline *outline);

typedef struct {
    ovf_stop *items;
    size_t count, capacity;
} ovf_way;

bool ovf_way_add(ovf_way *way, ovf_stop stop);

/* How finely. */
typedef struct {
    double stray_m;   /* outlines are simplified by this */
    size_t most;      /* or by more, so that one has no more samples than this */
    double step_deg;  /* that a corner turns by at most */
    double slack_deg; /* that a leg may differ from the tangents of a corner that it comes to */
} ovf_detail;

/* A corner of an offset outline. A shortest way comes to it, and leaves, along a tangent: with the
 * outline's courses before and behind it, or what lies between. */
typedef struct {
    ovf_stop stop;
    ovf_vector along, outward; /* unit, level: the mean of these courses, and away from the zone */
    double slope;  /* tangent of the angle by which a leg may differ from it, either way */
    double span_m; /* from the corner to where its tangents touch the circle that it rounds: to
                      places so near a way may turn back */
    double near_m; /* a leg that comes from so near may differ by more: twice what the corner sticks
                      out of the circle that it rounds */
} ovf_corner;

typedef struct {
    ovf_corner *items;
    size_t count, capacity;
} ovf_corners;

/* What may be part of a way between two places that is not longer than `most_m`. */
typedef struct {
    ovf_stop from, to;
    double most_m; /* may be infinite */
} ovf_range;

/* The length of the geodesic, to a hundred-thousandth of itself. */
double ovf_rough_length(ovf_vector a, ovf_vector b);

/* Adds the corners of the simplified outline, offset by the stand-off; *stray_m is by how much it
 * is simplified, if it has more samples than those. */
bool ovf_outline_corners(const ovf_outline *outline, double standoff_m, const ovf_detail *detail,
                         const ovf_range *range, ovf_corners *corners, double *stray_m);

/* ---- the shortest way over corners (suggest_search.c) ---- */

/* What is kept from search to search. */
typedef struct {
    const ovf_barriers *barriers;
    ovf_outline *outlines; /* of each barrier, built when it is first in the way */
    bool *known;           /* whether it has been */
} ovf_search;

bool ovf_search_begin(ovf_search *search, const ovf_barriers *barriers);
void ovf_search_clear(ovf_search *search);

/* The shortest way over corners within the range. *way is empty where there is none. *stray_m: by
 * how much outlines are simplified. False when memory is out. */
bool ovf_search_way(ovf_search *search, const ovf_range *range, const ovf_detail *detail,
                    ovf_way *way, double *stray_m);

/* ---- the string (suggest_wrap.c, suggest_pull.c) ---- */

/* A place of a boundary that the string may not come nearer to than the radius. */
typedef struct {
    ovf_stop centre;
    double radius_m;
    double slack_m; /* by which it may stick out, since the radius has it */
    bool within;  /* its centre is within the area that the string is pulled through; the circles of
                     others only reach into it */
    bool held;    /* among the contacts */
    bool changed; /* held, or its radius widened, in this round */
    bool beside, near; /* whether a leg of the string runs beside it, and whether one does so near
                          enough to be asked about again */
} ovf_peg;

typedef struct {
    ovf_peg *items;
    size_t count, capacity;
} ovf_pegs;

/* The taut string from one place to another around pegs that it has all on one side, into *string,
 * ends included. False where none is found; *memory then says whether for want of it. */
bool ovf_wrap(const ovf_barriers *barriers, const ovf_stop *from, const ovf_stop *to, double side,
              ovf_pegs *pegs, ovf_way *string, bool *memory);

/* Pulls a clear way taut, in at most so many passes: it stays clear and becomes no longer. False
 * when memory is out. */
bool ovf_pull(const ovf_barriers *barriers, ovf_way *way, int passes);

/* Leaves out places (suggest_thin.c) while that makes the way longer by no more than `thrift_m` in
 * all. */
void ovf_thin(const ovf_barriers *barriers, ovf_way *way, double thrift_m);

double ovf_way_length(const ovf_way *way);

/* The angle by which a way turns at b, degrees, left positive. */
double ovf_turn(const ovf_stop *a, const ovf_stop *b, const ovf_stop *c);

/* ---- to one side (suggest_walls.c) ---- */

typedef enum { OVF_SIDE_ANY, OVF_SIDE_LEFT, OVF_SIDE_RIGHT } ovf_way_side;

/* Barriers with walls: from each barrier that a leg does not pass a geodesic runs off to the side
 * that is not wanted, nearly to the antipodes. */
typedef struct {
    ovf_zones zones;         /* the caller's, which are not owned, and the walls */
    ovf_obstacle *obstacles; /* the caller's, and of each wall */
    ovf_zone *walls;
    size_t wall_count;
    ovf_barriers barriers;
    ovf_search search;
} ovf_walled;

/* Clear it after failure, too. */
ovf_status ovf_walled_build(ovf_walled *walled, const ovf_barriers *barriers,
                            const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                            const ovf_stop *from, const ovf_stop *to, ovf_way_side side,
                            ovf_error *error);
void ovf_walled_clear(ovf_walled *walled);

/* ovf_suggest without a look at what it is given; the zones may be lines, as of ovf_analyzer_build.
 * To one side: each leg that is not clear passes all that it is not clear of to that side. */
ovf_status ovf_suggest_around(const ovf_zones *zones, const ovf_obstacle *obstacles, size_t count,
                              const ovf_route *route, const bool *pinned, ovf_way_side side,
                              ovf_suggestion *suggestion, ovf_error *error);

#endif
