#include "input/rules/class_rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/likeness.h"
#include "base/text.h"
#include "input/json/document.h"
#include "input/rules/classes.h"
#include "input/rules/restrictions.h"
#include "input/rules/volumes.h"
#include "model/restriction.h"

/* An attribute of a zone says a word in a vocabulary. */
typedef struct {
    size_t attribute;
    const char *says; /* "class"; of a value that is not known the first vocabulary's; NULL: the
                         value says nothing */
    const char *word; /* NULL: not known */
    bool understood;
} statement;

typedef struct {
    size_t first, count; /* its statements */
    bool restricted;     /* a rule is about it */
    bool unrestricted;   /* the set says that it is not restricted */
    bool looked, good;   /* at its heights and dates, and they are understood */
    ovf_height floor, ceiling;
    double from_s, until_s, uncertainty_m;
} class_zone;

/* What a text means in a vocabulary: files have few texts, in many zones. */
typedef struct {
    const ovf_vocabulary *vocabulary;
    const char *text, *word;
    bool nothing;
} known_text;

#define KEPT_TEXTS 256

struct ovf_class_reader {
    const char *file;
    ovf_classes classes;
    const ovf_zones *zones;
    statement *statements;
    size_t statement_count, statement_capacity;
    class_zone *items;          /* one for each zone */
    ovf_zone_attributes sorted; /* of the zone in hand */
    known_text texts[KEPT_TEXTS];
    size_t class_rules;
};

/* ---- what zones say ---- */

/* Files have the same attributes in the same order: what a name has is kept by its place. */
typedef struct {
    const char *name;
    uint64_t bits;
} known_name;

#define KEPT_NAMES 64

static bool add_statement(ovf_class_reader *in, size_t attribute, const char *says,
                          const char *word)
{
    if (!ovf_array_reserve(&in->statements, &in->statement_capacity, in->statement_count + 1,
                           sizeof *in->statements))
        return false;
    in->statements[in->statement_count++] = (statement){attribute, says, word, false};
    return true;
}

static const char *word_of(ovf_class_reader *in, const ovf_vocabulary *vocabulary,
                           const ovf_attribute *value, bool *nothing)
{
    size_t hash = (size_t)(vocabulary - in->classes.items);
    if (value->type != OVF_ATTRIBUTE_TEXT) return ovf_vocabulary_word(vocabulary, value, nothing);
    for (const char *at = value->text; *at != '\0'; at++) hash = 31 * hash + (unsigned char)*at;
    known_text *known = &in->texts[hash % KEPT_TEXTS];
    if (known->vocabulary != vocabulary || strcmp(known->text, value->text) != 0) {
        known->word = ovf_vocabulary_word(vocabulary, value, &known->nothing);
        known->vocabulary = vocabulary;
        known->text = value->text;
    }
    *nothing = known->nothing;
    return known->word;
}

/* Of a name that our own restrictions have, too, what is not known may be theirs. */
static bool add_statements(ovf_class_reader *in, size_t index, const ovf_attribute *attribute,
                           uint64_t bits)
{
    bool known = false, silent = false, good = true;
    const char *first = NULL;
    for (size_t v = 0; v < in->classes.count && good; v++) {
        const ovf_vocabulary *vocabulary = &in->classes.items[v];
        bool nothing = false;
        if ((bits >> v & 1) == 0) continue;
        const char *word = word_of(in, vocabulary, attribute, &nothing);
        if (first == NULL) first = vocabulary->says;
        known = known || word != NULL;
        silent = silent || nothing;
        if (word != NULL) good = add_statement(in, index, vocabulary->says, word);
    }
    if (known || !good) return good;
    if (silent) return add_statement(in, index, NULL, NULL);
    return ovf_zone_name(attribute->name) != NULL || add_statement(in, index, first, NULL);
}

