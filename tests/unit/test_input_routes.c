/* Reading routes: fixes, times, altitudes, ids over several files, and the sentence for each kind
 * of bad input.
 *
 * Tests: src/input/flights/routes.c src/input/flights/fix_times.c src/input/flights/route_file.c
 * Tests: src/input/source/geometry.c src/input/source/feature_id.c src/gdal/fields.c
 * Tests: src/model/flaws.c src/model/checks.c */
#include "input_fixture.h"

#include <math.h>

#define RFILE "/vsimem/routes.geojson"

static const char *const one_file[] = {RFILE};

static void one_route(const char *type, const char *coordinates, const char *properties)
{
    char text[2000];
    int length = snprintf(text, sizeof text,
                          "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                          "\"properties\":{\"id\":\"r\"%s},"
                          "\"geometry\":{\"type\":\"%s\",\"coordinates\":%s}}]}",
                          properties, type, coordinates);
    assert_in_range(length, 1, sizeof text - 1);
    write_file(RFILE, text);
}

static void refused(const char *type, const char *coordinates, const char *properties,
                    const char *reason)
{
    char sentence[600];
    one_route(type, coordinates, properties);
    snprintf(sentence, sizeof sentence, RFILE ": feature \"r\": %s", reason);
    expect_routes_error(one_file, 1, NULL, sentence);
}

static void reads_lines(void **state)
{
    (void)state;
    write_file(
        RFILE,
        FEATURES(FEATURE(
            "\"id\":\"a\",\"state\":\"US\",\"leg_count\":2", "LineString",
            "[[-149.8,61.25,9000],[172.5,52.8,9500],[187.5,52.8,100]]") "," FEATURE("\"id\":\"b\","
                                                                                    "\"state\":"
                                                                                    "\"RU\"",
                                                                                    "MultiLineStrin"
                                                                                    "g",
                                                                                    "[[[1,2],[3,4]]"
                                                                                    ",[[3,4],[5,6],"
                                                                                    "[7,8]]]")));
    ovf_route_source *source = open_routes(one_file, 1, NULL);
    assert_int_equal(ovf_route_source_total(source), -1); /* a text is not read to be counted */
    const ovf_route *route = next_route(source);
    assert_string_equal(route->id, "a");
    assert_string_equal(route->file, RFILE);
    assert_int_equal(route->number, 0);
    assert_int_equal(route->fix_count, 3);
    assert_int_equal(route->part_count, 1);
    assert_int_equal(route->part_ends[0], 3);
    assert_true(route->fixes[0].lon == -149.8 && route->fixes[0].lat == 61.25);
    assert_true(route->fixes[2].lon == 187.5); /* beyond 180 as it stands */
    assert_true(route->fixes[1].altitude_m == 9500);
    assert_true(isnan(route->fixes[1].time_s));
    assert_int_equal(ovf_attributes_find(&route->attributes, "leg_count")->integer, 2);
    route = next_route(source);
    assert_string_equal(route->id, "b");
    assert_int_equal(route->number, 1);
    assert_int_equal(route->fix_count, 5);
    assert_int_equal(route->part_count, 2);
    assert_int_equal(route->part_ends[0], 2);
    assert_int_equal(route->part_ends[1], 5);
    assert_true(isnan(route->fixes[0].altitude_m));
    assert_null(ovf_attributes_find(&route->attributes, "leg_count"));
    assert_string_equal(ovf_attributes_find(&route->attributes, "state")->text, "RU");
    assert_null(next_route(source));
    assert_null(next_route(source));
    ovf_route_source_free(source);
    ovf_route_source_free(NULL);
}

