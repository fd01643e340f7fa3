/* Points that a route crosses more than once. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/check/judging.h"
#include "analysis/check/line.h"
#include "analysis/check/self_crossings.h"
#include "base/array.h"
#include "base/said_length.h"

static int compare(const void *a, const void *b)
{
    const ovf_self_crossing *x = a, *y = b;
    if (x->first_m != y->first_m) return x->first_m < y->first_m ? -1 : 1;
    return (x->second_m > y->second_m) - (x->second_m < y->second_m);
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    double same_m, near_m; /* what is one point; what is near the ends */
    ovf_self_meetings met;
    double *times; /* room for the passes of one place */
    size_t *told;  /* of each crossing: how often the route comes there; 0: not told */
    size_t most;   /* how often it comes to any place */
} context;

/* Whether two passes of a stretch make the crossing. */
static bool is_of_stretch(const context *in, const ovf_self_crossing *crossing)
{
    for (size_t i = 0; i < in->met.stretch_count; i++) {
        double other = ovf_self_stretch_other(&in->met.stretches[i], crossing->first_m);
        if (fabs(other - crossing->second_m) <= 8 * OVF_TOLERANCE_M) return true;
    }
    return false;
}

/* How often the route comes to the place of a crossing: the crossings there, and the stretches that
 * lead over it, have so many different distances along the route. */
static size_t count_times(const context *in, size_t at)
{
    size_t used = 0, different = 0, direct;
    for (size_t i = 0; i < in->met.count; i++) {
        const ovf_self_crossing *crossing = &in->met.crossings[i];
        if (ovf_distance(crossing->point, in->met.crossings[at].point) > in->same_m) continue;
        in->times[used++] = crossing->first_m;
        in->times[used++] = crossing->second_m;
    }
    direct = used;
    for (size_t i = 0; i < in->met.stretch_count; i++) {
        for (size_t k = 0; k < direct; k++) {
            double other = ovf_self_stretch_other(&in->met.stretches[i], in->times[k]);
            if (isnan(other)) continue;
            in->times[used++] = other; /* one more for each stretch is enough */
            break;
        }
    }
    qsort(in->times, used, sizeof *in->times, compare_numbers);
    /* Two passes of the place are farther apart than the place is wide. */
    for (size_t i = 0; i < used; i++)
        different += i == 0 ||
                     in->times[i] - in->times[i - 1] > 3 * in->same_m + 8 * OVF_TOLERANCE_M;
    return different;
}

/* Whether a crossing that was told is at the same place and says as much. */
static bool is_told(const context *in, size_t at)
{
    const ovf_self_crossing *crossings = in->met.crossings;
    for (size_t i = 0; i < at; i++)
        if (in->told[i] >= in->told[at] &&
            ovf_distance(crossings[i].point, crossings[at].point) <= in->same_m)
            return true;
    return false;
}

static ovf_lonlat end_of(const ovf_check *check, bool last)
{
    const ovf_route *route = check->result->route;
    const ovf_fix *end = &route->fixes[last ? route->fix_count - 1 : 0];
    return (ovf_lonlat){end->lon, end->lat};
}

/* Near the first or the last fix. */
static bool is_at_end(const context *in, const ovf_self_crossing *crossing)
{
    for (int k = 0; k < 2; k++) {
        ovf_lonlat end = end_of(in->check, k == 1);
        double distance = ovf_distance(crossing->point, ovf_earth_point(end.lon, end.lat));
        if (distance > in->near_m) continue; /* the straight line is never longer */
        geod_inverse(ovf_earth(), end.lat, end.lon, crossing->position.lat, crossing->position.lon,
                     &distance, NULL, NULL);
        if (distance <= in->near_m) return true;
    }
    return false;
}

/* What comes to a place so often is a violation from three times on: any point may be crossed, but
 * once only (Art. VI, II 4(G)). */
