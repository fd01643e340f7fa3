#include "input/rules/classes.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "input/json/document.h"
#include "input/rules/names.h"

/* ---- reading ---- */

static ovf_status fail(const char *file, const char *pointer, const char *member,
                       const json_t *value, const char *wanted, ovf_error *error)
{
    char where[OVF_DOCUMENT_LONGEST_PATH + 60];
    snprintf(where, sizeof where, "%s: %s", file, pointer);
    return ovf_document_fail(where, "/", member, value, wanted, error);
}

static bool are_spellings(const json_t *list, bool numbers)
{
    size_t i;
    json_t *item;
    if (!json_is_array(list)) return false;
    json_array_foreach((json_t *)(uintptr_t)list, i, item)
    {
        bool text = json_is_string(item) && json_string_length(item) > 0;
        if (!text && !(numbers && json_is_integer(item))) return false;
    }
    return true;
}

static ovf_status read_vocabulary(const char *file, size_t index, const json_t *object,
                                  ovf_vocabulary *made, ovf_error *error)
{
    static const char *const members[] = {"says",   "attributes", "values", "nothing",
                                          "source", "note",       NULL};
    char pointer[40];
    const char *member;
    json_t *value;
    snprintf(pointer, sizeof pointer, "/vocabularies/%zu", index);
    if (!json_is_object(object))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: %s: expected an object", file, pointer);
    json_object_foreach((json_t *)(uintptr_t)object, member, value) if (
        !ovf_document_is_among(member,
                               members)) return ovf_fail(error, OVF_ERROR_INPUT,
                                                         "%s: %s/%s is no member of a vocabulary",
                                                         file, pointer, member);
    const json_t *says = ovf_document_get(object, "says");
    *made = (ovf_vocabulary){json_string_value(says), ovf_document_get(object, "attributes"),
                             ovf_document_get(object, "values"),
                             ovf_document_get(object, "nothing")};
    if (made->says == NULL || *made->says == '\0')
        return fail(file, pointer, "says", says, "a word such as \"class\" or \"type\"", error);
    if (!are_spellings(made->attributes, false) || json_array_size(made->attributes) == 0)
        return fail(file, pointer, "attributes", made->attributes, "a list of names of attributes",
                    error);
    if (!json_is_object(made->values))
        return fail(file, pointer, "values", made->values,
                    "an object of words, each with a list of its spellings", error);
    json_object_foreach(
        (json_t *)(uintptr_t)made->values, member,
        value) if (!are_spellings(value, true)) return fail(file, pointer, "values", value,
                                                            "lists of texts and whole numbers",
                                                            error);
    if (made->nothing != NULL && !are_spellings(made->nothing, true))
        return fail(file, pointer, "nothing", made->nothing, "a list of texts and whole numbers",
                    error);
    return OVF_OK;
}

ovf_status ovf_classes_read(const char *file, ovf_classes *classes, ovf_error *error)
{
    static const char *const members[] = {"$schema",      "title",   "description", "source",
                                          "vocabularies", "remarks", "note",        NULL};
    const char *member;
    json_t *value;
    *classes = (ovf_classes){0};
    ovf_status status = ovf_document_load(file, &classes->document, error);
    if (status != OVF_OK) return status;
    if (!json_is_object(classes->document))
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected an object with vocabularies", file);
    json_object_foreach(
        classes->document, member,
        value) if (!ovf_document_is_among(member, members)) return ovf_fail(error, OVF_ERROR_INPUT,
                                                                            "%s: /%s is no member "
                                                                            "of a list of classes",
                                                                            file, member);
    const json_t *list = ovf_document_get(classes->document, "vocabularies");
    if (!json_is_array(list) || json_array_size(list) > OVF_VOCABULARIES_MAX)
        return fail(file, "", "vocabularies", list, "a list of at most 64 vocabularies", error);
    for (size_t i = 0; i < json_array_size(list) && status == OVF_OK; i++)
        status = read_vocabulary(file, i, json_array_get(list, i), &classes->items[i], error);
    classes->count = status == OVF_OK ? json_array_size(list) : 0;
    classes->remarks = ovf_document_get(classes->document, "remarks");
    if (status == OVF_OK && classes->remarks != NULL && !are_spellings(classes->remarks, false))
        status = fail(file, "", "remarks", classes->remarks, "a list of names of attributes",
                      error);
    return status;
}

void ovf_classes_clear(ovf_classes *classes)
{
    json_decref(classes->document);
    *classes = (ovf_classes){0};
}

/* ---- looking up ---- */

static bool has_name(const json_t *names, const char *name)
{
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)names, i,
                       item) if (ovf_name_is(name, json_string_value(item))) return true;
    return false;
}

uint64_t ovf_classes_named(const ovf_classes *classes, const char *name)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < classes->count; i++)
        if (has_name(classes->items[i].attributes, name)) bits |= UINT64_C(1) << i;
    return bits;
}

bool ovf_classes_is_remark(const ovf_classes *classes, const char *name)
{
    return classes->remarks != NULL && has_name(classes->remarks, name);
}

/* A value that is no text is compared as one: 3 and 3.0 are "3". */
static const char *text_of(const ovf_attribute *value, char number[32])
{
    number[0] = '\0';
    if (value->type == OVF_ATTRIBUTE_TEXT) return value->text;
    if (value->type == OVF_ATTRIBUTE_INTEGER) snprintf(number, 32, "%" PRId64, value->integer);
    if (value->type == OVF_ATTRIBUTE_REAL) snprintf(number, 32, "%.15g", value->real);
    return number;
}

static bool is_among(const char *text, const json_t *spellings)
{
    char number[32];
    size_t i;
    json_t *item;
    json_array_foreach((json_t *)(uintptr_t)spellings, i, item)
    {
        const char *spelling = json_string_value(item);
        if (spelling == NULL) {
            if (strpbrk(text, "0123456789") == NULL) continue;
            snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(item));
            spelling = number;
        }
        if (ovf_name_is(text, spelling)) return true;
    }
    return false;
}

/* Without a letter or digit there is nothing that could be a word. */
static bool is_empty(const char *text) { return ovf_name_is(text, ""); }

const char *ovf_vocabulary_word(const ovf_vocabulary *vocabulary, const ovf_attribute *value,
                                bool *nothing)
{
    char number[32];
    const char *word, *text = text_of(value, number);
    json_t *spellings;
    *nothing = is_empty(text) || is_among(text, vocabulary->nothing);
    if (*nothing) return NULL;
    json_object_foreach((json_t *)(uintptr_t)vocabulary->values, word,
                        spellings) if (is_among(text, spellings)) return word;
    return NULL;
}

bool ovf_classes_know(const ovf_classes *classes, const char *says, const char *word)
{
    for (size_t i = 0; i < classes->count; i++)
        if (strcmp(classes->items[i].says, says) == 0 &&
            (word == NULL || json_object_get(classes->items[i].values, word) != NULL))
            return true;
    return false;
}
