/* The GeoJSON layers and summary.json: parsed, and opened again with OGR without a warning.
 *
 * Tests: src/output/formats/geojson.c src/output/rows/json.c src/output/layers/routes.c
 * Tests: src/output/layers/zones.c src/output/layers/passages.c src/output/layers/crossings.c
 * Tests: src/output/layers/nearest.c src/output/summary.c */
#include "output_fixture.h"

#include <cpl_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

static ovf_zone zone_items[2];
static const ovf_zones zones = {zone_items, 2};

static ovf_attribute zone_attributes[] = {
    {.name = "id", .type = OVF_ATTRIBUTE_TEXT, .text = "kaliningrad"},
    {.name = "name", .type = OVF_ATTRIBUTE_TEXT, .text = "not this one"},
    {.name = "max_distance_km", .type = OVF_ATTRIBUTE_INTEGER, .integer = 500},
    {.name = "share", .type = OVF_ATTRIBUTE_REAL, .real = 0.1},
    {.name = "whole", .type = OVF_ATTRIBUTE_REAL, .real = 5},
    {.name = "unknown", .type = OVF_ATTRIBUTE_REAL, .real = NAN},
    {.name = "disputed", .type = OVF_ATTRIBUTE_BOOLEAN, .boolean = true},
    {.name = "lifted", .type = OVF_ATTRIBUTE_NULL},
    {.name = "years", .type = OVF_ATTRIBUTE_JSON, .text = "[2014,\n 2020]"},
    {.name = "broken", .type = OVF_ATTRIBUTE_JSON, .text = "[1,"},
    {.name = "odd \"name\"\n", .type = OVF_ATTRIBUTE_TEXT, .text = "</script>\xFF"},
};

static int make_zones(void **state)
{
    zone_items[0] = square_zone("kaliningrad", "Kaliningrad Oblast");
    zone_items[0].attributes = (ovf_attributes){zone_attributes, COUNT(zone_attributes)};
    zone_items[1] = square_zone("other", "Other");
    return make_folder(state);
}

static void count_warnings(CPLErr kind, CPLErrorNum number, const char *message)
{
    (void)number;
    if (kind >= CE_Warning) print_message("GDAL: %s\n", message);
    *(int *)CPLGetErrorHandlerUserData() += kind >= CE_Warning;
}

/* Opens a layer with OGR, reads all of it, and expects no warning. */
static void expect_opens(const char *directory, const char *file, const char *layer_name,
                         int features)
{
    char path[800];
    int warnings = 0;
    snprintf(path, sizeof path, "%s/%s", directory, file);
    GDALAllRegister();
    CPLPushErrorHandlerEx(count_warnings, &warnings);
    GDALDatasetH dataset = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
    assert_non_null(dataset);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    assert_string_equal(OGR_L_GetName(layer), layer_name);
    assert_int_equal(OGR_L_GetFeatureCount(layer, TRUE), features);
    OGRFeatureH one;
    while ((one = OGR_L_GetNextFeature(layer)) != NULL) {
        OGRGeometryH geometry = OGR_F_GetGeometryRef(one);
        assert_true(geometry == NULL || OGR_G_IsValid(geometry));
        OGR_F_Destroy(one);
    }
    OGRSpatialReferenceH reference = OGR_L_GetSpatialRef(layer);
    assert_true(reference == NULL || strcmp(OSRGetAuthorityCode(reference, NULL), "4326") == 0 ||
                strcmp(OSRGetAuthorityCode(reference, NULL), "4979") == 0);
    GDALClose(dataset);
    CPLPopErrorHandler();
    assert_int_equal(warnings, 0);
}

static void empty_layers_open(void **state)
{
    const place_to_write *place = *state;
    const ovf_output_options options = {.directory = place->directory};
    write_results(&options, &zones, NULL, 0);
    static const char *const layers[] = {"routes", "zones", "passages", "crossings", "nearest"};
    for (size_t i = 0; i < COUNT(layers); i++) {
        char file[32];
        snprintf(file, sizeof file, "%s.geojson", layers[i]);
        json_t *collection = read_json(place->directory, file);
        assert_string_equal(json_string_value(json_object_get(collection, "type")),
                            "FeatureCollection");
        assert_null(json_object_get(collection, "crs"));
        assert_int_equal(json_array_size(json_object_get(collection, "features")), 0);
        json_decref(collection);
        expect_opens(place->directory, file, layers[i], 0);
    }
}

