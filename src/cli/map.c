/* overflight map DIR */
#include <stdio.h>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/terminal.h"
#include "overflight/maps.h"

const char cli_map_help[] =
    "overflight map: make the maps of an analysis again, or draw a picture of it\n"
    "\n"
    "Usage: overflight map DIR\n"
    "       overflight map DIR --png FILE [OPTIONS]\n"
    "\n"
    "DIR is what 'analyze -o DIR' or 'merge -o DIR' has made. Without --png, these are\n"
    "made in it from its layers, in place of those that are there: analysis.gpkg (all\n"
    "layers with styles, base map and project), analysis.qgz (the project, for QGIS),\n"
    "a style beside each layer in GeoJSON, and report.html (one page for everybody,\n"
    "which needs no network). Nothing is analysed again.\n"
    "\n"
    "      --png FILE     draw a picture instead, and leave DIR as it is\n"
    "      --size WxH     of the picture, in pixels (1600x1000)\n"
    "      --zone ID      only what is around that zone\n"
    "  -q, --quiet        do not say what was made\n"
    "  -h, --help         this text\n"
    "\n"
    "Examples:\n"
    "  overflight map result\n"
    "  overflight map result --png kaliningrad.png --zone kaliningrad --size 2400x1500\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or input, 3 failure of the system. Unless it is\n"
    "0, what was there is as it was.\n";

static int make(const cli_options *options)
{
    ovf_error error;
    const char *directory = options->operands[0];
    ovf_status status = ovf_maps_remake(directory, &error);
    if (status != OVF_OK) cli_complain("%s", error.message);
    else if (!options->quiet)
        printf("Made in %s: analysis.gpkg, analysis.qgz and report.html\n", directory);
    return cli_exit_for(status);
}

static int draw(const cli_options *options)
{
    ovf_error error;
    const ovf_picture_options picture = {
        .width = options->width, .height = options->height, .zone = options->zone};
    ovf_status status = ovf_maps_draw(options->operands[0], &picture, options->png, &error);
    if (status != OVF_OK) cli_complain("%s", error.message);
    else if (!options->quiet) printf("Drawn: %s\n", options->png);
    return cli_exit_for(status);
}

static int start(const cli_options *options)
{
    if (options->operand_count != 1) {
        cli_complain("map wants the directory of an analysis, as in 'overflight map result'");
        return CLI_BAD_INPUT;
    }
    if (options->png == NULL && (options->zone != NULL || options->width > 0)) {
        cli_complain("option '--%s' is for pictures: add '--png FILE'",
                     options->zone != NULL ? "zone" : "size");
        return CLI_BAD_INPUT;
    }
    return options->png != NULL ? draw(options) : make(options);
}

int cli_map(int argc, char **argv)
{
    static const cli_syntax syntax = {"map", "xXiq", cli_map_help};
    cli_options options;
    int status = cli_options_parse(&options, &syntax, argc, argv);
    if (status == CLI_GO_ON) status = start(&options);
    cli_options_clear(&options);
    return status;
}
