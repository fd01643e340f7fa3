#include "analysis/survey/survey_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/self_crossings.h"
#include "analysis/survey/survey_barred.h"
#include "analysis/survey/survey_fixes.h"
#include "analysis/survey/survey_free.h"
#include "analysis/survey/survey_heat.h"
#include "analysis/survey/survey_lines.h"
#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_starts.h"
#include "base/array.h"
#include "base/error.h"

#define TIGHTENINGS 6
/* So often in each round it is asked whether the search goes on. */
#define PAUSES 10
/* Outlines are simplified to this part of the reach, for the search only. */
#define SIMPLIFIED 2e-4
/* A route around the zone runs so far beside it, as a part of the reach. */
#define BESIDE 0.04
/* What is to be seen as a whole is seen with a reach that is shorter by this many cells. */
#define SPARE_CELLS 0.8
/* So many lines are grown, with a chance of their own. */
#define GROWN 5

/* A route that was found, and the line that it was made of; no points: it was made of none that the
 * search may have. */
typedef struct {
    bool found;
    ovf_surveyed is;
    ovf_flat points[OVF_FREE_POINTS];
    size_t count;
} kept;

typedef struct {
    const ovf_zone *zone;
    const ovf_survey_options *options;
    double wanted; /* the part of the zone to be seen on the least distance; 0: as much as can be */
    double turn_m; /* radius of turns in the plane */
    ovf_plane plane;
    ovf_rings rings;
    ovf_survey_meter meter;
    ovf_survey_barred barred; /* without zones where nothing is */
    ovf_free search;
    kept of_all, of_own; /* the best of all, and of those that do not come of a foreign one */
    bool foreign; /* the line in hand comes of a given route, or of one that grew to be enough */
    ovf_flat trial[OVF_FREE_POINTS];
    ovf_starts starts;
    ovf_survey_fixes fixes; /* of a candidate */
    ovf_survey *best;
    bool stopped;
} searcher;

static bool make_fixes(searcher *in, const ovf_flat *points, size_t count)
{
    return ovf_survey_fixes_make(&in->fixes, &in->plane, points, count, in->turn_m, in->options);
}

/* The line in hand without the last `cut` metres of it; how many points are left. What is left of
 * the last leg has room for the turn before it. */
static size_t shorten(const searcher *in, double cut_m, ovf_flat *points)
{
    const ovf_free_line *line = in->search.line;
    size_t count = line->count;
    memcpy(points, line->points, count * sizeof *points);
    while (count > 1) {
        ovf_flat a = points[count - 2], *b = &points[count - 1];
        double length = hypot(b->x - a.x, b->y - a.y),
               taken = count > 2 ? ovf_bend_of(points, count, count - 2, in->turn_m).taken_m : 0;
        if (length - cut_m > taken) {
            b->x += cut_m / length * (a.x - b->x);
            b->y += cut_m / length * (a.y - b->y);
            return count;
        }
        cut_m = fmax(0, cut_m - length);
        count--;
    }
    return count;
}

static void pull(ovf_flat *end, ovf_flat next, double by_m)
{
    double x = end->x - next.x, y = end->y - next.y, length = hypot(x, y);
    if (!(length > 0)) return;
    end->x += x / length * by_m;
    end->y += y / length * by_m;
}

/* What lies across an end of the line goes through cells of which the search knows the middles. */
static void lengthen(const searcher *in, ovf_flat *points, size_t count)
{
    double by_m = SPARE_CELLS * in->search.cells.cell_m;
    if (count < 2) return;
    if (!in->search.keeps_first) pull(&points[0], points[1], by_m);
    if (!in->search.keeps_last) pull(&points[count - 1], points[count - 2], by_m);
}

/* How far a route is beyond the limits; not above 0: it keeps to them. */
static void find_excess(const searcher *in, const ovf_surveyed *is, double *over_m,
                        double *over_inside_m)
{
    const ovf_survey_options *options = in->options;
    *over_m = options->max_m > 0 ? is->length_m - options->max_m : -INFINITY;
    *over_inside_m = options->max_inside_m > 0 ? is->inside_m - options->max_inside_m : -INFINITY;
}

static bool is_within(const searcher *in, const ovf_surveyed *is)
{
    double over_m, over_inside_m;
    find_excess(in, is, &over_m, &over_inside_m);
    return over_m <= 0 && over_inside_m <= 0;
}

static ovf_status try_cut(searcher *in, double cut_m, ovf_flat *points, size_t *count,
                          ovf_surveyed *is, ovf_error *error)
{
    *count = shorten(in, cut_m, points);
    if (in->wanted >= 1) lengthen(in, points, *count);
    if (*count > 1 && !make_fixes(in, points, *count)) return ovf_fail_memory(error);
    if (*count > 1)
        return ovf_survey_lengths(&in->meter, in->fixes.items, in->fixes.count, is, error);
    *is = (ovf_surveyed){0};
    return OVF_OK;
}

