/* Tables of fixes, one a row, with a row of names: OpenSky's state vectors, Flightradar24's exports,
 * EUROCONTROL's positions, AirData's logs, Garmin's, X-Plane's, and any other whose columns are
 * called as such columns are, or as somebody says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/cells.h"
#include "input/formats/fixes/fix_table.h"
#include "input/formats/fixes/lines.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"

/* A speed, in whatever unit, from which on an aircraft does not stand. */
#define MOVES_FROM 10.0
/* Two clocks of one file differ by more than this: one of them was set. */
#define CLOCK_SET_S 2.0
#define KEY_MAX_BYTES 512

typedef struct {
    ovf_fix_table *table;
    ovf_text stem, said, ids;
    ovf_lines lines;
    char mark;
    bool headed, has_said, has_ids;
    ovf_columns columns;
    ovf_cell cells[OVF_COLUMNS_MAX];
    ovf_text room;
    double begin_s, begin_least_s; /* of the clock that counts from the beginning */
    uint64_t short_rows;
    uint32_t last_group; /* and its key, which the next row is likely to have */
    size_t last_length;
    char last_key[KEY_MAX_BYTES];
    uint32_t last_call;
    size_t call_length;
    char call_text[24];
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
static bool find_names(const char *line, size_t length, const char *said, const char *ids,
                       ovf_cell *cells, size_t *count, ovf_text *room, char *mark,
                       ovf_columns *columns, ovf_status *status, ovf_error *error)
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
           ovf_columns_find(cells, *count, said, ids, columns, status, error);
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
    ovf_columns columns;
    ovf_text room = {0};
    ovf_status status;
    char mark;
    const char *end = bytes + length;
    bool found = false;
    if (memchr(bytes, '\0', length) != NULL || (length > 0 && strchr("{[<", bytes[0]) != NULL))
        return false;
    for (int i = 0; i < LINES_BEFORE_NAMES && bytes < end && !found; i++) {
        size_t size, count;
        const char *line = ovf_first_line(bytes, (size_t)(end - bytes), &size);
        found = size > 0 && line[0] != '#' &&
                find_names(line, size, NULL, NULL, cells, &count, &room, &mark, &columns, &status,
                           NULL);
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
    bool found = find_names(line, length, in->has_said ? in->said.text : NULL,
                            in->has_ids ? in->ids.text : NULL, in->cells, &count, &in->room,
                            &in->mark, &in->columns, &status, error);
    if (status != OVF_OK) return status;
    in->headed = true;
    if (!found)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "has no columns that are called as longitude and latitude are");
    return sentence == NULL || ovf_columns_tell(in->cells, &in->columns, sentence)
               ? OVF_OK
               : ovf_fail_memory(error);
}

/* ---- rows ---- */

static const ovf_cell *cell_at(const csv_reader *in, size_t column)
{
    return column == OVF_NO_COLUMN || in->cells[column].length == 0 ? NULL : &in->cells[column];
}

static double number_at(const csv_reader *in, size_t column)
{
    double value;
    const ovf_cell *cell = cell_at(in, column);
    return cell != NULL && ovf_decimal_is(cell->text, cell->length, &value) ? value : NAN;
}

static bool equals(const ovf_cell *cell, const char *word)
{
    return cell->length == strlen(word) && memcmp(cell->text, word, cell->length) == 0;
}

static bool is_true(const ovf_cell *cell)
{
    return cell != NULL &&
           (strchr("tTyY", cell->text[0]) != NULL || (cell->length == 1 && cell->text[0] == '1'));
}

static bool is_none(const ovf_cell *cell)
{
    return cell == NULL || equals(cell, "NaN") || equals(cell, "nan") || equals(cell, "null") ||
           equals(cell, "NULL") || equals(cell, "None") || equals(cell, "NA") ||
           equals(cell, "NaT") || equals(cell, "\\N");
}

static bool read_position(const csv_reader *in, ovf_table_row *row)
{
    const ovf_columns *columns = &in->columns;
    if (columns->position == OVF_NO_COLUMN) {
        row->lon = number_at(in, columns->lon);
        row->lat = number_at(in, columns->lat);
    } else {
        const ovf_cell *cell = cell_at(in, columns->position);
        row->lon = row->lat = NAN;
        if (cell == NULL) return false;
        const char *end = cell->text + cell->length,
                   *at = ovf_decimal_read(cell->text, end, &row->lat);
        at = at == NULL ? end : ovf_skip_blanks(at, end);
        if (at < end && (*at == ',' || *at == ';' || *at == '/')) at = ovf_skip_blanks(at + 1, end);
        if (at == end || ovf_decimal_read(at, end, &row->lon) != end) row->lon = NAN;
    }
    return !isnan(row->lon) && !isnan(row->lat);
}

