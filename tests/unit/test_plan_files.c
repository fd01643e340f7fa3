/* Plans in the formats of simulators, avionics and drones. Feet are of 0.3048 m; the angles of .pln
 * are worked out by hand: 33' 22.5" are 33.375', 0.55625 degrees.
 *
 * Tests: src/input/formats/plan_readers.c src/input/formats/fms_reader.c
 * Tests: src/input/formats/qgc_reader.c src/input/formats/small_file.c
 * Tests: src/input/formats/mission.c src/input/formats/wpl_reader.c
 * Tests: src/input/formats/cup_reader.c src/input/formats/icao_reader.c
 * Tests: src/input/formats/mfjson_reader.c src/input/flightplan/plan_message.c
 * src/input/flights/fix_names.c */
#include "formats_fixture.h"

static const char fpl[] =
    "<?xml version=\"1.0\"?><flight-plan xmlns=\"http://www8.garmin.com/xmlschemas/FlightPlan/v1\">"
    "<waypoint-table><waypoint><identifier>A</identifier><type>VOR</type><country-code>K1"
    "</country-code><lat>54.5</lat><lon>-19.5</lon></waypoint><waypoint><identifier>A</identifier>"
    "<type>NDB</type><country-code>K1</country-code><lat>1</lat><lon>2</lon></waypoint>"
    "<waypoint><identifier>B</identifier><type>USER WAYPOINT</type><country-code/><lat>3</lat>"
    "<lon>4</lon></waypoint></waypoint-table><route><route-name>A B</route-name>"
    "<route-point><waypoint-identifier>A</waypoint-identifier><waypoint-type>NDB</waypoint-type>"
    "<waypoint-country-code>K1</waypoint-country-code></route-point>"
    "<route-point><waypoint-identifier>B</waypoint-identifier><waypoint-type>USER WAYPOINT"
    "</waypoint-type><waypoint-country-code></waypoint-country-code></route-point>"
    "<route-point><waypoint-identifier>A</waypoint-identifier><waypoint-type>VOR</waypoint-type>"
    "<waypoint-country-code>K1</waypoint-country-code></route-point></route></flight-plan>";
static const char pln[] =
    "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?><SimBase.Document>"
    "<FlightPlan.FlightPlan><CruisingAlt>2500</CruisingAlt><ATCWaypoint id=\"X\">"
    "<WorldPosition>N24° 33' 22.5\",W81° 45' 0.00\",+001000.00</WorldPosition></ATCWaypoint>"
    "<ATCWaypoint id=\"Y\"><WorldPosition>S1° 30' 0.00\",E2° 15' 0\",-000100.00</WorldPosition>"
    "</ATCWaypoint></FlightPlan.FlightPlan></SimBase.Document>";
static const char lnmpln[] =
    "<?xml version=\"1.0\"?><LittleNavmap><Flightplan><Header><CruisingAlt>6500</CruisingAlt>"
    "</Header><Departure><Pos Lon=\"9\" Lat=\"9\" Alt=\"9\"/></Departure><Waypoints><Waypoint>"
    "<Pos Lon=\"6.5\" Lat=\"45.25\" Alt=\"1000\"/></Waypoint><Waypoint><Pos Lon=\"7\" Lat=\"46\"/>"
    "</Waypoint></Waypoints><Alternates><Alternate><Pos Lon=\"8\" Lat=\"8\" Alt=\"8\"/>"
    "</Alternate></Alternates></Flightplan></LittleNavmap>";
static const char fms[] = "I\r\n1100 Version\r\nCYCLE 1802\r\nADEP EFMA\r\nNUMENR 2\r\n"
                          "1 EFMA ADEP 100.000000 60.5 19.25\r\n28 W+1 DRCT 0.0 60.75 -19\r\n"
                          "11 RATSO V5 10000 61 20\r\n";

