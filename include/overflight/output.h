/* Writing the results of an analysis into a directory. The directory appears whole or not at all: everything is
 * written into a new directory beside it, which is renamed when all is complete. */
#ifndef OVERFLIGHT_OUTPUT_H
#define OVERFLIGHT_OUTPUT_H

#include "overflight/analysis.h"

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
    OVF_LAYER_ALL = (1 << 6) - 1
} ovf_layers;

/* Reads a comma-separated list of layer names ("statistics,passages"). False for an unknown name, which *unknown then names. */
bool ovf_layers_parse(const char *list, unsigned *layers, char unknown[64]);

typedef struct {
    const char *directory;
    unsigned layers;  /* of ovf_layers; 0 means all */
    bool replace;     /* replace a directory that an earlier analysis made (it has a summary.json of ours); anything else is never replaced */
    const char *const *zone_files;
    size_t zone_file_count;
    const char *const *route_files;
    size_t route_file_count;
    const char *command; /* the command line, for summary.json; may be NULL */
} ovf_output_options;

/* Totals over all routes, for the terminal's table and for summary.json and zones.geojson. */
typedef struct {
    uint64_t routes;   /* routes that met the zone */
    uint64_t passages, crossings;
    double inside_m;
} ovf_zone_totals;

typedef struct {
    uint64_t routes;
    uint64_t meeting_routes; /* routes that met any zone */
    uint64_t rejected;
    double length_m;
    ovf_zone_totals *zones; /* one for each zone, in their order */
    size_t zone_count;
} ovf_totals;

typedef struct ovf_output ovf_output;

/* Errors: OVF_ERROR_USAGE (the directory exists and is not ours to replace), OVF_ERROR_IO. `zones` must outlive the output. */
ovf_status ovf_output_open(const ovf_output_options *options, const ovf_zones *zones, ovf_output **output,
                           ovf_error *error);
/* Adds one route's result, in input order. */
ovf_status ovf_output_route(ovf_output *output, const ovf_result *result, ovf_error *error);
/* Adds a line to rejected.csv; has the shape of an ovf_reject_function with the output as context. */
void ovf_output_reject(void *output, const char *file, const char *feature, const char *reason);
/* Completes all files and puts the directory in its place. */
ovf_status ovf_output_close(ovf_output *output, ovf_error *error);
/* What has been added so far. Belongs to the output. */
const ovf_totals *ovf_output_totals(const ovf_output *output);
/* Frees; where close has not succeeded, removes what was written. Takes NULL. */
void ovf_output_free(ovf_output *output);

#ifdef __cplusplus
}
#endif
#endif
