/* Reading zones: what is accepted as it is, and the sentence for each kind of bad input.
 *
 * Tests: src/input/zones/zones.c src/input/zones/validity.c src/input/zones/overlaps.c
 * Tests: src/input/zones/keep.c src/input/zones/areas.c
 * Tests: src/input/zones/planar.c src/input/source/geometry.c src/model/flaws.c src/model/checks.c
 * Tests: src/model/zone_rings.c */
#include "input_fixture.h"

#include <math.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZFILE "/vsimem/zones.geojson"
#define SQUARE "[[[0,0],[2,0],[2,2],[0,2],[0,0]]]"

static void one_zone(const char *feature)
{
    char *text = malloc(strlen(feature) + 100);
    assert_non_null(text);
    sprintf(text, "{\"type\":\"FeatureCollection\",\"features\":[%s]}", feature);
    write_file(ZFILE, text);
    free(text);
}

/* Expects that a zone with these coordinates is refused with this reason. */
static void refused(const char *type, const char *coordinates, const char *properties,
                    const char *reason)
{
    char *feature = malloc(strlen(coordinates) + strlen(properties) + 200);
    char sentence[600];
    assert_non_null(feature);
    sprintf(feature,
            "{\"type\":\"Feature\",\"properties\":{\"id\":\"z\"%s},\"geometry\":{\"type\":\"%s\","
            "\"coordinates\":%s}}",
            properties, type, coordinates);
    one_zone(feature);
    free(feature);
    snprintf(sentence, sizeof sentence, ZFILE ": feature \"z\": %s", reason);
    expect_zones_error(ZFILE, NULL, sentence);
}

/* Expects that a zone is read; the caller clears it. */
static void accepted(const char *type, const char *coordinates, const char *properties,
                     ovf_zones *zones)
{
    char *feature = malloc(strlen(coordinates) + strlen(properties) + 200);
    assert_non_null(feature);
    sprintf(feature,
            "{\"type\":\"Feature\",\"properties\":{\"id\":\"z\"%s},\"geometry\":{\"type\":\"%s\","
            "\"coordinates\":%s}}",
            properties, type, coordinates);
    one_zone(feature);
    free(feature);
    read_zones(ZFILE, NULL, zones);
    assert_int_equal(zones->count, 1);
}

static void same_vertices(const ovf_ring *ring, const double (*wanted)[2], size_t count)
{
    assert_int_equal(ring->count, count);
    for (size_t i = 0; i < count; i++)
        if (ring->vertices[i].lon != wanted[i][0] || ring->vertices[i].lat != wanted[i][1])
            fail_msg("vertex %zu is %.17g %.17g", i, ring->vertices[i].lon, ring->vertices[i].lat);
}

