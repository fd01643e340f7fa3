/* What a flight was read as, and what of it was never observed. */
#ifndef OVF_CLI_WHAT_WAS_READ_H
#define OVF_CLI_WHAT_WAS_READ_H

#include <jansson.h>

#include "cli/terminal.h"
#include "overflight/analysis.h"

/* A line on the format, the fixes, the times and heights, and what was left out; nothing of what is
 * from no file. And one on legs that were never observed, if there are any. */
void cli_what_was_read_print(const ovf_result *result, const cli_terminal *terminal);
/* The same as an object. */
json_t *cli_what_was_read_json(const ovf_result *result);

#endif
