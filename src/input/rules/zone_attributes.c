#include "input/rules/zone_attributes.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/answer.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"
#include "input/rules/restrictions.h"

#define SHOWN 60

void ovf_zone_title(const ovf_zone *zone, char title[OVF_ZONE_TITLE_SIZE])
{
    char id[200], file[300];
    ovf_text_shorten(zone->id, id, sizeof id);
    ovf_text_shorten(zone->file != NULL ? zone->file : "", file, sizeof file);
    snprintf(title, OVF_ZONE_TITLE_SIZE, "%s%sfeature \"%s\"", file, *file != '\0' ? ": " : "", id);
}

/* ---- names ---- */

/* FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo). `slots` is a power of two. */
static size_t slot_of(const char *name, size_t slots)
{
    uint32_t hash = UINT32_C(2166136261);
    for (; *name != '\0'; name++) hash = (hash ^ (unsigned char)*name) * UINT32_C(16777619);
    return (hash ^ hash >> 16) & (slots - 1);
}

/* The slot of the name, or the empty one that it would have. */
static ovf_zone_name_entry *find_slot(ovf_zone_name_entry *names, size_t slots, const char *name)
{
    size_t slot = slot_of(name, slots);
    while (names[slot].name != NULL && strcmp(names[slot].name, name) != 0)
        slot = (slot + 1) & (slots - 1);
    return &names[slot];
}

/* Half of the slots stay empty, so that what is not there is found out soon. */
static bool make_room(ovf_zone_attributes *sorted)
{
    enum { FIRST = 256 };
    if (2 * sorted->name_count < sorted->name_slots) return true;
    size_t slots = sorted->name_slots == 0 ? FIRST : 2 * sorted->name_slots;
    ovf_zone_name_entry *names = ovf_array_new(slots, sizeof *names);
    if (names == NULL) return false;
    for (size_t i = 0; i < sorted->name_slots; i++)
        if (sorted->names[i].name != NULL)
            *find_slot(names, slots, sorted->names[i].name) = sorted->names[i];
    free(sorted->names);
    sorted->names = names;
    sorted->name_slots = slots;
    return true;
}

static ovf_zone_name_entry look_up(const char *name)
{
    ovf_zone_name_entry entry = {.known = ovf_zone_name(name)};
    if (entry.known == NULL) entry.miss = ovf_zone_name_missed(name, &entry.meant);
    if (entry.known == NULL && entry.miss == OVF_NAME_FAR) entry.foreign = ovf_foreign_name(name);
    return entry;
}

/* From memory, or looked up. */
bool ovf_zone_name_find(ovf_zone_attributes *sorted, const char *name, ovf_zone_name_entry *found)
{
    enum { MOST = 1 << 18 };
    if (sorted->name_count < MOST && !make_room(sorted)) return false;
    ovf_zone_name_entry *slot = find_slot(sorted->names, sorted->name_slots, name);
    *found = slot->name != NULL ? *slot : look_up(name);
    if (slot->name != NULL || sorted->name_count >= MOST) return true;
    *slot = *found;
    slot->name = ovf_text_copy(name);
    if (slot->name == NULL) return false;
    sorted->name_count++;
    return true;
}

/* "max_alti_1" is max_altitude_m where "max_altitu" is there too. */
static const char *known_by_number(const ovf_attributes *attributes, const char *name)
{
    if (strlen(name) != OVF_SHORT_NAME || !ovf_is_digit(name[OVF_SHORT_NAME - 1])) return NULL;
    for (size_t i = 0; i < attributes->count; i++) {
        const char *known = ovf_zone_name_numbered(name, attributes->items[i].name);
        if (known != NULL) return known;
    }
    return NULL;
}

/* ---- values ---- */

static json_t *text_to_json(const char *text)
{
    json_t *value = json_string(text);
    return value != NULL ? value : json_string(OVF_UTF8_REPLACEMENT);
}

json_t *ovf_attribute_to_json(const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: return json_boolean(attribute->boolean);
    case OVF_ATTRIBUTE_INTEGER: return json_integer(attribute->integer);
    case OVF_ATTRIBUTE_REAL:
        if (isnan(attribute->real)) return json_null();
        return isinf(attribute->real) ? json_string("infinity") : json_real(attribute->real);
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON: return text_to_json(attribute->text);
    case OVF_ATTRIBUTE_NULL: break;
    }
    return json_null();
}

static bool number_of(const json_t *value, double *number)
{
    const char *text = json_string_value(value);
    if (json_is_number(value)) *number = json_number_value(value);
    return json_is_number(value) ||
           (text != NULL && *text != '\0' &&
            ovf_number_read(text, text + strlen(text), number) == text + strlen(text));
}