static void bad_lines(void **state)
{
    (void)state;
    refused("LineString", "[[1,2]]", "", "line: expected at least two positions, found one");
    refused("LineString", "[]", "", "line: expected at least two positions, found none");
    refused("MultiLineString", "[[[1,2]],[[5,6]]]", "",
            "part 1: expected at least two positions, found one");
    refused("MultiLineString", "[]", "",
            "geometry: expected a line, found an empty MultiLineString");
    refused("LineString", "[[1,2],[3,4],[5,95.2]]", "",
            "latitude 95.2 of position 3 is beyond ±90; are latitude and longitude swapped?");
    refused("LineString", "[[1,2],[3,4],[100,95.2]]", "",
            "latitude 95.2 of position 3 is beyond ±90");
    refused("MultiLineString", "[[[1,2],[3,4]],[[3,4],[-700,4]]]", "",
            "longitude -700 of position 2 of part 2 is beyond ±540");
    refused("LineString", "[[1,2],[NaN,4]]", "",
            "longitude of position 2: expected a finite number, found NaN");
    refused("LineString", "[[1,2],[3,-1e999]]", "",
            "latitude of position 2: expected a finite number, found infinity");
    write_file(RFILE, FEATURES(ROUTE("a", "[[0,0],[1,1]]") "," FEATURE(
                          "", "Polygon", "[[[0,0],[1,0],[1,1],[0,0]]]")));
    expect_routes_error(
        one_file, 1, NULL,
        RFILE ": feature #2: geometry: expected a LineString or MultiLineString, found a Polygon");
    write_file(RFILE, FEATURES(ROUTE("a", "[[0,0],[1,1]]") ",{\"type\":\"Feature\",\"properties\":{"
                                                           "\"id\":\"n\"},\"geometry\":null}"));
    expect_routes_error(one_file, 1, NULL,
                        RFILE ": feature \"n\": geometry is missing or unreadable; expected a "
                              "LineString or MultiLineString");
    write_file(RFILE, FEATURES(ZONE("z", "[[[0,0],[1,0],[1,1],[0,0]]]")));
    expect_routes_error(one_file, 1, NULL,
                        RFILE ": expected LineStrings or MultiLineStrings, found Polygon");
    write_file(RFILE, FEATURES(""));
    expect_routes_error(one_file, 1, NULL,
                        RFILE ": has no features that are LineStrings or MultiLineStrings");
    ovf_route_source *source = NULL;
    assert_int_equal(ovf_route_source_open(NULL, 0, NULL, &source, NULL), OVF_ERROR_USAGE);
    assert_null(source);
}

/* What is little beside the rest is left out, and told. */
static void small_blemishes(void **state)
{
    (void)state;
    one_route("MultiLineString", "[[[1,2,5],[3,4,1e999]],[[5,6]]]", "");
    const ovf_route *route;
    ovf_route_source *source = open_routes(one_file, 1, NULL);
    route = next_route(source);
    assert_int_equal(route->fix_count, 2);
    assert_int_equal(route->part_count, 1);
    assert_true(route->fixes[0].altitude_m == 5 && isnan(route->fixes[1].altitude_m));
    assert_true(route->origins != NULL && route->origins[1] == 1);
    ovf_route_source_free(source);
    /* One position of 21 that does not exist; of 19 that is too much. */
    char line[600] = "[[1,95.2]";
    for (int i = 0; i < 18; i++) {
        size_t used = strlen(line);
        snprintf(line + used, sizeof line - used, ",[%d,%d]", i, i + 1);
    }
    strcat(line, "]");
    refused("LineString", line, "",
            "latitude 95.2 of position 1 is beyond ±90; are latitude and longitude swapped?");
    line[strlen(line) - 1] = '\0';
    strcat(line, ",[20,21],[22,23]]");
    one_route("LineString", line, "");
    source = open_routes(one_file, 1, NULL);
    route = next_route(source);
    assert_int_equal(route->fix_count, 20);
    assert_true(route->fixes[0].lon == 0 && route->origins[0] == 1);
    ovf_route_source_free(source);
}

