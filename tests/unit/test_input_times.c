/* Attributes that tell when a route takes place: what is no ISO 8601 is refused, with what was
 * meant where that is clear.
 *
 * Tests: src/input/flights/given_times.c src/base/time_forms.c */
#include "input_fixture.h"

#include <math.h>

#include "base/time_forms.h"

#define RFILE "/vsimem/times.geojson"

static const char *const one_file[] = {RFILE};

static void write_route(const char *field, const char *value)
{
    char text[600];
    int length = snprintf(text, sizeof text,
                          "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                          "\"properties\":{\"id\":\"r\",\"%s\":%s},\"geometry\":{\"type\":"
                          "\"LineString\",\"coordinates\":[[0,0],[1,0]]}}]}",
                          field, value);
    assert_in_range(length, 1, sizeof text - 1);
    write_file(RFILE, text);
}

static const char *const fields[] = {"date",         "started_at", "completed_at",
                                     "submitted_at", "arrived_at", "start_time"};

/* By the reader of texts, and by GDAL. */
static void refused(const char *field, const char *value, const char *found)
{
    char sentence[400];
    write_route(field, value);
    snprintf(sentence, sizeof sentence,
             RFILE ": feature \"r\": %s: expected ISO 8601 such as %s, found %s", field,
             strcmp(field, "date") == 0 ? "2016-05-05" : "2016-05-05T10:00:00Z", found);
    expect_routes_error(one_file, 1, NULL, sentence);
    expect_routes_error(one_file, 1, &(ovf_input_options){.where = "id = 'r'"}, sentence);
}

static void other_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        refused(fields[i], "\"2016/05/05\"", "\"2016/05/05\"; did you mean 2016-05-05");
        refused(fields[i], "\"05.05.2016\"", "\"05.05.2016\"; did you mean 2016-05-05");
        refused(fields[i], "\"yesterday\"", "\"yesterday\"");
        refused(fields[i], "\"05/06/2016\"", "\"05/06/2016\"");
        refused(fields[i], "\"2016-02-30\"", "\"2016-02-30\"");
        refused(fields[i], "1462442400",
                "the number 1462442400; did you mean 2016-05-05T10:00:00Z");
        refused(fields[i], "1462442400000",
                "the number 1462442400000; did you mean 2016-05-05T10:00:00Z");
        refused(fields[i], "20160505", "the number 20160505; did you mean 2016-05-05");
        refused(fields[i], "2016", "the number 2016");
        refused(fields[i], "true", "true");
    }
    write_route("coordTimes", "[\"2016-05-05T10:00:00Z\",\"05.05.2016 10:15\"]");
    expect_routes_error(one_file, 1, NULL,
                        RFILE ": feature \"r\": coordTimes: value 2: expected ISO 8601 such as "
                              "2016-05-05T10:00:00Z, found \"05.05.2016 10:15\"; did you mean "
                              "2016-05-05T10:15:00Z");
}

static void accepted(void **state)
{
    (void)state;
    static const char *const values[] = {
        "\"2016-05-05\"", "\"2016-05-05T10:00:00Z\"", "\"2016-05-05 10:00+02\"", "null", "\"\"",
        "\"  \""};
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < sizeof values / sizeof *values; k++)
            for (int by_gdal = 0; by_gdal < 2; by_gdal++) {
                write_route(fields[i], values[k]);
                const ovf_input_options options = {.where = by_gdal ? "id = 'r'" : NULL};
                ovf_route_source *source = open_routes(one_file, 1, &options);
                const ovf_route *route = next_route(source);
                bool starts = i == 5 && k < 3;
                assert_true(isnan(route->fixes[0].time_s) != starts);
                assert_true(isnan(route->fixes[1].time_s));
                if (starts)
                    assert_true(route->fixes[0].time_s == (k == 0   ? 1462406400
                                                           : k == 1 ? 1462442400
                                                                    : 1462435200));
                ovf_route_source_free(source);
            }
}