/* Makes fixes of the line in hand, the end of it cut so that they keep to the limits. Where the end
 * is given nothing can be cut. Tells by how much the limits are not kept. */
static ovf_status fit(searcher *in, ovf_flat *points, size_t *count, double *over_m,
                      double *over_inside_m, ovf_error *error)
{
    ovf_surveyed is;
    double low = 0, high = 1;
    ovf_status status = try_cut(in, 0, points, count, &is, error);
    if (status == OVF_OK) find_excess(in, &is, over_m, over_inside_m);
    if (status != OVF_OK || is_within(in, &is) || in->search.keeps_last) return status;
    do {
        status = try_cut(in, high *= 8, points, count, &is, error);
    } while (status == OVF_OK && !is_within(in, &is));
    for (int k = 0; k < 30 && status == OVF_OK; k++) {
        double middle = (low + high) / 2;
        status = try_cut(in, middle, points, count, &is, error);
        if (is_within(in, &is)) high = middle;
        else low = middle;
    }
    if (status == OVF_OK) status = try_cut(in, high, points, count, &is, error);
    if (status == OVF_OK) find_excess(in, &is, over_m, over_inside_m);
    if (*count < 2) *over_m = INFINITY; /* nothing is left */
    return status;
}

/* ---- the best ---- */

/* More is better where a limit is given, and less distance where a part is to be seen. */
static bool is_better(const searcher *in, const ovf_surveyed *is, const kept *than)
{
    const ovf_surveyed *best = &than->is;
    if (!than->found) return true;
    if (in->wanted > 0) {
        bool enough = is->covered_fraction >= in->wanted;
        if (enough != (best->covered_fraction >= in->wanted)) return enough;
        if (enough) return is->length_m < best->length_m;
    }
    if (is->covered_m2 != best->covered_m2) return is->covered_m2 > best->covered_m2;
    return is->length_m < best->length_m;
}

