/* Where along a route a sensor is on, and from how high it looks. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/observe/periods.h"
#include "analysis/meet/scratch.h"
#include "base/array.h"
#include "base/error.h"
#include "overflight/observation.h"
#include "model/model.h"

struct ovf_observer {
    const ovf_sensors *sensors;
    ovf_observer_options options;
};

ovf_status ovf_observer_new(const ovf_sensors *sensors, const ovf_observer_options *options,
                            ovf_observer **observer, ovf_error *error)
{
    static const ovf_observer_options usual = {0};
    if (sensors == NULL) return ovf_fail_null(error, "sensors");
    if (observer == NULL) return ovf_fail_null(error, "a place for the observer");
    if (options == NULL) options = &usual;
    if (sensors->count == 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "there is no sensor to observe with");
    if (!(options->height_m >= 0))
        return ovf_fail(error, OVF_ERROR_USAGE, "height_m: expected 0 or more, found %g",
                        options->height_m);
    if (!(options->max_turn_deg_s >= 0) || !(options->max_bank_deg >= 0))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "max_turn_deg_s, max_bank_deg: expected 0 or more, found %g and %g",
                        options->max_turn_deg_s, options->max_bank_deg);
    ovf_observer *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    *made = (ovf_observer){sensors, *options};
    *observer = made;
    return OVF_OK;
}

void ovf_observer_free(ovf_observer *observer) { free(observer); }

/* ---- heights ---- */

/* Samples of the height above ground along one leg's stretch, put together where they lie on a
 * line. */
typedef struct {
    double along_m, height_m;
} sample;

typedef struct {
    const ovf_observer *observer;
    const ovf_ground *ground;
    ovf_scratch *scratch;
    const ovf_sensor *sensor;
    size_t first_look;
    bool joined; /* the next look goes on from the last one */
    ovf_error *error;
} looker;

static ovf_status refuse_height(const looker *in, size_t leg, double along_m, const char *what)
{
    char name[OVF_TITLE_SIZE];
    return ovf_fail_with(in->error, OVF_ERROR_INPUT, OVF_REMEDY_HEIGHT,
                         "%s: after fix %zu, at km %.3f, %s; give the height above ground, or the "
                         "heights of the ground",
                         ovf_route_title(in->scratch->route, name), leg + 1, along_m / 1000, what);
}

static ovf_status add_look(looker *in, const sample *from, const sample *to)
{
    ovf_scratch *s = in->scratch;
    if (!(to->along_m > from->along_m)) return OVF_OK;
    if (!ovf_array_reserve(&s->looks, &s->look_capacity, s->look_count + 1, sizeof *s->looks))
        return ovf_fail_memory(in->error);
    ovf_look *look = &s->looks[s->look_count++];
    *look = (ovf_look){.from_m = from->along_m, .to_m = to->along_m, .turns = in->joined};
    ovf_sensor_swath(in->sensor, from->height_m, &look->from);
    ovf_sensor_swath(in->sensor, to->height_m, &look->to);
    in->joined = false;
    return OVF_OK;
}

/* Samples become looks: each is as long as its samples stay within the tolerance of a line from its
 * first to its last (Bristol, Swinging door trending, ISA 1990, with the line to the last sample in
 * place of the door's middle, so that looks join). */
static ovf_status add_looks(looker *in, const sample *samples, size_t count)
{
    size_t first = 0, last = 1;
    double least = -INFINITY,
           most = INFINITY; /* slopes that keep all samples so far within the tolerance */
    ovf_status status = OVF_OK;
    for (size_t k = 1; k < count && status == OVF_OK; k++) {
        double run = samples[k].along_m - samples[first].along_m,
               rise = samples[k].height_m - samples[first].height_m;
        double slope = rise / run;
        if (k > first + 1 && !(slope >= least && slope <= most)) {
            status = add_look(in, &samples[first], &samples[last]);
            first = last;
            least = -INFINITY;
            most = INFINITY;
            run = samples[k].along_m - samples[first].along_m;
            rise = samples[k].height_m - samples[first].height_m;
        }
        least = fmax(least, (rise - OVF_HEIGHT_TOLERANCE_M) / run);
        most = fmin(most, (rise + OVF_HEIGHT_TOLERANCE_M) / run);
        last = k;
    }
    return status == OVF_OK ? add_look(in, &samples[first], &samples[last]) : status;
}

static ovf_status sample_ground(looker *in, size_t leg, sample *samples, size_t count)
{
    const ovf_fix *from = &in->scratch->route->fixes[leg], *to = from + 1;
    ovf_lonlat *places = ovf_array_new(count, sizeof *places);
    double *heights = ovf_array_new(count, sizeof *heights);
    ovf_status status = places == NULL || heights == NULL ? ovf_fail_memory(in->error) : OVF_OK;
    if (status == OVF_OK) {
        ovf_leg line;
        ovf_leg_between(&line, from->lon, from->lat, to->lon, to->lat);
        for (size_t k = 0; k < count; k++)
            places[k] = ovf_leg_position(&line, samples[k].along_m - in->scratch->along_m[leg]);
        status = in->ground->heights(in->ground->context, places, count, heights, in->error);
    }
    for (size_t k = 0; k < count && status == OVF_OK; k++) {
        if (isnan(heights[k]))
            status = refuse_height(in, leg, samples[k].along_m,
                                   "the height of the ground is not known");
        else samples[k].height_m -= heights[k];
    }
    free(places);
    free(heights);
    return status;
}