static void times_of(const double *wanted, size_t count)
{
    ovf_route_source *source = open_routes(one_file, 1, NULL);
    const ovf_route *route = next_route(source);
    assert_int_equal(route->fix_count, count);
    for (size_t i = 0; i < count; i++) {
        double found = route->fixes[i].time_s;
        if (isnan(wanted[i]) ? !isnan(found) : !(fabs(found - wanted[i]) < 1e-6))
            fail_msg("time %zu is %.6f instead of %.6f", i, found, wanted[i]);
    }
    ovf_route_source_free(source);
}

static void coord_times(void **state)
{
    (void)state;
    static const double wanted[] = {1507140000, 1507140060.5, 1507140120};
    static const double first_and_last[] = {1507140000, NAN, 1507140120};
    const char *line = "[[0,0],[1,1],[2,2]]";
    one_route("LineString", line,
              ",\"coordTimes\":[\"2017-10-04T18:00:00Z\",\"2017-10-04T20:01:00.5+02:00\",\"2017-10-"
              "04T18:02Z\"]");
    times_of(wanted, 3);
    one_route("LineString", line,
              ",\"coordTimes\":[\"2017-10-04T18:00:00Z\",null,\"2017-10-04T18:02:00Z\"]");
    times_of(first_and_last, 3);
    /* A text field that holds JSON, as in formats without lists. */
    one_route(
        "LineString", line,
        ",\"coordTimes\":\"[\\\"2017-10-04T18:00:00Z\\\",null,\\\"2017-10-04T18:02:00Z\\\"]\"");
    times_of(first_and_last, 3);

    static const double five[] = {0, 60, 60, 120, 180};
    const char *parts = "[[[0,0],[1,1]],[[1,1],[2,2],[3,3]]]";
    one_route("MultiLineString", parts,
              ",\"coordTimes\":[[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:01:00Z\"],"
              "[\"1970-01-01T00:01:00Z\",\"1970-01-01T00:02:00Z\",\"1970-01-01T00:03:00Z\"]]");
    times_of(five, 5);
    one_route("MultiLineString", parts,
              ",\"coordTimes\":[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:01:00Z\",\"1970-01-01T00:"
              "01:00Z\","
              "\"1970-01-01T00:02:00Z\",\"1970-01-01T00:03:00Z\"]");
    times_of(five, 5);

    refused("LineString", line, ",\"coordTimes\":[\"2017-10-04T18:00:00Z\"]",
            "coordTimes has 1 times for 3 positions");
    refused("LineString", line,
            ",\"coordTimes\":[\"2017-10-04T18:00:00Z\",\"noon\",\"2017-10-04T18:02:00Z\"]",
            "coordTimes: value 2: expected ISO 8601 such as 2016-05-05T10:00:00Z, found \"noon\"");
    refused("LineString", line, ",\"coordTimes\":[1507140000,1507140060,1507140120]",
            "coordTimes: value 1: expected ISO 8601 such as 2016-05-05T10:00:00Z, found a number");
    refused("LineString", line, ",\"coordTimes\":\"noon\"",
            "coordTimes is not a list of times (ISO 8601, one a position)");
    refused("MultiLineString", parts,
            ",\"coordTimes\":[[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:01:00Z\"]]",
            "coordTimes has 1 lists for 2 parts");
    refused("MultiLineString", parts,
            ",\"coordTimes\":[[\"1970-01-01T00:00:00Z\",\"1970-01-01T00:01:00Z\"],[\"1970-01-01T00:"
            "01:00Z\"]]",
            "coordTimes of part 2 has 1 times for 3 positions");
    /* One that runs back is left out; of two that is too much. */
    one_route("LineString", line,
              ",\"coordTimes\":[\"2017-10-04T18:00:00Z\",\"2017-10-04T18:02:00Z\","
              "\"2017-10-04T18:01:00Z\"]");
    static const double left[] = {1507140000, 1507140060};
    times_of(left, 2);
    refused("LineString", "[[0,0],[1,1]]",
            ",\"coordTimes\":[\"2017-10-04T18:02:00Z\",\"2017-10-04T18:01:00Z\"]",
            "times run backwards: 1 of 2 fixes would have to be left out");
}