static void reads_a_zone(void **state)
{
    (void)state;
    one_zone(FEATURE("\"id\":\"kaliningrad\",\"name\":\"Kaliningrad "
                     "Oblast\",\"edges\":\"geodesic\",\"limit_km\":500,"
                     "\"factor\":0.1,\"agreed\":false,\"since\":\"2014-05-28\",\"seen\":\"2017-10-"
                     "04T18:00:00+02:00\","
                     "\"sources\":[\"OSCC\",\"a "
                     "\\\"b\\\"\"],\"years\":[2014,2020],\"extra\":{\"x\":[1]},\"nothing\":null",
                     "Polygon", "[[[20.1,54.9],[22.7,54.9],[22.7,54.3],[20.1,54.3],[20.1,54.9]]]"));
    ovf_zones zones;
    read_zones(ZFILE, NULL, &zones);
    const ovf_zone *zone = &zones.items[0];
    assert_string_equal(zone->id, "kaliningrad");
    assert_string_equal(zone->name, "Kaliningrad Oblast");
    assert_string_equal(zone->file, ZFILE);
    assert_int_equal(zone->edges, OVF_EDGES_GEODESIC);
    assert_int_equal(zone->polygon_count, 1);
    static const double wanted[][2] = {
        {20.1, 54.9}, {22.7, 54.9}, {22.7, 54.3}, {20.1, 54.3}, {20.1, 54.9}};
    same_vertices(&zone->polygons[0].rings[0], wanted, 5);
    const ovf_attributes *attributes = &zone->attributes;
    assert_int_equal(attributes->count, 12);
    assert_string_equal(attributes->items[0].name, "id");
    assert_string_equal(attributes->items[3].name, "limit_km");
    assert_int_equal(ovf_attributes_find(attributes, "limit_km")->type, OVF_ATTRIBUTE_INTEGER);
    assert_int_equal(ovf_attributes_find(attributes, "limit_km")->integer, 500);
    assert_int_equal(ovf_attributes_find(attributes, "factor")->type, OVF_ATTRIBUTE_REAL);
    assert_true(ovf_attributes_find(attributes, "factor")->real == 0.1);
    assert_int_equal(ovf_attributes_find(attributes, "agreed")->type, OVF_ATTRIBUTE_BOOLEAN);
    assert_false(ovf_attributes_find(attributes, "agreed")->boolean);
    assert_int_equal(ovf_attributes_find(attributes, "since")->type, OVF_ATTRIBUTE_TEXT);
    assert_string_equal(ovf_attributes_find(attributes, "since")->text, "2014-05-28");
    assert_string_equal(ovf_attributes_find(attributes, "seen")->text, "2017-10-04T18:00:00+02:00");
    assert_int_equal(ovf_attributes_find(attributes, "sources")->type, OVF_ATTRIBUTE_JSON);
    assert_string_equal(ovf_attributes_find(attributes, "sources")->text,
                        "[\"OSCC\",\"a \\\"b\\\"\"]");
    assert_string_equal(ovf_attributes_find(attributes, "years")->text, "[2014,2020]");
    assert_int_equal(ovf_attributes_find(attributes, "extra")->type, OVF_ATTRIBUTE_JSON);
    assert_int_equal(ovf_attributes_find(attributes, "nothing")->type, OVF_ATTRIBUTE_NULL);
    assert_null(ovf_attributes_find(attributes, "absent"));
    ovf_zones_clear(&zones);
    assert_int_equal(zones.count, 0);
    ovf_zones_clear(NULL);
}

static void id_rules(void **state)
{
    (void)state;
    ovf_zones zones;
    write_file(ZFILE,
               FEATURES("{\"type\":\"Feature\",\"id\":\"top\",\"properties\":{\"name\":\"N\"},"
                        "\"geometry\":{\"type\":"
                        "\"Polygon\",\"coordinates\":" SQUARE
                        "}}," FEATURE("\"name\":\"only a name\"", "Polygon", SQUARE) "," FEATURE(
                            "\"other\":1", "Polygon",
                            SQUARE) "," FEATURE("\"id\":\"\",\"name\":\"\"", "Polygon", SQUARE)));
    read_zones(ZFILE, NULL, &zones);
    assert_string_equal(zones.items[0].id, "top");
    assert_string_equal(zones.items[0].name, "N");
    assert_string_equal(zones.items[1].id, "only a name");
    assert_string_equal(zones.items[2].id, "3");
    assert_string_equal(zones.items[2].name, "3");
    assert_string_equal(zones.items[3].id, "4");
    ovf_zones_clear(&zones);

    /* A property comes before the feature's own id, and a whole number as the feature's own id
     * before the name. */
    write_file(ZFILE, FEATURES("{\"type\":\"Feature\",\"id\":\"top\",\"properties\":{\"id\":"
                               "\"property\"},\"geometry\":{\"type\":"
                               "\"Polygon\",\"coordinates\":" SQUARE "}}"));
    read_zones(ZFILE, NULL, &zones);
    assert_string_equal(zones.items[0].id, "property");
    ovf_zones_clear(&zones);
    write_file(ZFILE, FEATURES("{\"type\":\"Feature\",\"id\":17,\"properties\":{\"name\":\"N\"},"
                               "\"geometry\":{\"type\":"
                               "\"Polygon\",\"coordinates\":" SQUARE "}}"));
    read_zones(ZFILE, NULL, &zones);
    assert_string_equal(zones.items[0].id, "17");
    ovf_zones_clear(&zones);

    one_zone(FEATURE("\"id\":12.0,\"code\":7", "Polygon", SQUARE));
    read_zones(ZFILE, NULL, &zones);
    assert_string_equal(zones.items[0].id, "12");
    ovf_zones_clear(&zones);
    ovf_input_options options = {.id_field = "code", .default_edges = OVF_EDGES_GEODESIC};
    read_zones(ZFILE, &options, &zones);
    assert_string_equal(zones.items[0].id, "7");
    assert_int_equal(zones.items[0].edges, OVF_EDGES_GEODESIC);
    ovf_zones_clear(&zones);
    options.id_field = "Kode";
    expect_zones_error(ZFILE, &options,
                       ZFILE ": there is no field \"Kode\" for ids; the fields are: id, code");
}

