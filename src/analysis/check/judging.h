/* Judging a route by restrictions: what the evaluators share. Each kind of restriction is a file
 * kind_KIND.c with an ovf_kind, and a line in kinds.c. */
#ifndef OVF_ANALYSIS_CHECK_JUDGING_H
#define OVF_ANALYSIS_CHECK_JUDGING_H

#include "analysis/meet/flown.h"
#include "analysis/meet/heights.h"
#include "overflight/finding.h"

extern const ovf_kind ovf_kind_prohibited, ovf_kind_max_distance, ovf_kind_standoff,
    ovf_kind_min_altitude, ovf_kind_max_altitude, ovf_kind_flight_distance, ovf_kind_airfields,
    ovf_kind_crossings, ovf_kind_circling, ovf_kind_notice, ovf_kind_completion, ovf_kind_deviation,
    ovf_kind_airfield_range;

typedef struct ovf_check ovf_check;

/* Adds what it finds of a restriction of one kind; `meeting` is NULL where the route does not come
 * near the zone. */
typedef void ovf_evaluator(ovf_check *check, const ovf_restriction *restriction,
                           const ovf_meeting *meeting);

/* Of what no file can name: findings that are about no restriction in particular (undecided.c). */
extern const ovf_kind ovf_kind_nothing_judged, ovf_kind_left_out;

ovf_evaluator ovf_evaluate_prohibited, ovf_evaluate_max_distance, ovf_evaluate_standoff,
    ovf_evaluate_min_altitude, ovf_evaluate_max_altitude, ovf_evaluate_flight_distance,
    ovf_evaluate_airfields, ovf_evaluate_crossings, ovf_evaluate_circling, ovf_evaluate_notice,
    ovf_evaluate_completion, ovf_evaluate_deviation, ovf_evaluate_not_understood;

/* The kind's evaluator. False for what is none of ovf_kind_at; *evaluator is NULL for a kind that
 * is no matter of a single route. */
bool ovf_kind_evaluator(const ovf_kind *kind, ovf_evaluator **evaluator);

/* Which restrictions may concern a route (rule_index.c): an index into them, since most routes come
 * near few of many zones. */
typedef struct {
    uint32_t *always; /* those of the flight as a whole, and those without a place */
    size_t always_count;
    uint32_t *of_zones;    /* all others but stand-offs, zone by zone; those of zone z from ... */
    size_t *first_of_zone; /* ... first_of_zone[z] on, up to that of the next */
    ovf_tree near; /* of stand-offs, and of those whose zone's outline is uncertain: over the boxes
                      of their places, widened by what they look at */
    uint32_t *near_rules; /* of each box of the tree */
    size_t near_count;
    size_t zone_count;
} ovf_rule_index;

bool ovf_rule_index_build(ovf_checker *checker);
void ovf_rule_index_free(ovf_rule_index *index);
/* Gathers those that may concern the route, in their order, as the scratch's candidates. */
void ovf_rule_index_look(ovf_check *check);

struct ovf_checker {
    const ovf_analyzer *analyzer;
    const ovf_rules *rules;
    ovf_check_options options;
    ovf_boundaries *lines;       /* of the rules */
    ovf_evaluator **evaluators;  /* of each restriction; NULL: none */
    ovf_boundary reference;      /* of the reference, a line */
    double reference_m;          /* its length */
    ovf_vector *airfield_points; /* one for each airfield */
    size_t *twins; /* of each restriction: the number, from 1, of those that find the same when they
                      are in force; 0: it is the only one */
    size_t twin_count;
    struct ovf_coasts *coasts; /* of the States, where they are given */
    ovf_rule_index index;
};

/* One check of one route by all restrictions. */
struct ovf_check {
    const ovf_checker *checker;
    ovf_scratch *scratch;
    const ovf_result *result;
    ovf_flown flown;
    ovf_box box;  /* around the route */
    bool failed;  /* memory was out */
    bool applied; /* whether the restriction in hand concerns the flight */
    bool asked;   /* and does not merely lack what every flight is asked */
};

/* Whether a restriction is in force. */
typedef enum { OVF_IN_FORCE_NOT, OVF_IN_FORCE, OVF_IN_FORCE_PERHAPS } ovf_in_force;

/* At any time of the flight. */
ovf_in_force ovf_check_in_force(const ovf_check *check, const ovf_restriction *restriction);
/* Surely all the time. */
bool ovf_check_always_in_force(const ovf_check *check, const ovf_restriction *restriction);

/* Adds a finding to fill; never NULL: where memory is out it is one that is thrown away. It holds
 * until the next is added. */
ovf_finding *ovf_check_add(ovf_check *check, const ovf_restriction *restriction,
                           ovf_severity severity);
/* The same for what could not be judged: undecided, or less where the rule's own severity is. */
ovf_finding *ovf_check_add_unjudged(ovf_check *check, const ovf_restriction *restriction);
/* Makes undecided what broke the restriction, of the findings from the one with index `first` on,
 * which were judged as if the restriction bound; what would decide it (ovf_doubts; 0: it binds). */