static bool look_at_zones(ovf_class_reader *in)
{
    known_name names[KEPT_NAMES] = {{NULL, 0}};
    bool good = true;
    for (size_t z = 0; z < in->zones->count && good; z++) {
        const ovf_attributes *attributes = &in->zones->items[z].attributes;
        in->items[z].first = in->statement_count;
        for (size_t i = 0; i < attributes->count && good; i++) {
            const ovf_attribute *attribute = &attributes->items[i];
            known_name *name = &names[i % KEPT_NAMES];
            if (name->name == NULL || strcmp(name->name, attribute->name) != 0)
                *name = (known_name){attribute->name,
                                     ovf_classes_named(&in->classes, attribute->name)};
            if (name->bits != 0 && ovf_attribute_says(attribute))
                good = add_statements(in, i, attribute, name->bits);
        }
        in->items[z].count = in->statement_count - in->items[z].first;
    }
    return good;
}

ovf_status ovf_class_reader_new(const char *file, const json_t *document, const ovf_zones *zones,
                                ovf_class_reader **reader, ovf_error *error)
{
    const json_t *name = ovf_document_get(document, "classes");
    const char *text = json_string_value(name), *slash = strrchr(file, '/');
    *reader = NULL;
    if (name == NULL) return OVF_OK;
    ovf_class_reader *in = ovf_array_new(1, sizeof *in);
    ovf_text path = {0};
    bool good = in != NULL && (text[0] == '/' || slash == NULL ||
                               ovf_text_add(&path, file, (size_t)(slash - file) + 1));
    good = good && ovf_text_add_string(&path, text);
    ovf_status status = good ? ovf_classes_read(path.text, &in->classes, error)
                             : ovf_fail_memory(error);
    ovf_text_clear(&path);
    if (status == OVF_OK) {
        in->file = file;
        in->zones = zones;
        in->items = ovf_array_new(zones == NULL ? 0 : zones->count, sizeof *in->items);
        if (in->items == NULL || (zones != NULL && !look_at_zones(in)))
            status = ovf_fail_memory(error);
    }
    if (status == OVF_OK) *reader = in;
    else ovf_class_reader_free(in);
    return status;
}

void ovf_class_reader_free(ovf_class_reader *in)
{
    if (in == NULL) return;
    ovf_classes_clear(&in->classes);
    ovf_zone_attributes_clear(&in->sorted);
    free(in->statements);
    free(in->items);
    free(in);
}

/* ---- which zones a rule picks ---- */

/* null: zones that do not say it. */
static bool wants_silence(const json_t *wanted)
{
    size_t i;
    json_t *item;
    if (json_is_null(wanted)) return true;
    json_array_foreach((json_t *)(uintptr_t)wanted, i, item) if (json_is_null(item)) return true;
    return false;
}

static bool wants(const json_t *wanted, const char *word)
{
    size_t i;
    json_t *item;
    if (word == NULL) return false;
    if (json_is_string(wanted)) return strcmp(json_string_value(wanted), word) == 0;
    json_array_foreach((json_t *)(uintptr_t)wanted, i,
                       item) if (json_is_string(item) &&
                                 strcmp(json_string_value(item), word) == 0) return true;
    return false;
}

static bool is_picked(const ovf_class_reader *in, const class_zone *zone, const json_t *picked)
{
    const char *says;
    json_t *wanted;
    json_object_foreach((json_t *)(uintptr_t)picked, says, wanted)
    {
        bool found = false, said = false;
        for (size_t i = zone->first; i < zone->first + zone->count; i++) {
            if (in->statements[i].says == NULL || strcmp(in->statements[i].says, says) != 0)
                continue;
            said = true;
            found = found || wants(wanted, in->statements[i].word);
        }
        if (!found && (said || !wants_silence(wanted))) return false;
    }
    return true;
}

static void mark(ovf_class_reader *in, const class_zone *zone, const json_t *picked)
{
    for (size_t i = zone->first; i < zone->first + zone->count; i++) {
        statement *at = &in->statements[i];
        if (at->word != NULL && wants(json_object_get(picked, at->says), at->word))
            at->understood = true;
    }
}

