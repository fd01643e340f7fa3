#include "input/zones/volumes_attribute.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/rules/zone_attributes.h"
#include "input/rules/zone_volumes.h"
#include "input/zones/curves_attribute.h"
#include "model/model.h"
#include "overflight/volume.h"

static const char coordinates_name[] = "coordinates", curves_name[] = "curves";

/* ---- reading ---- */

typedef struct {
    const ovf_input_options *options;
    const ovf_zone *zone;
    size_t index; /* of the part in hand */
    ovf_zone_part *parts;
    size_t count;
} reader;

static ovf_status refuse(const reader *in, const char *expected, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT, "%s[%zu]: expected %s", OVF_VOLUMES_ATTRIBUTE,
                    in->index, expected);
}

static ovf_status read_ring(const reader *in, const json_t *array, ovf_ring *ring, ovf_error *error)
{
    size_t count = json_array_size(array);
    if (count < 4) return refuse(in, "coordinates with rings of at least four positions", error);
    ring->vertices = ovf_array_new(count, sizeof *ring->vertices);
    if (ring->vertices == NULL) return ovf_fail_memory(error);
    ring->count = count;
    for (size_t i = 0; i < count; i++) {
        const json_t *at = json_array_get(array, i), *lon = json_array_get(at, 0),
                     *lat = json_array_get(at, 1);
        if (!json_is_number(lon) || !json_is_number(lat))
            return refuse(in, "coordinates with positions of two numbers", error);
        ring->vertices[i] = (ovf_lonlat){json_number_value(lon), json_number_value(lat)};
    }
    return OVF_OK;
}

static ovf_status read_polygon(const reader *in, const json_t *array, ovf_polygon *polygon,
                               ovf_error *error)
{
    size_t count = json_array_size(array);
    ovf_status status = OVF_OK;
    if (count == 0) return refuse(in, "coordinates with polygons of at least one ring", error);
    polygon->rings = ovf_array_new(count, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    polygon->count = count;
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = read_ring(in, json_array_get(array, i), &polygon->rings[i], error);
    return status;
}

/* Those of a MultiPolygon, or of a Polygon, which are an array less deep. */
static ovf_status read_coordinates(const reader *in, const json_t *array, ovf_zone_part *part,
                                   ovf_error *error)
{
    const json_t *inner = json_array_get(json_array_get(array, 0), 0);
    bool is_polygon = json_is_number(json_array_get(inner, 0));
    size_t count = is_polygon ? 1 : json_array_size(array);
    ovf_status status = OVF_OK;
    if (count == 0) return refuse(in, "\"coordinates\" as a MultiPolygon has them", error);
    part->polygons = ovf_array_new(count, sizeof *part->polygons);
    if (part->polygons == NULL) return ovf_fail_memory(error);
    part->polygon_count = count;
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = read_polygon(in, is_polygon ? array : json_array_get(array, i), &part->polygons[i],
                              error);
    return status;
}

static ovf_status read_curve(const reader *in, const json_t *object, ovf_zone_part *part,
                             ovf_error *error)
{
    static const char expected[] =
        "\"curves\" in the order of their edges, each with polygon, ring, edge, kind (lonlat, "
        "geodesic, loxodrome or arc), and of an arc centre and clockwise";
    const json_t *centre = json_object_get(object, "centre");
    const json_int_t polygon = json_integer_value(json_object_get(object, "polygon")),
                     ring = json_integer_value(json_object_get(object, "ring")),
                     edge = json_integer_value(json_object_get(object, "edge"));
    ovf_curve curve = {.edge = (size_t)edge,
                       .centre = {json_number_value(json_array_get(centre, 0)),
                                  json_number_value(json_array_get(centre, 1))},
                       .clockwise = json_is_true(json_object_get(object, "clockwise"))};
    if (polygon < 0 || (size_t)polygon >= part->polygon_count || ring < 0 ||
        (size_t)ring >= part->polygons[polygon].count || edge < 0 ||
        !ovf_curve_kind_parse(json_string_value(json_object_get(object, "kind")), &curve.kind))
        return refuse(in, expected, error);
    ovf_ring *of = &part->polygons[polygon].rings[ring];
    bool first = of->curve_count == 0;
    if ((size_t)edge + 1 >= of->count ||
        (!first && of->curves[of->curve_count - 1].edge >= (size_t)edge))
        return refuse(in, expected, error);
    if (first) of->curves = ovf_array_new(of->count, sizeof *of->curves);
    if (of->curves == NULL) return ovf_fail_memory(error);
    of->curves[of->curve_count++] = curve;
    return OVF_OK;
}

static ovf_status read_curves(const reader *in, const json_t *array, ovf_zone_part *part,
                              ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < json_array_size(array) && status == OVF_OK; i++)
        status = read_curve(in, json_array_get(array, i), part, error);
    return status;
}

