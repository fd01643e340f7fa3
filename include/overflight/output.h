/* Writing the results of an analysis into a directory. It appears whole or not at all: everything
 * is written into a new directory beside it, which is renamed when it is complete. For a database
 * that is a directory for temporary files (TMPDIR). */
#ifndef OVERFLIGHT_OUTPUT_H
#define OVERFLIGHT_OUTPUT_H

#include "overflight/analysis.h"
#include "overflight/totals.h"
#include "overflight/sensing.h"
#include "overflight/vertical.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The layers that can be written, as bits. */
typedef enum {
    OVF_LAYER_STATISTICS = 1 << 0,
    OVF_LAYER_ROUTES = 1 << 1,
    OVF_LAYER_ZONES = 1 << 2,
    OVF_LAYER_PASSAGES = 1 << 3,
    OVF_LAYER_CROSSINGS = 1 << 4,
    OVF_LAYER_NEAREST = 1 << 5,
    OVF_LAYER_OCCUPANCY = 1 << 6,
    OVF_LAYER_FINDINGS = 1 << 7, /* where routes are judged by restrictions */
    OVF_LAYER_SWATHS = 1 << 8,   /* this and those below: where routes are observed */
    OVF_LAYER_COVERAGE = 1 << 9,
    OVF_LAYER_GAPS = 1 << 10,
    OVF_LAYER_COVERAGE_BY_FLIGHT = 1 << 11,
    OVF_LAYER_REVISITS = 1 << 12, /* a raster, revisits.tif: in directories only */
    OVF_LAYER_ALL = (1 << 13) - 1
} ovf_layers;

#define OVF_LAYERS_OBSERVED                                                                  \
    (OVF_LAYER_SWATHS | OVF_LAYER_COVERAGE | OVF_LAYER_GAPS | OVF_LAYER_COVERAGE_BY_FLIGHT | \
     OVF_LAYER_REVISITS)

/* The formats that they can be written in, as bits. */
typedef enum {
    OVF_FORMAT_CSV =
        1 << 0, /* points with columns lon and lat, lines and areas with a column wkt */
    OVF_FORMAT_GEOJSON =
        1 << 1, /* a FeatureCollection after RFC 7946, with a style for QGIS beside it */
    OVF_FORMAT_GEOJSONSEQ = 1 << 2, /* a feature a line, .geojsonl */
    OVF_FORMAT_GPKG = 1 << 3, /* all layers in one GeoPackage, analysis.gpkg, with styles and a
                                 project for QGIS, which also is analysis.qgz */
    OVF_FORMAT_FGB =
        1 << 4, /* FlatGeobuf; its spatial index puts the rows into another order; tables are CSV */
    OVF_FORMAT_HTML =
        1 << 5, /* all layers in one page for people, report.html, which needs no network */
    OVF_FORMAT_USUAL = 1 << 6 /* tables as CSV, and layers with a geometry as GeoJSON */
} ovf_formats;

/* Read a comma-separated list of names ("statistics,passages"; "all" for all layers). False for an
 * unknown or empty name, which *unknown then names. */
bool ovf_layers_parse(const char *list, unsigned *layers, char unknown[64]);
bool ovf_formats_parse(const char *list, unsigned *formats, char unknown[64]);

/* An option of the analysis as the user gave it, for summary.json: {"zone-edges", "geodesic"}. */
typedef struct {
    const char *name;
    const char *value; /* NULL: a switch without a value, written as true */
} ovf_setting;

/* What was noted when the input was read (input.h), for summary.json. */
typedef struct {
    const char *file;
    const char *feature; /* NULL: the note is about the file */
    const char *note;
} ovf_input_note;

/* How long the bins of the occupancy are, in whole seconds; they begin at multiples of it since
 * 1970-01-01T00:00:00Z. */
#define OVF_BIN_S 3600.0         /* usually */
#define OVF_BIN_MAX_S 31622400.0 /* 366 days */

