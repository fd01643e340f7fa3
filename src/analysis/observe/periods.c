#include "analysis/observe/periods.h"

#include <math.h>
#include <stdio.h>

#include "base/error.h"
#include "model/model.h"

#define GRAVITY_M_S2 9.80665 /* standard gravity, exactly (3rd CGPM, 1901) */

typedef struct {
    const ovf_scratch *scratch;
    const ovf_route *route;
    const ovf_observer_options *options;
    const ovf_sensor_log *log; /* NULL: nothing is said */
    ovf_error *error;
} finder;

static ovf_status refuse(const finder *in, const char *attribute, const char *what)
{
    return ovf_fail(in->error, OVF_ERROR_INPUT, "%s: %s: %s",
                    ovf_route_title(in->route, (char[OVF_TITLE_SIZE]){0}), attribute, what);
}

static ovf_status keep(const finder *in, ovf_spans *spans, ovf_spans *found, bool good)
{
    ovf_spans_unite(found, 0);
    good = good && ovf_spans_intersect(spans, found);
    ovf_spans_clear(found);
    return good ? OVF_OK : ovf_fail_memory(in->error);
}

/* ---- what the flight's record says ---- */

static ovf_status keep_on(const finder *in, ovf_spans *spans)
{
    ovf_spans on = {0};
    bool good = true;
    if (in->log == NULL || in->log->on == NULL) return OVF_OK;
    for (size_t i = 0; i + 1 < in->route->fix_count && good; i++)
        if (in->log->on[i])
            good = ovf_spans_add(&on, in->scratch->along_m[i], in->scratch->along_m[i + 1]);
    return keep(in, spans, &on, good);
}

/* Adds where the route is between two times. */
static bool add_period(const finder *in, double from_s, double to_s, ovf_spans *spans)
{
    const double *along = in->scratch->along_m;
    bool good = true;
    for (size_t i = 0; i + 1 < in->route->fix_count && good; i++) {
        double t1 = in->route->fixes[i].time_s, t2 = in->route->fixes[i + 1].time_s,
               length = along[i + 1] - along[i];
        if (!(t2 >= from_s && t1 <= to_s)) continue;
        double a = t2 > t1 ? fmax(0, (from_s - t1) / (t2 - t1)) : 0,
               b = t2 > t1 ? fmin(1, (to_s - t1) / (t2 - t1)) : 1;
        good = ovf_spans_add(spans, along[i] + a * length,
                             b == 1 ? along[i + 1] : along[i] + b * length);
    }
    return good;
}

static ovf_status check_times(const finder *in, const char *why)
{
    for (size_t i = 0; i < in->route->fix_count; i++)
        if (isnan(in->route->fixes[i].time_s)) {
            char what[120];
            snprintf(what, sizeof what, "expected a time at each fix, found none at fix %zu",
                     i + 1);
            return refuse(in, why, what);
        }
    return OVF_OK;
}

static ovf_status keep_periods(const finder *in, ovf_spans *spans)
{
    const ovf_sensor_log *log = in->log;
    ovf_spans on = {0};
    bool good = true;
    if (log == NULL || !log->has_periods) return OVF_OK;
    ovf_status status = log->period_count > 0 ? check_times(in, "observation_periods") : OVF_OK;
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < log->period_count && good; i++)
        good = add_period(in, log->periods_s[2 * i], log->periods_s[2 * i + 1], &on);
    return keep(in, spans, &on, good);
}

/* ---- gaps, zones and turns ---- */

/* Nothing says that sensors were on between two parts; on a long leg they may have been, as on a
 * flight that is planned leg by leg. */
static ovf_status leave_out_gaps(const finder *in, ovf_spans *spans)
{
    const double *along = in->scratch->along_m;
    ovf_spans gaps = {0};
    bool good = true;
    if (in->route->unobserved == NULL) return OVF_OK;
    for (size_t i = 0; i + 1 < in->route->fix_count && good; i++)
        if (in->route->unobserved[i] == OVF_GAP_BREAK)
            good = ovf_spans_add(&gaps, along[i], along[i + 1]);
    ovf_spans_unite(&gaps, 0);
    good = good && ovf_spans_subtract(spans, &gaps);
    ovf_spans_clear(&gaps);
    return good ? OVF_OK : ovf_fail_memory(in->error);
}

