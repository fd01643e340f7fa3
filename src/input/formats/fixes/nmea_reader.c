/* NMEA 0183, as receivers of satellites write it: a sentence a line, of which GGA has the position
 * and the height, RMC the position and the date, and ZDA the date. One file is one flight. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/time.h"
#include "input/formats/fixes/row_reader.h"
#include "input/formats/values.h"

#define DAY_S 86400.0
/* Back by more than this, the clock has passed midnight. */
#define HALF_A_DAY_S 43200.0

typedef struct {
    ovf_flight_queue *queue;
    ovf_lines lines;
    ovf_text stem;
    double day_s;   /* NAN: not known yet */
    double clock_s; /* of the last fix */
    size_t days;    /* that have passed since the first fix, as long as no date is known */
    size_t garbled;
    bool ended;
} nmea_reader;

static int digit_of(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *found = c == '\0' ? NULL : strchr(digits, c >= 'a' && c <= 'f' ? c - 32 : c);
    return found == NULL ? -1 : (int)(found - digits);
}

/* The length of what is between $ and *, where the sum behind it is right, or there is none; 0: it
 * is no sentence. */
static size_t body_of(const char *line, size_t length)
{
    unsigned sum = 0;
    size_t i = 1;
    if (length < 7 || line[0] != '$') return 0;
    for (; i < length && line[i] != '*'; i++) sum ^= (unsigned char)line[i];
    if (i == length) return length - 1;
    if (length - i < 3) return 0;
    int high = digit_of(line[i + 1]), low = digit_of(line[i + 2]);
    return high >= 0 && low >= 0 && (unsigned)(high * 16 + low) == sum ? i - 1 : 0;
}

/* "5430.1234" or "01930.1234": degrees and minutes. */
static double angle_of(const ovf_cell *cell, const ovf_cell *side, char negative, double most)
{
    double value;
    if (!ovf_decimal_is(cell->text, cell->length, &value) || value < 0 || side->length != 1)
        return NAN;
    double degrees = floor(value / 100), minutes = value - degrees * 100;
    double angle = degrees + minutes / 60;
    if (minutes >= 60 || angle > most) return NAN;
    return side->text[0] == negative ? -angle : angle;
}

/* "ddmmyy" */
static bool date_of(const ovf_cell *cell, double *day_s)
{
    int date = ovf_row_digits(cell, 6, false);
    if (date < 0 || date / 10000 < 1 || date / 10000 > 31 || date / 100 % 100 < 1 ||
        date / 100 % 100 > 12)
        return false;
    int year = date % 100;
    *day_s = (double)ovf_time_days(year < 80 ? 2000 + year : 1900 + year, date / 100 % 100,
                                   date / 10000) *
             DAY_S;
    return true;
}

/* Fixes that came before the first date get theirs. */
static void date_earlier(nmea_reader *in, ovf_flight *flight)
{
    for (size_t i = 0; i < flight->pieces.fix_count; i++)
        flight->pieces.fixes[i].time_s += in->day_s - (double)in->days * DAY_S;
}

static void set_day(nmea_reader *in, ovf_flight *flight, double day_s, double clock_s)
{
    bool first = isnan(in->day_s);
    /* The last fix was before midnight, and this is behind it. */
    if (first && in->clock_s - clock_s > HALF_A_DAY_S) in->days++;
    in->day_s = day_s;
    if (first) date_earlier(in, flight);
}

static ovf_status add_fix(nmea_reader *in, ovf_flight *flight, const ovf_fix *place, double clock_s,
                          ovf_error *error)
{
    ovf_pieces *pieces = &flight->pieces;
    if (pieces->fix_count > 0 && clock_s < in->clock_s - HALF_A_DAY_S) {
        if (isnan(in->day_s)) in->days++;
        /* A date that has not changed yet. */
        else if (in->day_s + clock_s < pieces->fixes[pieces->fix_count - 1].time_s - HALF_A_DAY_S)
            in->day_s += DAY_S;
    }
    in->clock_s = clock_s;
    ovf_fix fix = *place;
    fix.time_s = (isnan(in->day_s) ? (double)in->days * DAY_S : in->day_s) + clock_s;
    if (pieces->fix_count > 0) {
        /* Another sentence on the same fix; the height is in one of them. */
        ovf_fix *last = &pieces->fixes[pieces->fix_count - 1];
        if (last->time_s == fix.time_s) {
            if (isnan(last->altitude_m) && !isnan(fix.altitude_m)) {
                *last = fix;
                pieces->references[pieces->fix_count - 1] = OVF_REFERENCE_SEA;
            }
            return OVF_OK;
        }
    }
    return ovf_pieces_add(pieces, &fix,
                          isnan(fix.altitude_m) ? OVF_REFERENCE_UNKNOWN : OVF_REFERENCE_SEA)
               ? OVF_OK
               : ovf_fail_memory(error);
}

