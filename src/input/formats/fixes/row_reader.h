/* What readers of tables without a row of names have in common: lines of cells that become fixes.
 */
#ifndef OVF_INPUT_FORMATS_FIXES_ROW_READER_H
#define OVF_INPUT_FORMATS_FIXES_ROW_READER_H

#include "input/formats/fixes/cells.h"
#include "input/formats/fixes/fix_table.h"
#include "input/formats/fixes/lines.h"
#include "input/formats/flight_format.h"

#define OVF_ROW_CELLS ((size_t)32)

typedef struct ovf_row_reader ovf_row_reader;
struct ovf_row_reader {
    ovf_fix_table *table;
    ovf_lines lines;
    ovf_cell cells[OVF_ROW_CELLS];
    size_t count;
    ovf_text room;
    char mark;       /* between cells; a blank: any number of them */
    uint64_t passed; /* lines that are no rows */
    /* Takes the cells of a line; *good: it was a row. */
    ovf_status (*take)(ovf_row_reader *in, bool *good, ovf_error *error);
    void *more; /* of the format, to free */
};

/* NULL when memory is out. */
ovf_row_reader *ovf_row_reader_open(const ovf_flight_input *input, char mark,
                                    ovf_status (*take)(ovf_row_reader *, bool *, ovf_error *));
ovf_status ovf_row_reader_take(void *reader, const char *bytes, size_t length, bool last,
                               ovf_error *error);
void ovf_row_reader_close(void *reader);

/* The cells of a line without quotation marks; their number. */
size_t ovf_row_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most);
/* Adds a fix of the group with this key; `call` may be empty. */
ovf_status ovf_row_add(ovf_row_reader *in, const ovf_cell *key, const ovf_cell *call,
                       ovf_table_row *row, ovf_error *error);
/* Exactly so many digits, or up to so many where `most`; -1: they are none. */
int ovf_row_digits(const ovf_cell *cell, size_t count, bool most);

#endif
