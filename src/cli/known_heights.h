/* What the options say of ground and air. */
#ifndef OVF_CLI_KNOWN_HEIGHTS_H
#define OVF_CLI_KNOWN_HEIGHTS_H

#include "cli/options.h"
#include "overflight/vertical.h"

/* What --dem, --qnh and --temperature say. */
ovf_vertical_options cli_known_heights(const cli_options *options);

#endif
