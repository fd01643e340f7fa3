/* Rows in a file of our own, until all of them are there and GDAL can make a dataset of them. Such
 * a file lives in the staging directory only, and in the parts of a sharded analysis: its layout is
 * nobody else's business and may change with every version. */
#ifndef OVF_OUTPUT_ROWS_STORE_H
#define OVF_OUTPUT_ROWS_STORE_H

#include <stdio.h>

#include "output/rows/bytes.h"
#include "output/rows/row.h"
#include "overflight/error.h"

/* Adds a row; has the shape of ovf_format.row. */
void ovf_store_row(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row);

/* Reads them again. */
typedef struct {
    FILE *file;
    bool shared; /* the file is another's */
    const ovf_schema *schema;
    const char *path;
    ovf_bytes buffer;
    /* What the row points to. */
    ovf_row row;
    ovf_attributes attributes;
    size_t attribute_capacity;
    ovf_polyline line;
    ovf_polygon *polygons;
    size_t polygon_capacity;
    ovf_ring *rings;
    size_t ring_capacity;
    const char **fix_names;
    size_t fix_name_capacity;
} ovf_store;

/* `path` must outlive the store. */
ovf_status ovf_store_open(ovf_store *store, const char *path, const ovf_schema *schema,
                          ovf_error *error);
/* The same from an open file with that path, which stays open; nothing may be written to it while
 * the store is open. */
ovf_status ovf_store_attach(ovf_store *store, int file, const char *path, const ovf_schema *schema,
                            ovf_error *error);
/* The next row, which holds until the next call; NULL after the last. Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_store_next(ovf_store *store, const ovf_row **row, ovf_error *error);
void ovf_store_rewind(ovf_store *store);
void ovf_store_close(ovf_store *store);
/* The folder that its file is in, to free; NULL when memory is out. */
char *ovf_store_folder(const ovf_store *store);

/* Opens one over the file of another, which must stay open, to read its rows in any order, each
 * thread with its own. */
void ovf_store_share(ovf_store *store, const ovf_store *other);
/* The row that begins at *offset, which then is where the next one begins; NULL at the end. Errors
 * and how long it holds: as ovf_store_next. */
ovf_status ovf_store_read(ovf_store *store, uint64_t *offset, const ovf_row **row,
                          ovf_error *error);

#endif
