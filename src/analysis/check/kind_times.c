/* Time limits: notice before the start, and time until completion. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/check/judging.h"
#include "base/time.h"

#define HOUR_S 3600.0
/* By how much an attribute and a fix may differ about the same moment: times are often given in
 * whole minutes. */
#define SAME_MOMENT_S 60.0

/* A moment of the flight: at some time between the two; NAN: not known. */
typedef struct {
    double from_s, to_s;
    const char *name; /* of the attribute, or what the fix is */
} moment;

static bool is_known(const moment *m) { return !isnan(m->from_s); }

/* An attribute may name a day without its time. */
static moment attribute_of(const ovf_check *check, const char *name)
{
    const char *text = ovf_flown_text(&check->flown, name);
    moment m = {ovf_flown_time(&check->flown, name), NAN, name};
    bool is_day = is_known(&m) && strchr(text, ':') == NULL;
    m.to_s = is_day ? m.from_s + OVF_DAY_S - OVF_TIME_ERROR_S : m.from_s;
    return m;
}

static const char *moment_text(const moment *m, char text[OVF_TIME_SIZE])
{
    ovf_time_format(m->from_s, text);
    if (m->to_s > m->from_s && strlen(text) > 10) text[10] = '\0';
    return text;
}

/* Two times that cannot both be right decide nothing. */
static void add_contradiction(ovf_check *check, const ovf_restriction *restriction,
                              const moment *later, const moment *earlier)
{
    char a[OVF_TIME_SIZE], b[OVF_TIME_SIZE];
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->limit = restriction->values[0];
    finding->unit = "h";
    ovf_check_say(finding,
                  "could not be judged: %s (%s) is after %s (%s); correct one of the two times",
                  later->name, moment_text(later, a), earlier->name, moment_text(earlier, b));
}

/* When the flight starts (or ends): by the attribute and by its first (last) fix, whichever is
 * earlier (later), since the fixes may be a part of the flight only. False where the flight, by its
 * fixes, begins before it starts or goes on after its end; that is told. */
static bool find_end(ovf_check *check, const ovf_restriction *restriction, bool last, moment *found)
{
    const ovf_route *route = check->result->route;
    double at_s = route->fixes[last ? route->fix_count - 1 : 0].time_s;
    const moment fix = {at_s, at_s,
                        last ? "the time of the last fix" : "the time of the first fix"};
    *found = attribute_of(check, last ? "completed_at" : "started_at");
    if (!is_known(found)) {
        *found = fix;
        return true;
    }
    if (isnan(at_s)) return true;
    bool good = last ? at_s <= found->to_s + SAME_MOMENT_S : at_s >= found->from_s - SAME_MOMENT_S;
    if (!good) {
        if (last) add_contradiction(check, restriction, &fix, found);
        else add_contradiction(check, restriction, found, &fix);
        return false;
    }
    bool is_day = found->to_s > found->from_s && at_s >= found->from_s && at_s <= found->to_s;
    if (is_day || (last ? at_s > found->to_s : at_s < found->from_s)) {
        found->from_s = found->to_s = at_s;
    }
    return true;
}

/* Both ends of the flight; false where they contradict each other or the fixes, which is told. */
static bool find_ends(ovf_check *check, const ovf_restriction *restriction, moment *start,
                      moment *end)
{
    if (!find_end(check, restriction, false, start) || !find_end(check, restriction, true, end))
        return false;
    if (!(start->from_s > end->to_s)) return true;
    add_contradiction(check, restriction, start, end);
    return false;
}

/* So many decimals that a figure beside a limit does not look like it. */
static int decimals_of(double left_h) { return fabs(left_h) < 0.005 ? 6 : 2; }

/* Days without their times leave open whether the limit is kept. */
static void add_days(ovf_check *check, const ovf_restriction *restriction, const moment *from,
                     const moment *to)
{
    char a[OVF_TIME_SIZE], b[OVF_TIME_SIZE];
    const char *name = from->to_s > from->from_s ? from->name : to->name;
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->limit = restriction->values[0];
    finding->unit = "h";
    ovf_check_say(finding,
                  "could not be judged: from %s (%s) to %s (%s) it is between %.2f h and %.2f h; "
                  "the limit is %.10g h; add the time of day to %s",
                  from->name, moment_text(from, a), to->name, moment_text(to, b),
                  (to->from_s - from->to_s) / HOUR_S, (to->to_s - from->from_s) / HOUR_S,
                  finding->limit, name);
}