static void read_altitude(csv_reader *in, ovf_table_row *row)
{
    const ovf_columns *columns = &in->columns;
    bool ground = is_true(cell_at(in, columns->on_ground));
    row->altitude_m = NAN;
    row->reference = OVF_REFERENCE_UNKNOWN;
    for (size_t i = 0; i < 2 && isnan(row->altitude_m); i++) {
        const ovf_altitude_column *from = &columns->altitudes[i];
        const ovf_cell *cell = cell_at(in, from->column);
        double value;
        if (is_none(cell)) continue;
        if (equals(cell, "ground")) {
            ground = true;
        } else if (!ovf_decimal_is(cell->text, cell->length, &value)) {
            ovf_altitude_value(cell->text, cell->length,
                               ovf_fix_table_unread_altitudes(in->table));
        } else if (columns->level_is_zero_on_ground && value == 0) {
            ground = true;
        } else {
            row->altitude_m = value * from->factor;
            row->reference = from->reference;
        }
    }
    if (!ground || !isnan(row->altitude_m)) return;
    row->altitude_m = 0;
    row->reference = OVF_REFERENCE_GROUND;
}

/* From the time that counts and the time of day, when counting began: the latter is cut to seconds,
 * so the latest beginning is the nearest. */
static double read_elapsed(csv_reader *in, double clock_s)
{
    double elapsed_s = number_at(in, in->columns.elapsed_ms) / 1e3;
    if (isnan(elapsed_s) || isnan(clock_s)) return elapsed_s;
    double begin_s = clock_s - elapsed_s;
    if (!(begin_s <= in->begin_s)) in->begin_s = begin_s;
    if (!(begin_s >= in->begin_least_s)) in->begin_least_s = begin_s;
    return elapsed_s;
}

static double read_time(csv_reader *in)
{
    const ovf_columns *columns = &in->columns;
    const ovf_cell *cell = cell_at(in, columns->time), *date = cell_at(in, columns->date),
                   *zone = cell_at(in, columns->zone);
    double time_s = NAN, clock_s, ahead_s;
    bool read = false, none = is_none(cell);
    if (!none) read = ovf_moment_read(cell->text, cell->length, columns->clock, &time_s);
    if (!read && !none && date != NULL && ovf_clock_read(cell->text, cell->length, &clock_s) &&
        ovf_date_read(date->text, date->length, false, &time_s)) {
        time_s += clock_s;
        read = true;
    }
    if (read && zone != NULL && ovf_zone_read(zone->text, zone->length, &ahead_s))
        time_s -= ahead_s;
    if (!read && !none)
        ovf_time_value(cell->text, cell->length, ovf_fix_table_unread_times(in->table));
    if (!read) time_s = NAN;
    return columns->elapsed_ms == OVF_NO_COLUMN ? time_s : read_elapsed(in, time_s);
}

/* The key of the cells of the ids, or of the aircraft, or of the call sign. */
static size_t read_key(const csv_reader *in, char key[KEY_MAX_BYTES])
{
    const ovf_columns *columns = &in->columns;
    size_t length = 0, single[1];
    const size_t *from = columns->ids;
    size_t count = columns->id_count;
    if (count == 0) {
        single[0] = cell_at(in, columns->aircraft) != NULL ? columns->aircraft : columns->call;
        from = single;
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        const ovf_cell *cell = cell_at(in, from[i]);
        if (cell == NULL) continue;
        if (length > 0 && length < KEY_MAX_BYTES) key[length++] = ' ';
        size_t size = cell->length < KEY_MAX_BYTES - length ? cell->length : KEY_MAX_BYTES - length;
        memcpy(key + length, cell->text, size);
        length += size;
    }
    return length;
}

static bool add_attribute(csv_reader *in, const char *name, size_t column)
{
    const ovf_cell *cell = cell_at(in, column);
    return cell == NULL || ovf_fix_table_attribute(in->table, name, cell->text, cell->length);
}

