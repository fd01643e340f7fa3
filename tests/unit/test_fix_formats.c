/* Tables of fixes and receivers' logs: small files whose right answer is plain; what is recognised
 * as what; and files that are cut, garbled or empty. Unix times are by `date -u -d TEXT +%s`.
 *
 * Tests: src/input/formats/fixes/ src/input/formats/flight_format.c */
#include "formats_fixture.h"

#include "input/formats/flight_format.h"

typedef struct {
    const char *format, *text;
} sample;

#define SBS(kind, rest) "MSG," kind ",1,1,4CA2D6,1,2020/01/01,10:00:00.000,,," rest "\n"

/* One of each. */
static const sample samples[] = {
    {"csv", "time,icao24,lat,lon,callsign,baroaltitude,lastposupdate\n"
            "1577872800,3c6444,54.5,19.5,DLH400  ,3000,1577872799.5\n"
            "1577872810,3c6444,54.5,19.5,DLH400  ,3000,1577872799.5\n"
            "1577873100,3c6444,54.5,20.5,,NaN,1577873099.5\n"},
    {"csv", "Timestamp;Position;Altitude;Callsign\n1577872800;\"54.5,19.5\";10000;A\n"
            "1577872801;\"54.5,20.5\";0;A\n"},
    {"sbs", SBS("3", ",10000,,,54.5,19.5,,,0,0,0,0") SBS("1", "XXX123,,,,,,,,,,,")
                SBS("3", ",10000,,,54.5,20.5,,,0,0,0,0")},
    {"so6", "A_B EDDF KJFK B748 100000 103000 300 310 2 DLH400 200101 200101 3270.0 1170.0 3270.0 "
            "1230.0 77 1 12.5 0\n"},
    {"cpr", "1;99;20/01/01 10:00:03;20/01/01 10:00:00;1;1;8;74;DLH400;EDDF;KJFK;;543000N "
            "0193000E;300;B;1;4;9\n2;99;20/01/01 10:30:03;20/01/01 10:30:00;1;1;8;74;DLH400;EDDF;"
            "KJFK;;543000N 0203000E;300;C;1;4;9\n"},
    {"plt", "Geolife trajectory\r\nWGS 84\r\nAltitude is in Feet\r\nReserved 3\r\n0,2,255,T,0\r\n"
            "0\r\n54.5,19.5,0,1000,43831.4166666667,2020-01-01,10:00:00\r\n"
            "54.5,20.5,0,-777,43831.4375,2020-01-01,10:30:00\r\n"},
    {"nmea", "$GPGGA,235959,5430.0,N,01930.0,E,1,08,0.9,545.4,M,46.9,M,,\n"
             "$GPRMC,235959,A,5430.0,N,01930.0,E,022.4,084.4,010120,003.1,W\n"
             "$GPGGA,000001,5430.0,N,02030.0,E,1,08,0.9,545.4,M,46.9,M,,\n"},
    {"tcx", "<?xml version=\"1.0\"?><TrainingCenterDatabase><Courses><Course><Name>C</Name><Track>"
            "<Trackpoint><Time>2020-01-01T10:00:00Z</Time><Position><LatitudeDegrees>54.5"
            "</LatitudeDegrees><LongitudeDegrees>19.5</LongitudeDegrees></Position></Trackpoint>"
            "<Trackpoint><Position><LatitudeDegrees>54.5</LatitudeDegrees><LongitudeDegrees>20.5"
            "</LongitudeDegrees></Position></Trackpoint></Track></Course></Courses>"
            "</TrainingCenterDatabase>"},
    {"readsb", "{\"icao\":\"3c6444\",\"timestamp\":1577872800,\"trace\":["
               "[0,54.5,19.5,\"ground\",1,9,1,0,null],[1800,54.5,20.5,1000,4,9,0,0,"
               "{\"flight\":\"DLH400 \"}],[9000,54,20,null,4,9,2,0,null,\"a\",500],"
               "[9060,54,21,2000,4,9,8]]}"},
    {"opensky", "{\"icao24\":\"3c6444\",\"callsign\":\"DLH400 \",\"path\":[[1577872800,54.5,19.5,"
                "3000,90,false],[1577874600,54.5,20.5,null,90,true],[1577874700,null,null,9,9,"
                "false]]}"},
    {"fr24",
     "{\"full_count\":9,\"version\":4,\"3d1\":[\"3C6444\",54.5,19.5,90,1000,400,\"1\",\"F\","
     "\"B\",\"D-A\",1577872800,\"\",\"\",\"\",0,0,\"DLH400\"]}\n"
     "{\"full_count\":9,\"version\":4,\"3d1\":[\"3C6444\",54.5,20.5,90,1000,400,\"1\",\"F\","
     "\"B\",\"D-A\",1577874600,\"\",\"\",\"\",0,0,\"DLH400\"]}"},
    {"json", "[{\"timestamp\":1577872800000,\"latitude\":54.5,\"longitude\":19.5,\"icao24\":\"3c\","
             "\"altitude\":1000},{\"timestamp\":1577874600000,\"latitude\":54.5,\"longitude\":20.5,"
             "\"icao24\":\"3c\",\"altitude\":null}]"},
    {"json", "{\"timestamp\":{\"0\":1577872800000,\"1\":1577874600000},\"icao24\":{\"0\":\"3c\","
             "\"1\":\"3c\"},\"latitude\":{\"0\":54.5,\"1\":54.5},\"longitude\":{\"0\":19.5,"
             "\"1\":20.5}}"},
    {"gpx", "<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk></gpx>"},
    {"igc", "AXXX\r\nHFDTE010120\r\nB1000005430000N01930000EA0100001000\r\n"},
    {"qgc", "{\"fileType\":\"Plan\",\"mission\":{\"items\":[]}}"},
    {"", "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{"
         "\"time\":1,\"lat\":2,\"lon\":3},\"geometry\":null}]}"},
    {"", "WKT,id,lat,lon\n\"LINESTRING (1 2, 3 4)\",a,1,2\n"},
    {"", "nothing, of this, sort\n"},
};

