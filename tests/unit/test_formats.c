/* Flights in GPX, KML and IGC: what is read of small files, whose right answer is plain, and what
 * is said of what is left out. Unix times are by `date -u -d TEXT +%s`.
 *
 * Tests: src/input/formats/gpx_reader.c src/input/formats/kml_reader.c
 * Tests: src/input/formats/kml_values.c src/input/formats/kml_legs.c
 * Tests: src/input/formats/igc_reader.c src/input/formats/igc_lines.c
 * Tests: src/input/formats/xml_events.c src/input/formats/values.c src/input/formats/raw_flight.c
 * Tests: src/input/formats/flight_file.c src/input/formats/flight_format.c
 * Tests: src/input/formats/packed.c src/input/formats/names_seen.c
 * Tests: src/input/flights/assembly.c src/input/flights/flight_route.c
 * Tests: src/input/flights/flight_names.c */
#include "formats_fixture.h"

#define GPX(inside)                                              \
    "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"t\" " \
    "xmlns=\"http://www.topografix.com/GPX/1/1\">" inside "</gpx>"
#define POINT(lat, lon, inside) "<trkpt lat=\"" lat "\" lon=\"" lon "\">" inside "</trkpt>"
#define KML(inside)                                                         \
    "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\" " \
    "xmlns:gx=\"http://www.google.com/kml/ext/2.2\"><Document>" inside "</Document></kml>"

static void gpx_tracks_and_routes(void **state)
{
    (void)state;
    expect_read(
        "/vsimem/a.gpx",
        GPX("<wpt lat=\"1\" lon=\"2\"><name>W</name></wpt>"
            "<rte><name>plan</name><rtept lat=\"54.5\" lon=\"19.5\"><ele>1000</ele></rtept>"
            "<rtept lat=\"+55.\" lon=\"020.25\"/></rte>"
            "<trk><name> flown &amp; seen </name>"
            "<trkseg>" POINT("54.5", "19.5", "<ele>0</ele><time>2020-01-01T10:00:00Z</time>") POINT(
                "54.5", "20.5",
                "<extensions><ele>9</ele><time>x</time></extensions>"
                "<time>2020-01-01T11:30:00.5+01:00</time>") "</trkseg><trkseg>" POINT("54.5",
                                                                                      "20.6",
                                                                                      "<ele>-5.25</"
                                                                                      "ele><time> "
                                                                                      "2020-01-"
                                                                                      "01T10:33:"
                                                                                      "00Z </time>")
                POINT("54.5", "21.5", "<ele></ele>") "</trkseg></trk>"),
        "plan|19.5 54.5 1000 -,20.25 55 - -\n"
        "flown & seen|19.5 54.5 0 1577872800,20.5 54.5 - 1577874600.5,20.6 54.5 -5.25 1577874780,"
        "21.5 54.5 - -\n",
        "");
    /* The same with a prefix, in capitals of its own encoding, and with CDATA. */
    expect_read("/vsimem/b.txt",
                "<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<!-- <kml> -->"
                "<g:gpx xmlns:g=\"http://www.topografix.com/GPX/1/0\"><g:trk><g:name>\xCC</g:name>"
                "<g:desc><![CDATA[<b>]]></g:desc><g:trkseg><g:trkpt lat=\"1\" lon=\"2\"/>"
                "<g:trkpt lat=\"3\" lon=\"4\"/></g:trkseg></g:trk></g:gpx>",
                "М|2 1 - -,4 3 - -\n", "");
}