static ovf_finding *add(context *in, size_t times)
{
    bool broken = times > 2;
    ovf_finding *finding = ovf_check_add(
        in->check, in->restriction, broken ? in->restriction->severity : OVF_SEVERITY_INFORMATION);
    finding->measured = (double)(times - 1);
    finding->limit = 1;
    finding->margin = 1 - finding->measured;
    finding->unit = "crossings";
    if (times > in->most) in->most = times;
    return finding;
}

static void add_crossing(context *in, const ovf_self_crossing *crossing, size_t times)
{
    char position[OVF_POSITION_SIZE];
    ovf_finding *finding = add(in, times);
    finding->from = finding->to = ovf_check_place(in->check, crossing->second_m);
    ovf_check_position(crossing->position.lon, crossing->position.lat, position);
    if (times > 2)
        ovf_check_say(finding,
                      "comes %zu times to one point, at %s, and so crosses it more than once; the "
                      "first time at km %.3f",
                      times, position, crossing->first_m / 1000);
    else
        ovf_check_say(finding,
                      "crosses itself once at %s, at km %.3f and km %.3f, which is allowed",
                      position, crossing->first_m / 1000, crossing->second_m / 1000);
}

/* ---- stretches ---- */

/* "fix 3", or "after fix 3" beyond it. */
static const char *place_called(const ovf_check *check, double along_m,
                                char text[2 * OVF_CALLED_SIZE])
{
    char called[OVF_CALLED_SIZE];
    ovf_check_fix_called(check, along_m + 2 * OVF_TOLERANCE_M, called);
    double fix_m =
        check->result->fix_along_m[ovf_check_fix(check, along_m + 2 * OVF_TOLERANCE_M) - 1];
    snprintf(text, 2 * OVF_CALLED_SIZE, "%s%s", along_m - fix_m > 1 ? "after " : "", called);
    return text;
}

/* When the stretch is flown next. */
static void find_next(const context *in, double from_m, double to_m, double *next_from_m,
                      double *next_to_m)
{
    *next_from_m = *next_to_m = NAN;
    for (size_t i = 0; i < in->met.stretch_count; i++) {
        const ovf_self_stretch *s = &in->met.stretches[i];
        double middle = (from_m + to_m) / 2;
        if (!(middle > s->from_m && middle < s->to_m)) continue;
        double a = ovf_self_stretch_other(s, from_m), b = ovf_self_stretch_other(s, to_m);
        if (!isnan(*next_from_m) && fmin(a, b) > fmin(*next_from_m, *next_to_m)) continue;
        *next_from_m = a;
        *next_to_m = b;
    }
}

static void add_repeated(context *in, double from_m, double to_m, size_t times)
{
    char from[2 * OVF_CALLED_SIZE], to[2 * OVF_CALLED_SIZE], often[32] = "twice";
    double next_from_m, next_to_m;
    ovf_finding *finding = add(in, times);
    ovf_check_stretch(in->check, finding, from_m, to_m);
    find_next(in, from_m, to_m, &next_from_m, &next_to_m);
    if (times > 2) snprintf(often, sizeof often, "%zu times", times);
    ovf_check_say(finding,
                  "flies the stretch from km %.3f, %s, to km %.3f, %s, %s, %s%s, next from km %.3f "
                  "to km %.3f: it crosses each of its points %s",
                  from_m / 1000, place_called(in->check, from_m, from), to_m / 1000,
                  place_called(in->check, to_m, to), often,
                  ovf_said_km((to_m - from_m) / 1000).text,
                  next_from_m > next_to_m ? ", there and back" : "", next_from_m / 1000,
                  next_to_m / 1000, times > 2 ? "more than once" : "once, which is allowed");
}

