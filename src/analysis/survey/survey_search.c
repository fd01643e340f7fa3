#include "analysis/survey/survey_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/check/self_crossings.h"
#include "analysis/survey/survey_free.h"
#include "analysis/survey/survey_meter.h"
#include "base/array.h"
#include "base/error.h"

/* Temperatures, as parts of the reach squared: a cycle begins with the hottest, the first cycle and
 * every other one after it, or with the milder one, and falls by half in each round. */
#define HOTTEST 0.05
#define MILDER 0.0125
#define CYCLE 10
#define COLDEST (MILDER / 1024)
#define TIGHTENINGS 6
/* Legs have fixes at least so often, so that geodesics stay near the plane's straight lines. */
#define FIX_EVERY_M 1e5
/* Outlines are simplified to this part of the reach, for the search only. */
#define SIMPLIFIED 2e-4
/* What is to be seen as a whole is seen with a reach that is shorter by this many cells. */
#define SPARE_CELLS 0.8

typedef struct {
    const ovf_survey_options *options;
    double wanted; /* the part of the zone to be seen on the least distance; 0: as much as can be */
    ovf_plane plane;
    ovf_rings rings;
    ovf_survey_meter meter;
    ovf_free search;
    ovf_flat points[OVF_FREE_POINTS]; /* the line that the best route was made of */
    size_t point_count;
    ovf_fix *fixes; /* of a candidate */
    size_t count, capacity;
    ovf_survey *best;
} searcher;

/* ---- from the plane to fixes ---- */

static ovf_fix fix_at(const searcher *in, ovf_flat at)
{
    ovf_lonlat place = ovf_plane_position(&in->plane, at);
    return (ovf_fix){round(place.lon * 1e9) / 1e9, round(place.lat * 1e9) / 1e9, NAN, NAN};
}

/* The fixes of a line; its ends are the given places to the last bit. The ways there and back are
 * one leg each, which is the shortest. */
