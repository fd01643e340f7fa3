#include "input/rules/restrictions.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "base/time.h"
#include "base/time_forms.h"
#include "input/json/document.h"
#include "input/rules/names.h"
#include "model/restriction.h"

#define DAY_S 86400.0

static const char *const common[] = {
    "kind",        "name",         "clause", "source",  "status",   "confidence", "note",
    "active_from", "active_until", "floor",  "ceiling", "severity", NULL};
static const char *const statuses[] = {"in force", "agreed", "disputed", "lifted", "own", NULL};
static const char *const confidences[] = {"T", "P", "C", "M", NULL};

static ovf_status fail_at(const ovf_restriction_origin *origin, const char *member,
                          const json_t *value, const char *wanted, ovf_error *error)
{
    return ovf_document_fail(origin->where, origin->flat ? ": " : "/", member, value, wanted,
                             error);
}

ovf_status ovf_restriction_text(const json_t *object, const char *member,
                                const ovf_restriction_origin *origin, const char **text,
                                ovf_error *error)
{
    const json_t *value = ovf_document_get(object, member);
    if (value == NULL || (origin->flat && !json_is_string(value))) return OVF_OK;
    if (!json_is_string(value) || json_string_length(value) == 0)
        return fail_at(origin, member, value, "a text", error);
    *text = ovf_text_copy(json_string_value(value));
    return *text == NULL ? ovf_fail_memory(error) : OVF_OK;
}

/* Words that are known are written in one way. */
static ovf_status read_word(const json_t *object, const char *member, const char *const *words,
                            const char *wanted, const ovf_restriction_origin *origin,
                            const char **text, ovf_error *error)
{
    ovf_status status = ovf_restriction_text(object, member, origin, text, error);
    if (status != OVF_OK || *text == NULL) return status;
    for (const char *const *word = words; origin->of_zone && *word != NULL; word++) {
        if (!ovf_name_is(*text, *word)) continue;
        ovf_text_free(*text);
        *text = ovf_text_copy(*word);
        return *text == NULL ? ovf_fail_memory(error) : OVF_OK;
    }
    if (!origin->flat && !ovf_document_is_among(*text, words))
        return fail_at(origin, member, ovf_document_get(object, member), wanted, error);
    return OVF_OK;
}

/* 2018/01/01 12:00:00+00 is how GDAL writes dates into formats without them, such as CSV and KML.
 */
static bool parse_slashes(const char *text, double *seconds)
{
    char copy[OVF_TIME_SIZE];
    size_t length = strlen(text);
    if (length < strlen("2018/01/01") || length >= sizeof copy || strcspn(text, "/") != 4 ||
        strcspn(text + 5, "/") != 2)
        return false;
    strcpy(copy, text);
    copy[4] = copy[7] = '-';
    return ovf_time_parse(copy, seconds);
}

ovf_status ovf_restriction_date(const json_t *object, const char *member, bool end,
                                const ovf_restriction_origin *origin, double *seconds,
                                ovf_error *error)
{
    const json_t *value = ovf_document_get(object, member);
    const char *text = json_string_value(value);
    char wanted[120], proposed[OVF_TIME_SIZE];
    *seconds = NAN;
    if (value == NULL) return OVF_OK;
    if (text != NULL &&
        (ovf_time_parse(text, seconds) || (origin->of_zone && parse_slashes(text, seconds)))) {
        if (end && strlen(text) <= 10) *seconds += DAY_S;
        return OVF_OK;
    }
    bool clear = text != NULL && ovf_time_propose(text, proposed);
    snprintf(wanted, sizeof wanted, "a date or time as ISO 8601 has it, %s",
             clear ? proposed : "2018-01-01");
    return fail_at(origin, member, value, wanted, error);
}

bool ovf_restriction_number(const json_t *value, const char *unit, double *number)
{
    const char *text = json_string_value(value);
    if (json_is_number(value)) {
        *number = json_number_value(value);
        return true;
    }
    if (text == NULL) return false;
    text += strspn(text, " \t");
    bool minus = *text == '-';
    if (*text == '+' || *text == '-') text++;
    while (text[0] == '0' && text[1] >= '0' && text[1] <= '9') text++;
    double read;
    const char *end = *text == '-' ? NULL : ovf_number_read(text, text + strlen(text), &read);
    if (end == NULL) return false;
    end += strspn(end, " \t");
    size_t length = strlen(unit);
    if (length > 0 && strncasecmp(end, unit, length) == 0) end += length;
    if (end[strspn(end, " \t")] != '\0') return false;
    *number = minus ? -read : read;
    return true;
}

