/* BaseStation's port 30003 (SBS): a message a line, of which those with a position are fixes and
 * others name the call sign. */
#include <math.h>
#include <string.h>

#include "input/formats/fixes/row_reader.h"
#include "input/formats/values.h"

/* Cells, from 0. */
enum {
    KIND,
    MESSAGE,
    HEX = 4,
    DATE = 6,
    CLOCK,
    DATE_LOGGED,
    CLOCK_LOGGED,
    CALL,
    ALTITUDE,
    SPEED,
    LAT = 14,
    LON,
    GROUND = 21
};

static bool equals(const ovf_cell *cell, const char *word)
{
    return cell->length == strlen(word) && memcmp(cell->text, word, cell->length) == 0;
}

static bool is_line(const ovf_cell *cells, size_t count)
{
    static const char *const kinds[] = {"MSG", "SEL", "ID", "AIR", "STA", "CLK"};
    bool known = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known = known || equals(&cells[KIND], kinds[i]);
    return known && count > CLOCK;
}

/* When the message was sent, or, where that is empty, when it was written down. */
static double read_time(const ovf_row_reader *in)
{
    double day_s, clock_s;
    for (int i = 0; i < 2; i++) {
        const ovf_cell *date = &in->cells[i == 0 ? DATE : DATE_LOGGED],
                       *clock = &in->cells[i == 0 ? CLOCK : CLOCK_LOGGED];
        if (ovf_calendar_read(date->text, date->length, false, &day_s) &&
            ovf_clock_read(clock->text, clock->length, &clock_s))
            return day_s + clock_s;
    }
    return NAN;
}

static void read_altitude(const ovf_row_reader *in, ovf_table_row *row)
{
    double feet;
    const ovf_cell *ground = &in->cells[GROUND], *cell = &in->cells[ALTITUDE];
    row->altitude_m = NAN;
    row->reference = OVF_REFERENCE_UNKNOWN;
    if (ovf_decimal_is(cell->text, cell->length, &feet)) {
        row->altitude_m = feet * OVF_FOOT_M;
        row->reference = OVF_REFERENCE_PRESSURE;
    } else if (equals(ground, "-1") || equals(ground, "1")) {
        row->altitude_m = 0;
        row->reference = OVF_REFERENCE_GROUND;
    }
}

static ovf_status take_message(ovf_row_reader *in, bool *good, ovf_error *error)
{
    ovf_table_row row = {.moves = false};
    const ovf_cell *hex = &in->cells[HEX], *lat = &in->cells[LAT], *lon = &in->cells[LON];
    *good = is_line(in->cells, in->count);
    if (!*good || hex->length == 0) return OVF_OK;
    bool placed = ovf_decimal_is(lat->text, lat->length, &row.lat) &&
                  ovf_decimal_is(lon->text, lon->length, &row.lon);
    if (!placed) {
        if (in->cells[CALL].length == 0) return OVF_OK;
        /* It holds for the fixes around it. */
        row.lon = row.lat = NAN;
    }
    row.time_s = read_time(in);
    read_altitude(in, &row);
    return ovf_row_add(in, hex, &in->cells[CALL], &row, error);
}

static bool is(const char *bytes, size_t length)
{
    ovf_cell cells[OVF_ROW_CELLS];
    size_t size;
    const char *line = ovf_first_line(bytes, length, &size);
    size_t count = ovf_row_split(line, size, ',', cells, OVF_ROW_CELLS);
    return count > CLOCK && is_line(cells, count) &&
           (cells[MESSAGE].length == 1 || !equals(&cells[KIND], "MSG"));
}

static void *open_reader(const ovf_flight_input *input)
{
    return ovf_row_reader_open(input, ',', take_message);
}

const ovf_flight_format ovf_flight_format_sbs = {.name = "sbs",
                                                 .title = "BaseStation's messages (SBS)",
                                                 .is = is,
                                                 .splits = true,
                                                 .open = open_reader,
                                                 .take = ovf_row_reader_take,
                                                 .close = ovf_row_reader_close};