static void plans(void **state)
{
    (void)state;
    expect_read("/vsimem/a.fpl", fpl, "A B|2 1 - -,4 3 - -,-19.5 54.5 - -\n", "");
    expect_read("/vsimem/b.pln", pln, "b|-81.75 24.55625 304.8 -,2.25 -1.5 -30.48 -\n", "");
    expect_read("/vsimem/c.lnmpln", lnmpln, "c|6.5 45.25 304.8 -,7 46 - -\n", "");
    expect_read("/vsimem/d.fms", fms, "d|19.25 60.5 30.48 -,-19 60.75 - -,20 61 3048 -\n", "");
    expect_read("/vsimem/e.fms", "A\n3 version\n1\n1\n1 KSEA 433.0 47.4 -122.3\n2 X 0 48 -123\n",
                "e|-122.3 47.4 131.9784 -,-123 48 - -\n", "");
}

static void a_point_that_is_not_in_the_table(void **state)
{
    (void)state;
    char text[sizeof fpl];
    memcpy(text, fpl, sizeof fpl);
    char *last = strstr(text, "<waypoint-type>VOR");
    assert_non_null(last);
    memcpy(last + strlen("<waypoint-type>"), "INT", 3);
    write_file("/vsimem/a.fpl", text);
    expect_routes_error((const char *const[]){"/vsimem/a.fpl"}, 1, NULL,
                        "/vsimem/a.fpl: the route has 1 point that the table of waypoints has not");
    VSIUnlink("/vsimem/a.fpl");
}

#define ITEM(command, mode, frame, lat, lon, alt)                                              \
    "{\"type\":\"SimpleItem\",\"command\":" command "," mode "\"frame\":" frame ",\"params\":" \
    "[0,0,0,null," lat "," lon "," alt "]}"
#define MODE(number) "\"AltitudeMode\":" number ","
#define MISSION(home, items)                                                                       \
    "{\"fileType\": \"Plan\",\"mission\":{\"plannedHomePosition\":" home ",\"items\":[" items "]}" \
    "}"

static void missions(void **state)
{
    (void)state;
    /* Above home, over the sea, over the terrain; a camera, a region of interest and a jump. */
    /* clang-format off */
    static const char text[] = MISSION("[47,8,500]",
        ITEM("22", MODE("1"), "3", "47", "8", "50") ","
        ITEM("2000", "", "2", "0", "0", "0") ","
        ITEM("195", "", "3", "10", "10", "0") ","
        ITEM("16", "", "0", "47.5", "8.5", "620") ","
        "{\"type\":\"ComplexItem\",\"complexItemType\":\"survey\",\"TransectStyleComplexItem\":"
        "{\"Items\":[" ITEM("16", "", "3", "48", "9", "70") ","
        ITEM("206", "", "2", "0", "0", "0") "]}},"
        "{\"type\":\"ComplexItem\",\"complexItemType\":\"fwLandingPattern\"},"
        ITEM("16", MODE("3"), "10", "49", "9", "80") ","
        ITEM("177", "", "2", "0", "0", "0") ","
        ITEM("20", "", "2", "0", "0", "0"));
    /* clang-format on */
    expect_read("/vsimem/m.plan", text,
                "m|8 47 550 -,8.5 47.5 620 -,9 48 570 -,9 49 G80 -,8 47 - -\n",
                "m: 1 pattern of its mission is not known and left out\n"
                "");
    expect_read("/vsimem/n.plan",
                MISSION("null", ITEM("16", MODE("1"), "3", "1", "2",
                                     "50") "," ITEM("16", MODE("2"), "3", "3", "4", "50")),
                "n|2 1 - -,4 3 50 -\n", "");
    cut_everywhere("/vsimem/cut.plan", text, true);
    garble("/vsimem/garbled.plan", text);
}

