/* Least and greatest altitude. */
#include <math.h>
#include <stdio.h>

#include "analysis/check/judging.h"
#include "analysis/meet/pieces.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    bool is_least;
    const char *where; /* " over Moscow", or nothing for a flight as a whole */
    bool found;
    double least_left, kept_at_m; /* the least that is left where the limit is kept; NAN: nowhere */
    double most_left; /* where that is a bound: it is surely no more than this; NAN: it is none */
} context;

/* The error of altitudes, which files tell in metres and decimals. */
#define ALTITUDE_ERROR_M 1e-3

/* The least or greatest altitude between two distances along the route, and where; NAN where none
 * is known. */
static double extreme(const context *in, double from_m, double to_m, double *at_m)
{
    const ovf_result *result = in->check->result;
    const double *along = result->fix_along_m, ends[2] = {from_m, to_m};
    double best = NAN;
    size_t first = ovf_check_fix(in->check, from_m) - 1;
    while (first > 0 && along[first - 1] >= from_m) first--;
    /* Of a climb on the spot each fix has its altitude, a place only one. */
    for (size_t i = first, k = 0; k < 2;) {
        bool is_fix = i < result->route->fix_count && along[i] <= to_m;
        double at = is_fix ? along[i] : ends[k],
               altitude = is_fix ? result->route->fixes[i].altitude_m
                                 : ovf_check_place(in->check, at).altitude_m;
        if (is_fix) i++;
        else k++;
        if (at < from_m || isnan(altitude) || (in->is_least ? altitude >= best : altitude <= best))
            continue;
        best = altitude;
        *at_m = at;
    }
    return best;
}

/* What the stretch's lowest or highest altitude is over the limit's reference. */
static ovf_extreme extreme_over(const context *in, double from_m, double to_m)
{
    ovf_extreme over = ovf_heights_extreme(&in->check->flown, from_m, to_m,
                                           in->restriction->reference, in->is_least);
    double at_m = from_m, altitude = NAN;
    if (!over.compares) altitude = extreme(in, from_m, to_m, &at_m);
    if (isnan(over.at_m)) over.at_m = from_m;
    if (isnan(altitude)) return over;
    over.at_m = at_m;
    over.surely_m = over.perhaps_m = altitude;
    return over;
}

static void fill(const context *in, ovf_finding *finding, double from_m, double to_m,
                 double altitude)
{
    finding->measured = altitude;
    finding->limit = in->restriction->values[0];
    finding->margin = in->is_least ? altitude - finding->limit : finding->limit - altitude;
    finding->unit = "m";
    ovf_check_stretch(in->check, finding, from_m, to_m);
}

/* The first fix without an altitude that a stretch depends on, counted from 1; 0: there is none. */
static size_t find_missing(const context *in, double from_m, double to_m)
{
    const ovf_route *route = in->check->result->route;
    const double *along = in->check->result->fix_along_m;
    for (size_t i = ovf_check_fix(in->check, from_m) - 1; i < route->fix_count; i++) {
        if (isnan(ovf_pieces_height(&in->check->flown, i).metres)) return i + 1;
        if (along[i] >= to_m) break;
    }
    return 0;
}

/* Of altitudes that are neither over the sea nor over the pressure level. */
static const char *given_over(const context *in, double from_m)
{
    size_t fix = ovf_check_fix(in->check, from_m) - 1;
    switch (ovf_pieces_height(&in->check->flown, fix).reference) {
    case OVF_HEIGHT_AGL: return ", by its heights over the ground";
    case OVF_HEIGHT_ELLIPSOID: return ", by its heights over the ellipsoid";
    case OVF_HEIGHT_UNKNOWN: return ", by heights of which it is not known over what they are";
    case OVF_HEIGHT_STD:
    case OVF_HEIGHT_MSL: break;
    }
    return "";
}

