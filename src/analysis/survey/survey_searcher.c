#include "analysis/survey/survey_searcher.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/self_crossings.h"
#include "analysis/survey/survey_heat.h"
#include "base/error.h"

static bool make_fixes(ovf_searcher *in, const ovf_flat *points, size_t count)
{
    return ovf_survey_fixes_make(&in->fixes, &in->plane, points, count, in->turn_m, in->options);
}

/* The line in hand without the last `cut` metres of it; how many points are left. What is left of
 * the last leg has room for the turn before it. */
static size_t shorten(const ovf_searcher *in, double cut_m, ovf_flat *points)
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
static void lengthen(const ovf_searcher *in, ovf_flat *points, size_t count)
{
    double by_m = OVF_SPARE_CELLS * in->search.cells.cell_m;
    if (count < 2) return;
    if (!in->search.keeps_first) pull(&points[0], points[1], by_m);
    if (!in->search.keeps_last) pull(&points[count - 1], points[count - 2], by_m);
}

/* How far a route is beyond the limits; not above 0: it keeps to them. */
static void find_excess(const ovf_searcher *in, const ovf_surveyed *is, double *over_m,
                        double *over_inside_m)
{
    const ovf_survey_options *options = in->options;
    *over_m = options->max_m > 0 ? is->length_m - options->max_m : -INFINITY;
    *over_inside_m = options->max_inside_m > 0 ? is->inside_m - options->max_inside_m : -INFINITY;
}

static bool is_within(const ovf_searcher *in, const ovf_surveyed *is)
{
    double over_m, over_inside_m;
    find_excess(in, is, &over_m, &over_inside_m);
    return over_m <= 0 && over_inside_m <= 0;
}

static ovf_status try_cut(ovf_searcher *in, double cut_m, ovf_flat *points, size_t *count,
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
static ovf_status fit(ovf_searcher *in, ovf_flat *points, size_t *count, double *over_m,
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
static bool is_better(const ovf_searcher *in, const ovf_surveyed *is, const ovf_kept *than)
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
static ovf_status meets_itself(ovf_searcher *in, double length_m, bool *crosses, ovf_error *error)
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
static ovf_status judge(ovf_searcher *in, double length_m, bool *good, ovf_error *error)
{
    bool crosses = false, clear = true;
    ovf_status status = OVF_OK;
    if (in->options->no_crossing) status = meets_itself(in, length_m, &crosses, error);
    if (status == OVF_OK && in->options->obstacle_count > 0)
        status = ovf_survey_is_clear(&in->barred, in->fixes.items, in->fixes.count, &clear, error);
    *good = !crosses && clear;
    return status;
}

static void keep(ovf_kept *best, const ovf_surveyed *is, const ovf_flat *points, size_t count)
{
    best->found = true;
    best->is = *is;
    if (count > 0) memcpy(best->points, points, count * sizeof *points);
    best->count = count;
}

/* The fixes in hand become the route. */
static void publish(ovf_searcher *in, const ovf_surveyed *is, const ovf_survey *pattern)
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

ovf_status ovf_searcher_consider(ovf_searcher *in, const ovf_flat *points, size_t count,
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

/* ---- the line in hand ---- */

ovf_status ovf_searcher_set_limits(ovf_searcher *in, ovf_error *error)
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

void ovf_searcher_ask(ovf_searcher *in, size_t round)
{
    const ovf_survey_options *options = in->options;
    const ovf_survey_progress progress = {round, in->search.moves, in->best->length_m,
                                          in->best->covered_fraction};
    in->stopped = options->go_on != NULL && !options->go_on(options->context, &progress);
}

void ovf_searcher_cool(ovf_searcher *in)
{
    double cold = OVF_HEAT_COLDEST * in->search.reach_m * in->search.reach_m;
    ovf_free_anneal(&in->search, OVF_SURVEY_MOVES / 5, cold, cold);
}

ovf_status ovf_searcher_settle(ovf_searcher *in, const ovf_survey *pattern, int tightenings,
                               ovf_error *error)
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
            return ovf_searcher_consider(in, in->trial, count, pattern, error);
        search->most_m -= fmax(0, over_m * 1.2 + 0.5);
        search->most_inside_m -= fmax(0, over_inside_m * 1.2 + 0.5);
        ovf_free_anneal(search, OVF_SURVEY_MOVES / 10, cold, cold);
    }
    return status;
}
