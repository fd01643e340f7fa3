#include "analysis/survey/survey_begin.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "analysis/survey/survey_lines.h"
#include "analysis/survey/survey_spiral.h"
#include "base/error.h"

/* A route around the zone runs so far beside it, as a part of the reach. */
#define BESIDE 0.04
/* So many lines are grown, with a chance of their own. */
#define GROWN 5
/* Along so many rings within the zone, from so many places of each; so much shorter, as a part,
 * that nothing is cut off the end. */
#define SPIRALS 3
#define SPIRAL_BEGINNINGS 8
#define SPIRAL_SPARE 1e-5

/* Takes a line, which may be too long, and considers what can be flown of it. */
static ovf_status try_line(ovf_searcher *in, const ovf_line *line, const ovf_survey *pattern,
                           ovf_error *error)
{
    if (line->count < 2 || line->count > OVF_FREE_POINTS) return OVF_OK;
    ovf_free_take(&in->search, line->points, line->count);
    ovf_status status = ovf_searcher_set_limits(in, error);
    return status == OVF_OK
               ? ovf_searcher_settle(in, pattern, in->search.line->faults > 0 ? 0 : 1, error)
               : status;
}

/* Tracks are flown as they are, or with turns, and around what is in their way. */
static ovf_status try_tracks(ovf_searcher *in, const ovf_survey *tracks, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_line_plan plain = {0};
    ovf_line line = {0};
    ovf_status status = OVF_OK;
    if (!(options->turn_radius_m > 0) && options->obstacle_count == 0) {
        for (size_t i = 0; i < tracks->fix_count; i++)
            if (!ovf_survey_fixes_put(&in->fixes, i, tracks->fixes[i]))
                return ovf_fail_memory(error);
        if (!ovf_line_of_tracks(&line, &in->plane, tracks, options, &plain))
            status = ovf_fail_memory(error);
        if (status == OVF_OK)
            status = ovf_searcher_consider(
                in, line.points, line.count < OVF_FREE_POINTS ? line.count : 0, tracks, error);
    }
    for (int way = 0; way < 2 && status == OVF_OK && options->turn_radius_m > 0; way++) {
        const ovf_line_plan plan = {.turn_m = in->turn_m, .apart = way > 0};
        if (!ovf_line_of_tracks(&line, &in->plane, tracks, options, &plan))
            status = ovf_fail_memory(error);
        if (status == OVF_OK) status = try_line(in, &line, tracks, error);
    }
    if (status == OVF_OK && options->obstacle_count > 0) {
        if (!ovf_line_of_tracks(&line, &in->plane, tracks, options, &plain))
            status = ovf_fail_memory(error);
        if (status == OVF_OK)
            status = ovf_survey_lead_around(options, &in->plane, &line.points, &line.count, error);
        if (status == OVF_OK) status = try_line(in, &line, tracks, error);
    }
    ovf_line_clear(&line);
    return status;
}

/* Where only what is flown within the zone counts, around it first. */
static ovf_status try_rings(ovf_searcher *in, const ovf_survey *tracks, ovf_error *error)
{
    ovf_line line = {0};
    ovf_rings around = {0};
    const ovf_line_plan plan = {.turn_m = in->turn_m, .around = &around};
    ovf_status status = ovf_rings_around(&around, &in->plane, in->zone, BESIDE * in->search.reach_m,
                                         in->turn_m, error);
    if (status == OVF_OK && !ovf_line_of_tracks(&line, &in->plane, tracks, in->options, &plan))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = try_line(in, &line, NULL, error);
    ovf_rings_clear(&around);
    ovf_line_clear(&line);
    return status;
}

/* The best of some lines that grow, within limits that are right for lines like the best route. */
static ovf_status try_grown(ovf_searcher *in, ovf_error *error)
{
    const ovf_lonlat *from = in->options->from, *to = in->options->to;
    ovf_flat begin = {0}, end = {0};
    if (in->of_own.count > 0) ovf_free_take(&in->search, in->of_own.points, in->of_own.count);
    if (in->search.line->count < 2) return OVF_OK;
    ovf_status status = ovf_searcher_set_limits(in, error);
    if (status != OVF_OK) return status;
    if (from != NULL) begin = ovf_plane_point(&in->plane, from->lon, from->lat);
    if (to != NULL) end = ovf_plane_point(&in->plane, to->lon, to->lat);
    /* Where none grows the search goes on from the line that is in hand now. */
    size_t before = in->search.line->count;
    memcpy(in->trial, in->search.line->points, before * sizeof *in->trial);
    for (uint64_t k = 1; k <= GROWN && !in->stopped; k++) {
        ovf_free_seed(&in->search, in->options->seed, UINT64_MAX - k);
        if (ovf_free_grow(&in->search, begin, end)) {
            if (in->wanted <= 0) ovf_searcher_cool(in);
            ovf_starts_keep(&in->starts, in->search.line->points, in->search.line->count,
                            ovf_free_worth(&in->search));
        }
        ovf_searcher_ask(in, 0);
    }
    if (in->starts.items[0].count == 0) {
        ovf_free_take(&in->search, in->trial, before);
        return OVF_OK;
    }
    ovf_free_take(&in->search, in->starts.items[0].points, in->starts.items[0].count);
    status = ovf_searcher_set_limits(in, error);
    if (status == OVF_OK && in->stopped) ovf_searcher_cool(in);
    return status == OVF_OK ? ovf_searcher_settle(in, NULL, OVF_TIGHTENINGS, error) : status;
}

