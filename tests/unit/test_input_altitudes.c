/* Altitudes that a file does not have are not known, whatever GDAL makes of them, and neither are
 * -9999 and its like.
 *
 * Tests: src/input/flights/altitudes.c src/input/source/positions.c
 * Tests: src/input/json/json_positions.c */
#include "input_fixture.h"

#include <math.h>

/* The altitudes of the next route, of which NAN are not known. */
static void expect_altitudes(ovf_route_source *source, const double *wanted, size_t count)
{
    const ovf_route *route = next_route(source);
    assert_non_null(route);
    assert_int_equal(route->fix_count, count);
    for (size_t i = 0; i < count; i++) {
        double found = route->fixes[i].altitude_m;
        if (isnan(wanted[i]) ? !isnan(found) : found != wanted[i])
            fail_msg("%s: altitude %zu is %g, wanted %g", route->id, i + 1, found, wanted[i]);
    }
}

/* By the reader of texts, and by GDAL, which is asked where there is a condition. */
static void geojson(void **state)
{
    (void)state;
    static const char file[] = "/vsimem/mixed.geojson";
    const char *const files[] = {file};
    write_file(
        file,
        FEATURES(ROUTE("a", "[[19,54],[20,54,2500],[21,54]]") "," ROUTE(
            "b",
            "[[19,54,0],[20,54,"
            "2500],[21,54,100,7]"
            "]") "," FEATURE("\"id\":\"c\"", "MultiLineString",
                             "[[[19,54,5],[20,54]],[[20,54],[21,54]]]") "," ROUTE("d",
                                                                                  "[[19,54,-9999],["
                                                                                  "20,54,"
                                                                                  "-32768],[21,54,-"
                                                                                  "430],["
                                                                                  "22,54,99999]"
                                                                                  "]")));
    for (int by_gdal = 0; by_gdal < 2; by_gdal++) {
        const ovf_input_options options = {.where = by_gdal ? "id <> 'z'" : NULL};
        ovf_route_source *source = open_routes(files, 1, &options);
        expect_altitudes(source, (const double[]){NAN, 2500, NAN}, 3);
        expect_altitudes(source, (const double[]){0, 2500, 100}, 3);
        expect_altitudes(source, (const double[]){5, NAN, NAN, NAN}, 4);
        expect_altitudes(source, (const double[]){NAN, NAN, -430, NAN}, 4);
        assert_null(next_route(source));
        ovf_route_source_free(source);
    }
    /* What the reader of texts leaves to GDAL, one feature alone. */
    write_file(file,
               FEATURES(ROUTE("a", "[[19,54],[20,54,2500]]") ",{\"type\":\"Feature\","
                                                             "\"foreign\":1,\"properties\":{\"id\":"
                                                             "\"odd\"},\"geometry\":{\"type\":"
                                                             "\"LineString\",\"coordinates\":[[19,"
                                                             "54,7],[20,54],[21,54,0]]}}"));
    ovf_route_source *source = open_routes(files, 1, NULL);
    expect_altitudes(source, (const double[]){NAN, 2500}, 2);
    expect_altitudes(source, (const double[]){7, NAN, 0}, 3);
    ovf_route_source_free(source);
    write_file(file, FEATURES(ROUTE("n", "[[19,54,null],[20,54,2500],[21,54,\"null\"]]")));
    source = open_routes(files, 1, NULL);
    expect_altitudes(source, (const double[]){NAN, 2500, NAN}, 3);
    ovf_route_source_free(source);
    VSIUnlink(file);
}

#define POINT(name, lon, elevation) "<" name " lat=\"0\" lon=\"" lon "\">" elevation "</" name ">"

