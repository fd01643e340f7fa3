/* Sweeping a limit: what verdicts would be with other limits, and at which limit each turns. */
#ifndef OVERFLIGHT_SWEEP_H
#define OVERFLIGHT_SWEEP_H

#include "overflight/finding.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The most limits that one sweep tries. */
#define OVF_SWEEP_STEPS_MAX 10000

/* Which limit, and which values it takes: from, from + step, …, up to `to`. */
typedef struct {
    const char *parameter; /* the first one of a kind: "max_distance_km" */
    const char *rule;      /* of this rule, "national-measures/kaliningrad"; NULL: of all */
    double from, to, step; /* from < to, step > 0; in the parameter's unit */
} ovf_sweep_range;

/* One route with one limit. */
typedef struct {
    ovf_verdict verdict;
    bool disputable; /* it violates, by rules that are disputed, lifted or remembered alone */
    double exceeded; /* by how much the swept rules are broken, in the parameter's unit, summed over
                        their findings */
} ovf_swept_step;

/* Where the verdict on a route turns. Below `limit` it is `before`, above it `after`. */
typedef struct {
    double limit;
    ovf_verdict before, after;
} ovf_turn;

/* One route with all limits; valid until the next. */
typedef struct {
    const ovf_swept_step *steps; /* as many as the sweep has */
    const ovf_turn *turns;       /* in order; of several between two steps each */
    size_t turn_count;
    double measured; /* of the swept rules that the route meets, the figure that decides: the
                        greatest, or of a least limit the least; NAN: there is none */
} ovf_swept;

/* For one thread at a time. */
typedef struct ovf_sweep ovf_sweep;

/* Prepares a sweep over those of `rules` that have the parameter. The options are those of the
 * checks (ovf_checker_new); analyzer, rules and what the options point to must outlive the sweep.
 * Errors: OVF_ERROR_USAGE (NULL, a range out of order, with more than OVF_SWEEP_STEPS_MAX steps or
 * beyond what the parameter may be; no rule with this parameter), OVF_ERROR_MEMORY. */
ovf_status ovf_sweep_new(const ovf_analyzer *analyzer, const ovf_rules *rules,
                         const ovf_check_options *options, const ovf_sweep_range *range,
                         ovf_sweep **sweep, ovf_error *error);
void ovf_sweep_free(ovf_sweep *sweep);

size_t ovf_sweep_count(const ovf_sweep *sweep);
double ovf_sweep_limit(const ovf_sweep *sweep, size_t step);
/* Of the rules, those that are swept: as many as ovf_sweep_rule_count says. */
size_t ovf_sweep_rule_count(const ovf_sweep *sweep);
const ovf_restriction *ovf_sweep_rule(const ovf_sweep *sweep, size_t index);

/* Judges the route that `scratch` has analysed and that was checked by all of the rules, with the
 * option `keep`: other rules than the swept ones say what they said then. The result loses that
 * judgement. Each limit costs a check by the swept rules alone; the route is not analysed again.
 * A turn is a measured figure wherever one decides, to the tolerance of the check; otherwise it is
 * found by bisection, to 1e-9 of the limit. Errors: OVF_ERROR_USAGE (NULL, a route that was not
 * checked), OVF_ERROR_MEMORY.
 *
 * For example:
 *     const ovf_sweep_range range = {"max_distance_km", NULL, 250, 1500, 50};
 *     ovf_sweep *sweep = NULL;
 *     const ovf_swept *swept = NULL;
 *     ovf_sweep_new(analyzer, &rules, NULL, &range, &sweep, &error);
 *     ovf_analyze(analyzer, route, scratch, &result, &error);
 *     ovf_check_route(checker, scratch, &error);
 *     ovf_sweep_route(sweep, scratch, &swept, &error);
 *     printf("%zu turns\n", swept->turn_count); */
ovf_status ovf_sweep_route(ovf_sweep *sweep, ovf_scratch *scratch, const ovf_swept **swept,
                           ovf_error *error);

/* ---- a picture ---- */

/* All routes with one limit. */
typedef struct {
    double limit;
    size_t verdicts[3];      /* how many routes have each, by ovf_verdict */
    size_t disputable;       /* of those that violate */
    double exceeded;         /* as in ovf_swept_step */
    double covered_fraction; /* what a survey of the zone within the limit would see of it; NAN: not
                                known */
} ovf_sweep_sum;

typedef struct {
    const char *title, *axis; /* "max_distance_km of national-measures/kaliningrad"; "limit, km" */
    const ovf_sweep_sum *steps;
    size_t count;
    const ovf_turn *turns; /* of all routes, in any order: between the steps they say how many
                              routes have which verdict, and each has a tick */
    size_t turn_count;
    int width, height; /* pixels, OVF_PICTURE_MIN … OVF_PICTURE_MAX; 0: the usual */
} ovf_sweep_chart;

/* Draws verdicts and coverage against the limit into a PNG file, new or in place of one that is
 * there. Errors: OVF_ERROR_USAGE (NULL, no step, a size out of range), OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_sweep_draw(const ovf_sweep_chart *chart, const char *file, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
