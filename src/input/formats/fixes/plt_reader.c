/* OziExplorer's track files (.plt), which Geolife uses, too: six lines about the track, then a fix
 * a line: latitude, longitude, 1 where a part begins, feet, days since 1899-12-30, date, time. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/formats/fixes/row_reader.h"
#include "input/formats/values.h"

enum { LAT, LON, BREAK, FEET, DAYS, DATE, CLOCK };

/* From 1899-12-30 to 1970-01-01. */
#define UNIX_DAYS 25569.0
#define UNKNOWN_FEET (-777.0)
/* Lines before the fixes. */
#define LINES_ABOUT 6

typedef struct {
    ovf_flight_queue *queue;
    ovf_lines lines;
    ovf_text stem;
    size_t number;
    bool ended;
} plt_reader;

static bool is(const char *bytes, size_t length)
{
    size_t first, second;
    const char *line = ovf_first_line(bytes, length, &first);
    const char *next = memchr(line, '\n', length - (size_t)(line - bytes));
    bool geolife = first >= 18 && memcmp(line, "Geolife trajectory", 18) == 0,
         ozi = first >= 23 && memcmp(line, "OziExplorer Track Point", 23) == 0;
    if (next == NULL || (!geolife && !ozi)) return false;
    next = ovf_first_line(next + 1, length - (size_t)(next + 1 - bytes), &second);
    return second >= 6 && memcmp(next, "WGS 84", 6) == 0;
}

static double read_time(const ovf_cell *cells)
{
    double day_s, clock_s, days;
    if (ovf_calendar_read(cells[DATE].text, cells[DATE].length, false, &day_s) &&
        ovf_clock_read(cells[CLOCK].text, cells[CLOCK].length, &clock_s))
        return day_s + clock_s;
    /* Days have ten decimals, so milliseconds are there. */
    return ovf_decimal_is(cells[DAYS].text, cells[DAYS].length, &days) && days > UNIX_DAYS
               ? round((days - UNIX_DAYS) * 86400e3) / 1e3
               : NAN;
}

static ovf_status take_line(void *context, const char *line, size_t length, ovf_error *error)
{
    plt_reader *in = context;
    ovf_cell cells[OVF_ROW_CELLS];
    double feet;
    ovf_fix fix = {NAN, NAN, NAN, NAN};
    if (in->number++ < LINES_ABOUT) return OVF_OK;
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (flight == NULL) return ovf_fail_memory(error);
    size_t count = ovf_row_split(line, length, ',', cells, OVF_ROW_CELLS);
    for (size_t i = count; i < OVF_ROW_CELLS; i++) cells[i] = (ovf_cell){"", 0};
    if (!ovf_decimal_is(cells[LAT].text, cells[LAT].length, &fix.lat)) fix.lat = NAN;
    if (!ovf_decimal_is(cells[LON].text, cells[LON].length, &fix.lon)) fix.lon = NAN;
    if (ovf_decimal_is(cells[FEET].text, cells[FEET].length, &feet) && feet != UNKNOWN_FEET)
        fix.altitude_m = feet * OVF_FOOT_M;
    fix.time_s = read_time(cells);
    bool begins = cells[BREAK].length == 1 && cells[BREAK].text[0] == '1' &&
                  flight->pieces.fix_count > 0;
    if (begins && !ovf_pieces_end_part(&flight->pieces)) return ovf_fail_memory(error);
    return ovf_pieces_add(&flight->pieces, &fix, OVF_REFERENCE_UNKNOWN) ? OVF_OK
                                                                        : ovf_fail_memory(error);
}

static ovf_status take(void *reader, const char *bytes, size_t length, bool last, ovf_error *error)
{
    plt_reader *in = reader;
    ovf_status status = ovf_lines_take(&in->lines, bytes, length, last, take_line, in, error);
    if (status != OVF_OK || !last || in->ended) return status;
    in->ended = true;
    ovf_flight *flight = ovf_flight_queue_make(in->queue);
    if (flight == NULL || !ovf_text_add(&flight->name, in->stem.text, in->stem.length) ||
        !ovf_pieces_end_part(&flight->pieces))
        return ovf_fail_memory(error);
    ovf_flight_queue_push(in->queue);
    return OVF_OK;
}

static void close_reader(void *reader)
{
    plt_reader *in = reader;
    if (in == NULL) return;
    ovf_lines_clear(&in->lines);
    ovf_text_clear(&in->stem);
    free(in);
}

static void *open_reader(const ovf_flight_input *input)
{
    plt_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->queue = input->queue;
    if (ovf_text_add_string(&in->stem, input->stem)) return in;
    close_reader(in);
    return NULL;
}

const ovf_flight_format ovf_flight_format_plt = {.name = "plt",
                                                 .title = "a track of OziExplorer or Geolife",
                                                 .is = is,
                                                 .open = open_reader,
                                                 .take = take,
                                                 .close = close_reader};