static ovf_status read_height(const json_t *object, const char *member,
                              const ovf_restriction_origin *origin, ovf_height *height,
                              ovf_error *error)
{
    const json_t *value = ovf_document_get(object, member);
    *height = (ovf_height){NAN, OVF_HEIGHT_MSL};
    if (json_is_number(value)) height->metres = json_number_value(value);
    if (value == NULL || json_is_number(value)) return OVF_OK;
    const char *text = json_string_value(value);
    if (text != NULL && ovf_height_parse(text, height)) return OVF_OK;
    /* The higher or the lower of two is the zone's volume's (zone_volumes.c). */
    ovf_limit of_volume;
    *height = (ovf_height){NAN, OVF_HEIGHT_MSL};
    if (origin->flat && text != NULL && ovf_limit_parse(text, &of_volume)) return OVF_OK;
    return fail_at(origin, member, value,
                   "a height such as \"FL245\", \"4500 FT MSL\", \"1500 M AGL\", \"SFC\", \"UNL\", "
                   "or metres over the sea",
                   error);
}

static ovf_status read_parameters(const json_t *object, const ovf_kind *kind,
                                  const ovf_restriction_origin *origin, ovf_restriction *r,
                                  ovf_error *error)
{
    for (size_t i = 0; i < OVF_PARAMETERS_MAX && kind->parameters[i].name != NULL; i++) {
        const ovf_parameter *parameter = &kind->parameters[i];
        const json_t *value = ovf_document_get(object, parameter->name);
        double *number = &r->values[i];
        char wanted[200];
        *number = parameter->usual;
        if (value == NULL && (!isnan(parameter->usual) || parameter->optional)) continue;
        snprintf(wanted, sizeof wanted, "a number greater than %.10g and at most %.10g (%s)",
                 parameter->least, parameter->most, parameter->meaning);
        const char *unit = strrchr(parameter->name, '_');
        bool good = value != NULL && (json_is_number(value) || origin->of_zone) &&
                    ovf_restriction_number(value, unit == NULL ? "" : unit + 1, number);
        if (!good || !(*number > parameter->least && *number <= parameter->most))
            return fail_at(origin, parameter->name, value, wanted, error);
    }
    return OVF_OK;
}

static ovf_status read_reference(const json_t *object, const ovf_restriction_origin *origin,
                                 ovf_restriction *r, ovf_error *error)
{
    const json_t *value = ovf_document_get(object, "altitude_reference");
    const char *text = json_string_value(value);
    if (text != NULL && ovf_height_reference_parse(text, &r->reference)) return OVF_OK;
    return fail_at(origin, "altitude_reference", value, "\"MSL\", \"AGL\", \"STD\" or \"HAE\"",
                   error);
}

static ovf_status read_airfields(const json_t *object, const ovf_restriction_origin *origin,
                                 ovf_restriction *r, ovf_error *error)
{
    const json_t *list = ovf_document_get(object, "airfields");
    size_t i;
    json_t *item;
    if (list == NULL) return OVF_OK;
    if (!json_is_array(list) || json_array_size(list) == 0)
        return fail_at(origin, "airfields", list, "a list of airfields' ids", error);
    r->airfields = ovf_array_new(json_array_size(list), sizeof *r->airfields);
    if (r->airfields == NULL) return ovf_fail_memory(error);
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        if (!json_is_string(item))
            return fail_at(origin, "airfields", item, "an airfield's id", error);
        r->airfields[i] = ovf_text_copy(json_string_value(item));
        if (r->airfields[i] == NULL) return ovf_fail_memory(error);
        r->airfield_count++;
    }
    return OVF_OK;
}

/* "max_distance_nm" for "max_distance_km". */
static bool has_other_unit(const char *member, const char *parameter)
{
    const char *unit = strrchr(parameter, '_');
    size_t length = unit == NULL ? 0 : (size_t)(unit - parameter);
    return length > 0 && strncmp(member, parameter, length) == 0 &&
           (member[length] == '\0' || member[length] == '_');
}

