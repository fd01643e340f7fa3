/* Opening a file with OGR: which layers are read, in what CRS they are, and which fields name a
 * feature. */
#ifndef OVF_INPUT_SOURCE_SOURCE_H
#define OVF_INPUT_SOURCE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "input/source/crs.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "overflight/error.h"

typedef enum { OVF_GEOMETRY_POINTS, OVF_GEOMETRY_LINES, OVF_GEOMETRY_AREAS } ovf_geometry_kind;

typedef struct {
    OGRLayerH layer; /* to read */
    OGRLayerH table; /* to ask for what is known without reading; the same but for databases, where
                        the other answers a query over it */
    char *label;     /* FILE, or FILE|layername=NAME where the file has several layers; without
                        passwords */
    ovf_crs crs;
    int id_fields[2]; /* indexes of the fields that may hold the id, to be tried in turn; -1: none
                       */
    int id_field_count;
    bool fid_is_id; /* the features' own numbers are ids, to be tried after the first of these
                       fields */
    size_t number;  /* of the feature read last: 1, 2, … */
} ovf_layer;

typedef struct {
    char *file;   /* as the caller wrote it, without passwords */
    bool ordered; /* the features come in the same order each time */
    bool remote;  /* on a server, which may go away while it is read and come back */
    ovf_geometry_kind kind;
    GDALDatasetH dataset;
    ovf_layer *layers; /* those that can have the wanted geometry; at least one */
    size_t layer_count;
    size_t current;  /* the layer that is being read */
    size_t matching; /* features seen so far that had the wanted geometry, good or bad */
} ovf_source;

/* Opens FILE or FILE|layername=NAME. `id_field` and `where`, a condition that the format or the
 * database evaluates, may be NULL. On failure *source is closed. Errors: OVF_ERROR_INPUT (missing,
 * unreadable, no such layer, no layer of that kind, no CRS, no such field, no such condition),
 * OVF_ERROR_MEMORY. */
ovf_status ovf_source_open(ovf_source *source, const char *file, ovf_geometry_kind kind,
                           const char *id_field, const char *where, ovf_error *error);
void ovf_source_close(ovf_source *source);

/* The next feature that is no point among lines or areas, to destroy with OGR_F_Destroy, and its
 * layer; NULL after the last. A file in which no feature had the wanted geometry is an error at its
 * end (the reader counts in source->matching). */
ovf_status ovf_source_next(ovf_source *source, ovf_layer **layer, OGRFeatureH *feature,
                           ovf_error *error);

/* Number of features in the layers read if the format knows it without reading, otherwise -1. */
int64_t ovf_source_total(const ovf_source *source);

/* "Points", "LineStrings or MultiLineStrings", … */
const char *ovf_geometry_kind_name(ovf_geometry_kind kind);

/* The id that the feature has of its own in *id (empty if it has none). */
ovf_status ovf_feature_id(const ovf_layer *layer, OGRFeatureH feature, ovf_text *id,
                          ovf_error *error);

/* How messages call it: the id, or #NUMBER. */
void ovf_feature_title(const ovf_layer *layer, const char *id, char *title, size_t size);

#endif