static void gpx(void **state)
{
    (void)state;
    static const char file[] = "/vsimem/mixed.gpx";
    const char *const files[] = {file};
    write_file(
        file,
        "<?xml version=\"1.0\"?><gpx version=\"1.1\" creator=\"t\" "
        "xmlns=\"http://www.topografix.com/GPX/1/1\">"
        "<rte><name>plan</name>" POINT("rtept", "1", "<ele>10</ele>") POINT("rtept", "2", "") POINT(
            "rtept", "2",
            "") "</rte>"
                "<trk><name>flat</name><trkseg>" POINT("trkpt", "3", "") POINT(
                    "trkpt", "4",
                    "") "</trkseg></trk>"
                        "<trk><name>two</name><trkseg>" POINT("trkpt", "-1", "")
                            POINT("trkpt", "1", "<ele>500</ele>") "</trkseg><trkseg>" POINT(
                                "trkpt", "1", "<ele>0</ele>")
                                POINT("trkpt", "2",
                                      "") "</trkseg></trk>"
                                          "<trk><name>last</name><trkseg>" POINT("trkpt", "5",
                                                                                 "<ele>-9999</ele>")
                                              POINT("trkpt", "6",
                                                    "<ele>7.5</ele>") "</trkseg></trk></gpx>");
    ovf_route_source *source = open_routes(files, 1, NULL);
    expect_altitudes(source, (const double[]){10, NAN, NAN}, 3);
    expect_altitudes(source, (const double[]){NAN, NAN}, 2);
    expect_altitudes(source, (const double[]){NAN, 500, 0, NAN}, 4);
    expect_altitudes(source, (const double[]){NAN, 7.5}, 2);
    assert_null(next_route(source));
    ovf_route_source_free(source);
    /* With a condition the numbers of tracks have gaps. */
    source = open_routes((const char *const[]){"/vsimem/mixed.gpx|layername=tracks"}, 1,
                         &(ovf_input_options){.where = "name <> 'flat'"});
    expect_altitudes(source, (const double[]){NAN, 500, 0, NAN}, 4);
    expect_altitudes(source, (const double[]){NAN, 7.5}, 2);
    ovf_route_source_free(source);
    VSIUnlink(file);
}

#define PLACEMARK(name, mode)                           \
    "<Placemark><name>" name "</name><LineString>" mode \
    "<coordinates>19,54,900 20,54 21,54,950</coordinates></LineString></Placemark>"

/* Only altitudes over the sea count, and of these none that may be missing. */
static void kml(void **state)
{
    (void)state;
    static const char file[] = "/vsimem/modes.kml";
    const char *const files[] = {file};
    GDALAllRegister();
    if (GDALGetDriverByName("LIBKML") == NULL) skip(); /* GDAL's other reader tells no modes */
    write_file(
        file,
        "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>" PLACEMARK(
            "a", "<altitudeMode>absolute</altitudeMode>")
            PLACEMARK("b", "<altitudeMode>relativeToGround</altitudeMode>")
                PLACEMARK("c", "<altitudeMode>clampToGround</altitudeMode>")
                    PLACEMARK("d", "") "</Document></kml>");
    ovf_route_source *source = open_routes(files, 1, NULL);
    expect_altitudes(source, (const double[]){900, NAN, 950}, 3);
    for (int i = 0; i < 3; i++) expect_altitudes(source, (const double[]){NAN, NAN, NAN}, 3);
    ovf_route_source_free(source);
    VSIUnlink(file);
}

static void tables(void **state)
{
    (void)state;
    const char *const ids[] = {"a", "b", "c"};
    const char *const wkt[] = {"LINESTRING Z (0 0 -9999,1 1 200,2 2 -9998)",
                               "LINESTRING Z (0 0 -1001,1 1 -1000,2 2 -99999)",
                               "LINESTRING Z (0 0 99998,1 1 99999,2 2 1e20)"};
    static const char file[] = "/vsimem/sentinels.gpkg";
    write_layer("GPKG", file, "flights", "EPSG:4326", wkt, ids, 3);
    /* NaN, which WKT cannot say. */
    GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    OGRGeometryH line = OGR_G_CreateGeometry(wkbLineString25D);
    OGR_G_SetPoint(line, 0, 0, 0, NAN);
    OGR_G_SetPoint(line, 1, 1, 1, 300);
    OGR_F_SetGeometryDirectly(feature, line);
    OGR_F_SetFieldString(feature, 0, "nan");
    assert_int_equal(OGR_L_CreateFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
    GDALClose(dataset);
    ovf_route_source *source = open_routes((const char *const[]){file}, 1, NULL);
    expect_altitudes(source, (const double[]){NAN, 200, NAN}, 3);
    expect_altitudes(source, (const double[]){NAN, -1000, NAN}, 3);
    expect_altitudes(source, (const double[]){99998, NAN, NAN}, 3);
    expect_altitudes(source, (const double[]){NAN, 300}, 2);
    ovf_route_source_free(source);
    VSIUnlink(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(geojson), cmocka_unit_test(gpx),
                                       cmocka_unit_test(kml), cmocka_unit_test(tables)};
    return cmocka_run_group_tests_name("input_altitudes", tests, NULL, NULL);
}