/* The stretch of one leg, between two distances along the route. */
static ovf_status look_along(looker *in, size_t leg, double from_m, double to_m)
{
    const ovf_route *route = in->scratch->route;
    const ovf_fix *from = &route->fixes[leg], *to = from + 1;
    double height = in->observer->options.height_m, start = in->scratch->along_m[leg],
           length = in->scratch->along_m[leg + 1] - start;
    if (height > 0 || in->sensor->kind == OVF_SENSOR_WIDTH)
        return add_look(in, &(sample){from_m, height}, &(sample){to_m, height});
    bool same_kind = route->flight_levels == NULL ||
                     (!route->flight_levels[leg] && !route->flight_levels[leg + 1]);
    if (!same_kind)
        return refuse_height(in, leg, from_m,
                             "the altitude is a flight level, which is no height over the sea");
    if (isnan(from->altitude_m) || isnan(to->altitude_m))
        return refuse_height(in, leg, from_m, "the altitude is not known");
    if (in->ground == NULL)
        return refuse_height(in, leg, from_m, "the height of the ground is not known");
    size_t count = 2 + (size_t)((to_m - from_m) / in->ground->spacing_m);
    sample *samples = ovf_array_new(count, sizeof *samples);
    if (samples == NULL) return ovf_fail_memory(in->error);
    for (size_t k = 0; k < count; k++) {
        double along = k + 1 == count
                           ? to_m
                           : from_m + (to_m - from_m) * ((double)k / (double)(count - 1));
        samples[k] = (sample){along, from->altitude_m + (along - start) / length *
                                                            (to->altitude_m - from->altitude_m)};
    }
    ovf_status status = sample_ground(in, leg, samples, count);
    for (size_t k = 0; k < count && status == OVF_OK; k++)
        if (!(samples[k].height_m > 0))
            status = refuse_height(in, leg, samples[k].along_m,
                                   "the altitude is not above the ground");
    if (status == OVF_OK) status = add_looks(in, samples, count);
    free(samples);
    return status;
}

static ovf_status look_at_span(looker *in, const ovf_stretch *stretch, const ovf_span *span)
{
    const double *along = in->scratch->along_m;
    ovf_status status = OVF_OK;
    in->joined = false;
    for (size_t leg = stretch->from_fix;
         leg < stretch->to_fix && along[leg] < span->to_m && status == OVF_OK; leg++) {
        double from_m = fmax(span->from_m, along[leg]), to_m = fmin(span->to_m, along[leg + 1]);
        if (!(to_m > from_m)) continue;
        in->joined = from_m == along[leg] && from_m > span->from_m;
        status = look_along(in, leg, from_m, to_m);
    }
    return status;
}

/* ---- the route ---- */

static ovf_status observe_with(const ovf_observer *observer, const ovf_sensor_log *log,
                               const ovf_ground *ground, ovf_scratch *s, size_t sensor,
                               ovf_error *error)
{
    looker in = {.observer = observer,
                 .ground = ground,
                 .scratch = s,
                 .sensor = &observer->sensors->items[sensor],
                 .error = error};
    ovf_spans spans = {0};
    ovf_status status = ovf_periods_find(s, &observer->options, log, &spans, error);
    size_t first = s->look_count;
    double length = 0;
    for (size_t k = 0, i = 0; k < s->stretch_count && status == OVF_OK; k++) {
        const ovf_stretch *stretch = &s->stretches[k];
        double end = s->along_m[stretch->to_fix];
        while (i > 0 && spans.items[i - 1].to_m > s->along_m[stretch->from_fix])
            i--; /* one that goes on across a break */
        for (; i < spans.count && spans.items[i].from_m < end && status == OVF_OK; i++) {
            ovf_span part = {fmax(spans.items[i].from_m, s->along_m[stretch->from_fix]),
                             fmin(spans.items[i].to_m, end)};
            status = look_at_span(&in, stretch, &part);
            length += fmax(0, part.to_m - part.from_m);
        }
    }
    ovf_spans_clear(&spans);
    s->observations[sensor] = (ovf_observation){
        .sensor = sensor, .count = s->look_count - first, .length_m = length};
    return status;
}

ovf_status ovf_observe(const ovf_observer *observer, const ovf_sensor_log *logs,
                       const ovf_ground *ground, ovf_scratch *s, ovf_error *error)
{
    if (observer == NULL) return ovf_fail_null(error, "an observer");
    if (s == NULL) return ovf_fail_null(error, "a scratch");
    if (s->result.route == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "expected a scratch that has analysed a route, found one without a result");
    size_t count = observer->sensors->count;
    ovf_status status = OVF_OK;
    s->look_count = 0;
    if (!ovf_array_reserve(&s->observations, &s->observation_capacity, count,
                           sizeof *s->observations))
        return ovf_fail_memory(error);
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = observe_with(observer, logs != NULL ? &logs[i] : NULL, ground, s, i, error);
    if (status != OVF_OK) return status;
    /* Only now do the looks stay where they are. */
    for (size_t i = 0, first = 0; i < count; first += s->observations[i++].count)
        s->observations[i].looks = s->looks != NULL ? s->looks + first : NULL;
    s->result.observations = s->observations;
    s->result.observation_count = count;
    return OVF_OK;
}
