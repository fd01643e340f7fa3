#include "analysis/observe/periods.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "base/time.h"
#include "overflight/observer.h"

#define GRAVITY_M_S2 9.80665 /* standard gravity, exactly (3rd CGPM, 1901) */

typedef struct {
    const ovf_scratch *scratch;
    const ovf_route *route;
    const ovf_period_options *options;
    ovf_error *error;
} finder;

static ovf_status refuse(const finder *in, const char *attribute, const char *what)
{
    return ovf_fail(in->error, OVF_ERROR_INPUT, "%s: route \"%s\": %s: %s",
                    in->route->file != NULL ? in->route->file : "", in->route->id, attribute, what);
}

/* The attribute's list for the sensor; *list is NULL where the route has no such attribute. *owner
 * is what it belongs to. */
static ovf_status read_list(const finder *in, const char *attribute, json_t **owner,
                            const json_t **list)
{
    const ovf_attribute *found = ovf_attributes_find(&in->route->attributes, attribute);
    *owner = NULL;
    *list = NULL;
    if (found == NULL || found->type == OVF_ATTRIBUTE_NULL) return OVF_OK;
    if (found->text == NULL) return refuse(in, attribute, "is no list, and a JSON array is wanted");
    *owner = json_loads(found->text, 0, NULL);
    if (json_is_array(*owner)) {
        *list = *owner;
        return OVF_OK;
    }
    if (!json_is_object(*owner))
        return refuse(in, attribute,
                      "is neither a JSON array nor an object of arrays by the sensors' ids");
    *list = json_object_get(*owner, in->options->sensor);
    if (*list == NULL) {
        json_object_clear(*owner);
        json_object_set_new(*owner, "off", json_array());
        *list = json_object_get(*owner, "off");
    }
    return json_is_array(*list) ? OVF_OK : refuse(in, attribute, "has a member that is no array");
}

static ovf_status keep(const finder *in, ovf_spans *spans, ovf_spans *found, bool good)
{
    ovf_spans_unite(found, 0);
    good = good && ovf_spans_intersect(spans, found);
    ovf_spans_clear(found);
    return good ? OVF_OK : ovf_fail_memory(in->error);
}

/* ---- sensor_on ---- */

static ovf_status keep_on(const finder *in, ovf_spans *spans)
{
    json_t *owner;
    const json_t *list;
    ovf_spans on = {0};
    bool good = true;
    char what[120];
    ovf_status status = read_list(in, "sensor_on", &owner, &list);
    size_t count = list != NULL ? json_array_size(list) : 0;
    if (status == OVF_OK && list != NULL) {
        if (count != 0 && count != in->route->fix_count) {
            snprintf(what, sizeof what, "has %zu values for %zu fixes, and one for each is wanted",
                     count, in->route->fix_count);
            status = refuse(in, "sensor_on", what);
        }
        for (size_t i = 0; i < count && status == OVF_OK && good; i++) {
            const json_t *value = json_array_get(list, i);
            if (!json_is_boolean(value)) {
                snprintf(what, sizeof what, "value %zu is neither true nor false", i + 1);
                status = refuse(in, "sensor_on", what);
            } else if (json_is_true(value) && i + 1 < count)
                good = ovf_spans_add(&on, in->scratch->along_m[i], in->scratch->along_m[i + 1]);
        }
        if (status == OVF_OK) status = keep(in, spans, &on, good);
        else ovf_spans_clear(&on);
    }
    json_decref(owner);
    return status;
}

/* ---- observation_periods ---- */

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
            snprintf(what, sizeof what, "the time of fix %zu is not known, and times are wanted",
                     i + 1);
            return refuse(in, why, what);
        }
    return OVF_OK;
}

static ovf_status keep_periods(const finder *in, ovf_spans *spans)
{
    json_t *owner;
    const json_t *list;
    ovf_spans on = {0};
    bool good = true;
    double before_s = -INFINITY;
    ovf_status status = read_list(in, "observation_periods", &owner, &list);
    if (status == OVF_OK && json_array_size(list) > 0)
        status = check_times(in, "observation_periods");
    for (size_t i = 0; status == OVF_OK && i < json_array_size(list) && good; i++) {
        const json_t *pair = json_array_get(list, i);
        const char *from = json_string_value(json_array_get(pair, 0)),
                   *to = json_string_value(json_array_get(pair, 1));
        double from_s, to_s;
        char what[160];
        if (json_array_size(pair) != 2 || from == NULL || to == NULL ||
            !ovf_time_parse(from, &from_s) || !ovf_time_parse(to, &to_s) || !(to_s >= from_s)) {
            snprintf(what, sizeof what,
                     "period %zu is no pair of times (ISO 8601), the earlier one first", i + 1);
            status = refuse(in, "observation_periods", what);
        } else if (from_s < before_s) {
            snprintf(what, sizeof what,
                     "period %zu begins before the one ahead of it; they are to be in order",
                     i + 1);
            status = refuse(in, "observation_periods", what);
        } else {
            good = add_period(in, from_s, to_s, &on);
            before_s = from_s;
        }
    }
    if (status == OVF_OK && list != NULL) status = keep(in, spans, &on, good);
    else ovf_spans_clear(&on);
    json_decref(owner);
    return status;
}

/* ---- zones and turns ---- */

static ovf_status keep_within(const finder *in, ovf_spans *spans)
{
    const ovf_result *result = &in->scratch->result;
    ovf_spans inside = {0};
    bool good = true;
    if (in->options->within == OVF_ANYWHERE) return OVF_OK;
    for (size_t i = 0; i < result->meeting_count && good; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        if (meeting->zone != in->options->within) continue;
        for (size_t k = 0; k < meeting->passage_count && good; k++)
            good = ovf_spans_add(&inside, meeting->passages[k].entry.along_m,
                                 meeting->passages[k].exit.along_m);
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
    return rate > in->options->most_turn_deg_s || bank > in->options->most_bank_deg;
}

/* Off from the middle of the leg before such a fix to that of the leg after it. */
static ovf_status leave_out_turns(const finder *in, ovf_spans *spans)
{
    const ovf_scratch *s = in->scratch;
    ovf_spans turns = {0};
    bool good = true;
    if (isnan(in->options->most_turn_deg_s) && isnan(in->options->most_bank_deg)) return OVF_OK;
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

ovf_status ovf_periods_find(const ovf_scratch *scratch, const ovf_period_options *options,
                            ovf_spans *spans, ovf_error *error)
{
    const finder in = {scratch, scratch->route, options, error};
    ovf_status status = ovf_spans_add(spans, 0, scratch->result.length_m) ? OVF_OK
                                                                          : ovf_fail_memory(error);
    if (status == OVF_OK) status = keep_on(&in, spans);
    if (status == OVF_OK) status = keep_periods(&in, spans);
    if (status == OVF_OK) status = keep_within(&in, spans);
    if (status == OVF_OK) status = leave_out_turns(&in, spans);
    return status;
}
