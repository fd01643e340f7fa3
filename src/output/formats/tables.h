/* Tables of PostgreSQL that GDAL makes of stored rows: all of them in one transaction, or none. */
#ifndef OVF_OUTPUT_FORMATS_TABLES_H
#define OVF_OUTPUT_FORMATS_TABLES_H

#include <stdbool.h>

#include "output/formats/dataset.h"

/* What an analysis says of itself, in the place of summary.json; and what was left out. */
#define OVF_SUMMARY_TABLE "overflight_summary"
#define OVF_REJECTED_TABLE "rejected"

typedef struct {
    const char *database;            /* as GDAL takes it */
    bool replace;                    /* the tables of an earlier analysis */
    const ovf_dataset_layer *layers; /* a table each */
    size_t layer_count;
    const char *rejected; /* path of a CSV file with a header; NULL: nothing was left out */
    const char *summary;  /* JSON */
} ovf_tables;

/* Whether they could be written now, so that a long analysis is not made for nothing; of the layers
 * only the schemas are looked at. Errors: OVF_ERROR_USAGE (there are tables of these names, of an
 * earlier analysis without `replace` or not known to be of one; the schema is missing, or PostGIS),
 * OVF_ERROR_IO (no connection), OVF_ERROR_MEMORY. */
ovf_status ovf_tables_check(const ovf_tables *tables, ovf_error *error);

/* Writes them, with a spatial index and with comments. On failure the database is as it was.
 * Errors: the same, and OVF_ERROR_IO for what the server says. */
ovf_status ovf_tables_write(const ovf_tables *tables, ovf_error *error);

#endif
