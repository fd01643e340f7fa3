#include "analysis/survey/survey_search.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_begin.h"
#include "analysis/survey/survey_heat.h"
#include "base/array.h"
#include "base/error.h"

/* So often in each round it is asked whether the search goes on. */
#define PAUSES 10
/* Outlines are simplified to this part of the reach, for the search only. */
#define SIMPLIFIED 2e-4

/* ---- rounds ---- */

/* A raster of cells favours what happens to fit it, so each round has one of another size. */
static bool lay_cells(ovf_searcher *in, size_t round)
{
    ovf_free *search = &in->search;
    double size = search->reach_m / OVF_CELLS_FINE * (1 + 0.2 * (double)(round * 7 % 10) / 10);
    ovf_swath_interval swath = in->options->swath;
    if (in->wanted >= 1) {
        double spare = fmin(OVF_SPARE_CELLS * size, 0.2 * (swath.high_m - swath.low_m));
        swath.low_m += spare;
        swath.high_m -= spare;
    }
    ovf_cells_clear(&search->cells);
    if (!ovf_cells_lay(&search->cells, &in->rings, &swath, size)) return false;
    search->cells.turn_m = in->turn_m;
    search->cells.off_in_turns = in->options->off_in_turns;
    if (in->wanted >= 1) ovf_cells_touch(&search->cells, &in->rings);
    return true;
}

/* The moves of a round, some at a time. */
static void anneal(ovf_searcher *in, size_t round, const ovf_heat *heat)
{
    for (int k = 0; k < PAUSES && !in->stopped; k++) {
        double reach2 = in->search.reach_m * in->search.reach_m,
               from = heat->hot * reach2 * pow(heat->fall, (double)k / PAUSES);
        ovf_free_anneal(&in->search, OVF_SURVEY_MOVES / PAUSES, from,
                        from * pow(heat->fall, 1.0 / PAUSES));
        ovf_searcher_ask(in, round);
    }
}

/* A given route may be good and yet lead to none that is much better, and so may one that grew
 * until it saw enough, which is seldom near the shortest (on KA-91C for 90 % of Kaliningrad it cost
 * 2 %): every other cycle begins with the best that does not come of them. */
static const ovf_kept *choose(ovf_searcher *in, size_t cycle)
{
    bool own = cycle % 2 == 0 && in->of_own.count > 0;
    in->foreign = !own && (in->options->start != NULL || in->wanted > 0);
    return own ? &in->of_own : &in->of_all;
}

/* Where nothing is good yet each round goes on from the last. */
static ovf_status run_round(ovf_searcher *in, size_t round, ovf_error *error)
{
    ovf_free *search = &in->search;
    const ovf_heat heat = ovf_heat_of(round, in->wanted > 0);
    size_t count = search->line->count;
    const ovf_flat *points = search->line->points;
    const ovf_kept *best = choose(in, heat.cycle);
    const ovf_start *start = in->wanted > 0
                                 ? NULL
                                 : ovf_starts_other(&in->starts, heat.cycle, best->is.covered_m2);
    if (heat.round == 0 && start != NULL) {
        points = start->points;
        count = start->count;
    } else if (best->count > 0 && (heat.round == 0 || search->line->faults > 0)) {
        points = best->points;
        count = best->count;
    }
    if (!lay_cells(in, round)) return ovf_fail_memory(error);
    if (in->options->max_inside_m > 0) search->most_inside_m = in->options->max_inside_m;
    ovf_free_take(search, points, count);
    ovf_status status = ovf_searcher_set_limits(in, error);
    if (status != OVF_OK) return status;
    ovf_free_seed(search, in->options->seed, round);
    anneal(in, round, &heat);
    if (in->stopped) ovf_searcher_cool(in);
    return ovf_searcher_settle(in, NULL, OVF_TIGHTENINGS, error);
}

static ovf_status prepare(ovf_searcher *in, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_swath_interval *swath = &options->swath;
    double reach = fmax(fabs(swath->low_m), fabs(swath->high_m)), stretch = 1;
    ovf_status status = ovf_rings_of(&in->rings, &in->plane, in->zone, SIMPLIFIED * reach, error);
    if (status == OVF_OK) status = ovf_survey_meter_open(&in->meter, in->zone, error);
    if (status == OVF_OK && options->obstacle_count > 0)
        status = ovf_survey_barred_open(&in->barred, options, &in->plane, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < in->rings.count; i++)
        stretch = fmax(stretch, ovf_plane_stretch(in->rings.points[i]));
    /* An ellipse into which the plane draws a circle is curved by its half axes: a²/b. */
    in->turn_m = options->turn_radius_m * stretch * stretch * stretch;
    in->search.keeps_first = options->from != NULL;
    in->search.keeps_last = options->to != NULL;
    in->search.no_crossing = options->no_crossing;
    if (options->obstacle_count > 0) {
        in->search.may_fly = ovf_survey_may_fly;
        in->search.context = &in->barred;
    }
    return ovf_free_open(&in->search, &in->rings, swath, reach / OVF_CELLS_FINE) && lay_cells(in, 0)
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status run(ovf_searcher *in, const ovf_tracks *tracks, size_t *round, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    ovf_status status = prepare(in, error);
    if (status == OVF_OK) status = ovf_searcher_begin(in, tracks, error);
    /* Tracks of more fixes than a free route may have stay what they are. */
    bool can = in->of_all.found ? in->of_all.count > 1 : in->search.line->count > 1;
    while (status == OVF_OK && can && !in->stopped && *round < options->rounds) {
        status = run_round(in, *round, error);
        if (in->stopped) break;
        ovf_searcher_ask(in, ++*round);
    }
    if (status == OVF_OK && in->best->fixes == NULL)
        status = ovf_fail(error, OVF_ERROR_USAGE,
                          "no route over zone %s was found that keeps to all of this: search "
                          "longer, or allow for more",
                          in->zone->id);
    return status;
}

ovf_status ovf_survey_search(const ovf_zone *zone, const ovf_survey_options *options,
                             const ovf_tracks *tracks, ovf_survey *survey, ovf_error *error)
{
    ovf_searcher *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->zone = zone;
    in->options = options;
    in->best = survey;
    bool limited = options->max_m > 0 || options->max_inside_m > 0;
    in->wanted = options->coverage > 0 ? options->coverage : limited ? 0 : 1;
    size_t round = 0;
    ovf_status status = run(in, tracks, &round, error);
    survey->rounds = round;
    survey->moves = in->search.moves;
    ovf_free_clear(&in->search);
    ovf_survey_barred_close(&in->barred);
    ovf_survey_meter_close(&in->meter);
    ovf_rings_clear(&in->rings);
    ovf_plane_close(&in->plane);
    ovf_survey_fixes_clear(&in->fixes);
    free(in);
    return status;
}
