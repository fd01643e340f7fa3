/* When sensors were on, from the attributes of a route. */
#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "overflight/input.h"
#include "model/model.h"

typedef struct {
    const ovf_route *route;
    const char *attribute, *sensor;
    ovf_error *error;
} place;

static ovf_status refuse(const place *in, const char *what)
{
    return ovf_fail(in->error, OVF_ERROR_INPUT, "%s: %s: %s",
                    ovf_route_title(in->route, (char[OVF_TITLE_SIZE]){0}), in->attribute, what);
}

static const ovf_attribute *find(const ovf_route *route, const char *name)
{
    const ovf_attribute *found = ovf_attributes_find(&route->attributes, name);
    return found != NULL && found->type != OVF_ATTRIBUTE_NULL ? found : NULL;
}

/* The list for the sensor; *list is NULL where the route has no such attribute. *owner is what it
 * belongs to. */
static ovf_status read_list(const place *in, json_t **owner, const json_t **list)
{
    const ovf_attribute *found = find(in->route, in->attribute);
    *owner = NULL;
    *list = NULL;
    if (found == NULL) return OVF_OK;
    if (found->text == NULL) return refuse(in, "expected a JSON array, found no list");
    *owner = json_loads(found->text, 0, NULL);
    if (json_is_array(*owner)) {
        *list = *owner;
        return OVF_OK;
    }
    if (!json_is_object(*owner))
        return refuse(in, "is neither a JSON array nor an object of arrays by the sensors' ids");
    *list = json_object_get(*owner, in->sensor);
    if (*list == NULL) { /* a sensor that it does not name is off */
        json_object_clear(*owner);
        json_object_set_new(*owner, "off", json_array());
        *list = json_object_get(*owner, "off");
    }
    return json_is_array(*list) ? OVF_OK : refuse(in, "has a member that is no array");
}

static ovf_status read_on(place *in, ovf_sensor_log *log)
{
    json_t *owner;
    const json_t *list;
    char what[120];
    /* The list has a value for each fix of the source, those left out among them. */
    const ovf_route *route = in->route;
    size_t fixes = route->fix_count + route->left_out;
    in->attribute = "sensor_on";
    ovf_status status = read_list(in, &owner, &list);
    size_t count = list != NULL ? json_array_size(list) : 0;
    bool *on = status == OVF_OK && list != NULL ? ovf_array_new(route->fix_count, sizeof *on)
                                                : NULL;
    if (status == OVF_OK && list != NULL && on == NULL) status = ovf_fail_memory(in->error);
    if (status == OVF_OK && count != 0 && count != fixes) {
        snprintf(what, sizeof what, "expected a value for each fix, found %zu values for %zu fixes",
                 count, fixes);
        status = refuse(in, what);
    }
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        if (json_is_boolean(json_array_get(list, i))) continue;
        snprintf(what, sizeof what, "value %zu is neither true nor false", i + 1);
        status = refuse(in, what);
    }
    for (size_t i = 0; i < route->fix_count && count > 0 && status == OVF_OK; i++)
        on[i] = json_is_true(json_array_get(list, route->origins != NULL ? route->origins[i] : i));
    json_decref(owner);
    log->on = on;
    return status;
}

/* A pair of times that is in order, and not before the one ahead of it. */
static ovf_status read_period(const place *in, const json_t *pair, size_t index, double *pairs)
{
    const char *from = json_string_value(json_array_get(pair, 0)),
               *to = json_string_value(json_array_get(pair, 1));
    char what[160];
    double *into = pairs + 2 * index;
    if (json_array_size(pair) != 2 || from == NULL || to == NULL ||
        !ovf_time_parse(from, &into[0]) || !ovf_time_parse(to, &into[1]) || !(into[1] >= into[0])) {
        snprintf(what, sizeof what,
                 "period %zu is no pair of times (ISO 8601), the earlier one first", index + 1);
        return refuse(in, what);
    }
    if (index > 0 && into[0] < into[-2]) {
        snprintf(what, sizeof what,
                 "period %zu begins before the one ahead of it; they are to be in order",
                 index + 1);
        return refuse(in, what);
    }
    return OVF_OK;
}

static ovf_status read_periods(place *in, ovf_sensor_log *log)
{
    json_t *owner;
    const json_t *list;
    in->attribute = "observation_periods";
    ovf_status status = read_list(in, &owner, &list);
    size_t count = status == OVF_OK && list != NULL ? json_array_size(list) : 0;
    double *pairs = count > 0 ? ovf_array_new(2 * count, sizeof *pairs) : NULL;
    if (count > 0 && pairs == NULL) status = ovf_fail_memory(in->error);
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = read_period(in, json_array_get(list, i), i, pairs);
    log->has_periods = list != NULL;
    log->periods_s = pairs;
    log->period_count = count;
    json_decref(owner);
    return status;
}

ovf_status ovf_sensor_logs_read(const ovf_route *route, const ovf_sensors *sensors,
                                ovf_sensor_logs *logs, ovf_error *error)
{
    ovf_sensor_logs made = {0};
    ovf_status status = OVF_OK;
    if (find(route, "sensor_on") != NULL || find(route, "observation_periods") != NULL) {
        made.items = ovf_array_new(sensors->count, sizeof *made.items);
        if (made.items == NULL) return ovf_fail_memory(error);
        made.count = sensors->count;
    }
    for (size_t i = 0; i < made.count && status == OVF_OK; i++) {
        place in = {.route = route, .sensor = sensors->items[i].id, .error = error};
        status = read_on(&in, &made.items[i]);
        if (status == OVF_OK) status = read_periods(&in, &made.items[i]);
    }
    if (status == OVF_OK) *logs = made;
    else ovf_sensor_logs_clear(&made);
    return status;
}

void ovf_sensor_logs_clear(ovf_sensor_logs *logs)
{
    if (logs == NULL) return;
    for (size_t i = 0; i < logs->count; i++) {
        free((void *)(uintptr_t)logs->items[i].on);
        free((void *)(uintptr_t)logs->items[i].periods_s);
    }
    free(logs->items);
    *logs = (ovf_sensor_logs){0};
}
