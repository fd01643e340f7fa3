/* `zones list`, `airfields show`: a subcommand's second word. */
#ifndef OVF_CLI_VERBS_H
#define OVF_CLI_VERBS_H

#include "cli/options.h"

typedef int (*cli_verb_function)(const char *verb, const cli_options *options);

/* Finds argv[1] among `verbs` (ends with NULL), whose syntaxes stand in the same order, reads the
 * options after it and calls `run`. */
int cli_run_verb(int argc, char **argv, const char *subcommand, const char *const *verbs,
                 const cli_syntax *syntaxes, cli_verb_function run);

#endif
