#include "input/json/json_members.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fixed.h"
#include "base/number.h"

/* GDAL's parser goes no deeper than 32. */
#define MOST_NESTED 24
/* So that comparing each name with all others takes no time to speak of. */
#define MOST_PROPERTIES 200

/* Members as bits. */
enum {
    TYPE = 1,
    ID = 2,
    BBOX = 4,
    PROPERTIES = 8,
    GEOMETRY = 16,
    GEOMETRY_TYPE = 32,
    COORDINATES = 64,
    GEOMETRY_BBOX = 128
};

static const struct {
    const char *name;
    ovf_json_shape shape;
    int depth; /* of its coordinates */
} geometry_types[] = {{"LineString", OVF_JSON_LINE, 2}, {"MultiLineString", OVF_JSON_MULTILINE, 3},
                      {"Point", OVF_JSON_POINT, 1},     {"MultiPoint", OVF_JSON_MULTIPOINT, 2},
                      {"Polygon", OVF_JSON_POLYGON, 3}, {"MultiPolygon", OVF_JSON_MULTIPOLYGON, 4}};

static const struct {
    const char *name;
    ovf_json_place place;
    unsigned member;
} all_members[] = {{"type", OVF_JSON_IN_FEATURE, TYPE},
                   {"id", OVF_JSON_IN_FEATURE, ID},
                   {"bbox", OVF_JSON_IN_FEATURE, BBOX},
                   {"properties", OVF_JSON_IN_FEATURE, PROPERTIES},
                   {"geometry", OVF_JSON_IN_FEATURE, GEOMETRY},
                   {"type", OVF_JSON_IN_GEOMETRY, GEOMETRY_TYPE},
                   {"bbox", OVF_JSON_IN_GEOMETRY, GEOMETRY_BBOX},
                   {"coordinates", OVF_JSON_IN_GEOMETRY, COORDINATES}};

static bool is(const unsigned char *text, size_t length, const char *name)
{
    return strlen(name) == length && memcmp(text, name, length) == 0;
}

static int fail_memory(ovf_json_members *members)
{
    members->out_of_memory = true;
    return 0;
}

/* Adds a text that ends with NUL; *begin is where. */
static bool add_text(ovf_json_members *members, const char *text, size_t length, size_t *begin)
{
    *begin = members->texts.length;
    /* A NUL would end the text: its picture stands for it, so that what differs behind it differs.
     */
    for (const char *nul; length > 0 && (nul = memchr(text, '\0', length)) != NULL;) {
        size_t before = (size_t)(nul - text);
        if (!ovf_text_add(&members->texts, text, before) ||
            !ovf_text_add_string(&members->texts, "\u2400"))
            return false;
        text = nul + 1;
        length -= before + 1;
    }
    return ovf_text_add(&members->texts, text, length) && ovf_text_add(&members->texts, "", 1);
}

/* ---- what yajl finds: each function says no, which ends the parsing, where that is odd ---- */

static ovf_attribute *last_attribute(ovf_json_members *members)
{
    return &members->feature.attributes.items[members->feature.attributes.count - 1];
}

static int set_text(ovf_json_members *members, ovf_attribute_type type, const char *text,
                    size_t length)
{
    last_attribute(members)->type = type;
    return add_text(members, text, length,
                    &members->places[members->feature.attributes.count - 1].text)
               ? 1
               : fail_memory(members);
}

static int add_property(ovf_json_members *members, const char *name, size_t length)
{
    ovf_attributes *attributes = &members->feature.attributes;
    size_t count = attributes->count;
    /* GDAL takes properties with _id and _rev for GeoCouch's, whose real ones are within. */
    if (count == MOST_PROPERTIES || is((const unsigned char *)name, length, "_rev")) return 0;
    if (!ovf_array_reserve(&attributes->items, &members->attribute_capacity, count + 1,
                           sizeof *attributes->items) ||
        !ovf_array_reserve(&members->places, &members->place_capacity, count + 1,
                           sizeof *members->places))
        return fail_memory(members);
    attributes->items[count] = (ovf_attribute){.type = OVF_ATTRIBUTE_NULL};
    if (!add_text(members, name, length, &members->places[count].name)) return fail_memory(members);
    const char *added = members->texts.text + members->places[count].name;
    for (size_t i = 0; i < count; i++)
        if (strcmp(members->texts.text + members->places[i].name, added) == 0) return 0;
    attributes->count++;
    return 1;
}

static int on_key(void *context, const unsigned char *text, size_t length)
{
    ovf_json_members *members = context;
    if (members->place == OVF_JSON_IN_PROPERTIES)
        return add_property(members, (const char *)text, length);
    if (members->place == OVF_JSON_IN_VALUE || members->place == OVF_JSON_IN_BBOX) return 1;
    for (size_t i = 0; i < sizeof all_members / sizeof *all_members; i++) {
        if (all_members[i].place != members->place || !is(text, length, all_members[i].name))
            continue;
        members->member = all_members[i].member;
        if ((members->seen & members->member) != 0) return 0;
        members->seen |= members->member;
        return 1;
    }
    /* GDAL's rules for foreign members depend on its version, and it looks for some without regard
     * to case. */
    return 0;
}

