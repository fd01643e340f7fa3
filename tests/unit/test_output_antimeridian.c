/* Lines cut at the antimeridian. Expected positions are worked out by hand: proportions of small
 * numbers.
 *
 * Tests: src/output/shapes/antimeridian.c */
#include "output_fixture.h"

#include "output/shapes/antimeridian.h"

/* Cuts a line of one part and compares: parts are apart by a fix of NAN longitude. */
static void expect_cut(const ovf_fix *fixes, size_t count, const ovf_lonlat *expected,
                       size_t expected_count)
{
    ovf_error error = {0};
    ovf_polyline cut = {0};
    ovf_fix *copy = malloc(count * sizeof *copy);
    assert_non_null(copy);
    memcpy(copy, fixes, count * sizeof *copy);
    ovf_polyline line = {.fixes = copy, .fix_count = count, .part_ends = &count, .part_count = 1};
    expect_ok(ovf_antimeridian_cut(&line, &cut, &error), &error);
    size_t part = 0, i = 0;
    for (size_t k = 0; k < expected_count; k++) {
        if (isnan(expected[k].lon)) {
            assert_int_equal(cut.part_ends[part], i);
            part++;
            continue;
        }
        assert_true(i < cut.fix_count);
        assert_true(fabs(cut.fixes[i].lon - expected[k].lon) < 1e-12);
        assert_true(fabs(cut.fixes[i].lat - expected[k].lat) < 1e-12);
        i++;
    }
    assert_int_equal(cut.fix_count, i);
    assert_int_equal(cut.part_count, expected_count == 0 ? 0 : part + 1);
    if (expected_count > 0) assert_int_equal(cut.part_ends[part], i);
    ovf_polyline_clear(&cut);
    free(copy);
}

#define FIX(lon, lat)      \
    {                      \
        lon, lat, NAN, NAN \
    }
#define CUT      \
    {            \
        NAN, NAN \
    }
#define EXPECT(fixes, expected) expect_cut(fixes, COUNT(fixes), expected, COUNT(expected))

static void line_away_from_it_is_unchanged(void **state)
{
    (void)state;
    static const ovf_fix fixes[] = {FIX(20, 54), FIX(21.123456789, 54.5), FIX(-150, 54)};
    static const ovf_lonlat expected[] = {{20, 54}, {21.123456789, 54.5}, {-150, 54}};
    EXPECT(fixes, expected);
}

static void eastwards(void **state)
{
    (void)state;
    static const ovf_fix jump[] = {FIX(178, 60), FIX(-179, 63)},
                         running_on[] = {FIX(178, 60), FIX(181, 63)},
                         turned[] = {FIX(-182, 60), FIX(-179, 63)},
                         far[] = {FIX(538, 60), FIX(541, 63)};
    /* Two of the three degrees. */
    static const ovf_lonlat expected[] = {{178, 60}, {180, 62}, CUT, {-180, 62}, {-179, 63}};
    EXPECT(jump, expected);
    EXPECT(running_on, expected);
    EXPECT(turned, expected);
    EXPECT(far, expected);
}

static void westwards(void **state)
{
    (void)state;
    static const ovf_fix jump[] = {FIX(-179, 63), FIX(178, 60)},
                         running_on[] = {FIX(-179, 63), FIX(-182, 60)};
    static const ovf_lonlat expected[] = {{-179, 63}, {-180, 62}, CUT, {180, 62}, {178, 60}};
    EXPECT(jump, expected);
    EXPECT(running_on, expected);
}

static void there_and_back(void **state)
{
    (void)state;
    static const ovf_fix fixes[] = {FIX(179, 50), FIX(181, 52), FIX(182, 52), FIX(178, 52)};
    static const ovf_lonlat expected[] = {{179, 50},  {180, 51},  CUT, {-180, 51}, {-179, 52},
                                          {-178, 52}, {-180, 52}, CUT, {180, 52},  {178, 52}};
    EXPECT(fixes, expected);
}

static void fixes_on_it(void **state)
{
    (void)state;
    /* Across, with a fix just there. */
    static const ovf_fix across[] = {FIX(179, 50), FIX(180, 51), FIX(-179, 52)},
                         other_name[] = {FIX(179, 50), FIX(-180, 51), FIX(-179, 52)};
    static const ovf_lonlat cut[] = {{179, 50}, {180, 51}, CUT, {-180, 51}, {-179, 52}};
    EXPECT(across, cut);
    EXPECT(other_name, cut);
    /* Up to it and back: no cut. */
    static const ovf_fix back[] = {FIX(179, 50), FIX(-180, 51), FIX(179, 52)};
    static const ovf_lonlat uncut[] = {{179, 50}, {180, 51}, {179, 52}};
    EXPECT(back, uncut);
    /* Beginning, ending there, by either name. */
    static const ovf_fix east[] = {FIX(180, 50), FIX(-179, 51)},
                         west[] = {FIX(-180, 50), FIX(179, 51)},
                         end[] = {FIX(-179, 51), FIX(180, 50)};
    static const ovf_lonlat to_east[] = {{-180, 50}, {-179, 51}},
                            to_west[] = {{180, 50}, {179, 51}},
                            from_east[] = {{-179, 51}, {-180, 50}};
    EXPECT(east, to_east);
    EXPECT(west, to_west);
    EXPECT(end, from_east);
    /* Along it for a while, then off on the other side. */
    static const ovf_fix along[] = {FIX(179, 50), FIX(180, 51), FIX(180, 52), FIX(181, 53)};
    static const ovf_lonlat off[] = {{179, 50}, {180, 51}, {180, 52}, CUT, {-180, 52}, {-179, 53}};
    EXPECT(along, off);
    static const ovf_fix begun_along[] = {FIX(180, 51), FIX(-180, 52), FIX(-179, 53)};
    static const ovf_lonlat in_the_east[] = {{-180, 51}, {-180, 52}, {-179, 53}};
    EXPECT(begun_along, in_the_east);
}