/* Home, a take-off where the aircraft is, three frames, a region of interest, and the way home. */
static const char wpl[] = "QGC WPL 110\r\n"
                          "0\t1\t0\t16\t0\t0\t0\t0\t47\t8\t500\t1\r\n"
                          "1\t0\t3\t22\t15\t0\t0\t0\t0\t0\t50\t1\r\n"
                          "2\t0\t3\t16\t0\t0\t0\t0\t47.5\t8.5\t70.5\t1\r\n"
                          "3\t0\t0\t16\t0\t0\t0\t0\t-48\t-9\t620\t1\r\n"
                          "4\t0\t3\t195\t0\t0\t0\t0\t10\t10\t0\t1\r\n"
                          "5\t0\t10\t16\t0\t0\t0\t0\t49\t9\t80\t1\r\n"
                          "6\t0\t3\t20\t0\t0\t0\t0\t0\t0\t0\t1\r\n";

static void missions_of_waypoints(void **state)
{
    (void)state;
    expect_read("/vsimem/w.waypoints", wpl, "w|8.5 47.5 570.5 -,-9 -48 620 -,9 49 G80 -,8 47 - -\n",
                "");
    write_file("/vsimem/w.txt", "QGC WPL 110\n0 1 0 16 0 0 0 0 47 8 500 1\nrubbish\n");
    expect_routes_error((const char *const[]){"/vsimem/w.txt"}, 1, NULL,
                        "/vsimem/w.txt: 1 line of the mission cannot be read: expected 12 numbers "
                        "in each");
    VSIUnlink("/vsimem/w.txt");
    cut_everywhere("/vsimem/cut.waypoints", wpl, true);
    garble("/vsimem/garbled.waypoints", wpl);
}

/* 5107.5' are 51.125 degrees, 1430.0' are 14.5, 3315' are 33.25. */
static const char cup[] = "name,code,country,lat,lon,elev,style,rwdir,rwlen,freq,desc\r\n"
                          "\"Home, sweet\",HOM,DE,5107.500N,01430.000E,504.0m,5\r\n"
                          "\"Far\",FAR,AU,3315.000S,07030.000W,0m,1\r\n"
                          "-----Related Tasks-----\r\n"
                          "\"There and back\",\"???\",\"Home, sweet\",\"Far\",\"Home, sweet\"\r\n"
                          "Options,NoStart=12:00:00,TaskTime=01:45:12\r\n"
                          "ObsZone=0,Style=2,R1=400m,A1=180\r\n"
                          ",\"Far\",\"Home, sweet\"\r\n";

static void tasks(void **state)
{
    (void)state;
    expect_read("/vsimem/t.cup", cup,
                "There and back|14.5 51.125 - -,-70.5 -33.25 - -,14.5 51.125 - -\n"
                "Task 2|-70.5 -33.25 - -,14.5 51.125 - -\n",
                "");
    write_file("/vsimem/t.cup", "name,code,country,lat,lon\n\"A\",A,DE,5107.500N,01430.000E\n"
                                "-----Related Tasks-----\n\"T\",\"A\",\"B\"\n");
    expect_routes_error((const char *const[]){"/vsimem/t.cup"}, 1, NULL,
                        "/vsimem/t.cup: task 1: the point \"B\" is not among the waypoints");
    write_file("/vsimem/t.cup", "name,code,country,lat,lon\n\"A\",A,DE,5107.500N,01430.000E\n");
    expect_routes_error((const char *const[]){"/vsimem/t.cup"}, 1, NULL,
                        "/vsimem/t.cup: has waypoints and no task: plans may name these points, "
                        "and it has no flight");
    VSIUnlink("/vsimem/t.cup");
    cut_everywhere("/vsimem/cut.cup", cup, true);
    garble("/vsimem/garbled.cup", cup);
}

/* UUMB (Kubinka) and UMKK (Khrabrovo) are bundled; a degree along a meridian at 900 km/h takes
 * about seven minutes. */
static const char message[] = "\n(FPL-XXX123/A1234-IS\n-B738/M-SDE2E3FGH/LB1\n-UUMB1230\n"
                              "-K0900F330 5530N03500E DCT\n 5430N03500E/K0900F350\n"
                              "-UMKK0140 EYVI\n-PBN/A1B1 DOF/150601 REG/DABCD)\n";

