/* Repairs of length: fixes whose detours are the longest are left out until the limit is kept, and
 * the last of them only moved as far towards the direct leg as it must be. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/repair.h"
#include "base/array.h"
#include "base/error.h"

/* So many of the longest detours are tried, and the best of them is taken. */
#define TRIED 8
#define HALVINGS 24
#define WORTH_M 1e-3

/* Fixes at one place, where the altitude changes on the spot, go together. */
typedef struct {
    size_t first, last;
    double gain_m;
} detour;

typedef struct {
    ovf_repair *repair;
    detour *detours;
    size_t count;
} shortener;

static double distance(const ovf_fix *a, const ovf_fix *b)
{
    double length;
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &length, NULL, NULL);
    return length;
}

static int by_gain(const void *a, const void *b)
{
    const detour *x = a, *y = b;
    if (x->gain_m != y->gain_m) return x->gain_m < y->gain_m ? 1 : -1;
    return (x->first > y->first) - (x->first < y->first);
}

/* The places that may be left out, the longest detour first. */
static void find_detours(shortener *in, const ovf_draft *draft, const bool *pinned)
{
    const ovf_suggestion *made = &draft->made;
    in->count = 0;
    for (size_t p = 0, begin = 0; p < made->part_count; begin = made->part_ends[p++]) {
        size_t end = made->part_ends[p];
        for (size_t k = begin + 1; k + 1 < end;) {
            const ovf_fix *f = made->fixes;
            size_t last = k;
            bool stays = pinned[k];
            while (last + 2 < end && f[last + 1].lon == f[k].lon && f[last + 1].lat == f[k].lat)
                stays = stays || pinned[++last];
            if (!stays)
                in->detours[in->count++] = (detour){k, last,
                                                    distance(&f[k - 1], &f[k]) +
                                                        distance(&f[k], &f[last + 1]) -
                                                        distance(&f[k - 1], &f[last + 1])};
            k = last + 1;
        }
    }
    if (in->count > 0) qsort(in->detours, in->count, sizeof *in->detours, by_gain);
}

/* Times of the legs from and to what was left out or moved go at the speed that was planned there,
 * and what follows comes earlier. */
static void retime(ovf_suggestion *made, const ovf_suggestion *before, const detour *d, bool left)
{
    const ovf_fix *a = &before->fixes[d->first - 1], *b = &before->fixes[d->last + 1];
    double old_m = distance(a, &before->fixes[d->first]) + distance(&before->fixes[d->first], b);
    size_t next = left ? d->first : d->last + 1;
    double new_m = left ? distance(a, b)
                        : distance(a, &made->fixes[d->first]) + distance(&made->fixes[d->first], b);
    double speed = old_m / (b->time_s - a->time_s), sooner = (old_m - new_m) / speed;
    if (!(speed > 0) || !isfinite(speed)) return;
    for (size_t k = d->first; !left && k <= d->last; k++)
        made->fixes[k].time_s = a->time_s + distance(a, &made->fixes[k]) / speed;
    for (size_t k = next; k < made->fix_count; k++) made->fixes[k].time_s -= sooner;
}

/* The draft as a suggestion of its own. */
static ovf_status copy(const ovf_draft *draft, const ovf_route *route, ovf_suggestion *made,
                       ovf_error *error)
{
    ovf_draft copied;
    const ovf_route view = ovf_draft_route(draft, route);
    ovf_status status = ovf_draft_begin(&copied, &view, error);
    if (status == OVF_OK) *made = copied.made;
    return status;
}

