/* Datasets that GDAL makes of stored rows. */
#ifndef OVF_OUTPUT_DATASET_H
#define OVF_OUTPUT_DATASET_H

#include "input/gdal.h"
#include "output/row.h"

/* A layer to be: its rows lie in a store. */
typedef struct {
    const ovf_schema *schema;
    const char *store; /* path */
} ovf_dataset_layer;

/* Makes the new file `path` with the layers, spatially indexed. `called` is what messages call it. The same rows give the same bytes.
 * Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_dataset_write(const char *driver, const char *path, const char *called, const ovf_dataset_layer *layers, size_t count,
                             ovf_error *error);

/* Adds the layers to a database that is open for writing, as tables without a spatial index, in a transaction that the caller has begun and ends.
 * Errors: the same. */
ovf_status ovf_dataset_fill(GDALDatasetH dataset, const char *called, const ovf_dataset_layer *layers, size_t count, ovf_error *error);

#endif
