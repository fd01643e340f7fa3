/* Fixes in JSON that is no GeoJSON: OpenSky's /states and /tracks; Flightradar24's feeds and
 * flights; what a receiver's map or a service for all the world shows at a moment; and tables as
 * data frames write them, a list of records, records line by line, or a dictionary of columns. All
 * of them are rows with names, and read as those. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/column_names.h"
#include "input/formats/fixes/json_scan.h"
#include "input/formats/fixes/named_rows.h"
#include "input/formats/fixes/words.h"
#include "input/formats/values.h"

/* Of what is not in a row so many values are kept, which hold for the rows behind them. */
#define KEPT_MAX 64

/* Names for lists of values. */
static const char *const states[] = {
    "icao24",   "callsign",     "origin_country", "time_position", "last_contact",   "longitude",
    "latitude", "baroaltitude", "on_ground",      "velocity",      "true_track",     NULL,
    "sensors",  "geoaltitude",  "squawk",         "spi",           "position_source"};
static const char *const path[] = {"time",         "latitude",   "longitude",
                                   "baroaltitude", "true_track", "on_ground"};
static const char *const feed[] = {"hex",       "latitude", "longitude", "track",  "altitude",
                                   "speed",     "squawk",   "radar",     "type",   "registration",
                                   "timestamp", "from",     "to",        "number", "on_ground",
                                   NULL,        "callsign"};

typedef struct {
    size_t begin, length; /* in the texts */
    uint32_t name;
} value;

typedef struct {
    size_t begin, end;
} span;

typedef struct {
    bool is_array;
    size_t value_begin, text_begin; /* what there was before it */
    char name[48];                  /* of the member in hand */
} frame;

typedef struct {
    ovf_text texts; /* each with its NUL */
    size_t *begins, begin_capacity, count;
} column;

typedef struct {
    ovf_named_rows rows;
    ovf_json_scan scan;
    frame frames[OVF_JSON_NESTED + 1];
    int depth;
    ovf_words names;
    ovf_text texts;
    value *values;
    size_t value_count, value_capacity;
    size_t found_for; /* so many names were there when columns were found */
    bool has_columns, ended;
    ovf_cell cells[OVF_COLUMNS_MAX];
    bool is_snapshot;
    size_t now; /* of the values that which says when a snapshot was made; SIZE_MAX: none so far */
    span *waiting; /* values of rows, for that to come */
    size_t waiting_count, waiting_capacity;
    column *columns; /* of a dictionary, by name */
    size_t column_count, column_capacity;
} json_reader;

/* ---- values ---- */

/* The name of a value in a member of this name: that, or for one in an object of its own
 * "altitude_feet". */
static bool name_value(json_reader *in, uint32_t *number)
{
    const frame *at = &in->frames[in->depth], *above = &in->frames[in->depth - 1];
    char name[100];
    bool nested = in->depth > 1 && !above->is_array && above->name[0] != '\0';
    size_t above_length = nested ? strlen(above->name) : 0, length = strlen(at->name);
    memcpy(name, above->name, above_length);
    if (nested) name[above_length++] = '_';
    memcpy(name + above_length, at->name, length);
    return ovf_words_number(&in->names, name, above_length + length, number);
}

static bool keep(json_reader *in, uint32_t name, const char *text, size_t length)
{
    if (!ovf_array_reserve(&in->values, &in->value_capacity, in->value_count + 1,
                           sizeof *in->values))
        return false;
    in->values[in->value_count++] = (value){in->texts.length, length, name};
    return ovf_text_add(&in->texts, text, length);
}

/* ---- rows ---- */

/* The columns by all names that there have been. */
static ovf_status find_columns(json_reader *in, ovf_error *error)
{
    ovf_cell names[OVF_COLUMNS_MAX];
    ovf_status status;
    size_t count = in->names.count < OVF_COLUMNS_MAX ? in->names.count : OVF_COLUMNS_MAX;
    if (in->found_for == in->names.count) return OVF_OK;
    for (size_t i = 0; i < count; i++) {
        const char *name = ovf_words_text(&in->names, (uint32_t)i);
        names[i] = (ovf_cell){name, strlen(name)};
    }
    in->has_columns = ovf_named_rows_find(&in->rows, names, count, &status, error);
    in->found_for = in->names.count;
    return status;
}

static void fill_cells(json_reader *in, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        const value *from = &in->values[i];
        if (from->name > in->rows.columns.last) continue;
        ovf_cell *cell = &in->cells[from->name];
        *cell = (ovf_cell){in->texts.text + from->begin, from->length};
        ovf_trim(&cell->text, &cell->length);
    }
}