/* Where the route is near its ends. */
static bool find_ends(const context *in, ovf_spans *ends)
{
    const ovf_scratch *s = in->check->scratch;
    const double *along = in->check->result->fix_along_m;
    for (size_t i = 0; i + 1 < in->check->result->route->fix_count && in->near_m > 0; i++) {
        for (int k = 0; k < 2; k++) {
            ovf_lonlat end = end_of(in->check, k == 1);
            double length_m = along[i + 1] - along[i], begin_m, end_m,
                   chord = ovf_distance(ovf_track_point(&s->track, i),
                                        ovf_earth_point(end.lon, end.lat));
            if (!(length_m > 1e-6) || chord - length_m > in->near_m) continue;
            const ovf_leg *leg = ovf_scratch_leg(in->check->scratch, i);
            for (double from = 0; from < length_m; from += OVF_ARC_LENGTH_M)
                if (ovf_leg_within(leg, from, fmin(length_m, from + OVF_ARC_LENGTH_M), end,
                                   in->near_m, &begin_m, &end_m) &&
                    !ovf_spans_add(ends, along[i] + begin_m, along[i] + end_m))
                    return false;
        }
    }
    ovf_spans_unite(ends, OVF_TOLERANCE_M);
    return true;
}

/* Tells what is flown more than once, but for what is near the ends. False when memory is out. */
static bool tell_stretches(context *in)
{
    ovf_repeated *repeated;
    size_t count;
    ovf_spans ends = {0}, left = {0};
    bool good = ovf_self_repeated(&in->met, &repeated, &count) &&
                (count == 0 || find_ends(in, &ends));
    for (size_t i = 0; good && i < count; i++) {
        left.count = 0;
        good = ovf_spans_add(&left, repeated[i].from_m, repeated[i].to_m) &&
               ovf_spans_subtract(&left, &ends);
        for (size_t k = 0; good && k < left.count; k++)
            if (left.items[k].to_m - left.items[k].from_m > in->same_m)
                add_repeated(in, left.items[k].from_m, left.items[k].to_m, repeated[i].times);
    }
    ovf_spans_clear(&ends);
    ovf_spans_clear(&left);
    free(repeated);
    return good;
}

void ovf_evaluate_crossings(ovf_check *check, const ovf_restriction *restriction,
                            const ovf_meeting *meeting)
{
    context in = {.check = check,
                  .restriction = restriction,
                  .same_m = restriction->values[0],
                  .near_m = restriction->values[1] * 1000};
    (void)meeting;
    bool good = ovf_self_meetings_find(check->scratch, fmax(in.same_m, OVF_TOLERANCE_M), &in.met);
    if (good && in.met.count > 0) {
        in.times = ovf_array_new(2 * in.met.count + in.met.stretch_count, sizeof *in.times);
        in.told = ovf_array_new(in.met.count, sizeof *in.told);
        good = in.times != NULL && in.told != NULL;
    }
    if (good && in.met.count > 0)
        qsort(in.met.crossings, in.met.count, sizeof *in.met.crossings, compare);
    good = good && tell_stretches(&in);
    for (size_t i = 0; good && i < in.met.count; i++) {
        const ovf_self_crossing *crossing = &in.met.crossings[i];
        if (is_at_end(&in, crossing) || is_of_stretch(&in, crossing)) continue;
        in.told[i] = count_times(&in, i);
        if (is_told(&in, i)) in.told[i] = 0;
        else add_crossing(&in, crossing, in.told[i]);
    }
    if (!good) check->failed = true;
    if (in.most <= 2)
        ovf_check_kept(check, restriction, in.most > 0 ? (double)(in.most - 1) : 0, 1, "crossings",
                       NAN);
    free(in.told);
    free(in.times);
    ovf_self_meetings_clear(&in.met);
}

const ovf_kind ovf_kind_crossings = {
    .name = "crossings",
    .meaning =
        "no point is crossed more than once; single crossings, and stretches flown twice, are told",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"same_point_m", 0, 100000, 1, "what is so near is one point, m", false},
                   {"except_near_ends_km", -1, 1000, 10,
                    "what is so near to the first or the last fix does not count, km", false}},
};
