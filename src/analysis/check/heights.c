/* Where along a route its altitude is between two heights, or its time between two times. */
#include <math.h>

#include "analysis/check/judging.h"

typedef struct {
    ovf_heights_function take;
    void *context;
    double from_m, to_m;
    bool open, known;
} joiner;

static void flush(joiner *in)
{
    if (in->open) in->take(in->context, in->from_m, in->to_m, in->known);
    in->open = false;
}

static void join(joiner *in, double from_m, double to_m, bool known)
{
    if (in->open && in->known == known && from_m - in->to_m <= OVF_TOLERANCE_M) {
        in->to_m = to_m;
        return;
    }
    flush(in);
    *in = (joiner){in->take, in->context, from_m, to_m, true, known};
}

/* Whether a height can be compared with an altitude over `reference`. */
static bool is_comparable(ovf_height height, ovf_height_reference reference)
{
    return isnan(height.metres) || isinf(height.metres) || height.reference == reference;
}

/* On a leg altitude and time are linear: the stretch is where both conditions hold. A touch is
 * none; a climb on the spot is a point. */
static void judge_leg(joiner *in, double from_m, double to_m, double a, double b, double low,
                      double high, bool closed)
{
    double t1 = 0, t2 = 1;
    const double bounds[2] = {low, high};
    for (int k = 0; k < 2; k++) {
        double bound = bounds[k], sign = k == 0 ? 1 : -1, ga = sign * (a - bound),
               gb = sign * (b - bound);
        if (isnan(bound) || isinf(bound)) continue;
        bool in_a = closed ? ga >= 0 : ga > 0, in_b = closed ? gb >= 0 : gb > 0;
        if (!in_a && !in_b) return;
        if (in_a && in_b) continue;
        double t = ga / (ga - gb);
        if (in_a) t2 = fmin(t2, t);
        else t1 = fmax(t1, t);
    }
    if (t1 < t2) join(in, from_m + t1 * (to_m - from_m), from_m + t2 * (to_m - from_m), true);
}

/* Whether the route climbs or sinks from this fix to the next without going anywhere; between two
 * parts it does not fly. */
static bool is_on_the_spot(const ovf_check *check, size_t fix)
{
    const ovf_scratch *s = check->scratch;
    const ovf_fix *at = &check->result->route->fixes[fix];
    if (s->along_m[fix + 1] > s->along_m[fix] || !(fabs(at[1].altitude_m - at->altitude_m) > 0))
        return false;
    for (size_t k = 0; k < s->stretch_count; k++)
        if (fix >= s->stretches[k].from_fix && fix < s->stretches[k].to_fix) return true;
    return false;
}

void ovf_heights_stretches(const ovf_check *check, double from_m, double to_m, ovf_height low,
                           ovf_height high, bool closed, ovf_heights_function take, void *context)
{
    joiner in = {.take = take, .context = context};
    const ovf_route *route = check->result->route;
    const double *along = check->result->fix_along_m;
    bool everything = (isnan(low.metres) || low.metres == -INFINITY) &&
                      (isnan(high.metres) || high.metres == INFINITY);
    if (everything) {
        take(context, from_m, to_m, true);
        return;
    }
    size_t first = ovf_check_fix(check, from_m) - 1;
    while (first > 0 && along[first - 1] >= from_m) first--;
    for (size_t i = first; i + 1 < route->fix_count && along[i] <= to_m; i++) {
        double start = fmax(along[i], from_m), end = fmin(along[i + 1], to_m),
               length = along[i + 1] - along[i];
        double a = route->fixes[i].altitude_m, b = route->fixes[i + 1].altitude_m;
        if (end <= start && !is_on_the_spot(check, i)) continue;
        bool level = route->flight_levels != NULL && route->flight_levels[i];
        bool mixed = route->flight_levels != NULL &&
                     route->flight_levels[i] != route->flight_levels[i + 1];
        ovf_height_reference reference = level ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL;
        if (isnan(a) || isnan(b) || mixed || !is_comparable(low, reference) ||
            !is_comparable(high, reference)) {
            join(&in, start, end, false);
            continue;
        }
        double at_start = length == 0 ? a : a + (start - along[i]) / length * (b - a),
               at_end = length == 0 ? b : a + (end - along[i]) / length * (b - a);
        judge_leg(&in, start, end, at_start, at_end, low.metres, high.metres, closed);
    }
    flush(&in);
}

/* The least and the greatest time that a leg without both of its times may have: times do not run
 * backwards, and no flight lasts longer than OVF_LONGEST_FLIGHT_S. NAN: it may be any. */
static void bound_times(const ovf_check *check, size_t leg, size_t *next, double *least_s,
                        double *most_s)
{
    const ovf_route *route = check->result->route;
    double before_s = NAN, after_s = NAN;
    for (size_t i = leg + 1; i-- > 0 && isnan(before_s);) before_s = route->fixes[i].time_s;
    if (*next < leg + 1) *next = leg + 1;
    while (*next < route->fix_count && isnan(route->fixes[*next].time_s)) ++*next;
    if (*next < route->fix_count) after_s = route->fixes[*next].time_s;
    *least_s = fmax(fmax(before_s, check->first_s),
                    fmax(after_s, check->last_s) - OVF_LONGEST_FLIGHT_S);
    *most_s = fmin(fmin(after_s, check->last_s),
                   fmin(before_s, check->first_s) + OVF_LONGEST_FLIGHT_S);
}

void ovf_times_stretches(const ovf_check *check, double from_m, double to_m, double from_s,
                         double until_s, ovf_heights_function take, void *context)
{
    joiner in = {.take = take, .context = context};
    const ovf_route *route = check->result->route;
    const double *along = check->result->fix_along_m;
    size_t next = 0;
    for (size_t i = ovf_check_fix(check, from_m) - 1; i + 1 < route->fix_count && along[i] < to_m;
         i++) {
        double start = fmax(along[i], from_m), end = fmin(along[i + 1], to_m),
               length = along[i + 1] - along[i];
        double a = route->fixes[i].time_s, b = route->fixes[i + 1].time_s, least_s, most_s;
        if (end <= start) continue;
        if (!isnan(a) && !isnan(b)) {
            judge_leg(&in, start, end, a + (start - along[i]) / length * (b - a),
                      a + (end - along[i]) / length * (b - a), from_s, until_s, true);
            continue;
        }
        bound_times(check, i, &next, &least_s, &most_s);
        bool holds = (isnan(from_s) || least_s >= from_s) && (isnan(until_s) || most_s < until_s);
        /* A leg that ends as it begins to hold only touches it. */
        if (!holds && (most_s <= from_s || least_s >= until_s)) continue;
        join(&in, start, end, holds);
    }
    flush(&in);
}
