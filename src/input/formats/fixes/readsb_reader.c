/* Traces of readsb and tar1090, which public archives of ADS-B keep: an object for each aircraft,
 * with a list of its fixes. A flight ends where the trace says that a leg begins. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/column_roles.h"
#include "input/formats/fixes/fix_table.h"
#include "input/formats/fixes/json_scan.h"
#include "input/formats/flight_format.h"
#include "input/formats/values.h"

/* Depths: the object, the list, a fix, and what is said of the aircraft in it. */
enum { ROOT = 1, LIST, FIX, AIRCRAFT };
/* Members of a fix. */
enum { SECONDS, LAT, LON, ALTITUDE, FLAGS = 6, GEOMETRIC = 10 };
/* Bits of its flags. */
enum { NEW_LEG = 2, ALTITUDE_IS_GEOMETRIC = 8 };

typedef enum { OTHER, ICAO, REGISTRATION, TYPE, TIMESTAMP, TRACE } member;

typedef struct {
    ovf_fix_table *table;
    ovf_json_scan scan;
    int depth;
    member at; /* of the object */
    bool is_call, ended;
    ovf_text icao, registration, type;
    double timestamp_s;
    double values[GEOMETRIC + 1];
    bool on_ground, has_group;
    uint32_t group, leg, call;
} readsb_reader;

static ovf_status begin_trace(readsb_reader *in, ovf_error *error)
{
    bool is_new;
    const char *key = in->icao.length > 0 ? in->icao.text : "";
    in->leg = 0;
    in->call = OVF_CALL_NONE;
    in->has_group = true;
    if (!ovf_fix_table_group(in->table, key, strlen(key), &in->group, &is_new))
        return ovf_fail_memory(error);
    if (!is_new) return OVF_OK;
    return ovf_fix_table_attribute(in->table, "aircraft", key, strlen(key)) &&
                   ovf_fix_table_attribute(in->table, "registration", in->registration.text,
                                           in->registration.length) &&
                   ovf_fix_table_attribute(in->table, "aircraft_type", in->type.text,
                                           in->type.length)
               ? OVF_OK
               : ovf_fail_memory(error);
}

static ovf_status end_fix(readsb_reader *in, ovf_error *error)
{
    const double *values = in->values;
    unsigned flags = values[FLAGS] >= 0 && values[FLAGS] < 65536 ? (unsigned)values[FLAGS] : 0;
    bool geometric = isnan(values[ALTITUDE]) || (flags & ALTITUDE_IS_GEOMETRIC) != 0;
    double feet = isnan(values[ALTITUDE]) ? values[GEOMETRIC] : values[ALTITUDE];
    if (isnan(values[LAT]) || isnan(values[LON])) return OVF_OK;
    if ((flags & NEW_LEG) != 0) {
        in->leg++;
        in->call = OVF_CALL_NONE;
    }
    ovf_table_row row = {.time_s = in->timestamp_s + values[SECONDS],
                         .lon = values[LON],
                         .lat = values[LAT],
                         .altitude_m = feet * OVF_FOOT_M,
                         .reference = isnan(feet) ? OVF_REFERENCE_UNKNOWN
                                      : geometric ? OVF_REFERENCE_ELLIPSOID
                                                  : OVF_REFERENCE_PRESSURE,
                         .call = in->call,
                         .leg = in->leg};
    if (in->on_ground) {
        row.altitude_m = 0;
        row.reference = OVF_REFERENCE_GROUND;
    }
    return ovf_fix_table_add(in->table, in->group, &row, error);
}

