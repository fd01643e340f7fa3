/* Rule sets. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/json/document.h"
#include "input/rules/class_rules.h"
#include "input/rules/rule_lines.h"
#include "input/rules/restrictions.h"
#include "input/rules/zone_attributes.h"
#include "model/restriction.h"
#include "overflight/build.h"
#include "overflight/input.h"

typedef struct {
    const char *file;
    const ovf_zones *zones;
    ovf_rules *rules;
    const char *set;   /* its name */
    const json_t *all; /* its rules */
    double flights_from_s, flights_until_s;
    ovf_class_reader *classes; /* NULL: the set has none */
} set_reader;

static const char *const set_members[] = {"$schema",      "name",          "title", "description",
                                          "flights_from", "flights_until", "note",  "rules",
                                          "classes",      "unrestricted",  NULL};
static const char *const rule_members[] = {
    "zone", "zones", "lines", "where", "unless", "between_parties_and_others", "prohibited", NULL};

static ovf_status wants(const set_reader *in, const char *pointer, const char *wanted,
                        ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT,
                    pointer[0] == '\0' ? "%s:%s expected %s" : "%s: %s: expected %s", in->file,
                    pointer, wanted);
}

/* The zone that a rule names; one that is not there makes a finding that says so. */
static ovf_status find_zone(const set_reader *in, const json_t *zone, const char *pointer,
                            ovf_restriction *r, ovf_error *error)
{
    char place[300];
    snprintf(place, sizeof place, "%s/zone", pointer);
    if (!json_is_string(zone) || json_string_length(zone) == 0)
        return wants(in, place, "the id of a zone", error);
    r->scope = OVF_SCOPE_ZONE;
    r->place = OVF_NOWHERE;
    r->place_id = ovf_text_copy(json_string_value(zone));
    if (r->place_id == NULL) return ovf_fail_memory(error);
    const ovf_zone *found = ovf_zones_find(in->zones, r->place_id);
    if (found != NULL) r->place = (size_t)(found - in->zones->items);
    return OVF_OK;
}

/* Findings name their rule: it must be the only one of that name. */
static ovf_status look_at_name(const set_reader *in, const json_t *name, size_t index,
                               ovf_error *error)
{
    char shown[100];
    for (size_t i = 0; i < index; i++) {
        const json_t *other = json_object_get(json_array_get(in->all, i), "name");
        if (!json_is_string(other) ||
            strcmp(json_string_value(other), json_string_value(name)) != 0)
            continue;
        ovf_text_shorten(json_string_value(name), shown, sizeof shown);
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s: /rules/%zu/name is \"%s\", which is already that of /rules/%zu; names must differ",
            in->file, index, shown, i);
    }
    return OVF_OK;
}

/* What belongs to lines, or to the kind prohibited, and would be passed over otherwise. */
static ovf_status look_at_members(const json_t *object, const ovf_kind *kind, const char *where,
                                  ovf_error *error)
{
    static const char *const of_lines[] = {"where", "between_parties_and_others", NULL};
    const json_t *prohibited = json_object_get(object, "prohibited");
    for (const char *const *member = of_lines;
         *member != NULL && json_object_get(object, "lines") == NULL; member++)
        if (json_object_get(object, *member) != NULL)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s/%s is about lines, and the member lines is missing", where,
                            *member);
    if (prohibited == NULL) return OVF_OK;
    if (kind != ovf_kind_named("prohibited"))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s/prohibited is no member of a restriction of the kind %s", where,
                        kind->name);
    return json_is_true(prohibited)
               ? OVF_OK
               : ovf_fail(error, OVF_ERROR_INPUT, "%s/prohibited: expected true, or no such member",
                          where);
}

/* Whether an attribute, of whatever name, is this id. */
static bool is_called(const ovf_zone *zone, const char *id)
{
    char number[32];
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *own = &zone->attributes.items[i];
        snprintf(number, sizeof number, "%lld", (long long)own->integer);
        if ((own->type == OVF_ATTRIBUTE_TEXT && strcmp(own->text, id) == 0) ||
            (own->type == OVF_ATTRIBUTE_INTEGER && strcmp(number, id) == 0))
            return true;
    }
    return false;
}

/* The zone that has the same id in its file, and that the reader therefore called "ID (2)"
 * (input/zones/keep.c); OVF_NOWHERE: there is none. */
static size_t find_namesake(const set_reader *in, const char *id, size_t number)
{
    ovf_text called = {0};
    char behind[40];
    snprintf(behind, sizeof behind, " (%zu)", number);
    const ovf_zone *zone = ovf_text_add_string(&called, id) && ovf_text_add_string(&called, behind)
                               ? ovf_zones_find(in->zones, called.text)
                               : NULL;
    ovf_text_clear(&called);
    return zone != NULL && is_called(zone, id) ? (size_t)(zone - in->zones->items) : OVF_NOWHERE;
}

