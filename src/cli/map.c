/* overflight map DIR */
#include <stdio.h>
#include <string.h>
#include <strings.h>

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

static int draw(const cli_options *options, const char *file)
{
    ovf_error error = {0};
    const ovf_picture_options picture = {
        .width = options->size.width, .height = options->size.height, .zone = options->zone};
    ovf_status status = ovf_maps_draw(options->operands.items[0], &picture, file, &error);
    if (status != OVF_OK) return cli_fail(status, &error);
    if (!options->quiet) printf("Drawn: %s\n", file);
    return CLI_DONE;
}

static bool is_picture(const char *file)
{
    static const char *const ends[] = {".png", ".svg", ".pdf"};
    const char *end = strrchr(file, '.');
    for (size_t i = 0; end != NULL && i < 3; i++)
        if (strcasecmp(end, ends[i]) == 0) return true;
    return false;
}

int cli_map(const cli_options *options)
{
    if (options->operands.count != 1) {
        cli_complain("map: expected the directory of one analysis, found %s: try 'overflight map "
                     "result'",
                     options->operands.count == 0 ? "none" : "more");
        return CLI_BAD_INPUT;
    }
    const char *file = options->output != NULL ? options->output : options->png;
    if (file == NULL && (options->zone != NULL || options->size.width > 0)) {
        cli_complain("option '--%s' needs a picture: add '--output FILE.png'",
                     options->zone != NULL ? "zone" : "size");
        return CLI_BAD_INPUT;
    }
    if (options->output != NULL && options->png != NULL) {
        cli_complain("option '--png' does not go with '--output': give one of them");
        return CLI_BAD_INPUT;
    }
    if (options->output != NULL && !is_picture(options->output)) {
        cli_complain("option '--output' expected a file that ends with .png, .svg or .pdf, found "
                     "\"%s\"",
                     options->output);
        return CLI_BAD_INPUT;
    }
    return file != NULL ? draw(options, file) : make(options);
}
