/* Plans in the formats of simulators, avionics and drones. Feet are of 0.3048 m; the angles of .pln
 * are worked out by hand: 33' 22.5" are 33.375', 0.55625 degrees.
 *
 * Tests: src/input/formats/plan_readers.c src/input/formats/fms_reader.c
 * Tests: src/input/formats/qgc_reader.c src/input/formats/small_file.c */
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
                "m|8 47 550 -,8.5 47.5 620 -,9 48 570 -,9 49 - -,8 47 - -\n",
                "m: 1 pattern of its mission is not known and left out\n"
                "m: an altitude is over the ground, so that over the sea is not known\n");
    expect_read("/vsimem/n.plan",
                MISSION("null", ITEM("16", MODE("1"), "3", "1", "2",
                                     "50") "," ITEM("16", MODE("2"), "3", "3", "4", "50")),
                "n|2 1 - -,4 3 50 -\n", "");
    cut_everywhere("/vsimem/cut.plan", text, true);
    garble("/vsimem/garbled.plan", text);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(plans),
                                       cmocka_unit_test(a_point_that_is_not_in_the_table),
                                       cmocka_unit_test(missions), cmocka_unit_test(broken_plans)};
    return cmocka_run_group_tests_name("plan_files", tests, NULL, NULL);
}
