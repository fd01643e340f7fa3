/* What a check has found, for people and for programs. */
#ifndef OVF_CLI_FINDINGS_H
#define OVF_CLI_FINDINGS_H

#include <jansson.h>

#include "cli/terminal.h"
#include "overflight/overflight.h"

typedef struct {
    size_t violations, warnings, unjudged, notes;
} cli_finding_counts;

cli_finding_counts cli_findings_count(const ovf_result *result);

/* "complies", "violates" or "not judged", with its sign. */
void cli_verdict_word_print(bool judged, bool complies, const cli_terminal *terminal);
/* A finding: its kind and rule, its sentence, and what it rests on. */
void cli_finding_print(const ovf_finding *finding, const cli_terminal *terminal);
json_t *cli_finding_json(const ovf_finding *finding);

/* A route's verdict: a line, and some for each finding. */
void cli_findings_print(const ovf_result *result, const cli_terminal *terminal);

/* The same as JSON (geodata/schemas/check.json); NULL when memory is out. */
json_t *cli_findings_json(const ovf_result *result);
/* A suggestion, and what a check of it has found. */
void cli_suggestion_print(const ovf_suggestion *suggestion, const ovf_result *result,
                          const cli_terminal *terminal);
json_t *cli_suggestion_json(const ovf_suggestion *suggestion, const ovf_result *result);
/* Why there is none. */
json_t *cli_no_suggestion_json(const char *reason);
/* The document around the routes' objects, whose reference it takes. */
json_t *cli_check_json(const ovf_judge *judge, const char *date, json_t *routes, bool violates);

#endif