static bool find_group(csv_reader *in, uint32_t *group)
{
    char key[KEY_MAX_BYTES];
    bool is_new;
    size_t length = read_key(in, key);
    if (length == in->last_length && memcmp(key, in->last_key, length) == 0) {
        *group = in->last_group;
        return true;
    }
    if (!ovf_fix_table_group(in->table, key, length, group, &is_new)) return false;
    memcpy(in->last_key, key, length);
    in->last_length = length;
    in->last_group = *group;
    if (!is_new) return true;
    bool by_call = in->columns.id_count > 0 || cell_at(in, in->columns.aircraft) == NULL;
    return add_attribute(in, "aircraft", in->columns.aircraft) &&
           (!by_call || add_attribute(in, "callsign", in->columns.call));
}

/* Only of flights that are told apart by it. */
static bool find_call(csv_reader *in, uint32_t *call)
{
    const ovf_cell *cell = cell_at(in, in->columns.call);
    *call = OVF_CALL_NONE;
    if (in->columns.id_count > 0 || is_none(cell) || cell_at(in, in->columns.aircraft) == NULL)
        return true;
    if (cell->length == in->call_length && memcmp(cell->text, in->call_text, cell->length) == 0) {
        *call = in->last_call;
        return true;
    }
    if (!ovf_fix_table_call(in->table, cell->text, cell->length, call)) return false;
    in->call_length = cell->length <= sizeof in->call_text ? cell->length : SIZE_MAX;
    if (in->call_length != SIZE_MAX) memcpy(in->call_text, cell->text, cell->length);
    in->last_call = *call;
    return true;
}

static ovf_status take_line(void *context, const char *line, size_t length, ovf_error *error)
{
    csv_reader *in = context;
    if (!in->headed) return line[0] == '#' ? OVF_OK : take_names(in, line, length, NULL, error);
    size_t wanted = in->columns.last + 1,
           count = ovf_cells_split(line, length, in->mark, in->cells, wanted, &in->room);
    if (count == SIZE_MAX) return ovf_fail_memory(error);
    for (size_t i = count; i < wanted; i++) in->cells[i] = (ovf_cell){"", 0};
    in->short_rows += count < wanted;
    ovf_table_row row;
    uint32_t group;
    if (!read_position(in, &row)) return OVF_OK;
    /* Before it has a position, a drone writes 0, 0. */
    if (in->columns.elapsed_ms != OVF_NO_COLUMN && row.lon == 0 && row.lat == 0) return OVF_OK;
    row.time_s = read_time(in);
    read_altitude(in, &row);
    double speed = number_at(in, in->columns.speed);
    row.moves = speed >= MOVES_FROM && row.reference != OVF_REFERENCE_GROUND;
    if (!find_group(in, &group) || !find_call(in, &row.call)) return ovf_fail_memory(error);
    return ovf_fix_table_add(in->table, group, &row, error);
}

/* ---- the format ---- */

static void close_reader(void *reader)
{
    csv_reader *in = reader;
    if (in == NULL) return;
    ovf_fix_table_free(in->table);
    ovf_text_clear(&in->stem);
    ovf_text_clear(&in->said);
    ovf_text_clear(&in->ids);
    ovf_text_clear(&in->room);
    ovf_lines_clear(&in->lines);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    csv_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->table = ovf_fix_table_new(input->queue);
    in->lines.quotes = true;
    in->has_said = input->columns != NULL;
    in->has_ids = input->flight_id != NULL;
    in->begin_s = in->begin_least_s = NAN;
    in->last_length = in->call_length = SIZE_MAX;
    if (in->table != NULL && ovf_text_add_string(&in->stem, input->stem) &&
        ovf_fix_table_name(in->table, input->stem) &&
        (!in->has_said || ovf_text_add_string(&in->said, input->columns)) &&
        (!in->has_ids || ovf_text_add_string(&in->ids, input->flight_id)))
        return in;
    close_reader(in);
    return NULL;
}

/* A clock that was set while it ran is told, and so is that of a single flight. */
static bool end_clock(csv_reader *in)
{
    if (in->columns.elapsed_ms == OVF_NO_COLUMN || in->last_length == SIZE_MAX) return true;
    if (in->begin_s - in->begin_least_s > CLOCK_SET_S &&
        !ovf_fix_table_note(in->table, "its clock was set while it ran, so times may be wrong"))
        return false;
    return ovf_fix_table_shift(in->table, in->last_group, in->begin_s);
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    csv_reader *in = reader;
    bool first = last && !in->lines.ended;
    ovf_status status = ovf_lines_take(&in->lines, bytes, length, last, take_line, in, error);
    if (status != OVF_OK || !last) return status;
    if (first && !end_clock(in)) return ovf_fail_memory(error);
    return ovf_fix_table_give(in->table, error);
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
