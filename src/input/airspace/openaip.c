/* openAIP's airspaces: the answers of its interface (an object with `items`), its exports (an
 * array, or GeoJSON, or a feature a line). docs.openaip.net has the numbers of types, classes,
 * units and references; the rules and the volume of a zone read them from the attributes. */
#include <string.h>

#include "base/error.h"
#include "input/airspace/json_airspace.h"

static bool is(const char *bytes, size_t length)
{
    return ovf_json_airspace_has(bytes, length, "_id") &&
           (ovf_json_airspace_has(bytes, length, "icaoClass") ||
            ovf_json_airspace_has(bytes, length, "upperLimit") ||
            ovf_json_airspace_has(bytes, length, "lowerLimit"));
}

static void take_geometry(ovf_json_airspaces *in, const json_t *geometry)
{
    const char *type = json_string_value(json_object_get(geometry, "type"));
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    if (type != NULL && strcmp(type, "Polygon") == 0) {
        ovf_json_airspace_polygon(in, coordinates);
    } else if (type != NULL && strcmp(type, "MultiPolygon") == 0) {
        for (size_t i = 0; i < json_array_size(coordinates); i++)
            ovf_json_airspace_polygon(in, json_array_get(coordinates, i));
    } else {
        char found[40] = "none";
        if (type != NULL) ovf_text_shorten(type, found, sizeof found);
        ovf_json_airspace_flaw(in, "geometry: expected a Polygon, found %s", found);
    }
}

static void take_members(ovf_json_airspaces *in, const json_t *members)
{
    static const char *const but[] = {"name", "geometry", "id", NULL};
    const json_t *id = json_object_get(members, "_id"), *other = json_object_get(members, "id");
    ovf_json_airspace_text(in, id != NULL ? id : other, &in->airspace.id);
    if (id != NULL) ovf_json_airspace_word(in, "other_id", other);
    ovf_json_airspace_text(in, json_object_get(members, "name"), &in->airspace.name);
    ovf_json_airspace_words(in, members, but);
}

static ovf_status take(ovf_json_airspaces *in, const json_t *item, ovf_error *error)
{
    static const char *const around[] = {"type", "properties", "geometry", "id", "bbox", NULL};
    const json_t *properties = json_object_get(item, "properties");
    ovf_json_airspace_begin(in);
    if (!json_is_object(item))
        ovf_json_airspace_flaw(in, "expected an object, found %s", ovf_json_airspace_kind(item));
    take_members(in, json_is_object(properties) ? properties : item);
    /* What stands beside the properties of a feature. */
    if (json_is_object(properties)) {
        ovf_json_airspace_words(in, item, around);
        ovf_json_airspace_word(in, "feature_id", json_object_get(item, "id"));
    }
    take_geometry(in, json_object_get(item, "geometry"));
    return ovf_json_airspace_end(in, error);
}

static ovf_status read(const char *text, size_t length, const ovf_airspace_sink *sink,
                       ovf_error *error)
{
    ovf_json_airspaces in = {.sink = sink};
    json_t *document = ovf_json_airspace_load(text, length, error);
    if (document == NULL) return error->status;
    const json_t *list = ovf_json_airspace_list(document, "items");
    ovf_status status = OVF_OK;
    if (list == NULL && json_object_get(document, "geometry") != NULL)
        status = take(&in, document, error);
    else if (list == NULL)
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "expected an array of airspaces, or one in `items` or `features`, found "
                          "none");
    else status = ovf_json_airspace_claims(document, json_array_size(list), error);
    for (size_t i = 0; list != NULL && i < json_array_size(list) && status == OVF_OK; i++)
        status = take(&in, json_array_get(list, i), error);
    ovf_airspace_clear(&in.airspace);
    json_decref(document);
    return status;
}

const ovf_airspace_format ovf_airspace_format_openaip = {"openaip", "openAIP", is, read, false};