static void passages(void **state)
{
    const place_to_write *place = *state;
    const ovf_meeting meetings[] = {passage_meeting(0), passage_meeting(1)};
    ovf_route route = equator_route("\"</script>\"\\\n,");
    const ovf_result result = equator_result(&route, meetings, 2);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_PASSAGES};
    write_results(&options, &zones, &result, 1);
    json_t *collection = read_json(place->directory, "passages.geojson");
    assert_string_equal(json_string_value(json_object_get(collection, "name")), "passages");
    assert_int_equal(json_array_size(json_object_get(collection, "features")), 2);
    assert_string_equal(json_string_value(property(collection, 0, "route_id")),
                        "\"</script>\"\\\n,");
    assert_string_equal(json_string_value(property(collection, 0, "zone_id")), "kaliningrad");
    assert_string_equal(json_string_value(property(collection, 1, "zone_id")), "other");
    assert_int_equal(json_integer_value(property(collection, 0, "passage")), 1);
    assert_true(json_real_value(property(collection, 0, "entry_m")) == 10000);
    assert_true(json_real_value(property(collection, 0, "exit_m")) == 30000);
    assert_true(json_real_value(property(collection, 0, "length_m")) == 20000);
    assert_string_equal(json_string_value(property(collection, 0, "entry_time")),
                        "2017-10-04T18:05:23.393Z");
    assert_true(json_real_value(property(collection, 0, "exit_altitude_m")) == 3269.495);
    assert_string_equal(geometry_type(collection, 0), "LineString");
    json_t *line = coordinates(collection, 0);
    size_t last = json_array_size(line) - 1;
    assert_true(last >= 1);
    /* From 10 to 30 km along the equator, where a degree is 111319.490793 m. */
    assert_true(fabs(number_at(json_array_get(line, 0), 0) - 10000 / 111319.490793) < 1e-9);
    assert_true(fabs(number_at(json_array_get(line, last), 0) - 30000 / 111319.490793) < 1e-9);
    assert_true(
        fabs(number_at(json_array_get(line, 0), 2) - (3000 + 1000 * 10000 / 111319.490793)) < 1e-3);
    json_decref(collection);
    expect_opens(place->directory, "passages.geojson", "passages", 2);
}

static void crossings(void **state)
{
    const place_to_write *place = *state;
    static const ovf_crossing places[] = {
        {OVF_CROSSING_ENTRY,
         {10000.1234567, 179.12345678912, -54.5, NAN, NAN},
         OVF_THROUGH_SIDE,
         false},
        {OVF_CROSSING_EXIT, {20000, -180, 54, 3000.5, 1507140000.25}, OVF_THROUGH_CEILING, true},
        {OVF_CROSSING_TOUCH, {30000, 1e-10, 90, 3000, 1507140000}, OVF_THROUGH_SIDE, false}};
    const ovf_meeting meetings[] = {{.zone = 0, .crossings = places, .crossing_count = 3}};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 1);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_CROSSINGS};
    write_results(&options, &zones, &result, 1);
    char *text = read_text(place->directory, "crossings.geojson");
    assert_string_equal(
        text,
        "{\n\"type\": \"FeatureCollection\",\n\"name\": \"crossings\",\n"
        "\"description\": \"Where routes cross or touch the boundaries of "
        "zones: through side, floor, ceiling or time\",\n\"features\": [\n"
        "{\"type\": \"Feature\", \"properties\": {\"route_id\": \"OS-1\", \"zone_id\": "
        "\"kaliningrad\", \"kind\": \"entry\", \"along_m\": 10000.123457, "
        "\"time\": null, \"altitude_m\": null, \"through\": \"side\", "
        "\"certainty\": \"certain\", \"interpolated\": null}, \"geometry\": {\"type\": \"Point\", "
        "\"coordinates\": [179.1234567891,-54.5]}},\n"
        "{\"type\": \"Feature\", \"properties\": {\"route_id\": \"OS-1\", \"zone_id\": "
        "\"kaliningrad\", \"kind\": \"exit\", \"along_m\": 20000.000000, "
        "\"time\": \"2017-10-04T18:00:00.250Z\", \"altitude_m\": 3000.500, \"through\": "
        "\"ceiling\", \"certainty\": \"possible\", \"interpolated\": null}, \"geometry\": "
        "{\"type\": \"Point\", \"coordinates\": [-180,54,3000.5]}},\n"
        "{\"type\": \"Feature\", \"properties\": {\"route_id\": \"OS-1\", \"zone_id\": "
        "\"kaliningrad\", \"kind\": \"touch\", \"along_m\": 30000.000000, "
        "\"time\": \"2017-10-04T18:00:00Z\", \"altitude_m\": 3000.000, \"through\": "
        "\"side\", \"certainty\": \"certain\", \"interpolated\": null}, \"geometry\": "
        "{\"type\": \"Point\", \"coordinates\": [0.0000000001,90,3000]}}\n"
        "]\n}\n");
    free(text);
    expect_opens(place->directory, "crossings.geojson", "crossings", 3);
}

