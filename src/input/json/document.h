/* JSON documents that people write by hand: rule sets, sensors. Messages name the file, the place
 * in it as a JSON pointer, what was found, and what was wanted. */
#ifndef OVF_INPUT_JSON_DOCUMENT_H
#define OVF_INPUT_JSON_DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "overflight/error.h"

#define OVF_DOCUMENT_LONGEST_PATH 4096

/* Whether a word names a file, and nothing that is bundled: it has a slash, or ends with .json. */
bool ovf_document_is_file(const char *word);

/* Doubled members are refused. Errors: OVF_ERROR_INPUT. */
ovf_status ovf_document_load(const char *path, json_t **document, ovf_error *error);

/* A member; NULL where it is missing or null. */
const json_t *ovf_document_get(const json_t *object, const char *member);

/* Whether the word is one of `words`, which end with NULL. */
bool ovf_document_is_among(const char *word, const char *const *words);

/* OVF_ERROR_INPUT: "WHERE, JOINT, MEMBER is VALUE, WANTED is wanted", or that it is missing where
 * `value` is NULL. */
ovf_status ovf_document_fail(const char *where, const char *joint, const char *member,
                             const json_t *value, const char *wanted, ovf_error *error);

#endif
