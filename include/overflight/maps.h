/* The maps of an analysis that is there already. Nothing is analysed again: they are made of the
 * layers in its directory, and of summary.json. */
#ifndef OVERFLIGHT_MAPS_H
#define OVERFLIGHT_MAPS_H

#include "overflight/error.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Makes in the directory analysis.gpkg, analysis.qgz, report.html, and a style beside each layer in
 * GeoJSON, in place of those that are there. Layers come from analysis.gpkg where there is one,
 * otherwise from GeoJSON, GeoJSONSeq, FlatGeobuf or CSV. Each file appears whole or stays as it
 * was. Errors: OVF_ERROR_INPUT (there is no analysis, or nothing to map in it; names it),
 * OVF_ERROR_IO, OVF_ERROR_GEOMETRY, OVF_ERROR_MEMORY. */
ovf_status ovf_maps_remake(const char *directory, ovf_error *error);

/* A picture. Zeroed it is one of everything, 1600 by 1000 pixels. */
#define OVF_PICTURE_MIN 200
#define OVF_PICTURE_MAX 10000
typedef struct {
    int width, height; /* pixels, OVF_PICTURE_MIN … OVF_PICTURE_MAX; 0: the usual */
    const char *zone;  /* id of the zone to look at; NULL: everything */
    double scale;      /* of text and lines; 0: by the size */
} ovf_picture_options;

/* Draws the analysis in the directory into a new file, or in place of one that is there: SVG or PDF
 * where its name ends with .svg or .pdf, PNG otherwise.
 * Errors: the same, and OVF_ERROR_USAGE (a size out of range, a zone that is not in the analysis).
 *
 * For example:
 *     const ovf_picture_options options = {.width = 800, .height = 600, .zone = "alaska"};
 *     ovf_maps_draw("result", &options, "alaska.png", &error); */
ovf_status ovf_maps_draw(const char *directory, const ovf_picture_options *options,
                         const char *file, ovf_error *error);

#ifdef __cplusplus
}
#endif
#endif