/* What a rule is about: one of the members zone, zones and lines, or the flight as a whole. */
static ovf_status look_at_place(const json_t *object, const ovf_kind *kind, const char *where,
                                ovf_scope *scope, ovf_error *error)
{
    const json_t *zone = json_object_get(object, "zone"), *lines = json_object_get(object, "lines"),
                 *zones = json_object_get(object, "zones");
    *scope = lines != NULL                   ? OVF_SCOPE_LINE
             : zone != NULL || zones != NULL ? OVF_SCOPE_ZONE
                                             : OVF_SCOPE_FLIGHT;
    if (zone != NULL && lines != NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected zone or lines, found both", where);
    if (zones != NULL && (zone != NULL || lines != NULL))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected zones or %s, found both", where,
                        zone != NULL ? "zone" : "lines");
    for (const char *const *end = (const char *const[]){"floor", "ceiling", NULL};
         zones != NULL && *end != NULL; end++)
        if (json_object_get(object, *end) != NULL)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s/%s: expected none, since zones of a class have their own", where,
                            *end);
    if ((kind->scopes & *scope) != 0) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: a restriction of the kind %s wants %s", where,
                    kind->name,
                    *scope == OVF_SCOPE_LINE && (kind->scopes & OVF_SCOPE_ZONE) != 0
                        ? "a member zone instead of lines"
                    : *scope != OVF_SCOPE_FLIGHT           ? "neither zone nor lines"
                    : (kind->scopes & OVF_SCOPE_LINE) != 0 ? "a member zone or lines"
                                                           : "a member zone");
}

/* "SET/RULE" */
static const char *name_rule(const set_reader *in, const json_t *name)
{
    ovf_text text = {0};
    if (ovf_text_add_string(&text, in->set) && ovf_text_add_string(&text, "/") &&
        ovf_text_add_string(&text, json_string_value(name)))
        return text.text;
    ovf_text_clear(&text);
    return NULL;
}

/* Adds what was made, for each of the places that the rule is about; of several zones with the id
 * that it names for the one with that number, counted from 1. */
static ovf_status add_rule(const set_reader *in, const json_t *object, const char *where,
                           size_t number, ovf_restriction *made, ovf_error *error)
{
    const json_t *zones = json_object_get(object, "zones");
    ovf_status status = OVF_OK;
    if (number > 1) made->place = find_namesake(in, made->place_id, number);
    if (made->scope == OVF_SCOPE_ZONE && made->place != OVF_NOWHERE)
        status = ovf_zone_uncertainty(&in->zones->items[made->place], &made->uncertainty_m, error);
    if (status != OVF_OK) return status;
    if (zones != NULL) return ovf_class_rule_add(in->classes, zones, where, made, in->rules, error);
    if (made->scope == OVF_SCOPE_LINE)
        status = ovf_rule_lines_add(in->file, where, object, in->zones != NULL, made, in->rules,
                                    error);
    if (status == OVF_OK && (made->scope != OVF_SCOPE_LINE || in->zones == NULL) &&
        !ovf_rules_add(in->rules, made))
        status = ovf_fail_memory(error);
    return status;
}

/* The rule for one zone of several with the id that it names; `number` counts them from 1. */
static ovf_status read_rule(const set_reader *in, const json_t *object, size_t index, size_t number,
                            ovf_error *error)
{
    char pointer[40], where[OVF_DOCUMENT_LONGEST_PATH + 50];
    snprintf(pointer, sizeof pointer, "/rules/%zu", index);
    snprintf(where, sizeof where, "%s: %s", in->file, pointer);
    const ovf_restriction_origin origin = {.where = where, .source_wanted = true};
    const ovf_kind *kind;
    const json_t *zone = json_object_get(object, "zone"), *name = json_object_get(object, "name");
    ovf_restriction made = {.place = OVF_NOWHERE,
                            .flights_from_s = in->flights_from_s,
                            .flights_until_s = in->flights_until_s};
    if (!json_is_object(object)) return wants(in, pointer, "an object", error);
    ovf_status status = ovf_restriction_kind(object, "kind", &origin, &kind, error);
    if (status != OVF_OK) return status;
    if (!json_is_string(name) || json_string_length(name) == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: name: expected a short text, found nothing",
                        where);
    status = look_at_name(in, name, index, error);
    if (status == OVF_OK) status = look_at_members(object, kind, where, error);
    if (status == OVF_OK)
        status = ovf_restriction_read(object, kind, &origin, rule_members, &made, error);
    if (status == OVF_OK)
        status = ovf_restriction_text(object, "unless", &origin, &made.unless, error);
    if (status == OVF_OK && zone != NULL) status = find_zone(in, zone, pointer, &made, error);
    if (status == OVF_OK) status = look_at_place(object, kind, where, &made.scope, error);
    if (status == OVF_OK && (made.rule = name_rule(in, name)) == NULL)
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = add_rule(in, object, where, number, &made, error);
    bool more = status == OVF_OK && zone != NULL && in->zones != NULL &&
                find_namesake(in, json_string_value(zone), number + 1) != OVF_NOWHERE;
    ovf_restriction_clear(&made);
    return more ? read_rule(in, object, index, number + 1, error) : status;
}

