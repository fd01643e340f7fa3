/* Tests: tests/cli/hostile.py */
#include "cli/limit_list.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#include "base/reading_limits.h"
#include "cli/exit.h"
#include "overflight/maps.h"
#include "overflight/sweep.h"
#include "overflight/suggest.h"
#include "overflight/survey.h"

static const struct {
    const char *name;
    uint64_t value;
    const char *what;
} limits[] = {
    {"feature-bytes", OVF_LIMIT_FEATURE_BYTES, "bytes of one feature of GeoJSON"},
    {"line-bytes", OVF_LIMIT_LINE_BYTES, "bytes of a line of a table or log"},
    {"text-bytes", OVF_LIMIT_TOKEN_BYTES, "bytes of one text in JSON of fixes"},
    {"columns", OVF_LIMIT_COLUMNS, "columns of a table of fixes"},
    {"archive-members", OVF_LIMIT_MEMBERS, "files of an archive that are looked at"},
    {"kml-legs", OVF_LIMIT_KML_LEGS, "points that may give times to lines of one leg in KML"},
    {"edge-pieces", OVF_LIMIT_EDGE_PIECES, "pieces that an edge of a projected CRS is cut into"},
    {"curve-chords", OVF_LIMIT_CURVE_CHORDS, "chords that a curve of a file is cut into"},
    {"aixm-changes", OVF_LIMIT_AIXM_CHANGES, "times at which an airspace of AIXM changes"},
    {"aixm-links", OVF_LIMIT_AIXM_LINKS, "links that one airspace of AIXM follows"},
    {"raster-cells", OVF_LIMIT_RASTER_CELLS, "cells of revisits.tif"},
    {"picture-pixels", OVF_PICTURE_MAX, "pixels of a side of a picture"},
    {"sweep-steps", OVF_SWEEP_STEPS_MAX, "values of a limit that --sweep tries"},
    {"suggestion-places", OVF_LIMIT_SUGGESTION_PLACES, "places that --suggest goes around by"},
    {"suggestion-fixes", OVF_SUGGEST_FIXES_MAX, "fixes of a route that --suggest writes"},
    {"survey-tracks", OVF_SURVEY_TRACKS_MAX, "parallel tracks of a survey"},
    {"threads", OVF_LIMIT_THREADS, "threads of --jobs"},
};

int cli_print_limits(void)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        printf("%-18s %10" PRIu64 "  %s\n", limits[i].name, limits[i].value, limits[i].what);
    return CLI_DONE;
}
