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

/* "plan, 1234.567 km: 1 violation, 2 warnings"; `what` stands before the id, and `how` behind the
 * length. */
void cli_verdict_line_print(const ovf_result *result, const char *what, const char *how,
                            const cli_terminal *terminal);
/* Some lines for each finding; with `all` for each limit that is kept, too. */
void cli_findings_list_print(const ovf_result *result, bool all, const cli_terminal *terminal);

/* A route's verdict: a line, and some for each finding; with `all` for each limit that is kept,
 * too. */
void cli_findings_print(const ovf_result *result, const ovf_judge *judge, bool all,
                        const cli_terminal *terminal);

/* The same as JSON (geodata/schemas/check.json); NULL when memory is out. */
json_t *cli_findings_json(const ovf_result *result, const ovf_judge *judge);

#endif
