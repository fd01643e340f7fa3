/* IGC, the flight recorders of gliders (FAI, Technical Specification for IGC-Approved GNSS Flight
 * Recorders, appendix A). One file is one flight. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "input/formats/flight_format.h"
#include "input/formats/igc_lines.h"
#include "input/formats/values.h"

/* Longer lines are none of this format. */
#define LINE_MAX_BYTES 4096
/* Back by more than this, the clock has passed midnight. */
#define HALF_A_DAY_S 43200.0

typedef struct {
    ovf_flight_queue *queue;
    ovf_text stem, line;
    bool ended;
    ovf_igc_columns columns;
    double day_s; /* of the last fix; NAN: not known */
    bool dated;   /* by a record since the last fix */
    double clock_s;
    size_t garbled;
    bool over_sea; /* the heights of the satellites' are over the geoid, it says */
    ovf_igc_fix *fixes;
    size_t count, capacity;
} igc_reader;

/* ---- recognition ---- */

static bool is(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    bytes = ovf_skip_start(bytes, end);
    if (bytes == end || strchr("AHBIL", *bytes) == NULL) return false;
    for (const char *at = bytes; at < end;) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((next == NULL ? end : next) - at);
        double day_s;
        ovf_igc_fix fix;
        const ovf_igc_columns none = {0};
        if (ovf_igc_date_read(at, size, &day_s) || ovf_igc_fix_read(at, size, &none, &fix))
            return true;
        at = next == NULL ? end : next + 1;
    }
    return false;
}

/* ---- lines ---- */

static bool take_fix(igc_reader *in, const char *line, size_t length)
{
    ovf_igc_fix fix;
    if (!ovf_igc_fix_read(line, length, &in->columns, &fix)) {
        in->garbled++;
        return true;
    }
    if (!ovf_array_reserve(&in->fixes, &in->capacity, in->count + 1, sizeof *in->fixes))
        return false;
    /* A new date, if the file has one, comes before or after midnight's first fix. */
    if (in->count > 0 && fix.clock_s < in->clock_s - HALF_A_DAY_S && !in->dated) in->day_s += 86400;
    in->dated = false;
    in->clock_s = fix.clock_s;
    fix.time_s = in->day_s + fix.clock_s;
    in->fixes[in->count++] = fix;
    return true;
}

/* "HFGIDGLIDERID:D-1234": what follows the colon, or the three letters where there is none. */
static bool take_header(igc_reader *in, const char *line, size_t length)
{
    static const struct {
        const char code[6], *name;
    } known[] = {{"GID", "registration"}, {"CID", "callsign"}, {"GTY", "aircraft"}};
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (flight == NULL) return false;
    if (length < 5) return true;
    if (memcmp(line + 2, "ALG", 3) == 0) {
        const char *found = memchr(line, 'G', length);
        for (; found != NULL && found + 3 <= line + length;
             found = memchr(found + 1, 'G', (size_t)(line + length - found - 1)))
            in->over_sea = in->over_sea || memcmp(found, "GEO", 3) == 0;
        return true;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (memcmp(line + 2, known[i].code, 3) != 0) continue;
        const char *text = memchr(line, ':', length);
        text = text == NULL ? line + 5 : text + 1;
        size_t size = (size_t)(line + length - text);
        ovf_trim(&text, &size);
        ovf_text value = {0};
        bool good = ovf_text_add(&value, text, size) &&
                    ovf_flight_add_attribute(flight, known[i].name, value.text);
        ovf_text_clear(&value);
        return good;
    }
    return true;
}

static bool take_line(igc_reader *in, const char *line, size_t length)
{
    double day_s;
    while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' ')) length--;
    if (length == 0) return true;
    switch (line[0]) {
    case 'B': return take_fix(in, line, length);
    case 'I': ovf_igc_columns_read(line, length, &in->columns); return true;
    case 'H':
        if (!ovf_igc_date_read(line, length, &day_s)) return take_header(in, line, length);
        /* Said once more, or after midnight has been counted, it changes nothing. */
        if (in->count > 0 && day_s <= in->day_s) return true;
        in->dated = true;
        in->day_s = day_s;
        return true;
    default: return true;
    }
}

