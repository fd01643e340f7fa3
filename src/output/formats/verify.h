/* What GDAL has written is looked at before it gets its final name: a driver that loses a write may
 * say nothing of it. */
#ifndef OVF_OUTPUT_FORMATS_VERIFY_H
#define OVF_OUTPUT_FORMATS_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/error.h"

/* A layer, and how many rows were given to it. */
typedef struct {
    const char *name;
    uint64_t rows;
    bool spatial;
} ovf_written_layer;

/* Opens the file and compares. A GeoPackage is whole for SQLite (PRAGMA quick_check), has the rows,
 * and for each spatial layer an index with as many entries as there are geometries, and the
 * triggers that keep it up. Of other files the last row of each layer can be read. Within a pair of
 * ovf_gdal_errors_begin and _end. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_dataset_verify(const char *driver, const char *path, const char *called,
                              const ovf_written_layer *layers, size_t count, ovf_error *error);

#endif
