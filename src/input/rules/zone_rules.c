/* The restrictions that zones have as attributes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/rules/restrictions.h"
#include "model/checks.h"
#include "model/restriction.h"
#include "overflight/input.h"

static json_t *attribute_to_json(const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: return json_boolean(attribute->boolean);
    case OVF_ATTRIBUTE_INTEGER: return json_integer(attribute->integer);
    case OVF_ATTRIBUTE_REAL:
        return isfinite(attribute->real) ? json_real(attribute->real) : json_null();
    case OVF_ATTRIBUTE_TEXT:
        return attribute->text[0] == '\0' ? json_null() : json_string(attribute->text);
    case OVF_ATTRIBUTE_JSON:
    case OVF_ATTRIBUTE_NULL: break;
    }
    return json_null();
}

static json_t *attributes_to_json(const ovf_attributes *attributes)
{
    json_t *object = json_object();
    for (size_t i = 0; i < attributes->count; i++) {
        /* A text that is no UTF-8 names nothing that is looked for. */
        json_t *value = attribute_to_json(&attributes->items[i]);
        if (value != NULL) (void)json_object_set_new(object, attributes->items[i].name, value);
    }
    return object;
}

static ovf_status add(const ovf_zones *zones, size_t index, const json_t *object,
                      const ovf_kind *kind, const ovf_restriction_origin *origin, ovf_rules *rules,
                      ovf_error *error)
{
    static const char *const also[] = {"restriction", "prohibited", NULL};
    const ovf_zone *zone = &zones->items[index];
    char rule[300], id[200];
    ovf_text_shorten(zone->id, id, sizeof id);
    snprintf(rule, sizeof rule, "%s/%s", id, kind->name);
    ovf_restriction made = {
        .scope = OVF_SCOPE_ZONE, .place = index, .place_id = ovf_text_copy(zone->id)};
    ovf_status status = ovf_restriction_read(object, kind, origin, also, &made, error);
    if (status == OVF_OK) made.rule = ovf_text_copy(rule);
    if (status == OVF_OK && made.source == NULL)
        made.source = ovf_text_copy(zone->file != NULL ? zone->file : "");
    if (status == OVF_OK && (made.place_id == NULL || made.rule == NULL || made.source == NULL))
        status = ovf_fail_memory(error);
    if (status != OVF_OK) {
        ovf_restriction_clear(&made);
        return status;
    }
    return ovf_rules_add(rules, &made) ? OVF_OK : ovf_fail_memory(error);
}

static bool is_true(const json_t *value)
{
    const char *text = json_string_value(value);
    if (text != NULL)
        return strcmp(text, "true") == 0 || strcmp(text, "yes") == 0 || strcmp(text, "1") == 0;
    return json_is_true(value) || (json_is_number(value) && json_number_value(value) != 0);
}

/* Whether an object without a `kind` is of one: it has the kind's first parameter. */
static bool is_of_kind(const json_t *object, const ovf_kind *kind)
{
    if ((kind->scopes & OVF_SCOPE_ZONE) == 0) return false;
    if (kind == ovf_kind_named("prohibited")) return is_true(json_object_get(object, "prohibited"));
    const json_t *value = json_object_get(object, kind->parameters[0].name);
    return value != NULL && !json_is_null(value);
}

/* A limit in a unit that is not taken would be passed over among the other attributes. */
static ovf_status refuse_other_units(const json_t *object, const ovf_restriction_origin *origin,
                                     ovf_error *error)
{
    static const char *const units[] = {"m", "km", "ft", "nm", "nmi", "mi", "fl", NULL};
    for (size_t i = 0; i < ovf_kind_count(); i++) {
        const ovf_kind *kind = ovf_kind_at(i);
        const char *parameter = kind->parameters[0].name,
                   *unit = parameter == NULL ? NULL : strrchr(parameter, '_');
        if ((kind->scopes & OVF_SCOPE_ZONE) == 0 || unit == NULL || is_of_kind(object, kind))
            continue;
        for (const char *const *other = units; *other != NULL; other++) {
            char member[80];
            snprintf(member, sizeof member, "%.*s_%s", (int)(unit - parameter), parameter, *other);
            const json_t *value = json_object_get(object, member);
            if (value == NULL || json_is_null(value)) continue;
            return ovf_fail(error, OVF_ERROR_INPUT, "%s%s%s: expected %s, found another unit",
                            origin->where, origin->flat ? ": " : "/", member, parameter);
        }
    }
    return OVF_OK;
}

