/* AIXM 5.1: volumes, curves, links, time slices and times of activation, as steps, parts and words.
 *
 * Tests: src/input/airspace/aixm5.c src/input/airspace/aixm5_features.c
 * Tests: src/input/airspace/aixm5_gml.c src/input/airspace/aixm5_parts.c
 * Tests: src/input/airspace/aixm5_words.c src/input/airspace/aixm_words.c
 * Tests: src/input/airspace/aixm5_note.c
 * Tests: src/input/airspace/airspace_line.c src/input/airspace/xml_tree.c */
#include "airspace_fixture.h"

#include <geodesic.h>

#include "geodesy/earth.h"
#include "input/airspace/airspace_line.h"
#include "overflight/schedule.h"

#define FORMAT &ovf_airspace_format_aixm5
#define HEAD                                                                                  \
    "<m:AIXMBasicMessage xmlns:m='http://www.aixm.aero/schema/5.1.1/message' "                \
    "xmlns:a='http://www.aixm.aero/schema/5.1.1' xmlns:gml='http://www.opengis.net/gml/3.2' " \
    "xmlns:xlink='http://www.w3.org/1999/xlink'>"
#define TAIL "</m:AIXMBasicMessage>"
#define FEATURE(kind, id, slices)                                                                  \
    "<m:hasMember><a:" kind " gml:id='uuid." id "'><gml:identifier>" id "</gml:identifier>" slices \
    "</a:" kind "></m:hasMember>"
#define SLICE(kind, content)                      \
    "<a:timeSlice><a:XTimeSlice><gml:validTime/>" \
    "<a:interpretation>" kind "</a:interpretation>" content "</a:XTimeSlice></a:timeSlice>"
#define PERIOD(name, from, until)                        \
    "<" name "><gml:TimePeriod><gml:beginPosition>" from \
    "</gml:beginPosition><gml:endPosition>" until "</gml:endPosition></gml:TimePeriod></" name ">"
#define DURING(kind, from, until, content)                                                    \
    "<a:timeSlice><a:XTimeSlice>" PERIOD(                                                     \
        "gml:validTime", from, until) "<a:interpretation>" kind "</a:interpretation>" content \
                                      "</a:XTimeSlice></a:timeSlice>"
#define COMPONENT(order, volume)                                                \
    "<a:geometryComponent><a:AirspaceGeometryComponent>" order                  \
    "<a:theAirspaceVolume><a:AirspaceVolume>" volume                            \
    "</a:AirspaceVolume></a:theAirspaceVolume></a:AirspaceGeometryComponent></" \
    "a:geometryComponent>"
#define ORDER(operation, number)                                                \
    "<a:operation>" operation "</a:operation><a:operationSequence>" number "</" \
    "a:operationSequence>"
#define EARTH "srsName='urn:ogc:def:crs:EPSG::4326'"
#define SURFACE(srs, rings)                                                            \
    "<a:horizontalProjection><a:Surface " srs "><gml:patches><gml:PolygonPatch>" rings \
    "</gml:PolygonPatch></gml:patches></a:Surface></a:horizontalProjection>"
#define RING(members) "<gml:exterior><gml:Ring>" members "</gml:Ring></gml:exterior>"
#define HOLE(members) "<gml:interior><gml:Ring>" members "</gml:Ring></gml:interior>"
#define CURVE(segments)                                   \
    "<gml:curveMember><gml:Curve><gml:segments>" segments \
    "</gml:segments></gml:Curve></gml:curveMember>"
#define LINE(places) \
    "<gml:GeodesicString><gml:posList>" places "</gml:posList></gml:GeodesicString>"
#define SQUARE SURFACE(EARTH, RING(CURVE(LINE("54 20 54 22 55 22 55 20 54 20"))))
#define SQUARE_STEPS " begin 20 54 geodesic 22 54 geodesic 22 55 geodesic 20 55 geodesic 20 54"
#define SMALL SURFACE(EARTH, RING(CURVE(LINE("54.4 20.5 54.4 21 54.6 21 54.4 20.5"))))
#define SMALL_STEPS " begin 20.5 54.4 geodesic 21 54.4 geodesic 21 54.6 geodesic 20.5 54.4"
#define ONE(content) HEAD FEATURE("Airspace", "1", SLICE("BASELINE", content)) TAIL
#define OUTLINE(rings) ONE(COMPONENT("", SURFACE(EARTH, rings)))

