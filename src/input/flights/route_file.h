/* A file of routes while it is open. It is read by one thread at a time; what has been read may be
 * decoded by others, and keeps the file open. */
#ifndef OVF_INPUT_FLIGHTS_ROUTE_FILE_H
#define OVF_INPUT_FLIGHTS_ROUTE_FILE_H

#include <pthread.h>
#include <stdatomic.h>

#include "input/flights/altitudes.h"
#include "input/formats/flight_file.h"
#include "input/json/json_text.h"
#include "input/source/source.h"
#include "overflight/input.h"

/* Read in a format of our own; or, where it is GeoJSON of the usual kind, as a text; or through
 * OGR. */
typedef struct {
    ovf_source source;        /* OGR's; without dataset for the others */
    ovf_flight_file *flights; /* NULL: not in a format of our own */
    ovf_json_text *text;      /* NULL: not as a text */
    ovf_crs text_crs;
    size_t layer;   /* where OGR reads next: in this layer, ... */
    uint64_t at;    /* ... the feature of this index */
    bool filtered;  /* by a condition */
    bool over;      /* nothing is left of the layer */
    bool by_number; /* each feature is asked for by its number, since OGR cannot go to one and read
                       on */
    ovf_gpx_points gpx; /* of the layer in hand */
    atomic_size_t users;
    pthread_mutex_t lock; /* of what its decoders share */
} ovf_route_file;

/* `-` is standard input, a sequence of GeoJSON. Errors: as ovf_source_open. */
ovf_status ovf_route_file_open(const char *name, const ovf_input_options *options,
                               ovf_route_file **file, ovf_error *error);
ovf_route_file *ovf_route_file_use(ovf_route_file *file);
/* Closes it when nobody uses it any more. Takes NULL. */
void ovf_route_file_leave(ovf_route_file *file);

size_t ovf_route_file_layers(const ovf_route_file *file);
const char *ovf_route_file_label(const ovf_route_file *file, size_t layer);
/* Features of a layer where OGR knows it without reading, or `by_reading`; -1: unknown, or a text,
 * which is measured in bytes. Errors: OVF_ERROR_IO (a server does not tell). */
ovf_status ovf_route_file_count(ovf_route_file *file, size_t layer, bool by_reading, int64_t *count,
                                ovf_error *error);
/* Bytes of a text, UINT64_MAX: unknown. */
uint64_t ovf_route_file_size(const ovf_route_file *file);

/* A place between two blocks, from which reading can begin. All of it numbers, so that a journal
 * can hold it. */
typedef struct {
    uint64_t file;   /* index of the file; the number of files: the end */
    uint64_t layer;  /* index of the layer, among those that are read */
    uint64_t at;     /* bytes or features from where the layer begins, as its reader counts */
    uint64_t number; /* features of the layer before it, from where the part begins */
    uint64_t
        features; /* features of all layers of all files before it, from where the part begins */
} ovf_route_place;

/* Raw features that follow each other in one layer of one file. */
typedef struct ovf_route_block ovf_route_block;
struct ovf_route_block {
    ovf_route_file *file; /* kept open */
    size_t file_index, layer;
    const char *label;
    OGRFeatureH *features; /* OGR's, or ... */
    size_t feature_count, feature_capacity;
    ovf_flight **flights; /* ... those of a format of our own, or ... */
    size_t flight_count, flight_capacity;
    ovf_json_piece piece;     /* ... those of a text */
    uint64_t number, ordinal; /* of the first feature: counted from where the part begins, in the
                                 layer and in all */
    ovf_route_place end;
    double fraction;
};

/* Goes to a place in a layer: the index of a feature, or a byte of a text, where a feature begins
 * if `exact` and otherwise the next one is meant. */
ovf_status ovf_route_file_go(ovf_route_file *file, size_t layer, uint64_t at, bool exact,
                             ovf_error *error);
/* Adds the features before `until` to the block, less where they are large. *end when the layer has
 * no more; *paused when standard input has no more now. What goes wrong is said of the features
 * after those, and names neither file nor feature. */
ovf_status ovf_route_file_read(ovf_route_file *file, uint64_t until, ovf_route_block *block,
                               bool *end, bool *paused, ovf_error *error);
/* What it is read as: "GPX", "GeoJSON", or as GDAL calls it. */
const char *ovf_route_file_format(const ovf_route_file *file);
/* Where it reads next. */
uint64_t ovf_route_file_at(const ovf_route_file *file);

/* The layer's transformation for a decoder of its own, to close with ovf_crs_close. */
ovf_status ovf_route_file_crs(ovf_route_file *file, size_t layer, ovf_crs *crs, ovf_error *error);

ovf_status ovf_route_block_new(ovf_route_block **block, ovf_error *error);
void ovf_route_block_free(ovf_route_block *block);
/* The file cannot be read on: that is told behind what it has. False when memory is out. */
bool ovf_route_block_refuse(ovf_route_block *block, const char *why);
/* Empties it but keeps its memory. */
void ovf_route_block_reset(ovf_route_block *block);
/* Features in it, points and bad ones among them. */
size_t ovf_route_block_count(const ovf_route_block *block);
size_t ovf_route_block_file(const ovf_route_block *block);
/* Where the block ends. */
const ovf_route_place *ovf_route_block_end(const ovf_route_block *block);
/* How much of all input (or of the part) has been read then, 0 … 1; NAN: unknown. */
double ovf_route_block_fraction(const ovf_route_block *block);

#endif
