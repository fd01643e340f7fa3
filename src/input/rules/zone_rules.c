/* The restrictions that zones have as attributes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/likeness.h"
#include "base/text.h"
#include "input/rules/class_rules.h"
#include "input/rules/restrictions.h"
#include "input/rules/not_understood.h"
#include "model/checks.h"
#include "model/restriction.h"
#include "overflight/input.h"

static ovf_status add(ovf_zone_reader *in, const json_t *object, const ovf_kind *kind,
                      const ovf_restriction_origin *origin, ovf_error *error)
{
    static const char *const also[] = {"restriction", "prohibited", NULL};
    const ovf_zone *zone = &in->zones->items[in->index];
    char rule[300], id[200];
    ovf_text_shorten(zone->id, id, sizeof id);
    snprintf(rule, sizeof rule, "%s/%s", id, kind->name);
    ovf_restriction made = {.scope = OVF_SCOPE_ZONE,
                            .place = in->index,
                            .place_id = ovf_text_copy(zone->id),
                            .uncertainty_m = in->uncertainty_m,
                            .flights_from_s = NAN,
                            .flights_until_s = NAN};
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
    in->added++;
    in->prohibited = in->prohibited || kind == ovf_kind_named("prohibited");
    return ovf_rules_add(in->rules, &made) ? OVF_OK : ovf_fail_memory(error);
}

/* Whether an object without a `kind` is of one: it has the kind's first parameter. */
static bool is_of_kind(const json_t *object, const ovf_kind *kind)
{
    if ((kind->scopes & OVF_SCOPE_ZONE) == 0) return false;
    if (kind->parameters[0].name == NULL) return json_is_true(json_object_get(object, kind->name));
    return json_object_get(object, kind->parameters[0].name) != NULL;
}

/* An object's restrictions; what it says of its kind, `wanted`, must be among them. */
static ovf_status add_all(ovf_zone_reader *in, const json_t *object, const char *member,
                          const ovf_kind *wanted, const ovf_restriction_origin *origin,
                          ovf_error *error)
{
    ovf_status status = OVF_OK;
    bool found = wanted == NULL;
    size_t added = in->added;
    if (wanted != NULL && (wanted->scopes & OVF_SCOPE_ZONE) == 0)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s%s%s is \"%s\", which is of a flight and not of a zone: a rule set can have it",
            origin->where, origin->flat ? ": " : "/", member, wanted->name);
    for (size_t i = 0; i < ovf_kind_count() && status == OVF_OK; i++) {
        const ovf_kind *kind = ovf_kind_at(i);
        if (!is_of_kind(object, kind) && !(kind == wanted && kind->parameters[0].name == NULL))
            continue;
        status = add(in, object, kind, origin, error);
        found = found || kind == wanted;
    }
    if (status != OVF_OK) return status;
    if (!found)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: %s: expected with %s \"%s\", found nothing",
                        origin->where, wanted->parameters[0].name, member, wanted->name);
    if (in->added == added && !origin->flat)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: expected a restriction such as max_distance_km, found none",
                        origin->where);
    return OVF_OK;
}

/* ---- `restrictions` ---- */

static ovf_status read_item(ovf_zone_reader *in, const json_t *item, const char *place,
                            ovf_error *error)
{
    const ovf_restriction_origin origin = {.where = place, .of_zone = true};
    const ovf_kind *wanted = NULL;
    json_t *object;
    if (!json_is_object(item)) return ovf_fail(error, OVF_ERROR_INPUT, "%s is no object", place);
    ovf_status status = ovf_zone_members_sort(item, place, &object, error);
    if (status != OVF_OK) return status;
    const char *member = json_object_get(object, "kind") != NULL ? "kind" : "restriction";
    if (json_object_get(object, member) != NULL)
        status = ovf_restriction_kind(object, member, &origin, &wanted, error);
    if (status == OVF_OK) status = add_all(in, object, member, wanted, &origin, error);
    json_decref(object);
    return status;
}

/* A Shapefile's texts end after so many bytes. */
static const char *cut_off(const char *text)
{
    enum { LONGEST_OF_DBF = 254 };
    return strlen(text) == LONGEST_OF_DBF
               ? "; the text ends after 254 bytes: a Shapefile holds no more"
               : "";
}

static ovf_status read_list(ovf_zone_reader *in, const char *text, ovf_error *error)
{
    char where[OVF_ZONE_TITLE_SIZE], place[OVF_ZONE_TITLE_SIZE + 60];
    json_error_t why;
    json_t *array = json_loads(text, JSON_REJECT_DUPLICATES, &why), *item;
    size_t i;
    ovf_status status = OVF_OK;
    ovf_zone_title(&in->zones->items[in->index], where);
    if (json_is_object(array)) {
        snprintf(place, sizeof place, "%s: /restrictions", where);
        status = read_item(in, array, place, error);
    } else if (!json_is_array(array)) {
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s: /restrictions is no JSON array of objects%s%s%s", where,
                          array == NULL ? ": " : "", array == NULL ? why.text : "",
                          array == NULL ? cut_off(text) : "");
    } else {
        json_array_foreach(array, i, item)
        {
            snprintf(place, sizeof place, "%s: /restrictions/%zu", where, i);
            status = read_item(in, item, place, error);
            if (status != OVF_OK) break;
        }
        in->none = in->none || json_array_size(array) == 0;
    }
    json_decref(array);
    return status;
}

/* ---- `restriction` ---- */

static bool is_none(const char *text)
{
    static const char *const words[] = {
        "none", "no", "false", "no restriction", "no restrictions", "unrestricted",
        "n/a",  "0",  NULL};
    for (const char *const *word = words; *word != NULL; word++)
        if (ovf_name_is(text, *word)) return true;
    return false;
}