static void whole(void **state)
{
    (void)state;
    expect_heard(
        FORMAT,
        ONE("<a:type>R</a:type><a:designator>EAR1</a:designator><a:name>ONE</a:name>"
            "<a:localType nilReason='unknown'/><a:controlType>MIL</a:controlType>"
            "<a:class><a:AirspaceLayerClass><a:classification>C</a:classification>"
            "</a:AirspaceLayerClass></a:class>" COMPONENT(
                "", "<a:upperLimit uom='FL'>245</a:upperLimit>"
                    "<a:upperLimitReference>STD</a:upperLimitReference>"
                    "<a:lowerLimit uom='FT'>GND</a:lowerLimit>"
                    "<a:lowerLimitReference>SFC</a:lowerLimitReference>" SQUARE)),
        "1|ONE|type=R|designator=EAR1|controlType=MIL|class=C|floor=GND|ceiling=FL245:" SQUARE_STEPS
        "\n");
}

/* Parts follow in the order of their numbers, each with limits of its own. */
static void parts(void **state)
{
    (void)state;
    expect_heard(
        FORMAT,
        ONE(COMPONENT(ORDER("SUBTR", "2"), "<a:upperLimit uom='FL'>100</a:upperLimit>" SMALL)
                COMPONENT(ORDER("UNION", "3"),
                          "<a:lowerLimit uom='M'>300</a:lowerLimit>"
                          "<a:lowerLimitReference>SFC</a:lowerLimitReference>" SMALL)
                    COMPONENT(ORDER("BASE", "1"), "<a:upperLimit>UNL</a:upperLimit>" SQUARE)),
        "1|-:\n  +|ceiling=UNL:" SQUARE_STEPS "\n  -|ceiling=FL100:" SMALL_STEPS
        "\n  +|floor=300 M SFC:" SMALL_STEPS "\n");
    expect_heard(FORMAT, ONE(COMPONENT(ORDER("SUBTR", "1"), SQUARE)),
                 "FLAW line 1: expected a first part (BASE) that something is taken away from, "
                 "found SUBTR\n");
    expect_within(FORMAT, ONE(COMPONENT(ORDER("INTERS", "1"), SQUARE)),
                  "expected a first part (BASE) that something is taken away from, found INTERS");
    expect_heard(FORMAT,
                 ONE(COMPONENT(ORDER("BASE", "1"), SQUARE) COMPONENT(ORDER("INTERS", "2"), SMALL)),
                 "1|-:\n  +:" SQUARE_STEPS "\n  &:" SMALL_STEPS "\n");
    expect_within(FORMAT, ONE(COMPONENT(ORDER("XOR", "1"), SQUARE)),
                  "operation: expected BASE, UNION, INTERS or SUBTR, found \"XOR\"");
    expect_within(FORMAT, ONE("<a:type>R</a:type>"), "expected a geometryComponent, found none");
    expect_within(FORMAT,
                  ONE(COMPONENT("", "<a:centreline><a:Curve/></a:centreline><a:width>2</a:width>")),
                  "found a centreline alone");
}