static void along_it_only(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_polyline cut = {0};
    ovf_fix fixes[] = {FIX(180, 50), FIX(-180, 51), FIX(180, 52)};
    size_t end = 3;
    const ovf_polyline line = {.fixes = fixes, .fix_count = 3, .part_ends = &end, .part_count = 1};
    expect_ok(ovf_antimeridian_cut(&line, &cut, &error), &error);
    assert_int_equal(cut.part_count, 1);
    assert_int_equal(cut.fix_count, 3);
    /* One side, whichever. */
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(cut.fixes[i].lon) == 180 && cut.fixes[i].lon == cut.fixes[0].lon);
    ovf_polyline_clear(&cut);
}

static void over_the_poles(void **state)
{
    (void)state;
    static const ovf_fix north[] = {FIX(30, 88), FIX(30, 89.99999), FIX(-150, 89.99999),
                                    FIX(-150, 88)};
    static const ovf_lonlat over_north[] = {{30, 88},   {30, 89.99999},   {30, 90},
                                            {-150, 90}, {-150, 89.99999}, {-150, 88}};
    EXPECT(north, over_north);
    static const ovf_fix south[] = {FIX(100, -89.5), FIX(-80.5, -89.9)};
    static const ovf_lonlat over_south[] = {{100, -89.5}, {100, -90}, {-80.5, -90}, {-80.5, -89.9}};
    EXPECT(south, over_south);
    /* Near the pole but around it in small steps: cut as anywhere. */
    static const ovf_fix around[] = {FIX(140, 89.5), FIX(170, 89.5), FIX(200, 89.5)};
    static const ovf_lonlat cut[] = {{140, 89.5}, {170, 89.5},  {180, 89.5},
                                     CUT,         {-180, 89.5}, {-160, 89.5}};
    EXPECT(around, cut);
}

static void altitude_and_time_go_along(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_polyline cut = {0};
    ovf_fix fixes[] = {{179, 0, 1000, 100}, {183, 0, 3000, NAN}};
    size_t end = 2;
    const ovf_polyline line = {.fixes = fixes, .fix_count = 2, .part_ends = &end, .part_count = 1};
    expect_ok(ovf_antimeridian_cut(&line, &cut, &error), &error);
    assert_int_equal(cut.part_count, 2);
    assert_int_equal(cut.fix_count, 4);
    assert_true(cut.fixes[1].altitude_m == 1500 && cut.fixes[2].altitude_m == 1500);
    assert_true(isnan(cut.fixes[1].time_s));
    ovf_polyline_clear(&cut);
}

static void parts_stay_parts(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_polyline cut = {0};
    ovf_fix fixes[] = {FIX(179, 0), FIX(181, 0), FIX(10, 0), FIX(11, 0), FIX(190, 5), FIX(191, 5)};
    size_t ends[] = {2, 4, 6};
    const ovf_polyline line = {.fixes = fixes, .fix_count = 6, .part_ends = ends, .part_count = 3};
    expect_ok(ovf_antimeridian_cut(&line, &cut, &error), &error);
    static const size_t expected[] = {2, 4, 6, 8};
    assert_int_equal(cut.part_count, 4);
    assert_memory_equal(cut.part_ends, expected, sizeof expected);
    assert_true(cut.fixes[6].lon == -170);
    /* The buffers are used again. */
    const ovf_polyline none = {0};
    expect_ok(ovf_antimeridian_cut(&none, &cut, &error), &error);
    assert_int_equal(cut.part_count, 0);
    assert_int_equal(cut.fix_count, 0);
    ovf_polyline_clear(&cut);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_away_from_it_is_unchanged),
        cmocka_unit_test(eastwards),
        cmocka_unit_test(westwards),
        cmocka_unit_test(there_and_back),
        cmocka_unit_test(fixes_on_it),
        cmocka_unit_test(along_it_only),
        cmocka_unit_test(over_the_poles),
        cmocka_unit_test(altitude_and_time_go_along),
        cmocka_unit_test(parts_stay_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