static void files_that_cannot_be_read(void **state)
{
    (void)state;
    expect_zones_error(
        "/nowhere/zones.geojson", NULL,
        "/nowhere/zones.geojson: cannot be opened as a vector file: No such file or directory");
    expect_zones_error("", NULL, "the name of an input file is empty");
    write_file("/vsimem/words.geojson", "hello");
    expect_zones_error("/vsimem/words.geojson", NULL,
                       "/vsimem/words.geojson: cannot be opened as a vector file: not recognized "
                       "as a supported file format");
    write_file("/vsimem/cut.geojson",
               "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"prop");
    expect_zones_error(
        "/vsimem/cut.geojson", NULL,
        "/vsimem/cut.geojson: cannot be opened as a vector file: Failed to read GeoJSON data");
    write_file("/vsimem/empty.geojson", FEATURES(""));
    expect_zones_error("/vsimem/empty.geojson", NULL,
                       "/vsimem/empty.geojson: has no features that are Polygons or MultiPolygons");
    write_file("/vsimem/lines.geojson", FEATURES(ROUTE("r", "[[0,0],[1,1]]")));
    expect_zones_error(
        "/vsimem/lines.geojson", NULL,
        "/vsimem/lines.geojson: expected Polygons or MultiPolygons, found Line String");
    write_file("/vsimem/table.csv", "id,limit\na,1\n");
    expect_zones_error("/vsimem/table.csv", NULL,
                       "/vsimem/table.csv: expected Polygons or MultiPolygons, found none");
    write_file("/vsimem/wkt.csv", "WKT,id\n\"POLYGON((0 0,1 0,1 1,0 0))\",a\n");
    expect_zones_error(
        "/vsimem/wkt.csv", NULL,
        "/vsimem/wkt.csv: has no coordinate reference system (CRS); say which one it is "
        "in");
    ovf_zones zones;
    ovf_error error;
    assert_int_equal(ovf_zones_read(NULL, 0, NULL, &zones, &error), OVF_ERROR_USAGE);
}

static void a_file_without_permission(void **state)
{
    (void)state;
    char path[] = "/tmp/overflight-test-XXXXXX", sentence[200];
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    assert_int_equal(chmod(path, 0), 0);
    /* Root may read everything, so it has to be somebody else for a moment. */
    bool root = geteuid() == 0;
    if (root) assert_int_equal(seteuid(65534), 0);
    snprintf(sentence, sizeof sentence, "%s: cannot be read: permission denied", path);
    expect_zones_error(path, NULL, sentence);
    if (root) assert_int_equal(seteuid(0), 0);
    unlink(path);
}

static void bad_geometry(void **state)
{
    (void)state;
    refused("Polygon", "[[[0,0],[1,0],[0,0]]]", "",
            "ring: expected at least four positions, found 3");
    refused("MultiPolygon", "[]", "", "geometry: expected a polygon, found an empty MultiPolygon");
    refused("Polygon", "[[[20,54.6],[20.2,54.8],[20.2,54.6],[20,54.8],[20,54.6]]]", "",
            "geometry is invalid: Self-intersection at 20.1 54.7, and 71.8 km² are in doubt, the "
            "most near 20.175 54.75; expected rings that do not cross, with the holes inside");
    refused("MultiPolygon", "[" SQUARE ",[[[5,5],[6,6],[6,5],[5,6],[5,5]]]]", "",
            "geometry of polygon 2 is invalid: Self-intersection at 5.5 5.5, and 3063.5 km² are in "
            "doubt, the most near 5.875 5.75; expected rings that do not cross, with the holes "
            "inside");
    refused("Polygon", "[[[0,0],[1,0],[1,1],[0,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]", "",
            "geometry is invalid: Hole lies outside shell at 5 5, and 6128.6 km² are in doubt, the "
            "most near 5.75 5.5; expected rings that do not cross, with the holes inside");
    refused("Polygon", "[[[1,1],[1,1],[1,1],[1,1]]]", "",
            "ring: expected at least three different positions, found one");
    refused("MultiPolygon", "[" SQUARE ",[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]", "",
            "geometry is invalid: polygons 1 and 2 overlap, by 12304.8 km²");
    refused("MultiPolygon",
            "[[[[175,0],[183,0],[183,2],[175,2],[175,0]]],[[[-179,1],[-177,1],[-177,3],[-179,3],[-"
            "179,1]]]]",
            "", "geometry is invalid: polygons 1 and 2 overlap, by 24609.6 km²");
    refused("Polygon", "[[[0,60],[120,60],[120,70],[100,50],[-120,60],[0,60]]]", "",
            "geometry is invalid: Self-intersection of a ring around the pole, and 279045.4 km² "
            "are in doubt, the most near 117.5 65; expected rings that do not cross, with the "
            "holes inside");
    refused("Polygon", SQUARE, ",\"edges\":\"straight\"",
            "edges: expected \"lonlat\" or \"geodesic\", found \"straight\"");
}

static void bad_numbers(void **state)
{
    (void)state;
    refused("Polygon", "[[[0,0],[1,0],[1,-95.2],[0,0]]]", "",
            "latitude -95.2 of position 3 is beyond ±90; are latitude and longitude swapped?");
    refused("Polygon", "[[[100,0],[101,0],[100,95],[100,0]]]", "",
            "latitude 95 of position 3 is beyond ±90");
    /* G14: the corner of Alaska with latitude first */
    refused("MultiPolygon",
            "[" SQUARE ",[[[54.7,-130.6],[55.2,-130.1],[56.1,-130.1],[54.7,-130.6]]]]", "",
            "latitude -130.6 of position 1 of ring 1 of polygon 2 is beyond ±90; are latitude and "
            "longitude swapped?");
    refused("Polygon", "[[[500000,6000000],[500001,6000000],[500001,6000001],[500000,6000000]]]",
            "", "latitude 6000000 of position 1 is beyond ±90");
    refused("Polygon", "[[[541,0],[542,0],[542,1],[541,0]]]", "",
            "longitude 541 of position 1 is beyond ±540");
    refused("Polygon", "[[[0,0],[1e999,0],[1,1],[0,0]]]", "",
            "longitude of position 2: expected a finite number, found infinity");
    refused("Polygon", "[[[0,0],[1,NaN],[1,1],[0,0]]]", "",
            "latitude of position 2: expected a finite number, found NaN");
}

static void other_geometries(void **state)
{
    (void)state;
    write_file(ZFILE, FEATURES(ZONE("a", SQUARE) "," ROUTE("r", "[[0,0],[1,1]]")));
    expect_zones_error(
        ZFILE, NULL,
        ZFILE ": feature \"r\": geometry: expected a Polygon or MultiPolygon, found a Line String");
    write_file(
        ZFILE,
        FEATURES(ZONE("a", SQUARE) ",{\"type\":\"Feature\",\"properties\":{},\"geometry\":null}"));
    expect_zones_error(
        ZFILE, NULL,
        ZFILE
        ": feature #2: geometry is missing or unreadable; expected a Polygon or MultiPolygon");
    write_file(ZFILE,
               FEATURES("{\"type\":\"Feature\",\"properties\":{\"id\":\"c\"},\"geometry\":{"
                        "\"type\":\"GeometryCollection\","
                        "\"geometries\":[{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}]}"
                        "}"));
    expect_zones_error(ZFILE, NULL,
                       ZFILE
                       ": feature \"c\": geometry: expected a collection of Polygons, found a "
                       "Line String in it");
}

static void curves(void **state)
{
    (void)state;
    const char *const ids[] = {"c"};
    const char *const arcs[] = {"CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))"};
    write_layer("GPKG", "/vsimem/arcs.gpkg", "arcs", "EPSG:4326", arcs, ids, 1);
    /* Chords of the circle around 1 0 in longitude and latitude, within 0.1 mm, 1e-9 degrees. */
    ovf_zones zones;
    read_zones("/vsimem/arcs.gpkg", NULL, &zones);
    const ovf_ring *ring = &zones.items[0].polygons[0].rings[0];
    for (size_t i = 1; i < ring->count; i++) {
        ovf_lonlat a = ring->vertices[i - 1], b = ring->vertices[i];
        assert_true(fabs(hypot(a.lon - 1, a.lat) - 1) < 1e-12);
        assert_true(hypot((a.lon + b.lon) / 2 - 1, (a.lat + b.lat) / 2) > 1 - 9e-10);
    }
    ovf_zones_clear(&zones);
    /* A container for curves that holds none is as good as a MultiPolygon. */
    const char *const straight[] = {"MULTISURFACE(((0 0,2 0,2 2,0 2,0 0)),((5 5,6 5,6 6,5 5)))"};
    write_layer("GPKG", "/vsimem/straight.gpkg", "straight", "EPSG:4326", straight, ids, 1);
    read_zones("/vsimem/straight.gpkg", NULL, &zones);
    assert_int_equal(zones.items[0].polygon_count, 2);
    ovf_zones_clear(&zones);
    VSIUnlink("/vsimem/arcs.gpkg");
    VSIUnlink("/vsimem/straight.gpkg");
}

/* G5: vertices at ±180 and a hair beside it are read, unchanged. */
static void golden_5(void **state)
{
    (void)state;
    ovf_zones zones;
    accepted("Polygon",
             "[[[180,60],[180,70],[-179.99999999999994,70],[-170,65],[-179.99999999999994,60],[180,"
             "60]]]",
             "", &zones);
    static const double wanted[][2] = {
        {180, 60}, {180, 70}, {-179.99999999999994, 70}, {-170, 65}, {-179.99999999999994, 60},
        {180, 60}};
    same_vertices(&zones.items[0].polygons[0].rings[0], wanted, 6);
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[-180,60],[-179.99999999999994,60],[-170,65],[-180,70],[-180,60]]]", "",
             &zones);
    ovf_zones_clear(&zones);
}