static bool answer_of(const json_t *value, bool *yes)
{
    double number;
    if (json_is_boolean(value)) {
        *yes = json_is_true(value);
        return true;
    }
    if (number_of(value, &number)) {
        *yes = number != 0;
        return number == 0 || number == 1;
    }
    return json_is_string(value) && ovf_answer_parse(json_string_value(value), yes);
}

/* "50" is 50, and "yes" is true. */
static bool mean_the_same(const json_t *a, const json_t *b)
{
    double x, y;
    bool p, q;
    return json_equal(a, b) || (number_of(a, &x) && number_of(b, &y) && x == y) ||
           (answer_of(a, &p) && answer_of(b, &q) && p == q);
}

/* What a table without nulls has in their place. */
static bool is_nothing(const json_t *value)
{
    double number;
    const char *text = json_string_value(value);
    return json_is_null(value) || (text != NULL && text[strspn(text, " \t\r\n")] == '\0') ||
           (number_of(value, &number) && (number == -9998 || number == -9999));
}

/* ---- sorting ---- */

static bool is_remark(const char *known)
{
    static const char *const remarks[] = {"clause", "source", "status", "confidence",
                                          "note",   "name",   NULL};
    for (const char *const *remark = remarks; *remark != NULL; remark++)
        if (strcmp(known, *remark) == 0) return true;
    return false;
}

static void show(const json_t *value, char text[SHOWN])
{
    char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    ovf_text_shorten(dumped == NULL ? "something" : dumped, text, SHOWN);
    free(dumped);
}

/* Keeps a value, whose reference it takes. Of what is said about a restriction the attribute that
 * is spelt as it should be counts. */
static ovf_status keep(json_t *object, const char *known, const char *name, json_t *value,
                       const char *where, const char *joint, ovf_error *error)
{
    const json_t *earlier = json_object_get(object, known);
    bool yes;
    char shown[2][SHOWN];
    if (value == NULL) return ovf_fail_memory(error);
    if (is_nothing(value) || (earlier != NULL && is_remark(known) && strcmp(name, known) != 0)) {
        json_decref(value);
        return OVF_OK;
    }
    if (earlier != NULL && !is_remark(known) && !mean_the_same(earlier, value)) {
        show(earlier, shown[0]);
        show(value, shown[1]);
        json_decref(value);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s: two attributes mean %s, one of them %s, and differ: expected one "
                        "value, found %s and %s",
                        where, known, name, shown[0], shown[1]);
    }
    if (strcmp(known, "prohibited") == 0) {
        if (!answer_of(value, &yes)) {
            show(value, shown[0]);
            json_decref(value);
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s%s%s: expected true or false, yes or no, 1 or 0, found %s", where,
                            joint, name, shown[0]);
        }
        json_decref(value);
        value = json_boolean(yes);
    }
    return json_object_set_new(object, known, value) == 0 ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status refuse(const ovf_zone_name_entry *entry, const char *name, const char *where,
                         const char *joint, ovf_error *error)
{
    if (entry->miss == OVF_NAME_OTHER_UNIT) {
        char bare[80];
        const char *unit = strrchr(entry->meant, '_');
        snprintf(bare, sizeof bare, "%.*s", (int)(unit - entry->meant), entry->meant);
        return ovf_fail(error, OVF_ERROR_INPUT, "%s%s%s: expected %s, found %s", where, joint, name,
                        entry->meant, ovf_name_is(name, bare) ? "no unit" : "another unit");
    }
    return ovf_fail(error, OVF_ERROR_INPUT, "%s%s%s is no name of a limit: did you mean %s?", where,
                    joint, name, entry->meant);
}

static ovf_status sort_known(ovf_zone_attributes *sorted, const ovf_zone *zone,
                             const ovf_attribute *attribute, const char *known, ovf_error *error)
{
    char where[OVF_ZONE_TITLE_SIZE];
    bool is_text = attribute->type == OVF_ATTRIBUTE_TEXT || attribute->type == OVF_ATTRIBUTE_JSON;
    if (sorted->object == NULL) sorted->object = json_object();
    if (sorted->object == NULL) return ovf_fail_memory(error);
    /* The two begin with the same ten letters. */
    if (strcmp(known, "restriction") == 0 && strlen(attribute->name) == OVF_SHORT_NAME && is_text) {
        char first = attribute->text[strspn(attribute->text, " \t\n")];
        if (first == '[' || first == '{') known = "restrictions";
    }
    ovf_zone_title(zone, where);
    return keep(sorted->object, known, attribute->name, ovf_attribute_to_json(attribute), where,
                ": ", error);
}

