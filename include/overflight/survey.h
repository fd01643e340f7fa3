/* Surveys: a route that sees as much of a zone as a distance allows, and the most that any can see.
 *
 * The search begins with parallel tracks. They are flown there and back, with their swaths side by
 * side (H. Choset, Coverage for robotics, Annals of Mathematics and Artificial Intelligence 31
 * (2001) 113-126), and run as long as the swath meets the zone. The search tries all directions,
 * first in steps and then finer, and where the first swath begins. If the distance is too short for
 * the whole zone, it also tries which neighbouring tracks see the most, from which end they are
 * flown, and a part of one more. Tracks do not cross; the ways to and from them do so only if that
 * cannot be avoided.
 *
 * Then rounds of simulated annealing move, add and drop the fixes of a free route. What each round
 * ends with is measured exactly, and the best is kept, so that more rounds never find less, nor
 * less than any of the routes that the search began with. */
#ifndef OVERFLIGHT_SURVEY_H
#define OVERFLIGHT_SURVEY_H

#include <stdint.h>

#include "overflight/model.h"
#include "overflight/sensor.h"
#include "overflight/suggest.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Neighbouring swaths overlap by this part of their width, and by what the plane of the pattern
 * distorts. */
#define OVF_SURVEY_OVERLAP 0.002
/* The greatest number of tracks, and the greatest radius of turns. */
#define OVF_SURVEY_TRACKS_MAX 20000
#define OVF_SURVEY_TURN_MAX_M 1e5

/* What has been found after a round. */
typedef struct {
    size_t rounds, moves;              /* so far */
    double length_m, covered_fraction; /* of the best route */
} ovf_survey_progress;

typedef struct {
    ovf_swath_interval swath;    /* what is seen to both sides of the track; it has a width */
    double max_m;                /* length of the whole route at most; 0: as long as it takes */
    const ovf_lonlat *from;      /* where the route begins; NULL: with the first track */
    const ovf_lonlat *to;        /* where it ends; NULL: with the last track */
    const double *direction_deg; /* of the tracks where the zone's middle is, clockwise from north,
                                    0 … 180; NULL: the best */
    double max_inside_m;         /* length within the zone at most; 0: no limit */
    double coverage; /* a part of the zone, 0 … 1: the least distance that sees so much; 0: as much
                        as the limits allow, or all where there are none */
    bool no_crossing;       /* the route crosses itself nowhere */
    double turn_radius_m;   /* of the tightest turn that can be flown; 0: turns on the spot, which
                               ovf_survey_wants_turns must not forbid */
    bool off_in_turns;      /* the sensor is off in turns, which then have a radius */
    const ovf_zones *zones; /* what the obstacles are among, also lines as of ovf_rules; NULL where
                               there are none */
    const ovf_obstacle *obstacles; /* what the route keeps clear of, as ovf_suggest does */
    size_t obstacle_count;
    const ovf_fix *start; /* a route to begin with as well: what is found is never worse than it
                             where it keeps to the limits; NULL: none */
    size_t start_count;
    const bool *start_on; /* for each of its fixes whether the sensor is on from it to the next,
                             where it is off in turns; NULL: wherever it cannot be in a turn */
    size_t rounds;        /* of the search for free routes; 0: parallel tracks only */
    uint64_t seed;        /* of its chance */
    /* Called some times in each round and after it: false ends the search, and a round in hand is
     * as if it had not begun. So it may read a clock, and the result after so many rounds is always
     * the same. NULL: all rounds. */
    bool (*go_on)(void *context, const ovf_survey_progress *progress);
    void *context;
} ovf_survey_options;

typedef struct {
    ovf_fix *fixes; /* altitude and time NAN; arcs of turns have one every 15 degrees */
    size_t fix_count;
    bool *on; /* for each fix whether the sensor is on from it to the next; NULL: all along */
    size_t tracks,
        tracks_wanted;    /* flown, and as many as the whole zone would want in this direction */
    double direction_deg; /* of the tracks, 0 … 180 */
    double spacing_m;     /* between the middles of neighbouring swaths */
    double length_m;
    bool crosses;    /* the ways from and to the ends of the pattern cross it */
    double inside_m; /* length within the zone */
    double area_m2, covered_m2, covered_fraction; /* of the zone, and what is seen of it: measured
                                                     as coverage.h does, with round joins */
    bool free;            /* it is no pattern: 0 tracks, direction and spacing NAN */
    size_t rounds, moves; /* of the search for it */
} ovf_survey;

/* Designs a route; clear *survey when done. Turns that have a radius are arcs between straight legs
 * that touch them. Errors: OVF_ERROR_USAGE (NULL, a swath without width, a distance that does not
 * reach the zone and back, more than OVF_SURVEY_TRACKS_MAX tracks, a sensor that is off in turns on
 * the spot or looks to one side in them, no route found that keeps clear of the obstacles or does
 * not cross itself), OVF_ERROR_INPUT (a zone that breaks a rule of model.h), OVF_ERROR_GEOMETRY (a
 * zone too large for a plane), OVF_ERROR_MEMORY. Thread-safe.
 *
 * For example:
 *     const ovf_survey_options options = {.swath = {-3850, 3850}, .max_m = 500e3};
 *     ovf_survey survey;
 *     if (ovf_survey_make(zone, &options, &survey, &error) == OVF_OK) ovf_survey_clear(&survey); */
ovf_status ovf_survey_make(const ovf_zone *zone, const ovf_survey_options *options,
                           ovf_survey *survey, ovf_error *error);
void ovf_survey_clear(ovf_survey *survey);

/* Whether turns must have a radius: a swath on one side of the track would sweep over a whole ring
 * where the route turns on the spot, which no aircraft does, for no distance at all. */
bool ovf_survey_wants_turns(const ovf_swath_interval *swath);

/* The most that any route within the limits of the options can see, whatever it looks like: a
 * theorem, not an estimate; survey_bound.c has the proof. It is the least of these, r being the
 * farther end of the swath and L the length:
 *
 *     2 r L + pi r^2, where L is without the way from and to given ends, and without the gaps
 *     between parts of the zone that it sees (H. Hotelling, Tubes and spheres in n-spaces, American
 *     Journal of Mathematics 61 (1939) 440-460);
 *     what the zone has in any window of the width L + 2 r, in 56 directions and around places;
 *     what it has in n discs of the radius L / 2n + r, for several n;
 *     what is in reach of the given ends;
 *     for kilometres within the zone: 2 r L and what lies within r of the outline.
 *
 * More distance never has a lower bound. */
typedef struct {
    double area_m2; /* of the zone */
    double covered_m2, covered_fraction;
    double least_m; /* no route that is shorter sees the part of the zone that the options want */
} ovf_survey_bound;

/* Errors: as of ovf_survey_make. Thread-safe. */
ovf_status ovf_survey_bound_find(const ovf_zone *zone, const ovf_survey_options *options,
                                 ovf_survey_bound *bound, ovf_error *error);

/* What a survey achieves, for its file. */
typedef struct {
    const char *zone_id, *sensor;
    double height_m; /* NAN: it does not matter */
    double covered_m2, covered_fraction;
    double bound_m2; /* no route can see more */
    uint64_t seed;   /* of the search */
} ovf_survey_account;

/* Writes the route to a file of GeoJSON, whole or not at all. A file that exists is kept unless
 * `replace`. Errors: OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_survey_write(const char *path, bool replace, const ovf_route *route,
                            const ovf_survey *survey, const ovf_survey_account *account,
                            ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
