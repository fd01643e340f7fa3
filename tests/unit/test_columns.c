/* Columns: whatever the layout and however many the threads, the figures are those of ovf_analyze
 * route by route, to the bit.
 *
 * Tests: src/analysis/meet/columns.c src/analysis/meet/column_routes.c */
#include "columns_fixture.h"

#include "analysis/meet/column_routes.h"
#include "analysis/meet/scratch.h"

#define ROUTES 1500

/* So much that a comparison says something. */
static void assert_much(const expectation *e)
{
    print_message("%zu routes, %zu rows, %zu of them entered, %zu near\n", e->route_count,
                  e->row_count, e->entered, e->near);
    assert_true(e->entered > e->route_count / 3 && e->near > e->route_count / 20);
}

/* The coordinates with so many doubles for each fix, of which the first four are set. */
static double *interleaved(const route_set *set, size_t dimension)
{
    double *values = room(set->fix_count * dimension, sizeof *values);
    for (size_t k = 0; k < set->fix_count; k++) {
        const double fix[] = {set->lon[k], set->lat[k], set->altitude_m[k], set->time_s[k]};
        for (size_t d = 0; d < dimension; d++) values[k * dimension + d] = d < 4 ? fix[d] : NAN;
    }
    return values;
}

static void separated(void **state)
{
    (void)state;
    route_set set = random_routes(cases(ROUTES), 1);
    expectation timed = expect(&set, NULL, true), untimed = expect(&set, NULL, false);
    assert_much(&timed);
    int32_t *offsets = narrowed(set.fix_offsets, set.route_count + 1);
    ovf_columns columns = {.route_count = set.route_count,
                           .offsets32 = offsets,
                           .fix_count = set.fix_count,
                           .lon = set.lon,
                           .lat = set.lat};
    assert_all(&columns, &untimed);
    columns.offsets32 = NULL;
    columns.offsets64 = set.fix_offsets;
    columns.stride = columns.altitude_stride = columns.time_stride = 1;
    columns.altitude_m = set.altitude_m;
    columns.time_s = set.time_s;
    assert_all(&columns, &timed);

    /* fixes as ovf_route has them */
    columns.lon = &set.fixes->lon;
    columns.lat = &set.fixes->lat;
    columns.altitude_m = &set.fixes->altitude_m;
    columns.time_s = &set.fixes->time_s;
    columns.stride = columns.altitude_stride = columns.time_stride = 4;
    assert_all(&columns, &timed);
    free(offsets);
    expectation_clear(&timed);
    expectation_clear(&untimed);
    routes_clear(&set);
}

static void in_one_array(void **state)
{
    (void)state;
    route_set set = random_routes(cases(ROUTES), 1);
    expectation timed = expect(&set, NULL, true), untimed = expect(&set, NULL, false);
    for (size_t dimension = 2; dimension <= 4; dimension++) {
        double *values = interleaved(&set, dimension);
        ovf_columns columns = {.route_count = set.route_count,
                               .offsets64 = set.fix_offsets,
                               .fix_count = set.fix_count,
                               .lonlat = values,
                               .dimension = dimension};
        assert_all(&columns, dimension == 4 ? &timed : &untimed);
        if (dimension == 2) {
            columns.dimension = 0;
            columns.time_s = set.time_s;
            assert_all(&columns, &timed);
        }
        free(values);
    }
    for (size_t step = 2; step <= 7; step++) { /* times, but no altitudes */
        double *values = interleaved(&set, step);
        const ovf_columns columns = {.route_count = set.route_count,
                                     .offsets64 = set.fix_offsets,
                                     .fix_count = set.fix_count,
                                     .lon = values,
                                     .lat = values + 1,
                                     .stride = step,
                                     .time_s = step > 3 ? values + 3 : set.time_s,
                                     .time_stride = step > 3 ? step : 0};
        ovf_statistics *statistics = analyzed(&columns, 2);
        assert_expected(statistics, &timed);
        ovf_statistics_free(statistics);
        free(values);
    }
    expectation_clear(&timed);
    expectation_clear(&untimed);
    routes_clear(&set);
}

static void of_several_parts(void **state)
{
    (void)state;
    route_set set = random_routes(cases(ROUTES), MOST_PARTS);
    expectation timed = expect(&set, NULL, true);
    assert_much(&timed);
    assert_true(set.part_count > set.route_count * 3 / 2);
    int32_t *offsets = narrowed(set.offsets, set.route_count + 1),
            *part_offsets = narrowed(set.part_offsets, set.part_count + 1);
    double *values = interleaved(&set, 4);
    for (int k = 0; k < 4; k++) {
        const ovf_columns columns = {.route_count = set.route_count,
                                     .offsets32 = k % 2 == 0 ? offsets : NULL,
                                     .offsets64 = k % 2 == 0 ? NULL : set.offsets,
                                     .part_offsets32 = k < 2 ? part_offsets : NULL,
                                     .part_offsets64 = k < 2 ? NULL : set.part_offsets,
                                     .part_count = set.part_count,
                                     .fix_count = set.fix_count,
                                     .lonlat = values,
                                     .dimension = 4};
        assert_all(&columns, &timed);
    }
    free(values);
    free(offsets);
    free(part_offsets);
    expectation_clear(&timed);
    routes_clear(&set);
}

