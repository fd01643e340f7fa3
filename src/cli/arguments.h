/* Reading the arguments of a subcommand. */
#ifndef OVF_CLI_ARGUMENTS_H
#define OVF_CLI_ARGUMENTS_H

#include "cli/options.h"

/* Reads argv[1] and so on. `name` is the subcommand's ("analyze", "zones list"; empty for the
 * program itself), `takes` lists the options it takes besides --help and --version, and ends with
 * CLI_NO_OPTION. CLI_GO_ON, or the exit status after a sentence that says what is wrong. Reading
 * ends at --help or --version: options->help or options->version is then set. To be called once in
 * a process, since getopt_long has a memory. */
int cli_arguments_read(cli_options *options, const char *name, const cli_option_id *takes, int argc,
                       char **argv);
void cli_options_clear(cli_options *options);

#endif
