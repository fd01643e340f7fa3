/* The conventions in which lines have times: a fourth ordinate, M, and lists beside the
 * coordinates. 2020-01-01T10:00:00Z is 1577872800 (`date -u -d`).
 *
 * Tests: src/input/flights/fix_times.c src/input/json/json_positions.c
 * Tests: src/input/json/json_members.c */
#include "formats_fixture.h"

#include "input/flights/fix_times.h"

#define LINE(coordinates) FEATURES(ROUTE("r", coordinates))
#define TIMED(properties, type, coordinates) \
    FEATURES(FEATURE("\"id\":\"r\"," properties, type, coordinates))
#define FILE_NAME "/vsimem/times.geojson"

static void fourth_ordinates(void **state)
{
    (void)state;
    expect_read(FILE_NAME, LINE("[[1,2,3,1577872800],[4,5,6,1577872800.25]]"),
                "r|1 2 3 1577872800,4 5 6 1577872800.25\n", "");
    expect_read(FILE_NAME, LINE("[[1,2,3,1577872800000],[4,5,6,1577872800250]]"),
                "r|1 2 3 1577872800,4 5 6 1577872800.25\n", "");
    /* A distance, or some only: no times. Then others count. */
    expect_read(FILE_NAME, LINE("[[1,2,3,0],[4,5,6,471653.2]]"), "r|1 2 3 -,4 5 6 -\n", "");
    expect_read(FILE_NAME, LINE("[[1,2,3,1577872800],[4,5,6]]"), "r|1 2 3 -,4 5 6 -\n", "");
    expect_read(FILE_NAME,
                TIMED("\"coordTimes\":[\"2020-01-01T10:00:00Z\",null]", "LineString",
                      "[[1,2,3,7],[4,5,6,8]]"),
                "r|1 2 3 1577872800,4 5 6 -\n", "");
    /* After a feature that has some, one that has none. */
    expect_read(FILE_NAME,
                FEATURES(ROUTE("a", "[[1,2,3,1577872800],[4,5,6,1577872801]]") "," ROUTE(
                    "b", "[[1,2,3],[4,5,6]]")),
                "a|1 2 3 1577872800,4 5 6 1577872801\nb|1 2 3 -,4 5 6 -\n", "");
}

static void lists(void **state)
{
    (void)state;
    expect_read(FILE_NAME,
                TIMED("\"coordinateProperties\":{\"times\":[\"2020-01-01T10:00:00Z\","
                      "\"2020-01-01T10:00:00.500Z\"]}",
                      "LineString", "[[1,2],[3,4]]"),
                "r|1 2 - 1577872800,3 4 - 1577872800.5\n", "");
    expect_read(FILE_NAME,
                TIMED("\"coordinateProperties\":{\"heart\":[1,2],\"times\":[[1577872800000,"
                      "1577872801000],[1577872802000,null]]}",
                      "MultiLineString", "[[[1,2],[3,4]],[[5,6],[7,8]]]"),
                "r|1 2 - 1577872800,3 4 - 1577872801,5 6 - 1577872802,7 8 - -\n", "");
    expect_read(FILE_NAME,
                TIMED("\"datetimes\":[1577872800,1577872801]", "LineString", "[[1,2],[3,4]]"),
                "r|1 2 - 1577872800,3 4 - 1577872801\n", "");
    expect_read(FILE_NAME,
                TIMED("\"datetimes\":[\"2020-01-01T10:00:00Z\",\"2020-01-01T10:00:01Z\"]",
                      "LineString", "[[1,2],[3,4]]"),
                "r|1 2 - 1577872800,3 4 - 1577872801\n", "");
    /* Something else of that name. */
    expect_read(FILE_NAME,
                TIMED("\"datetimes\":\"in May\",\"coordinateProperties\":{\"heart\":[1,2]}",
                      "LineString", "[[1,2],[3,4]]"),
                "r|1 2 - -,3 4 - -\n", "");
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *properties, *sentence;
    } cases[] = {
        {"\"datetimes\":[1,2]", "datetimes: expected ISO 8601 or Unix times in seconds or "
                                "milliseconds, found other numbers"},
        {"\"datetimes\":[1577872800,1577872800000]",
         "datetimes: expected ISO 8601 or Unix times in seconds or milliseconds, found other "
         "numbers"},
        {"\"coordinateProperties\":{\"times\":[1577872800]}",
         "coordinateProperties.times has 1 times for 2 positions"},
        {"\"coordinateProperties\":{\"times\":[true,false]}",
         "coordinateProperties.times: value 1: expected ISO 8601 such as 2016-05-05T10:00:00Z, "
         "found true or false"},
        {"\"coordTimes\":[1577872800,1577872801]",
         "coordTimes: value 1: expected ISO 8601 such as 2016-05-05T10:00:00Z, found a number"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600], sentence[300];
        snprintf(text, sizeof text, TIMED("%s", "LineString", "[[1,2],[3,4]]"),
                 cases[i].properties);
        snprintf(sentence, sizeof sentence, FILE_NAME ": feature \"r\": %s", cases[i].sentence);
        write_file(FILE_NAME, text);
        expect_routes_error((const char *const[]){FILE_NAME}, 1, NULL, sentence);
    }
    VSIUnlink(FILE_NAME);
}

static void units_of_m(void **state)
{
    (void)state;
    const char *const ids[] = {"s", "ms", "us", "ns", "km"},
                      *const wkt[] = {
                          "LINESTRING M (1 2 1577872800,3 4 1577872801)",
                          "LINESTRING M (1 2 1577872800000,3 4 1577872801000)",
                          "LINESTRING M (1 2 1577872800000000,3 4 1577872801000000)",
                          "LINESTRING M (1 2 1577872800000000000,3 4 1577872801000000000)",
                          "LINESTRING M (1 2 0,3 4 471.65)"};
    const char *const file = "/vsimem/m.gpkg";
    ovf_text found = {0};
    ovf_error error = {0};
    write_layer("GPKG", file, "flights", "EPSG:4326", wkt, ids, 5);
    assert_int_equal(describe(&file, 1, (ovf_input_options){0}, &found, NULL, &error), OVF_OK);
    assert_string_equal(found.text, "s|1 2 - 1577872800,3 4 - 1577872801\n"
                                    "ms|1 2 - 1577872800,3 4 - 1577872801\n"
                                    "us|1 2 - 1577872800,3 4 - 1577872801\n"
                                    "ns|1 2 - 1577872800,3 4 - 1577872801\nkm|1 2 - -,3 4 - -\n");
    ovf_text_clear(&found);
    VSIUnlink(file);
}

static void units(void **state)
{
    (void)state;
    const double edge[] = {1e8, NAN, 99999999999.0}, beyond[] = {1e8, 1e11}, late[] = {1e20};
    assert_true(ovf_times_unit(edge, 1, 3) == 1);
    assert_true(ovf_times_unit(beyond, 1, 2) == 0);
    assert_true(ovf_times_unit(late, 1, 1) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(fourth_ordinates), cmocka_unit_test(lists),
                                       cmocka_unit_test(refused), cmocka_unit_test(units_of_m),
                                       cmocka_unit_test(units)};
    return cmocka_run_group_tests_name("time_conventions", tests, NULL, NULL);
}
