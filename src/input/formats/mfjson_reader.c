/* OGC Moving Features JSON (OGC 19-045r3): features whose temporalGeometry is a MovingPoint, or a
 * collection of such. Each is a flight. datetimes are RFC 3339 texts, or milliseconds of Unix time
 * (7.2.2); some writers have seconds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/error.h"
#include "input/formats/small_file.h"
#include "input/formats/values.h"

#define SIZE_MAX_BYTES ((size_t)1 << 29)
/* 5138 in seconds, and 1973 in milliseconds. */
#define SECONDS_MOST 1e11

static bool is(const char *bytes, size_t length)
{
    static const char *const words[] = {"\"temporalGeometry\"", "\"MovingPoint\""};
    const char *end = bytes + length;
    bytes = ovf_skip_start(bytes, end);
    if (bytes == end || *bytes != '{') return false;
    for (size_t i = 0; i < 2; i++) {
        size_t word = strlen(words[i]);
        for (const char *at = bytes; (size_t)(end - at) >= word; at++)
            if (*at == '"' && memcmp(at, words[i], word) == 0) return true;
    }
    return false;
}

static double number(const json_t *value)
{
    return json_is_number(value) ? json_number_value(value) : NAN;
}

static double time_of(const json_t *value, ovf_unread *unread)
{
    if (json_is_string(value))
        return ovf_time_value(json_string_value(value), json_string_length(value), unread);
    double time_s = number(value);
    return fabs(time_s) > SECONDS_MOST ? time_s / 1000 : time_s;
}

/* Over what the third ordinate is: the ellipsoid where the CRS has three dimensions. Errors:
 * another CRS than longitude and latitude on WGS 84. */
static ovf_status find_reference(const json_t *object, ovf_reference *reference, ovf_error *error)
{
    const json_t *crs = json_object_get(object, "crs");
    const char *name = json_string_value(
        json_object_get(json_object_get(crs, "properties"), "name"));
    if (name == NULL) return OVF_OK;
    size_t length = strlen(name);
    bool solid = (length >= 6 && strcmp(name + length - 6, "CRS84h") == 0);
    *reference = solid ? OVF_REFERENCE_ELLIPSOID : OVF_REFERENCE_SEA;
    if (solid || (length >= 5 && strcmp(name + length - 5, "CRS84") == 0)) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "the crs is \"%.80s\": expected longitude and latitude on WGS 84, CRS84", name);
}

static ovf_status take_point(ovf_flight *flight, const json_t *moving, ovf_reference reference,
                             ovf_error *error)
{
    const json_t *places = json_object_get(moving, "coordinates"),
                 *times = json_object_get(moving, "datetimes");
    ovf_status status = find_reference(moving, &reference, error);
    if (status != OVF_OK) return status;
    if (json_array_size(places) != json_array_size(times))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "temporalGeometry: expected as many datetimes as coordinates, found %zu "
                        "and %zu",
                        json_array_size(times), json_array_size(places));
    for (size_t i = 0; i < json_array_size(places); i++) {
        const json_t *place = json_array_get(places, i);
        const ovf_fix fix = {number(json_array_get(place, 0)), number(json_array_get(place, 1)),
                             number(json_array_get(place, 2)),
                             time_of(json_array_get(times, i), &flight->unread_times)};
        if (!ovf_pieces_add(&flight->pieces, &fix,
                            isnan(fix.altitude_m) ? OVF_REFERENCE_UNKNOWN : reference))
            return ovf_fail_memory(error);
    }
    return ovf_pieces_end_part(&flight->pieces) ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status take_moving(ovf_flight *flight, const json_t *moving, ovf_reference reference,
                              ovf_error *error)
{
    const json_t *prisms = json_object_get(moving, "prisms");
    const char *type = json_string_value(json_object_get(moving, "type"));
    ovf_status status = find_reference(moving, &reference, error);
    for (size_t i = 0; i < json_array_size(prisms) && status == OVF_OK; i++)
        status = take_moving(flight, json_array_get(prisms, i), reference, error);
    if (status != OVF_OK || json_is_array(prisms)) return status;
    if (type != NULL && strcmp(type, "MovingPoint") == 0)
        return take_point(flight, moving, reference, error);
    return ovf_fail(error, OVF_ERROR_INPUT, "temporalGeometry: expected a MovingPoint, found %.40s",
                    type == NULL ? "none" : type);
}

