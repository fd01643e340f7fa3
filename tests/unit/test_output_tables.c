/* statistics.csv and rejected.csv as bytes, the totals, and the names of the layers.
 *
 * Tests: src/output/formats/csv.c src/output/layers/statistics.c src/output/layers/layers.c
 * Tests: src/output/rows/length_inside.c src/output/rows/row.c src/output/output.c
 * Tests: src/output/writing.c */
#include "output_fixture.h"

#include <gdal.h>

#include "output/rows/length_inside.h"

static ovf_zone zone_items[3];
static const ovf_zones zones = {zone_items, 3};

static int make_zones(void **state)
{
    zone_items[0] = square_zone("kaliningrad", "Kaliningrad Oblast");
    zone_items[1] = square_zone("a,\"b\"", "Odd");
    zone_items[2] = square_zone("far", "Far away");
    return make_folder(state);
}

static const ovf_crossing touch[] = {
    {OVF_CROSSING_TOUCH, {55659.745397, 0.5, 0, NAN, NAN}, OVF_THROUGH_SIDE, false}};

static void statistics(void **state)
{
    const place_to_write *place = *state;
    /* A whole route inside has no crossings; a touch no passage; the third only comes near. */
    static const ovf_passage whole[] = {
        {{0, 0, 0, NAN, 1507140000}, {111319.490793, 1, 0, NAN, NAN}, 111319.490793, false}};
    const ovf_meeting first[] = {passage_meeting(0),
                                 {.zone = 1, .crossings = touch, .crossing_count = 1},
                                 {.zone = 2, .nearest_m = 1234.5}};
    const ovf_meeting second[] = {{.zone = 1,
                                   .inside_m = 111319.490793,
                                   .within_at_most_m = 111319.490793,
                                   .passages = whole,
                                   .passage_count = 1}};
    ovf_route one = equator_route("OS-1"), two = equator_route("</script>\n2"),
              three = equator_route("none");
    const ovf_result results[] = {equator_result(&one, first, 3), equator_result(&two, second, 1),
                                  equator_result(&three, NULL, 0)};
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_STATISTICS};
    write_results(&options, &zones, results, 3);
    char *text = read_text(place->directory, "statistics.csv");
    assert_string_equal(text,
                        "route_id,zone_id,length_m,inside_m,passages,crossings,nearest_m,first_"
                        "entry_m,last_exit_m,first_entry_time,last_exit_time,within_m,"
                        "within_at_most_m,gap_m,gap_s\n"
                        "OS-1,kaliningrad,111319.490793,20000.000000,1,2,0.000000,10000.000000,"
                        "30000.000000,2017-10-04T18:05:23.393Z,2017-10-04T18:16:10.180Z,"
                        "19000.000000,20000.000000,0.000000,0.000\n"
                        "OS-1,\"a,\"\"b\"\"\",111319.490793,0.000000,0,1,0.000000,,,,,0.000000,"
                        "0.000000,0.000000,0.000\n"
                        "OS-1,far,111319.490793,0.000000,0,0,1234.500000,,,,,0.000000,"
                        "0.000000,0.000000,0.000\n"
                        "\"</"
                        "script>\n2\",\"a,\"\"b\"\"\",111319.490793,111319.490793,1,0,0.000000,0."
                        "000000,111319.490793,2017-10-04T18:00:00Z,,0.000000,"
                        "111319.490793,0.000000,0.000\n");
    free(text);
    /* The table, the summary, and nothing else. */
    assert_int_equal(count_entries(place->directory), 2);
}

/* GDAL before 3.6.4 loses rows without a geometry. */
static void table_beside_flatgeobuf(void **state)
{
    const place_to_write *place = *state;
    const ovf_meeting meetings[] = {passage_meeting(0)};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, 1);
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_STATISTICS | OVF_LAYER_PASSAGES,
                                        .formats = OVF_FORMAT_FGB};
    GDALAllRegister();
    write_results(&options, &zones, &result, 1);
    char *text = read_text(place->directory, "statistics.csv");
    assert_non_null(strstr(text, "\nOS-1,kaliningrad,111319.490793,20000.000000,1,2,"));
    free(text);
    assert_true(exists(place->directory, "passages.fgb"));
    assert_int_equal(count_entries(place->directory), 3);
}