#define SAMPLES (sizeof samples / sizeof *samples)

static void each_is_recognised(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        const ovf_flight_format *found = ovf_flight_format_of(samples[i].text,
                                                              strlen(samples[i].text));
        assert_string_equal(found == NULL ? "" : found->name, samples[i].format);
    }
}

/* None is taken for another one, whatever the order in which they are asked. */
static void none_is_another(void **state)
{
    (void)state;
    static const char *const names[] = {
        "csv", "sbs", "so6", "cpr", "plt", "nmea",   "tcx", "readsb", "opensky", "fr24",   "json",
        "gpx", "kml", "igc", "fpl", "pln", "lnmpln", "fms", "qgc",    "fit",     "parquet"};
    for (size_t i = 0; i < SAMPLES; i++)
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            const ovf_flight_format *format = ovf_flight_format_named(names[k]);
            assert_non_null(format);
            bool is = format->is(samples[i].text, strlen(samples[i].text));
            if (is != (strcmp(names[k], samples[i].format) == 0))
                fail_msg("%s for %s", names[k], samples[i].text);
        }
}

static void what_is_read(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "3c6444 DLH400|19.5 54.5 F3000 1577872799.5,20.5 54.5 - 1577873099.5\n",
        "A|19.5 54.5 F3048 1577872800,20.5 54.5 G0 1577872801\n",
        "4CA2D6 XXX123|19.5 54.5 F3048 1577872800,20.5 54.5 F3048 1577872800\n",
        "77 DLH400|19.5 54.5 F9144 1577872800,20.5 54.5 F9448.8 1577874600\n",
        "99 DLH400|19.5 54.5 F9144 1577872800,20.5 54.5 F9144 1577874600\n",
        "a|19.5 54.5 ?304.8 1577872800,20.5 54.5 - 1577874600\n",
        "a|19.5 54.5 545.4 1577923199,20.5 54.5 545.4 1577923201\n",
        "C|19.5 54.5 - 1577872800,20.5 54.5 - -\n",
        "3c6444 DLH400|19.5 54.5 G0 1577872800,20.5 54.5 F304.8 1577874600\n"
        "3c6444|20 54 E152.4 1577881800,21 54 E609.6 1577881860\n",
        "3c6444 DLH400|19.5 54.5 F3000 1577872800,20.5 54.5 G0 1577874600\n",
        "3C6444 DLH400|19.5 54.5 F304.8 1577872800,20.5 54.5 F304.8 1577874600\n",
        "3c|19.5 54.5 F304.8 1577872800,20.5 54.5 - 1577874600\n",
        "3c|19.5 54.5 - 1577872800,20.5 54.5 - 1577874600\n"};
    const char *path = "/vsimem/a.txt";
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        ovf_text found = {0};
        ovf_error error = {.message = ""};
        /* Half an hour is no gap. */
        write_file(path, samples[i].text);
        ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, NULL, &error);
        if (status != OVF_OK) print_message("%zu: %s\n", i, error.message);
        assert_int_equal(status, OVF_OK);
        assert_string_equal(found.text, wanted[i]);
        ovf_text_clear(&found);
        VSIUnlink(path);
    }
}

