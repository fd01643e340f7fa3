/* Least and greatest altitude. */
#include <math.h>
#include <stdio.h>

#include "analysis/check/judging.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    bool is_least;
    const char *where; /* " over Moscow", or nothing for a flight as a whole */
    bool found;
} context;

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

static void fill(const context *in, ovf_finding *finding, double from_m, double to_m,
                 double altitude)
{
    finding->measured = altitude;
    finding->limit = in->restriction->values[0];
    finding->margin = in->is_least ? altitude - finding->limit : finding->limit - altitude;
    finding->unit = "m";
    ovf_check_stretch(in->check, finding, from_m, to_m);
}

static void take(void *given, double from_m, double to_m, bool known)
{
    context *in = given;
    const char *reference = ovf_height_reference_name(in->restriction->reference),
               *side = in->is_least ? "lowest" : "highest";
    double at_m = from_m, altitude = extreme(in, from_m, to_m, &at_m);
    in->found = true;
    if (known) {
        char called[OVF_CALLED_SIZE];
        ovf_finding *finding = ovf_check_add(in->check, in->restriction, in->restriction->severity);
        fill(in, finding, from_m, to_m, altitude);
        ovf_check_say(finding,
                      "%s %.10g m %s%s from km %.3f to km %.3f, after %s; %s, %.0f m, at km %.3f",
                      in->is_least ? "below" : "above", finding->limit, reference, in->where,
                      from_m / 1000, to_m / 1000, ovf_check_fix_called(in->check, from_m, called),
                      side, altitude, at_m / 1000);
        return;
    }
    ovf_finding *finding = ovf_check_add_unjudged(in->check, in->restriction);
    fill(in, finding, from_m, to_m, altitude);
    if (isnan(altitude))
        ovf_check_say(finding,
                      "could not be judged: the altitude%s from km %.3f to km %.3f is not known; "
                      "%.10g m %s is the %s allowed",
                      in->where, from_m / 1000, to_m / 1000, finding->limit, reference, side);
    else
        ovf_check_say(
            finding,
            "could not be judged: the %s altitude%s from km %.3f to km %.3f is %.0f m, and not "
            "over the same as the %.10g m %s that are the %s "
            "allowed%s",
            side, in->where, from_m / 1000, to_m / 1000, altitude, finding->limit, reference, side,
            in->restriction->reference == OVF_HEIGHT_AGL ? ": the height of the ground is not known"
                                                         : "");
}

/* What is kept by little: the lowest or highest place of the stretch. */
static void add_near_miss(context *in, double from_m, double to_m)
{
    double limit = in->restriction->values[0], at_m = from_m,
           altitude = extreme(in, from_m, to_m, &at_m);
    double little = fabs(limit) * in->check->checker->options.margin;
    if (!(in->is_least ? altitude < limit + little : altitude > limit - little)) return;
    ovf_severity severity = in->restriction->severity;
    ovf_finding *finding = ovf_check_add(in->check, in->restriction,
                                         severity > OVF_SEVERITY_WARNING ? OVF_SEVERITY_WARNING
                                                                         : severity);
    fill(in, finding, at_m, at_m, altitude);
    finding->near_miss = true;
    ovf_check_say(finding, "%.0f m%s at km %.3f, %.10g m %s are the %s allowed: %.0f m are left",
                  altitude, in->where, at_m / 1000, limit,
                  ovf_height_reference_name(in->restriction->reference),
                  in->is_least ? "lowest" : "highest", finding->margin);
}

static void judge_stretch(context *in, double from_m, double to_m)
{
    const ovf_height open = {NAN, OVF_HEIGHT_MSL},
                     limit = {in->restriction->values[0], in->restriction->reference};
    in->found = false;
    ovf_heights_stretches(in->check, from_m, to_m, in->is_least ? open : limit,
                          in->is_least ? limit : open, false, take, in);
    if (!in->found) add_near_miss(in, from_m, to_m);
}

static void take_bound(void *given, double from_m, double to_m, bool known)
{
    context *in = given;
    size_t before = in->check->scratch->finding_count;
    judge_stretch(in, from_m, to_m);
    if (!known) ovf_check_doubt(in->check, before, OVF_BOUND_UNKNOWN);
}

static void judge(ovf_check *check, const ovf_restriction *restriction, const ovf_meeting *meeting,
                  bool is_least)
{
    char where[200] = "";
    context in = {.check = check, .restriction = restriction, .is_least = is_least, .where = where};
    if (restriction->scope == OVF_SCOPE_FLIGHT) {
        ovf_bound_stretches(check, restriction, 0, check->result->length_m, take_bound, &in);
        return;
    }
    snprintf(where, sizeof where, " over %s", ovf_check_place_name(check, restriction));
    ovf_bound_passages(check, restriction, meeting, take_bound, &in);
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
