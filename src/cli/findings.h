/* What a check has found, for people and for programs. */
#ifndef OVF_CLI_FINDINGS_H
#define OVF_CLI_FINDINGS_H

#include <jansson.h>

#include "cli/terminal.h"
#include "overflight/overflight.h"

/* The verdict's word, with its sign. */
void cli_verdict_word_print(ovf_verdict verdict, const cli_terminal *terminal);
/* A finding: its kind and rule, its sentence, and what it rests on. */
void cli_finding_print(const ovf_finding *finding, const cli_terminal *terminal);
json_t *cli_finding_json(const ovf_finding *finding);

/* A route's verdict: a line, and some for each finding; with `all` for each limit that is kept,
 * too. */
void cli_findings_print(const ovf_result *result, const ovf_judge *judge, bool all,
                        const cli_terminal *terminal);

/* The same as JSON (geodata/schemas/check.json); NULL when memory is out. */
json_t *cli_findings_json(const ovf_result *result, const ovf_judge *judge);

/* What became of a route's fixes. */
typedef struct {
    size_t added, moved, left_out;
} cli_change_counts;

cli_change_counts cli_changes_count(const ovf_suggestion *suggestion);

/* A suggestion, and what a check of it has found. */
void cli_suggestion_print(const ovf_suggestion *suggestion, const ovf_result *result,
                          const cli_terminal *terminal);
json_t *cli_suggestion_json(const ovf_suggestion *suggestion, const ovf_result *result,
                            const ovf_judge *judge);
/* Why there is none. */
json_t *cli_no_suggestion_json(const char *reason);

#endif