/* What is left of the limit when the time between the two is the shortest, and the longest; false
 * where the two decide differently. */
static bool decide(ovf_check *check, const ovf_restriction *restriction, const moment *from,
                   const moment *to, double sign, double *hours, ovf_limit_state *state)
{
    const double error_h = OVF_TIME_ERROR_S / HOUR_S, limit = restriction->values[0],
                 little = ovf_check_little(check, limit);
    double shortest = (to->from_s - from->to_s) / HOUR_S,
           longest = (to->to_s - from->from_s) / HOUR_S;
    double worst = sign > 0 ? shortest : longest, best = sign > 0 ? longest : shortest;
    *state = ovf_limit_of(sign * (worst - limit), error_h, little);
    *hours = worst;
    if (*state != OVF_LIMIT_BROKEN) return true;
    *hours = best;
    return ovf_limit_of(sign * (best - limit), error_h, little) == OVF_LIMIT_BROKEN;
}

/* A limit that is kept, or nearly not, or not; `what` takes the hours. */
static void tell(ovf_check *check, const ovf_restriction *restriction, const moment *from,
                 const moment *to, double sign, const char *what, const char *limit_called)
{
    double hours, limit = restriction->values[0];
    ovf_limit_state state;
    if (!decide(check, restriction, from, to, sign, &hours, &state)) {
        add_days(check, restriction, from, to);
        return;
    }
    double left = sign * (hours - limit);
    if (state == OVF_LIMIT_KEPT) {
        ovf_check_kept(check, restriction, hours, limit, "h", NAN);
        return;
    }
    ovf_finding *finding = ovf_check_add_limit(check, restriction, state, hours, limit, left, "h");
    if (sign > 0 && hours < 0)
        ovf_check_say(finding, "the plan was submitted %.*f h after the start; %s is %.10g h",
                      decimals_of(left), -hours, limit_called, limit);
    else
        ovf_check_say(finding, "%s %.*f h after %s; %s is %.10g h", what, decimals_of(left), hours,
                      sign > 0 ? "the plan was submitted" : "the arrival at the point of entry",
                      limit_called, limit);
    if (state != OVF_LIMIT_BROKEN) ovf_check_say_left(finding, state, "0.001 s");
}

void ovf_evaluate_notice(ovf_check *check, const ovf_restriction *restriction,
                         const ovf_meeting *meeting)
{
    moment submitted = attribute_of(check, "submitted_at"), start, end;
    (void)meeting;
    if (!is_known(&submitted)) {
        ovf_check_not_asked(check, restriction, "the time of submission (attribute submitted_at)",
                            OVF_REMEDY_NONE);
        return;
    }
    if (!find_ends(check, restriction, &start, &end)) return;
    if (!is_known(&start)) {
        ovf_check_not_asked(check, restriction,
                            "the time of the start (attribute started_at, or times of the fixes)",
                            OVF_REMEDY_NONE);
        return;
    }
    tell(check, restriction, &submitted, &start, 1, "starts", "the least notice");
}

void ovf_evaluate_completion(ovf_check *check, const ovf_restriction *restriction,
                             const ovf_meeting *meeting)
{
    moment arrived = attribute_of(check, "arrived_at"), start, end;
    (void)meeting;
    if (!is_known(&arrived)) {
        ovf_check_not_asked(check, restriction,
                            "the time of arrival at the point of entry (attribute arrived_at)",
                            OVF_REMEDY_NONE);
        return;
    }
    if (!find_ends(check, restriction, &start, &end)) return;
    if (!is_known(&end)) {
        ovf_check_not_asked(
            check, restriction,
            "the time of completion (attribute completed_at, or times of the fixes)",
            OVF_REMEDY_NONE);
        return;
    }
    if (arrived.from_s > end.to_s) {
        add_contradiction(check, restriction, &arrived, &end);
        return;
    }
    tell(check, restriction, &arrived, &end, -1, "is completed", "the limit");
}

const ovf_kind ovf_kind_notice = {
    .name = "notice",
    .meaning = "least time from the submission of the plan (attribute submitted_at) to the start "
               "of the flight",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"min_notice_h", 0, 10000, NAN, "the least time, h", false}},
    .is_least = true,
};

const ovf_kind ovf_kind_completion = {
    .name = "completion",
    .meaning = "greatest time from the arrival at the point of entry (attribute arrived_at) to the "
               "completion of the flight",
    .scopes = OVF_SCOPE_FLIGHT,
    .parameters = {{"max_duration_h", 0, 10000, NAN, "the greatest time, h", false}},
};
