/* The zones a subcommand works with: those of --zones, or the bundled ones. */
#ifndef OVF_CLI_ZONE_FILES_H
#define OVF_CLI_ZONE_FILES_H

#include "cli/options.h"
#include "overflight/error.h"

typedef struct {
    const char *const *files;
    size_t count;
    char **bundled; /* owned, NULL where --zones was given */
    char *geodata;  /* owned, likewise: the folder of the geodata, that the bundled ones are in */
} cli_zone_files;

ovf_status cli_zone_files_find(const cli_options *options, cli_zone_files *files, ovf_error *error);
void cli_zone_files_clear(cli_zone_files *files);

#endif
