#include "input/flights/fix_times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <geodesic.h>
#include <jansson.h>

#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "gdal/attributes.h"
#include "gdal/gdal.h"
#include "input/flights/given_times.h"

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

double ovf_times_unit(const double *values, size_t step, size_t count)
{
    const double earliest_s = 1e8, latest_s = 1e11;
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double value = values[i * step];
        if (value < least) least = value;
        if (value > most) most = value;
    }
    for (double unit = 1; unit <= 1e9; unit *= 1e3)
        if (least >= earliest_s * unit && most < latest_s * unit) return unit;
    return 0;
}

/* ---- lists of times ---- */

typedef struct {
    const char *field; /* what messages call it */
    bool numbers;      /* may be in it */
    ovf_fix *fixes;
    ovf_error *error;
} list_reader;

static ovf_status take_text(const list_reader *in, const char *text, size_t number, double *time_s)
{
    char field[80];
    if (text[strspn(text, " ")] == '\0' || ovf_time_parse(text, time_s)) return OVF_OK;
    snprintf(field, sizeof field, "%s: value %zu", in->field, number);
    return ovf_given_times_refuse(field, text, in->error);
}

static const char *json_kind(const json_t *value)
{
    if (json_is_boolean(value)) return "true or false";
    return json_is_number(value) ? "a number" : "a list or object";
}