/* The order of axes, how many, and where the system of coordinates is said. */
static void axes(void **state)
{
    static const char north[] = "1|-: begin 20 54 geodesic 21 54 geodesic 21 55 geodesic 20 54\n";
    (void)state;
    expect_heard(FORMAT, OUTLINE(RING(CURVE(LINE("54 20 54 21 55 21 54 20")))), north);
    expect_heard(FORMAT,
                 ONE(COMPONENT("", SURFACE("srsName='urn:ogc:def:crs:OGC:1.3:CRS84'",
                                           RING(CURVE(LINE("20 54 21 54 21 55 20 54")))))),
                 north);
    expect_heard(FORMAT,
                 ONE(COMPONENT("", SURFACE("srsName='urn:ogc:def:crs:EPSG::4979' srsDimension='3'",
                                           RING(CURVE(LINE("54 20 0 54 21 1 55 21 2 54 20 0")))))),
                 north);
    /* Places of their own, and one that says its system itself. */
    expect_heard(FORMAT,
                 OUTLINE(RING(CURVE("<gml:GeodesicString><gml:pos>54 20</gml:pos>"
                                    "<gml:pos srsName='CRS84'>21 54</gml:pos><gml:pointProperty>"
                                    "<a:Point><gml:pos>55 21</gml:pos></a:Point>"
                                    "</gml:pointProperty></gml:GeodesicString>"))),
                 north);
    expect_within(FORMAT, ONE(COMPONENT("", SURFACE("", RING(CURVE(LINE("1 2 1 3 2 3")))))),
                  "they are taken as latitude and longitude in WGS 84");
    expect_within(FORMAT,
                  ONE(COMPONENT("", SURFACE("srsName='urn:ogc:def:crs:EPSG::32633'",
                                            RING(CURVE(LINE("1 2 1 3 2 3")))))),
                  "srsName: expected WGS 84 (urn:ogc:def:crs:EPSG::4326 or "
                  "urn:ogc:def:crs:OGC:1.3:CRS84), found \"urn:ogc:def:crs:EPSG::32633\"");
    expect_within(FORMAT, OUTLINE(RING(CURVE(LINE("95 20 54 21")))),
                  "expected a latitude from -90 to 90, found 95");
    expect_within(FORMAT, OUTLINE(RING(CURVE(LINE("54 20 54")))),
                  "expected 2 numbers for each place, found some over");
    expect_within(FORMAT, OUTLINE(RING(CURVE(LINE("54,20 54,21")))),
                  "expected numbers with blanks between them");
}

#define ARC(first, last)                                                               \
    "<gml:ArcByCenterPoint numArc='1'><gml:pos>10 20</gml:pos><gml:radius uom='NM'>10" \
    "</gml:radius><gml:startAngle uom='deg'>" first                                    \
    "</gml:startAngle><gml:endAngle uom='deg'>" last "</gml:endAngle></gml:ArcByCenterPoint>"
#define DISC(unit, radius)                                                                 \
    "<gml:CircleByCenterPoint numArc='1'><gml:pos>54.5 21</gml:pos><gml:radius uom='" unit \
    "'>" radius "</gml:radius></gml:CircleByCenterPoint>"

/* Ends by PROJ's geod_direct in `geod +ellps=WGS84`: 18520 m from 10 N 20 E to the north, the east
 * and the west. */
static void arcs(void **state)
{
    (void)state;
    expect_heard(
        FORMAT, OUTLINE(RING(CURVE(ARC("0", "90") LINE("10 20.168898 10 20 10.1674 20")))),
        "1|-: begin 20 10.1674377 arc 20.1689174 9.99995714 around 20 10 cw geodesic 20 10 "
        "geodesic 20 10.1674377\n");
    /* From east to north against the clock, and the long way. */
    expect_within(FORMAT, OUTLINE(RING(CURVE(ARC("90", "0")))), "around 20 10 ccw");
    expect_within(FORMAT, OUTLINE(RING(CURVE(ARC("90", "360")))), "around 20 10 cw");
    expect_heard(FORMAT, OUTLINE(RING(CURVE(DISC("[nmi_i]", "10")))),
                 "1|-: circle 21 54.5 18520\n");
    expect_heard(FORMAT, OUTLINE(RING(CURVE(DISC("KM", "35")))), "1|-: circle 21 54.5 35000\n");
    expect_heard(FORMAT, OUTLINE(RING(CURVE(DISC("FT", "1000")))), "1|-: circle 21 54.5 304.8\n");
    expect_within(FORMAT, OUTLINE(RING(CURVE(DISC("", "10")))),
                  "radius: expected a unit (NM, [nmi_i], KM, M, FT), found \"\"");
    /* In a hole it is two arcs, as rings are told apart by the even-odd rule. */
    expect_within(
        FORMAT,
        OUTLINE(RING(CURVE(LINE("54 20 54 22 55 22 55 20 54 20"))) HOLE(CURVE(DISC("M", "1000")))),
        SQUARE_STEPS " begin 21 54.5089836 arc 21 54.4910164 around 21 54.5 cw arc 21 "
                     "54.5089836 around 21 54.5 cw");
    /* Of axes with the longitude first, angles count from the east against the clock. */
    expect_within(FORMAT,
                  ONE(COMPONENT("", SURFACE("srsName='CRS84'",
                                            RING(CURVE(ARC("0", "90") LINE("10 20 9 20")))))),
                  "around 10 20 ccw");
    expect_within(
        FORMAT,
        OUTLINE(RING(CURVE("<gml:BSpline><gml:posList>1 2 3 4</gml:posList></gml:BSpline>"))),
        "found BSpline");
}

