/* Formats of flights that are recognised, so that their refusal says what to do. */
#include <string.h>

#include "base/error.h"
#include "input/formats/flight_format.h"

/* FIT (Garmin, FIT Protocol): ".FIT" stands behind the size, version and length. */
static bool is_fit(const char *bytes, size_t length)
{
    return length >= 12 && (bytes[0] == 12 || bytes[0] == 14) && memcmp(bytes + 8, ".FIT", 4) == 0;
}

static bool is_parquet(const char *bytes, size_t length)
{
    return length >= 4 && memcmp(bytes, "PAR1", 4) == 0;
}

static void *open_none(const ovf_flight_input *input)
{
    static char none;
    (void)input;
    return &none;
}

static void close_none(void *reader) { (void)reader; }

static ovf_status refuse_fit(void *reader, const char *bytes, size_t length, ovf_text *sentence,
                             ovf_error *error)
{
    (void)reader, (void)bytes, (void)length, (void)sentence;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "is FIT, which is not read: convert it to GPX, with "
                    "\"gpsbabel -i garmin_fit -f FILE -o gpx -F FILE.gpx\"");
}

static ovf_status refuse_parquet(void *reader, const char *bytes, size_t length, ovf_text *sentence,
                                 ovf_error *error)
{
    (void)reader, (void)bytes, (void)length, (void)sentence;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "is Parquet, which is not read: convert lines with \"ogr2ogr FILE.gpkg FILE\" "
                    "of a GDAL with its driver Parquet, and fixes with \"duckdb -c "
                    "\"COPY 'FILE' TO 'FILE.csv'\"\"");
}

static ovf_status take_fit(void *reader, const char *bytes, size_t length, bool last,
                           ovf_error *error)
{
    (void)last;
    return refuse_fit(reader, bytes, length, NULL, error);
}

static ovf_status take_parquet(void *reader, const char *bytes, size_t length, bool last,
                               ovf_error *error)
{
    (void)last;
    return refuse_parquet(reader, bytes, length, NULL, error);
}

const ovf_flight_format ovf_flight_format_fit = {.name = "fit",
                                                 .title = "FIT",
                                                 .is = is_fit,
                                                 .open = open_none,
                                                 .take = take_fit,
                                                 .close = close_none,
                                                 .describe = refuse_fit},
                        ovf_flight_format_parquet = {.name = "parquet",
                                                     .title = "Parquet",
                                                     .is = is_parquet,
                                                     .open = open_none,
                                                     .take = take_parquet,
                                                     .close = close_none,
                                                     .describe = refuse_parquet};