/* An object's restrictions; what it says of its kind must be among them. */
static ovf_status add_all(const ovf_zones *zones, size_t index, const json_t *object,
                          const ovf_restriction_origin *origin, ovf_rules *rules, ovf_error *error)
{
    const char *member = json_object_get(object, "kind") != NULL && !origin->flat ? "kind"
                                                                                  : "restriction";
    const json_t *named = json_object_get(object, member);
    const ovf_kind *wanted = NULL;
    ovf_status status = OVF_OK;
    size_t count = 0;
    status = refuse_other_units(object, origin, error);
    if (status == OVF_OK && (json_is_string(named) ? strcmp(json_string_value(named), "none") != 0
                                                   : !origin->flat && named != NULL))
        status = ovf_restriction_kind(object, member, origin, &wanted, error);
    if (wanted != NULL && (wanted->scopes & OVF_SCOPE_ZONE) == 0)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s%s%s is \"%s\", which is of a flight and not of a zone: a rule set can have it",
            origin->where, origin->flat ? ": " : "/", member, wanted->name);
    bool found = wanted == NULL;
    for (size_t i = 0; i < ovf_kind_count() && status == OVF_OK; i++) {
        const ovf_kind *kind = ovf_kind_at(i);
        if (!is_of_kind(object, kind) && !(kind == wanted && kind->parameters[0].name == NULL))
            continue;
        status = add(zones, index, object, kind, origin, rules, error);
        found = found || kind == wanted;
        count++;
    }
    if (status != OVF_OK) return status;
    if (!found)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: %s: expected with %s \"%s\", found nothing",
                        origin->where, wanted->parameters[0].name, member, wanted->name);
    if (count == 0 && !origin->flat)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected a restriction such as max_distance_km, found none",
                        origin->where);
    return OVF_OK;
}

static ovf_status read_array(const ovf_zones *zones, size_t index, const char *text,
                             const char *where, ovf_rules *rules, ovf_error *error)
{
    json_error_t why;
    json_t *array = json_loads(text, JSON_REJECT_DUPLICATES, &why), *item;
    size_t i;
    ovf_status status = OVF_OK;
    if (!json_is_array(array)) {
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s: /restrictions is no JSON array of objects%s%s", where,
                          array == NULL ? ": " : "", array == NULL ? why.text : "");
    } else {
        json_array_foreach(array, i, item)
        {
            char place[700];
            snprintf(place, sizeof place, "%s: /restrictions/%zu", where, i);
            const ovf_restriction_origin origin = {place, false, false};
            if (!json_is_object(item))
                status = ovf_fail(error, OVF_ERROR_INPUT, "%s is no object", place);
            if (status == OVF_OK) status = add_all(zones, index, item, &origin, rules, error);
            if (status != OVF_OK) break;
        }
    }
    json_decref(array);
    return status;
}

ovf_status ovf_rules_read_zones(const ovf_zones *zones, ovf_rules *rules, ovf_error *error)
{
    if (rules == NULL) return ovf_fail_null(error, "a place for rules");
    ovf_status status = ovf_zones_check(zones, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < zones->count && status == OVF_OK; i++) {
        const ovf_zone *zone = &zones->items[i];
        char where[600], id[200], file[300];
        ovf_text_shorten(zone->id, id, sizeof id);
        ovf_text_shorten(zone->file != NULL ? zone->file : "", file, sizeof file);
        snprintf(where, sizeof where, "%s%sfeature \"%s\"", file, *file != '\0' ? ": " : "", id);
        const ovf_attribute *list = ovf_attributes_find(&zone->attributes, "restrictions");
        const char *text = list == NULL || list->type == OVF_ATTRIBUTE_NULL ? ""
                           : list->text == NULL                             ? "0"
                                                                            : list->text;
        if (text[0] != '\0') status = read_array(zones, i, text, where, rules, error);
        if (status != OVF_OK) break;
        json_t *object = attributes_to_json(&zone->attributes);
        if (object == NULL) return ovf_fail_memory(error);
        status = add_all(zones, i, object, &(ovf_restriction_origin){where, true, false}, rules,
                         error);
        json_decref(object);
    }
    return status;
}