static bool set_value(ovf_attribute *attribute, const char *name, const json_t *value)
{
    char *dumped = NULL;
    attribute->name = ovf_text_copy(name);
    if (json_is_boolean(value)) {
        attribute->type = OVF_ATTRIBUTE_BOOLEAN;
        attribute->boolean = json_is_true(value);
    } else if (json_is_integer(value)) {
        attribute->type = OVF_ATTRIBUTE_INTEGER;
        attribute->integer = json_integer_value(value);
    } else if (json_is_real(value)) {
        attribute->type = OVF_ATTRIBUTE_REAL;
        attribute->real = json_real_value(value);
    } else if (json_is_string(value)) {
        attribute->type = OVF_ATTRIBUTE_TEXT;
        attribute->text = ovf_text_copy(json_string_value(value));
        if (attribute->text == NULL) return false;
    } else if (!json_is_null(value)) {
        attribute->type = OVF_ATTRIBUTE_JSON;
        dumped = json_dumps(value, JSON_COMPACT);
        attribute->text = dumped == NULL ? NULL : ovf_text_copy(dumped);
        free(dumped);
        if (attribute->text == NULL) return false;
    }
    return attribute->name != NULL;
}

static bool read_members(json_t *object, ovf_zone_part *part)
{
    const char *name;
    json_t *value;
    part->attributes.items = ovf_array_new(json_object_size(object), sizeof(ovf_attribute));
    if (part->attributes.items == NULL) return false;
    json_object_foreach(object, name, value)
    {
        if (strcmp(name, coordinates_name) == 0 || strcmp(name, curves_name) == 0) continue;
        if (!set_value(&part->attributes.items[part->attributes.count++], name, value))
            return false;
    }
    return true;
}

/* The volume by the part's attributes, and by those of the zone that it does not have. */
static ovf_status read_volume(const reader *in, ovf_zone_part *part, ovf_error *error)
{
    const ovf_attributes *own = &part->attributes, *others = &in->zone->attributes;
    ovf_attribute *items = ovf_array_new(own->count + others->count + 1, sizeof *items);
    ovf_zone all = {.id = in->zone->id, .file = in->zone->file, .attributes = {items, own->count}};
    ovf_volume volume;
    if (items == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < own->count; i++) items[i] = own->items[i];
    for (size_t i = 0; i < others->count; i++)
        if (ovf_attributes_spelt(own, others->items[i].name) == NULL)
            items[all.attributes.count++] = others->items[i];
    ovf_status status = ovf_zone_volume_state(&all, in->options, &volume, error);
    free(items);
    if (status != OVF_OK) return status;
    if (!ovf_volume_is_unlimited(&volume)) {
        part->volume = ovf_array_new(1, sizeof *part->volume);
        if (part->volume != NULL) *part->volume = volume;
        else status = ovf_fail_memory(error);
    }
    if (part->volume == NULL) ovf_schedule_clear(&volume.schedule);
    return status;
}

static ovf_status read_part(const reader *in, json_t *object, ovf_zone_part *part, ovf_error *error)
{
    if (!json_is_object(object)) return refuse(in, "an object", error);
    ovf_status status = read_coordinates(in, json_object_get(object, coordinates_name), part,
                                         error);
    if (status == OVF_OK)
        status = read_curves(in, json_object_get(object, curves_name), part, error);
    if (status == OVF_OK && !read_members(object, part)) status = ovf_fail_memory(error);
    return status == OVF_OK ? read_volume(in, part, error) : status;
}

static ovf_status read_parts(const ovf_attribute *attribute, const ovf_input_options *options,
                             ovf_zone *zone, ovf_error *error)
{
    reader in = {.options = options, .zone = zone};
    json_t *array = attribute->text == NULL ? NULL : json_loads(attribute->text, 0, NULL);
    size_t count = json_array_size(array);
    ovf_status status = OVF_OK;
    if (count == 0) {
        json_decref(array);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected an array of objects with \"coordinates\", floor and ceiling",
                        OVF_VOLUMES_ATTRIBUTE);
    }
    in.parts = ovf_array_new(count, sizeof *in.parts);
    if (in.parts == NULL) status = ovf_fail_memory(error);
    for (; in.index < count && status == OVF_OK; in.index++, in.count++)
        status = read_part(&in, json_array_get(array, in.index), &in.parts[in.index], error);
    if (status == OVF_OK) status = ovf_zone_set_parts(zone, in.parts, count, error);
    ovf_zone_parts_free(in.parts, in.parts == NULL ? 0 : count);
    json_decref(array);
    return status;
}

bool ovf_is_volumes_attribute(const ovf_attribute *attribute)
{
    bool named = strcmp(attribute->name, OVF_VOLUMES_ATTRIBUTE) == 0;
    return named && attribute->text != NULL &&
           attribute->text[strspn(attribute->text, " \t\r\n")] == '[';
}

