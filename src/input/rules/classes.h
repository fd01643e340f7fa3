/* What zones say of their class and kind: which attributes do, and what their values mean, as a
 * file has it (geodata/rules/classes/schema.json). */
#ifndef OVF_INPUT_RULES_CLASSES_H
#define OVF_INPUT_RULES_CLASSES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "overflight/error.h"
#include "overflight/model.h"

#define OVF_VOCABULARIES_MAX 64

/* What one or several attributes say: `says` is "class", "type" or another word that rules use. */
typedef struct {
    const char *says;
    const json_t *attributes, *values, *nothing;
} ovf_vocabulary;

typedef struct {
    json_t *document;
    ovf_vocabulary items[OVF_VOCABULARIES_MAX];
    size_t count;
    const json_t *remarks; /* attributes that only explain what the others say; or NULL */
} ovf_classes;

/* Reads a file; clear it after failure too. Errors: OVF_ERROR_INPUT (names file and JSON pointer).
 */
ovf_status ovf_classes_read(const char *file, ovf_classes *classes, ovf_error *error);
void ovf_classes_clear(ovf_classes *classes);

/* The vocabularies that an attribute of this name has, a bit for each. */
uint64_t ovf_classes_named(const ovf_classes *classes, const char *name);
bool ovf_classes_is_remark(const ovf_classes *classes, const char *name);

/* What a value means in a vocabulary: the known word; NULL where it is none of them. *nothing: it
 * is a word that says nothing. */
const char *ovf_vocabulary_word(const ovf_vocabulary *vocabulary, const ovf_attribute *value,
                                bool *nothing);

/* Whether any vocabulary says `says`, and whether it has the word (NULL: any). */
bool ovf_classes_know(const ovf_classes *classes, const char *says, const char *word);

#endif
