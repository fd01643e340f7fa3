/* A flight follows its plan where one can go along both at once without going back on either and
 * without leaving the limit between the two: where their Fréchet distance is within the limit (Alt
 * and Godau, Int. J. Comput. Geom. Appl. 5 (1995) 75). Of that the fixes are judged, which is what
 * plans declare (Art. VI, II 4(F)): each fix of the plan must be near a place of the flight, these
 * places in the order of the fixes; and each fix of the flight that is near the plan, near a place
 * of the plan, these places in the order flown. Where such places exist, those that come first in
 * turn are such. Each finding's figure is a distance like the limit: how near the flight comes to
 * the fix from the place on that it had reached. */
#include "analysis/check/plan_order.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "analysis/check/line.h"
#include "base/array.h"
#include "base/said_length.h"
#include "base/text.h"
#include "geodesy/proximity.h"

typedef struct {
    ovf_check *check;
    const ovf_restriction *restriction;
    const ovf_route *plan;
    ovf_line flown, planned;
    double limit_m;
    double reached_m; /* along the flight; NAN: at none of the plan's fixes so far */
    size_t reached;   /* the fix of the plan that it is at */
    bool disordered;
} follower;

typedef enum { AT_FIX, MISSED, BEFORE, IN_GAP } fate;

/* Fixes of the plan that follow each other and fare alike. */
typedef struct {
    fate fate;
    size_t first, last, worst;
    double worst_m, at_m; /* the distance of the worst, and where on the flight that is */
} run;

static ovf_lonlat place_of(const ovf_fix *fix) { return (ovf_lonlat){fix->lon, fix->lat}; }

/* "fix 3 (RATLA)", of the plan. */
static const char *plan_fix(const follower *in, size_t fix, char text[OVF_CALLED_SIZE])
{
    const char *name = in->plan->fix_names != NULL ? in->plan->fix_names[fix] : "";
    char shortened[40];
    ovf_text_shorten(name, shortened, sizeof shortened);
    if (*name == '\0') snprintf(text, OVF_CALLED_SIZE, "fix %zu", fix + 1);
    else snprintf(text, OVF_CALLED_SIZE, "fix %zu (%s)", fix + 1, shortened);
    return text;
}

static ovf_finding *add(const follower *in, double distance_m, double from_m, double to_m)
{
    ovf_finding *finding = ovf_check_add(in->check, in->restriction, in->restriction->severity);
    finding->measured = distance_m / 1000;
    finding->limit = in->restriction->values[0];
    finding->margin = finding->limit - finding->measured;
    finding->unit = "km";
    ovf_check_stretch(in->check, finding, from_m, to_m);
    return finding;
}

/* ---- the plan's fixes on the flight ---- */

/* Whether the flight is at the plan's fixes in the opposite order, but for those that it misses. */
static bool is_reverse(const follower *in)
{
    double reached_m = 0, at_m;
    size_t seen = 0;
    for (size_t i = in->planned.count; i-- > 0;) {
        ovf_lonlat place = place_of(&in->planned.fixes[i]);
        double next_m = ovf_line_first(&in->flown, place, reached_m, in->limit_m);
        if (!isnan(next_m)) {
            reached_m = next_m;
            seen++;
        } else if (ovf_line_nearest(&in->flown, place, 0, &at_m) <= in->limit_m) {
            return false;
        }
    }
    return seen > 1;
}

/* "fix 3 (RATLA)", or "3 fixes, from fix 3 (RATLA) to fix 5 (LITKI)". */
static void name_run(const follower *in, const run *r, char text[3 * OVF_CALLED_SIZE])
{
    char first[OVF_CALLED_SIZE], last[OVF_CALLED_SIZE];
    if (r->first == r->last)
        snprintf(text, 3 * OVF_CALLED_SIZE, "%s", plan_fix(in, r->first, first));
    else
        snprintf(text, 3 * OVF_CALLED_SIZE, "%zu fixes from %s to %s", r->last - r->first + 1,
                 plan_fix(in, r->first, first), plan_fix(in, r->last, last));
}