static bool make_fixes(searcher *in, const ovf_flat *points, size_t count)
{
    const ovf_lonlat *from = in->options->from, *to = in->options->to;
    in->count = 0;
    for (size_t i = 0; i < count; i++) {
        ovf_flat a = points[i > 0 ? i - 1 : 0], b = points[i];
        bool way = (i == 1 && from != NULL) || (i + 1 == count && to != NULL);
        size_t steps = i == 0 || way ? 1 : 1 + (size_t)(hypot(b.x - a.x, b.y - a.y) / FIX_EVERY_M);
        if (!ovf_array_reserve(&in->fixes, &in->capacity, in->count + steps, sizeof *in->fixes))
            return false;
        for (size_t k = 1; k <= steps; k++) {
            double t = (double)k / (double)steps;
            in->fixes[in->count++] = fix_at(
                in, (ovf_flat){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
    }
    if (from != NULL) in->fixes[0] = (ovf_fix){from->lon, from->lat, NAN, NAN};
    if (to != NULL) in->fixes[in->count - 1] = (ovf_fix){to->lon, to->lat, NAN, NAN};
    return true;
}

/* The line in hand without the last `cut` metres of it; how many points are left. */
static size_t shorten(const ovf_free_line *line, double cut_m, ovf_flat *points)
{
    size_t count = line->count;
    memcpy(points, line->points, count * sizeof *points);
    while (count > 1) {
        ovf_flat a = points[count - 2], *b = &points[count - 1];
        double length = hypot(b->x - a.x, b->y - a.y);
        if (length > cut_m) {
            b->x += cut_m / length * (a.x - b->x);
            b->y += cut_m / length * (a.y - b->y);
            return count;
        }
        cut_m -= length;
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
    *count = shorten(in->search.line, cut_m, points);
    if (in->wanted >= 1) lengthen(in, points, *count);
    if (!make_fixes(in, points, *count)) return ovf_fail_memory(error);
    if (*count > 1) return ovf_survey_lengths(&in->meter, in->fixes, in->count, is, error);
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
static bool is_better(const searcher *in, const ovf_surveyed *is)
{
    const ovf_survey *best = in->best;
    if (best->fixes == NULL) return true;
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

/* Measures the fixes, which were made of these points, and keeps them if they are the best. */
static ovf_status consider(searcher *in, const ovf_flat *points, size_t count, ovf_error *error)
{
    ovf_surveyed is;
    bool crosses = false;
    ovf_status status = ovf_survey_measure(&in->meter, in->fixes, in->count, &in->options->swath,
                                           &is, error);
    if (status == OVF_OK && in->options->no_crossing)
        status = meets_itself(in, is.length_m, &crosses, error);
    if (status != OVF_OK || crosses || !is_better(in, &is)) return status;
    size_t wanted = in->best->tracks_wanted;
    free(in->best->fixes);
    *in->best = (ovf_survey){.fixes = in->fixes,
                             .fix_count = in->count,
                             .tracks_wanted = wanted,
                             .direction_deg = NAN,
                             .spacing_m = NAN,
                             .length_m = is.length_m,
                             .inside_m = is.inside_m,
                             .area_m2 = is.area_m2,
                             .covered_m2 = is.covered_m2,
                             .covered_fraction = is.covered_fraction,
                             .free = true};
    in->fixes = NULL;
    in->count = in->capacity = 0;
    memcpy(in->points, points, count * sizeof *points);
    in->point_count = count;
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
    return ovf_cells_lay(&search->cells, &in->rings, &swath, size) &&
           (in->wanted < 1 || (ovf_cells_touch(&search->cells, &in->rings), true));
}

/* Lengths in the plane are not quite the true ones: the limits there are those of lines like the
 * one in hand. */
static ovf_status set_limits(searcher *in, ovf_error *error)
{
    const ovf_survey_options *options = in->options;
    const ovf_free_line *line = in->search.line;
    ovf_surveyed is;
    if (!make_fixes(in, line->points, line->count)) return ovf_fail_memory(error);
    ovf_status status = ovf_survey_lengths(&in->meter, in->fixes, in->count, &is, error);
    if (status != OVF_OK) return status;
    if (options->max_m > 0) in->search.most_m = options->max_m - (is.length_m - line->length_m);
    if (options->max_inside_m > 0)
        in->search.most_inside_m = options->max_inside_m - (is.inside_m - line->inside_m);
    if (in->wanted > 0)
        in->search.wanted_m2 = in->wanted * ovf_cells_m2(&in->search.cells, in->search.cells.whole);
    return OVF_OK;
}

static ovf_status run_round(searcher *in, size_t round, ovf_error *error)
{
    ovf_free *search = &in->search;
    ovf_flat points[OVF_FREE_POINTS];
    size_t count = search->line->count, cycle = round / CYCLE, in_cycle = round % CYCLE;
    double r2 = search->reach_m * search->reach_m,
           hot = (cycle % 2 == 0 ? HOTTEST : MILDER) * r2 * pow(0.5, (double)in_cycle);
    if (in_cycle == 0) memcpy(points, in->points, (count = in->point_count) * sizeof *points);
    else memcpy(points, search->line->points, count * sizeof *points);
    if (!lay_cells(in, round)) return ovf_fail_memory(error);
    if (in->options->max_inside_m > 0) search->most_inside_m = in->options->max_inside_m;
    ovf_free_take(search, points, count);
    ovf_status status = set_limits(in, error);
    if (status != OVF_OK) return status;
    search->random = (in->options->seed + 1) * 0x9e3779b97f4a7c15u ^ round * 0xbf58476d1ce4e5b9u;
    ovf_free_anneal(search, OVF_SURVEY_MOVES, hot, hot / 2);
    /* Where the end is given nothing can be cut off it: the limits become tighter by what the line
     * is beyond them, and some moves see to that. */
    for (int k = 0; k < TIGHTENINGS && status == OVF_OK; k++) {
        double over_m = 0, over_inside_m = 0;
        status = fit(in, points, &count, &over_m, &over_inside_m, error);
        if (status == OVF_OK && over_m <= 0 && over_inside_m <= 0)
            return consider(in, points, count, error);
        search->most_m -= fmax(0, over_m * 1.2 + 0.5);
        search->most_inside_m -= fmax(0, over_inside_m * 1.2 + 0.5);
        ovf_free_anneal(search, OVF_SURVEY_MOVES / 10, COLDEST * r2, COLDEST * r2);
    }
    return status;
}

static ovf_status prepare(searcher *in, const ovf_zone *zone, ovf_error *error)
{
    const ovf_swath_interval *swath = &in->options->swath;
    double reach = fmax(fabs(swath->low_m), fabs(swath->high_m));
    ovf_status status = ovf_rings_of(&in->rings, &in->plane, zone, SIMPLIFIED * reach, error);
    if (status == OVF_OK) status = ovf_survey_meter_open(&in->meter, zone, error);
    if (status != OVF_OK) return status;
    in->search.keeps_first = in->options->from != NULL;
    in->search.keeps_last = in->options->to != NULL;
    in->search.no_crossing = in->options->no_crossing;
    if (!ovf_free_open(&in->search, &in->rings, swath, reach / OVF_CELLS_FINE))
        return ovf_fail_memory(error);
    return OVF_OK;
}

/* The tracks are the first to be measured, and what the search begins with. */
static ovf_status begin(searcher *in, ovf_error *error)
{
    ovf_survey *best = in->best;
    ovf_surveyed is;
    ovf_status status = ovf_survey_measure(&in->meter, best->fixes, best->fix_count,
                                           &in->options->swath, &is, error);
    if (status != OVF_OK) return status;
    best->inside_m = is.inside_m;
    best->area_m2 = is.area_m2;
    best->covered_m2 = is.covered_m2;
    best->covered_fraction = is.covered_fraction;
    in->point_count = best->fix_count < OVF_FREE_POINTS ? best->fix_count : 0;
    for (size_t i = 0; i < in->point_count; i++)
        in->points[i] = ovf_plane_point(&in->plane, best->fixes[i].lon, best->fixes[i].lat);
    bool crosses = false;
    if (in->options->no_crossing) status = meets_itself(in, is.length_m, &crosses, error);
    if (crosses) {
        free(best->fixes);
        best->fixes = NULL;
    }
    return status;
}

ovf_status ovf_survey_search(const ovf_zone *zone, const ovf_survey_options *options,
                             ovf_survey *survey, ovf_error *error)
{
    searcher *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->options = options;
    in->best = survey;
    bool limited = options->max_m > 0 || options->max_inside_m > 0;
    in->wanted = options->coverage > 0 ? options->coverage : limited ? 0 : 1;
    ovf_status status = prepare(in, zone, error);
    if (status == OVF_OK) status = begin(in, error);
    size_t round = 0;
    /* Tracks of more fixes than a free route may have stay what they are. */
    while (status == OVF_OK && in->point_count > 1 && round < options->rounds) {
        status = run_round(in, round++, error);
        const ovf_survey_progress progress = {round, in->search.moves, survey->length_m,
                                              survey->covered_fraction};
        if (status == OVF_OK && options->go_on != NULL &&
            !options->go_on(options->context, &progress))
            break;
    }
    if (status == OVF_OK && survey->fixes == NULL)
        status = ovf_fail(error, OVF_ERROR_USAGE,
                          "no route over zone %s was found that does not cross itself", zone->id);
    survey->rounds = round;
    survey->moves = in->search.moves;
    ovf_free_clear(&in->search);
    ovf_survey_meter_close(&in->meter);
    ovf_rings_clear(&in->rings);
    ovf_plane_close(&in->plane);
    free(in->fixes);
    free(in);
    return status;
}