static bool add_property(ovf_flight *flight, const char *name, const json_t *value)
{
    if (json_is_null(value)) return true;
    if (json_is_string(value))
        return ovf_flight_add_attribute(flight, name, json_string_value(value));
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    bool good = text != NULL && ovf_flight_add_attribute(flight, name, text);
    free(text);
    return good;
}

static bool add_properties(ovf_flight *flight, const json_t *feature, const ovf_small_file *file)
{
    const json_t *id = json_object_get(feature, "id");
    json_t *properties = json_object_get(feature, "properties"), *value;
    const char *name, *called = json_string_value(json_object_get(properties, "name"));
    bool good = true;
    if (json_is_string(id)) good = ovf_text_add_string(&flight->id, json_string_value(id));
    else if (json_is_integer(id)) {
        char *text = json_dumps(id, JSON_ENCODE_ANY);
        good = text != NULL && ovf_text_add_string(&flight->id, text);
        free(text);
    } else if (called != NULL) good = ovf_text_add_string(&flight->name, called);
    else good = ovf_text_add(&flight->name, file->stem.text, file->stem.length);
    json_object_foreach(properties, name, value)
    {
        good = good && add_property(flight, name, value);
    }
    return good;
}

static ovf_status take_feature(ovf_small_file *file, const json_t *feature, ovf_reference reference,
                               ovf_error *error)
{
    const json_t *moving = json_object_get(feature, "temporalGeometry");
    if (moving == NULL && !json_is_object(json_object_get(feature, "properties"))) moving = feature;
    if (moving == NULL) return OVF_OK; /* a feature that stays where it is */
    ovf_flight *flight = ovf_flight_queue_make(file->queue);
    if (flight == NULL || !add_properties(flight, feature, file)) return ovf_fail_memory(error);
    ovf_status status = find_reference(feature, &reference, error);
    if (status == OVF_OK) status = take_moving(flight, moving, reference, error);
    if (status == OVF_OK) ovf_flight_queue_push(file->queue);
    return file->queue->out_of_memory ? ovf_fail_memory(error) : status;
}

static ovf_status take_text(ovf_small_file *file, ovf_error *error)
{
    json_error_t why;
    ovf_reference reference = OVF_REFERENCE_SEA;
    const char *stop = file->text.text + file->text.length,
               *first = ovf_skip_start(file->text.text, stop);
    json_t *root = json_loadb(first, (size_t)(stop - first), 0, &why);
    if (root == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "the JSON cannot be read in line %d: %s", why.line,
                        why.text);
    const json_t *features = json_object_get(root, "features");
    ovf_status status = find_reference(root, &reference, error);
    if (!json_is_array(features) && status == OVF_OK)
        status = take_feature(file, root, reference, error);
    for (size_t i = 0; i < json_array_size(features) && status == OVF_OK; i++)
        status = take_feature(file, json_array_get(features, i), reference, error);
    json_decref(root);
    return status;
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_small_file_open(input, sizeof(ovf_small_file));
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    bool whole;
    ovf_status status = ovf_small_file_take(reader, bytes, length, last, SIZE_MAX_BYTES,
                                            "file of moving features that fits in memory", &whole,
                                            error);
    return status == OVF_OK && whole ? take_text(reader, error) : status;
}

const ovf_flight_format ovf_flight_format_mfjson = {.name = "mfjson",
                                                    .title = "OGC Moving Features JSON",
                                                    .is = is,
                                                    .open = open_reader,
                                                    .take = take,
                                                    .close = ovf_small_file_close};