static void nearest(void **state)
{
    const place_to_write *place = *state;
    const ovf_meeting meetings[] = {passage_meeting(0),
                                    {.zone = 1,
                                     .nearest_m = 222638.981587,
                                     .nearest_on_route = {.along_m = 0, .lon = 179, .lat = 0},
                                     .nearest_on_zone = {-179, 0}}};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 2);
    const ovf_output_options options = {.directory = place->directory, .layers = OVF_LAYER_NEAREST};
    write_results(&options, &zones, &result, 1);
    json_t *collection = read_json(place->directory, "nearest.geojson");
    assert_int_equal(json_array_size(json_object_get(collection, "features")), 1);
    assert_string_equal(json_string_value(property(collection, 0, "zone_id")), "other");
    assert_true(json_real_value(property(collection, 0, "nearest_m")) == 222638.981587);
    assert_string_equal(geometry_type(collection, 0), "MultiLineString");
    char *text = json_dumps(coordinates(collection, 0), JSON_COMPACT);
    assert_string_equal(text, "[[[179,0],[180,0]],[[-180,0],[-179,0]]]");
    free(text);
    json_decref(collection);
    expect_opens(place->directory, "nearest.geojson", "nearest", 1);
}

/* The route runs over the antimeridian; its second fix has no altitude. */
static void routes(void **state)
{
    const place_to_write *place = *state;
    static const ovf_fix fixes[] = {{179.5, 0, 1000, 1507140000}, {180.5, 0, NAN, NAN}};
    ovf_attribute attributes[] = {
        {.name = "aircraft", .type = OVF_ATTRIBUTE_TEXT, .text = "An-30B"},
        {.name = "length_m", .type = OVF_ATTRIBUTE_TEXT, .text = "long"},
        {.name = "coordTimes", .type = OVF_ATTRIBUTE_JSON, .text = "[\"2017-10-04\"]"}};
    ovf_route route = equator_route("OS-1");
    route.fixes = fixes;
    route.attributes = (ovf_attributes){attributes, COUNT(attributes)};
    const ovf_meeting meetings[] = {passage_meeting(0), passage_meeting(1)};
    const ovf_result result = equator_result(&route, meetings, 2);
    const ovf_output_options options = {.directory = place->directory, .layers = OVF_LAYER_ROUTES};
    write_results(&options, &zones, &result, 1);
    json_t *collection = read_json(place->directory, "routes.geojson");
    assert_int_equal(json_array_size(json_object_get(collection, "features")), 1);
    assert_true(json_real_value(property(collection, 0, "length_m")) == 111319.490793);
    /* Both zones hold the same stretch. */
    assert_true(json_real_value(property(collection, 0, "inside_m")) == 20000);
    assert_int_equal(json_integer_value(property(collection, 0, "zones")), 2);
    assert_int_equal(json_integer_value(property(collection, 0, "passages")), 2);
    assert_int_equal(json_integer_value(property(collection, 0, "crossings")), 4);
    assert_string_equal(json_string_value(property(collection, 0, "start_time")),
                        "2017-10-04T18:00:00Z");
    assert_true(json_is_null(property(collection, 0, "end_time")));
    assert_true(json_real_value(property(collection, 0, "densified_m")) == 1);
    assert_string_equal(json_string_value(property(collection, 0, "aircraft")), "An-30B");
    assert_null(property(collection, 0, "coordTimes"));
    assert_string_equal(geometry_type(collection, 0), "MultiLineString");
    json_t *lines = coordinates(collection, 0);
    assert_int_equal(json_array_size(lines), 2);
    json_t *west = json_array_get(lines, 0), *east = json_array_get(lines, 1);
    assert_true(number_at(json_array_get(west, json_array_size(west) - 1), 0) == 180);
    assert_true(number_at(json_array_get(east, 0), 0) == -180);
    assert_int_equal(json_array_size(json_array_get(east, 0)), 2);
    json_decref(collection);
    expect_opens(place->directory, "routes.geojson", "routes", 1);
}

