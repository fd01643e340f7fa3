#include "input/airspace/json_airspace.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "input/formats/values.h"
#include "input/source/claims.h"

/* ---- the document ---- */

bool ovf_json_airspace_has(const char *bytes, size_t length, const char *name)
{
    const char *end = bytes + length, *at = ovf_skip_blanks(bytes, end);
    size_t wanted = strlen(name);
    if (at == end || (*at != '{' && *at != '[')) return false;
    while (at < end) {
        if (*at++ != '"') continue;
        const char *begin = at;
        while (at < end && *at != '"') at += *at == '\\' ? 2 : 1;
        if (at >= end) return false;
        bool same = (size_t)(at - begin) == wanted && memcmp(begin, name, wanted) == 0;
        at = ovf_skip_blanks(at + 1, end);
        if (same && at < end && *at == ':') return true;
    }
    return false;
}

static json_t *fail_load(const json_error_t *why, size_t before, const char *text, ovf_error *error)
{
    char reason[160];
    size_t line = (size_t)why->line;
    for (size_t i = 0; i < before; i++) line += text[i] == '\n';
    ovf_text_shorten(why->text, reason, sizeof reason);
    if (json_error_code(why) == json_error_out_of_memory) ovf_fail_memory(error);
    else
        ovf_fail(error, OVF_ERROR_INPUT, "line %zu: expected JSON, found something else: %s", line,
                 reason);
    return NULL;
}

json_t *ovf_json_airspace_load(const char *text, size_t length, ovf_error *error)
{
    json_t *all = NULL, *one = NULL;
    const char *at = ovf_skip_blanks(text, text + length), *end = text + length;
    do {
        json_error_t why;
        json_t *next = json_loadb(at, (size_t)(end - at),
                                  JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &why);
        if (next == NULL) {
            json_decref(all);
            json_decref(one);
            return fail_load(&why, (size_t)(at - text), text, error);
        }
        at = ovf_skip_blanks(at + why.position, end);
        if (one == NULL && all == NULL) {
            one = next;
            continue;
        }
        if (all == NULL) {
            all = json_array();
            json_array_append_new(all, one);
            one = NULL;
        }
        if (json_array_append_new(all, next) != 0) {
            json_decref(all);
            ovf_fail_memory(error);
            return NULL;
        }
    } while (at < end);
    return all != NULL ? all : one;
}

const json_t *ovf_json_airspace_list(const json_t *document, const char *member)
{
    if (json_is_array(document)) return document;
    const json_t *list = json_object_get(document, member);
    if (!json_is_array(list)) list = json_object_get(document, "features");
    return json_is_array(list) ? list : NULL;
}

static ovf_status check_pages(const json_t *document, size_t count, ovf_error *error)
{
    const json_t *total = json_object_get(document, "totalCount"),
                 *pages = json_object_get(document, "totalPages");
    static const char advice[] =
        "get the other pages from its server, and join their items without "
        "this member";
    if (json_is_number(total) && json_number_value(total) > (double)count)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is cut off: it has %zu airspace%s, and says \"totalCount\": %.0f; %s",
                        count, count == 1 ? "" : "s", json_number_value(total), advice);
    if (!json_is_number(total) && json_is_number(pages) && json_number_value(pages) > 1)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "is cut off: it is one page, and says \"totalPages\": %.0f; %s",
                        json_number_value(pages), advice);
    return OVF_OK;
}

ovf_status ovf_json_airspace_claims(const json_t *document, size_t count, ovf_error *error)
{
    ovf_claims claims = {0};
    const char *name;
    json_t *value;
    if (!json_is_object(document)) return OVF_OK;
    json_object_foreach((json_t *)(uintptr_t)document, name, value)
    {
        if (!ovf_claims_are_in(name, strlen(name))) continue;
        char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
        if (text == NULL) return ovf_fail_memory(error);
        ovf_claims_take(&claims, name, strlen(name), text, strlen(text));
        free(text);
    }
    ovf_status status = ovf_claims_check(&claims, count, error);
    return status == OVF_OK ? check_pages(document, count, error) : status;
}

/* ---- attributes ---- */

void ovf_json_airspace_flaw(ovf_json_airspaces *in, const char *format, ...)
{
    char sentence[300];
    if (in->airspace.flaw.length > 0) return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    in->out_of_memory |= !ovf_text_add_string(&in->airspace.flaw, sentence);
}

const char *ovf_json_airspace_kind(const json_t *value)
{
    if (value == NULL) return "none";
    switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "text";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE: return "true";
    case JSON_FALSE: return "false";
    case JSON_NULL: return "null";
    }
    return "something else";
}

