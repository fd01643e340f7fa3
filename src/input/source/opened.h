/* A file that OGR has opened, and its layers. */
#ifndef OVF_INPUT_SOURCE_OPENED_H
#define OVF_INPUT_SOURCE_OPENED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/source/crs.h"
#include "input/source/sequence.h"

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
    char *file;       /* as the caller wrote it, without passwords */
    bool ordered;     /* the features come in the same order each time */
    bool remote;      /* on a server, which may go away while it is read and come back */
    bool references;  /* what the file refers to is read too */
    char crs[128];    /* as a collection of GeoJSON calls it; empty: it does not */
    bool has_extents; /* features may have a member "extent", which their native data have */
    ovf_geometry_kind kind;
    GDALDatasetH dataset;
    ovf_sequence sequence; /* what it was opened from, if it is one */
    ovf_layer *layers;     /* those that can have the wanted geometry; at least one */
    size_t layer_count;
    size_t current;  /* the layer that is being read */
    uint64_t beside; /* of areas: points in layers that are not read */
    size_t matching; /* features seen so far that had the wanted geometry, good or bad */
} ovf_source;

#endif
