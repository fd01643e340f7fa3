/* The command line as it goes into summary.json. */
#ifndef OVF_CLI_COMMANDLINE_H
#define OVF_CLI_COMMANDLINE_H

#include "cli/options.h"

/* The `analyze` that gives the same result, to free, quoted for a shell: without --output, --force and --quiet, which
 * change nothing in it, so that the same input gives the same bytes wherever they are written. NULL when memory is out. */
char *cli_command_line(const cli_options *options);

#endif
