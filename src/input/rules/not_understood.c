#include "input/rules/not_understood.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/attributes.h"
#include "input/rules/class_rules.h"
#include "input/rules/restrictions.h"
#include "model/restriction.h"

static bool has(const json_t *object, const char *first, const char *second)
{
    return json_object_get(object, first) != NULL || json_object_get(object, second) != NULL;
}

/* `active` is a flag, or says when the zone is in force, which its volume has. */
static bool says_when(const ovf_zone_reader *in, const ovf_attribute *attribute)
{
    const ovf_volume *volume = in->zones->items[in->index].volume;
    return volume != NULL && volume->schedule.count > 0 && !volume->schedule.unknown &&
           ovf_name_is(attribute->name, "active");
}

/* Whether an attribute can add a limit to those that are understood. */
static bool adds(const ovf_zone_reader *in, const ovf_foreign_attribute *foreign,
                 const ovf_attribute *attribute)
{
    const json_t *object = in->sorted.object;
    ovf_told_state told = ovf_told_find(in->rules, in->index, foreign->index);
    if (told != OVF_TOLD_NOTHING) return told == OVF_TOLD_UNKNOWN;
    if (!ovf_foreign_says(foreign->foreign, attribute)) return false;
    if (in->added == 0) return true;
    if (says_when(in, attribute)) return false;
    bool upper = has(object, "ceiling", "max_altitude_m"),
         lower = has(object, "floor", "min_altitude_m");
    switch (foreign->foreign) {
    case OVF_FOREIGN_UPPER: return !upper;
    case OVF_FOREIGN_LOWER: return !lower;
    case OVF_FOREIGN_HEIGHT:
    case OVF_FOREIGN_EDGE: return !upper && !lower;
    case OVF_FOREIGN_DISTANCE: return !has(object, "max_distance_km", "standoff_km");
    case OVF_FOREIGN_SORT:
    case OVF_FOREIGN_FLAG: return !in->prohibited;
    case OVF_FOREIGN_TYPE:
    case OVF_FOREIGN_CLASS:
    case OVF_FOREIGN_NOTHING: break;
    }
    return false;
}

typedef struct {
    ovf_text text;
    size_t count;
    bool classed; /* one of them may be a class of airspace, which no rule set knows */
    bool failed;
} note;

static void add_to_note(note *to, const ovf_attribute *attribute)
{
    enum { MOST = 6, LONGEST = 40 };
    ovf_text value = {0};
    char name[LONGEST], shown[LONGEST];
    if (to->count++ >= MOST || to->failed) return;
    ovf_text_shorten(attribute->name, name, sizeof name);
    bool good = ovf_attribute_add_text(&value, attribute);
    if (attribute->type == OVF_ATTRIBUTE_BOOLEAN)
        snprintf(shown, sizeof shown, "%s", attribute->boolean ? "true" : "false");
    else ovf_text_shorten(value.text == NULL ? "" : value.text, shown, sizeof shown);
    good = good && (to->count == 1 || ovf_text_add_string(&to->text, ", ")) &&
           ovf_text_add_string(&to->text, name) && ovf_text_add_string(&to->text, " ") &&
           ovf_text_add_string(&to->text, shown);
    to->failed = !good;
    ovf_text_clear(&value);
}

/* Floors, ceilings and dates of nothing: an attribute that is known and belongs to a restriction
 * that is not there. */
static bool is_left_over(const ovf_zone_reader *in, const ovf_attribute *attribute)
{
    static const char *const modifiers[] = {"floor",       "ceiling",      "altitude_reference",
                                            "active_from", "active_until", "severity"};
    size_t number = (size_t)(attribute - in->zones->items[in->index].attributes.items);
    bool told = ovf_told_find(in->rules, in->index, number) != OVF_TOLD_NOTHING;
    const char *known = !told && in->added == 0 && !in->none && ovf_attribute_says(attribute)
                            ? ovf_zone_name(attribute->name)
                            : NULL;
    for (size_t i = 0; known != NULL && i < sizeof modifiers / sizeof *modifiers; i++)
        if (strcmp(known, modifiers[i]) == 0) return true;
    return false;
}

