/* Tests: tests/cli/convert_zones.py */
#include "cli/convert_zones.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/grouped.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"
#include "cli/zone_input.h"
#include "input/airspace/airspace_file.h"
#include "input/inspect/file_kind.h"
#include "input/inspect/first_area.h"
#include "output/convert/zone_writer.h"
#include "overflight/input.h"

static bool is_area(const char *geometry)
{
    return geometry != NULL &&
           (strstr(geometry, "Polygon") != NULL || strstr(geometry, "Surface") != NULL);
}

/* "Unknown (any)" is what GDAL says of geometries of several sorts. */
static bool is_open(const char *geometry)
{
    return geometry != NULL && strstr(geometry, "(any)") != NULL;
}

static bool has_zones(const char *file, bool references)
{
    ovf_airspace_file airspace = {0};
    ovf_file_kind kind = {0};
    ovf_error error = {0};
    if (strcmp(file, "-") == 0) return false;
    bool found = ovf_airspace_file_open(&airspace, file, &error) == OVF_OK &&
                 airspace.format != NULL;
    ovf_airspace_file_close(&airspace);
    if (found) return true;
    found = ovf_file_kind_find(file, NULL, NULL, references, &kind, &error) == OVF_OK &&
            kind.layer_count > 0;
    for (size_t i = 0; found && i < kind.layer_count; i++)
        found = is_area(kind.layers[i].geometry) ||
                (is_open(kind.layers[i].geometry) && ovf_file_begins_with_area(file, references));
    ovf_file_kind_clear(&kind);
    return found;
}

bool cli_converts_zones(const cli_options *options)
{
    if (options->zones.count > 0) return true;
    if (options->routes.count > 0 || options->operands.count == 0) return false;
    for (size_t i = 0; i < options->operands.count; i++)
        if (!has_zones(options->operands.items[i], options->references)) return false;
    return true;
}

static void tell(const cli_options *options, uint64_t count, size_t all, const char *what)
{
    char number[OVF_GROUPED_TEXT], of[OVF_GROUPED_TEXT];
    if (count == 0 || options->quiet) return;
    ovf_grouped(count, number);
    ovf_grouped(all, of);
    fprintf(stderr, "note: %s: %s: %s of %s zone%s\n", options->output, what, number, of,
            all == 1 ? "" : "s");
}

static void tell_losses(const cli_options *options, const ovf_zone_losses *lost, size_t all)
{
    tell(options, lost->curves, all,
         "the format has no such curves, which are drawn as points within 0.1 mm");
    tell(options, lost->parts, all,
         "the format holds no parts with limits of their own; each is a zone now");
    tell(options, lost->pieces, all, "the format holds one outline; each is a zone now");
    tell(options, lost->holes, all, "the format holds no holes, which are filled");
    tell(options, lost->limits, all,
         "the format has no such floor or ceiling, which other programs may not understand");
    tell(options, lost->times, all,
         "the format has no such times, which other programs may not understand");
    tell(options, lost->attributes, all, "the format holds no more attributes; left out are those");
}

static ovf_status read_zones(const cli_options *options, cli_zone_input *input, ovf_zones *zones,
                             ovf_error *error)
{
    size_t count = 0;
    const char **files = ovf_array_new(options->operands.count + options->zones.count + 1,
                                       sizeof *files);
    if (files == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < options->operands.count; i++)
        files[count++] = options->operands.items[i];
    for (size_t i = 0; i < options->zones.count; i++) files[count++] = options->zones.items[i];
    cli_zone_input_begin(input, options);
    ovf_status status = ovf_zones_read(files, count, &input->input, zones, error);
    cli_zone_input_end(input);
    free(files);
    return status;
}

int cli_convert_zones(const cli_options *options)
{
    cli_zone_input input;
    ovf_zones zones = {0};
    ovf_zone_losses lost = {0};
    ovf_error error = {0};
    char number[OVF_GROUPED_TEXT];
    ovf_status status = read_zones(options, &input, &zones, &error);
    if (status == OVF_OK)
        status = ovf_zones_write(&zones, options->output, options->force, &lost, &error);
    if (status == OVF_OK) {
        tell_losses(options, &lost, zones.count);
        ovf_grouped(zones.count, number);
        if (!options->quiet)
            printf("Written: %s, %s zone%s\n", options->output, number,
                   zones.count == 1 ? "" : "s");
    }
    ovf_zones_clear(&zones);
    return status == OVF_OK ? CLI_DONE : cli_fail(status, &error);
}