/* The centre is at one distance from all three. */
static void three_places(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(2000); k++) {
        begin_case(k);
        ovf_lonlat centre = {uniform(-180, 180), uniform(-80, 80)}, through[3], found;
        double radius_m = exp(uniform(log(100), log(5e5))), azimuth = uniform(0, 360),
               turn = uniform(5, 170) * (k % 2 == 0 ? 1 : -1), apart_m;
        bool clockwise;
        for (int i = 0; i < 3; i++)
            geod_direct(ovf_earth(), centre.lat, centre.lon, azimuth + i * turn, radius_m,
                        &through[i].lat, &through[i].lon, NULL);
        assert_true(ovf_airspace_line_centre(through, &found, &clockwise));
        geod_inverse(ovf_earth(), centre.lat, centre.lon, found.lat, found.lon, &apart_m, NULL,
                     NULL);
        assert_true(apart_m < 1e-6 * radius_m + 1e-3);
        assert_true(clockwise == (turn > 0));
    }
    const ovf_lonlat line[3] = {{0, 0}, {1, 0}, {2, 0}};
    ovf_lonlat found;
    bool clockwise;
    assert_false(ovf_airspace_line_centre(line, &found, &clockwise));
    expect_within(FORMAT,
                  OUTLINE(RING(CURVE(
                      "<gml:Arc><gml:posList>9.9 20 10 19.9 10.1 20</gml:posList></gml:Arc>"
                      "<gml:Geodesic><gml:posList>10.1 20 9.9 20</gml:posList></gml:Geodesic>"))),
                  " cw geodesic 20 9.9\n");
}

#define BORDER(places)                                                            \
    FEATURE("GeoBorder", "b",                                                     \
            SLICE("BASELINE", "<a:border><a:Curve " EARTH "><gml:segments>" LINE( \
                                  places) "</gml:segments></a:Curve></a:border>"))
#define ALONG "<gml:curveMember xlink:href='urn:uuid:b'/>"
#define WITH_BORDER(members, places)                                                              \
    HEAD BORDER(places)                                                                           \
        FEATURE("Airspace", "1", SLICE("BASELINE", COMPONENT("", SURFACE(EARTH, RING(members))))) \
            TAIL

/* The stretch of a border between the ends of its neighbours, in their direction. */
static void borders(void **state)
{
    static const char up[] = "1|-: begin 10 2 geodesic 12 1 geodesic 10 0 geodesic 10 0.5 geodesic "
                             "10.1 1 geodesic 10 1.5 geodesic 10 2\n";
    (void)state;
    expect_heard(
        FORMAT, WITH_BORDER(CURVE(LINE("2 10 1 12 0 10")) ALONG, "-5 10 0.5 10 1 10.1 1.5 10 5 10"),
        up);
    /* The border is told the other way around, and stands first. */
    expect_heard(
        FORMAT, WITH_BORDER(ALONG CURVE(LINE("2 10 1 12 0 10")), "5 10 1.5 10 1 10.1 0.5 10 -5 10"),
        up);
    /* Of a closed border the short way, over its joint. */
    expect_heard(
        FORMAT,
        WITH_BORDER(CURVE(LINE("2 10 1 12 0 10")) ALONG,
                    "1 10 1.5 10 5 10 5 5 -5 5 -5 10 0.5 10 1 10"),
        "1|-: begin 10 2 geodesic 12 1 geodesic 10 0 geodesic 10 0.5 geodesic 10 1 geodesic "
        "10 1.5 geodesic 10 2\n");
    expect_heard(FORMAT, WITH_BORDER(ALONG, "0 0 0 1 1 1 0 0"),
                 "1|-: begin 0 0 geodesic 1 0 geodesic 1 1 geodesic 0 0\n");
    expect_within(
        FORMAT, WITH_BORDER(CURVE(LINE("2 10 1 12 0 10")) ALONG, "-5 9 5 9"),
        "expected an outline that leaves and meets the border \"urn:uuid:b\" within 2 km, "
        "found 111.");
    expect_within(FORMAT, OUTLINE(RING(CURVE(LINE("2 10 1 12 0 10")) ALONG)),
                  "expected the border or curve \"urn:uuid:b\" in the file, found none");
}

