/* Sensors. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/likeness.h"
#include "base/text.h"
#include "input/json/document.h"
#include "model/sensor.h"
#include "overflight/input.h"

#define WHERE_SIZE (OVF_DOCUMENT_LONGEST_PATH + 60)
#define MEMBERS_MAX 20

static const char *const common[] = {"$schema",      "id",         "name",      "kind",
                                     "resolution_m", "h_min_m",    "heights_m", "heights_source",
                                     "source",       "confidence", "note",      NULL};
static const char *const list_members[] = {"$schema", "note", "sensors", NULL};
static const char *const sides[] = {"left", "right", NULL};
static const char *const confidences[] = {"T", "P", "C", "M", NULL};

/* `where` is "FILE: /sensors/1", with nothing after the blank for the only sensor of a file. */
static ovf_status fail_at(const char *where, const char *member, const json_t *value,
                          const char *wanted, ovf_error *error)
{
    return ovf_document_fail(where, "/", member, value, wanted, error);
}

/* "did you mean" with the one of `words` that is like it. */
static ovf_status fail_unknown(const char *where, const char *member, const char *of,
                               const char *const *words, ovf_error *error)
{
    char shown[80];
    const char *nearest = ovf_nearest_word(member, words);
    ovf_text_shorten(member, shown, sizeof shown);
    if (nearest != NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s/%s is no member of %s: did you mean %s?", where,
                        shown, of, nearest);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s/%s is no member of %s", where, shown, of);
}

static ovf_status read_kind(const json_t *object, const char *where, ovf_sensor_kind *kind,
                            ovf_error *error)
{
    const json_t *value = ovf_document_get(object, "kind");
    const char *word = json_string_value(value), *names[OVF_SENSOR_KINDS + 1] = {NULL};
    char wanted[200];
    if (word != NULL && ovf_sensor_kind_parse(word, kind)) return OVF_OK;
    size_t used = (size_t)snprintf(wanted, sizeof wanted, "one of");
    for (size_t i = 0; i < OVF_SENSOR_KINDS; i++) {
        names[i] = ovf_sensor_kinds[i].name;
        used += (size_t)snprintf(wanted + used, sizeof wanted - used, "%s %s", i == 0 ? "" : ",",
                                 names[i]);
    }
    const char *nearest = word == NULL ? NULL : ovf_nearest_word(word, names);
    if (nearest != NULL) snprintf(wanted, sizeof wanted, "probably %s", nearest);
    return fail_at(where, "kind", value, wanted, error);
}

static ovf_status refuse_others(const json_t *object, const char *where,
                                const ovf_sensor_traits *kind, ovf_error *error)
{
    const char *known[MEMBERS_MAX], *member;
    char of[60];
    size_t count = 0;
    json_t *value;
    for (; common[count] != NULL; count++) known[count] = common[count];
    for (size_t i = 0; kind->parameters[i].name != NULL; i++)
        known[count++] = kind->parameters[i].name;
    if (kind->takes_side) known[count++] = "side";
    known[count] = NULL;
    snprintf(of, sizeof of, "a sensor of the kind %s", kind->name);
    json_object_foreach(
        (json_t *)(uintptr_t)object, member,
        value) if (!ovf_document_is_among(member, known)) return fail_unknown(where, member, of,
                                                                              known, error);
    return OVF_OK;
}

static ovf_status read_text(const json_t *object, const char *where, const char *member,
                            bool needed, const char **text, ovf_error *error)
{
    const json_t *value = ovf_document_get(object, member);
    if (value == NULL && !needed) return OVF_OK;
    if (!json_is_string(value) || json_string_length(value) == 0)
        return fail_at(where, member, value, "a text", error);
    *text = ovf_text_copy(json_string_value(value));
    return *text == NULL ? ovf_fail_memory(error) : OVF_OK;
}