/* G6: the whole world. */
static void golden_6(void **state)
{
    (void)state;
    ovf_zones zones;
    accepted("Polygon", "[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]", "", &zones);
    static const double wanted[][2] = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}};
    same_vertices(&zones.items[0].polygons[0].rings[0], wanted, 5);
    ovf_zones_clear(&zones);
}

static void across_the_antimeridian(void **state)
{
    (void)state;
    ovf_zones zones;
    /* By a jump, by going on beyond 180, and cut. */
    accepted("Polygon", "[[[170,60],[-170,60],[-170,70],[170,70],[170,60]]]", "", &zones);
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[172,51],[230,51],[230,72],[172,72],[172,51]]]", "", &zones);
    static const double wanted[][2] = {{172, 51}, {230, 51}, {230, 72}, {172, 72}, {172, 51}};
    same_vertices(&zones.items[0].polygons[0].rings[0], wanted, 5);
    ovf_zones_clear(&zones);
    accepted("MultiPolygon",
             "[[[[170,60],[180,60],[180,70],[170,70],[170,60]]],[[[-180,60],[-170,60],[-170,70],[-"
             "180,70],[-180,60]]]]",
             "", &zones);
    ovf_zones_clear(&zones);
    /* A hole in the other turn. */
    accepted("Polygon",
             "[[[172,51],[230,51],[230,72],[172,72],[172,51]],[[-170,60],[-160,60],[-165,65],[-170,"
             "60]]]",
             "", &zones);
    ovf_zones_clear(&zones);
    /* Both names of the meridian, one after the other: the 360° between them are no way. */
    accepted(
        "Polygon",
        "[[[170,60],[180,60],[-180,60],[-170,60],[-170,70],[-180,70],[180,70],[170,70],[170,60]]]",
        "", &zones);
    static const double joined[][2] = {{170, 60}, {180, 60}, {190, 60}, {190, 70},
                                       {180, 70}, {170, 70}, {170, 60}};
    same_vertices(&zones.items[0].polygons[0].rings[0], joined, 7);
    ovf_zones_clear(&zones);
}