/* ---- the flight ---- */

/* What the altitudes are over: the pressure's where there are any. */
static ovf_reference choose(const igc_reader *in)
{
    for (size_t i = 0; i < in->count; i++)
        if (in->fixes[i].pressure_m != 0) return OVF_REFERENCE_PRESSURE;
    return in->over_sea ? OVF_REFERENCE_SEA : OVF_REFERENCE_ELLIPSOID;
}

static bool note_left_out(igc_reader *in, ovf_flight *flight, size_t unlocated)
{
    char note[160];
    bool good = true;
    if (unlocated > 0) {
        snprintf(note, sizeof note, "%zu fix%s without satellites (V) %s left out", unlocated,
                 unlocated == 1 ? "" : "es", unlocated == 1 ? "was" : "were");
        good = ovf_flight_add_note(flight, note);
    }
    if (in->garbled > 0 && good) {
        snprintf(note, sizeof note, "%zu line%s of fixes could not be read and %s left out",
                 in->garbled, in->garbled == 1 ? "" : "s", in->garbled == 1 ? "was" : "were");
        good = ovf_flight_add_note(flight, note);
    }
    if (isnan(in->day_s) && in->count > 0 && good)
        good = ovf_flight_add_note(flight, "has no date, so its times are not known");
    return good;
}

static bool make_flight(igc_reader *in)
{
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (flight == NULL || !ovf_text_add(&flight->name, in->stem.text, in->stem.length))
        return false;
    ovf_reference reference = choose(in);
    size_t unlocated = 0;
    for (size_t i = 0; i < in->count; i++) unlocated += !in->fixes[i].located;
    /* A recorder that never says A does not mean it. */
    bool drops = unlocated <= in->count / 2;
    for (size_t i = 0; i < in->count; i++) {
        const ovf_igc_fix *from = &in->fixes[i];
        if (drops && !from->located) continue;
        double altitude_m = reference == OVF_REFERENCE_PRESSURE ? from->pressure_m
                                                                : from->satellite_m;
        bool known = reference == OVF_REFERENCE_PRESSURE ? from->pressure_m != 0 || from->located
                                                         : from->satellite_m != 0;
        const ovf_fix fix = {from->lon, from->lat, known ? altitude_m : NAN, from->time_s};
        if (!ovf_pieces_add(&flight->pieces, &fix, known ? reference : OVF_REFERENCE_UNKNOWN))
            return false;
    }
    if (!ovf_pieces_end_part(&flight->pieces) || !note_left_out(in, flight, drops ? unlocated : 0))
        return false;
    ovf_flight_queue_push(in->queue);
    return !in->queue->out_of_memory;
}

/* ---- the format ---- */

static void close_reader(void *reader)
{
    igc_reader *in = reader;
    if (in == NULL) return;
    ovf_text_clear(&in->stem);
    ovf_text_clear(&in->line);
    free(in->fixes);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    igc_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    *in = (igc_reader){.queue = input->queue, .day_s = NAN};
    if (ovf_text_add_string(&in->stem, input->stem)) return in;
    close_reader(in);
    return NULL;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    igc_reader *in = reader;
    const char *end = bytes + length;
    bool good = true;
    for (const char *at = bytes; at < end && good;) {
        const char *next = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((next == NULL ? end : next) - at);
        if (in->line.length + size > LINE_MAX_BYTES)
            return ovf_fail(error, OVF_ERROR_INPUT, "has a line of more than %d bytes",
                            LINE_MAX_BYTES);
        good = ovf_text_add(&in->line, at, size);
        at = next == NULL ? end : next + 1;
        if (next == NULL || !good) break;
        good = take_line(in, in->line.text, in->line.length);
        ovf_text_reset(&in->line);
    }
    if (last && !in->ended && good) {
        in->ended = true;
        if (in->line.length > 0) good = take_line(in, in->line.text, in->line.length);
        good = good && make_flight(in);
    }
    return good ? OVF_OK : ovf_fail_memory(error);
}

const ovf_flight_format ovf_flight_format_igc = {.name = "igc",
                                                 .title = "IGC",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