static ovf_status read_number(const json_t *object, const char *where,
                              const ovf_sensor_parameter *parameter, double *number,
                              ovf_error *error)
{
    const json_t *value = ovf_document_get(object, parameter->name);
    char wanted[200];
    *number = NAN;
    if (value == NULL && parameter->optional) return OVF_OK;
    if (json_is_number(value)) *number = json_number_value(value);
    if (*number > parameter->least && *number <= parameter->most) return OVF_OK;
    snprintf(wanted, sizeof wanted, "a number greater than %.10g and at most %.10g (%s)",
             parameter->least, parameter->most, parameter->meaning);
    return fail_at(where, parameter->name, value, wanted, error);
}

static ovf_status read_heights(const json_t *object, const char *where, ovf_sensor *sensor,
                               ovf_error *error)
{
    const json_t *list = ovf_document_get(object, "heights_m");
    static const char wanted[] = "a list of heights above ground, in metres,";
    if (list == NULL) return OVF_OK;
    if (!json_is_array(list) || json_array_size(list) == 0)
        return fail_at(where, "heights_m", list, wanted, error);
    sensor->heights_m = ovf_array_new(json_array_size(list), sizeof *sensor->heights_m);
    if (sensor->heights_m == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < json_array_size(list); i++) {
        char member[40];
        const json_t *value = json_array_get(list, i);
        snprintf(member, sizeof member, "heights_m/%zu", i);
        double height = json_is_number(value) ? json_number_value(value) : NAN;
        if (!(height > 0 && height <= OVF_SENSOR_HEIGHT_MAX_M))
            return fail_at(where, member, value,
                           "a height above ground in metres, greater than 0 and at most 100000,",
                           error);
        sensor->heights_m[sensor->height_count++] = height;
    }
    return OVF_OK;
}

/* What the numbers must be to each other. */
static ovf_status check_angles(const json_t *object, const char *where, const ovf_sensor *s,
                               ovf_error *error)
{
    double near, far;
    char wanted[200];
    if (s->kind == OVF_SENSOR_FRAME) {
        bool pair = !isnan(s->focal_length_mm) && !isnan(s->image_width_mm),
             any = !isnan(s->focal_length_mm) || !isnan(s->image_width_mm);
        if (any && !isnan(s->field_of_view_deg))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s: expected field_of_view_deg, or focal_length_mm and "
                            "image_width_mm, found all of them",
                            where);
        if (any && !pair)
            return fail_at(where, isnan(s->focal_length_mm) ? "focal_length_mm" : "image_width_mm",
                           NULL, "it with the other of both", error);
        if (!any && isnan(s->field_of_view_deg))
            return fail_at(where, "focal_length_mm", NULL,
                           "it with image_width_mm, or instead of both field_of_view_deg,", error);
    }
    if (s->kind == OVF_SENSOR_RADAR && s->far_look_deg <= s->near_look_deg)
        return fail_at(where, "far_look_deg", ovf_document_get(object, "far_look_deg"),
                       "an angle greater than near_look_deg", error);
    ovf_sensor_angles(s, &near, &far);
    if (!(far > OVF_SENSOR_ANGLE_MAX_DEG + 1e-9)) return OVF_OK;
    snprintf(wanted, sizeof wanted, "at most %.0f: near the horizon the swath has no end",
             OVF_SENSOR_ANGLE_MAX_DEG);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s/%s makes the sensor see up to %.4g degrees from the vertical, %s", where,
                    s->kind == OVF_SENSOR_FRAME ? "image_width_mm" : "field_of_view_deg", far,
                    wanted);
}