/* Two parts of 1° with a gap: one feature of two lines. */
static void route_of_two_parts(void **state)
{
    const place_to_write *place = *state;
    static const ovf_fix fixes[] = {
        {0, 0, NAN, NAN}, {1, 0, NAN, NAN}, {2, 0, NAN, NAN}, {3, 0, NAN, NAN}};
    static const size_t ends[] = {2, 4};
    static const double along[] = {0, 111319.490793, 111319.490793, 222638.981587};
    const ovf_route route = {.id = "OS-1",
                             .file = "f",
                             .fixes = fixes,
                             .fix_count = 4,
                             .part_ends = ends,
                             .part_count = 2};
    static const ovf_passage inside[] = {{{100000, 0.8983152841, 0, NAN, NAN},
                                          {122638.981587, 2.1016847159, 0, NAN, NAN},
                                          22638.981587,
                                          false}};
    const ovf_meeting meetings[] = {
        {.zone = 0, .inside_m = 22638.981587, .passages = inside, .passage_count = 1}};
    const ovf_result result = {.route = &route,
                               .length_m = along[3],
                               .fix_along_m = along,
                               .meetings = meetings,
                               .meeting_count = 1};
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_ROUTES | OVF_LAYER_PASSAGES};
    write_results(&options, &zones, &result, 1);
    static const char *const layers[] = {"routes", "passages"};
    for (size_t i = 0; i < 2; i++) {
        char file[32];
        snprintf(file, sizeof file, "%s.geojson", layers[i]);
        json_t *collection = read_json(place->directory, file);
        assert_string_equal(geometry_type(collection, 0), "MultiLineString");
        assert_int_equal(json_array_size(coordinates(collection, 0)), 2);
        json_decref(collection);
        expect_opens(place->directory, file, layers[i], 1);
    }
}