/* A file's own fields for dates and times. */
static void fields_of_times(void **state)
{
    (void)state;
    static const char file[] = "/vsimem/times.gpkg";
    const char *const ids[] = {"a"}, *const wkt[] = {"LINESTRING (0 0,1 1)"};
    write_layer("GPKG", file, "flights", "EPSG:4326", wkt, ids, 1);
    GDALDatasetH dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_UPDATE, NULL, NULL, NULL);
    OGRLayerH layer = GDALDatasetGetLayer(dataset, 0);
    const struct {
        const char *name;
        OGRFieldType type;
    } made[] = {{"date", OFTDate}, {"start_time", OFTDateTime}, {"submitted_at", OFTDateTime}};
    for (int i = 0; i < 3; i++) {
        OGRFieldDefnH field = OGR_Fld_Create(made[i].name, made[i].type);
        OGR_L_CreateField(layer, field, TRUE);
        OGR_Fld_Destroy(field);
    }
    OGRFeatureH feature = OGR_L_GetFeature(layer, 1);
    OGR_F_SetFieldDateTime(feature, 1, 2016, 5, 5, 0, 0, 0, 0);
    OGR_F_SetFieldDateTime(feature, 2, 2016, 5, 5, 10, 0, 0, 100);
    assert_int_equal(OGR_L_SetFeature(layer, feature), OGRERR_NONE);
    OGR_F_Destroy(feature);
    GDALClose(dataset);
    ovf_route_source *source = open_routes((const char *const[]){file}, 1, NULL);
    const ovf_route *route = next_route(source);
    assert_true(route->fixes[0].time_s == 1462442400);
    const ovf_attribute *date = ovf_attributes_find(&route->attributes, "date");
    assert_string_equal(date->text, "2016-05-05");
    assert_int_equal(ovf_attributes_find(&route->attributes, "submitted_at")->type,
                     OVF_ATTRIBUTE_NULL);
    ovf_route_source_free(source);
    VSIUnlink(file);
}

static void proposals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {{"2016/5/5", "2016-05-05"},
                {"2016.05.05", "2016-05-05"},
                {"2016-5-5", "2016-05-05"},
                {" 2016-05-05 ", "2016-05-05"},
                {"20160505", "2016-05-05"},
                {"20160505T101500Z", "2016-05-05T10:15:00Z"},
                {"20160505T1015", "2016-05-05T10:15:00Z"},
                {"2016/05/05 9:15", "2016-05-05T09:15:00Z"},
                {"2016-05-05 10:15:00 UTC", "2016-05-05T10:15:00Z"},
                {"2016/05/05T10:15:30.5+02:00", "2016-05-05T08:15:30.500Z"},
                {"05.06.2016", "2016-06-05"},
                {"5.6.2016, 10:15", "2016-06-05T10:15:00Z"},
                {"25/12/2016", "2016-12-25"},
                {"12/25/2016", "2016-12-25"},
                {"12-25-2016", "2016-12-25"},
                {"06/06/2016", "2016-06-06"},
                {"5 May 2016", "2016-05-05"},
                {"05-MAY-2016 10:15", "2016-05-05T10:15:00Z"},
                {"May 5, 2016", "2016-05-05"},
                {"Sept 5 2016", "2016-09-05"},
                {"29.02.2016", "2016-02-29"},
                {"29.02.2015", ""},
                {"05/06/2016", ""},
                {"05-06-2016", ""},
                {"5.6.16", ""},
                {"2016", ""},
                {"May 2016", ""},
                {"10:15", ""},
                {"yesterday", ""},
                {"2016/05-05", ""},
                {"2016/05/05 soon", ""},
                {"2016/13/05", ""},
                {"", ""},
                {"5 May 20166", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char proposal[OVF_TIME_SIZE] = "x";
        bool found = ovf_time_propose(rows[i].text, proposal);
        if (found != (rows[i].wanted[0] != '\0') || strcmp(proposal, rows[i].wanted) != 0)
            fail_msg("\"%s\": \"%s\", wanted \"%s\"", rows[i].text, proposal, rows[i].wanted);
    }
    char proposal[OVF_TIME_SIZE];
    assert_true(ovf_time_propose_number(1462442400.25, proposal));
    assert_string_equal(proposal, "2016-05-05T10:00:00.250Z");
    static const double none[] = {0, 1, -1462442400, 5e10, 1e15, 20161301, NAN, INFINITY};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(ovf_time_propose_number(none[i], proposal));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(other_forms), cmocka_unit_test(accepted),
                                       cmocka_unit_test(fields_of_times),
                                       cmocka_unit_test(proposals)};
    return cmocka_run_group_tests_name("input_times", tests, NULL, NULL);
}