/* A word that is nearly that of a kind was meant to be it. */
static bool is_nearly_a_kind(const char *text)
{
    enum { SHORTEST = 6 };
    for (size_t i = 0; i < ovf_kind_count(); i++) {
        const char *name = ovf_kind_at(i)->name;
        if (strlen(name) >= SHORTEST && ovf_edit_distance(text, name) <= 2) return true;
    }
    return false;
}

/* Whether the zone has heights that are not understood, and none that are. */
static bool has_foreign_heights(const ovf_zone_reader *in)
{
    const ovf_attributes *attributes = &in->zones->items[in->index].attributes;
    const ovf_zone_attributes *sorted = &in->sorted;
    for (size_t i = 0; i < sorted->foreign_count; i++) {
        const ovf_foreign_attribute *foreign = &sorted->foreign[i];
        if ((foreign->foreign == OVF_FOREIGN_UPPER || foreign->foreign == OVF_FOREIGN_LOWER ||
             foreign->foreign == OVF_FOREIGN_HEIGHT) &&
            ovf_foreign_says(foreign->foreign, &attributes->items[foreign->index]))
            return json_object_get(sorted->object, "floor") == NULL &&
                   json_object_get(sorted->object, "ceiling") == NULL;
    }
    return false;
}

/* Whether a rule set has understood what `restriction` says. */
static bool is_told(const ovf_zone_reader *in)
{
    const ovf_attributes *attributes = &in->zones->items[in->index].attributes;
    for (size_t i = 0; i < attributes->count; i++) {
        const char *known = ovf_zone_name(attributes->items[i].name);
        if (known != NULL && strcmp(known, "restriction") == 0 &&
            ovf_told_find(in->rules, in->index, i) == OVF_TOLD_UNDERSTOOD)
            return true;
    }
    return false;
}

/* The kind that `restriction` names. *foreign: it is a text of its own, or ED-269's PROHIBITED
 * between heights that are not understood. */
static ovf_status read_named(ovf_zone_reader *in, const ovf_restriction_origin *origin,
                             const ovf_kind **wanted, bool *foreign, ovf_error *error)
{
    const json_t *object = in->sorted.object;
    const char *text = json_string_value(json_object_get(object, "restriction"));
    *wanted = NULL;
    *foreign = false;
    const json_t *value = json_object_get(object, "restriction");
    if (value != NULL && is_told(in)) return OVF_OK;
    in->none = in->none || (text != NULL ? is_none(text) : json_is_false(value));
    if (text == NULL) *foreign = value != NULL && !json_is_false(value);
    if (text == NULL || is_none(text)) return OVF_OK;
    *wanted = ovf_restriction_kind_like(text);
    if (*wanted == NULL && is_nearly_a_kind(text))
        return ovf_restriction_kind(object, "restriction", origin, wanted, error);
    bool alone = *wanted != NULL && (*wanted)->parameters[0].name == NULL &&
                 json_object_get(object, (*wanted)->name) == NULL;
    *foreign = *wanted == NULL || (alone && has_foreign_heights(in));
    if (*foreign) *wanted = NULL;
    return OVF_OK;
}

/* ---- a zone ---- */

static ovf_status read_zone(ovf_zone_reader *in, ovf_error *error)
{
    const ovf_zone *zone = &in->zones->items[in->index];
    char where[OVF_ZONE_TITLE_SIZE];
    const ovf_restriction_origin origin = {.where = where, .flat = true, .of_zone = true};
    const ovf_kind *wanted = NULL;
    bool restriction = false, restrictions = false;
    in->added = 0;
    in->prohibited = in->none = false;
    ovf_status status = ovf_zone_attributes_sort(&in->sorted, zone, error);
    if (status != OVF_OK || (in->sorted.object == NULL && in->sorted.foreign_count == 0 &&
                             !ovf_told_any(in->rules, in->index)))
        return status;
    status = ovf_zone_uncertainty(zone, &in->uncertainty_m, error);
    if (status != OVF_OK) return status;
    ovf_zone_title(zone, where);
    const json_t *list = json_object_get(in->sorted.object, "restrictions");
    const char *text = json_is_string(list) ? json_string_value(list)
                       : list != NULL       ? "(no text)"
                                            : "";
    char first = text[strspn(text, " \t\r\n")];
    /* A sentence is no list that is cut off. */
    restrictions = json_is_string(list) && first != '[' && first != '{' && !is_none(text);
    if (list != NULL && !restrictions && !is_none(text)) status = read_list(in, text, error);
    in->none = in->none || (list != NULL && is_none(text)) ||
               json_is_false(json_object_get(in->sorted.object, "prohibited"));
    if (status == OVF_OK) status = read_named(in, &origin, &wanted, &restriction, error);
    if (status == OVF_OK && in->sorted.object != NULL)
        status = add_all(in, in->sorted.object, "restriction", wanted, &origin, error);
    return status == OVF_OK ? ovf_zone_add_not_understood(in, restriction, restrictions, error)
                            : status;
}

ovf_status ovf_rules_read_zones(const ovf_zones *zones, ovf_rules *rules, ovf_error *error)
{
    if (rules == NULL) return ovf_fail_null(error, "a place for rules");
    ovf_status status = ovf_zones_check(zones, error);
    if (status != OVF_OK) return status;
    ovf_zone_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return ovf_fail_memory(error);
    in->zones = zones;
    in->rules = rules;
    ovf_told_sort(rules);
    for (; in->index < zones->count && status == OVF_OK; in->index++) status = read_zone(in, error);
    ovf_zone_attributes_clear(&in->sorted);
    free(in);
    return status;
}
