/* The table of the options. */
#ifndef OVF_CLI_OPTION_TABLE_H
#define OVF_CLI_OPTION_TABLE_H

#include "cli/option_type.h"
#include "cli/options.h"

/* By cli_option_id; the first is none. */
extern const cli_option cli_option_table[CLI_OPTION_COUNT];

#endif
