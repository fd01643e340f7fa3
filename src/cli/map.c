/* overflight map DIR */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/exit.h"
#include "cli/failure.h"
#include "cli/terminal.h"
#include "overflight/maps.h"

static int make(const cli_options *options)
{
    ovf_error error = {0};
    const char *directory = options->operands.items[0];
    ovf_status status = ovf_maps_remake(directory, &error);
    if (status != OVF_OK) return cli_fail(status, &error);
    if (!options->quiet)
        printf("Made in %s: analysis.gpkg, analysis.qgz and report.html\n", directory);
    return CLI_DONE;
}

static int draw(const cli_options *options)
{
    ovf_error error = {0};
    const ovf_picture_options picture = {
        .width = options->size.width, .height = options->size.height, .zone = options->zone};
    ovf_status status = ovf_maps_draw(options->operands.items[0], &picture, options->png, &error);
    if (status != OVF_OK) return cli_fail(status, &error);
    if (!options->quiet) printf("Drawn: %s\n", options->png);
    return CLI_DONE;
}

int cli_map(const cli_options *options)
{
    if (options->operands.count != 1) {
        cli_complain("map: expected the directory of one analysis, found %s: try 'overflight map "
                     "result'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    if (options->png == NULL && (options->zone != NULL || options->size.width > 0)) {
        cli_complain("option '--%s' needs a picture: add '--png FILE'",
                     options->zone != NULL ? "zone" : "size");
        return CLI_BAD_INPUT;
    }
    return options->png != NULL ? draw(options) : make(options);
}