static void gpx_blemishes(void **state)
{
    (void)state;
    expect_read(
        "/vsimem/a.gpx",
        GPX("<trk><name>good</name><trkseg>" POINT("54.5", "19.5", "<ele>9x</ele>") POINT(
            "54.5", "20.5",
            "<time>yesterday</time>") "</trkseg><trkseg/>"
                                      "<trkseg>" POINT(
                                          "54.6", "20.5",
                                          "") "</trkseg></trk>"
                                              "<trk><name>bad</name><trkseg>" POINT(
                                                  "54.6", "19.5",
                                                  "") "</trkseg></trk>"
                                                      "<trk><name>good</name><trkseg>" POINT(
                                                          "1", "2", "") POINT("3", "4", "")
                                                          POINT("", "5",
                                                                "") "</trkseg></trk><trk/>"),
        "good|19.5 54.5 - -,20.5 54.5 - -\ngood (2)|2 1 - -,4 3 - -\n",
        "good: 1 time could not be read, such as \"yesterday\", and is not known\n"
        "good: 1 altitude could not be read, such as \"9x\", and is not known\n"
        "good: a fix that stands alone in its part was left out: number 3\n"
        "bad: is no flight and was left out: expected at least two positions in a row, "
        "found fewer\n"
        "good (2): a fix without a position was left out: number 3\n"
        "#4: is no flight and was left out: expected at least two positions in a row, "
        "found none\n");
    expect_routes_error((const char *const[]){"/vsimem/none.gpx"}, 1, NULL,
                        "/vsimem/none.gpx: cannot be opened as a vector file: No such file or "
                        "directory");
}

#define AT(second, lon) POINT("10", lon, "<time>2020-01-01T10:00:" second "Z</time>")

/* One fix in twenty whose time runs back goes; if more do, it is the times that are not good. Parts
 * are put in order. */
static void times_that_run_back(void **state)
{
    (void)state;
    ovf_text found = {0};
    ovf_error error;
    static const char path[] = "/vsimem/back.gpx";
    const char *const files[] = {path};
    expect_read(path,
                GPX("<trk><name>a</name><trkseg>" AT("10", "1") AT("59", "2") AT("20", "3")
                        AT("30", "4") "</trkseg></trk>"),
                "a|1 10 - 1577872810,3 10 - 1577872820,4 10 - 1577872830\n",
                "a: a fix whose time runs backwards was left out: number 2\n");
    expect_read(path,
                GPX("<trk><name>b</name><trkseg>" AT("30", "3") AT(
                    "40", "4") "</trkseg><trkseg>" AT("10", "1") AT("20", "2") "</trkseg></trk>"),
                "b|1 10 - 1577872810,2 10 - 1577872820,3 10 - 1577872830,4 10 - 1577872840\n", "");
    write_file(path, GPX("<trk><name>c</name><trkseg>" AT("40", "3") AT("30", "4") AT("20", "1")
                             AT("10", "2") "</trkseg></trk>"));
    assert_int_equal(describe(files, 1, (ovf_input_options){0}, &found, NULL, &error),
                     OVF_ERROR_INPUT);
    assert_string_equal(error.message, "/vsimem/back.gpx: feature \"c\": times run backwards: 3 of "
                                       "4 fixes would have to be left out");
    ovf_text_clear(&found);
    VSIUnlink(path);
}

#define LINE(mode, coordinates) \
    "<LineString>" mode "<coordinates>" coordinates "</coordinates></LineString>"
#define NAMED(name, inside) "<Placemark><name>" name "</name>" inside "</Placemark>"