static bool is_kind(const ovf_cell *cell, const char *kind)
{
    return cell->length == 5 && memcmp(cell->text + 2, kind, 3) == 0;
}

static ovf_status take_line(void *context, const char *line, size_t length, ovf_error *error)
{
    nmea_reader *in = context;
    ovf_cell cells[OVF_ROW_CELLS];
    double clock_s, day_s, altitude_m;
    /* Some loggers put their own clock before it. */
    const char *begin = memchr(line, '$', length);
    if (begin == NULL) return OVF_OK;
    length -= (size_t)(begin - line);
    size_t size = body_of(begin, length);
    in->garbled += size == 0;
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (flight == NULL) return ovf_fail_memory(error);
    size_t count = ovf_row_split(begin + 1, size, ',', cells, OVF_ROW_CELLS);
    for (size_t i = count; i < OVF_ROW_CELLS; i++) cells[i] = (ovf_cell){"", 0};
    bool gga = is_kind(&cells[0], "GGA"), rmc = is_kind(&cells[0], "RMC");
    if (size == 0 || !(gga || rmc) || !ovf_clock_read(cells[1].text, cells[1].length, &clock_s))
        return OVF_OK;
    if (rmc && date_of(&cells[9], &day_s)) set_day(in, flight, day_s, clock_s);
    const ovf_cell *place = &cells[gga ? 2 : 3];
    bool good = gga ? cells[6].length > 0 && cells[6].text[0] != '0'
                    : cells[2].length > 0 && cells[2].text[0] == 'A';
    ovf_fix fix = {angle_of(&place[2], &place[3], 'W', 180),
                   angle_of(&place[0], &place[1], 'S', 90), NAN, NAN};
    if (gga && ovf_decimal_is(cells[9].text, cells[9].length, &altitude_m))
        fix.altitude_m = altitude_m;
    if (!good || isnan(fix.lon) || isnan(fix.lat)) return OVF_OK;
    return add_fix(in, flight, &fix, clock_s, error);
}

static bool is(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    for (int i = 0; i < 20 && bytes < end; i++) {
        size_t size;
        const char *line = ovf_first_line(bytes, (size_t)(end - bytes), &size),
                   *begin = memchr(line, '$', size);
        if (begin != NULL && size - (size_t)(begin - line) > 6 && begin[6] == ',' &&
            (memcmp(begin + 3, "GGA", 3) == 0 || memcmp(begin + 3, "RMC", 3) == 0))
            return true;
        bytes = line + size;
        while (bytes < end && (*bytes == '\r' || *bytes == '\n')) bytes++;
    }
    return false;
}

static ovf_status end(nmea_reader *in, ovf_error *error)
{
    char note[120];
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    bool good = flight != NULL && ovf_text_add(&flight->name, in->stem.text, in->stem.length);
    if (good && in->garbled > 0 && flight->pieces.fix_count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "has no fix: expected sentences with a right checksum behind *, found %zu "
                        "that cannot be read",
                        in->garbled);
    if (good && in->garbled > 0) {
        snprintf(note, sizeof note, "%zu sentence%s could not be read and %s left out", in->garbled,
                 in->garbled == 1 ? "" : "s", in->garbled == 1 ? "was" : "were");
        good = ovf_flight_add_note(flight, note);
    }
    if (good && isnan(in->day_s) && flight->pieces.fix_count > 0) {
        for (size_t i = 0; i < flight->pieces.fix_count; i++) flight->pieces.fixes[i].time_s = NAN;
        good = ovf_flight_add_note(flight, "has no date, so its times are not known");
    }
    if (!good || !ovf_pieces_end_part(&flight->pieces)) return ovf_fail_memory(error);
    ovf_flight_queue_push(in->queue);
    return OVF_OK;
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    nmea_reader *in = reader;
    ovf_status status = ovf_lines_take(&in->lines, bytes, length, last, take_line, in, error);
    if (status != OVF_OK || !last || in->ended) return status;
    in->ended = true;
    return end(in, error);
}

static void close_reader(void *reader)
{
    nmea_reader *in = reader;
    if (in == NULL) return;
    ovf_lines_clear(&in->lines);
    ovf_text_clear(&in->stem);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    nmea_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->queue = input->queue;
    in->day_s = NAN;
    if (ovf_text_add_string(&in->stem, input->stem)) return in;
    close_reader(in);
    return NULL;
}

const ovf_flight_format ovf_flight_format_nmea = {.name = "nmea",
                                                  .title = "NMEA 0183",
                                                  .is = is,
                                                  .open = open_reader,
                                                  .take = take,
                                                  .close = close_reader};