/* On the equator a degree of longitude is a·π/180 = 111319.4908 m. */
static void start_and_speed(void **state)
{
    (void)state;
    const double hour_m = 111319.49079327358;
    static const double wanted[] = {1507140000, 1507143600, 1507147200};
    char properties[200];
    snprintf(properties, sizeof properties,
             ",\"start_time\":\"2017-10-04T18:00:00Z\",\"speed_kmh\":%.12f", hour_m / 1000);
    one_route("LineString", "[[0,0],[1,0],[2,0]]", properties);
    times_of(wanted, 3);
    /* Between parts that do not meet no time passes. */
    static const double parts[] = {1507140000, 1507143600, 1507143600, 1507147200};
    one_route("MultiLineString", "[[[0,0],[1,0]],[[5,0],[6,0]]]", properties);
    times_of(parts, 4);
    /* The start alone is the first fix's time, the speed alone says nothing. */
    static const double none[] = {NAN, NAN, NAN}, first[] = {1507140000, NAN, NAN};
    one_route("LineString", "[[0,0],[1,0],[2,0]]", ",\"start_time\":\"2017-10-04T18:00:00Z\"");
    times_of(first, 3);
    one_route("LineString", "[[0,0],[1,0],[2,0]]", ",\"start_time\":\" \",\"speed_kmh\":800");
    times_of(none, 3);
    one_route("LineString", "[[0,0],[1,0],[2,0]]", ",\"speed_kmh\":800");
    times_of(none, 3);
    refused("LineString", "[[0,0],[1,0]]", ",\"start_time\":\"noon\",\"speed_kmh\":800",
            "start_time: expected ISO 8601 such as 2016-05-05T10:00:00Z, found \"noon\"");
    refused("LineString", "[[0,0],[1,0]]",
            ",\"start_time\":\"2017-10-04T18:00:00Z\",\"speed_kmh\":0",
            "speed_kmh: expected a number greater than 0, found \"0\"");
    refused("LineString", "[[0,0],[1,0]]",
            ",\"start_time\":\"2017-10-04T18:00:00Z\",\"speed_kmh\":\"fast\"",
            "speed_kmh: expected a number greater than 0, found \"fast\"");
}

static void times_in_m(void **state)
{
    (void)state;
    const char *const ids[] = {"m", "zero", "back"};
    const char *const wkt[] = {"LINESTRING ZM (0 0 100 1507140000,1 1 200 1507140060)",
                               "LINESTRING ZM (0 0 1 0,1 1 2 0)",
                               "LINESTRING ZM (0 0 100 1507140060,1 1 200 1507140000)"};
    write_layer("GPKG", "/vsimem/m.gpkg", "flights", "EPSG:4326", wkt, ids, 3);
    const char *const files[] = {"/vsimem/m.gpkg"};
    ovf_route_source *source = open_routes(files, 1, NULL);
    const ovf_route *route = next_route(source);
    assert_true(route->fixes[0].time_s == 1507140000 && route->fixes[1].time_s == 1507140060);
    assert_true(route->fixes[0].altitude_m == 100 && route->fixes[1].altitude_m == 200);
    route = next_route(source);
    assert_true(isnan(route->fixes[0].time_s) && isnan(route->fixes[1].time_s));
    ovf_error error;
    assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message,
                        "/vsimem/m.gpkg: feature \"back\": times run backwards: 1 of 2 fixes would "
                        "have to be left out");
    ovf_route_source_free(source);
    VSIUnlink("/vsimem/m.gpkg");
}