/* These values as a row, of two of one name the later. */
static ovf_status add_row_of(json_reader *in, size_t begin, size_t end, ovf_error *error)
{
    ovf_status status = find_columns(in, error);
    if (status != OVF_OK || !in->has_columns) return status;
    for (size_t i = 0; i <= in->rows.columns.last; i++) in->cells[i] = (ovf_cell){"", 0};
    if (in->now < in->value_count) fill_cells(in, in->now, in->now + 1);
    fill_cells(in, begin, end);
    return ovf_named_rows_add(&in->rows, in->cells, error);
}

/* All that are kept. */
static ovf_status add_row(json_reader *in, ovf_error *error)
{
    return add_row_of(in, 0, in->value_count, error);
}

/* A row of a snapshot whose time comes behind its aircraft, or not at all. */
static ovf_status wait_for_time(json_reader *in, size_t begin, ovf_error *error)
{
    if (!ovf_array_reserve(&in->waiting, &in->waiting_capacity, in->waiting_count + 1,
                           sizeof *in->waiting))
        return ovf_fail_memory(error);
    in->waiting[in->waiting_count++] = (span){begin, in->value_count};
    return OVF_OK;
}

static ovf_status add_waiting(json_reader *in, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < in->waiting_count && status == OVF_OK; i++)
        status = add_row_of(in, in->waiting[i].begin, in->waiting[i].end, error);
    in->waiting_count = 0;
    return status;
}

static void forget(json_reader *in, const frame *from)
{
    in->value_count = from->value_begin;
    in->texts.length = from->text_begin;
    if (in->now >= in->value_count) in->now = SIZE_MAX;
}

/* Whether the values from there on say where something is. */
static bool has_place(const json_reader *in, size_t from)
{
    int found = 0;
    for (size_t i = from; i < in->value_count; i++) {
        const char *name = ovf_words_text(&in->names, in->values[i].name);
        found |= ovf_column_place(&(ovf_cell){name, strlen(name)});
    }
    return found == OVF_PLACE_BOTH;
}

/* ---- lists of values ---- */

/* What the values of a list are called that is the one of a list of this name. */
static const char *const *names_of(const json_reader *in, size_t count, size_t *known)
{
    const frame *list = &in->frames[in->depth - 1],
                *above = in->depth > 1 ? &in->frames[in->depth - 2] : NULL;
    if (!list->is_array && in->depth == 2 && count >= sizeof feed / sizeof *feed) {
        *known = sizeof feed / sizeof *feed;
        return feed;
    }
    if (above == NULL || !list->is_array || above->is_array) return NULL;
    if (strcmp(above->name, "states") == 0) {
        *known = sizeof states / sizeof *states;
        return states;
    }
    *known = sizeof path / sizeof *path;
    return strcmp(above->name, "path") == 0 ? path : NULL;
}

static ovf_status end_list(json_reader *in, ovf_error *error)
{
    const frame *at = &in->frames[in->depth];
    size_t count = in->value_count - at->value_begin, known = 0;
    const char *const *names = names_of(in, count, &known);
    ovf_status status = OVF_OK;
    if (names != NULL && count > 0) {
        for (size_t i = 0; i < count; i++) {
            const char *name = i < known && names[i] != NULL ? names[i] : "-";
            if (!ovf_words_number(&in->names, name, strlen(name),
                                  &in->values[at->value_begin + i].name))
                return ovf_fail_memory(error);
        }
        status = add_row(in, error);
    }
    bool waits = in->waiting_count > 0 && at->value_begin <= in->waiting[0].begin;
    if (!waits) forget(in, at);
    return status;
}

/* ---- a dictionary of columns ---- */

/* A member of the root whose name is that of a column, and whose value holds others. */
static bool is_column(const json_reader *in)
{
    return in->depth == 2 && !in->frames[1].is_array && in->column_count > 0;
}

static bool add_to_column(json_reader *in, const char *text, size_t length)
{
    uint32_t name;
    if (!ovf_words_number(&in->names, in->frames[1].name, strlen(in->frames[1].name), &name))
        return false;
    if (name >= OVF_COLUMNS_MAX) return true;
    if (!ovf_array_reserve(&in->columns, &in->column_capacity, (size_t)name + 1,
                           sizeof *in->columns))
        return false;
    while (in->column_count <= name) in->columns[in->column_count++] = (column){{0}, NULL, 0, 0};
    column *to = &in->columns[name];
    if (!ovf_array_reserve(&to->begins, &to->begin_capacity, to->count + 1, sizeof *to->begins))
        return false;
    to->begins[to->count++] = to->texts.length;
    return ovf_text_add(&to->texts, text, length) && ovf_text_add(&to->texts, "", 1);
}