/* A flight as a whole has no floor and no ceiling. */
static bool is_common(const char *member, const ovf_kind *kind)
{
    bool layered = (kind->scopes & (OVF_SCOPE_ZONE | OVF_SCOPE_LINE)) != 0;
    return ovf_document_is_among(member, common) &&
           (layered || (strcmp(member, "floor") != 0 && strcmp(member, "ceiling") != 0));
}

static ovf_status refuse_others(const json_t *object, const ovf_kind *kind,
                                const ovf_restriction_origin *origin, const char *const *also,
                                ovf_error *error)
{
    const char *member;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, member, value)
    {
        bool known = is_common(member, kind) ||
                     (also != NULL && ovf_document_is_among(member, also)) ||
                     (kind->takes_airfields && strcmp(member, "airfields") == 0) ||
                     (kind->takes_height_reference && strcmp(member, "altitude_reference") == 0);
        const char *meant = NULL;
        for (size_t i = 0; i < OVF_PARAMETERS_MAX && kind->parameters[i].name != NULL && !known;
             i++) {
            known = strcmp(member, kind->parameters[i].name) == 0;
            if (has_other_unit(member, kind->parameters[i].name)) meant = kind->parameters[i].name;
        }
        if (known) continue;
        if (meant != NULL)
            return ovf_fail(error, OVF_ERROR_INPUT, "%s/%s: expected %s, found another unit",
                            origin->where, member, meant);
        (void)ovf_zone_name_missed(member, &meant);
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s/%s is no member of a restriction of the kind %s%s%s%s", origin->where,
                        member, kind->name, meant != NULL ? ": did you mean " : "",
                        meant != NULL ? meant : "", meant != NULL ? "?" : "");
    }
    return OVF_OK;
}

const ovf_kind *ovf_restriction_kind_like(const char *text)
{
    for (size_t i = 0; i < ovf_kind_count(); i++)
        if (ovf_name_is(text, ovf_kind_at(i)->name)) return ovf_kind_at(i);
    return NULL;
}

ovf_status ovf_restriction_kind(const json_t *object, const char *member,
                                const ovf_restriction_origin *origin, const ovf_kind **kind,
                                ovf_error *error)
{
    const json_t *value = ovf_document_get(object, member);
    *kind = !json_is_string(value) ? NULL
                                   : (origin->of_zone ? ovf_restriction_kind_like
                                                      : ovf_kind_named)(json_string_value(value));
    if (*kind != NULL) return OVF_OK;
    char wanted[500];
    size_t used = (size_t)snprintf(wanted, sizeof wanted, "a kind of restriction (");
    for (size_t i = 0; i < ovf_kind_count(); i++)
        used += (size_t)snprintf(wanted + used, sizeof wanted - used, "%s%s", i == 0 ? "" : ", ",
                                 ovf_kind_at(i)->name);
    snprintf(wanted + used, sizeof wanted - used, ")");
    return fail_at(origin, member, value, wanted, error);
}