static bool is_named(const ovf_attribute *attribute, const char *known)
{
    const char *name = ovf_zone_name(attribute->name);
    return name != NULL && strcmp(name, known) == 0;
}

/* In the order of the attributes; with them those that say of what type it is. */
static bool write_note(const ovf_zone_reader *in, bool restriction, bool restrictions, note *to)
{
    const ovf_attributes *attributes = &in->zones->items[in->index].attributes;
    const ovf_zone_attributes *sorted = &in->sorted;
    bool any = restriction || restrictions;
    for (size_t i = 0; i < sorted->foreign_count && !any; i++)
        any = adds(in, &sorted->foreign[i], &attributes->items[sorted->foreign[i].index]);
    for (size_t i = 0; i < attributes->count && !any; i++)
        any = (sorted->object != NULL && is_left_over(in, &attributes->items[i])) ||
              ovf_told_find(in->rules, in->index, i) == OVF_TOLD_UNKNOWN;
    for (size_t i = 0, next = 0; any && i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        ovf_told_state told = ovf_told_find(in->rules, in->index, i);
        bool take = told == OVF_TOLD_UNKNOWN;
        if (next < sorted->foreign_count && sorted->foreign[next].index == i) {
            ovf_foreign foreign = sorted->foreign[next].foreign;
            take = adds(in, &sorted->foreign[next], attribute) ||
                   (in->added == 0 && told == OVF_TOLD_NOTHING &&
                    (foreign == OVF_FOREIGN_TYPE || foreign == OVF_FOREIGN_CLASS));
            next++;
        } else if (sorted->object != NULL && told == OVF_TOLD_NOTHING) {
            take = is_left_over(in, attribute) ||
                   (restriction && is_named(attribute, "restriction")) ||
                   (restrictions && is_named(attribute, "restrictions"));
        }
        if (!take) continue;
        ovf_foreign foreign = ovf_foreign_name(attribute->name);
        to->classed = to->classed || foreign == OVF_FOREIGN_SORT || foreign == OVF_FOREIGN_TYPE ||
                      foreign == OVF_FOREIGN_CLASS || is_named(attribute, "restriction");
        add_to_note(to, attribute);
    }
    return any;
}

ovf_status ovf_zone_add_not_understood(ovf_zone_reader *in, bool restriction, bool restrictions,
                                       ovf_error *error)
{
    const ovf_zone *zone = &in->zones->items[in->index];
    note to = {0};
    char rule[300], id[200];
    if (!write_note(in, restriction, restrictions, &to)) return OVF_OK;
    ovf_text_shorten(zone->id, id, sizeof id);
    snprintf(rule, sizeof rule, "%s/not-understood", id);
    ovf_restriction made = {.kind = &ovf_kind_not_understood,
                            .values = {NAN, NAN},
                            .scope = OVF_SCOPE_ZONE,
                            .place = in->index,
                            .place_id = ovf_text_copy(zone->id),
                            .floor = {NAN, OVF_HEIGHT_MSL},
                            .ceiling = {NAN, OVF_HEIGHT_MSL},
                            .rule = ovf_text_copy(rule),
                            .source = ovf_text_copy(zone->file != NULL ? zone->file : ""),
                            .note = to.text.text,
                            .zones = to.classed && in->rules->told_count == 0
                                         ? ovf_text_copy("a class of airspace")
                                         : NULL,
                            .from_s = NAN,
                            .until_s = NAN,
                            .flights_from_s = NAN,
                            .flights_until_s = NAN,
                            .severity = OVF_SEVERITY_VIOLATION};
    if (to.failed || made.place_id == NULL || made.rule == NULL || made.source == NULL) {
        ovf_restriction_clear(&made);
        return ovf_fail_memory(error);
    }
    return ovf_rules_add(in->rules, &made) ? OVF_OK : ovf_fail_memory(error);
}
