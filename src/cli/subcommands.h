/* Which subcommands there are, and which options each takes. */
#ifndef OVF_CLI_SUBCOMMANDS_H
#define OVF_CLI_SUBCOMMANDS_H

#include "cli/options.h"

typedef struct cli_subcommand {
    const char *name; /* one word, or two: "zones list" */
    int (*run)(const cli_options *options);
    cli_option_id takes[CLI_OPTION_COUNT]; /* besides --help and --version */
} cli_subcommand;

/* Ends with one without a name. Those with the same first word stand together. */
extern const cli_subcommand cli_subcommands[];

/* Runs the command with its arguments, as main has them. Returns the exit status. */
int cli_run(int argc, char **argv);

#endif
