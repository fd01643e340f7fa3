/* What a file is: its format, how that was found, and its layers. */
#ifndef OVF_INPUT_INSPECT_FILE_KIND_H
#define OVF_INPUT_INSPECT_FILE_KIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"
#include "overflight/input.h"

typedef enum {
    OVF_KNOWN_BY_CONTENT, /* its first bytes, by a reader of our own */
    OVF_KNOWN_BY_OPTION,  /* the caller named it */
    OVF_KNOWN_BY_GDAL
} ovf_known_by;

typedef struct {
    char *name;
    const char *geometry; /* "Line String", as GDAL calls it */
    int64_t features;     /* -1: not known without reading */
    char *crs;            /* NULL: it names none */
} ovf_layer_about;

typedef struct {
    char *name;  /* "gpx"; of GDAL's the short name of its driver */
    char *title; /* as sentences name it: "an X-Plane flight plan" */
    ovf_known_by by;
    ovf_layer_about *layers; /* of what GDAL opens */
    size_t layer_count;
    bool areas; /* a layer may have areas, so that zones may be in it */
} ovf_file_kind;

/* Finds it without reading more than the beginning; `format` and `references` as in
 * ovf_input_options. `-` is a
 * sequence of GeoJSON. The caller clears *kind, after failure too. Errors: OVF_ERROR_INPUT (nothing
 * can open it; the sentence names the file), OVF_ERROR_USAGE (no such format), OVF_ERROR_MEMORY. */
ovf_status ovf_file_kind_find(const char *file, const char *format, const char *columns,
                              bool references, ovf_file_kind *kind, ovf_error *error);
void ovf_file_kind_clear(ovf_file_kind *kind);

#endif