/* What is nearly a known name may stand beside it as the source's own. */
static ovf_status look_at_misses(ovf_zone_attributes *sorted, const ovf_zone *zone,
                                 ovf_error *error)
{
    char where[OVF_ZONE_TITLE_SIZE];
    ovf_zone_name_entry entry;
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        if (!ovf_attribute_says(attribute)) continue;
        if (!ovf_zone_name_find(sorted, attribute->name, &entry)) return ovf_fail_memory(error);
        if (entry.miss == OVF_NAME_FAR || known_by_number(&zone->attributes, attribute->name))
            continue;
        const json_t *meant = json_object_get(sorted->object, entry.meant);
        json_t *value = ovf_attribute_to_json(attribute);
        bool beside = meant != NULL &&
                      (entry.miss == OVF_NAME_OTHER_UNIT || mean_the_same(meant, value));
        json_decref(value);
        if (beside) continue;
        ovf_zone_title(zone, where);
        return refuse(&entry, attribute->name, where, ": ", error);
    }
    return OVF_OK;
}

ovf_status ovf_zone_attributes_sort(ovf_zone_attributes *sorted, const ovf_zone *zone,
                                    ovf_error *error)
{
    const ovf_attributes *attributes = &zone->attributes;
    ovf_zone_name_entry entry;
    bool missed = false;
    json_decref(sorted->object);
    sorted->object = NULL;
    sorted->foreign_count = 0;
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        if (attribute->type == OVF_ATTRIBUTE_NULL) continue;
        if (!ovf_zone_name_find(sorted, attribute->name, &entry)) return ovf_fail_memory(error);
        const char *known = entry.known != NULL ? entry.known
                                                : known_by_number(attributes, attribute->name);
        if (known != NULL) {
            ovf_status status = sort_known(sorted, zone, attribute, known, error);
            if (status != OVF_OK) return status;
        } else if (entry.miss != OVF_NAME_FAR) {
            missed = true;
        } else if (entry.foreign != OVF_FOREIGN_NOTHING && ovf_attribute_says(attribute)) {
            if (!ovf_array_reserve(&sorted->foreign, &sorted->foreign_capacity,
                                   sorted->foreign_count + 1, sizeof *sorted->foreign))
                return ovf_fail_memory(error);
            sorted->foreign[sorted->foreign_count++] = (ovf_foreign_attribute){i, entry.foreign};
        }
    }
    return missed ? look_at_misses(sorted, zone, error) : OVF_OK;
}

ovf_status ovf_zone_uncertainty(const ovf_zone *zone, double *metres, ovf_error *error)
{
    const ovf_attribute *attribute = ovf_zone_attribute(&zone->attributes, "uncertainty_m");
    char where[OVF_ZONE_TITLE_SIZE], shown[SHOWN];
    *metres = 0;
    if (attribute == NULL) return OVF_OK;
    json_t *value = ovf_attribute_to_json(attribute);
    if (value == NULL) return ovf_fail_memory(error);
    bool nothing = is_nothing(value), good = ovf_restriction_number(value, "m", metres) &&
                                             *metres > 0 && *metres <= OVF_UNCERTAINTY_MAX_M;
    show(value, shown);
    json_decref(value);
    if (good) return OVF_OK;
    *metres = 0;
    if (nothing) return OVF_OK;
    ovf_zone_title(zone, where);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: %s: expected a number greater than 0 and at most %.0f (how far the true "
                    "outline may lie from the drawn one, m), found %s",
                    where, attribute->name, OVF_UNCERTAINTY_MAX_M, shown);
}

void ovf_zone_attributes_clear(ovf_zone_attributes *sorted)
{
    for (size_t i = 0; i < sorted->name_slots; i++) ovf_text_free(sorted->names[i].name);
    free(sorted->names);
    free(sorted->foreign);
    json_decref(sorted->object);
    *sorted = (ovf_zone_attributes){0};
}

ovf_status ovf_zone_members_sort(const json_t *object, const char *where, json_t **known,
                                 ovf_error *error)
{
    static const char *const also[] = {"kind", "name", NULL};
    const char *member;
    json_t *value, *made = json_object();
    ovf_status status = made != NULL ? OVF_OK : ovf_fail_memory(error);
    json_object_foreach((json_t *)(uintptr_t)object, member, value)
    {
        ovf_zone_name_entry entry = look_up(member);
        const char *name = entry.known;
        for (const char *const *other = also; *other != NULL && name == NULL; other++)
            if (ovf_name_is(member, *other)) name = *other;
        if (name == NULL && entry.miss != OVF_NAME_FAR && !json_is_null(value) &&
            json_object_get(object, entry.meant) == NULL)
            status = refuse(&entry, member, where, "/", error);
        if (status == OVF_OK)
            status = keep(made, name != NULL ? name : member, member, json_incref(value), where,
                          "/", error);
        if (status != OVF_OK) break;
    }
    if (status == OVF_OK) *known = made;
    else json_decref(made);
    return status;
}