static void kml_lines(void **state)
{
    (void)state;
    expect_read(
        "/vsimem/a.kml",
        KML("<name>D</name>" NAMED("none", "") NAMED(
            "dot", "<Point><coordinates>1,2</"
                   "coordinates></Point>") NAMED("a", LINE("<altitudeMode>absolute</altitudeMode>",
                                                           "19,54,900 20,54\n21,54,0"))
                NAMED("b", LINE("", "19,54,900 20, 54,7 21 ,54")) NAMED(
                    "c", LINE("<altitudeMode>relativeToGround</altitudeMode>", "1,2,3 4,5,6"))
                    NAMED(
                        "d",
                        LINE("<altitudeMode> absolute </altitudeMode>",
                             "9,8,0 7,6,0 5,4,0")) "<Placemark id=\"x\"><MultiGeometry>" LINE("",
                                                                                              "1,1 "
                                                                                              "2,2 "
                                                                                              "3,3")
                        LINE("",
                             "4,4 5,5") "</MultiGeometry></Placemark>"
                                        "<Placemark><name>n</name><ExtendedData><Data "
                                        "name=\"id\"><value>E7</value></Data>"
                                        "</ExtendedData>" LINE(
                                            "",
                                            "1,1 oops 2,2") "</Placemark>" NAMED("area",
                                                                                 "<Polygon><"
                                                                                 "outerBoundaryIs><"
                                                                                 "LinearRing><"
                                                                                 "coordinates>0,0 "
                                                                                 "1,0 1,1 0,0"
                                                                                 "</coordinates></"
                                                                                 "LinearRing></"
                                                                                 "outerBoundaryIs><"
                                                                                 "/Polygon>")),
        "a|19 54 900 -,20 54 - -,21 54 0 -\n"
        "b|19 54 - -,20 54 - -,21 54 - -\n"
        "c|1 2 G3 -,4 5 G6 -\n"
        "d|9 8 - -,7 6 - -,5 4 - -\n"
        "x|1 1 - -,2 2 - -,3 3 - -;4 4 - -,5 5 - -\n"
        "E7|1 1 - -,2 2 - -\n",
        "E7: a fix without a position was left out: number 2\n"
        "area: is an area and no flight; it was left out\n");
}

#define WHEN(minute) "<when>2020-01-01T10:" minute ":00Z</when>"

static void kml_tracks(void **state)
{
    (void)state;
    expect_read(
        "/vsimem/t.kml",
        KML(NAMED(
            "in turn",
            "<gx:Track><altitudeMode>absolute</altitudeMode>" WHEN(
                "00") "<gx:coord>36.5 55.6 100</gx:coord>" WHEN("01") "<gx:coord>38.9 55.9 "
                                                                      "0</gx:coord></gx:Track>")
                NAMED("empty",
                      "<gx:MultiTrack><altitudeMode>absolute</altitudeMode><gx:Track>" WHEN("00")
                          WHEN("01")
                              WHEN("02") "<gx:coord/>"
                                         "<gx:coord>8.97 48.5 405</gx:coord><gx:coord>8.98 48.5 "
                                         "401</gx:coord>"
                                         "</gx:Track><gx:Track>" WHEN("05")
                                             WHEN("06") "<gx:coord>9 48.5</gx:coord><gx:coord>9.1 "
                                                        "48.5</gx:coord></gx:Track>"
                                                        "</gx:MultiTrack>")
                    NAMED("2.3",
                          "<Track>" WHEN("00") WHEN("01") "<coord>1 2 3</coord><coord>4 5 6</coord>"
                                                          "</Track>")),
        "in turn|36.5 55.6 100 1577872800,38.9 55.9 0 1577872860\n"
        "empty|8.97 48.5 405 1577872860,8.98 48.5 401 1577872920,9 48.5 - 1577873100,"
        "9.1 48.5 - 1577873160\n"
        "2.3|1 2 - 1577872800,4 5 - 1577872860\n",
        "empty: a fix without a position was left out: number 1\n");
}

#define STAMPED(minute, at)                                                           \
    "<Placemark><TimeStamp>" WHEN(minute) "</TimeStamp><Point><altitudeMode>absolute" \
                                          "</altitudeMode><coordinates>" at           \
                                          "</coordinates></Point></Placemark>"
#define LEG(name, coordinates) \
    NAMED(name, LINE("<altitudeMode>absolute</altitudeMode>", coordinates))

static void kml_legs(void **state)
{
    (void)state;
    expect_read(
        "/vsimem/legs.kml",
        KML("<name>XX1</name><Folder><name>Route</name>" STAMPED("00", "1,2,10")
                STAMPED("01", "3,4,20") STAMPED(
                    "02", "5,6,30") "</Folder><Folder><name>Trail</name>" LEG("P-1", "1,2,0 3,4,0")
                    LEG("P-2", "3,4,0 5,6,0") "</Folder>"
                                              "<Folder>" LEG("other", "5,6,7 8,9,7") "</Folder>"),
        "XX1|1 2 10 1577872800,3 4 20 1577872860,5 6 30 1577872920\n"
        "other|5 6 7 -,8 9 7 -\n",
        "XX1: is 2 lines, each from where the last one ends: they were read as one "
        "flight, with the times of the points beside\n");
}