/* Where the flight is in parts the straight way from one to the next may lead to the fix: then
 * nobody knows whether it was there. */
static bool is_in_gap(const follower *in, ovf_lonlat place, double *at_m)
{
    const ovf_scratch *s = in->check->scratch;
    for (size_t k = 0; k + 1 < s->stretch_count; k++) {
        const ovf_fix *from = &in->flown.fixes[s->stretches[k].to_fix],
                      *to = &in->flown.fixes[s->stretches[k + 1].from_fix];
        double begin_m, end_m;
        ovf_leg leg;
        ovf_leg_between(&leg, from->lon, from->lat, to->lon, to->lat);
        *at_m = in->flown.along_m[s->stretches[k].to_fix];
        for (double at = 0; at < leg.length_m; at += OVF_ARC_LENGTH_M)
            if (ovf_leg_within(&leg, at, fmin(leg.length_m, at + OVF_ARC_LENGTH_M), place,
                               in->limit_m, &begin_m, &end_m))
                return true;
    }
    return false;
}

static void tell_gap(const follower *in, const run *r)
{
    char fixes[3 * OVF_CALLED_SIZE];
    ovf_finding *finding = ovf_check_add_unjudged(in->check, in->restriction);
    finding->limit = in->restriction->values[0];
    finding->unit = "km";
    ovf_check_stretch(in->check, finding, r->at_m, r->at_m);
    name_run(in, r, fixes);
    ovf_check_say(finding,
                  "could not be judged: the flight has a gap at km %.3f, where it may have come to "
                  "%s of the plan; add the fixes that are missing there",
                  r->at_m / 1000, fixes);
}

static void tell(follower *in, const run *r)
{
    char fixes[3 * OVF_CALLED_SIZE], worst[OVF_CALLED_SIZE], reached[OVF_CALLED_SIZE];
    if (r->fate == AT_FIX) return;
    if (r->fate == IN_GAP) {
        tell_gap(in, r);
        return;
    }
    ovf_finding *finding = add(in, r->worst_m, r->at_m, r->at_m);
    name_run(in, r, fixes);
    if (r->fate == MISSED && r->first == r->last) {
        ovf_check_say(finding, "misses %s of the plan by %s, at km %.3f; the limit is %s", fixes,
                      ovf_said_km(finding->measured).text, r->at_m / 1000,
                      ovf_said_limit(finding->limit).text);
    } else if (r->fate == MISSED) {
        ovf_check_say(finding, "misses %s of the plan, %s by %s, at km %.3f; the limit is %s",
                      fixes, plan_fix(in, r->worst, worst), ovf_said_km(finding->measured).text,
                      r->at_m / 1000, ovf_said_limit(finding->limit).text);
    } else {
        bool reverse = !in->disordered && is_reverse(in);
        in->disordered = true;
        ovf_check_say(finding,
                      "%scomes to %s of the plan before %s, and afterwards no nearer to %s than "
                      "%s, at km %.3f; the limit is %s",
                      reverse ? "flies the plan in reverse order: " : "", fixes,
                      plan_fix(in, in->reached, reached), plan_fix(in, r->worst, worst),
                      ovf_said_km(finding->measured).text, r->at_m / 1000,
                      ovf_said_limit(finding->limit).text);
    }
}

/* What becomes of a fix of the plan, after those before it; a miss is of the whole flight. */
static fate look_for(follower *in, size_t fix, double *distance_m, double *at_m)
{
    ovf_lonlat place = place_of(&in->planned.fixes[fix]);
    double from_m = isnan(in->reached_m) ? 0 : in->reached_m,
           next_m = ovf_line_first(&in->flown, place, from_m, in->limit_m), whole_at_m = 0;
    if (!isnan(next_m)) {
        in->reached_m = next_m;
        in->reached = fix;
        return AT_FIX;
    }
    if (is_in_gap(in, place, at_m)) return IN_GAP;
    double whole_m = ovf_line_nearest(&in->flown, place, 0, &whole_at_m);
    if (whole_m <= in->limit_m) {
        *distance_m = ovf_line_nearest(&in->flown, place, from_m, at_m);
        return BEFORE;
    }
    *distance_m = whole_m;
    *at_m = whole_at_m;
    return MISSED;
}