static ovf_status end_columns(json_reader *in, ovf_error *error)
{
    ovf_status status = find_columns(in, error);
    size_t rows = 0;
    for (size_t i = 0; i < in->column_count; i++)
        if (in->columns[i].count > rows) rows = in->columns[i].count;
    for (size_t row = 0; row < rows && in->has_columns && status == OVF_OK; row++) {
        for (size_t i = 0; i <= in->rows.columns.last; i++) {
            const column *from = &in->columns[i];
            in->cells[i] = (ovf_cell){"", 0};
            if (i >= in->column_count || row >= from->count) continue;
            const char *text = from->texts.text + from->begins[row];
            in->cells[i] = (ovf_cell){text, strlen(text)};
            ovf_trim(&in->cells[i].text, &in->cells[i].length);
        }
        status = ovf_named_rows_add(&in->rows, in->cells, error);
    }
    return status;
}

/* ---- events ---- */

static ovf_status begin(json_reader *in, ovf_scan_kind kind, ovf_error *error)
{
    /* The first member of a table in columns begins with this. */
    bool first = in->depth == 1 && !in->frames[1].is_array && in->value_count == 0 &&
                 in->column_count == 0;
    if (first && ovf_column_is_known(&(ovf_cell){in->frames[1].name, strlen(in->frames[1].name)})) {
        if (!ovf_array_reserve(&in->columns, &in->column_capacity, 1, sizeof *in->columns))
            return ovf_fail_memory(error);
        in->columns[in->column_count++] = (column){{0}, NULL, 0, 0};
    }
    in->depth++;
    in->frames[in->depth] = (frame){.is_array = kind == OVF_SCAN_BEGIN_ARRAY,
                                    .value_begin = in->value_count,
                                    .text_begin = in->texts.length};
    return OVF_OK;
}

static ovf_status end(json_reader *in, ovf_error *error)
{
    const frame *at = &in->frames[in->depth];
    ovf_status status = OVF_OK;
    if (at->is_array) {
        status = end_list(in, error);
    } else if (in->waiting_count > 0 && at->value_begin <= in->waiting[0].begin) {
        status = add_waiting(in, error);
        forget(in, at);
    } else if (has_place(in, at->value_begin)) {
        if (in->is_snapshot && in->now == SIZE_MAX)
            status = wait_for_time(in, at->value_begin, error);
        else status = add_row(in, error);
        if (in->waiting_count == 0) forget(in, at);
    } else if (in->depth == 1 || in->frames[in->depth - 1].is_array || in->value_count > KEPT_MAX) {
        forget(in, at);
    }
    if (--in->depth == 0) forget(in, &in->frames[1]);
    return status;
}

static ovf_status take_event(void *context, ovf_scan_kind kind, const char *text, size_t length,
                             ovf_error *error)
{
    json_reader *in = context;
    frame *at = &in->frames[in->depth];
    uint32_t name = 0;
    switch (kind) {
    case OVF_SCAN_BEGIN_OBJECT:
    case OVF_SCAN_BEGIN_ARRAY: return begin(in, kind, error);
    case OVF_SCAN_END_OBJECT:
    case OVF_SCAN_END_ARRAY: return end(in, error);
    case OVF_SCAN_NAME:
        if (length > sizeof at->name - 1) length = sizeof at->name - 1;
        memcpy(at->name, text, length);
        at->name[length] = '\0';
        return OVF_OK;
    case OVF_SCAN_TRUE: text = "true", length = 4; break;
    case OVF_SCAN_FALSE: text = "false", length = 5; break;
    case OVF_SCAN_NULL: text = "", length = 0; break;
    default: break;
    }
    if (in->depth == 0) return OVF_OK;
    if (is_column(in)) return add_to_column(in, text, length) ? OVF_OK : ovf_fail_memory(error);
    if (!at->is_array && !name_value(in, &name)) return ovf_fail_memory(error);
    if (in->is_snapshot && !at->is_array && strcmp(at->name, "now") == 0) in->now = in->value_count;
    return keep(in, name, text, length) ? OVF_OK : ovf_fail_memory(error);
}

/* ---- the formats ---- */

static bool has(const char *bytes, size_t length, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = bytes, *end = bytes + length; (size_t)(end - at) >= size + 2; at++) {
        at = memchr(at, '"', (size_t)(end - at) - size - 1);
        if (at == NULL) return false;
        if (memcmp(at + 1, name, size) == 0 && at[size + 1] == '"') return true;
    }
    return false;
}

static char first_of(const char *bytes, size_t length)
{
    const char *first = ovf_skip_start(bytes, bytes + length);
    return first < bytes + length ? *first : '\0';
}

static bool is_opensky(const char *bytes, size_t length)
{
    return first_of(bytes, length) == '{' &&
           ((has(bytes, length, "states") && has(bytes, length, "time")) ||
            (has(bytes, length, "icao24") && has(bytes, length, "path")));
}