static ovf_status leave_out(const ovf_draft *draft, const ovf_route *route, const detour *d,
                            ovf_suggestion *made, ovf_error *error)
{
    ovf_status status = copy(draft, route, made, error);
    if (status != OVF_OK) return status;
    size_t gone = d->last - d->first + 1, after = made->fix_count - d->last - 1;
    memmove(made->fixes + d->first, made->fixes + d->last + 1, after * sizeof *made->fixes);
    memmove(made->origins + d->first, made->origins + d->last + 1, after * sizeof *made->origins);
    if (made->flight_levels != NULL)
        memmove(made->flight_levels + d->first, made->flight_levels + d->last + 1,
                after * sizeof *made->flight_levels);
    made->fix_count -= gone;
    for (size_t p = 0; p < made->part_count; p++)
        if (made->part_ends[p] > d->first) made->part_ends[p] -= gone;
    retime(made, &draft->made, d, true);
    return OVF_OK;
}

/* What was judged last has too much, of all limits of length together; 0: nothing. */
static double excess(const ovf_repair *repair)
{
    double sum = 0;
    for (size_t i = 0; i < repair->problems.count; i++) {
        const ovf_problem *p = &repair->problems.items[i];
        bool again = false; /* one for each passage */
        for (size_t k = 0; k < i && !again; k++)
            again = repair->problems.items[k].restriction == p->restriction;
        if (ovf_problem_is_length(p) && p->judged && !again) sum += p->excess_m;
    }
    return sum;
}

static ovf_status judge(shortener *in, const ovf_suggestion *made, double *left_m, ovf_error *error)
{
    const ovf_route route = ovf_suggestion_route(made, in->repair->route);
    ovf_status status = ovf_repair_judge(in->repair, &route, error);
    *left_m = status == OVF_OK ? excess(in->repair) : NAN;
    return status;
}

/* Leaves out the place that gains most; *left_m is what is then still too much, or stays where
 * nothing gains. */
static ovf_status leave_best_out(shortener *in, ovf_draft *draft, double *left_m, detour *taken,
                                 ovf_suggestion *best, ovf_error *error)
{
    double before = *left_m;
    ovf_suggestion made = {0};
    ovf_status status = OVF_OK;
    for (size_t k = 0; status == OVF_OK && k < in->count && k < TRIED; k++) {
        double left;
        status = leave_out(draft, in->repair->route, &in->detours[k], &made, error);
        if (status == OVF_OK) status = judge(in, &made, &left, error);
        if (status == OVF_OK && left < *left_m - WORTH_M) {
            ovf_suggestion_clear(best);
            *best = made;
            made = (ovf_suggestion){0};
            *left_m = left;
            *taken = in->detours[k];
        }
        ovf_suggestion_clear(&made);
    }
    if (status == OVF_OK && !(*left_m < before))
        status = ovf_fail(error, OVF_ERROR_GEOMETRY,
                          "%.3f km too much are left where no fix can be left out that shortens "
                          "the route",
                          before / 1000);
    return status;
}

/* ---- moving the last one ---- */

/* The place moved by a part of the way towards the direct leg. */
static ovf_status move(const shortener *in, const ovf_draft *draft, const detour *d, double part,
                       ovf_suggestion *made, ovf_error *error)
{
    ovf_status status = copy(draft, in->repair->route, made, error);
    if (status != OVF_OK) return status;
    const ovf_fix *f = draft->made.fixes, *a = &f[d->first - 1], *b = &f[d->last + 1];
    double to_a = distance(a, &f[d->first]), to_b = distance(&f[d->first], b), whole, azimuth, away,
           course, lat, lon;
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &whole, &azimuth, NULL);
    geod_direct(ovf_earth(), a->lat, a->lon, azimuth, whole * to_a / (to_a + to_b), &lat, &lon,
                NULL);
    geod_inverse(ovf_earth(), f[d->first].lat, f[d->first].lon, lat, lon, &away, &course, NULL);
    geod_direct(ovf_earth(), f[d->first].lat, f[d->first].lon, course, part * away, &lat, &lon,
                NULL);
    ovf_lonlat at = ovf_stop_written((ovf_lonlat){lon, lat}).at;
    for (size_t k = d->first; k <= d->last; k++) {
        made->fixes[k].lon = at.lon;
        made->fixes[k].lat = at.lat;
    }
    retime(made, &draft->made, d, false);
    return OVF_OK;
}

