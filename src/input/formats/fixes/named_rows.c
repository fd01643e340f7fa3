#include "input/formats/fixes/named_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "input/formats/fixes/compact_place.h"
#include "input/formats/values.h"

/* A speed, in whatever unit, from which on an aircraft does not stand. */
#define MOVES_FROM 10.0
/* Two clocks of one file differ by more than this: one of them was set. */
#define CLOCK_SET_S 2.0

bool ovf_named_rows_open(ovf_named_rows *rows, const ovf_flight_input *input)
{
    *rows = (ovf_named_rows){.has_said = input->columns != NULL,
                             .has_ids = input->flight_id != NULL,
                             .begin_s = NAN,
                             .begin_least_s = NAN,
                             .last_length = SIZE_MAX,
                             .call_length = SIZE_MAX};
    rows->table = ovf_fix_table_new(input->queue);
    return rows->table != NULL && ovf_fix_table_name(rows->table, input->stem) &&
           (!rows->has_said || ovf_text_add_string(&rows->said, input->columns)) &&
           (!rows->has_ids || ovf_text_add_string(&rows->ids, input->flight_id));
}

void ovf_named_rows_clear(ovf_named_rows *rows)
{
    ovf_fix_table_free(rows->table);
    ovf_text_clear(&rows->said);
    ovf_text_clear(&rows->ids);
    *rows = (ovf_named_rows){.table = NULL};
}

bool ovf_named_rows_find(ovf_named_rows *rows, const ovf_cell *names, size_t count,
                         ovf_status *status, ovf_error *error)
{
    return ovf_columns_find(names, count, rows->has_said ? rows->said.text : NULL,
                            rows->has_ids ? rows->ids.text : NULL, &rows->columns, status, error);
}

/* ---- cells ---- */

static const ovf_cell *cell_at(const ovf_named_rows *in, size_t column)
{
    return column == OVF_NO_COLUMN || in->cells[column].length == 0 ? NULL : &in->cells[column];
}

static double number_at(const ovf_named_rows *in, size_t column)
{
    double value;
    const ovf_cell *cell = cell_at(in, column);
    return cell != NULL && ovf_decimal_is(cell->text, cell->length, &value) ? value : NAN;
}

/* As countries write it that have a comma for the point; other marks there are none. */
static double degrees_at(const ovf_named_rows *in, size_t column)
{
    char text[40];
    double value = number_at(in, column);
    const ovf_cell *cell = cell_at(in, column);
    const char *comma = cell == NULL ? NULL : memchr(cell->text, ',', cell->length);
    if (!isnan(value) || comma == NULL || cell->length > sizeof text) return value;
    memcpy(text, cell->text, cell->length);
    text[comma - cell->text] = '.';
    return ovf_decimal_is(text, cell->length, &value) ? value : NAN;
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
    if (cell != NULL && cell->length > 4) return false; /* than any of these */
    return cell == NULL || equals(cell, "NaN") || equals(cell, "nan") || equals(cell, "null") ||
           equals(cell, "NULL") || equals(cell, "None") || equals(cell, "NA") ||
           equals(cell, "NaT") || equals(cell, "\\N");
}

static bool read_position(const ovf_named_rows *in, ovf_table_row *row)
{
    const ovf_columns *columns = &in->columns;
    if (columns->position == OVF_NO_COLUMN) {
        row->lon = degrees_at(in, columns->lon);
        row->lat = degrees_at(in, columns->lat);
    } else {
        const ovf_cell *cell = cell_at(in, columns->position);
        row->lon = row->lat = NAN;
        if (cell == NULL) return false;
        const char *end = cell->text + cell->length,
                   *at = ovf_decimal_read(cell->text, end, &row->lat);
        at = at == NULL ? end : ovf_skip_blanks(at, end);
        if (at < end && (*at == ',' || *at == ';' || *at == '/')) at = ovf_skip_blanks(at + 1, end);
        if (at == end || ovf_decimal_read(at, end, &row->lon) != end) row->lon = NAN;
        if (isnan(row->lon)) ovf_compact_place_read(cell->text, cell->length, &row->lon, &row->lat);
    }
    return !isnan(row->lon) && !isnan(row->lat);
}

static void read_altitude(ovf_named_rows *in, ovf_table_row *row)
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
            ovf_altitude_value(cell->text, cell->length, ovf_fix_table_unread_altitudes(in->table));
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
static double read_elapsed(ovf_named_rows *in, double clock_s)
{
    double elapsed_s = number_at(in, in->columns.elapsed_ms) / 1e3;
    if (isnan(elapsed_s) || isnan(clock_s)) return elapsed_s;
    double begin_s = clock_s - elapsed_s;
    if (!(begin_s <= in->begin_s)) in->begin_s = begin_s;
    if (!(begin_s >= in->begin_least_s)) in->begin_least_s = begin_s;
    return elapsed_s;
}

