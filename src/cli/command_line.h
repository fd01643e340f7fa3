/* The command line and its options as they go into summary.json. */
#ifndef OVF_CLI_COMMAND_LINE_H
#define OVF_CLI_COMMAND_LINE_H

#include "cli/options.h"
#include "overflight/output.h"

#define CLI_MAX_SETTINGS 30

/* The options that shape the result, as they were given; the files stand elsewhere in summary.json.
 * Returns their number. */
size_t cli_settings(const cli_options *options, ovf_setting settings[CLI_MAX_SETTINGS]);

/* The `analyze` or `check` that gives the same result, to free, quoted for a shell: without
 * --output, --force, --jobs and the like, which change nothing in it, so that the same input gives
 * the same bytes wherever they are written. NULL when memory is out. */
char *cli_command_line(const cli_options *options);

#endif