static ovf_status read_sensor(const json_t *object, const char *where, ovf_sensor *s,
                              ovf_error *error)
{
    static const ovf_sensor_parameter resolution = {
        "resolution_m", 0, 100, "the best that is allowed, in metres", true, 0};
    static const ovf_sensor_parameter least_height = {
        "h_min_m", 0, OVF_SENSOR_HEIGHT_MAX_M, "the least height above ground, in metres", true, 0};
    if (!json_is_object(object))
        return ovf_document_fail(where, "", "", object,
                                 "a sensor, an object with id, kind and source,", error);
    ovf_status status = read_kind(object, where, &s->kind, error);
    if (status != OVF_OK) return status;
    const ovf_sensor_traits *kind = &ovf_sensor_kinds[s->kind];
    status = refuse_others(object, where, kind, error);
    if (status == OVF_OK) status = read_text(object, where, "id", true, &s->id, error);
    if (status == OVF_OK) status = read_text(object, where, "name", false, &s->name, error);
    for (size_t i = 0; kind->parameters[i].name != NULL && status == OVF_OK; i++) {
        double number;
        status = read_number(object, where, &kind->parameters[i], &number, error);
        if (status == OVF_OK) ovf_sensor_parameter_set(s, &kind->parameters[i], number);
    }
    if (status == OVF_OK && kind->takes_side) {
        const json_t *value = ovf_document_get(object, "side");
        if (!json_is_string(value) || !ovf_document_is_among(json_string_value(value), sides))
            return fail_at(where, "side", value, "\"left\" or \"right\"", error);
        s->side = strcmp(json_string_value(value), "left") == 0 ? OVF_SENSOR_LEFT
                                                                : OVF_SENSOR_RIGHT;
    }
    if (status == OVF_OK) status = check_angles(object, where, s, error);
    if (status == OVF_OK) status = read_number(object, where, &resolution, &s->resolution_m, error);
    if (status == OVF_OK) status = read_number(object, where, &least_height, &s->h_min_m, error);
    if (status == OVF_OK) status = read_heights(object, where, s, error);
    if (status == OVF_OK)
        status = read_text(object, where, "heights_source", false, &s->heights_source, error);
    if (status == OVF_OK) status = read_text(object, where, "source", true, &s->source, error);
    if (status == OVF_OK) status = read_text(object, where, "note", false, &s->note, error);
    if (status == OVF_OK)
        status = read_text(object, where, "confidence", false, &s->confidence, error);
    if (status == OVF_OK && s->confidence != NULL &&
        !ovf_document_is_among(s->confidence, confidences))
        return fail_at(where, "confidence", ovf_document_get(object, "confidence"),
                       "T (treaty text), P (press), C (own reckoning) or M (from memory)", error);
    if (status == OVF_OK && s->kind == OVF_SENSOR_RADAR && isnan(s->max_swath_km))
        s->max_swath_km = OVF_RADAR_SWATH_MAX_KM;
    if (status == OVF_OK && s->name == NULL && (s->name = ovf_text_copy(s->id)) == NULL)
        return ovf_fail_memory(error);
    return status;
}

static ovf_status add_sensor(const json_t *object, const char *path, const char *where,
                             ovf_sensors *sensors, ovf_error *error)
{
    ovf_sensor sensor = ovf_sensor_unknown();
    ovf_status status = read_sensor(object, where, &sensor, error);
    if (status == OVF_OK && (sensor.file = ovf_text_copy(path)) == NULL)
        status = ovf_fail_memory(error);
    if (status == OVF_OK && ovf_sensors_have(sensors, sensor.id))
        status = fail_at(where, "id", ovf_document_get(object, "id"),
                         "an id that no other sensor has", error);
    if (status == OVF_OK && !ovf_sensors_add(sensors, &sensor)) status = ovf_fail_memory(error);
    if (status != OVF_OK) ovf_sensor_clear(&sensor);
    return status;
}