static void rejected(void **state)
{
    const place_to_write *place = *state;
    ovf_error error = {0};
    ovf_output *output = NULL;
    const ovf_output_options options = {.directory = place->directory,
                                        .layers = OVF_LAYER_STATISTICS};
    expect_ok(ovf_output_open(&options, &zones, &output, &error), &error);
    ovf_output_reject(output, "routes.csv", "#7", "latitude 91 is not within ±90");
    ovf_output_reject(output, "a,b.gpkg", "say \"no\"", "empty");
    assert_int_equal(ovf_output_totals(output)->rejected, 2);
    expect_ok(ovf_output_close(output, &error), &error);
    ovf_output_free(output);
    char *text = read_text(place->directory, "rejected.csv");
    assert_string_equal(text, "file,feature,reason\n"
                              "routes.csv,#7,latitude 91 is not within ±90\n"
                              "\"a,b.gpkg\",\"say \"\"no\"\"\",empty\n");
    free(text);
}

static void no_rejected_file_without_rejects(void **state)
{
    const place_to_write *place = *state;
    const ovf_output_options options = {.directory = place->directory};
    write_results(&options, &zones, NULL, 0);
    assert_false(exists(place->directory, "rejected.csv"));
    assert_int_equal(count_entries(place->directory), 8 + 5); /* five layers have styles */
}

static void totals(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_totals all, part;
    const ovf_meeting meetings[] = {passage_meeting(0),
                                    {.zone = 1, .crossings = touch, .crossing_count = 1},
                                    {.zone = 2, .nearest_m = 1}};
    ovf_route route = equator_route("OS-1");
    const ovf_result met = equator_result(&route, meetings, 3),
                     near = equator_result(&route, meetings + 2, 1);
    expect_ok(ovf_totals_init(&all, 3, &error), &error);
    expect_ok(ovf_totals_init(&part, 3, &error), &error);
    ovf_totals_add(&all, &met);
    ovf_totals_add(&part, &near);
    ovf_totals_add(&part, &met);
    part.rejected = 5;
    expect_ok(ovf_totals_merge(&all, &part, &error), &error);
    assert_int_equal(all.routes, 3);
    assert_int_equal(all.meeting_routes, 2);
    assert_int_equal(all.rejected, 5);
    assert_int_equal(all.zones[0].routes, 2);
    assert_int_equal(all.zones[0].passages, 2);
    assert_int_equal(all.zones[0].crossings, 4);
    assert_int_equal(all.zones[1].routes, 2);
    assert_int_equal(all.zones[1].passages, 0);
    assert_int_equal(all.zones[1].crossings, 2);
    assert_int_equal(all.zones[2].routes, 0);
    assert_true(ovf_sum_value(&all.zones[0].inside_m) == 40000);
    ovf_totals_clear(&part);
    expect_ok(ovf_totals_init(&part, 2, &error), &error);
    assert_int_equal(ovf_totals_merge(&all, &part, &error), OVF_ERROR_USAGE);
    assert_string_equal(error.message,
                        "totals over 2 zones cannot be added to totals over 3 zones");
    ovf_totals_clear(&part);
    ovf_totals_clear(&all);
    ovf_totals_clear(NULL);
}

/* A tenth, which no double is, ten million times: the plain sum is off by 1.6e-4 of a metre, and
 * how it is split changes it. The exact sum of the double nearest to 0.1 is 1e7 ·
 * 0.1000000000000000055511 = 1000000.000000000055511, and the double nearest to it is 1e6. */