static ovf_status check_word(const ovf_class_reader *in, const json_t *word, const char *says,
                             const char *where, ovf_error *error)
{
    char place[100];
    snprintf(place, sizeof place, "zones/%.60s", says);
    if (json_is_null(word)) return OVF_OK;
    const char *text = json_string_value(word);
    if (text != NULL && ovf_classes_know(&in->classes, says, text)) return OVF_OK;
    return ovf_document_fail(where, "/", place, word,
                             "words of the list of classes, or null where zones do not say it",
                             error);
}

static ovf_status check_picked(const ovf_class_reader *in, const json_t *picked, const char *where,
                               ovf_error *error)
{
    const char *says;
    json_t *wanted, *item;
    size_t i;
    if (in == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s/zones: expected the set to have classes, a file, found none", where);
    if (!json_is_object(picked) || json_object_size(picked) == 0)
        return ovf_document_fail(where, "/", "zones", picked,
                                 "an object such as {\"class\": [\"C\", \"D\"]}", error);
    json_object_foreach((json_t *)(uintptr_t)picked, says, wanted)
    {
        if (!ovf_classes_know(&in->classes, says, NULL))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "%s/zones/%s: no attribute says that, by the list of classes", where,
                            says);
        ovf_status status = OVF_OK;
        if (!json_is_array(wanted)) status = check_word(in, wanted, says, where, error);
        json_array_foreach(wanted, i, item) if (status == OVF_OK)
            status = check_word(in, item, says, where, error);
        if (status != OVF_OK) return status;
    }
    return OVF_OK;
}

static bool add_words(ovf_text *text, const json_t *wanted)
{
    size_t i, count = json_is_array(wanted) ? json_array_size(wanted) : 1;
    bool good = true;
    for (i = 0; i < count && good; i++) {
        const json_t *word = json_is_array(wanted) ? json_array_get(wanted, i) : wanted;
        good = i == 0 || ovf_text_add_string(text, i + 1 == count ? " or " : ", ");
        good = good && ovf_text_add_string(text, json_is_null(word) ? "not stated"
                                                                    : json_string_value(word));
    }
    return good;
}

/* "type CTR or TMA, class not stated" */
static const char *describe(const json_t *picked)
{
    const char *says;
    json_t *wanted;
    ovf_text text = {0};
    bool good = true;
    json_object_foreach((json_t *)(uintptr_t)picked, says, wanted)
    {
        good = good && (text.length == 0 || ovf_text_add_string(&text, ", "));
        good = good && ovf_text_add_string(&text, says) && ovf_text_add_string(&text, " ");
        good = good && add_words(&text, wanted);
    }
    if (good) return text.text;
    ovf_text_clear(&text);
    return NULL;
}

/* ---- restrictions ---- */

/* Dates that are no dates are as good as heights that are not understood. */
static ovf_status look_at_zone(ovf_class_reader *in, size_t index, ovf_error *error)
{
    static const ovf_restriction_origin origin = {.where = "", .flat = true, .of_zone = true};
    const ovf_zone *zone = &in->zones->items[index];
    class_zone *item = &in->items[index];
    if (item->looked) return OVF_OK;
    ovf_status status = ovf_zone_attributes_sort(&in->sorted, zone, error);
    if (status == OVF_OK) status = ovf_zone_uncertainty(zone, &item->uncertainty_m, error);
    if (status != OVF_OK) return status;
    item->looked = true;
    const json_t *object = in->sorted.object;
    item->good = ovf_zone_volume_read(&in->sorted, zone, &item->floor, &item->ceiling) &&
                 ovf_restriction_date(object, "active_from", false, &origin, &item->from_s, NULL) ==
                     OVF_OK &&
                 ovf_restriction_date(object, "active_until", true, &origin, &item->until_s,
                                      NULL) == OVF_OK;
    return OVF_OK;
}

