/* Formats of points whose lines are read one by one. */
#ifndef OVF_INPUT_POINTS_POINT_LINES_H
#define OVF_INPUT_POINTS_POINT_LINES_H

#include "input/points/point_store.h"

/* The words of a line, or the cells of a row. */
#define OVF_POINT_WORDS 24

typedef struct {
    const char *text[OVF_POINT_WORDS];
    size_t length[OVF_POINT_WORDS];
    size_t count;
} ovf_point_words;

typedef enum {
    OVF_POINT_LINES_NONE,
    OVF_POINT_LINES_FIX,
    OVF_POINT_LINES_NAV,
    OVF_POINT_LINES_AWY,
    OVF_POINT_LINES_APT,
    OVF_POINT_LINES_CSV, /* OurAirports' */
    OVF_POINT_LINES_CUP
} ovf_point_format;

typedef struct {
    ovf_points *points;
    ovf_point_format format;
    int version;    /* X-Plane's */
    size_t line;    /* counted from 1 */
    int columns[8]; /* of a table; -1: it has no such column */
    bool in_tasks;  /* of SeeYou: the points are over */
    bool out_of_memory;
    /* Of apt.dat: the airport in hand. */
    char ident[OVF_POINT_IDENT];
    double lat_sum, lon_sum, lon_first, datum_lat, datum_lon;
    size_t places;
} ovf_point_reader;

/* The format of a file that begins with these bytes, which may be cut off anywhere. */
ovf_point_format ovf_point_format_of(const char *bytes, size_t length);

/* Takes a line without its end. */
void ovf_point_reader_take(ovf_point_reader *reader, const char *line, size_t length);
void ovf_point_reader_end(ovf_point_reader *reader);

/* Splits a line at blanks; what is more than OVF_POINT_WORDS stays in the last one. */
void ovf_point_words_split(ovf_point_words *words, const char *line, size_t length);
/* The cells of a row of CSV, without their quotation marks; "" within them stays. */
void ovf_point_cells_split(ovf_point_words *cells, const char *line, size_t length);
/* SeeYou's degrees and minutes: 5107.830N, 01410.467E; false where the column has none. */
bool ovf_point_cell_angle(const ovf_point_words *cells, int column, double *value);
/* The rows of X-Plane's files, behind their first two lines. */
void ovf_xplane_take(ovf_point_reader *reader, const char *line, size_t length);
void ovf_xplane_end_airport(ovf_point_reader *reader);
/* What X-Plane's file is that begins with this line and has this row. */
ovf_point_format ovf_xplane_format_of(const char *row, size_t length);

#endif