void ovf_check_doubt_bound(ovf_check *check, size_t first, unsigned doubts);
/* The same of one finding; `why` it is not known. True where it did so. */
bool ovf_check_doubt_one(ovf_finding *finding, const char *why);

/* The limit is kept, with this figure, at this distance along the route (NAN: at none). */
void ovf_check_kept(ovf_check *check, const ovf_restriction *restriction, double measured,
                    double limit, const char *unit, double along_m);
/* The restriction does not concern this flight. */
void ovf_check_not_applicable(ovf_check *check);
/* Every flight is asked for this, and this one does not say it. No finding, unless the check is
 * strict. `what` is constant, as in ovf_not_asked. */
void ovf_check_not_asked(ovf_check *check, const ovf_restriction *restriction, const char *what,
                         ovf_remedy remedy);

/* ---- the verdict (undecided.c) ---- */

/* Adds what is about no restriction in particular, and sums up. */
void ovf_check_sum_up(ovf_check *check);
void ovf_check_say(ovf_finding *finding, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* ---- figures and their limits (limits.c) ---- */

/* Times are good to a millisecond. */
#define OVF_TIME_ERROR_S 1e-3

/* What a figure makes of an upper limit: kept with more than the margin to spare, kept with less,
 * as good as the limit, beyond it. */
typedef enum { OVF_LIMIT_KEPT, OVF_LIMIT_NEAR, OVF_LIMIT_AT, OVF_LIMIT_BROKEN } ovf_limit_state;

/* How much is left of the limit (negative: how far it is exceeded), by the error of the figure and
 * by what counts as little. `little` is negative where near misses are not told; what is exactly at
 * the limit is told nevertheless, since then the figures do not decide. */
ovf_limit_state ovf_limit_of(double left, double error, double little);
/* The part of a limit that counts as little. */
double ovf_check_little(const ovf_check *check, double limit);
/* Adds a finding about a limit that is broken or nearly so, with measured, limit, margin (`left`),
 * unit and severity. */
ovf_finding *ovf_check_add_limit(ovf_check *check, const ovf_restriction *restriction,
                                 ovf_limit_state state, double measured, double limit, double left,
                                 const char *unit);
/* Adds to what a finding says how much is left: "5.614 km are left", or that the figure is exactly
 * at the limit, within the error of the figures, which is `error` with its unit. */
void ovf_check_say_left(ovf_finding *finding, ovf_limit_state state, const char *error);

/* The place on the route at a distance along it. */
ovf_place ovf_check_place(const ovf_check *check, double along_m);
/* The last fix, counted from 1, that a distance along the route comes after. */
size_t ovf_check_fix(const ovf_check *check, double along_m);
/* What to call it: its name, or "fix 3". What to call the leg that begins at the fix with that
 * index: "the leg from UUMB to KGD", "leg 3". */
#define OVF_CALLED_SIZE 80
const char *ovf_check_fix_called(const ovf_check *check, double along_m,
                                 char text[OVF_CALLED_SIZE]);
const char *ovf_check_leg_called(const ovf_check *check, size_t leg, char text[OVF_CALLED_SIZE]);
/* Places it on a stretch of the route, or a point. */
void ovf_check_stretch(const ovf_check *check, ovf_finding *finding, double from_m, double to_m);

/* "54.71063 N 20.51066 E". */
#define OVF_POSITION_SIZE 40
const char *ovf_check_position(double lon, double lat, char text[OVF_POSITION_SIZE]);
/* Name of the zone or line that is bound. */
const char *ovf_check_place_name(const ovf_check *check, const ovf_restriction *restriction);
/* ---- heights and times (meet/heights.h) ---- */

/* What would decide, in words (doubts.c): "the heights of the ground and the pressure at sea level
 * (QNH)". And what the caller can give. */
#define OVF_DOUBTS_SIZE 300
const char *ovf_doubts_say(const ovf_check *check, ovf_doubts doubts, char text[OVF_DOUBTS_SIZE]);
ovf_remedy ovf_doubts_remedy(const ovf_check *check, ovf_doubts doubts);

/* ---- what binds (binding.c) ---- */

/* The volume of the zone that is bound, if it has limits; or NULL. Of a zone with parts it is what
 * bounds them all; ovf_bound_stretches looks at each. */
const ovf_volume *ovf_check_volume(const ovf_check *check, const ovf_restriction *restriction);

/* The stretches between two distances along the route on which the restriction binds: while it is
 * in force, between its floor and its ceiling, and in the volume of its zone; surely, or perhaps,
 * as on legs that were never observed. */
void ovf_bound_stretches(const ovf_check *check, const ovf_restriction *restriction, double from_m,
                         double to_m, ovf_heights_function take, void *context);
/* The same of a meeting's passages. */
void ovf_bound_passages(const ovf_check *check, const ovf_restriction *restriction,
                        const ovf_meeting *meeting, ovf_heights_function take, void *context);

#endif
