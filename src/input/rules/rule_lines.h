/* Lines that a rule keeps a distance from. */
#ifndef OVF_INPUT_RULES_RULE_LINES_H
#define OVF_INPUT_RULES_RULE_LINES_H

#include <jansson.h>

#include "overflight/restriction.h"

/* Adds a restriction for each line that the rule's `lines` and `where` pick, each a copy of
 * `restriction`, which stays the caller's. `file` is that of the rule set, which `lines` is
 * relative to; `where` is for messages. Where `read` is false the members are only looked at.
 * Errors: OVF_ERROR_INPUT, OVF_ERROR_MEMORY. */
ovf_status ovf_rule_lines_add(const char *file, const char *where, const json_t *rule, bool read,
                              const ovf_restriction *restriction, ovf_rules *rules,
                              ovf_error *error);

#endif
