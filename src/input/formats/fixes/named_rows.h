/* Rows of a table whose columns have names, as fixes: what tables of text, of JSON and of GDAL have
 * in common. */
#ifndef OVF_INPUT_FORMATS_FIXES_NAMED_ROWS_H
#define OVF_INPUT_FORMATS_FIXES_NAMED_ROWS_H

#include "input/formats/fixes/column_choice.h"
#include "input/formats/fixes/fix_table.h"
#include "input/formats/flight_format.h"

#define OVF_KEY_MAX ((size_t)512)

typedef struct {
    ovf_fix_table *table;
    ovf_columns columns;
    ovf_text said, ids; /* what a user says of them */
    bool has_said, has_ids;
    const ovf_cell *cells;         /* of the row in hand, as many as columns.last + 1 */
    double begin_s, begin_least_s; /* of the clock that counts from the beginning */
    uint32_t last_group;           /* and its key, which the next row is likely to have */
    size_t last_length;
    char last_key[OVF_KEY_MAX];
    uint32_t last_call;
    size_t call_length;
    char call_text[24];
    ovf_unread unread_places; /* rows with a position that cannot be read */
    size_t placed;            /* and those with one that can */
} ovf_named_rows;

/* False when memory is out; to be cleared then, too. */
bool ovf_named_rows_open(ovf_named_rows *rows, const ovf_flight_input *input);
void ovf_named_rows_clear(ovf_named_rows *rows);

/* Whether names of columns say where a position is, as users say of them, if they do. Errors: as
 * ovf_columns_find, by *status. */
bool ovf_named_rows_find(ovf_named_rows *rows, const ovf_cell *names, size_t count,
                         ovf_status *status, ovf_error *error);
/* A row with at least columns.last + 1 cells. One without a position is passed over; one with a
 * position that cannot be read is told at the end. Numbers may have a comma for a point. */
ovf_status ovf_named_rows_add(ovf_named_rows *rows, const ovf_cell *cells, ovf_error *error);
/* There are no more. Then ovf_fix_table_give has the flights. Errors: OVF_ERROR_INPUT (there are
 * rows, and no position can be read), OVF_ERROR_MEMORY. */
ovf_status ovf_named_rows_end(ovf_named_rows *rows, ovf_error *error);

#endif