static void around_a_pole(void **state)
{
    (void)state;
    ovf_zones zones;
    accepted("Polygon", "[[[0,60],[120,60],[-120,60],[0,60]]]", ",\"edges\":\"geodesic\"", &zones);
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[0,-60],[-120,-70],[120,-60],[0,-60]]]", "", &zones);
    ovf_zones_clear(&zones);
    /* Closed on the earth, though not in numbers: the last vertex becomes the first. */
    static const double wanted[][2] = {{-180, 60}, {-90, 60}, {0, 60}, {90, 60}, {-180, 60}};
    accepted("Polygon", "[[[-180,60],[-90,60],[0,60],[90,60],[180,60]]]", "", &zones);
    same_vertices(&zones.items[0].polygons[0].rings[0], wanted, 5);
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[-180,60],[-90,60],[0,60],[90,60],[180,60],[-180,60]]]", "", &zones);
    same_vertices(&zones.items[0].polygons[0].rings[0], wanted, 5);
    ovf_zones_clear(&zones);
    /* Antarctica as most data has it: down to the pole and along it. */
    accepted("Polygon", "[[[-180,-84],[0,-70],[180,-84],[180,-90],[-180,-90],[-180,-84]]]", "",
             &zones);
    assert_int_equal(zones.items[0].polygons[0].rings[0].count, 6);
    ovf_zones_clear(&zones);
}