static void totals_do_not_depend_on_the_order(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_route route = equator_route("OS-1");
    ovf_result result = equator_result(&route, NULL, 0);
    ovf_totals whole, parts, part;
    result.length_m = 0.1;
    double plain = 0;
    expect_ok(ovf_totals_init(&whole, 0, &error), &error);
    expect_ok(ovf_totals_init(&parts, 0, &error), &error);
    for (int i = 0; i < 10000000; i++) {
        ovf_totals_add(&whole, &result);
        plain += 0.1;
    }
    for (int shard = 0; shard < 100; shard++) {
        expect_ok(ovf_totals_init(&part, 0, &error), &error);
        for (int i = 0; i < 100000; i++) ovf_totals_add(&part, &result);
        expect_ok(ovf_totals_merge(&parts, &part, &error), &error);
        ovf_totals_clear(&part);
    }
    assert_true(plain != 1e6);
    assert_true(ovf_sum_value(&whole.length_m) == 1e6);
    assert_true(parts.length_m.whole == whole.length_m.whole &&
                parts.length_m.rest == whole.length_m.rest);
    ovf_totals_clear(&whole);
    ovf_totals_clear(&parts);
}

/* [10, 30] in two zones, [20, 50] in a third, [60, 70] in a fourth: 40 and 10. */
static void inside_counts_overlaps_once(void **state)
{
    (void)state;
    ovf_error error = {0};
    static const ovf_passage a[] = {{{.along_m = 10}, {.along_m = 30}, 20, false}},
                             b[] = {{{.along_m = 20}, {.along_m = 50}, 30, false}},
                             c[] = {{{.along_m = 60}, {.along_m = 70}, 10, false}};
    const ovf_meeting meetings[] = {{.outline_passages = c, .outline_passage_count = 1},
                                    {.outline_passages = b, .outline_passage_count = 1},
                                    {.outline_passages = a, .outline_passage_count = 1},
                                    {.outline_passages = a, .outline_passage_count = 1}};
    ovf_route route = equator_route("OS-1");
    const ovf_result result = equator_result(&route, meetings, COUNT(meetings)),
                     none = equator_result(&route, NULL, 0);
    ovf_spans scratch = {0};
    double inside_m = -1;
    expect_ok(ovf_inside_any(&none, &scratch, &inside_m, &error), &error);
    assert_true(inside_m == 0);
    expect_ok(ovf_inside_any(&result, &scratch, &inside_m, &error), &error);
    assert_true(inside_m == 50);
    ovf_spans_clear(&scratch);
}

static void layers(void **state)
{
    (void)state;
    unsigned bits = 77;
    char unknown[64] = "";
    assert_true(ovf_layers_parse("statistics,passages", &bits, unknown));
    assert_int_equal(bits, OVF_LAYER_STATISTICS | OVF_LAYER_PASSAGES);
    assert_true(ovf_layers_parse("all", &bits, unknown));
    assert_int_equal(bits, OVF_LAYER_ALL);
    assert_true(
        ovf_layers_parse("statistics,routes,zones,passages,crossings,nearest,occupancy,findings,"
                         "swaths,coverage,gaps,coverage_by_flight,revisits",
                         &bits, unknown));
    assert_int_equal(bits, OVF_LAYER_ALL);
    bits = 77;
    assert_false(ovf_layers_parse("statistics,maps", &bits, unknown));
    assert_string_equal(unknown, "maps");
    assert_false(ovf_layers_parse("statistics,", &bits, unknown));
    assert_string_equal(unknown, "");
    assert_false(ovf_layers_parse("", &bits, unknown));
    assert_false(ovf_layers_parse("passage", &bits, unknown));
    assert_int_equal(bits, 77);
    char name[100];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_false(ovf_layers_parse(name, &bits, unknown));
    assert_int_equal(strlen(unknown), 63);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(statistics, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(table_beside_flatgeobuf, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(rejected, make_zones, drop_folder),
        cmocka_unit_test_setup_teardown(no_rejected_file_without_rejects, make_zones, drop_folder),
        cmocka_unit_test(totals),
        cmocka_unit_test(totals_do_not_depend_on_the_order),
        cmocka_unit_test(inside_counts_overlaps_once),
        cmocka_unit_test(layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