typedef struct {
    const char
        *directory;   /* or a database of PostgreSQL with PostGIS, as GDAL names it (PG:dbname=…):
                         then the layers become tables, all of them in one transaction, with the
                         text of summary.json in the table overflight_summary */
    unsigned layers;  /* of ovf_layers; 0 means all that there are */
    unsigned formats; /* of ovf_formats; 0 means OVF_FORMAT_USUAL; a database takes none */
    double bin_s;     /* of the occupancy, 1 … OVF_BIN_MAX_S; 0 means OVF_BIN_S */
    bool csv_safe;    /* in CSV, a text that a spreadsheet would take for a formula (it begins with
                         = + - @, their wide forms, a tab, or the end of a line) has a ' before it;
                         so has one that begins with such a ', and who takes one ' away has the
                         text again */
    bool replace;     /* replace a directory that an earlier analysis made (it has a summary.json of
                         ours, and nothing but what that one lists), or an empty one; or the tables
                         that an overflight_summary lists; anything else is never replaced */
    bool resume;      /* for ovf_batch_run */
    bool judged; /* the results have findings (finding.h); only then is there a layer of them */
    const ovf_sensing *sensing; /* the results have observations of its sensors; NULL: they have
                                   none, and there is no layer of them */
    size_t jobs;    /* threads for what is done when all routes are there; 0: one for each core */
    bool to_stdout; /* one layer (0: the statistics) in one text format to standard output, and into
                       no directory */
    const char *const *rule_files; /* for summary.json: the rule sets' files */
    size_t rule_file_count;
    const char *const *zone_files;
    size_t zone_file_count;
    const char *geodata; /* NULL, or the folder of overflight's geodata when the zone files are
                            bundled ones: summary.json names them relative to it, so that it has the
                            same bytes wherever overflight is installed */
    const char *const *route_files;
    size_t route_file_count;
    const char *command;   /* the command line, for summary.json; may be NULL */
    const char *judged_by; /* the rules that judged, in words, for summary.json; may be NULL */
    const ovf_setting *settings;
    size_t setting_count;
    const ovf_input_note *notes;
    size_t note_count;
    const ovf_vertical_source *vertical; /* what heights were compared by, for summary.json; NULL:
                                            none were */
} ovf_output_options;

typedef struct ovf_output ovf_output;

/* Opens the files of the chosen layers. What the options point to, and `zones`, must outlive the
 * output. Errors: OVF_ERROR_USAGE (NULL; the directory exists and may not be replaced, cannot be
 * made, or is being written by another run), OVF_ERROR_IO (names file and reason),
 * OVF_ERROR_MEMORY.
 *
 * For example:
 *     const ovf_output_options options = {.directory = "result", .layers = OVF_LAYER_STATISTICS};
 *     ovf_output *output;
 *     if (ovf_output_open(&options, &zones, &output, &error) == OVF_OK) {
 *         ovf_output_route(output, result, &error);
 *         ovf_output_close(output, &error);
 *         ovf_output_free(output);
 *     } */
ovf_status ovf_output_open(const ovf_output_options *options, const ovf_zones *zones,
                           ovf_output **output, ovf_error *error);
/* Adds one route's result, in input order. One thread at a time. After an error nothing more can be
 * added and the output cannot be closed, only freed: every further call gives the same error. */
ovf_status ovf_output_route(ovf_output *output, const ovf_result *result, ovf_error *error);
/* Adds a line to rejected.csv, which is there only when there is such a line. A failure to write is
 * what the next call of route or close returns. */
void ovf_output_reject(ovf_output *output, const char *file, const char *feature,
                       const char *reason);
/* The same of what was left out of a route that is used itself. */
void ovf_output_note(ovf_output *output, const char *file, const char *feature, const char *note);
/* Completes all files, takes the checksums of the inputs, and puts the directory in its place.
 * After an error the directory is as it was before the output was opened. */
ovf_status ovf_output_close(ovf_output *output, ovf_error *error);
/* What has reached the files so far; once the output is closed, all of it. Both belong to the
 * output. */
const ovf_totals *ovf_output_totals(const ovf_output *output);
const ovf_digest *ovf_output_digest(const ovf_output *output);
/* Frees; where close has not succeeded, removes what was written. Takes NULL. */
void ovf_output_free(ovf_output *output);

#ifdef __cplusplus
}
#endif
#endif
