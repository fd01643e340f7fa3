/* Datasets that GDAL makes of stored rows. */
#ifndef OVF_OUTPUT_FORMATS_DATASET_H
#define OVF_OUTPUT_FORMATS_DATASET_H

#include "gdal/gdal.h"
#include "output/rows/row.h"

/* Which of a layer's rows, and as what. */
typedef enum {
    OVF_ROWS_ALL,
    OVF_ROWS_AS_POINTS, /* of places: each as a point, where it is or begins */
    OVF_ROWS_LINES      /* of places: those that are lines */
} ovf_rows;

/* A layer to be: its rows lie in a store. */
typedef struct {
    const ovf_schema *schema;
    const char *store; /* path */
    ovf_rows rows;
    const char *name, *title; /* NULL: the schema's */
} ovf_dataset_layer;

/* What a file gets besides its layers, while it is still open. */
typedef struct {
    ovf_status (*add)(const void *context, GDALDatasetH dataset, ovf_error *error);
    const void *context;
} ovf_dataset_extra;

/* Makes the new file `path` with the layers, spatially indexed. `called` is what messages call it;
 * `extra` may be NULL. The same rows give the same bytes. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY,
 * and those of `extra`. */
ovf_status ovf_dataset_write(const char *driver, const char *path, const char *called,
                             const ovf_dataset_layer *layers, size_t count,
                             const ovf_dataset_extra *extra, ovf_error *error);

/* A MultiPolygon; NULL: there are none. */
OGRGeometryH ovf_dataset_areas(const ovf_polygon *polygons, size_t count);

/* Adds the layers to a database that is open for writing, as tables without a spatial index, in a
 * transaction that the caller has begun and ends. Errors: the same. */
ovf_status ovf_dataset_fill(GDALDatasetH dataset, const char *called,
                            const ovf_dataset_layer *layers, size_t count, ovf_error *error);

#endif
