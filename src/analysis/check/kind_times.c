/* Time limits: notice before the start, and time until completion. */
#include <math.h>

#include "analysis/check/judging.h"

#define HOUR_S 3600.0

/* A time of the route: of an attribute, or else `other`. */
static double time_of(const ovf_check *check, const char *attribute, double other)
{
    double seconds = ovf_check_time(check, attribute);
    return isnan(seconds) ? other : seconds;
}

/* The first or last fix's time. */
static double end_time(const ovf_check *check, bool last)
{
    const ovf_route *route = check->result->route;
    return route->fixes[last ? route->fix_count - 1 : 0].time_s;
}

static void add_unknown(ovf_check *check, const ovf_restriction *restriction, const char *what)
{
    ovf_finding *finding = ovf_check_add_unjudged(check, restriction);
    finding->severity = OVF_SEVERITY_INFORMATION;
    finding->limit = restriction->values[0];
    finding->unit = "h";
    ovf_check_say(finding, "could not be judged: %s", what);
}

void ovf_evaluate_notice(ovf_check *check, const ovf_restriction *restriction,
                         const ovf_meeting *meeting)
{
    double submitted = ovf_check_time(check, "submitted_at"),
           start = time_of(check, "started_at", end_time(check, false));
    double limit = restriction->values[0], hours = (start - submitted) / HOUR_S;
    (void)meeting;
    if (isnan(hours)) {
        add_unknown(check, restriction,
                    isnan(submitted)
                        ? "when the plan was submitted (attribute submitted_at) is not known"
                        : "when the flight starts (times of the fixes, or attribute started_at) is "
                          "not known");
        return;
    }
    bool broken = hours < limit - 1e-9;
    if (!broken && !(hours < limit * (1 + check->checker->options.margin))) return;
    ovf_severity severity = restriction->severity;
    if (!broken && severity > OVF_SEVERITY_WARNING) severity = OVF_SEVERITY_WARNING;
    ovf_finding *finding = ovf_check_add(check, restriction, severity);
    finding->near_miss = !broken;
    finding->measured = hours;
    finding->limit = limit;
    finding->margin = hours - limit;
    finding->unit = "h";
    ovf_check_say(finding, "starts %.2f h after the plan was submitted, %.10g h are the least",
                  hours, limit);
}

void ovf_evaluate_completion(ovf_check *check, const ovf_restriction *restriction,
                             const ovf_meeting *meeting)
{
    double arrived = ovf_check_time(check, "arrived_at"),
           completed = time_of(check, "completed_at", end_time(check, true));
    double hours = (completed - arrived) / HOUR_S;
    ovf_finding *finding;
    (void)meeting;
    if (isnan(hours)) {
        add_unknown(check, restriction,
                    isnan(arrived) ? "when the observers arrive at the point of entry (attribute "
                                     "arrived_at) is not known"
                                   : "when the flight is completed (times of the fixes, or "
                                     "attribute completed_at) is not known");
        return;
    }
    if (!ovf_check_upper(check, restriction, hours, restriction->values[0], 1e-9, "h", &finding))
        return;
    ovf_check_say(
        finding, "is completed %.2f h after the arrival at the point of entry, %.10g h are allowed",
        hours, finding->limit);
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