static double read_time(ovf_named_rows *in)
{
    const ovf_columns *columns = &in->columns;
    const ovf_cell *cell = cell_at(in, columns->time), *date = cell_at(in, columns->date),
                   *zone = cell_at(in, columns->zone);
    double time_s = NAN, clock_s, ahead_s;
    bool read = false, none = is_none(cell);
    if (!none) read = ovf_moment_read(cell->text, cell->length, columns->clock, &time_s);
    if (!read && !none && date != NULL && ovf_clock_read(cell->text, cell->length, &clock_s) &&
        ovf_calendar_read(date->text, date->length, false, &time_s)) {
        time_s += clock_s;
        read = true;
    }
    if (read && zone != NULL && ovf_zone_read(zone->text, zone->length, &ahead_s))
        time_s -= ahead_s;
    const double age_s = number_at(in, columns->age);
    if (read && !isnan(age_s)) time_s -= age_s;
    if (!read && !none)
        ovf_time_value(cell->text, cell->length, ovf_fix_table_unread_times(in->table));
    if (!read) time_s = NAN;
    return columns->elapsed_ms == OVF_NO_COLUMN ? time_s : read_elapsed(in, time_s);
}

/* The key of the cells of the ids, or of the aircraft, or of the call sign. */
static size_t read_key(const ovf_named_rows *in, char key[OVF_KEY_MAX])
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
        if (length > 0 && length < OVF_KEY_MAX) key[length++] = ' ';
        size_t size = cell->length < OVF_KEY_MAX - length ? cell->length : OVF_KEY_MAX - length;
        memcpy(key + length, cell->text, size);
        length += size;
    }
    return length;
}

static bool add_attribute(ovf_named_rows *in, const char *name, size_t column)
{
    const ovf_cell *cell = cell_at(in, column);
    return cell == NULL || ovf_fix_table_attribute(in->table, name, cell->text, cell->length);
}

static bool find_group(ovf_named_rows *in, uint32_t *group)
{
    char key[OVF_KEY_MAX];
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
static bool find_call(ovf_named_rows *in, uint32_t *call)
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

/* A row that means a place, and does not say which. */
static void count_unread(ovf_named_rows *in)
{
    const ovf_columns *columns = &in->columns;
    const bool single = columns->position != OVF_NO_COLUMN;
    const ovf_cell *lat = cell_at(in, single ? columns->position : columns->lat),
                   *lon = single ? lat : cell_at(in, columns->lon);
    if (is_none(lat) || is_none(lon)) return;
    const ovf_cell *shown = isnan(degrees_at(in, single ? columns->position : columns->lat)) ? lat
                                                                                             : lon;
    ovf_unread_count(&in->unread_places, shown->text, shown->length);
}

ovf_status ovf_named_rows_add(ovf_named_rows *in, const ovf_cell *cells, ovf_error *error)
{
    ovf_table_row row = {.leg = 0};
    uint32_t group;
    in->cells = cells;
    if (!read_position(in, &row)) {
        count_unread(in);
        return OVF_OK;
    }
    in->placed++;
    /* Before it has a position, a drone writes 0, 0. */
    if (in->columns.elapsed_ms != OVF_NO_COLUMN && row.lon == 0 && row.lat == 0) return OVF_OK;
    row.time_s = read_time(in);
    read_altitude(in, &row);
    double speed = number_at(in, in->columns.speed);
    row.moves = speed >= MOVES_FROM && row.reference != OVF_REFERENCE_GROUND;
    if (!find_group(in, &group) || !find_call(in, &row.call)) return ovf_fail_memory(error);
    return ovf_fix_table_add(in->table, group, &row, error);
}

static ovf_status tell_unread(ovf_named_rows *in, ovf_error *error)
{
    const ovf_unread *unread = &in->unread_places;
    char note[160];
    if (unread->count > 0 && in->placed == 0)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "none of its positions can be read, such as \"%s\": expected degrees, as in "
            "54.5",
            unread->example);
    if (unread->count == 0) return OVF_OK;
    snprintf(note, sizeof note,
             "%zu row%s of the file %s left out: positions that cannot be read, "
             "such as \"%s\"",
             unread->count, unread->count == 1 ? "" : "s", unread->count == 1 ? "was" : "were",
             unread->example);
    return ovf_fix_table_note(in->table, note) ? OVF_OK : ovf_fail_memory(error);
}

/* A clock that was set while it ran is told, and so is that of a single flight. */
static bool end_clock(ovf_named_rows *in)
{
    if (in->columns.elapsed_ms == OVF_NO_COLUMN || in->last_length == SIZE_MAX) return true;
    if (in->begin_s - in->begin_least_s > CLOCK_SET_S &&
        !ovf_fix_table_note(in->table, "its clock was set while it ran, so times may be wrong"))
        return false;
    return ovf_fix_table_shift(in->table, in->last_group, in->begin_s);
}

ovf_status ovf_named_rows_end(ovf_named_rows *in, ovf_error *error)
{
    return end_clock(in) ? tell_unread(in, error) : ovf_fail_memory(error);
}
