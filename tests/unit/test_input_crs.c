/* Coordinate reference systems: projected, swapped axes, none.
 *
 * Tests: src/input/source/crs.c src/input/source/positions.c */
#include "input_fixture.h"

#include <math.h>

#include "input/source/crs.h"

static void expect_fix(const ovf_route *route, size_t i, double lon, double lat)
{
    /* 1e-8 degrees are a millimetre. */
    if (!(fabs(route->fixes[i].lon - lon) < 1e-8 && fabs(route->fixes[i].lat - lat) < 1e-8))
        fail_msg("fix %zu is %.12f %.12f instead of %.12f %.12f", i, route->fixes[i].lon,
                 route->fixes[i].lat, lon, lat);
}

/* Alaska Albers. Expected: formulas 14-… of Snyder, Map Projections: A Working Manual (USGS PP
 * 1395, 1987), page 101, with GRS 80, parallels 55° and 65°, origin 50° N 154° W, computed apart
 * from PROJ. NAD 83 counts as WGS 84. */
static void alaska_albers(void **state)
{
    (void)state;
    const char *const ids[] = {"a"};
    const char *const wkt[] = {
        "LINESTRING Z (0 0 10,215490.151279 1230626.735328 20,-643916.650154 1794900.495263 30,"
        "-1093513.874350 353352.778536 40)"};
    const char *const files[] = {"/vsimem/3338.gpkg"};
    write_layer("GPKG", files[0], "lines", "EPSG:3338", wkt, ids, 1);
    ovf_route_source *source = open_routes(files, 1, NULL);
    const ovf_route *route = next_route(source);
    expect_fix(route, 0, -154, 50);
    expect_fix(route, 1, -150, 61);
    expect_fix(route, 2, -168, 65.5);
    expect_fix(route, 3, -170, 52);
    assert_true(route->fixes[3].altitude_m == 40);
    ovf_route_source_free(source);
    VSIUnlink(files[0]);
}

/* Poland CS92 (northing first by definition, easting first in a GeoPackage). Expected: on the
 * central meridian, 19° E, the northing is 0.9993 times the meridian arc less 5300 km; the arc
 * comes from geod_inverse on GRS 80. */
static const char poland[] =
    "LINESTRING (500000 459309.209402,500000 681725.887058,500000 792962.251781)";

static void poland_geopackage(void **state)
{
    (void)state;
    const char *const ids[] = {"p"}, *const wkt[] = {poland},
                      *const files[] = {"/vsimem/2180.gpkg"};
    write_layer("GPKG", files[0], "lines", "EPSG:2180", wkt, ids, 1);
    ovf_route_source *source = open_routes(files, 1, NULL);
    const ovf_route *route = next_route(source);
    expect_fix(route, 0, 19, 52);
    expect_fix(route, 1, 19, 54);
    expect_fix(route, 2, 19, 55);
    ovf_route_source_free(source);
    VSIUnlink(files[0]);
}

#define GML(srs, positions)                                                                   \
    "<?xml version=\"1.0\"?><ogr:FeatureCollection xmlns:ogr=\"http://ogr.maptools.org/\" "   \
    "xmlns:gml=\"http://www.opengis.net/gml/3.2\" gml:id=\"c\"><ogr:featureMember><ogr:line " \
    "gml:id=\"line.0\">"                                                                      \
    "<ogr:geometryProperty><gml:LineString gml:id=\"g\" srsName=\"" srs                       \
    "\"><gml:posList>" positions                                                              \
    "</gml:posList></gml:LineString></ogr:geometryProperty><ogr:id>p</ogr:id></ogr:line></"   \
    "ogr:featureMember>"                                                                      \
    "</ogr:FeatureCollection>"