static void several_files(void **state)
{
    (void)state;
    write_file("/vsimem/1.geojson", FEATURES(ROUTE("a", "[[0,0],[1,1]]") "," FEATURE(
                                        "", "LineString", "[[0,0],[1,1]]")));
    write_file("/vsimem/2.geojson", FEATURES(FEATURE("", "LineString", "[[0,0],[1,1]]")));
    write_file("/vsimem/3.geojson",
               FEATURES(ROUTE("b", "[[0,0],[1,1]]") "," ROUTE("a", "[[0,0],[1,1]]")));
    const char *const files[] = {"/vsimem/1.geojson", "/vsimem/2.geojson", "/vsimem/3.geojson"};
    static const char *const ids[] = {"a", "2", "3", "b"};
    ovf_route_source *source = open_routes(files, 3, NULL);
    assert_int_equal(ovf_route_source_total(source), -1);
    const ovf_route *route = NULL;
    for (size_t i = 0; i < 4; i++) {
        route = next_route(source);
        assert_string_equal(route->id, ids[i]);
        assert_int_equal(route->number, i);
    }
    assert_string_equal(route->file, "/vsimem/3.geojson");
    ovf_error error;
    assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_ERROR_INPUT);
    assert_string_equal(
        error.message,
        "/vsimem/3.geojson: feature \"a\": id \"a\" of feature #2 is already that of feature #1 of "
        "/vsimem/1.geojson; ids must differ");
    ovf_route_source_free(source);

    /* A file that is missing shows at once, not after the first ones have been read. */
    const char *const missing[] = {"/vsimem/1.geojson", "/vsimem/none.geojson"};
    assert_int_equal(ovf_route_source_open(missing, 2, NULL, &source, &error), OVF_ERROR_INPUT);
    assert_string_equal(
        error.message,
        "/vsimem/none.geojson: cannot be opened as a vector file: No such file or directory");
}

static void layers(void **state)
{
    (void)state;
    const char *const lines[] = {"LINESTRING (0 0,1 1)", "LINESTRING (2 2,3 3)"},
                      *const line_ids[] = {"one", "two"};
    const char *const more[] = {"LINESTRING (5 5,6 6)"}, *const more_ids[] = {"three"};
    const char *const areas[] = {"POLYGON ((0 0,1 0,1 1,0 0))"}, *const area_ids[] = {"zone"};
    const char *path = "/vsimem/layers.gpkg";
    write_layer("GPKG", path, "planned", "EPSG:4326", lines, line_ids, 2);
    write_layer("GPKG", path, "zones", "EPSG:4326", areas, area_ids, 1);
    write_layer("GPKG", path, "flown", "EPSG:4326", more, more_ids, 1);

    const char *const all[] = {path}, *const flown[] = {"/vsimem/layers.gpkg|layername=flown"};
    ovf_route_source *source = open_routes(all, 1, NULL);
    assert_int_equal(ovf_route_source_total(source), 3);
    assert_string_equal(next_route(source)->id, "one");
    assert_string_equal(next_route(source)->id, "two");
    assert_string_equal(next_route(source)->id, "three");
    assert_null(next_route(source));
    ovf_route_source_free(source);
    source = open_routes(flown, 1, NULL);
    const ovf_route *route = next_route(source);
    assert_string_equal(route->id, "three");
    assert_string_equal(route->file, flown[0]);
    assert_null(next_route(source));
    ovf_route_source_free(source);
    ovf_zones zones;
    read_zones(path, NULL, &zones);
    assert_int_equal(zones.count, 1);
    ovf_zones_clear(&zones);

    const char *const none[] = {"/vsimem/layers.gpkg|layername=sea"},
                      *const wrong[] = {"/vsimem/layers.gpkg|layername=zones"};
    expect_routes_error(none, 1, NULL,
                        "/vsimem/layers.gpkg|layername=sea: there is no layer \"sea\"; the layers "
                        "are: planned, zones, flown");
    expect_routes_error(wrong, 1, NULL,
                        "/vsimem/layers.gpkg|layername=zones: expected LineStrings or "
                        "MultiLineStrings, found Polygon");
    ovf_input_options options = {.id_field = "callsign"};
    expect_routes_error(flown, 1, &options,
                        "/vsimem/layers.gpkg|layername=flown: there is no field \"callsign\" for "
                        "ids; the fields are: id");
    VSIUnlink(path);
}