static void harmless_oddities(void **state)
{
    (void)state;
    ovf_zones zones;
    accepted("Polygon", "[[[0,0],[2,0],[2,0],[2,2],[0,2],[0,2],[0,0]]]", "",
             &zones); /* repeated vertices */
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[0,0],[0,2],[2,2],[2,0],[0,0]]]", "", &zones); /* clockwise */
    ovf_zones_clear(&zones);
    /* a hole that the outline makes by touching itself, as shapefiles have */
    accepted("Polygon", "[[[0,0],[4,0],[4,4],[0,4],[0,0],[1,2],[2,1],[0,0]]]", "", &zones);
    ovf_zones_clear(&zones);
    accepted("MultiPolygon", "[" SQUARE ",[[[2,0],[3,0],[3,2],[2,2],[2,0]]]]", "",
             &zones); /* parts that share a border */
    ovf_zones_clear(&zones);
    accepted("MultiPolygon",
             "[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[8,1],[8,8],[1,8],[1,1]]],[[[3,3],[4,3],[4,"
             "4],[3,3]]]]",
             "", &zones); /* an island in a lake */
    ovf_zones_clear(&zones);
    accepted("Polygon", "[[[0,0,100],[2,0,100],[2,2,100],[0,0,100]]]", "", &zones); /* heights */
    ovf_zones_clear(&zones);
    accepted("Polygon", SQUARE, ",\"edges\":null", &zones);
    assert_int_equal(zones.items[0].edges, OVF_EDGES_LONLAT);
    ovf_zones_clear(&zones);
}