/* What is not known, and how to give it. */
static void say_unjudged(const context *in, ovf_finding *finding, double from_m, double to_m,
                         const ovf_extreme *over, ovf_doubts doubts)
{
    char give[OVF_DOUBTS_SIZE];
    const char *reference = ovf_height_reference_name(in->restriction->reference),
               *side = in->is_least ? "lowest" : "highest";
    size_t missing = find_missing(in, from_m, to_m);
    char called[OVF_CALLED_SIZE];
    if (missing > 0)
        ovf_check_say(
            finding,
            "could not be judged: the altitude%s from km %.3f to km %.3f is unknown, since %s has "
            "none; the %s allowed is %.10g m %s; add the altitude of each fix, in metres",
            in->where, from_m / 1000, to_m / 1000,
            ovf_check_fix_called(in->check, in->check->result->fix_along_m[missing - 1], called),
            side, finding->limit, reference);
    else
        ovf_check_say(finding,
                      "could not be judged: the %s altitude%s from km %.3f to km %.3f is between "
                      "%.0f and %.0f m %s, as far as known%s; the %s allowed is %.10g m %s; add "
                      "%s",
                      side, in->where, from_m / 1000, to_m / 1000,
                      fmin(over->surely_m, over->perhaps_m), fmax(over->surely_m, over->perhaps_m),
                      reference, given_over(in, from_m), side, finding->limit, reference,
                      ovf_doubts_say(in->check, doubts, give));
    if (missing == 0) finding->remedy = ovf_doubts_remedy(in->check, doubts);
}

static double left_of(const context *in, double altitude)
{
    double limit = in->restriction->values[0];
    return in->is_least ? altitude - limit : limit - altitude;
}

/* Of an altitude over another reference only a bound is known. */
static const char *bound_word(const context *in, const ovf_extreme *over)
{
    return !over->compares ? "" : in->is_least ? "at most " : "at least ";
}

/* What keeps the limit, or is at it: the lowest or highest place of the stretch. */
static void take_kept(context *in, double from_m, double to_m)
{
    const ovf_extreme over = extreme_over(in, from_m, to_m);
    double limit = in->restriction->values[0], at_m = over.at_m, altitude = over.surely_m,
           left = left_of(in, altitude);
    ovf_limit_state state = ovf_limit_of(left, ALTITUDE_ERROR_M,
                                         ovf_check_little(in->check, limit));
    if (isnan(altitude)) return;
    if (state == OVF_LIMIT_KEPT) left = left_of(in, over.perhaps_m);
    if (state == OVF_LIMIT_KEPT) {
        if (isnan(in->least_left) || left < in->least_left) {
            in->least_left = left;
            in->kept_at_m = at_m;
        }
        if (over.compares) in->most_left = fmin(in->most_left, left_of(in, altitude));
        return;
    }
    ovf_finding *finding = ovf_check_add_limit(in->check, in->restriction, state, altitude, limit,
                                               left, "m");
    ovf_check_stretch(in->check, finding, at_m, at_m);
    ovf_check_say(finding, "%s%.1f m%s at km %.3f; the %s allowed is %.10g m %s",
                  bound_word(in, &over), altitude, in->where, at_m / 1000,
                  in->is_least ? "lowest" : "highest", limit,
                  ovf_height_reference_name(in->restriction->reference));
    ovf_check_say_left(finding, state, "0.001 m");
}

static void take(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    context *in = given;
    const char *reference = ovf_height_reference_name(in->restriction->reference),
               *side = in->is_least ? "lowest" : "highest";
    const ovf_extreme over = extreme_over(in, from_m, to_m);
    double altitude = over.surely_m;
    bool known = doubts == 0;
    /* By less than the figures' error: exactly at the limit. */
    if (known && left_of(in, altitude) >= -ALTITUDE_ERROR_M) return;
    in->found = true;
    if (known) {
        char called[OVF_CALLED_SIZE];
        ovf_finding *finding = ovf_check_add(in->check, in->restriction, in->restriction->severity);
        fill(in, finding, from_m, to_m, altitude);
        ovf_check_say(finding,
                      "%s %.10g m %s%s from km %.3f to km %.3f, after %s; %s, %s%.*f m%s%s, at km "
                      "%.3f%s",
                      in->is_least ? "below" : "above", finding->limit, reference, in->where,
                      from_m / 1000, to_m / 1000, ovf_check_fix_called(in->check, from_m, called),
                      side, bound_word(in, &over), fabs(finding->margin) < 1 ? 3 : 0, altitude,
                      over.compares ? " " : "", over.compares ? reference : "", over.at_m / 1000,
                      over.compares ? given_over(in, from_m) : "");
        return;
    }
    ovf_finding *finding = ovf_check_add_unjudged(in->check, in->restriction);
    fill(in, finding, from_m, to_m, over.compares ? NAN : altitude);
    say_unjudged(in, finding, from_m, to_m, &over, doubts);
}