static bool make_spiral(const ovf_searcher *in, const ovf_spirals *spirals, size_t ring,
                        double begin, double long_m, ovf_line *line)
{
    const ovf_lonlat *from = in->options->from;
    line->count = 0;
    if (from != NULL && !ovf_line_add(line, ovf_plane_point(&in->plane, from->lon, from->lat)))
        return false;
    return ovf_spirals_line(spirals, ring, begin, long_m, line);
}

/* Takes the line that sees most of those along a ring within the zone; again when it is known how
 * long it is, so that its end stays what it is. */
static ovf_status take_spiral(ovf_searcher *in, const ovf_spirals *spirals, size_t ring,
                              double long_m, ovf_line *line, ovf_error *error)
{
    ovf_status status = OVF_OK;
    double most_m2 = -INFINITY, best = 0;
    for (size_t k = 0; k <= SPIRAL_BEGINNINGS && status == OVF_OK; k++) {
        bool last = k == SPIRAL_BEGINNINGS;
        double begin = last ? best : (double)k / SPIRAL_BEGINNINGS;
        if (!make_spiral(in, spirals, ring, begin, long_m, line)) return ovf_fail_memory(error);
        if (line->count < 2 || line->count > OVF_FREE_POINTS) return OVF_OK;
        ovf_free_take(&in->search, line->points, line->count);
        if (last) status = ovf_searcher_set_limits(in, error);
        if (in->search.line->seen_m2 <= most_m2) continue;
        most_m2 = in->search.line->seen_m2;
        best = begin;
    }
    if (status != OVF_OK) return status;
    long_m = fmin(in->search.most_m, in->search.most_inside_m) * (1 - SPIRAL_SPARE);
    if (!make_spiral(in, spirals, ring, best, long_m, line)) return ovf_fail_memory(error);
    return try_line(in, line, NULL, error);
}

/* Lines along the outline are hard to find by chance, and see the most where there is more zone
 * than a route can see, unless they bend more than turns may. */
static ovf_status try_spirals(ovf_searcher *in, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_swath_interval *swath = &options->swath;
    double long_m = options->max_m > 0 ? options->max_m : INFINITY;
    if (options->max_inside_m > 0) long_m = fmin(long_m, options->max_inside_m);
    bool both_sides = fabs(swath->low_m + swath->high_m) < 1e-3 * swath->high_m;
    if (!both_sides || options->to != NULL || in->turn_m > 0 || isinf(long_m)) return OVF_OK;
    ovf_spirals spirals = {0};
    ovf_line line = {0};
    ovf_status status = ovf_spirals_open(&spirals, &in->plane, in->zone, in->search.reach_m, long_m,
                                         error);
    for (size_t k = 0; k < SPIRALS && status == OVF_OK && !in->stopped; k++) {
        size_t ring = ovf_spirals_ring(&spirals, k);
        if (ring == SIZE_MAX) break;
        status = take_spiral(in, &spirals, ring, long_m, &line, error);
        ovf_searcher_ask(in, 0);
    }
    ovf_line_clear(&line);
    ovf_spirals_clear(&spirals);
    return status;
}

/* The route that is given, as it is where it can be flown, and what limits leave of it. */
static ovf_status try_start(ovf_searcher *in, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    ovf_line line = {0};
    ovf_status status = OVF_OK;
    if (!ovf_line_of_route(&line, &in->plane, options->start, options->start_count, options))
        return ovf_fail_memory(error);
    if (line.count == options->start_count && ovf_line_is_flown(&line, options->turn_radius_m)) {
        for (size_t i = 0; i < line.count && status == OVF_OK; i++) {
            if (!ovf_survey_fixes_put(&in->fixes, i, options->start[i])) {
                status = ovf_fail_memory(error);
                break;
            }
            in->fixes.items[i].altitude_m = in->fixes.items[i].time_s = NAN;
            in->fixes.on[i] = options->start_on != NULL
                                  ? options->start_on[i]
                                  : !ovf_line_turns_along(&line, i, options->turn_radius_m);
        }
        if (status == OVF_OK)
            status = ovf_searcher_consider(
                in, line.points, line.count < OVF_FREE_POINTS ? line.count : 0, NULL, error);
    }
    if (status == OVF_OK) status = try_line(in, &line, NULL, error);
    ovf_line_clear(&line);
    return status;
}

ovf_status ovf_searcher_begin(ovf_searcher *in, const ovf_tracks *tracks, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    ovf_status status = OVF_OK;
    for (size_t k = 0; k < tracks->count && status == OVF_OK; k++)
        status = try_tracks(in, &tracks->items[k], error);
    in->best->tracks_wanted = tracks->items[0].tracks_wanted;
    if (status == OVF_OK && options->max_inside_m > 0 && options->rounds > 0)
        status = try_rings(in, &tracks->items[0], error);
    in->foreign = in->wanted > 0;
    if (status == OVF_OK && options->rounds > 0) status = try_grown(in, error);
    if (status == OVF_OK && options->rounds > 0) status = try_spirals(in, error);
    in->foreign = true;
    if (status == OVF_OK && options->start != NULL) status = try_start(in, error);
    return status;
}