static void add(ovf_json_airspaces *in, const char *name, const char *text)
{
    if (*text == '\0') return;
    in->out_of_memory |= !ovf_airspace_add_word(&in->airspace, *name == '\0' ? "(no name)" : name,
                                                text, strlen(text), "; ");
}

void ovf_json_airspace_word(ovf_json_airspaces *in, const char *name, const json_t *value)
{
    char number[32];
    if (value == NULL || json_is_null(value)) return;
    if (json_is_string(value)) {
        add(in, name, json_string_value(value));
    } else if (json_is_boolean(value)) {
        add(in, name, json_is_true(value) ? "true" : "false");
    } else if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        add(in, name, number);
    } else if (json_is_real(value)) {
        ovf_text_number(json_real_value(value), number);
        add(in, name, number);
    } else if (json_object_size(value) > 0 || json_array_size(value) > 0) {
        char *text = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15));
        if (text == NULL) in->out_of_memory = true;
        else add(in, name, text);
        free(text);
    }
}

void ovf_json_airspace_words(ovf_json_airspaces *in, const json_t *object, const char *const *but)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        bool left_out = false;
        for (const char *const *word = but; *word != NULL; word++)
            left_out |= strcmp(*word, name) == 0;
        if (!left_out) ovf_json_airspace_word(in, name, value);
    }
}

static const json_t *in_english(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        const char *language = json_string_value(json_object_get(item, "lang"));
        if (language != NULL && strncasecmp(language, "en", 2) == 0 &&
            json_is_string(json_object_get(item, "text")))
            return json_object_get(item, "text");
    }
    return json_object_get(json_array_get(list, 0), "text");
}

void ovf_json_airspace_text(ovf_json_airspaces *in, const json_t *value, ovf_text *to)
{
    char number[32];
    if (json_is_array(value)) value = in_english(value);
    const char *text = json_string_value(value);
    if (json_is_integer(value)) {
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        text = number;
    }
    if (text != NULL) in->out_of_memory |= !ovf_text_add_string(to, text);
}

/* ---- outlines ---- */

void ovf_json_airspace_step(ovf_json_airspaces *in, ovf_step step)
{
    in->out_of_memory |= !ovf_airspace_add_step(&in->airspace, &step);
}

bool ovf_json_airspace_position(const json_t *position, ovf_lonlat *at)
{
    const json_t *lon = json_array_get(position, 0), *lat = json_array_get(position, 1);
    if (!json_is_number(lon) || !json_is_number(lat)) return false;
    *at = (ovf_lonlat){json_number_value(lon), json_number_value(lat)};
    return fabs(at->lat) <= 90 && fabs(at->lon) <= 360;
}

void ovf_json_airspace_polygon(ovf_json_airspaces *in, const json_t *rings)
{
    size_t i, k;
    json_t *ring, *position;
    if (!json_is_array(rings) || json_array_size(rings) == 0)
        ovf_json_airspace_flaw(in, "coordinates: expected an array of rings, found %s",
                               json_is_array(rings) ? "an empty one"
                                                    : ovf_json_airspace_kind(rings));
    json_array_foreach((json_t *)(uintptr_t)rings, i, ring)
    {
        if (!json_is_array(ring) || json_array_size(ring) < 3)
            ovf_json_airspace_flaw(
                in, "coordinates: expected at least 3 positions in ring %zu, found %zu", i + 1,
                json_array_size(ring));
        json_array_foreach(ring, k, position)
        {
            ovf_lonlat at;
            if (!ovf_json_airspace_position(position, &at)) {
                ovf_json_airspace_flaw(in,
                                       "coordinates: expected a longitude and a latitude at "
                                       "position %zu of ring %zu, found something else",
                                       k + 1, i + 1);
                return;
            }
            ovf_json_airspace_step(
                in, (ovf_step){.kind = k == 0 ? OVF_STEP_BEGIN : OVF_STEP_POINT, .to = at});
        }
    }
}

/* ---- airspaces ---- */

void ovf_json_airspace_begin(ovf_json_airspaces *in)
{
    ovf_airspace_reset(&in->airspace);
    in->number++;
}

ovf_status ovf_json_airspace_end(ovf_json_airspaces *in, ovf_error *error)
{
    if (in->airspace.step_count == 0) ovf_json_airspace_flaw(in, "expected an outline, found none");
    if (in->out_of_memory) return ovf_fail_memory(error);
    return in->sink->take(in->sink->context, &in->airspace, error);
}