#define OTHER(id, dependency)                                                      \
    "<a:contributorAirspace><a:AirspaceVolumeDependency><a:dependency>" dependency \
    "</a:dependency><a:theAirspace xlink:href='urn:uuid:" id                       \
    "'/></a:AirspaceVolumeDependency></a:contributorAirspace>"
#define SKY(id, content) FEATURE("Airspace", id, SLICE("BASELINE", content))
#define HIGH "<a:upperLimit uom='FL'>300</a:upperLimit>"
#define LOW "<a:upperLimit uom='FL'>100</a:upperLimit>"

static void made_of_others(void **state)
{
    (void)state;
    expect_heard(FORMAT,
                 HEAD SKY("1", COMPONENT(ORDER("BASE", "1"), OTHER("2", "FULL_GEOMETRY")) COMPONENT(
                                   ORDER("UNION", "2"), HIGH OTHER("3", "HORZ_PROJECTION")))
                     SKY("2", COMPONENT("", LOW SQUARE)) SKY("3", COMPONENT("", LOW SMALL)) TAIL,
                 "1|-:\n  +|ceiling=FL100:" SQUARE_STEPS "\n  +|ceiling=FL300:" SMALL_STEPS
                 "\n2|-|ceiling=FL100:" SQUARE_STEPS "\n3|-|ceiling=FL100:" SMALL_STEPS "\n");
    /* What another airspace takes away is not to be taken from those before it. */
    expect_within(FORMAT,
                  HEAD SKY("1", COMPONENT(ORDER("BASE", "1"), HIGH SQUARE)
                                    COMPONENT(ORDER("UNION", "2"), OTHER("2", "FULL_GEOMETRY")))
                      SKY("2", COMPONENT(ORDER("BASE", "1"), LOW SQUARE)
                                   COMPONENT(ORDER("SUBTR", "2"), LOW SMALL)) TAIL,
                  "1|-:\n  +|ceiling=FL300:" SQUARE_STEPS "\n  (+:\n  +|ceiling=FL100:" SQUARE_STEPS
                  "\n  -|ceiling=FL100:" SMALL_STEPS "\n  )+:\n");
    expect_within(FORMAT,
                  HEAD SKY("1", COMPONENT(ORDER("BASE", "1"), HIGH SQUARE)
                                    COMPONENT(ORDER("SUBTR", "2"), OTHER("2", "FULL_GEOMETRY")))
                      SKY("2", COMPONENT(ORDER("BASE", "1"), LOW SQUARE)
                                   COMPONENT(ORDER("SUBTR", "2"), LOW SMALL)) TAIL,
                  "1|-:\n  +|ceiling=FL300:" SQUARE_STEPS "\n  (-:\n  +|ceiling=FL100:" SQUARE_STEPS
                  "\n  -|ceiling=FL100:" SMALL_STEPS "\n  )-:\n");
    expect_within(FORMAT,
                  HEAD SKY("1", COMPONENT("", OTHER("2", "FULL_GEOMETRY")))
                      SKY("2", COMPONENT("", OTHER("1", "FULL_GEOMETRY"))) TAIL,
                  "it is made of itself, by \"urn:uuid:1\"");
    expect_within(
        FORMAT, ONE(COMPONENT("", OTHER("9", "FULL_GEOMETRY"))),
        "expected the airspace \"urn:uuid:9\", which it is made of, in the file; found none");
}

#define SEQUENCE(number, correction)                                                 \
    "<a:sequenceNumber>" number "</a:sequenceNumber><a:correctionNumber>" correction \
    "</a:correctionNumber>"
#define SLICES(content)                    \
    HEAD FEATURE("Airspace", "1", content) \
    TAIL

