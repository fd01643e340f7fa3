/* Tables of fixes, one a row, with a row of names: OpenSky's state vectors, Flightradar24's
 * exports, EUROCONTROL's positions, AirData's logs, Garmin's, X-Plane's, and any other whose
 * columns are called as such columns are, or as somebody says. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/cells.h"
#include "input/formats/fixes/lines.h"
#include "input/formats/fixes/named_rows.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"

typedef struct {
    ovf_named_rows rows;
    ovf_lines lines;
    char mark;
    bool headed;
    ovf_cell cells[OVF_COLUMNS_MAX];
    ovf_text room;
} csv_reader;

/* ---- the row of names ---- */

/* Columns of text, of which GDAL may know geometry. */
static bool has_geometry(const ovf_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].length >= 3 &&
            (memcmp(cells[i].text, "WKT", 3) == 0 || memcmp(cells[i].text, "wkt", 3) == 0))
            return true;
    return false;
}

/* The mark between cells with which a line has names for a position. */
static bool find_names(ovf_named_rows *rows, const char *line, size_t length, ovf_cell *cells,
                       size_t *count, ovf_text *room, char *mark, ovf_status *status,
                       ovf_error *error)
{
    static const char marks[] = {',', ';', '\t', '|'};
    size_t most = 0;
    char best = ',';
    *status = OVF_OK;
    for (size_t i = 0; i < sizeof marks; i++) {
        *count = ovf_cells_split(line, length, marks[i], cells, OVF_COLUMNS_MAX, room);
        if (*count == SIZE_MAX) {
            *status = ovf_fail_memory(error);
            return false;
        }
        if (*count > most && memchr(line, marks[i], length) != NULL) {
            best = marks[i];
            most = *count;
        }
    }
    /* X-Plane's names have commas in them. */
    *mark = memchr(line, '|', length) != NULL ? '|' : best;
    *count = ovf_cells_split(line, length, *mark, cells, OVF_COLUMNS_MAX, room);
    return *count > 1 && !has_geometry(cells, *count) &&
           ovf_named_rows_find(rows, cells, *count, status, error);
}

/* Before the row of names come comments, or none. */
static const char *next_line(const char *line, size_t length, const char *end)
{
    const char *next = line + length;
    while (next < end && (*next == '\n' || *next == '\r')) next++;
    return next;
}

#define LINES_BEFORE_NAMES 8

static bool is(const char *bytes, size_t length)
{
    ovf_cell cells[OVF_COLUMNS_MAX];
    ovf_named_rows rows = {.table = NULL};
    ovf_text room = {0};
    ovf_status status;
    char mark;
    const char *end = bytes + length;
    bool found = false;
    const char *first = ovf_skip_start(bytes, end);
    if (memchr(bytes, '\0', length) != NULL || (first < end && strchr("{[<", *first) != NULL))
        return false;
    for (int i = 0; i < LINES_BEFORE_NAMES && bytes < end && !found; i++) {
        size_t size, count;
        const char *line = ovf_first_line(bytes, (size_t)(end - bytes), &size);
        found = size > 0 && line[0] != '#' &&
                find_names(&rows, line, size, cells, &count, &room, &mark, &status, NULL);
        if (size > 0 && line[0] != '#') break;
        bytes = next_line(line, size, end);
    }
    ovf_text_clear(&room);
    return found;
}

static ovf_status take_names(csv_reader *in, const char *line, size_t length, ovf_text *sentence,
                             ovf_error *error)
{
    size_t count;
    ovf_status status;
    bool found = find_names(&in->rows, line, length, in->cells, &count, &in->room, &in->mark,
                            &status, error);
    if (status != OVF_OK) return status;
    in->headed = true;
    if (!found)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "has no columns that are called as longitude and latitude are");
    return sentence == NULL || ovf_columns_tell(in->cells, &in->rows.columns, sentence)
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status take_line(void *context, const char *line, size_t length, ovf_error *error)
{
    csv_reader *in = context;
    if (!in->headed) return line[0] == '#' ? OVF_OK : take_names(in, line, length, NULL, error);
    size_t wanted = in->rows.columns.last + 1,
           count = ovf_cells_split(line, length, in->mark, in->cells, wanted, &in->room);
    if (count == SIZE_MAX) return ovf_fail_memory(error);
    for (size_t i = count; i < wanted; i++) in->cells[i] = (ovf_cell){"", 0};
    return ovf_named_rows_add(&in->rows, in->cells, error);
}

/* ---- the format ---- */

static void close_reader(void *reader)
{
    csv_reader *in = reader;
    if (in == NULL) return;
    ovf_named_rows_clear(&in->rows);
    ovf_text_clear(&in->room);
    ovf_lines_clear(&in->lines);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    csv_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->lines.quotes = true;
    if (ovf_named_rows_open(&in->rows, input)) return in;
    close_reader(in);
    return NULL;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    csv_reader *in = reader;
    bool first = last && !in->lines.ended;
    ovf_status status = ovf_lines_take(&in->lines, bytes, length, last, take_line, in, error);
    if (status != OVF_OK || !last) return status;
    if (first) status = ovf_named_rows_end(&in->rows, error);
    if (status != OVF_OK) return status;
    return ovf_fix_table_give(in->rows.table, error);
}

static ovf_status describe(void *reader, const char *bytes, size_t length, ovf_text *sentence,
                           ovf_error *error)
{
    csv_reader *in = reader;
    const char *end = bytes + length;
    ovf_status status = OVF_OK;
    while (bytes < end && status == OVF_OK && !in->headed) {
        size_t size;
        const char *line = ovf_first_line(bytes, (size_t)(end - bytes), &size);
        if (size > 0 && line[0] != '#') status = take_names(in, line, size, sentence, error);
        bytes = next_line(line, size, end);
    }
    in->headed = false;
    return status;
}

const ovf_flight_format ovf_flight_format_csv = {.name = "csv",
                                                 .title = "a table of fixes",
                                                 .is = is,
                                                 .splits = true,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader,
                                                 .describe = describe};