static int rejections;
static char last_rejection[600];

static void count_rejection(void *context, const char *file, const char *feature,
                            const char *reason)
{
    assert_ptr_equal(context, &rejections);
    rejections++;
    snprintf(last_rejection, sizeof last_rejection, "%s|%s|%s", file, feature, reason);
}

static void leaving_out(void **state)
{
    (void)state;
    ovf_input_options options = {.reject = count_rejection, .reject_context = &rejections};
    rejections = 0;
    write_file(
        RFILE,
        FEATURES(ROUTE("a", "[[0,0],[1,1]]") "," FEATURE("", "LineString", "[[0,0]]") "," ROUTE(
            "b",
            "[[0,0],[1,1]]") "," ROUTE("b",
                                       "[[0,0],[1,1]]") "," ZONE("p",
                                                                 "[[[0,0],[1,0],[1,1],[0,0]]]")));
    ovf_route_source *source = open_routes(one_file, 1, &options);
    assert_string_equal(next_route(source)->id, "a");
    const ovf_route *route = next_route(source);
    assert_string_equal(route->id, "b");
    assert_int_equal(route->number, 1); /* counts what is handed out */
    assert_int_equal(rejections, 1);
    assert_string_equal(last_rejection,
                        RFILE "|#2|line: expected at least two positions, found one");
    assert_null(next_route(source));
    assert_int_equal(rejections, 3);
    assert_string_equal(last_rejection, RFILE
                        "|p|geometry: expected a LineString or MultiLineString, found a Polygon");
    ovf_route_source_free(source);
}

/* Waypoints and labels in the same layer are passed over, without a rejection. */
static void points_beside(void **state)
{
    (void)state;
    ovf_input_options options = {.reject = count_rejection, .reject_context = &rejections};
    rejections = 0;
    write_file(RFILE,
               FEATURES(FEATURE("\"id\":\"UUMB\"", "Point", "[36.65,55.61]") "," ROUTE(
                   "a", "[[36.65,55.61],[20.5,54.7]]") "," FEATURE("\"id\":\"b\"", "MultiPoint",
                                                                   "[[1,1]]")));
    ovf_route_source *source = open_routes(one_file, 1, &options);
    assert_string_equal(next_route(source)->id, "a");
    assert_null(next_route(source));
    ovf_route_source_free(source);
    assert_int_equal(rejections, 0);
    write_file(RFILE, FEATURES(FEATURE("\"id\":\"UUMB\"", "Point", "[36.65,55.61]") "," FEATURE(
                          "\"id\":\"b\"", "MultiPoint", "[[1,1]]")));
    expect_routes_error(one_file, 1, NULL,
                        RFILE ": has no flight: expected lines, tracks or routes of at least two "
                              "positions, or the fixes of an aircraft; found none. (Waypoints "
                              "and airfields are places that plans may name; a snapshot has one "
                              "position of each aircraft, so it takes several of them, one after "
                              "the other in one file)");
}

