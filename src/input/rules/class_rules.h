/* Rules about all zones of a class: which zones say to be of it, and what becomes of them. */
#ifndef OVF_INPUT_RULES_CLASS_RULES_H
#define OVF_INPUT_RULES_CLASS_RULES_H

#include <jansson.h>

#include "overflight/restriction.h"

/* The zones, sorted by what they say; for one rule set. */
typedef struct ovf_class_reader ovf_class_reader;

/* Reads the set's list of classes, which `document` names as `classes`, relative to the set's
 * `file`; *reader stays NULL where it names none. `zones` may be NULL: then rules are only looked
 * at. Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_class_reader_new(const char *file, const json_t *document, const ovf_zones *zones,
                                ovf_class_reader **reader, ovf_error *error);
void ovf_class_reader_free(ovf_class_reader *reader);

/* Adds a copy of `restriction` for each zone that `picked`, the rule's member `zones`, picks: with
 * the zone's floor and ceiling, and while it is active. A zone whose heights or dates are not
 * understood is left out, and remains not understood. `reader` may be NULL: then there are no
 * classes, which is an error. `where` is for messages. */
ovf_status ovf_class_rule_add(ovf_class_reader *reader, const json_t *picked, const char *where,
                              const ovf_restriction *restriction, ovf_rules *rules,
                              ovf_error *error);

/* Reads the set's member `unrestricted`, an array or NULL, and tells the rules, whose last set it
 * is, which zones the set understands. */
ovf_status ovf_class_reader_end(ovf_class_reader *reader, const json_t *unrestricted,
                                ovf_rules *rules, ovf_error *error);

/* What the rule sets make of an attribute of a zone. The rules' `told` are sorted. */
typedef enum {
    OVF_TOLD_NOTHING, /* no set has such an attribute */
    OVF_TOLD_UNKNOWN, /* no set has a rule for what it says */
    OVF_TOLD_UNDERSTOOD
} ovf_told_state;

void ovf_told_sort(ovf_rules *rules);
ovf_told_state ovf_told_find(const ovf_rules *rules, size_t zone, size_t attribute);
/* Whether a set has rules for the zone by its class. */
bool ovf_told_any(const ovf_rules *rules, size_t zone);

#endif