static void messages(void **state)
{
    ovf_route_source *source = NULL;
    const ovf_route *route;
    ovf_error error = {0};
    const char *const files[] = {"/vsimem/f.txt"};
    static const char *const names[] = {"UUMB", "5530N03500E", "5430N03500E", "5430N03500E",
                                        "UMKK"};
    static const char *const attributes[][2] = {
        {"callsign", "XXX123"},    {"aircraft", "B738"},
        {"airfield_from", "UUMB"}, {"airfield_to", "UMKK"},
        {"eobt", "1230"},          {"eet", "0140"},
        {"date", "2015-06-01"},    {"item_18", "PBN/A1B1 DOF/150601 REG/DABCD"}};
    (void)state;
    write_file(files[0], message);
    assert_int_equal(ovf_route_source_open(files, 1, NULL, &source, &error), OVF_OK);
    assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_OK);
    assert_string_equal(route->id, "XXX123");
    assert_int_equal(route->fix_count, 5);
    for (size_t i = 0; i < 5; i++) assert_string_equal(route->fix_names[i], names[i]);
    assert_true(route->flight_levels[1] && route->fixes[1].altitude_m == 330 * 30.48);
    assert_true(route->fixes[3].altitude_m == 350 * 30.48);
    assert_true(route->fixes[0].time_s == 1433161800); /* date -d 2015-06-01T12:30Z +%s */
    /* A degree of latitude there is 111.33 km, to 0.01 km. */
    double duration_s = route->fixes[2].time_s - route->fixes[1].time_s;
    assert_true(fabs(duration_s - 111.33 / 900 * 3600) < 0.1);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const ovf_attribute *found = ovf_attributes_find(&route->attributes, attributes[i][0]);
        assert_non_null(found);
        assert_string_equal(found->text, attributes[i][1]);
    }
    ovf_route_source_free(source);
    write_file(files[0], "(FPL-X-IS-B738/M-S/C-UUMB12-N0450F330 DCT-UMKK0140)");
    expect_routes_error(files, 1, NULL,
                        "/vsimem/f.txt: item 13 of the flight plan message is \"UUMB12\": expected "
                        "a place and a time, as in EDDM1200");
    write_file(files[0], "(FPL-X-IS-B738/M-S/C-EDDM1200-N0450F330 DCT-UMKK0140)");
    assert_int_equal(ovf_route_source_open(files, 1, NULL, &source, &error), OVF_OK);
    assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_ERROR_INPUT);
    assert_int_equal(error.remedy, OVF_REMEDY_POINTS);
    ovf_route_source_free(source);
    VSIUnlink(files[0]);
    cut_everywhere("/vsimem/cut.txt", message, true);
    garble("/vsimem/garbled.txt", message);
}