static bool add_change(ovf_suggestion *made, const ovf_draft *draft, const detour *d, bool moved,
                       size_t rule)
{
    size_t count = d->last - d->first + 1;
    made->changes = ovf_array_new(count, sizeof *made->changes);
    if (made->changes == NULL) return false;
    for (size_t k = 0; k < count; k++)
        made->changes[k] = (ovf_suggest_change){
            .fix = d->first + k,
            .obstacle = rule,
            .distance_m = NAN,
            .moved = moved,
            .moved_to = moved ? d->first + k : 0,
            .moved_by_m = moved ? distance(&draft->made.fixes[d->first + k], &made->fixes[d->first])
                                : 0};
    made->change_count = count;
    return true;
}

/* The least part of the way that is enough, if it is less than nearly all of it. */
static ovf_status move_last(shortener *in, const ovf_draft *draft, const detour *d,
                            ovf_suggestion *best, bool *moved, ovf_error *error)
{
    double bad = 0, good = 1;
    ovf_suggestion made = {0};
    ovf_status status = OVF_OK;
    *moved = false;
    if (draft->made.origins[d->first] == OVF_SUGGEST_ADDED) return OVF_OK;
    for (int k = 0; status == OVF_OK && k < HALVINGS && good - bad > 1e-6; k++) {
        double middle = (bad + good) / 2, left = NAN;
        status = move(in, draft, d, middle, &made, error);
        if (status == OVF_OK) status = judge(in, &made, &left, error);
        if (status == OVF_OK && left == 0) {
            good = middle;
            if (good < 0.98) {
                ovf_suggestion_clear(best);
                *best = made;
                made = (ovf_suggestion){0};
                *moved = true;
            }
        } else {
            bad = middle;
        }
        ovf_suggestion_clear(&made);
    }
    return status;
}

static size_t rule_of(const ovf_repair *repair)
{
    for (size_t i = 0; i < repair->problems.count; i++)
        if (ovf_problem_is_length(&repair->problems.items[i]))
            return repair->problems.items[i].rule;
    return SIZE_MAX;
}

/* One place more is left out. */
static ovf_status shorten_once(shortener *in, ovf_draft *draft, double *left_m, size_t rule,
                               ovf_error *error)
{
    ovf_suggestion best = {0};
    detour taken = {0};
    bool moved = false;
    bool *pinned = ovf_draft_pinned(in->repair, draft);
    in->detours = ovf_array_new(draft->made.fix_count, sizeof *in->detours);
    ovf_status status = pinned != NULL && in->detours != NULL ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK) {
        find_detours(in, draft, pinned);
        status = leave_best_out(in, draft, left_m, &taken, &best, error);
    }
    if (status == OVF_OK && *left_m == 0)
        status = move_last(in, draft, &taken, &best, &moved, error);
    if (status == OVF_OK && !add_change(&best, draft, &taken, moved, rule))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = ovf_draft_replace(draft, &best, error);
    ovf_suggestion_clear(&best);
    free(in->detours);
    free(pinned);
    return status;
}

ovf_status ovf_repair_shorten(ovf_repair *repair, ovf_draft *draft, bool *done, ovf_error *error)
{
    shortener in = {.repair = repair};
    double left_m = excess(repair);
    size_t rule = rule_of(repair);
    ovf_status status = OVF_OK;
    *done = left_m > 0;
    if (*done && draft->made.fix_count > OVF_SUGGEST_FIXES_MAX)
        return ovf_fail(error, OVF_ERROR_GEOMETRY,
                        "routes of more than %d fixes are not shortened, found %zu",
                        OVF_SUGGEST_FIXES_MAX, draft->made.fix_count);
    while (status == OVF_OK && left_m > 0) status = shorten_once(&in, draft, &left_m, rule, error);
    return status;
}