static void judge_stretch(context *in, double from_m, double to_m)
{
    const ovf_limit limit = ovf_limit_of_height(
        (ovf_height){in->restriction->values[0], in->restriction->reference});
    in->found = false;
    ovf_heights_stretches(&in->check->flown, from_m, to_m, in->is_least ? NULL : &limit,
                          in->is_least ? &limit : NULL, false, take, in);
    if (!in->found) take_kept(in, from_m, to_m);
}

static void take_bound(void *given, double from_m, double to_m, ovf_doubts doubts)
{
    context *in = given;
    size_t before = in->check->scratch->finding_count;
    judge_stretch(in, from_m, to_m);
    ovf_check_doubt_bound(in->check, before, doubts);
}

/* Says of a limit that is kept by an altitude over another reference that the figure is a bound. */
static void say_bound(ovf_finding *kept, bool is_least, double most_left)
{
    double other = kept->limit + (is_least ? most_left : -most_left);
    const char *reference = ovf_height_reference_name(kept->restriction->reference);
    kept->least = fmin(kept->measured, other);
    kept->most = fmax(kept->measured, other);
    ovf_check_say(
        kept,
        "at %s %.10g m %s, as far as known; the %s allowed is %.10g m %s: at least %.10g m "
        "are left",
        is_least ? "least" : "most", round(kept->measured * 1000) / 1000, reference,
        is_least ? "lowest" : "highest", kept->limit, reference, round(kept->margin * 1000) / 1000);
}

/* The limit is kept, with the least that is left. */
static void keep(const context *in)
{
    ovf_check *check = in->check;
    const ovf_scratch *s = check->scratch;
    double limit = in->restriction->values[0];
    size_t before = s->kept_count;
    ovf_check_kept(check, in->restriction,
                   limit + (in->is_least ? in->least_left : -in->least_left), limit, "m",
                   in->kept_at_m);
    if (s->kept_count > before && !isnan(in->most_left))
        say_bound(&s->kept[before], in->is_least, in->most_left);
}

static void judge(ovf_check *check, const ovf_restriction *restriction, const ovf_meeting *meeting,
                  bool is_least)
{
    char where[200] = "";
    size_t before = check->scratch->finding_count;
    context in = {.check = check,
                  .restriction = restriction,
                  .is_least = is_least,
                  .where = where,
                  .least_left = NAN,
                  .kept_at_m = NAN,
                  .most_left = NAN};
    if (restriction->scope == OVF_SCOPE_FLIGHT) {
        ovf_bound_stretches(check, restriction, 0, check->result->length_m, take_bound, &in);
    } else {
        snprintf(where, sizeof where, " over %s", ovf_check_place_name(check, restriction));
        ovf_bound_passages(check, restriction, meeting, take_bound, &in);
    }
    if (check->scratch->finding_count > before) return;
    if (isnan(in.least_left)) ovf_check_not_applicable(check);
    else keep(&in);
}

void ovf_evaluate_min_altitude(ovf_check *check, const ovf_restriction *restriction,
                               const ovf_meeting *meeting)
{
    judge(check, restriction, meeting, true);
}

void ovf_evaluate_max_altitude(ovf_check *check, const ovf_restriction *restriction,
                               const ovf_meeting *meeting)
{
    judge(check, restriction, meeting, false);
}

const ovf_kind ovf_kind_min_altitude = {
    .name = "min_altitude",
    .meaning = "not lower than this along the passage, or the flight",
    .scopes = OVF_SCOPE_ZONE | OVF_SCOPE_FLIGHT,
    .parameters = {{"min_altitude_m", -1000, 100000, NAN, "the lowest altitude that is allowed, m",
                    false}},
    .is_least = true,
    .takes_height_reference = true,
};

const ovf_kind ovf_kind_max_altitude = {
    .name = "max_altitude",
    .meaning = "not higher than this along the passage, or the flight",
    .scopes = OVF_SCOPE_ZONE | OVF_SCOPE_FLIGHT,
    .parameters = {{"max_altitude_m", -1000, 100000, NAN, "the highest altitude that is allowed, m",
                    false}},
    .takes_height_reference = true,
};
