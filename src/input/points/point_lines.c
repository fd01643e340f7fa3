#include "input/points/point_lines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/number.h"

/* The columns that are read, for each the names that it may have. */
enum { IDENT, LAT, LON, COUNTRY, TYPE, OTHER_IDENT, THIRD_IDENT, COLUMN_COUNT };
static const char *const csv_names[COLUMN_COUNT] = {
    "ident", "latitude_deg", "longitude_deg", "iso_country", "type", "gps_code", "icao_code"};
static const char *const cup_names[COLUMN_COUNT] = {"code", "lat",  "lon", "country",
                                                    "",     "name", ""};

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static bool is_name(const ovf_point_words *cells, size_t i, const char *name)
{
    return cells->length[i] == strlen(name) &&
           strncasecmp(cells->text[i], name, cells->length[i]) == 0;
}

static bool find_columns(const char *line, size_t length, const char *const *names, int *columns)
{
    ovf_point_words cells;
    ovf_point_cells_split(&cells, line, length);
    for (size_t k = 0; k < COLUMN_COUNT; k++) {
        columns[k] = -1;
        for (size_t i = 0; i < cells.count && columns[k] < 0 && names[k][0] != '\0'; i++)
            if (is_name(&cells, i, names[k])) columns[k] = (int)i;
    }
    return columns[LAT] >= 0 && columns[LON] >= 0 && (columns[IDENT] >= 0);
}

/* ---- recognising ---- */

static const char *end_of_line(const char *at, const char *end)
{
    while (at < end && *at != '\n' && *at != '\r') at++;
    return at;
}

static const char *next_line(const char *at, const char *end)
{
    at = end_of_line(at, end);
    while (at < end && (*at == '\n' || *at == '\r')) at++;
    return at;
}

static ovf_point_format table_of(const char *bytes, const char *end)
{
    int columns[COLUMN_COUNT];
    size_t length = (size_t)(end_of_line(bytes, end) - bytes);
    if (find_columns(bytes, length, csv_names, columns)) return OVF_POINT_LINES_CSV;
    if (find_columns(bytes, length, cup_names, columns) && columns[OTHER_IDENT] >= 0)
        return OVF_POINT_LINES_CUP;
    return OVF_POINT_LINES_NONE;
}

ovf_point_format ovf_point_format_of(const char *bytes, size_t length)
{
    const char *end = bytes + length;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) bytes += 3;
    const char *second = next_line(bytes, end);
    if (length < 4 || (*bytes != 'I' && *bytes != 'A') ||
        !(is_blank(bytes[1]) || bytes[1] == '\r' || bytes[1] == '\n'))
        return table_of(bytes, end);
    const char *at = second;
    while (at < end && ovf_is_digit(*at)) at++;
    if (at == second || end - at < 8 || strncasecmp(at, " Version", 8) != 0)
        return OVF_POINT_LINES_NONE;
    for (at = next_line(second, end); at < end; at = next_line(at, end)) {
        const char *last = end_of_line(at, end);
        ovf_point_format format = last == end ? OVF_POINT_LINES_NONE
                                              : ovf_xplane_format_of(at, (size_t)(last - at));
        if (format != OVF_POINT_LINES_NONE) return format;
    }
    return OVF_POINT_LINES_NONE;
}

/* ---- rows of tables ---- */

static bool cell_number(const ovf_point_words *cells, int column, double *value)
{
    if (column < 0 || (size_t)column >= cells->count) return false;
    const char *text = cells->text[column], *end = text + cells->length[column];
    if (text < end && *text == '+') text++;
    return ovf_number_read(text, end, value) == end && text < end;
}

static ovf_point_kind kind_of(const ovf_point_words *cells, int column)
{
    if (column < 0 || (size_t)column >= cells->count) return OVF_POINT_OTHER;
    const char *text = cells->text[column];
    size_t length = cells->length[column];
    if (length >= 3 && strncasecmp(text, "VOR", 3) == 0) return OVF_POINT_VOR;
    if (length >= 3 && strncasecmp(text, "NDB", 3) == 0) return OVF_POINT_NDB;
    if (length > 8 && (strncasecmp(text + length - 7, "airport", 7) == 0 ||
                       strncasecmp(text + length - 8, "airport\"", 8) == 0))
        return OVF_POINT_AIRPORT;
    return OVF_POINT_OTHER;
}

static void add_cell(ovf_point_reader *in, const ovf_point_words *cells, int column, double lon,
                     double lat)
{
    int country = in->columns[COUNTRY];
    bool has_country = country >= 0 && (size_t)country < cells->count;
    if (column < 0 || (size_t)column >= cells->count) return;
    if (!ovf_points_add(in->points, cells->text[column], cells->length[column],
                        has_country ? cells->text[country] : "",
                        has_country ? cells->length[country] : 0, kind_of(cells, in->columns[TYPE]),
                        lon, lat))
        in->out_of_memory = true;
}

static void take_row(ovf_point_reader *in, const char *line, size_t length)
{
    ovf_point_words cells;
    double lat, lon;
    static const char tasks[] = "-----Related Tasks-----";
    bool cup = in->format == OVF_POINT_LINES_CUP;
    if (cup && length >= 10 && strncasecmp(line, tasks, 10) == 0) in->in_tasks = true;
    if (in->in_tasks) return;
    ovf_point_cells_split(&cells, line, length);
    bool good = cup ? ovf_point_cell_angle(&cells, in->columns[LAT], &lat) &&
                          ovf_point_cell_angle(&cells, in->columns[LON], &lon)
                    : cell_number(&cells, in->columns[LAT], &lat) &&
                          cell_number(&cells, in->columns[LON], &lon);
    if (!good) return;
    add_cell(in, &cells, in->columns[IDENT], lon, lat);
    add_cell(in, &cells, in->columns[OTHER_IDENT], lon, lat);
    add_cell(in, &cells, in->columns[THIRD_IDENT], lon, lat);
}

/* ---- lines ---- */

void ovf_point_reader_take(ovf_point_reader *in, const char *line, size_t length)
{
    in->line++;
    if (in->line == 1 && length >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
        line += 3;
        length -= 3;
    }
    if (in->format == OVF_POINT_LINES_CSV || in->format == OVF_POINT_LINES_CUP) {
        if (in->line == 1)
            find_columns(line, length, in->format == OVF_POINT_LINES_CUP ? cup_names : csv_names,
                         in->columns);
        else take_row(in, line, length);
        return;
    }
    if (in->line == 2) {
        for (size_t i = 0; i < length && i < 5 && ovf_is_digit(line[i]); i++)
            in->version = in->version * 10 + (line[i] - '0');
    }
    if (in->line > 2) ovf_xplane_take(in, line, length);
}

void ovf_point_reader_end(ovf_point_reader *in)
{
    if (in->format == OVF_POINT_LINES_APT) ovf_xplane_end_airport(in);
}