static void zones_with_totals(void **state)
{
    const place_to_write *place = *state;
    const ovf_meeting meetings[] = {passage_meeting(0), {.zone = 1, .nearest_m = 7}};
    ovf_route one = equator_route("OS-1"), two = equator_route("OS-2");
    const ovf_result results[] = {equator_result(&one, meetings, 2),
                                  equator_result(&two, meetings, 1)};
    const ovf_output_options options = {.directory = place->directory, .layers = OVF_LAYER_ZONES};
    write_results(&options, &zones, results, 2);
    json_t *collection = read_json(place->directory, "zones.geojson");
    /* The other was approached only. */
    assert_int_equal(json_array_size(json_object_get(collection, "features")), 2);
    assert_int_equal(json_integer_value(property(collection, 1, "routes")), 0);
    assert_string_equal(json_string_value(property(collection, 0, "zone_id")), "kaliningrad");
    assert_string_equal(json_string_value(property(collection, 0, "name")), "Kaliningrad Oblast");
    assert_string_equal(json_string_value(property(collection, 0, "edges")), "lonlat");
    assert_int_equal(json_integer_value(property(collection, 0, "routes")), 2);
    assert_int_equal(json_integer_value(property(collection, 0, "passages")), 2);
    assert_int_equal(json_integer_value(property(collection, 0, "crossings")), 4);
    assert_true(json_real_value(property(collection, 0, "inside_m")) == 40000);
    /* Snyder's zone between the parallels of 54 and 55 degrees (Map Projections, 3-12), two degrees
     * wide: 14423346384.99146 m². */
    assert_true(fabs(json_real_value(property(collection, 0, "area_m2")) - 14423346384.991) <
                0.006);
    assert_string_equal(json_string_value(property(collection, 0, "id")), "kaliningrad");
    assert_int_equal(json_integer_value(property(collection, 0, "max_distance_km")), 500);
    assert_true(json_real_value(property(collection, 0, "share")) == 0.1);
    assert_true(json_is_real(property(collection, 0, "whole")));
    assert_true(json_is_null(property(collection, 0, "unknown")));
    assert_true(json_is_true(property(collection, 0, "disputed")));
    assert_true(json_is_null(property(collection, 0, "lifted")));
    assert_int_equal(json_array_size(property(collection, 0, "years")), 2);
    assert_string_equal(json_string_value(property(collection, 0, "broken")), "[1,");
    assert_string_equal(json_string_value(property(collection, 0, "odd \"name\"\n")),
                        "</script>\xEF\xBF\xBD");
    char *text = json_dumps(coordinates(collection, 0), JSON_COMPACT);
    assert_string_equal(text, "[[[20,54],[22,54],[22,55],[20,55],[20,54]]]");
    free(text);
    json_decref(collection);
    expect_opens(place->directory, "zones.geojson", "zones", 2);
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void summary(void **state)
{
    const place_to_write *place = *state;
    char routes_file[200];
    write_text(place->folder, "routes.csv", "abc");
    snprintf(routes_file, sizeof routes_file, "%s/routes.csv|layername=routes", place->folder);
    const char *const route_files[] = {routes_file, "PG:dbname=flights"}, *const zone_files[] = {
                                                                              place->folder};
    static const ovf_setting settings[] = {{"zone-edges", "geodesic"}, {"skip-invalid", NULL}};
    const ovf_meeting meetings[] = {passage_meeting(0)};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 1);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_STATISTICS | OVF_LAYER_CROSSINGS,
                                        .zone_files = zone_files,
                                        .zone_file_count = 1,
                                        .route_files = route_files,
                                        .route_file_count = 2,
                                        .command = "overflight analyze \xFF",
                                        .settings = settings,
                                        .setting_count = 2};
    write_results(&options, &zones, &result, 1);
    json_t *json = read_json(place->directory, "summary.json"), *part;
    assert_string_equal(text_of(json_object_get(json, "tool"), "name"), "overflight");
    assert_string_equal(text_of(json_object_get(json, "tool"), "gdal"),
                        GDALVersionInfo("RELEASE_NAME"));
    assert_string_equal(text_of(json, "command"), "overflight analyze \xEF\xBF\xBD");

    part = json_object_get(json, "options");
    assert_int_equal(json_array_size(json_object_get(part, "layers")), 2);
    assert_true(json_real_value(json_object_get(part, "tolerance_m")) == 0.001);
    assert_string_equal(text_of(part, "zone-edges"), "geodesic");
    assert_true(json_is_true(json_object_get(part, "skip-invalid")));

    part = json_object_get(json_object_get(json, "inputs"), "routes");
    assert_string_equal(text_of(json_array_get(part, 0), "file"), routes_file);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(part, 0), "size")), 3);
    /* FIPS 180-4's example. */
    assert_string_equal(text_of(json_array_get(part, 0), "sha256"),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_true(json_is_null(json_object_get(json_array_get(part, 1), "sha256")));
    part = json_object_get(json_object_get(json, "inputs"), "zones");
    assert_true(json_is_null(json_object_get(json_array_get(part, 0), "size")));

    part = json_object_get(json, "totals");
    assert_int_equal(json_integer_value(json_object_get(part, "routes")), 1);
    assert_int_equal(json_integer_value(json_object_get(part, "meeting_routes")), 1);
    assert_true(json_real_value(json_object_get(part, "length_m")) == 111319.490793);
    part = json_array_get(json_object_get(part, "zones"), 0);
    assert_string_equal(text_of(part, "zone_id"), "kaliningrad");
    assert_true(json_real_value(json_object_get(part, "inside_m")) == 20000);

    static const char *const kinds[] = {"lengths",   "positions", "times",
                                        "durations", "lines",     "areas"};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        part = json_object_get(json_object_get(json, "error_bounds"), kinds[i]);
        assert_true(json_real_value(json_object_get(part, "value")) > 0);
        assert_non_null(text_of(part, "unit"));
        assert_non_null(text_of(part, "meaning"));
    }

    part = json_object_get(json, "files");
    assert_int_equal(json_array_size(part), 3);
    assert_string_equal(text_of(json_array_get(part, 2), "file"), "crossings.qml");
    assert_string_equal(text_of(json_array_get(part, 0), "file"), "statistics.csv");
    assert_int_equal(json_integer_value(json_object_get(json_array_get(part, 0), "rows")), 1);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(part, 1), "rows")), 2);
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(empty_layers_open, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(passages, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(crossings, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(nearest, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(routes, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(route_of_two_parts, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(zones_with_totals, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(summary, make_zones, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