ovf_status ovf_zone_parts_read(ovf_zones *zones, const ovf_input_options *options, ovf_error *error)
{
    size_t kept = 0, i = 0;
    ovf_status status = OVF_OK;
    for (; i < zones->count && status == OVF_OK; i++) {
        ovf_zone *zone = &zones->items[i];
        const ovf_attribute *attribute = ovf_attributes_find(&zone->attributes,
                                                             OVF_VOLUMES_ATTRIBUTE);
        char title[OVF_TITLE_SIZE];
        ovf_error why;
        if (attribute != NULL && zone->part_count == 0 && ovf_is_volumes_attribute(attribute))
            status = read_parts(attribute, options, zone, &why);
        if (status == OVF_ERROR_INPUT && options->reject != NULL) {
            options->reject(options->reject_context, zone->file, zone->id, why.message);
            ovf_zone_clear(zone);
            status = OVF_OK;
            continue;
        }
        if (status != OVF_OK)
            ovf_fail(error, status, "%s: %s", ovf_zone_called(zone, title), why.message);
        const ovf_zone moved = *zone;
        *zone = (ovf_zone){0};
        zones->items[kept++] = moved;
    }
    for (; i < zones->count; i++) {
        zones->items[kept++] = zones->items[i];
        if (kept - 1 != i) zones->items[i] = (ovf_zone){0};
    }
    zones->count = kept;
    return status;
}

/* ---- writing ---- */

static bool add_value(ovf_text *text, const ovf_attribute *attribute)
{
    json_t *name = json_string(attribute->name), *value = ovf_attribute_to_json(attribute);
    char *first = name == NULL ? NULL : json_dumps(name, JSON_ENCODE_ANY),
         *second = value == NULL ? NULL : json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool good = first != NULL && second != NULL && ovf_text_add_string(text, first) &&
                ovf_text_add_string(text, ":") && ovf_text_add_string(text, second) &&
                ovf_text_add_string(text, ",");
    free(first);
    free(second);
    json_decref(name);
    json_decref(value);
    return good;
}

static bool add_ring(ovf_text *text, const ovf_ring *ring)
{
    bool good = ovf_text_add_string(text, "[");
    for (size_t i = 0; i < ring->count && good; i++) {
        char lon[32], lat[32];
        ovf_text_number(ring->vertices[i].lon, lon);
        ovf_text_number(ring->vertices[i].lat, lat);
        good = ovf_text_add_string(text, i == 0 ? "[" : ",[") && ovf_text_add_string(text, lon) &&
               ovf_text_add_string(text, ",") && ovf_text_add_string(text, lat) &&
               ovf_text_add_string(text, "]");
    }
    return good && ovf_text_add_string(text, "]");
}

static bool add_curve(ovf_text *text, size_t polygon, size_t ring, const ovf_curve *curve)
{
    char line[300], lon[32], lat[32];
    int length = snprintf(line, sizeof line,
                          "{\"polygon\":%zu,\"ring\":%zu,\"edge\":%zu,\"kind\":\"%s\"", polygon,
                          ring, curve->edge, ovf_curve_kind_name(curve->kind));
    ovf_text_number(curve->centre.lon, lon);
    ovf_text_number(curve->centre.lat, lat);
    if (curve->kind == OVF_CURVE_ARC)
        length += snprintf(line + length, sizeof line - (size_t)length,
                           ",\"centre\":[%s,%s],\"clockwise\":%s", lon, lat,
                           curve->clockwise ? "true" : "false");
    return ovf_text_add(text, line, (size_t)length) && ovf_text_add_string(text, "}");
}

/* Edges that run otherwise than the zone's. */
static bool add_curves(ovf_text *text, const ovf_zone_part *part)
{
    bool good = true, any = false;
    for (size_t p = 0; p < part->polygon_count; p++)
        for (size_t r = 0; r < part->polygons[p].count; r++) {
            const ovf_ring *ring = &part->polygons[p].rings[r];
            for (size_t c = 0; c < ring->curve_count && good; c++) {
                good = ovf_text_add_string(text, any ? "," : "\"curves\":[") &&
                       add_curve(text, p, r, &ring->curves[c]);
                any = true;
            }
        }
    return good && (!any || ovf_text_add_string(text, "],"));
}

static bool add_part(ovf_text *text, const ovf_zone_part *part)
{
    bool good = ovf_text_add_string(text, "{");
    for (size_t i = 0; i < part->attributes.count && good; i++)
        good = add_value(text, &part->attributes.items[i]);
    good = good && add_curves(text, part) && ovf_text_add_string(text, "\"coordinates\":[");
    for (size_t p = 0; p < part->polygon_count && good; p++) {
        good = ovf_text_add_string(text, p == 0 ? "[" : ",[");
        for (size_t r = 0; r < part->polygons[p].count && good; r++)
            good = (r == 0 || ovf_text_add_string(text, ",")) &&
                   add_ring(text, &part->polygons[p].rings[r]);
        good = good && ovf_text_add_string(text, "]");
    }
    return good && ovf_text_add_string(text, "]}");
}

bool ovf_zone_parts_write(const ovf_zone *zone, ovf_text *text)
{
    bool good = ovf_text_add_string(text, "[");
    for (size_t k = 0; k < zone->part_count && good; k++)
        good = (k == 0 || ovf_text_add_string(text, ",")) && add_part(text, &zone->parts[k]);
    return good && ovf_text_add_string(text, "]");
}