/* GML keeps to the order of the definition. */
static void gml_axes(void **state)
{
    (void)state;
    const char *const files[] = {"/vsimem/axes.gml"};
    write_file(files[0],
               GML("urn:ogc:def:crs:EPSG::2180", "459309.209402 500000 681725.887058 500000"));
    ovf_route_source *source = open_routes(files, 1, NULL);
    const ovf_route *route = next_route(source);
    expect_fix(route, 0, 19, 52);
    expect_fix(route, 1, 19, 54);
    ovf_route_source_free(source);
    VSIUnlink("/vsimem/axes.gfs");
    write_file(files[0], GML("urn:ogc:def:crs:EPSG::4326", "54.5 20.25 55.1 22.75"));
    source = open_routes(files, 1, NULL);
    route = next_route(source);
    assert_true(route->fixes[0].lon == 20.25 && route->fixes[0].lat == 54.5);
    assert_true(route->fixes[1].lon == 22.75 && route->fixes[1].lat == 55.1);
    ovf_route_source_free(source);
    VSIUnlink("/vsimem/axes.gfs");
}

#define VRT(srs)                                                          \
    "<OGRVRTDataSource><OGRVRTLayer "                                     \
    "name=\"lines\"><SrcDataSource>/vsimem/lines.csv</SrcDataSource>" srs \
    "<GeometryField encoding=\"WKT\" field=\"shape\"/></OGRVRTLayer></OGRVRTDataSource>"

/* Whether latitude or longitude comes first in the data is a matter of the layer, not of its CRS.
 */
static void data_axes(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        OSRAxisMappingStrategy strategy;
        bool as_it_is; /* otherwise the two are swapped */
    } cases[] = {
        {"EPSG:4326", OAMS_TRADITIONAL_GIS_ORDER, true},
        {"EPSG:4326", OAMS_AUTHORITY_COMPLIANT, false},
        {"EPSG:4979", OAMS_TRADITIONAL_GIS_ORDER, true},
        {"EPSG:4979", OAMS_AUTHORITY_COMPLIANT, false},
        {"OGC:CRS84", OAMS_TRADITIONAL_GIS_ORDER, true},
        {"OGC:CRS84", OAMS_AUTHORITY_COMPLIANT, true},
        {"EPSG:4326+5773", OAMS_TRADITIONAL_GIS_ORDER, true},
        {"WGS84", OAMS_TRADITIONAL_GIS_ORDER, true},
        {"GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
         "84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],"
         "UNIT[\"degree\",0.0174532925199433]]",
         OAMS_TRADITIONAL_GIS_ORDER, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
        assert_int_equal(OSRSetFromUserInput(reference, cases[i].name), OGRERR_NONE);
        OSRSetAxisMappingStrategy(reference, cases[i].strategy);
        ovf_crs crs;
        ovf_error error = {0};
        if (ovf_crs_open(&crs, reference, NULL, "layer", &error) != OVF_OK)
            fail_msg("%s: %s", cases[i].name, error.message);
        if ((crs.transformation == NULL) != cases[i].as_it_is)
            fail_msg("%s %d", cases[i].name, (int)cases[i].strategy);
        double x = 54.5, y = 20.3;
        int success;
        assert_int_equal(ovf_crs_transform(&crs, &x, &y, &success, 1), 1);
        if (cases[i].as_it_is) assert_true(x == 54.5 && y == 20.3);
        else assert_true(fabs(x - 20.3) < 1e-12 && fabs(y - 54.5) < 1e-12);
        ovf_crs_close(&crs);
        OSRRelease(reference);
    }
}

/* A VRT names the table. */
static const ovf_input_options referring = {.references = true};

/* Heights in feet (EPSG:6360, NAVD88 in US survey feet: 1200/3937 m). */
static void heights_in_feet(void **state)
{
    (void)state;
    const char *const files[] = {"/vsimem/lines.vrt"};
    write_file("/vsimem/lines.csv", "shape,id\n\"LINESTRING Z (-150 61 3937,-151 61 0)\",a\n");
    write_file(files[0], VRT("<LayerSRS>EPSG:4269+6360</LayerSRS>"));
    ovf_route_source *source = open_routes(files, 1, &referring);
    const ovf_route *route = next_route(source);
    assert_true(fabs(route->fixes[0].altitude_m - 1200) < 1e-9);
    expect_fix(route, 0, -150, 61);
    ovf_route_source_free(source);
}