static ovf_status read_document(const char *path, const json_t *document, ovf_sensors *sensors,
                                ovf_error *error)
{
    const json_t *list = json_is_array(document) ? document : json_object_get(document, "sensors");
    const char *member;
    json_t *value;
    char where[WHERE_SIZE];
    snprintf(where, sizeof where, "%s: ", path);
    if (list == NULL) return add_sensor(document, path, where, sensors, error);
    if (list != document) {
        json_object_foreach((json_t *)(uintptr_t)document, member, value) if (
            !ovf_document_is_among(member, list_members)) return fail_unknown(where, member,
                                                                              "a list of sensors",
                                                                              list_members, error);
    }
    if (!json_is_array(list) || json_array_size(list) == 0)
        return fail_at(where, list == document ? "" : "sensors", list, "a list of sensors", error);
    for (size_t i = 0; i < json_array_size(list); i++) {
        snprintf(where, sizeof where, "%s: %s/%zu", path, list == document ? "" : "/sensors", i);
        ovf_status status = add_sensor(json_array_get(list, i), path, where, sensors, error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static ovf_status read_file(const char *path, ovf_sensors *sensors, ovf_error *error)
{
    json_t *document;
    if (strlen(path) >= OVF_DOCUMENT_LONGEST_PATH)
        return ovf_fail(error, OVF_ERROR_INPUT, "the name of a file of sensors is too long");
    ovf_status status = ovf_document_load(path, &document, error);
    if (status != OVF_OK) return status;
    status = read_document(path, document, sensors, error);
    json_decref(document);
    return status;
}

/* Sorted by file; the schema beside them is none. */
static ovf_status read_bundled(ovf_sensors *sensors, ovf_error *error)
{
    char **paths = NULL;
    size_t count = 0;
    ovf_status status = ovf_data_list("sensors", ".json", &paths, &count, error);
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        const char *slash = strrchr(paths[i], '/');
        if (strcmp(slash == NULL ? paths[i] : slash + 1, "schema.json") != 0)
            status = read_file(paths[i], sensors, error);
    }
    free(paths);
    return status;
}

static ovf_status fail_no_such(const char *name, const ovf_sensors *bundled, ovf_error *error)
{
    char shown[100];
    const char **ids = ovf_array_new(bundled->count + 1, sizeof *ids);
    if (ids == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < bundled->count; i++) ids[i] = bundled->items[i].id;
    ovf_text_shorten(name, shown, sizeof shown);
    const char *nearest = ovf_nearest_word(name, ids);
    if (nearest != NULL)
        (void)ovf_fail(error, OVF_ERROR_INPUT, "no sensor is called %s: did you mean %s?", shown,
                       nearest);
    else
        (void)ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_BUNDLED_SENSORS,
                            "no sensor is called %s; a file has a slash in its name or ends with "
                            ".json",
                            shown);
    free(ids);
    return OVF_ERROR_INPUT;
}

/* The bundled one with that id, whatever its capitals. */
static ovf_status read_named(const char *name, ovf_sensors *sensors, ovf_error *error)
{
    ovf_sensors bundled = {0};
    ovf_status status = read_bundled(&bundled, error);
    size_t at = 0;
    while (at < bundled.count && strcasecmp(bundled.items[at].id, name) != 0) at++;
    if (status == OVF_OK && at == bundled.count) status = fail_no_such(name, &bundled, error);
    if (status == OVF_OK && ovf_sensors_have(sensors, bundled.items[at].id))
        status = ovf_fail(error, OVF_ERROR_INPUT, "expected different sensors, found two called %s",
                          bundled.items[at].id);
    if (status == OVF_OK && !ovf_sensors_add(sensors, &bundled.items[at]))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) bundled.items[at] = ovf_sensor_unknown(); /* it has moved */
    ovf_sensors_clear(&bundled);
    return status;
}

ovf_status ovf_sensors_read(const char *name_or_file, ovf_sensors *sensors, ovf_error *error)
{
    if (sensors == NULL) return ovf_fail_null(error, "a place for sensors");
    size_t before = sensors->count;
    ovf_status status = name_or_file == NULL ? read_bundled(sensors, error)
                        : ovf_document_is_file(name_or_file)
                            ? read_file(name_or_file, sensors, error)
                            : read_named(name_or_file, sensors, error);
    while (status != OVF_OK && sensors->count > before)
        ovf_sensor_clear(&sensors->items[--sensors->count]);
    return status;
}
