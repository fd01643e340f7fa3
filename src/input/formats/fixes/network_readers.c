/* Trajectories of EUROCONTROL's network manager: SO6, a segment a line, and correlated position
 * reports (CPR). Neither has a row of names. */
#include <math.h>
#include <string.h>

#include "base/time.h"
#include "input/formats/fixes/compact_place.h"
#include "input/formats/fixes/row_reader.h"
#include "input/formats/values.h"

/* ---- SO6 ---- */

/* The cells of a segment, as the files have them. */
enum {
    TIME_BEGIN = 4,
    TIME_END,
    LEVEL_BEGIN,
    LEVEL_END,
    CALL = 9,
    DATE_BEGIN,
    DATE_END,
    LAT_BEGIN,
    LON_BEGIN,
    LAT_END,
    LON_END,
    FLIGHT,
    SO6_LEAST = 18
};

static bool number(const ovf_cell *cell, double *value)
{
    return ovf_decimal_is(cell->text, cell->length, value);
}

/* "yymmdd" and "hhmmss" without zeros in front. */
static bool read_moment(const ovf_cell *date, const ovf_cell *clock, double *time_s)
{
    int day = ovf_row_digits(date, 6, true), second = ovf_row_digits(clock, 6, true);
    if (day < 101 || second < 0 || second / 10000 > 24 || second / 100 % 100 > 59 ||
        second % 100 > 60 || day / 100 % 100 < 1 || day / 100 % 100 > 12 || day % 100 < 1 ||
        day % 100 > 31)
        return false;
    int year = day / 10000;
    *time_s = (double)ovf_time_days(year + (year < 70 ? 2000 : 1900), day / 100 % 100, day % 100) *
                  86400 +
              second / 10000 * 3600 + second / 100 % 100 * 60 + second % 100;
    return true;
}

/* Of a segment the end with these cells; positions are in minutes. */
static bool read_end(const ovf_cell *cells, bool begin, ovf_table_row *row)
{
    double lat, lon, level;
    if (!number(&cells[begin ? LAT_BEGIN : LAT_END], &lat) ||
        !number(&cells[begin ? LON_BEGIN : LON_END], &lon) ||
        !read_moment(&cells[begin ? DATE_BEGIN : DATE_END], &cells[begin ? TIME_BEGIN : TIME_END],
                     &row->time_s))
        return false;
    bool high = number(&cells[begin ? LEVEL_BEGIN : LEVEL_END], &level);
    row->lon = lon / 60;
    row->lat = lat / 60;
    row->altitude_m = high ? level * OVF_LEVEL_M : NAN;
    row->reference = high ? OVF_REFERENCE_PRESSURE : OVF_REFERENCE_UNKNOWN;
    row->moves = false;
    return fabs(row->lat) <= 90 && fabs(row->lon) <= 180;
}

static ovf_status take_so6(ovf_row_reader *in, bool *good, ovf_error *error)
{
    ovf_table_row begin = {.leg = 0}, end = begin;
    *good = in->count >= SO6_LEAST && read_end(in->cells, true, &begin) &&
            read_end(in->cells, false, &end);
    if (!*good) return OVF_OK;
    ovf_status status = ovf_row_add(in, &in->cells[FLIGHT], &in->cells[CALL], &begin, error);
    return status == OVF_OK ? ovf_row_add(in, &in->cells[FLIGHT], &in->cells[CALL], &end, error)
                            : status;
}

static bool is_so6(const char *bytes, size_t length)
{
    ovf_cell cells[OVF_ROW_CELLS];
    ovf_table_row row = {.leg = 0};
    size_t size;
    const char *line = ovf_first_line(bytes, length, &size);
    return ovf_row_split(line, size, ' ', cells, OVF_ROW_CELLS) >= SO6_LEAST &&
           ovf_row_digits(&cells[DATE_BEGIN], 6, false) > 0 && read_end(cells, true, &row) &&
           read_end(cells, false, &row);
}

static void *open_so6(const ovf_flight_input *input)
{
    return ovf_row_reader_open(input, ' ', take_so6);
}

/* ---- CPR ---- */

enum { CPR_FLIGHT = 1, CPR_TIME = 3, CPR_CALL = 8, CPR_PLACE = 12, CPR_LEVEL, CPR_LEAST };

static bool read_report(const ovf_cell *cells, size_t count, ovf_table_row *row)
{
    double level;
    if (count < CPR_LEAST ||
        !ovf_compact_place_read(cells[CPR_PLACE].text, cells[CPR_PLACE].length, &row->lon,
                                &row->lat) ||
        !ovf_moment_read(cells[CPR_TIME].text, cells[CPR_TIME].length, OVF_CLOCK_ANY, &row->time_s))
        return false;
    bool high = number(&cells[CPR_LEVEL], &level);
    row->altitude_m = high ? level * OVF_LEVEL_M : NAN;
    row->reference = high ? OVF_REFERENCE_PRESSURE : OVF_REFERENCE_UNKNOWN;
    row->moves = false;
    return true;
}

static ovf_status take_cpr(ovf_row_reader *in, bool *good, ovf_error *error)
{
    ovf_table_row row = {.leg = 0};
    *good = read_report(in->cells, in->count, &row);
    return *good ? ovf_row_add(in, &in->cells[CPR_FLIGHT], &in->cells[CPR_CALL], &row, error)
                 : OVF_OK;
}

static bool is_cpr(const char *bytes, size_t length)
{
    ovf_cell cells[OVF_ROW_CELLS];
    ovf_table_row row = {.leg = 0};
    size_t size;
    const char *line = ovf_first_line(bytes, length, &size);
    size_t count = ovf_row_split(line, size, ';', cells, OVF_ROW_CELLS);
    return read_report(cells, count, &row);
}

static void *open_cpr(const ovf_flight_input *input)
{
    return ovf_row_reader_open(input, ';', take_cpr);
}

const ovf_flight_format ovf_flight_format_so6 = {.name = "so6",
                                                 .title = "SO6",
                                                 .is = is_so6,
                                                 .open = open_so6,
                                                 .take = ovf_row_reader_take,
                                                 .close = ovf_row_reader_close},
                        ovf_flight_format_cpr = {.name = "cpr",
                                                 .title = "CPR",
                                                 .is = is_cpr,
                                                 .splits = true,
                                                 .open = open_cpr,
                                                 .take = ovf_row_reader_take,
                                                 .close = ovf_row_reader_close};