static void moving_features(void **state)
{
    static const char text[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"A\","
        "\"properties\":{\"kind\":\"x\",\"n\":3},\"temporalGeometry\":{\"type\":\"MovingPoint\","
        "\"coordinates\":[[20,54,900],[21,54.5],[22,55,1000]],\"datetimes\":["
        "\"2020-01-01T00:00:00Z\",\"2020-01-01T00:10:00.5Z\",\"2020-01-01T01:30:00+01:00\"]}},"
        "{\"type\":\"Feature\",\"properties\":{\"name\":\"B\"},\"temporalGeometry\":{\"type\":"
        "\"MovingGeometryCollection\",\"crs\":{\"type\":\"Name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"prisms\":[{\"type\":\"MovingPoint\",\"coordinates\""
        ":[[1,2],[3,4]],\"datetimes\":[1577836800000,1577836801000]},{\"type\":\"MovingPoint\","
        "\"coordinates\":[[5,6],[7,8]],\"datetimes\":[1577836900,1577836901]}]}}]}";
    (void)state;
    expect_read("/vsimem/m.json", text,
                "A|20 54 900 1577836800,21 54.5 - 1577837400.5,22 55 1000 1577838600\n"
                "B|1 2 - 1577836800,3 4 - 1577836801,5 6 - 1577836900,7 8 - 1577836901\n",
                "");
    expect_read("/vsimem/p.json",
                "{\"type\":\"MovingPoint\",\"coordinates\":[[1,2],[3,4]],"
                "\"datetimes\":[1577836800000,1577836801000]}",
                "p|1 2 - 1577836800,3 4 - 1577836801\n", "");
    write_file("/vsimem/p.json", "{\"type\":\"MovingPoint\",\"coordinates\":[[1,2],[3,4]],"
                                 "\"datetimes\":[1577836800000]}");
    expect_routes_error((const char *const[]){"/vsimem/p.json"}, 1, NULL,
                        "/vsimem/p.json: temporalGeometry: expected as many datetimes as "
                        "coordinates, found 1 and 2");
    write_file("/vsimem/p.json",
               "{\"type\":\"Feature\",\"temporalGeometry\":{\"type\":\"MovingPolygon"
               "\"}}");
    expect_routes_error((const char *const[]){"/vsimem/p.json"}, 1, NULL,
                        "/vsimem/p.json: temporalGeometry: expected a MovingPoint, found "
                        "MovingPolygon");
    VSIUnlink("/vsimem/p.json");
    garble("/vsimem/garbled.json", text);
}

static void names_of_fixes(void **state)
{
    static const struct {
        const char *path, *text, *names;
    } cases[] = {{"/vsimem/a.fpl", fpl, "A B A "},
                 {"/vsimem/b.pln", pln, "X Y "},
                 {"/vsimem/d.fms", fms, "EFMA W+1 RATSO "},
                 {"/vsimem/t.cup", cup, "Home, sweet Far Home, sweet "},
                 {"/vsimem/g.gpx",
                  "<gpx><rte><rtept lat=\"1\" lon=\"2\"><name> ONE </name></rtept><rtept lat=\"x\" "
                  "lon=\"2\"><name>BAD</name></rtept><rtept lat=\"1\" lon=\"3\"/><rtept lat=\"1\" "
                  "lon=\"4\"><name>T</name></rtept></rte></gpx>",
                  "ONE  T "}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ovf_route_source *source = NULL;
        const ovf_route *route;
        ovf_error error;
        ovf_text names = {0};
        write_file(cases[i].path, cases[i].text);
        assert_int_equal(ovf_route_source_open(&cases[i].path, 1, NULL, &source, &error), OVF_OK);
        assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_OK);
        assert_non_null(route->fix_names);
        for (size_t k = 0; k < route->fix_count; k++)
            assert_true(ovf_text_add_string(&names, route->fix_names[k]) &&
                        ovf_text_add_string(&names, " "));
        assert_string_equal(names.text, cases[i].names);
        ovf_text_clear(&names);
        ovf_route_source_free(source);
        VSIUnlink(cases[i].path);
    }
}

static void broken_plans(void **state)
{
    (void)state;
    cut_everywhere("/vsimem/cut.fpl", fpl, false);
    cut_everywhere("/vsimem/cut.pln", pln, false);
    cut_everywhere("/vsimem/cut.lnmpln", lnmpln, false);
    cut_everywhere("/vsimem/cut.fms", fms, true);
    garble("/vsimem/garbled.fpl", fpl);
    garble("/vsimem/garbled.pln", pln);
    garble("/vsimem/garbled.lnmpln", lnmpln);
    garble("/vsimem/garbled.fms", fms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plans),          cmocka_unit_test(a_point_that_is_not_in_the_table),
        cmocka_unit_test(missions),       cmocka_unit_test(missions_of_waypoints),
        cmocka_unit_test(tasks),          cmocka_unit_test(messages),
        cmocka_unit_test(names_of_fixes), cmocka_unit_test(moving_features),
        cmocka_unit_test(broken_plans)};
    return cmocka_run_group_tests_name("plan_files", tests, NULL, NULL);
}