static void no_reference(void **state)
{
    (void)state;
    const char *const files[] = {"/vsimem/lines.vrt"};
    write_file("/vsimem/lines.csv", "shape,id\n\"LINESTRING(1 2,3 4)\",a\n");
    write_file(files[0], VRT(""));
    expect_routes_error(files, 1, &referring,
                        "/vsimem/lines.vrt: has no coordinate reference system (CRS); say which "
                        "one it is in");
    const char *const ids[] = {"p"}, *const wkt[] = {"LINESTRING (1 2,3 4)"},
                      *const gpkg[] = {"/vsimem/none.gpkg"};
    write_layer("GPKG", gpkg[0], "lines", NULL, wkt, ids, 1);
    expect_routes_error(gpkg, 1, NULL,
                        "/vsimem/none.gpkg: has no coordinate reference system (CRS); say which "
                        "one it is in");
    VSIUnlink(gpkg[0]);
    write_file(files[0], VRT("<LayerSRS>LOCAL_CS[\"site grid\",UNIT[\"metre\",1]]</LayerSRS>"));
    ovf_error error = {0};
    ovf_route_source *source = NULL;
    assert_int_equal(ovf_route_source_open(files, 1, &referring, &source, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(
        error.message,
        "its coordinate reference system \"site grid\" has no known transformation to WGS 84"));
}

static void beyond_the_projection(void **state)
{
    (void)state;
    const char *const ids[] = {"far"}, *const wkt[] = {"LINESTRING (0 0,1e9 1e9)"},
                      *const files[] = {"/vsimem/far.gpkg"};
    write_layer("GPKG", files[0], "lines", "EPSG:3338", wkt, ids, 1);
    ovf_route_source *source = open_routes(files, 1, NULL);
    const ovf_route *route;
    ovf_error error = {0};
    assert_int_equal(ovf_route_source_next(source, &route, &error), OVF_ERROR_INPUT);
    assert_non_null(strstr(error.message, "/vsimem/far.gpkg: feature \"far\": position 2 (x "
                                          "1000000000, y 1000000000) has no place in "
                                          "WGS 84"));
    ovf_route_source_free(source);
    VSIUnlink(files[0]);
}

/* A projected ring across the antimeridian comes out with a jump, which is what a zone may have. */
static void zone_across_the_antimeridian(void **state)
{
    (void)state;
    const char *const ids[] = {"z"};
    const char *const wkt[] = {"POLYGON ((-1900000 600000,-1600000 600000,-1600000 900000,-1900000 "
                               "900000,-1900000 600000))"};
    write_layer("GPKG", "/vsimem/ring.gpkg", "zones", "EPSG:3338", wkt, ids, 1);
    ovf_zones zones;
    read_zones("/vsimem/ring.gpkg", NULL, &zones);
    const ovf_ring *ring = &zones.items[0].polygons[0].rings[0];
    /* The edges are cut, so that they stay straight in the CRS. */
    size_t last = ring->count - 1;
    assert_true(last > 1000);
    double least = 360, most = -360;
    for (size_t i = 0; i < ring->count; i++) {
        least = fmin(least, ring->vertices[i].lon);
        most = fmax(most, ring->vertices[i].lon);
    }
    assert_true(least < -170 && most > 170);
    assert_true(ring->vertices[0].lon == ring->vertices[last].lon &&
                ring->vertices[0].lat == ring->vertices[last].lat);
    ovf_zones_clear(&zones);
    VSIUnlink("/vsimem/ring.gpkg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alaska_albers),
        cmocka_unit_test(poland_geopackage),
        cmocka_unit_test(gml_axes),
        cmocka_unit_test(data_axes),
        cmocka_unit_test(heights_in_feet),
        cmocka_unit_test(no_reference),
        cmocka_unit_test(beyond_the_projection),
        cmocka_unit_test(zone_across_the_antimeridian),
    };
    return cmocka_run_group_tests_name("input_crs", tests, NULL, NULL);
}
