#include "input/flights/fix_times.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <geodesic.h>
#include <jansson.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "gdal/attributes.h"
#include "gdal/gdal.h"
#include "input/flights/given_times.h"
#include "model/flaws.h"

bool ovf_times_take_m(double *m, size_t step, size_t count)
{
    bool any = false, all_zero = true;
    for (size_t i = 0; i < count; i++) {
        double *time_s = &m[i * step];
        if (isinf(*time_s) || *time_s < -1e38) *time_s = NAN; /* Shapefile's "no data" */
        if (!isnan(*time_s)) any = true;
        if (*time_s != 0) all_zero = false;
    }
    return any && !all_zero;
}

static ovf_status take_text(const char *text, size_t number, double *time_s, ovf_error *error)
{
    char field[48];
    if (text[strspn(text, " ")] == '\0' || ovf_time_parse(text, time_s)) return OVF_OK;
    snprintf(field, sizeof field, "coordTimes: value %zu", number);
    return ovf_given_times_refuse(field, text, error);
}

static ovf_status fail_count(size_t found, size_t wanted, const char *place, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT, "coordTimes%s has %zu times for %zu positions", place,
                    found, wanted);
}

static const char *json_kind(const json_t *value)
{
    if (json_is_boolean(value)) return "true or false";
    return json_is_number(value) ? "a number" : "a list or object";
}