static member member_named(const char *name, size_t length)
{
    static const struct {
        const char *name;
        member is;
    } known[] = {{"icao", ICAO},
                 {"r", REGISTRATION},
                 {"t", TYPE},
                 {"timestamp", TIMESTAMP},
                 {"trace", TRACE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == length && memcmp(name, known[i].name, length) == 0)
            return known[i].is;
    return OTHER;
}

static ovf_status take_root(readsb_reader *in, ovf_scan_kind kind, const char *text, size_t length,
                            ovf_error *error)
{
    ovf_text *const texts[] = {
        [ICAO] = &in->icao, [REGISTRATION] = &in->registration, [TYPE] = &in->type};
    if (kind == OVF_SCAN_NAME) {
        in->at = member_named(text, length);
    } else if (kind == OVF_SCAN_STRING && in->at >= ICAO && in->at <= TYPE) {
        ovf_text_reset(texts[in->at]);
        if (!ovf_text_add(texts[in->at], text, length)) return ovf_fail_memory(error);
    } else if (in->at == TIMESTAMP && kind == OVF_SCAN_NUMBER) {
        if (in->has_group)
            return ovf_fail(error, OVF_ERROR_INPUT, "its timestamp comes behind its trace");
        if (!ovf_decimal_is(text, length, &in->timestamp_s)) in->timestamp_s = NAN;
    }
    return OVF_OK;
}

static const bool wanted[GEOMETRIC + 1] = {[SECONDS] = true,  [LAT] = true,   [LON] = true,
                                           [ALTITUDE] = true, [FLAGS] = true, [GEOMETRIC] = true};

/* What the scan could not read as a number. */
static void take_other(readsb_reader *in, ovf_scan_kind kind, const char *text, size_t length)
{
    const int index = in->scan.row.index;
    if (kind == OVF_SCAN_STRING && index == ALTITUDE)
        in->on_ground = length == 6 && memcmp(text, "ground", 6) == 0;
    if (kind != OVF_SCAN_NUMBER || index > GEOMETRIC || !wanted[index]) return;
    if (ovf_decimal_read(text, text + length, &in->values[index]) == NULL) in->values[index] = NAN;
}

static ovf_status begin(readsb_reader *in, ovf_scan_kind kind, ovf_error *error)
{
    in->depth++;
    if (in->depth == ROOT) {
        in->has_group = false;
        in->timestamp_s = NAN;
        in->at = OTHER;
        ovf_text_reset(&in->icao);
        ovf_text_reset(&in->registration);
        ovf_text_reset(&in->type);
    }
    if (in->depth == LIST && in->at == TRACE && kind == OVF_SCAN_BEGIN_ARRAY)
        return begin_trace(in, error);
    if (in->depth == FIX && in->at == TRACE) {
        in->on_ground = false;
        for (int i = 0; i <= GEOMETRIC; i++) in->values[i] = NAN;
        in->scan.row = (ovf_scan_row){.depth = kind == OVF_SCAN_BEGIN_ARRAY ? in->scan.depth : 0,
                                      .wanted = wanted,
                                      .values = in->values,
                                      .size = GEOMETRIC + 1};
    }
    in->scan.skips = 0;
    in->is_call = false;
    return OVF_OK;
}

static ovf_status take_aircraft(readsb_reader *in, ovf_scan_kind kind, const char *text,
                                size_t length, ovf_error *error)
{
    if (kind == OVF_SCAN_NAME) {
        in->is_call = length == 6 && memcmp(text, "flight", 6) == 0;
        in->scan.skips = !in->is_call;
    } else if (in->is_call && kind == OVF_SCAN_STRING) {
        ovf_trim(&text, &length);
        in->is_call = false;
        if (length > 0 && !ovf_fix_table_call(in->table, text, length, &in->call))
            return ovf_fail_memory(error);
    }
    return OVF_OK;
}

static ovf_status take_event(void *context, ovf_scan_kind kind, const char *text, size_t length,
                             ovf_error *error)
{
    readsb_reader *in = context;
    bool in_trace = in->at == TRACE;
    switch (kind) {
    case OVF_SCAN_BEGIN_OBJECT:
    case OVF_SCAN_BEGIN_ARRAY: return begin(in, kind, error);
    case OVF_SCAN_END_OBJECT:
    case OVF_SCAN_END_ARRAY:
        in->scan.skips = 0;
        if (in->depth-- != FIX || !in_trace) return OVF_OK;
        in->scan.row.depth = 0;
        return end_fix(in, error);
    default:
        if (in->depth == FIX && in_trace) {
            take_other(in, kind, text, length);
            return OVF_OK;
        }
        if (in->depth == AIRCRAFT && in_trace) return take_aircraft(in, kind, text, length, error);
        return in->depth == ROOT ? take_root(in, kind, text, length, error) : OVF_OK;
    }
}

static bool has(const char *bytes, size_t length, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = bytes; length >= size; at++, length--) {
        const char *next = memchr(at, '"', length - size + 1);
        if (next == NULL) return false;
        length -= (size_t)(next - at);
        at = next;
        if (memcmp(at, word, size) == 0) return true;
    }
    return false;
}

static bool is(const char *bytes, size_t length)
{
    const char *first = ovf_skip_start(bytes, bytes + length);
    return first < bytes + length && *first == '{' && has(bytes, length, "\"icao\"") &&
           has(bytes, length, "\"trace\"");
}

static void close_reader(void *reader)
{
    readsb_reader *in = reader;
    if (in == NULL) return;
    ovf_fix_table_free(in->table);
    ovf_json_scan_clear(&in->scan);
    ovf_text_clear(&in->icao);
    ovf_text_clear(&in->registration);
    ovf_text_clear(&in->type);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    readsb_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->table = ovf_fix_table_new(input->queue);
    if (in->table != NULL && ovf_fix_table_name(in->table, input->stem)) return in;
    close_reader(in);
    return NULL;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    readsb_reader *in = reader;
    if (!in->ended) {
        in->ended = last;
        ovf_status status = ovf_json_scan_take(&in->scan, bytes, length, last, take_event, in,
                                               error);
        if (status != OVF_OK) return status;
    }
    return last ? ovf_fix_table_give(in->table, error) : OVF_OK;
}

const ovf_flight_format ovf_flight_format_readsb = {.name = "readsb",
                                                    .title = "a trace of readsb",
                                                    .is = is,
                                                    .splits = true,
                                                    .open = open_reader,
                                                    .take = take,
                                                    .close = close_reader};