static ovf_status add_for_zone(const ovf_class_reader *in, size_t index,
                               const ovf_restriction *restriction, ovf_rules *rules,
                               ovf_error *error)
{
    const class_zone *zone = &in->items[index];
    ovf_restriction copy;
    if (!ovf_restriction_copy(restriction, &copy)) return ovf_fail_memory(error);
    copy.place = index;
    copy.place_id = ovf_text_copy(in->zones->items[index].id);
    copy.floor = zone->floor;
    copy.ceiling = zone->ceiling;
    copy.uncertainty_m = zone->uncertainty_m;
    /* An open end, NAN, gives way. */
    copy.from_s = fmax(copy.from_s, zone->from_s);
    copy.until_s = fmin(copy.until_s, zone->until_s);
    bool good = copy.place_id != NULL;
    if (good && !(copy.until_s <= copy.from_s))
        return ovf_rules_add(rules, &copy) ? OVF_OK : ovf_fail_memory(error);
    ovf_restriction_clear(&copy);
    return good ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_class_rule_add(ovf_class_reader *in, const json_t *picked, const char *where,
                              const ovf_restriction *restriction, ovf_rules *rules,
                              ovf_error *error)
{
    ovf_restriction made;
    ovf_status status = check_picked(in, picked, where, error);
    if (status != OVF_OK) return status;
    in->class_rules++;
    if (!ovf_restriction_copy(restriction, &made)) return ovf_fail_memory(error);
    made.zones = describe(picked);
    if (made.zones == NULL) status = ovf_fail_memory(error);
    for (size_t z = 0; in->zones != NULL && z < in->zones->count && status == OVF_OK; z++) {
        class_zone *zone = &in->items[z];
        if (zone->count == 0 || !is_picked(in, zone, picked)) continue;
        status = look_at_zone(in, z, error);
        if (status != OVF_OK || !zone->good) continue;
        zone->restricted = true;
        mark(in, zone, picked);
        status = add_for_zone(in, z, &made, rules, error);
    }
    if (in->zones == NULL && status == OVF_OK && !ovf_rules_add(rules, &made))
        status = ovf_fail_memory(error);
    ovf_restriction_clear(&made);
    return status;
}

/* ---- what is not restricted ---- */

static ovf_status add_unrestricted(ovf_class_reader *in, const json_t *item, size_t index,
                                   ovf_error *error)
{
    static const char *const members[] = {"name",   "zones", "clause",     "source",
                                          "status", "note",  "confidence", NULL};
    char where[OVF_DOCUMENT_LONGEST_PATH + 60];
    const char *member;
    json_t *value;
    snprintf(where, sizeof where, "%s: /unrestricted/%zu", in->file, index);
    if (!json_is_object(item))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected an object", where);
    json_object_foreach((json_t *)(uintptr_t)item, member, value)
    {
        if (!ovf_document_is_among(member, members))
            return ovf_fail(error, OVF_ERROR_INPUT, "%s/%s is no member of what is not restricted",
                            where, member);
        if (strcmp(member, "zones") != 0 && !json_is_string(value))
            return ovf_document_fail(where, "/", member, value, "a text", error);
    }
    if (json_object_get(item, "source") == NULL)
        return ovf_document_fail(where, "/", "source", NULL,
                                 "a text that says where this comes from", error);
    const json_t *picked = json_object_get(item, "zones");
    ovf_status status = check_picked(in, picked, where, error);
    for (size_t z = 0; status == OVF_OK && in->zones != NULL && z < in->zones->count; z++) {
        class_zone *zone = &in->items[z];
        if (zone->count == 0 || !is_picked(in, zone, picked)) continue;
        zone->unrestricted = true;
        mark(in, zone, picked);
    }
    return status;
}

/* ---- what is told ---- */

static bool tell(ovf_rules *rules, size_t zone, size_t attribute, bool understood)
{
    if (!ovf_array_reserve(&rules->told, &rules->told_capacity, rules->told_count + 1,
                           sizeof *rules->told))
        return false;
    rules->told[rules->told_count++] = (ovf_told){zone, attribute, understood};
    return true;
}

/* What its heights and dates say is in the restrictions, or does not matter without one. */
static bool is_of_zone(const ovf_attribute *attribute)
{
    static const char *const own[] = {"floor", "ceiling", "active_from", "active_until",
                                      "altitude_reference"};
    const char *known = ovf_zone_name(attribute->name);
    for (size_t i = 0; known != NULL && i < sizeof own / sizeof *own; i++)
        if (strcmp(known, own[i]) == 0) return true;
    return known == NULL && ovf_is_of_volume(ovf_foreign_name(attribute->name), attribute->name);
}

/* An attribute is understood if one of its words is; one that says nothing, if others do. */
static bool tell_statements(const ovf_class_reader *in, size_t index, ovf_rules *rules, bool *all)
{
    const class_zone *zone = &in->items[index];
    bool good = true;
    for (size_t i = zone->first, next; i < zone->first + zone->count && good; i = next) {
        bool understood = in->statements[i].says == NULL;
        for (next = i; next < zone->first + zone->count &&
                       in->statements[next].attribute == in->statements[i].attribute;
             next++)
            understood = understood || in->statements[next].understood;
        if (in->statements[i].says == NULL && !zone->restricted && !zone->unrestricted) continue;
        *all = *all && understood;
        good = tell(rules, index, in->statements[i].attribute, understood);
    }
    return good;
}

static bool tell_zone(const ovf_class_reader *in, size_t index, ovf_rules *rules)
{
    const ovf_attributes *attributes = &in->zones->items[index].attributes;
    const class_zone *zone = &in->items[index];
    bool all = zone->restricted || zone->unrestricted,
         good = tell_statements(in, index, rules, &all);
    for (size_t i = 0; i < attributes->count && all && good; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        bool flag = ovf_foreign_name(attribute->name) == OVF_FOREIGN_FLAG;
        if (is_of_zone(attribute) ||
            (zone->restricted && (flag || ovf_classes_is_remark(&in->classes, attribute->name))))
            good = tell(rules, index, i, true);
    }
    rules->unrestricted += all && !zone->restricted;
    return good;
}

ovf_status ovf_class_reader_end(ovf_class_reader *in, const json_t *unrestricted, ovf_rules *rules,
                                ovf_error *error)
{
    size_t i, zones = 0;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)unrestricted, i, item)
    {
        ovf_status status = add_unrestricted(in, item, i, error);
        if (status != OVF_OK) return status;
    }
    for (i = 0; in->zones != NULL && i < in->zones->count; i++) {
        if (in->items[i].count > 0 && !tell_zone(in, i, rules)) return ovf_fail_memory(error);
        zones += in->items[i].restricted || in->items[i].unrestricted;
    }
    ovf_rule_set *set = &rules->sets[rules->set_count - 1];
    set->class_rules = in->class_rules;
    set->class_zones = zones;
    return OVF_OK;
}