static void igc(void **state)
{
    (void)state;
    /* 2019-12-31T23:59:50Z is 1577836790. A fix that says V is at 0 E. */
    static const char records[] = "AXXX001\r\nHFDTE311219\r\nHFGIDGLIDERID:D-1234\r\n"
                                  "I013638FXA\r\n"
                                  "B2359505430000N01930000EA0100001050010\r\n"
                                  "B2359555430000S01930600WA-010001050010\r\n"
                                  "B2359565400000N00000000EV0000000000999\r\n"
                                  "B00000054x0000N01932000EA0100001050010\r\n"
                                  "LXXXcomment\r\n"
                                  "B0000055430000N01932000EA0100001050010\r\n"
                                  "G12345";
    expect_read("/vsimem/9cv.igc", records,
                "9cv|19.5 54.5 F1000 1577836790,-19.51 -54.5 F-100 1577836795,"
                "19.5333333 54.5 F1000 1577836805\n",
                "9cv: 1 fix without satellites (V) was left out\n"
                "9cv: 1 line of fixes could not be read and was left out\n");
    /* A new date before midnight's first fix; more decimals; the satellites' heights. */
    expect_read("/vsimem/b.igc",
                "HFDTEDATE:311219,01\nHFALGALTGPS:GEO\nI033637LAD3839LOD4041TDS\n"
                "B2359505430000N01930000EA0000001234000000\n"
                "HFDTEDATE:010120,01\n"
                "B0000055430000N01930000EA0000001234505025\n",
                "b|19.5 54.5 1234 1577836790,19.5000083 54.5000083 1234 1577836805.25\n", "");
    /* No date, and heights over who knows what. */
    expect_read("/vsimem/c.igc",
                "AXXX\nHFPLTPILOT:N\nB1000005430000N01930000EA0000001234\n"
                "B1000055430000N01931000EA0000001234\n",
                "c|19.5 54.5 E1234 -,19.5166667 54.5 E1234 -\n",
                "c: has no date, so its times are not known\n");
}

static void names_of_several_files(void **state)
{
    (void)state;
    static const char one[] = GPX("<trk><name>LOG</name><trkseg>" POINT("1", "2", "")
                                      POINT("3", "4", "") "</trkseg></trk>");
    const char *const files[] = {"/vsimem/a/1.gpx", "/vsimem/a/2.gpx", "/vsimem/b/2.gpx"};
    ovf_text found = {0};
    ovf_error error = {0};
    for (size_t i = 0; i < 3; i++) write_file(files[i], one);
    assert_int_equal(describe(files, 2, (ovf_input_options){0}, &found, NULL, &error), OVF_OK);
    assert_string_equal(found.text, "LOG (1.gpx)|2 1 - -,4 3 - -\nLOG (2.gpx)|2 1 - -,4 3 - -\n");
    ovf_text_reset(&found);
    assert_int_equal(describe(files, 3, (ovf_input_options){0}, &found, NULL, &error), OVF_OK);
    assert_string_equal(found.text, "LOG (1.gpx)|2 1 - -,4 3 - -\n"
                                    "LOG (/vsimem/a/2.gpx)|2 1 - -,4 3 - -\n"
                                    "LOG (/vsimem/b/2.gpx)|2 1 - -,4 3 - -\n");
    ovf_text_reset(&found);
    /* Asked for as the id, it is one. */
    assert_int_equal(
        describe(files, 2, (ovf_input_options){.id_field = "name"}, &found, NULL, &error),
        OVF_ERROR_INPUT);
    ovf_text_reset(&found);
    assert_int_equal(
        describe(files, 1, (ovf_input_options){.id_field = "src"}, &found, NULL, &error),
        OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "there is no field \"src\" for the id"));
    for (size_t i = 0; i < 3; i++) VSIUnlink(files[i]);
    ovf_text_clear(&found);
}

