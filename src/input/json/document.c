#include "input/json/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

bool ovf_document_is_file(const char *word)
{
    size_t length = strlen(word);
    return strchr(word, '/') != NULL || (length > 5 && strcmp(word + length - 5, ".json") == 0);
}

ovf_status ovf_document_load(const char *path, json_t **document, ovf_error *error)
{
    json_error_t why;
    *document = json_load_file(path, JSON_REJECT_DUPLICATES, &why);
    if (*document != NULL) return OVF_OK;
    if (why.line < 0) return ovf_fail(error, OVF_ERROR_INPUT, "%s: %s", path, why.text);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: line %d, column %d: %s", path, why.line,
                    why.column, why.text);
}

const json_t *ovf_document_get(const json_t *object, const char *member)
{
    const json_t *value = json_object_get(object, member);
    return json_is_null(value) ? NULL : value;
}

bool ovf_document_is_among(const char *word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(word, *words) == 0) return true;
    return false;
}

ovf_status ovf_document_fail(const char *where, const char *joint, const char *member,
                             const json_t *value, const char *wanted, ovf_error *error)
{
    char found[80];
    if (value == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s%s%s: expected %s, found nothing", where, joint,
                        member, wanted);
    char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
    ovf_text_shorten(dumped == NULL ? "something" : dumped, found, sizeof found);
    free(dumped);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s%s%s: expected %s, found %s", where, joint, member,
                    wanted, found);
}