static ovf_status keep_within(const finder *in, ovf_spans *spans)
{
    const ovf_result *result = &in->scratch->result;
    ovf_spans inside = {0};
    bool good = true;
    if (!in->options->within_zone) return OVF_OK;
    for (size_t i = 0; i < result->meeting_count && good; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (meeting->zone != in->options->zone) continue;
        for (size_t k = 0; k < meeting->outline_passage_count && good; k++)
            good = ovf_spans_add(&inside, meeting->outline_passages[k].entry.along_m,
                                 meeting->outline_passages[k].exit.along_m);
    }
    return keep(in, spans, &inside, good);
}

/* The courses of a leg at both its ends. */
typedef struct {
    double begin_deg, end_deg;
} courses;

static courses course_of(const ovf_route *route, size_t leg)
{
    const ovf_fix *a = &route->fixes[leg], *b = a + 1;
    courses found;
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, NULL, &found.begin_deg,
                 &found.end_deg);
    return found;
}

/* Whether the aircraft turns too fast between two legs, of the lengths that are given. */
static bool turns_too_fast(const finder *in, size_t leg, size_t next, double before_m,
                           double after_m)
{
    double seconds = (in->route->fixes[next + 1].time_s - in->route->fixes[leg].time_s) / 2;
    double turn_deg = fabs(
        remainder(course_of(in->route, next).begin_deg - course_of(in->route, leg).end_deg, 360));
    double rate = seconds > 0    ? turn_deg / seconds
                  : turn_deg > 0 ? INFINITY
                                 : 0,
           speed = seconds > 0 ? (before_m + after_m) / 2 / seconds : 0;
    double bank = atan(speed * rate * OVF_RADIAN / GRAVITY_M_S2) / OVF_RADIAN;
    const ovf_observer_options *options = in->options;
    return (options->max_turn_deg_s > 0 && rate > options->max_turn_deg_s) ||
           (options->max_bank_deg > 0 && bank > options->max_bank_deg);
}

/* Off from the middle of the leg before such a fix to that of the leg after it. */
static ovf_status leave_out_turns(const finder *in, ovf_spans *spans)
{
    const ovf_scratch *s = in->scratch;
    ovf_spans turns = {0};
    bool good = true;
    if (!(in->options->max_turn_deg_s > 0 || in->options->max_bank_deg > 0)) return OVF_OK;
    ovf_status status = check_times(in, "turns");
    for (size_t k = 0; k < s->stretch_count && status == OVF_OK; k++) {
        double before_m = 0;
        for (size_t leg = s->stretches[k].from_fix, before = leg;
             leg < s->stretches[k].to_fix && good; leg++) {
            double at_m = s->along_m[leg], length_m = s->along_m[leg + 1] - at_m;
            if (length_m == 0) continue; /* between doubled fixes there is no course */
            if (before_m > 0 && turns_too_fast(in, before, leg, before_m, length_m))
                good = ovf_spans_add(&turns, at_m - before_m / 2, at_m + length_m / 2);
            before = leg;
            before_m = length_m;
        }
    }
    ovf_spans_unite(&turns, 0);
    good = good && ovf_spans_subtract(spans, &turns);
    ovf_spans_clear(&turns);
    return status == OVF_OK && !good ? ovf_fail_memory(in->error) : status;
}

ovf_status ovf_periods_find(const ovf_scratch *scratch, const ovf_observer_options *options,
                            const ovf_sensor_log *log, ovf_spans *spans, ovf_error *error)
{
    const finder in = {scratch, scratch->route, options, log, error};
    ovf_status status = ovf_spans_add(spans, 0, scratch->result.length_m) ? OVF_OK
                                                                          : ovf_fail_memory(error);
    if (status == OVF_OK) status = leave_out_gaps(&in, spans);
    if (status == OVF_OK) status = keep_on(&in, spans);
    if (status == OVF_OK) status = keep_periods(&in, spans);
    if (status == OVF_OK) status = keep_within(&in, spans);
    if (status == OVF_OK) status = leave_out_turns(&in, spans);
    return status;
}
