/* What every format implements: rows as bytes. A new one is one new file and a line in formats.c.
 *
 * Rows are bytes that are simply put one after the other, so threads, shards and resumed runs all
 * make files in the same way. A format that GDAL writes has its rows in a file of our own (store.h)
 * until all of them are there, and becomes a dataset in the end; a layer that can say something
 * only then has its work rows there too. */
#ifndef OVF_OUTPUT_ROWS_FORMAT_H
#define OVF_OUTPUT_ROWS_FORMAT_H

#include "output/rows/bytes.h"
#include "output/rows/row.h"

typedef struct {
    const char *name; /* in lists: "geojson" */
    unsigned bit;     /* of ovf_formats */
    const char *extension;
    const char *driver; /* GDAL's, for a format that is made in the end; otherwise NULL */
    bool stored;        /* the rows are in a file of our own, that goes in the end */
    void (*begin)(ovf_bytes *bytes,
                  const ovf_schema *schema); /* what stands before the rows; NULL: nothing */
    void (*row)(ovf_bytes *bytes, const ovf_schema *schema, const ovf_row *row);
    size_t first_lacks; /* the first row of a file goes without so many of its bytes */
    const char *end;    /* what stands after the rows; NULL: nothing */
} ovf_format;

extern const ovf_format ovf_format_csv, ovf_format_geojson, ovf_format_geojsonseq, ovf_format_gpkg,
    ovf_format_fgb, ovf_format_html;

/* Of a layer's work rows; not for users. */
extern const ovf_format ovf_format_work;

/* In place of CSV, for spreadsheets (csv_safe of ovf_output_options). */
extern const ovf_format ovf_format_csv_safe;

/* All that users can choose, by the order of their bits. */
extern const ovf_format *const ovf_format_list[];
extern const size_t ovf_format_count;

#endif