static void formats_by_name(void **state)
{
    (void)state;
    const char *const files[] = {"/vsimem/n.gpx"};
    ovf_text found = {0};
    ovf_error error = {0};
    write_file(files[0], GPX("<trk><name>T</name><trkseg>" POINT("1", "2", "<ele>7</ele>")
                                 POINT("3", "4", "") "</trkseg></trk>"));
    const char *const good[] = {"gpx", "GPX", "gdal"}, *const bad[] = {"kml", "igc", "xyz"};
    for (size_t i = 0; i < 3; i++) {
        ovf_text_reset(&found);
        assert_int_equal(
            describe(files, 1, (ovf_input_options){.format = good[i]}, &found, NULL, &error),
            OVF_OK);
        assert_string_equal(found.text, "T|2 1 7 -,4 3 - -\n");
        assert_int_not_equal(
            describe(files, 1, (ovf_input_options){.format = bad[i]}, &found, NULL, &error),
            OVF_OK);
    }
    static const char words[] = "there is no input format \"xyz\"; the formats are: geojson, "
                                "gdal, gpx, kml, igc, ";
    assert_int_equal(strncmp(error.message, words, strlen(words)), 0);
    ovf_text_clear(&found);
    VSIUnlink(files[0]);
}

static void broken_files(void **state)
{
    (void)state;
    static const char gpx[] = GPX("<trk><name>a</name><trkseg>" AT("10", "1") AT(
        "20", "2") "</trkseg></trk><rte><rtept lat=\"1\" lon=\"2\"/>"
                   "<rtept lat=\"1\" lon=\"3\"/></rte>"),
                      kml[] = KML(NAMED("a", LINE("", "1,2,3 4,5,6 7,8")) NAMED(
                          "t",
                          "<gx:Track>" WHEN("00") WHEN(
                              "01") "<gx:coord>1 2</gx:coord><gx:coord>3 4</gx:coord></gx:Track>")),
                      igc_text[] = "AXXX\nHFDTE311219\nI013638FXA\n"
                                   "B2359505430000N01930000EA0100001050010\n"
                                   "B2359555430000N01931000EA0100001050010\n";
    cut_everywhere("/vsimem/cut.gpx", gpx, false);
    cut_everywhere("/vsimem/cut.kml", kml, false);
    cut_everywhere("/vsimem/cut.igc", igc_text, true);
    garble("/vsimem/garbled.gpx", gpx);
    garble("/vsimem/garbled.kml", kml);
    garble("/vsimem/garbled.igc", igc_text);
    write_file("/vsimem/latin.gpx", GPX("<trk><name>\xE9</name></trk>"));
    expect_routes_error((const char *const[]){"/vsimem/latin.gpx"}, 1, NULL,
                        "/vsimem/latin.gpx: the XML cannot be read in line 1: not well-formed "
                        "(invalid token): a letter is not in UTF-8; save the file as UTF-8, or let "
                        "its first line name its encoding: <?xml version=\"1.0\" "
                        "encoding=\"ISO-8859-1\"?>");
    VSIUnlink("/vsimem/latin.gpx");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(gpx_tracks_and_routes),
                                       cmocka_unit_test(gpx_blemishes),
                                       cmocka_unit_test(times_that_run_back),
                                       cmocka_unit_test(kml_lines),
                                       cmocka_unit_test(kml_tracks),
                                       cmocka_unit_test(kml_legs),
                                       cmocka_unit_test(igc),
                                       cmocka_unit_test(names_of_several_files),
                                       cmocka_unit_test(formats_by_name),
                                       cmocka_unit_test(broken_files)};
    return cmocka_run_group_tests_name("formats", tests, NULL, NULL);
}