ovf_status ovf_restriction_read(const json_t *object, const ovf_kind *kind,
                                const ovf_restriction_origin *origin, const char *const *also,
                                ovf_restriction *r, ovf_error *error)
{
    const json_t *severity = ovf_document_get(object, "severity");
    r->kind = kind;
    r->severity = OVF_SEVERITY_VIOLATION;
    ovf_status status = origin->flat ? OVF_OK : refuse_others(object, kind, origin, also, error);
    if (status == OVF_OK) status = read_parameters(object, kind, origin, r, error);
    if (status == OVF_OK && kind->takes_height_reference)
        status = read_reference(object, origin, r, error);
    if (status == OVF_OK && kind->takes_airfields)
        status = read_airfields(object, origin, r, error);
    if (status == OVF_OK) status = read_height(object, "floor", origin, &r->floor, error);
    if (status == OVF_OK) status = read_height(object, "ceiling", origin, &r->ceiling, error);
    if (status == OVF_OK && r->ceiling.metres <= r->floor.metres &&
        (isinf(r->floor.metres) || isinf(r->ceiling.metres) ||
         r->floor.reference == r->ceiling.reference))
        status = fail_at(origin, "ceiling", ovf_document_get(object, "ceiling"),
                         "a height above floor", error);
    if (status == OVF_OK)
        status = ovf_restriction_date(object, "active_from", false, origin, &r->from_s, error);
    if (status == OVF_OK)
        status = ovf_restriction_date(object, "active_until", true, origin, &r->until_s, error);
    if (status == OVF_OK && r->until_s <= r->from_s)
        status = fail_at(origin, "active_until", ovf_document_get(object, "active_until"),
                         "a date after active_from", error);
    if (status == OVF_OK && severity != NULL && !(origin->flat && !json_is_string(severity)) &&
        (!json_is_string(severity) ||
         !ovf_severity_parse(json_string_value(severity), &r->severity)) &&
        !origin->flat)
        status = fail_at(origin, "severity", severity,
                         "\"violation\", \"warning\" or \"information\"", error);
    if (status == OVF_OK)
        status = ovf_restriction_text(object, "clause", origin, &r->clause, error);
    if (status == OVF_OK)
        status = ovf_restriction_text(object, "source", origin, &r->source, error);
    if (status == OVF_OK) status = ovf_restriction_text(object, "note", origin, &r->note, error);
    if (status == OVF_OK)
        status = read_word(object, "status", statuses,
                           "\"in force\", \"agreed\", \"disputed\", \"lifted\" or \"own\"", origin,
                           &r->status, error);
    if (status == OVF_OK)
        status = read_word(object, "confidence", confidences,
                           "T (treaty text), P (press), C (own reading) or M (from memory)", origin,
                           &r->confidence, error);
    if (status == OVF_OK && origin->source_wanted && r->source == NULL)
        status = fail_at(origin, "source", NULL, "a text that says where the rule comes from",
                         error);
    return status;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_number(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool says_the_same(const ovf_restriction *a, const ovf_restriction *b)
{
    bool same = a->place == b->place && a->kind == b->kind && a->scope == b->scope &&
                same_text(a->unless, b->unless) &&
                (a->place != OVF_NOWHERE || same_text(a->zones, b->zones)) &&
                a->reference == b->reference && a->severity == b->severity &&
                same_text(a->place_id, b->place_id) && a->airfield_count == b->airfield_count &&
                same_number(a->from_s, b->from_s) && same_number(a->until_s, b->until_s) &&
                same_number(a->floor.metres, b->floor.metres) &&
                same_number(a->ceiling.metres, b->ceiling.metres) &&
                a->floor.reference == b->floor.reference &&
                a->ceiling.reference == b->ceiling.reference;
    for (size_t i = 0; same && i < OVF_PARAMETERS_MAX; i++)
        same = same_number(a->values[i], b->values[i]);
    for (size_t i = 0; same && i < a->airfield_count; i++)
        same = strcmp(a->airfields[i], b->airfields[i]) == 0;
    return same;
}

/* Whether the one is meant for all flights that the other is meant for. */
static bool is_wider(const ovf_restriction *a, const ovf_restriction *b)
{
    return (isnan(a->flights_from_s) || a->flights_from_s <= b->flights_from_s) &&
           (isnan(a->flights_until_s) || a->flights_until_s >= b->flights_until_s);
}

/* Of two that say the same the one that is meant for more flights is kept, with its own words. */
static bool is_known(ovf_rules *rules, ovf_restriction *restriction)
{
    /* No set has one. */
    if (restriction->kind == &ovf_kind_not_understood) return false;
    for (size_t i = 0; i < rules->from_sets; i++) {
        ovf_restriction *known = &rules->items[i];
        if (!says_the_same(known, restriction)) continue;
        if (is_wider(known, restriction)) return true;
        if (!is_wider(restriction, known)) continue;
        known->flights_from_s = restriction->flights_from_s;
        known->flights_until_s = restriction->flights_until_s;
        return true;
    }
    return false;
}

bool ovf_rules_add(ovf_rules *rules, ovf_restriction *restriction)
{
    if (is_known(rules, restriction)) {
        ovf_restriction_clear(restriction);
        return true;
    }
    if (!ovf_array_reserve(&rules->items, &rules->capacity, rules->count + 1,
                           sizeof *rules->items)) {
        ovf_restriction_clear(restriction);
        return false;
    }
    rules->items[rules->count++] = *restriction;
    *restriction = (ovf_restriction){0};
    return true;
}