static void judge_plan(follower *in)
{
    run now = {.fate = AT_FIX};
    for (size_t i = 0; i < in->planned.count; i++) {
        double distance_m = 0, at_m = 0;
        size_t reached = in->reached;
        fate found = look_for(in, i, &distance_m, &at_m);
        if (found != now.fate) {
            /* It is told of the fixes before this one. */
            size_t here = in->reached;
            in->reached = reached;
            tell(in, &now);
            in->reached = here;
            now = (run){.fate = found, .first = i};
        }
        now.last = i;
        if (found == AT_FIX || distance_m < now.worst_m) continue;
        now.worst = i;
        now.worst_m = distance_m;
        now.at_m = at_m;
    }
    tell(in, &now);
}

/* ---- the flight's fixes on the plan ---- */

typedef struct {
    double from_m, to_m; /* along the flight */
    double worst_m;      /* from what is left of the plan */
} way_back;

static void tell_back(follower *in, const way_back *back)
{
    char called[OVF_CALLED_SIZE];
    ovf_finding *finding = add(in, back->worst_m, back->from_m, back->to_m);
    ovf_check_say(finding,
                  "flies back along the plan from km %.3f, %s, to km %.3f; what is left of the "
                  "plan is then %s away; the limit is %s",
                  back->from_m / 1000, ovf_check_fix_called(in->check, back->from_m, called),
                  back->to_m / 1000, ovf_said_km(finding->measured).text,
                  ovf_said_limit(finding->limit).text);
}

static void judge_flight(follower *in)
{
    const ovf_line *flown = &in->flown;
    double reached_m = 0, at_m;
    way_back back = {.from_m = NAN};
    for (size_t i = 0; i < flown->count; i++) {
        ovf_lonlat place = place_of(&flown->fixes[i]);
        double next_m = ovf_line_first(&in->planned, place, reached_m, in->limit_m);
        if (!isnan(next_m)) {
            if (!isnan(back.from_m)) tell_back(in, &back);
            back.from_m = NAN;
            reached_m = next_m;
            continue;
        }
        /* Where it is beyond the limit from all of the plan, that is told. */
        if (isnan(ovf_line_first(&in->planned, place, 0, in->limit_m))) continue;
        double distance_m = ovf_line_nearest(&in->planned, place, reached_m, &at_m);
        if (isnan(back.from_m))
            back = (way_back){.from_m = flown->along_m[i > 0 ? i - 1 : 0], .worst_m = 0};
        back.to_m = flown->along_m[i];
        if (distance_m > back.worst_m) back.worst_m = distance_m;
    }
    if (!isnan(back.from_m)) tell_back(in, &back);
}

void ovf_plan_order_judge(ovf_check *check, const ovf_restriction *restriction)
{
    const ovf_route *route = check->result->route, *plan = check->checker->options.reference;
    double *along = ovf_array_new(plan->fix_count, sizeof *along);
    if (along == NULL) {
        check->failed = true;
        return;
    }
    for (size_t part = 0, i = 0; part < plan->part_count; part++)
        for (size_t begin = i; i < plan->part_ends[part]; i++) {
            const ovf_fix *fix = &plan->fixes[i];
            double leg_m = 0;
            if (i > begin)
                geod_inverse(ovf_earth(), fix[-1].lat, fix[-1].lon, fix->lat, fix->lon, &leg_m,
                             NULL, NULL);
            along[i] = (i > 0 ? along[i - 1] : 0) + leg_m;
        }
    follower in = {.check = check,
                   .restriction = restriction,
                   .plan = plan,
                   .flown = {route->fixes, check->result->fix_along_m, route->fix_count},
                   .planned = {plan->fixes, along, plan->fix_count},
                   .limit_m = restriction->values[0] * 1000 + OVF_PROXIMITY_M,
                   .reached_m = NAN};
    judge_plan(&in);
    /* What comes to the fixes in another order flies back, too. */
    if (!in.disordered) judge_flight(&in);
    free(along);
}