/* The flights that the set is meant for. */
static ovf_status read_period(set_reader *in, const json_t *document, ovf_error *error)
{
    char where[OVF_DOCUMENT_LONGEST_PATH + 50];
    snprintf(where, sizeof where, "%s: ", in->file);
    const ovf_restriction_origin origin = {.where = where};
    ovf_status status = ovf_restriction_date(document, "flights_from", false, &origin,
                                             &in->flights_from_s, error);
    if (status == OVF_OK)
        status = ovf_restriction_date(document, "flights_until", true, &origin,
                                      &in->flights_until_s, error);
    if (status == OVF_OK && in->flights_until_s <= in->flights_from_s)
        status = wants(in, "/flights_until", "a date after flights_from", error);
    return status;
}

static ovf_status read_set(set_reader *in, const json_t *document, ovf_error *error)
{
    const char *member;
    json_t *value;
    size_t i;
    const json_t *rules = json_object_get(document, "rules"),
                 *name = json_object_get(document, "name"),
                 *title = json_object_get(document, "title");
    if (!json_is_object(document)) return wants(in, "", "an object with name and rules", error);
    json_object_foreach((json_t *)(uintptr_t)document, member, value)
    {
        if (!ovf_document_is_among(member, set_members))
            return ovf_fail(error, OVF_ERROR_INPUT, "%s: /%s is no member of a rule set", in->file,
                            member);
        if (strcmp(member, "rules") != 0 && strcmp(member, "unrestricted") != 0 &&
            !json_is_string(value))
            return ovf_fail(error, OVF_ERROR_INPUT, "%s: /%s: expected a text", in->file, member);
    }
    if (!json_is_string(name) || json_string_length(name) == 0)
        return wants(in, "/name", "a short text", error);
    if (!json_is_array(rules)) return wants(in, "/rules", "an array of rules", error);
    const json_t *free_zones = json_object_get(document, "unrestricted");
    if (free_zones != NULL && !json_is_array(free_zones))
        return wants(in, "/unrestricted", "an array of objects", error);
    if (free_zones != NULL && json_object_get(document, "classes") == NULL)
        return wants(in, "/unrestricted", "with it a member classes, a file", error);
    ovf_status status = read_period(in, document, error);
    if (status != OVF_OK) return status;
    in->set = json_string_value(name);
    in->all = rules;
    ovf_rules *into = in->rules;
    if (!ovf_array_reserve(&into->sets, &into->set_capacity, into->set_count + 1,
                           sizeof *into->sets))
        return ovf_fail_memory(error);
    ovf_rule_set *set = &into->sets[into->set_count];
    *set = (ovf_rule_set){
        .name = ovf_text_copy(in->set),
        .title = ovf_text_copy(json_is_string(title) ? json_string_value(title) : in->set),
        .file = ovf_text_copy(in->file),
        .rule_count = json_array_size(rules),
        .flights_from_s = in->flights_from_s,
        .flights_until_s = in->flights_until_s};
    into->set_count++;
    if (set->name == NULL || set->title == NULL || set->file == NULL) return ovf_fail_memory(error);
    status = ovf_class_reader_new(in->file, document, in->zones, &in->classes, error);
    json_array_foreach((json_t *)(uintptr_t)rules, i, value)
    {
        if (status != OVF_OK) return status;
        status = read_rule(in, value, i, 1, error);
    }
    if (status == OVF_OK && in->classes != NULL)
        status = ovf_class_reader_end(in->classes, free_zones, into, error);
    into->from_sets = into->count;
    return status;
}

static ovf_status find_set(const char *set, char path[OVF_DOCUMENT_LONGEST_PATH], ovf_error *error)
{
    char name[200];
    if (ovf_document_is_file(set)) {
        if ((size_t)snprintf(path, OVF_DOCUMENT_LONGEST_PATH, "%s", set) <
            OVF_DOCUMENT_LONGEST_PATH)
            return OVF_OK;
        return ovf_fail(error, OVF_ERROR_INPUT, "the name of a rule set is too long");
    }
    if ((size_t)snprintf(name, sizeof name, "rules/%s.json", set) >= sizeof name ||
        ovf_data_path(name, path, OVF_DOCUMENT_LONGEST_PATH, NULL) != OVF_OK) {
        char shown[100];
        ovf_text_shorten(set, shown, sizeof shown);
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_BUNDLED_RULES,
                             "no rule set is called %s; a file has a slash in its name or ends "
                             "with .json",
                             shown);
    }
    return OVF_OK;
}

ovf_status ovf_rules_read(const char *set, const ovf_zones *zones, ovf_rules *rules,
                          ovf_error *error)
{
    if (set == NULL) return ovf_fail_null(error, "the name or file of a rule set");
    if (rules == NULL) return ovf_fail_null(error, "a place for rules");
    char path[OVF_DOCUMENT_LONGEST_PATH];
    json_t *document;
    ovf_status status = find_set(set, path, error);
    if (status == OVF_OK) status = ovf_document_load(path, &document, error);
    if (status != OVF_OK) return status;
    set_reader in = {.file = path, .zones = zones, .rules = rules};
    status = read_set(&in, document, error);
    ovf_class_reader_free(in.classes);
    json_decref(document);
    return status;
}