/* The edge from 0° to 60° E at 60° N bulges as a geodesic to 63.4° N in its middle, over a notch
 * that reaches from the south to 61° N; straight in longitude and latitude the notch crosses it. */
static void geodesic_edges_that_cross_only_in_the_plane(void **state)
{
    (void)state;
    static const char ring[] = "[[[0,60],[60,60],[60,50],[30,61],[0,50],[0,60]]]";
    ovf_zones zones;
    accepted("Polygon", ring, ",\"edges\":\"geodesic\"", &zones);
    ovf_zones_clear(&zones);
    /* By numerical integration they are 16784.8 and 53855 km² by numerical integration. */
    refused("Polygon", ring, "",
            "geometry is invalid: Self-intersection at 27.27272727 60, and 16785.3 km² are in "
            "doubt, the most near 30 60.5; expected rings that do not cross, with the holes "
            "inside");
    /* One that reaches to 65° N crosses both. */
    refused(
        "Polygon", "[[[0,60],[60,60],[60,50],[30,65],[0,50],[0,60]]]", ",\"edges\":\"geodesic\"",
        "geometry is invalid: Self-intersection at 23.81628888 63.30584602, and 53856.7 km² are in "
        "doubt, the most near 30 64.1528; expected rings that do not cross, with the holes "
        "inside");
}

static void doubled_ids(void **state)
{
    (void)state;
    /* In one layer the second gets a number, the first that is free; two files must agree. */
    write_file(ZFILE, FEATURES(ZONE("a", SQUARE) "," ZONE("a (2)", SQUARE) "," ZONE("a", SQUARE)));
    ovf_zones numbered;
    read_zones(ZFILE, NULL, &numbered);
    assert_int_equal(numbered.count, 3);
    assert_string_equal(numbered.items[2].id, "a (3)");
    ovf_zones_clear(&numbered);
    write_file(ZFILE, FEATURES(ZONE("a", SQUARE) "," ZONE("b", SQUARE)));
    write_file("/vsimem/more.geojson", FEATURES(ZONE("c", SQUARE) "," ZONE("b", SQUARE)));
    const char *const files[] = {ZFILE, "/vsimem/more.geojson"};
    ovf_zones zones;
    ovf_error error = {0};
    assert_int_equal(ovf_zones_read(files, 2, NULL, &zones, &error), OVF_ERROR_INPUT);
    assert_string_equal(
        error.message,
        "/vsimem/more.geojson: feature \"b\": id \"b\" of feature #2 is already that of feature #2 "
        "of " ZFILE "; ids must differ");
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
    ovf_zones zones;
    rejections = 0;
    write_file(
        ZFILE,
        FEATURES(ZONE("a", SQUARE) "," ZONE("bad", "[[[0,0],[1,1],[1,0],[0,1],[0,0]]]") "," ZONE(
            "b", SQUARE) "," ZONE("a", SQUARE)));
    read_zones(ZFILE, &options, &zones);
    assert_int_equal(zones.count, 3);
    assert_string_equal(zones.items[1].id, "b");
    assert_string_equal(zones.items[2].id, "a (2)");
    assert_int_equal(rejections, 1);
    assert_non_null(strstr(last_rejection, ZFILE "|bad|geometry is invalid: Self-intersection"));
    ovf_zones_clear(&zones);
    /* What is wrong with the file stays an error. */
    expect_zones_error(
        "/nowhere.shp", &options,
        "/nowhere.shp: cannot be opened as a vector file: No such file or directory");
}