static void many(void **state)
{
    (void)state;
    route_set set = random_routes(cases(10000), 1);
    expectation timed = expect(&set, NULL, true);
    assert_much(&timed);
    const ovf_columns columns = {.route_count = set.route_count,
                                 .offsets64 = set.fix_offsets,
                                 .fix_count = set.fix_count,
                                 .lon = set.lon,
                                 .lat = set.lat,
                                 .time_s = set.time_s};
    assert_all(&columns, &timed);

    /* boundaries are made when the first thread needs them */
    ovf_analyzer *used = analyzer;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, NULL), OVF_OK);
    ovf_statistics *fresh = analyzed(&columns, 7);
    assert_expected(fresh, &timed);
    ovf_statistics_free(fresh);
    ovf_analyzer_free(analyzer);
    analyzer = used;
    expectation_clear(&timed);
    routes_clear(&set);
}

/* Slices of an array: the offsets begin where the slice does, and bits where they may. */
static void sliced(void **state)
{
    (void)state;
    route_set set = random_routes(cases(ROUTES), MOST_PARTS), slice = set;
    size_t from = set.route_count / 4;
    slice.route_count = set.route_count / 2;
    slice.offsets += from;
    slice.fix_offsets += from;
    assert_true(slice.offsets[0] > 0 && slice.fix_offsets[0] > 0);
    /* the same bits twice, from bit 0 and from bit 13; the first route is null */
    uint8_t *validity = room(slice.route_count / 8 + 1, 1),
            *shifted = room((slice.route_count + 13) / 8 + 1, 1);
    for (size_t k = 1; k < slice.route_count; k++) {
        if (pick(5) == 0) continue;
        validity[k / 8] = (uint8_t)(validity[k / 8] | 1u << k % 8);
        shifted[(k + 13) / 8] = (uint8_t)(shifted[(k + 13) / 8] | 1u << (k + 13) % 8);
    }
    expectation all = expect(&slice, NULL, true), some = expect(&slice, validity, true);
    assert_true(some.row_count < all.row_count && some.row_count > all.row_count / 2);
    ovf_columns columns = {.route_count = slice.route_count,
                           .offsets64 = slice.offsets,
                           .part_offsets64 = set.part_offsets,
                           .part_count = set.part_count,
                           .fix_count = set.fix_count,
                           .lon = set.lon,
                           .lat = set.lat,
                           .time_s = set.time_s};
    assert_all(&columns, &all);
    set.lat[slice.fix_offsets[0]] = 91; /* what is null is not looked at */
    columns.validity = validity;
    assert_all(&columns, &some);
    columns.validity = shifted;
    columns.validity_offset = 13;
    assert_all(&columns, &some);
    free(validity);
    free(shifted);
    expectation_clear(&all);
    expectation_clear(&some);
    routes_clear(&set);
}

/* Altitudes are in no column yet; they come along all the same. */
static void altitudes(void **state)
{
    (void)state;
    route_set set = random_routes(cases(1000), MOST_PARTS);
    double *values = interleaved(&set, 3);
    const ovf_columns columns = {.route_count = set.route_count,
                                 .offsets64 = set.offsets,
                                 .part_offsets64 = set.part_offsets,
                                 .part_count = set.part_count,
                                 .fix_count = set.fix_count,
                                 .lonlat = values,
                                 .dimension = 3};
    ovf_column_reader reader;
    ovf_column_route taken = {0};
    ovf_scratch *scratch[2];
    size_t compared = 0;
    assert_int_equal(ovf_column_reader_begin(&reader, &columns, NULL), OVF_OK);
    for (int i = 0; i < 2; i++) assert_int_equal(ovf_scratch_new(&scratch[i], NULL), OVF_OK);
    for (size_t k = 0; k < set.route_count; k++) {
        size_t ends[MOST_PARTS];
        const ovf_route route = route_at(&set, k, ends);
        const ovf_result *a, *b;
        assert_int_equal(ovf_column_reader_take(&reader, k, &taken, NULL), OVF_OK);
        assert_int_equal(
            ovf_analyze_fixes(analyzer, &taken.route, &taken.fixes, scratch[0], &a, NULL), OVF_OK);
        assert_int_equal(ovf_analyze(analyzer, &route, scratch[1], &b, NULL), OVF_OK);
        assert_int_equal(a->meeting_count, b->meeting_count);
        for (size_t m = 0; m < a->meeting_count; m++)
            for (size_t c = 0; c < a->meetings[m].crossing_count; c++, compared++)
                assert_same(a->meetings[m].crossings[c].place.altitude_m,
                            b->meetings[m].crossings[c].place.altitude_m, "altitude", (int64_t)k);
    }
    assert_true(compared > set.route_count / 2);
    for (int i = 0; i < 2; i++) ovf_scratch_free(scratch[i]);
    ovf_column_route_clear(&taken);
    free(values);
    routes_clear(&set);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(separated),        cmocka_unit_test(in_one_array),
        cmocka_unit_test(of_several_parts), cmocka_unit_test(many),
        cmocka_unit_test(sliced),           cmocka_unit_test(altitudes)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, build_zones, free_zones);
}