static void slices(void **state)
{
    (void)state;
    /* What is changed for a time has its own outline then, and its own id. */
    expect_heard(
        FORMAT,
        SLICES(DURING("BASELINE", "2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z",
                      SEQUENCE("1", "0") "<a:type>R</a:type>" COMPONENT("", LOW SQUARE))
                   DURING("TEMPDELTA", "2026-02-01T06:00:00Z", "2026-02-02T06:00:00Z",
                          SEQUENCE("1", "0") COMPONENT("", HIGH SMALL))),
        "1|-|type=R|active=2026-01-01T00:00:00Z/2026-02-01T06:00:00Z; "
        "2026-02-02T06:00:00Z/2026-07-01T00:00:00Z|ceiling=FL100:" SQUARE_STEPS
        "\n1@2026-02-01T06:00:00Z|-|type=R|active=2026-02-01T06:00:00Z/2026-02-02T06:00:00Z"
        "|ceiling=FL300:" SMALL_STEPS "\n");
    /* The highest correction of a number holds; a slice without a time is cancelled by it. */
    expect_heard(
        FORMAT,
        SLICES(
            SLICE("BASELINE", SEQUENCE("1", "0") "<a:type>A</a:type>" COMPONENT("", SMALL))
                SLICE("BASELINE", SEQUENCE("1", "1") "<a:type>B</a:type>" COMPONENT("", SQUARE))),
        "1|-|type=B:" SQUARE_STEPS "\n");
    /* A lasting change, and the next baseline, in which it is contained. */
    expect_heard(
        FORMAT,
        SLICES(DURING("BASELINE", "2026-01-01", "2026-03-01",
                      SEQUENCE("1", "0") "<a:type>A</a:type>" COMPONENT("", SMALL))
                   DURING("PERMDELTA", "2026-02-01", "", SEQUENCE("2", "0") "<a:type>B</a:type>")
                       DURING("BASELINE", "2026-03-01", "",
                              SEQUENCE("3", "0") "<a:type>C</a:type>" COMPONENT("", SMALL))),
        "1|-|type=A|active=2026-01-01T00:00:00Z/2026-02-01T00:00:00Z:" SMALL_STEPS
        "\n1@2026-02-01T00:00:00Z|-|type=B|active=2026-02-01T00:00:00Z/"
        "2026-03-01T00:00:00Z:" SMALL_STEPS
        "\n1@2026-03-01T00:00:00Z|-|type=C|active=2026-03-01T00:00:00Z/..:" SMALL_STEPS "\n");
    /* It existed before its first slice here: what held then is not known. It ends with its life.
     */
    expect_heard(FORMAT,
                 SLICES(DURING("BASELINE", "2026-01-01", "",
                               SEQUENCE("2", "0") PERIOD("a:featureLifetime", "2020-01-01",
                                                         "2027-01-01") COMPONENT("", SMALL))),
                 "1|-|active=2026-01-01T00:00:00Z/2027-01-01T00:00:00Z; "
                 "2020-01-01T00:00:00Z/2026-01-01T00:00:00Z on request:" SMALL_STEPS "\n");
    expect_within(FORMAT, SLICES(SLICE("SNAPSHOT", COMPONENT("", SMALL))), "|active=on request:");
    expect_within(
        FORMAT,
        SLICES(SLICE("BASELINE", COMPONENT("", SQUARE)) SLICE("TEMPDELTA", COMPONENT("", SMALL))),
        "a TEMPDELTA does not say from when it holds (validTime), and is left out");
    expect_within(FORMAT, SLICES(""), "expected a time slice");
    /* An airspace changes with those that it is made of, and is not there without them. */
#define CHANGING                                                                     \
    HEAD SKY("1", COMPONENT("", OTHER("2", "FULL_GEOMETRY")))                        \
        FEATURE("Airspace", "2",                                                     \
                DURING("BASELINE", "2026-01-01", "2026-03-01", COMPONENT("", SMALL)) \
                    DURING("BASELINE", "2026-03-01", "", COMPONENT("", SQUARE))) TAIL
    expect_within(FORMAT, CHANGING,
                  "1|-|active=2026-01-01T00:00:00Z/2026-03-01T00:00:00Z:" SMALL_STEPS
                  "\n1@2026-03-01T00:00:00Z|-|active=2026-03-01T00:00:00Z/..:" SQUARE_STEPS);
    expect_within(FORMAT, CHANGING,
                  "it is left out while airspaces that it is made of do not hold");
}

#define SHEET(content) "<a:timeInterval><a:Timesheet>" content "</a:Timesheet></a:timeInterval>"
#define ACTIVATION(content)                            \
    ONE("<a:activation><a:AirspaceActivation>" content \
        "</a:AirspaceActivation></a:activation>" COMPONENT("", SQUARE))
#define DAY(day, start, end) \
    "<a:day>" day "</a:day><a:startTime>" start "</a:startTime><a:endTime>" end "</a:endTime>"