static bool is_fr24(const char *bytes, size_t length)
{
    return first_of(bytes, length) == '{' &&
           (has(bytes, length, "full_count") ||
            (has(bytes, length, "identification") &&
             (has(bytes, length, "callsign") || has(bytes, length, "number"))));
}

/* The name of the first member, where its value is an object or a list of others. */
static bool begins_with_column(const char *bytes, size_t length)
{
    const char *end = bytes + length, *at = ovf_skip_start(bytes, end);
    at = at < end ? ovf_skip_blanks(at + 1, end) : end;
    if (at == end || *at != '"') return false;
    const char *name = at + 1, *stop = memchr(name, '"', (size_t)(end - name));
    if (stop == NULL || !ovf_column_is_known(&(ovf_cell){name, (size_t)(stop - name)}))
        return false;
    at = ovf_skip_blanks(stop + 1, end);
    at = at < end && *at == ':' ? ovf_skip_blanks(at + 1, end) : end;
    return at < end && (*at == '{' || *at == '[');
}

static bool is_records(const char *bytes, size_t length)
{
    char first = first_of(bytes, length);
    if ((first != '[' && first != '{') || has(bytes, length, "coordinates") ||
        has(bytes, length, "FeatureCollection") || has(bytes, length, "Feature"))
        return false;
    if (first == '{' && begins_with_column(bytes, length)) return true;
    return (has(bytes, length, "latitude") || has(bytes, length, "lat")) &&
           (has(bytes, length, "longitude") || has(bytes, length, "lon") ||
            has(bytes, length, "lng")) &&
           (has(bytes, length, "timestamp") || has(bytes, length, "time"));
}

/* Of dump1090, readsb and tar1090 (aircraft.json), of the services that have their form, and of
 * Virtual Radar Server. */
static bool is_snapshot(const char *bytes, size_t length)
{
    bool list = has(bytes, length, "aircraft") || has(bytes, length, "ac"),
         placed = has(bytes, length, "lat") && has(bytes, length, "lon");
    return first_of(bytes, length) == '{' &&
           ((list && placed && has(bytes, length, "hex") && !has(bytes, length, "coordinates")) ||
            (has(bytes, length, "acList") && has(bytes, length, "Lat")));
}

static void close_reader(void *reader)
{
    json_reader *in = reader;
    if (in == NULL) return;
    ovf_named_rows_clear(&in->rows);
    ovf_json_scan_clear(&in->scan);
    ovf_words_clear(&in->names);
    ovf_text_clear(&in->texts);
    for (size_t i = 0; i < in->column_count; i++) {
        ovf_text_clear(&in->columns[i].texts);
        free(in->columns[i].begins);
    }
    free(in->columns);
    free(in->values);
    free(in->waiting);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    json_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->now = SIZE_MAX;
    if (ovf_named_rows_open(&in->rows, input)) return in;
    close_reader(in);
    return NULL;
}

static void *open_snapshot(const ovf_flight_input *input)
{
    json_reader *in = open_reader(input);
    if (in != NULL) in->is_snapshot = true;
    return in;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    json_reader *in = reader;
    if (!in->ended) {
        ovf_status status = ovf_json_scan_take(&in->scan, bytes, length, last, take_event, in,
                                               error);
        if (status == OVF_OK && last && in->column_count > 0) status = end_columns(in, error);
        if (status != OVF_OK) return status;
        in->ended = last;
        if (last) status = ovf_named_rows_end(&in->rows, error);
        if (status != OVF_OK) return status;
    }
    return last ? ovf_fix_table_give(in->rows.table, error) : OVF_OK;
}

const ovf_flight_format ovf_flight_format_opensky = {.name = "opensky",
                                                     .title = "an answer of OpenSky",
                                                     .is = is_opensky,
                                                     .splits = true,
                                                     .open = open_reader,
                                                     .take = take,
                                                     .close = close_reader},
                        ovf_flight_format_fr24 = {.name = "fr24",
                                                  .title = "JSON of Flightradar24",
                                                  .is = is_fr24,
                                                  .splits = true,
                                                  .open = open_reader,
                                                  .take = take,
                                                  .close = close_reader},
                        ovf_flight_format_aircraft = {.name = "aircraft",
                                                      .title = "snapshots of aircraft",
                                                      .is = is_snapshot,
                                                      .splits = true,
                                                      .open = open_snapshot,
                                                      .take = take,
                                                      .close = close_reader},
                        ovf_flight_format_json = {.name = "json",
                                                  .title = "a table of fixes in JSON",
                                                  .is = is_records,
                                                  .splits = true,
                                                  .open = open_reader,
                                                  .take = take,
                                                  .close = close_reader};