static int on_string(void *context, const unsigned char *text, size_t length)
{
    ovf_json_members *members = context;
    switch (members->place) {
    case OVF_JSON_IN_PROPERTIES:
        return set_text(members, OVF_ATTRIBUTE_TEXT, (const char *)text, length);
    case OVF_JSON_IN_VALUE: return 1;
    case OVF_JSON_IN_FEATURE:
        if (members->member == TYPE) return is(text, length, "Feature");
        if (members->member != ID) return 0;
        members->feature.id = "";
        return add_text(members, (const char *)text, length, &members->id_begin)
                   ? 1
                   : fail_memory(members);
    case OVF_JSON_IN_GEOMETRY:
        if (members->member != GEOMETRY_TYPE) return 0;
        for (size_t i = 0; i < sizeof geometry_types / sizeof *geometry_types; i++) {
            if (!is(text, length, geometry_types[i].name)) continue;
            members->geometry_type = i;
            return 1;
        }
        return 0;
    default: return 0;
    }
}

/* Integers beyond 64 bits and reals beyond all bounds are left to GDAL, which makes do with the
 * greatest. */
static bool read_number(const char *text, size_t length, ovf_attribute *number)
{
    bool whole = true;
    for (size_t i = 0; i < length && whole; i++)
        whole = text[i] != '.' && text[i] != 'e' && text[i] != 'E';
    number->type = whole ? OVF_ATTRIBUTE_INTEGER : OVF_ATTRIBUTE_REAL;
    if (whole) return ovf_number_integer(text, length, &number->integer);
    return ovf_number_read(text, text + length, &number->real) == text + length &&
           isfinite(number->real);
}

static int on_number(void *context, const char *text, size_t length)
{
    ovf_json_members *members = context;
    ovf_attribute number = {0};
    char digits[OVF_INTEGER_SIZE];
    if (!read_number(text, length, &number)) return 0;
    switch (members->place) {
    case OVF_JSON_IN_PROPERTIES:
        last_attribute(members)->type = number.type;
        last_attribute(members)->integer = number.integer;
        last_attribute(members)->real = number.real;
        return 1;
    case OVF_JSON_IN_VALUE:
    case OVF_JSON_IN_BBOX: return 1;
    case OVF_JSON_IN_FEATURE:
        if (members->member != ID || number.type != OVF_ATTRIBUTE_INTEGER) return 0;
        members->feature.id = "";
        members->feature.id_is_number = true;
        return add_text(members, digits, ovf_integer(number.integer, digits), &members->id_begin)
                   ? 1
                   : fail_memory(members);
    default: return 0;
    }
}

static int on_boolean(void *context, int value)
{
    ovf_json_members *members = context;
    if (members->place == OVF_JSON_IN_PROPERTIES) {
        last_attribute(members)->type = OVF_ATTRIBUTE_BOOLEAN;
        last_attribute(members)->boolean = value != 0;
    }
    return members->place == OVF_JSON_IN_PROPERTIES || members->place == OVF_JSON_IN_VALUE;
}

static int on_null(void *context)
{
    ovf_json_members *members = context;
    switch (members->place) {
    case OVF_JSON_IN_PROPERTIES:
    case OVF_JSON_IN_VALUE: return 1;
    case OVF_JSON_IN_FEATURE:
        return members->member == ID || members->member == PROPERTIES ||
               members->member == GEOMETRY;
    case OVF_JSON_IN_GEOMETRY:
        return members->member == COORDINATES && members->has_coordinates; /* in their place */
    default: return 0;
    }
}

/* Behind what yajl has found just now. */
static const char *text_at(const ovf_json_members *members)
{
    return members->chunk + yajl_get_bytes_consumed(members->yajl);
}

static int begin(ovf_json_members *members, bool map)
{
    switch (members->place) {
    case OVF_JSON_OUTSIDE:
        if (!map || members->feature_end != NULL) return 0;
        members->place = OVF_JSON_IN_FEATURE;
        return 1;
    case OVF_JSON_IN_PROPERTIES:
        members->place = OVF_JSON_IN_VALUE;
        members->value_begin = text_at(members) - 1;
        members->nested = 1;
        return 1;
    case OVF_JSON_IN_VALUE:
    case OVF_JSON_IN_BBOX: return ++members->nested <= MOST_NESTED;
    default: break;
    }
    if (map && members->place == OVF_JSON_IN_FEATURE &&
        (members->member == PROPERTIES || members->member == GEOMETRY)) {
        members->place = members->member == PROPERTIES ? OVF_JSON_IN_PROPERTIES
                                                       : OVF_JSON_IN_GEOMETRY;
        if (members->member == GEOMETRY) members->has_geometry = true;
        return 1;
    }
    if (map || (members->member != BBOX && members->member != GEOMETRY_BBOX)) return 0;
    members->outer = members->place;
    members->place = OVF_JSON_IN_BBOX;
    members->nested = 1;
    return 1;
}