static void airfields(void **state)
{
    (void)state;
    ovf_airfields fields;
    ovf_error error = {0};
    write_file("/vsimem/airfields.geojson",
               FEATURES(FEATURE("\"id\":\"UUMB\",\"name\":\"Kubinka\",\"state\":\"RU\",\"kind\":"
                                "\"open-skies\",\"max_distance_km\":5500",
                                "Point",
                                "[36.65,55.61]") "," FEATURE("\"id\":\"UHMM\",\"name\":\"Magadan\"",
                                                             "Point", "[150.72,59.91]")));
    assert_int_equal(ovf_airfields_read("/vsimem/airfields.geojson", &fields, &error), OVF_OK);
    assert_int_equal(fields.count, 2);
    assert_string_equal(fields.items[0].id, "UUMB");
    assert_string_equal(fields.items[0].kind, "open-skies");
    assert_true(fields.items[0].max_distance_km == 5500);
    assert_true(fields.items[1].position.lon == 150.72);
    assert_true(fields.items[1].max_distance_km != fields.items[1].max_distance_km);
    assert_string_equal(fields.items[1].state, "");
    ovf_airfields_clear(&fields);
    write_file(
        "/vsimem/airfields.geojson",
        FEATURES(FEATURE("\"id\":\"UUMB\",\"max_distance_km\":\"far\"", "Point", "[36.65,55.61]")));
    assert_int_equal(ovf_airfields_read("/vsimem/airfields.geojson", &fields, &error),
                     OVF_ERROR_INPUT);
    assert_string_equal(
        error.message,
        "/vsimem/airfields.geojson: feature \"UUMB\": max_distance_km: expected a number "
        "greater than 0, found \"far\"");
}

/* Each thread gets its own file's sentence, and zones read at the same time are right. */
static void *read_many_times(void *argument)
{
    const char *name = argument;
    char path[64], sentence[200];
    snprintf(path, sizeof path, "/vsimem/thread-%s.geojson", name);
    snprintf(sentence, sizeof sentence,
             "%s: feature \"%s\": ring: expected at least four positions, found 3", path, name);
    for (int i = 0; i < 50; i++) {
        ovf_error error = {0};
        ovf_zones zones;
        const char *file = path, *good = ZFILE;
        if (ovf_zones_read(&file, 1, NULL, &zones, &error) != OVF_ERROR_INPUT ||
            strcmp(error.message, sentence) != 0)
            return argument;
        if (ovf_zones_read(&good, 1, NULL, &zones, &error) != OVF_OK || zones.count != 1)
            return argument;
        ovf_zones_clear(&zones);
    }
    return NULL;
}

static void threads(void **state)
{
    (void)state;
    static char names[4][2] = {"a", "b", "c", "d"};
    pthread_t thread[4];
    one_zone(ZONE("z", SQUARE));
    for (int i = 0; i < 4; i++) {
        char path[64], text[300];
        snprintf(path, sizeof path, "/vsimem/thread-%s.geojson", names[i]);
        snprintf(text, sizeof text, FEATURES(ZONE("%s", "[[[0,0],[1,0],[0,0]]]")), names[i]);
        write_file(path, text);
    }
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, read_many_times, names[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *failed = NULL;
        pthread_join(thread[i], &failed);
        if (failed != NULL) fail_msg("thread %s", (char *)failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_zone),
        cmocka_unit_test(id_rules),
        cmocka_unit_test(files_that_cannot_be_read),
        cmocka_unit_test(a_file_without_permission),
        cmocka_unit_test(bad_geometry),
        cmocka_unit_test(bad_numbers),
        cmocka_unit_test(other_geometries),
        cmocka_unit_test(curves),
        cmocka_unit_test(golden_5),
        cmocka_unit_test(golden_6),
        cmocka_unit_test(across_the_antimeridian),
        cmocka_unit_test(around_a_pole),
        cmocka_unit_test(harmless_oddities),
        cmocka_unit_test(geodesic_edges_that_cross_only_in_the_plane),
        cmocka_unit_test(doubled_ids),
        cmocka_unit_test(leaving_out),
        cmocka_unit_test(airfields),
        cmocka_unit_test(threads),
    };
    return cmocka_run_group_tests_name("input_zones", tests, NULL, NULL);
}