/* By zone and attribute; what is understood comes first. */
static int compare(const void *a, const void *b)
{
    const ovf_told *x = a, *y = b;
    if (x->zone != y->zone) return x->zone < y->zone ? -1 : 1;
    if (x->attribute != y->attribute) return x->attribute < y->attribute ? -1 : 1;
    return (int)y->understood - (int)x->understood;
}

void ovf_told_sort(ovf_rules *rules)
{
    if (rules->told_count > 1) qsort(rules->told, rules->told_count, sizeof *rules->told, compare);
}

/* The first that is not before this attribute of this zone. */
static const ovf_told *find(const ovf_rules *rules, size_t zone, size_t attribute)
{
    const ovf_told sought = {zone, attribute, true};
    size_t low = 0, high = rules->told_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(&rules->told[middle], &sought) < 0) low = middle + 1;
        else high = middle;
    }
    return low < rules->told_count ? &rules->told[low] : NULL;
}

ovf_told_state ovf_told_find(const ovf_rules *rules, size_t zone, size_t attribute)
{
    const ovf_told *found = find(rules, zone, attribute);
    if (found == NULL || found->zone != zone || found->attribute != attribute)
        return OVF_TOLD_NOTHING;
    return found->understood ? OVF_TOLD_UNDERSTOOD : OVF_TOLD_UNKNOWN;
}

bool ovf_told_any(const ovf_rules *rules, size_t zone)
{
    const ovf_told *found = find(rules, zone, 0);
    return found != NULL && found->zone == zone;
}
