#include "cli/zone_files.h"

#include <stdlib.h>

#include "base/error.h"
#include "overflight/input.h"

#define LONGEST_PATH 4096

ovf_status cli_zone_files_find(const cli_options *options, cli_zone_files *files, ovf_error *error)
{
    *files = (cli_zone_files){.files = options->zones.items, .count = options->zones.count};
    if (options->zones.count > 0) return OVF_OK;
    files->geodata = malloc(LONGEST_PATH);
    if (files->geodata == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_data_path("", files->geodata, LONGEST_PATH, error);
    if (status == OVF_OK)
        status = ovf_data_list("zones", ".geojson", &files->bundled, &files->count, error);
    files->files = (const char *const *)files->bundled;
    return status;
}

void cli_zone_files_clear(cli_zone_files *files)
{
    free(files->bundled);
    free(files->geodata);
    *files = (cli_zone_files){0};
}