static void cut_and_garbled(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        if (samples[i].format[0] == '\0') continue;
        garble("/vsimem/a.txt", samples[i].text);
        size_t length = strlen(samples[i].text);
        const char *path = "/vsimem/b.txt";
        for (size_t cut = 0; cut < length; cut++) {
            ovf_text found = {0};
            ovf_error error;
            VSILFILE *file = VSIFOpenL(path, "wb");
            assert_int_equal(VSIFWriteL(samples[i].text, 1, cut, file), cut);
            assert_int_equal(VSIFCloseL(file), 0);
            ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, NULL, &error);
            assert_true(status == OVF_OK || status == OVF_ERROR_INPUT);
            ovf_text_clear(&found);
        }
        VSIUnlink(path);
    }
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_int_equal(VSIFWriteL(bytes, 1, length, file), length);
    assert_int_equal(VSIFCloseL(file), 0);
}

/* As ASCII is in UTF-16, behind the mark of its byte order. */
static size_t as_utf16(const char *text, bool big, char *wide)
{
    size_t count = 0;
    for (size_t i = 0; i <= strlen(text); i++) {
        unsigned unit = i == 0 ? 0xFEFF : (unsigned char)text[i - 1];
        wide[count++] = (char)(big ? unit >> 8 : unit & 0xFF);
        wide[count++] = (char)(big ? unit & 0xFF : unit >> 8);
    }
    return count;
}

/* The mark of a byte order changes nothing in UTF-8. UTF-16 is read of XML, and of others it is
 * said what to do. */
static void marks_of_a_byte_order(void **state)
{
    (void)state;
    const char *path = "/vsimem/mark.txt";
    for (size_t i = 0; i < SAMPLES; i++) {
        const char *text = samples[i].text;
        if (samples[i].format[0] == '\0') continue;
        ovf_text plain = {0};
        ovf_error error = {0};
        write_bytes(path, text, strlen(text));
        ovf_status wanted = describe(&path, 1, (ovf_input_options){0}, &plain, NULL, &error);
        char *changed = malloc(2 * strlen(text) + 4);
        assert_non_null(changed);
        for (int way = 0; way < 3; way++) {
            ovf_text found = {0};
            size_t length = strlen(text) + 3;
            if (way == 0) memcpy((char *)memcpy(changed, "\xEF\xBB\xBF", 3) + 3, text, length - 3);
            else length = as_utf16(text, way == 2, changed);
            write_bytes(path, changed, length);
            ovf_status status = describe(&path, 1, (ovf_input_options){0}, &found, NULL, &error);
            if (way == 0 || text[0] == '<') {
                assert_int_equal(status, wanted);
                assert_string_equal(found.text == NULL ? "" : found.text,
                                    plain.text == NULL ? "" : plain.text);
            } else {
                assert_int_equal(status, OVF_ERROR_INPUT);
                assert_non_null(strstr(error.message, "is text in UTF-16: save it as UTF-8"));
            }
            ovf_text_clear(&found);
        }
        free(changed);
        ovf_text_clear(&plain);
    }
    VSIUnlink(path);
}

/* Pieces of any size give the same flights. */
static void in_small_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLES; i++) {
        if (samples[i].format[0] == '\0') continue;
        const ovf_flight_format *format = ovf_flight_format_named(samples[i].format);
        size_t length = strlen(samples[i].text), counts[2] = {0};
        for (size_t step = 1, way = 0; way < 2; way++, step = length) {
            ovf_flight_queue queue = {0};
            const ovf_flight_input input = {.stem = "a", .queue = &queue};
            ovf_error error;
            void *reader = format->open(&input);
            assert_non_null(reader);
            ovf_status status = OVF_OK;
            for (size_t at = 0; at < length && status == OVF_OK; at += step)
                status = format->take(reader, samples[i].text + at, step, at + step >= length,
                                      &error);
            for (size_t before = SIZE_MAX; before != queue.end && status == OVF_OK;) {
                before = queue.end;
                status = format->take(reader, "", 0, true, &error);
            }
            for (ovf_flight *flight; (flight = ovf_flight_queue_take(&queue)) != NULL;) {
                counts[way] += 1000 + flight->pieces.fix_count;
                ovf_flight_free(flight);
            }
            format->close(reader);
            ovf_flight_queue_clear(&queue);
        }
        assert_int_equal(counts[0], counts[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_recognised), cmocka_unit_test(none_is_another),
        cmocka_unit_test(what_is_read),       cmocka_unit_test(cut_and_garbled),
        cmocka_unit_test(in_small_pieces),    cmocka_unit_test(marks_of_a_byte_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