static ovf_status take_array(const list_reader *in, const json_t *array, const char *place,
                             size_t begin, size_t end)
{
    if (json_array_size(array) != end - begin)
        return ovf_fail(in->error, OVF_ERROR_INPUT, "%s%s has %zu times for %zu positions",
                        in->field, place, json_array_size(array), end - begin);
    for (size_t i = begin; i < end; i++) {
        const json_t *value = json_array_get(array, i - begin);
        ovf_status status = OVF_OK;
        if (json_is_null(value)) continue;
        if (json_is_string(value))
            status = take_text(in, json_string_value(value), i + 1, &in->fixes[i].time_s);
        else if (json_is_number(value) && in->numbers)
            in->fixes[i].time_s = json_number_value(value);
        else
            return ovf_fail(in->error, OVF_ERROR_INPUT,
                            "%s: value %zu: expected ISO 8601 such as 2016-05-05T10:00:00Z, "
                            "found %s",
                            in->field, i + 1, json_kind(value));
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status take_json(const list_reader *in, const json_t *json, const size_t *part_ends,
                            size_t part_count)
{
    if (!json_is_array(json))
        return ovf_fail(in->error, OVF_ERROR_INPUT,
                        "%s is not a list of times (ISO 8601, one a position)", in->field);
    if (!json_is_array(json_array_get(json, 0)))
        return take_array(in, json, "", 0, part_ends[part_count - 1]);
    if (json_array_size(json) != part_count)
        return ovf_fail(in->error, OVF_ERROR_INPUT, "%s has %zu lists for %zu parts", in->field,
                        json_array_size(json), part_count);
    for (size_t part = 0; part < part_count; part++) {
        char place[48];
        snprintf(place, sizeof place, " of part %zu", part + 1);
        const json_t *list = json_array_get(json, part);
        if (!json_is_array(list))
            return ovf_fail(in->error, OVF_ERROR_INPUT, "%s%s is not a list of times", in->field,
                            place);
        ovf_status status = take_array(in, list, place, part == 0 ? 0 : part_ends[part - 1],
                                       part_ends[part]);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

/* Numbers among texts would be in another unit than these. */
static ovf_status convert_numbers(const list_reader *in, size_t count)
{
    const size_t step = sizeof *in->fixes / sizeof in->fixes->time_s;
    double unit = ovf_times_unit(&in->fixes->time_s, step, count);
    bool any = false;
    for (size_t i = 0; i < count; i++) any = any || !isnan(in->fixes[i].time_s);
    if (any && unit == 0)
        return ovf_fail(in->error, OVF_ERROR_INPUT,
                        "%s: expected ISO 8601 or Unix times in seconds or milliseconds, found "
                        "other numbers",
                        in->field);
    for (size_t i = 0; i < count && unit > 1; i++) in->fixes[i].time_s /= unit;
    return OVF_OK;
}

static bool has_numbers(const json_t *json)
{
    const json_t *first = json_array_get(json, 0);
    if (json_is_array(first)) return has_numbers(first);
    for (size_t i = 0; i < json_array_size(json); i++)
        if (json_is_number(json_array_get(json, i))) return true;
    return false;
}

/* A list as GDAL writes it into a format that has no lists, such as GeoPackage: (2:TIME,TIME).
 * NULL: it is none, or memory is out. */
static json_t *read_counted_list(const char *text)
{
    char *at;
    if (text[0] != '(') return NULL;
    unsigned long count = strtoul(text + 1, &at, 10);
    if (at == text + 1 || *at++ != ':') return NULL;
    const char *end = strrchr(at, ')');
    if (end == NULL || end[1] != '\0') return NULL;
    json_t *list = json_array();
    for (bool more = true; more && list != NULL;) {
        size_t length = strcspn(at, ",)");
        if (json_array_append_new(list, json_stringn(at, length)) != 0) break;
        at += length;
        more = *at++ == ',';
    }
    if (list != NULL && json_array_size(list) == count && at == end + 1) return list;
    json_decref(list);
    return NULL;
}

/* The list that the attribute is, or that it has as its member. */
static ovf_status take_list(const ovf_attribute *attribute, const char *name, const char *member,
                            ovf_fix *fixes, const size_t *part_ends, size_t part_count,
                            ovf_error *error)
{
    char field[60];
    snprintf(field, sizeof field, "%s%s%s", name, member == NULL ? "" : ".",
             member == NULL ? "" : member);
    if (attribute->text == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected a list of times (ISO 8601, one a position), found %s", field,
                        attribute->type == OVF_ATTRIBUTE_BOOLEAN ? "true or false" : "a number");
    json_t *json = json_loads(attribute->text, 0, NULL);
    if (json == NULL && member == NULL) json = read_counted_list(attribute->text);
    const json_t *list = member == NULL ? json : json_object_get(json, member);
    const list_reader in = {field, strcmp(field, "coordTimes") != 0, fixes, error};
    ovf_status status = OVF_OK;
    if (list != NULL || member == NULL) {
        status = take_json(&in, list, part_ends, part_count);
        if (status == OVF_OK && in.numbers && has_numbers(list))
            status = convert_numbers(&in, part_ends[part_count - 1]);
    }
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

/* Of other shapes such attributes are something else. */
static bool begins_with(const ovf_attribute *attribute, char bracket)
{
    return attribute != NULL && attribute->text != NULL &&
           attribute->text[strspn(attribute->text, " \t\r\n")] == bracket;
}

ovf_status ovf_times_fill(const ovf_attributes *attributes, bool has_m, ovf_fix *fixes,
                          const size_t *part_ends, size_t part_count, bool *observed,
                          ovf_error *error)
{
    const size_t count = part_ends[part_count - 1], step = sizeof *fixes / sizeof fixes->time_s;
    ovf_status status = OVF_OK;
    *observed = true;
    if (has_m && ovf_times_take_m(&fixes->time_s, step, count)) {
        double unit = ovf_times_unit(&fixes->time_s, step, count);
        for (size_t i = 0; i < count && unit > 1; i++) fixes[i].time_s /= unit;
        if (unit > 0) return OVF_OK;
    }
    for (size_t i = 0; i < count; i++) fixes[i].time_s = NAN;
    const ovf_attribute *coord_times = ovf_given_time(attributes, "coordTimes"),
                        *per_position = ovf_given_time(attributes, "coordinateProperties"),
                        *datetimes = ovf_given_time(attributes, "datetimes"),
                        *start_time = ovf_given_time(attributes, "start_time"),
                        *speed = ovf_attribute_named(attributes, "speed_kmh");
    if (coord_times != NULL)
        status = take_list(coord_times, "coordTimes", NULL, fixes, part_ends, part_count, error);
    else if (begins_with(per_position, '{'))
        status = take_list(per_position, "coordinateProperties", "times", fixes, part_ends,
                           part_count, error);
    else if (begins_with(datetimes, '['))
        status = take_list(datetimes, "datetimes", NULL, fixes, part_ends, part_count, error);
    else if (start_time != NULL) {
        status = take_start(start_time, speed, fixes, part_ends, part_count, error);
        *observed = false;
    }
    return status;
}