static int on_end(void *context)
{
    ovf_json_members *members = context;
    switch (members->place) {
    case OVF_JSON_IN_BBOX:
        if (--members->nested == 0) members->place = members->outer;
        return 1;
    case OVF_JSON_IN_VALUE:
        if (--members->nested > 0) return 1;
        members->place = OVF_JSON_IN_PROPERTIES;
        return set_text(members, OVF_ATTRIBUTE_JSON, members->value_begin,
                        (size_t)(text_at(members) - members->value_begin));
    case OVF_JSON_IN_FEATURE:
        members->place = OVF_JSON_OUTSIDE;
        members->feature_end = text_at(members);
        return 1;
    default: members->place = OVF_JSON_IN_FEATURE; return 1;
    }
}

static int on_map(void *context) { return begin(context, true); }

static int on_array(void *context) { return begin(context, false); }

const yajl_callbacks ovf_json_callbacks = {.yajl_null = on_null,
                                           .yajl_boolean = on_boolean,
                                           .yajl_number = on_number,
                                           .yajl_string = on_string,
                                           .yajl_start_map = on_map,
                                           .yajl_map_key = on_key,
                                           .yajl_end_map = on_end,
                                           .yajl_start_array = on_array,
                                           .yajl_end_array = on_end};

/* ---- the feature ---- */

void ovf_json_members_reset(ovf_json_members *members)
{
    ovf_attribute *items = members->feature.attributes.items;
    members->feature = (ovf_json_feature){.shape = OVF_JSON_NONE, .attributes = {items, 0}};
    members->out_of_memory = false;
    members->place = OVF_JSON_OUTSIDE;
    members->member = members->seen = 0;
    members->has_geometry = members->has_coordinates = false;
    members->feature_end = NULL;
    ovf_text_reset(&members->texts);
}

bool ovf_json_members_want_coordinates(const ovf_json_members *members)
{
    return members->place == OVF_JSON_IN_GEOMETRY && members->member == COORDINATES;
}

static bool take_geometry(ovf_json_members *members)
{
    ovf_json_feature *feature = &members->feature;
    ovf_json_positions *positions = &members->positions;
    const unsigned wanted = GEOMETRY_TYPE | COORDINATES;
    if (!members->has_geometry) return true; /* null */
    if ((members->seen & wanted) != wanted) return false;
    feature->shape = geometry_types[members->geometry_type].shape;
    if (positions->depth == 0) {
        /* No positions. GDAL takes none of the others for a geometry then; a line is one part
         * still. */
        if (feature->shape == OVF_JSON_MULTILINE) return true;
        if (feature->shape != OVF_JSON_MULTIPOINT && feature->shape != OVF_JSON_LINE) return false;
    } else if (positions->depth != geometry_types[members->geometry_type].depth) {
        return false;
    }
    feature->lon = positions->lon;
    feature->lat = positions->lat;
    feature->z = positions->z;
    feature->t = positions->with_t > 0 && positions->with_t == positions->count ? positions->t
                                                                                : NULL;
    feature->position_count = positions->count;
    feature->part_ends = positions->part_ends;
    feature->part_count = positions->part_count;
    if (feature->shape == OVF_JSON_POLYGON || feature->shape == OVF_JSON_MULTIPOLYGON) {
        feature->polygon_ends = positions->group_ends;
        feature->polygon_count = positions->group_count;
    }
    feature->has_z = positions->has_z;
    return true;
}

/* Only now do the texts stay where they are. */
static void take_texts(ovf_json_members *members)
{
    ovf_json_feature *feature = &members->feature;
    if (feature->id != NULL) feature->id = members->texts.text + members->id_begin;
    for (size_t i = 0; i < feature->attributes.count; i++) {
        ovf_attribute *attribute = &feature->attributes.items[i];
        attribute->name = members->texts.text + members->places[i].name;
        if (attribute->type == OVF_ATTRIBUTE_TEXT || attribute->type == OVF_ATTRIBUTE_JSON)
            attribute->text = members->texts.text + members->places[i].text;
    }
}

bool ovf_json_members_finish(ovf_json_members *members)
{
    const unsigned wanted = TYPE | PROPERTIES | GEOMETRY;
    if ((members->seen & wanted) != wanted || !take_geometry(members)) return false;
    take_texts(members);
    return true;
}

void ovf_json_members_clear(ovf_json_members *members)
{
    free(members->feature.attributes.items);
    free(members->places);
    ovf_json_positions_clear(&members->positions);
    ovf_text_clear(&members->texts);
}
