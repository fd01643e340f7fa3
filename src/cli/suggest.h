/* What check --suggest does with a plan: alternatives to it, told and written. */
#ifndef OVF_CLI_SUGGEST_H
#define OVF_CLI_SUGGEST_H

#include <jansson.h>

#include "cli/check_input.h"
#include "cli/terminal.h"
#include "overflight/overflight.h"

/* Zeroed before its first use. */
typedef struct {
    const cli_options *options;
    cli_check_input *input;
    ovf_judge *judge;
    ovf_suggestion_file *file;
    size_t count; /* of the suggestions in it */
    bool told;    /* for people */
    const cli_terminal *terminal;
} cli_suggester;

/* Opens the file of --suggest; without that option nothing is done. */
ovf_status cli_suggester_open(cli_suggester *suggester, ovf_error *error);
/* Looks for alternatives to the plan in hand. `object` gets them as JSON; NULL: none is wanted.
 * That there is none is no failure of the check: it is said. */
ovf_status cli_suggest(cli_suggester *suggester, json_t *object, ovf_error *error);
/* Writes the file, unless there is no suggestion. */
ovf_status cli_suggester_close(cli_suggester *suggester, ovf_error *error);
void cli_suggester_clear(cli_suggester *suggester);

#endif