static void activations(void **state)
{
    static const struct {
        const char *text, *active;
    } all[] = {
        {ACTIVATION(SHEET(DAY("MON", "07:00", "17:00")) SHEET(DAY("HOL", "00:00", "24:00"))),
         "|active=MON 07:00-17:00 UTC; PH UTC:"},
        {ACTIVATION(SHEET("<a:day>SAT</a:day><a:startTime>06:00</a:startTime><a:endEvent>SS"
                          "</a:endEvent><a:endTimeRelativeEvent uom='MIN'>30"
                          "</a:endTimeRelativeEvent>")),
         "|active=SAT 06:00-SS+30 UTC:"},
        {ACTIVATION(SHEET("<a:timeReference>UTC-4</a:timeReference><a:startDate>01-10</a:startDate>"
                          "<a:endDate>31-07</a:endDate>" DAY(
                              "ANY", "00:00", "00:00")) "<a:status>AVBL_FOR_ACTIVATION</a:status>"),
         "|active=1 Oct-31 Jul UTC-4 on request:"},
        {ACTIVATION(SHEET(DAY("WORK_DAY", "08:00",
                              "16:00") "<a:daylightSavingAdjust>YES</a:daylightSavingAdjust>")),
         "|active=Mo-Fr except PH 08:00-16:00 [DSA]:"},
        {ACTIVATION(SHEET(DAY("MON", "08:00", "16:00") "<a:dayTil>FRI</a:dayTil>")),
         "|active=MON-FRI 08:00-16:00 UTC; MON.08:00-FRI.16:00 UTC on request:"},
        {ACTIVATION(SHEET(DAY("BEF_WORK_DAY", "08:00", "16:00"))), "|active=on request:"},
        {ACTIVATION(SHEET(DAY("SUN", "00:00", "24:00") "<a:excluded>YES</a:excluded>")),
         "|active=SUN UTC off:"},
        {ACTIVATION("<a:status>INACTIVE</a:status>"), "|active=off:"},
        {ACTIVATION("<a:status>ACTIVE</a:status>"), "|active=always:"}};
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ovf_schedule schedule = {0};
        ovf_error error = {0};
        char copy[200];
        expect_within(FORMAT, all[i].text, all[i].active);
        /* Whoever reads zones understands it. */
        snprintf(copy, sizeof copy, "%s", all[i].active + strlen("|active="));
        copy[strlen(copy) - 1] = '\0';
        if (ovf_schedule_parse(copy, NULL, &schedule, &error) != OVF_OK)
            fail_msg("%s: %s", copy, error.message);
        ovf_schedule_clear(&schedule);
    }
}

#define LIMIT(text) ONE(COMPONENT("", text SQUARE))

static void limits(void **state)
{
    (void)state;
    expect_within(FORMAT,
                  LIMIT("<a:lowerLimit uom='SM'>90</a:lowerLimit>"
                        "<a:lowerLimitReference>STD</a:lowerLimitReference>"),
                  "|floor=900 M STD:");
    expect_within(FORMAT,
                  LIMIT("<a:upperLimit uom='FT'>3000</a:upperLimit><a:upperLimitReference>MSL"
                        "</a:upperLimitReference><a:maximumLimit uom='FT'>1000</a:maximumLimit>"
                        "<a:maximumLimitReference>SFC</a:maximumLimitReference>"),
                  "|ceiling=the higher of 3000 FT MSL or 1000 FT SFC:");
    expect_within(FORMAT,
                  LIMIT("<a:lowerLimit uom='M'>100</a:lowerLimit><a:lowerLimitReference>W84"
                        "</a:lowerLimitReference>"),
                  "|floor=100 M HAE:");
    /* These stay unknown to whoever reads them. */
    expect_within(FORMAT, LIMIT("<a:upperLimit uom='FT'>3000</a:upperLimit>"),
                  "|ceiling=3000 FT (no reference):");
    expect_within(FORMAT, LIMIT("<a:upperLimit nilReason='unknown'/>"),
                  "|ceiling=not given (unknown):");
}