/* That a route ends where it begins is no crossing. */
static ovf_status meets_itself(searcher *in, double length_m, bool *crosses, ovf_error *error)
{
    ovf_self_meetings meetings = {0};
    bool good = ovf_self_meetings_find(in->meter.scratch, 1, &meetings);
    *crosses = meetings.stretch_count > 0;
    for (size_t i = 0; i < meetings.count; i++)
        if (meetings.crossings[i].first_m > 0.01 ||
            meetings.crossings[i].second_m < length_m - 0.01)
            *crosses = true;
    ovf_self_meetings_clear(&meetings);
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* Whether the fixes in hand may be flown: they keep to what the options want besides limits. */
static ovf_status judge(searcher *in, double length_m, bool *good, ovf_error *error)
{
    bool crosses = false, clear = true;
    ovf_status status = OVF_OK;
    if (in->options->no_crossing) status = meets_itself(in, length_m, &crosses, error);
    if (status == OVF_OK && in->options->obstacle_count > 0)
        status = ovf_survey_is_clear(&in->barred, in->fixes.items, in->fixes.count, &clear, error);
    *good = !crosses && clear;
    return status;
}

static void keep(kept *best, const ovf_surveyed *is, const ovf_flat *points, size_t count)
{
    best->found = true;
    best->is = *is;
    if (count > 0) memcpy(best->points, points, count * sizeof *points);
    best->count = count;
}

/* The fixes in hand become the route. */
static void publish(searcher *in, const ovf_surveyed *is, const ovf_survey *pattern)
{
    ovf_survey made = {.direction_deg = NAN, .spacing_m = NAN, .free = pattern == NULL};
    if (pattern != NULL) made = *pattern;
    else made.tracks_wanted = in->best->tracks_wanted;
    ovf_survey_clear(in->best);
    *in->best = made;
    in->best->fixes = in->fixes.items;
    in->best->fix_count = in->fixes.count;
    in->best->on = in->options->off_in_turns ? in->fixes.on : NULL;
    in->best->length_m = is->length_m;
    in->best->inside_m = is->inside_m;
    in->best->area_m2 = is->area_m2;
    in->best->covered_m2 = is->covered_m2;
    in->best->covered_fraction = is->covered_fraction;
    if (!in->options->off_in_turns) free(in->fixes.on);
    in->fixes = (ovf_survey_fixes){0};
}

/* Measures the fixes, which were made of these points or of none, and keeps them if they are the
 * best. Those of a pattern are told as such. */
static ovf_status consider(searcher *in, const ovf_flat *points, size_t count,
                           const ovf_survey *pattern, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    ovf_surveyed is;
    bool good;
    ovf_status status = ovf_survey_measure_on(&in->meter, in->fixes.items,
                                              options->off_in_turns ? in->fixes.on : NULL,
                                              in->fixes.count, &options->swath, &is, error);
    if (status == OVF_OK) status = judge(in, is.length_m, &good, error);
    if (status != OVF_OK || !good || !is_within(in, &is)) return status;
    if (!in->foreign && is_better(in, &is, &in->of_own)) keep(&in->of_own, &is, points, count);
    if (!is_better(in, &is, &in->of_all)) return status;
    keep(&in->of_all, &is, points, count);
    publish(in, &is, pattern);
    return OVF_OK;
}

/* ---- rounds ---- */

/* A raster of cells favours what happens to fit it, so each round has one of another size. */
static bool lay_cells(searcher *in, size_t round)
{
    ovf_free *search = &in->search;
    double size = search->reach_m / OVF_CELLS_FINE * (1 + 0.2 * (double)(round * 7 % 10) / 10);
    ovf_swath_interval swath = in->options->swath;
    if (in->wanted >= 1) {
        double spare = fmin(SPARE_CELLS * size, 0.2 * (swath.high_m - swath.low_m));
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

/* Lengths in the plane are not quite the true ones: the limits there are those of lines like the
 * one in hand. */
static ovf_status set_limits(searcher *in, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_free_line *line = in->search.line;
    ovf_surveyed is;
    if (!make_fixes(in, line->points, line->count)) return ovf_fail_memory(error);
    ovf_status status = ovf_survey_lengths(&in->meter, in->fixes.items, in->fixes.count, &is,
                                           error);
    if (status != OVF_OK) return status;
    if (options->max_m > 0) in->search.most_m = options->max_m - (is.length_m - line->length_m);
    if (options->max_inside_m > 0)
        in->search.most_inside_m = options->max_inside_m - (is.inside_m - line->inside_m);
    if (in->wanted > 0)
        in->search.wanted_m2 = in->wanted * ovf_cells_m2(&in->search.cells, in->search.cells.whole);
    return OVF_OK;
}

/* Whether to stop is asked now and then. */
static void ask(searcher *in, size_t round)
{
    const ovf_survey_options *options = in->options;
    const ovf_survey_progress progress = {round, in->search.moves, in->best->length_m,
                                          in->best->covered_fraction};
    in->stopped = options->go_on != NULL && !options->go_on(options->context, &progress);
}

/* What is in hand when the search stops shows little until it is cold. */
static void cool(searcher *in)
{
    double cold = OVF_HEAT_COLDEST * in->search.reach_m * in->search.reach_m;
    ovf_free_anneal(&in->search, OVF_SURVEY_MOVES / 5, cold, cold);
}

/* The moves of a round, some at a time. */
static void anneal(searcher *in, size_t round, const ovf_heat *heat)
{
    for (int k = 0; k < PAUSES && !in->stopped; k++) {
        double reach2 = in->search.reach_m * in->search.reach_m,
               from = heat->hot * reach2 * pow(heat->fall, (double)k / PAUSES);
        ovf_free_anneal(&in->search, OVF_SURVEY_MOVES / PAUSES, from,
                        from * pow(heat->fall, 1.0 / PAUSES));
        ask(in, round);
    }
}

/* Makes fixes of the line in hand that keep to the limits, and considers them. Where the end is
 * given nothing can be cut off it: the limits become tighter by what the line is beyond them, and
 * some moves see to that. */
static ovf_status settle(searcher *in, const ovf_survey *pattern, int tightenings, ovf_error *error)
{
    ovf_free *search = &in->search;
    /* What has no room for its turns is no route; other faults are judged by their own. */
    if (in->turn_m > 0 && search->line->faults > 0) return OVF_OK;
    double cold = OVF_HEAT_COLDEST * search->reach_m * search->reach_m;
    ovf_status status = OVF_OK;
    for (int k = 0; k < tightenings && status == OVF_OK; k++) {
        double over_m = 0, over_inside_m = 0;
        size_t count;
        status = fit(in, in->trial, &count, &over_m, &over_inside_m, error);
        if (status == OVF_OK && over_m <= 0 && over_inside_m <= 0)
            return consider(in, in->trial, count, pattern, error);
        search->most_m -= fmax(0, over_m * 1.2 + 0.5);
        search->most_inside_m -= fmax(0, over_inside_m * 1.2 + 0.5);
        ovf_free_anneal(search, OVF_SURVEY_MOVES / 10, cold, cold);
    }
    return status;
}

/* A given route may be good and yet lead to none that is much better, and so may one that grew
 * until it saw enough, which is seldom near the shortest (on KA-91C for 90 % of Kaliningrad it cost
 * 2 %): every other cycle begins with the best that does not come of them. */
static const kept *choose(searcher *in, size_t cycle)
{
    bool own = cycle % 2 == 0 && in->of_own.count > 0;
    in->foreign = !own && (in->options->start != NULL || in->wanted > 0);
    return own ? &in->of_own : &in->of_all;
}

/* Where nothing is good yet each round goes on from the last. */
static ovf_status run_round(searcher *in, size_t round, ovf_error *error)
{
    ovf_free *search = &in->search;
    const ovf_heat heat = ovf_heat_of(round, in->wanted > 0);
    size_t count = search->line->count;
    const ovf_flat *points = search->line->points;
    const kept *best = choose(in, heat.cycle);
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
    ovf_status status = set_limits(in, error);
    if (status != OVF_OK) return status;
    ovf_free_seed(search, in->options->seed, round);
    anneal(in, round, &heat);
    if (in->stopped) cool(in);
    return settle(in, NULL, TIGHTENINGS, error);
}

static ovf_status prepare(searcher *in, ovf_error *error)
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

/* ---- what it begins with ---- */

/* Takes a line, which may be too long, and considers what can be flown of it. */
static ovf_status try_line(searcher *in, const ovf_line *line, const ovf_survey *pattern,
                           ovf_error *error)
{
    if (line->count < 2 || line->count > OVF_FREE_POINTS) return OVF_OK;
    ovf_free_take(&in->search, line->points, line->count);
    ovf_status status = set_limits(in, error);
    return status == OVF_OK ? settle(in, pattern, in->search.line->faults > 0 ? 0 : 1, error)
                            : status;
}

/* Tracks are flown as they are, or with turns, and around what is in their way. */
static ovf_status try_tracks(searcher *in, const ovf_survey *tracks, ovf_error *error)
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
            status = consider(in, line.points, line.count < OVF_FREE_POINTS ? line.count : 0,
                              tracks, error);
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
static ovf_status try_rings(searcher *in, const ovf_survey *tracks, ovf_error *error)
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
static ovf_status try_grown(searcher *in, ovf_error *error)
{
    const ovf_lonlat *from = in->options->from, *to = in->options->to;
    ovf_flat begin = {0}, end = {0};
    if (in->of_own.count > 0) ovf_free_take(&in->search, in->of_own.points, in->of_own.count);
    if (in->search.line->count < 2) return OVF_OK;
    ovf_status status = set_limits(in, error);
    if (status != OVF_OK) return status;
    if (from != NULL) begin = ovf_plane_point(&in->plane, from->lon, from->lat);
    if (to != NULL) end = ovf_plane_point(&in->plane, to->lon, to->lat);
    /* Where none grows the search goes on from the line that is in hand now. */
    size_t before = in->search.line->count;
    memcpy(in->trial, in->search.line->points, before * sizeof *in->trial);
    for (uint64_t k = 1; k <= GROWN && !in->stopped; k++) {
        ovf_free_seed(&in->search, in->options->seed, UINT64_MAX - k);
        if (ovf_free_grow(&in->search, begin, end)) {
            if (in->wanted <= 0) cool(in);
            ovf_starts_keep(&in->starts, in->search.line->points, in->search.line->count,
                            ovf_free_worth(&in->search));
        }
        ask(in, 0);
    }
    if (in->starts.items[0].count == 0) {
        ovf_free_take(&in->search, in->trial, before);
        return OVF_OK;
    }
    ovf_free_take(&in->search, in->starts.items[0].points, in->starts.items[0].count);
    status = set_limits(in, error);
    if (status == OVF_OK && in->stopped) cool(in);
    return status == OVF_OK ? settle(in, NULL, TIGHTENINGS, error) : status;
}

/* The route that is given, as it is where it can be flown, and what limits leave of it. */
static ovf_status try_start(searcher *in, ovf_error *error)
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
            status = consider(in, line.points, line.count < OVF_FREE_POINTS ? line.count : 0, NULL,
                              error);
    }
    if (status == OVF_OK) status = try_line(in, &line, NULL, error);
    ovf_line_clear(&line);
    return status;
}

static ovf_status begin(searcher *in, const ovf_tracks *tracks, ovf_error *error)
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
    in->foreign = true;
    if (status == OVF_OK && options->start != NULL) status = try_start(in, error);
    return status;
}

static ovf_status run(searcher *in, const ovf_tracks *tracks, size_t *round, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    ovf_status status = prepare(in, error);
    if (status == OVF_OK) status = begin(in, tracks, error);
    /* Tracks of more fixes than a free route may have stay what they are. */
    bool can = in->of_all.found ? in->of_all.count > 1 : in->search.line->count > 1;
    while (status == OVF_OK && can && !in->stopped && *round < options->rounds) {
        status = run_round(in, *round, error);
        if (in->stopped) break;
        ask(in, ++*round);
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
    searcher *in = ovf_array_new(1, sizeof *in);
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