static ovf_status take_array(const json_t *array, const char *place, size_t before, ovf_fix *fixes,
                             size_t count, ovf_error *error)
{
    if (json_array_size(array) != count)
        return fail_count(json_array_size(array), count, place, error);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_array_get(array, i);
        if (json_is_null(value)) continue;
        if (!json_is_string(value))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "coordTimes: value %zu: expected ISO 8601 such as "
                            "2016-05-05T10:00:00Z, found %s",
                            before + i + 1, json_kind(value));
        ovf_status status = take_text(json_string_value(value), before + i + 1, &fixes[i].time_s,
                                      error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status take_json(const json_t *json, ovf_fix *fixes, const size_t *part_ends,
                            size_t part_count, ovf_error *error)
{
    if (!json_is_array(json))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "coordTimes is not a list of times (ISO 8601, one a position)");
    if (!json_is_array(json_array_get(json, 0)))
        return take_array(json, "", 0, fixes, part_ends[part_count - 1], error);
    if (json_array_size(json) != part_count)
        return ovf_fail(error, OVF_ERROR_INPUT, "coordTimes has %zu lists for %zu parts",
                        json_array_size(json), part_count);
    for (size_t part = 0; part < part_count; part++) {
        size_t begin = part == 0 ? 0 : part_ends[part - 1];
        char place[48];
        snprintf(place, sizeof place, " of part %zu", part + 1);
        const json_t *list = json_array_get(json, part);
        if (!json_is_array(list))
            return ovf_fail(error, OVF_ERROR_INPUT, "coordTimes%s is not a list of times", place);
        ovf_status status = take_array(list, place, begin, fixes + begin, part_ends[part] - begin,
                                       error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status take_coord_times(const ovf_attribute *attribute, ovf_fix *fixes,
                                   const size_t *part_ends, size_t part_count, ovf_error *error)
{
    if (attribute->text == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "coordTimes: expected a list of times (ISO 8601, one a position), found %s",
                        attribute->type == OVF_ATTRIBUTE_BOOLEAN ? "true or false" : "a number");
    json_t *json = json_loads(attribute->text, 0, NULL);
    ovf_status status = take_json(json, fixes, part_ends, part_count, error);
    json_decref(json);
    return status;
}

/* How messages show a value. */
static void show(const ovf_attribute *attribute, char *text, size_t size)
{
    char number[32] = "";
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN:
        snprintf(number, sizeof number, "%s", attribute->boolean ? "true" : "false");
        break;
    case OVF_ATTRIBUTE_INTEGER:
        snprintf(number, sizeof number, "%lld", (long long)attribute->integer);
        break;
    case OVF_ATTRIBUTE_REAL: ovf_text_number(attribute->real, number); break;
    default: break;
    }
    ovf_text_shorten(attribute->text == NULL ? number : attribute->text, text, size);
}

/* The number in a numeric value, or in a text that holds nothing else; NAN otherwise. */
static double number_in(const ovf_attribute *attribute)
{
    char *end;
    switch (attribute->type) {
    case OVF_ATTRIBUTE_INTEGER: return (double)attribute->integer;
    case OVF_ATTRIBUTE_REAL: return attribute->real;
    case OVF_ATTRIBUTE_TEXT: break;
    default: return NAN;
    }
    double number = CPLStrtod(attribute->text, &end);
    return end != attribute->text && *end == '\0' ? number : NAN;
}

/* Without a speed only the first fix has a time. */
static ovf_status take_start(const ovf_attribute *start_time, const ovf_attribute *speed,
                             ovf_fix *fixes, const size_t *part_ends, size_t part_count,
                             ovf_error *error)
{
    double time_s, speed_kmh = speed == NULL ? NAN : number_in(speed);
    char found[60];
    if (!ovf_time_parse(start_time->text, &time_s)) /* it was looked at before */
        return ovf_given_times_refuse("start_time", start_time->text, error);
    if (speed == NULL) {
        fixes[0].time_s = time_s;
        return OVF_OK;
    }
    if (!(speed_kmh > 0) || isinf(speed_kmh)) {
        show(speed, found, sizeof found);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "speed_kmh: expected a number greater than 0, found \"%s\"", found);
    }
    struct geod_geodesic earth;
    geod_init(&earth, 6378137.0, 1 / 298.257223563);
    double along_m = 0;
    for (size_t part = 0, i = 0; part < part_count; part++) {
        for (bool first = true; i < part_ends[part]; i++, first = false) {
            double leg_m = 0;
            if (!first)
                geod_inverse(&earth, fixes[i - 1].lat, fixes[i - 1].lon, fixes[i].lat, fixes[i].lon,
                             &leg_m, NULL, NULL);
            along_m += leg_m;
            fixes[i].time_s = time_s + along_m / (speed_kmh / 3.6);
        }
    }
    return OVF_OK;
}

static ovf_status check_order(const ovf_fix *fixes, size_t count, ovf_error *error)
{
    const size_t step = sizeof *fixes / sizeof fixes->time_s;
    char now[OVF_TIME_SIZE], then[OVF_TIME_SIZE];
    size_t before, flaw = ovf_flaw_infinite(&fixes->time_s, step, count);
    if (flaw < count)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "time of position %zu: expected a finite time, found infinity", flaw + 1);
    flaw = ovf_flaw_backwards(&fixes->time_s, step, count, &before);
    if (flaw == count) return OVF_OK;
    ovf_time_format(fixes[flaw].time_s, now);
    ovf_time_format(fixes[before].time_s, then);
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "time %s of position %zu is before that of position %zu (%s); times must not run "
        "backwards",
        now, flaw + 1, before + 1, then);
}

ovf_status ovf_times_fill(const ovf_attributes *attributes, bool has_m, ovf_fix *fixes,
                          const size_t *part_ends, size_t part_count, ovf_error *error)
{
    size_t count = part_ends[part_count - 1];
    ovf_status status = OVF_OK;
    if (has_m && ovf_times_take_m(&fixes->time_s, sizeof *fixes / sizeof fixes->time_s, count))
        return check_order(fixes, count, error);
    for (size_t i = 0; i < count; i++) fixes[i].time_s = NAN;
    const ovf_attribute *coord_times = ovf_given_time(attributes, "coordTimes"),
                        *start_time = ovf_given_time(attributes, "start_time"),
                        *speed = ovf_attribute_named(attributes, "speed_kmh");
    if (coord_times != NULL)
        status = take_coord_times(coord_times, fixes, part_ends, part_count, error);
    else if (start_time != NULL)
        status = take_start(start_time, speed, fixes, part_ends, part_count, error);
    return status == OVF_OK ? check_order(fixes, count, error) : status;
}