static void other_formats(void **state)
{
    (void)state;
    write_file("/vsimem/track.gpx",
               "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"t\" "
               "xmlns=\"http://www.topografix.com/GPX/1/1\">"
               "<wpt lat=\"1\" lon=\"2\"/><rte><name>R</name><rtept lat=\"55.5\" "
               "lon=\"36.5\"/><rtept lat=\"56\" lon=\"37\"/></rte>"
               "<trk><name>T</name><trkseg><trkpt lat=\"10\" "
               "lon=\"20\"><ele>300</ele></trkpt><trkpt lat=\"11\" lon=\"21\"/></trkseg>"
               "</trk></gpx>");
    const char *const gpx[] = {"/vsimem/track.gpx"};
    ovf_route_source *source = open_routes(gpx, 1, NULL);
    const ovf_route *route = next_route(source);
    assert_string_equal(route->id, "R");
    assert_true(route->fixes[0].lon == 36.5 && route->fixes[0].lat == 55.5);
    route = next_route(source);
    assert_string_equal(route->id, "T");
    assert_true(route->fixes[0].altitude_m == 300);
    assert_null(next_route(source));
    ovf_route_source_free(source);

    write_file("/vsimem/line.kml",
               "<?xml version=\"1.0\"?><kml "
               "xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark><name>K</name>"
               "<LineString><coordinates>20.5,54.5,900 "
               "21.5,54.75,900</coordinates></LineString></Placemark></Document></kml>");
    const char *const kml[] = {"/vsimem/line.kml"};
    source = open_routes(kml, 1, NULL);
    route = next_route(source);
    assert_string_equal(route->id, "K");
    /* Clamped to the ground, which is usual in KML, it has no altitude. */
    assert_true(route->fixes[1].lon == 21.5 && route->fixes[1].lat == 54.75 &&
                isnan(route->fixes[1].altitude_m));
    ovf_route_source_free(source);

    write_file("/vsimem/lines.geojsonl",
               ROUTE("s1", "[[0,0],[1,1]]") "\n" ROUTE("s2", "[[0,0],[1,1]]") "\n");
    const char *const sequence[] = {"/vsimem/lines.geojsonl"};
    source = open_routes(sequence, 1, NULL);
    assert_string_equal(next_route(source)->id, "s1");
    assert_string_equal(next_route(source)->id, "s2");
    assert_null(next_route(source));
    ovf_route_source_free(source);
}

static void a_file_that_breaks_off(void **state)
{
    (void)state;
    /* A FlatGeobuf knows its length from its head; cut it in the middle of the second feature. */
    const char *const wkt[] = {"LINESTRING (0 0,1 1)", "LINESTRING (2 2,3 3)",
                               "LINESTRING (4 4,5 5)"},
                      *const ids[] = {"a", "b", "c"};
    write_layer("FlatGeobuf", "/vsimem/whole.fgb", "whole", "EPSG:4326", wkt, ids, 3);
    vsi_l_offset length = 0;
    GByte *bytes = VSIGetMemFileBuffer("/vsimem/whole.fgb", &length, FALSE);
    assert_non_null(bytes);
    VSILFILE *file = VSIFOpenL("/vsimem/cut.fgb", "wb");
    assert_int_equal(VSIFWriteL(bytes, 1, (size_t)length - 150, file), (size_t)length - 150);
    VSIFCloseL(file);
    const char *const files[] = {"/vsimem/cut.fgb"};
    ovf_error error = {0};
    ovf_route_source *source = NULL;
    const ovf_route *route;
    ovf_status status = ovf_route_source_open(files, 1, NULL, &source, &error);
    while (status == OVF_OK && (status = ovf_route_source_next(source, &route, &error)) == OVF_OK)
        assert_non_null(route);
    assert_int_equal(status, OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "/vsimem/cut.fgb: cannot be read on after feature #"));
    ovf_route_source_free(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines),     cmocka_unit_test(bad_lines),
        cmocka_unit_test(small_blemishes), cmocka_unit_test(coord_times),
        cmocka_unit_test(start_and_speed), cmocka_unit_test(times_in_m),
        cmocka_unit_test(several_files),   cmocka_unit_test(layers),
        cmocka_unit_test(leaving_out),     cmocka_unit_test(other_formats),
        cmocka_unit_test(points_beside),   cmocka_unit_test(a_file_that_breaks_off),
    };
    return cmocka_run_group_tests_name("input_routes", tests, NULL, NULL);
}
