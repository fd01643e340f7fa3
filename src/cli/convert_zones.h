/* Zones in another format. */
#ifndef OVF_CLI_CONVERT_ZONES_H
#define OVF_CLI_CONVERT_ZONES_H

#include "cli/options.h"

/* Whether `convert` was given zones: by --zones, or files of airspace, or of areas alone. */
bool cli_converts_zones(const cli_options *options);

/* Writes them. Returns an exit status. */
int cli_convert_zones(const cli_options *options);

#endif