static void services(void **state)
{
    (void)state;
    expect_within(
        FORMAT,
        HEAD SKY("1", COMPONENT("", SQUARE)) FEATURE(
            "InformationService", "2",
            SLICE("BASELINE",
                  "<a:serviceProvider xlink:href='urn:uuid:3'/><a:call-sign><a:CallsignDetail>"
                  "<a:callSign>TOWER</a:callSign></a:CallsignDetail></a:call-sign>"
                  "<a:radioCommunication xlink:href='urn:uuid:4'/>"
                  "<a:clientAirspace xlink:href='urn:uuid:1'/>"))
            FEATURE("Unit", "3", SLICE("BASELINE", "<a:name>UNIT</a:name>"))
                FEATURE("RadioCommunicationChannel", "4",
                        SLICE("BASELINE", "<a:frequencyTransmission uom='MHZ'>118.1"
                                          "</a:frequencyTransmission>")) TAIL,
        "1|-|unit=UNIT|station=TOWER|frequency=118.1 MHZ:");
    expect_within(FORMAT, ONE("<a:protectedRoute xlink:href='#x'/>" COMPONENT("", SQUARE)),
                  "protectedRoute of airspaces is not read: 1 in all");
}

/* A place of another feature, by its id or its identifier. */
static void linked_places(void **state)
{
    (void)state;
#define POINT_FEATURE                                       \
    FEATURE("DesignatedPoint", "p",                         \
            SLICE("BASELINE", "<a:location><a:Point " EARTH \
                              " gml:id='p1'><gml:pos>52 -32</gml:pos></a:Point></a:location>"))
#define AROUND(href)                                                                               \
    HEAD POINT_FEATURE FEATURE(                                                                    \
        "Airspace", "1",                                                                           \
        SLICE(                                                                                     \
            "BASELINE",                                                                            \
            COMPONENT("", SURFACE(EARTH, RING(CURVE("<gml:CircleByCenterPoint><gml:pointProperty " \
                                                    "xlink:href='" href                            \
                                                    "'/><gml:radius uom='KM'>10</gml:radius>"      \
                                                    "</gml:CircleByCenterPoint>")))))) TAIL
    expect_heard(FORMAT, AROUND("#p1"), "1|-: circle -32 52 10000\n");
    expect_heard(FORMAT, AROUND("urn:uuid:p"), "1|-: circle -32 52 10000\n");
    expect_within(FORMAT, AROUND("#nothing"),
                  "expected the place #nothing in the file, found none");
}

static void survives(void **state)
{
    (void)state;
    expect_survives(FORMAT, WITH_BORDER(CURVE(LINE("2 10 1 12 0 10")) ALONG,
                                        "-5 10 0.5 10 1 10.1 1.5 10 5 10"));
    expect_survives(FORMAT, HEAD SKY("2", COMPONENT(ORDER("BASE", "1"), LOW SQUARE)
                                              COMPONENT(ORDER("SUBTR", "2"), HIGH SMALL))
                                SKY("1", COMPONENT("", OTHER("2", "HORZ_PROJECTION"))) TAIL);
    expect_survives(FORMAT, SLICES(DURING("BASELINE", "2026-01-01", "2027-01-01",
                                          SEQUENCE("1", "0") COMPONENT("", LOW SQUARE))
                                       DURING("TEMPDELTA", "2026-02-01", "2026-02-02",
                                              SEQUENCE("1", "0") COMPONENT("", HIGH SMALL))));
    expect_survives(FORMAT, AROUND("#p1"));
    expect_survives(FORMAT, OUTLINE(RING(CURVE(ARC("0", "90") LINE("10 20.17 10 20")))));
    expect_survives(FORMAT, ACTIVATION(SHEET(DAY("MON", "08:00", "16:00"))));
}

static void recognised(void **state)
{
    static const char bytes[] = ONE(""), *const others[] = {"", "<gpx>", "<FeatureCollection>",
                                                            "<kml/>"};
    (void)state;
    assert_true(ovf_airspace_format_of(bytes, sizeof bytes - 1) == FORMAT);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(ovf_airspace_format_of(others[i], strlen(others[i])));
    expect_within(FORMAT, HEAD, "the XML breaks off in line 1");
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),        cmocka_unit_test(parts),
        cmocka_unit_test(axes),         cmocka_unit_test(arcs),
        cmocka_unit_test(three_places), cmocka_unit_test(borders),
        cmocka_unit_test(slices),       cmocka_unit_test(made_of_others),
        cmocka_unit_test(activations),  cmocka_unit_test(limits),
        cmocka_unit_test(services),     cmocka_unit_test(linked_places),
        cmocka_unit_test(survives),     cmocka_unit_test(recognised)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
