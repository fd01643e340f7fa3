/* The search for free routes: known best routes are nearly found, limits are kept, what is told is
 * what coverage measures, and the raster counts what shapes have.
 *
 * Tests: src/analysis/survey/survey_search.c src/analysis/survey/survey_free.c
 * src/analysis/survey/survey_searcher.c src/analysis/survey/survey_begin.c
 * src/analysis/survey/survey_spiral.c src/analysis/survey/survey_cells.c */
#include "geometry_fixture.h"

#include <math.h>

#include "analysis/survey/survey_free.h"
#include "analysis/survey/survey_meter.h"

#define PI 3.14159265358979323846

/* ---- the raster ---- */

static ovf_flat square_points[] = {{0, 0}, {100e3, 0}, {100e3, 80e3}, {0, 80e3}, {0, 0}};
static size_t square_end = 5;
static const ovf_rings square = {square_points, 5, 5, &square_end, 1, 1};

/* A leg with a swath of 2r sees 2rl, a corner the sector besides: in cells of r/40 to 1 %. */
static void cells_have_areas(void **state)
{
    (void)state;
    ovf_cells cells;
    const double r = 8e3;
    const ovf_swath_interval both = {-r, r}, left = {0.5 * r, r};
    assert_true(ovf_cells_lay(&cells, &square, &both, r / 40));
    assert_true(fabs(ovf_cells_m2(&cells, cells.whole) / 8e9 - 1) < 1e-3);
    const ovf_flat bent[] = {{20e3, 20e3}, {60e3, 22e3}, {60e3, 62e3}};
    ovf_cells_draw(&cells, bent, 2, 0, 1, true);
    double leg = hypot(40e3, 2e3);
    assert_true(fabs(ovf_cells_m2(&cells, cells.seen) / (2 * r * leg) - 1) < 0.01);
    ovf_cells_empty(&cells);
    ovf_cells_draw(&cells, bent, 3, 0, 2, true);
    /* Outside of the turn t a sector of r² t/2 comes on top, inside r² tan(t/2) is seen twice. */
    double t = PI / 2 - atan2(2, 40);
    double area = 2 * r * (leg + 40e3) + r * r * (t / 2 - tan(t / 2));
    assert_true(fabs(ovf_cells_m2(&cells, cells.seen) / area - 1) < 0.005);
    const ovf_flat half[] = {{-20e3, 40e3}, {30e3, 40e3}};
    assert_true(fabs(ovf_cells_inside(&cells, half, 2, 0, 1) - 30e3) < 2 * cells.cell_m);
    ovf_cells_clear(&cells);
    /* On the spot a sensor that looks to one side sees half a ring. */
    assert_true(ovf_cells_lay(&cells, &square, &left, r / 40));
    const ovf_flat spot[] = {{50e3, 39.9e3}, {50e3, 40e3}, {50e3 + 0.1, 39.9e3}};
    ovf_cells_draw(&cells, spot, 3, 1, 1, true);
    assert_true(fabs(ovf_cells_m2(&cells, cells.seen) / (PI / 2 * 0.75 * r * r) - 1) < 0.02);
    ovf_cells_clear(&cells);
}

/* After any number of moves the counts are those of the line that is left, drawn anew. */
static void moves_leave_no_trace(void **state)
{
    (void)state;
    for (int kind = 0; kind < 4; kind++) {
        begin_case((size_t)kind);
        const ovf_swath_interval swath = {kind == 1 ? 2e3 : -8e3, 8e3};
        ovf_free in = {.random = 7 + (uint64_t)kind};
        assert_true(ovf_free_open(&in, &square, &swath, 400));
        in.most_m = 300e3;
        if (kind == 2) in.most_inside_m = 200e3;
        in.keeps_first = kind == 3;
        in.no_crossing = kind == 3;
        const ovf_flat start[] = {{-20e3, 40e3}, {60e3, 40e3}, {60e3, 70e3}};
        ovf_free_take(&in, start, 3);
        ovf_free_anneal(&in, 4000, 5e6, 1e4);
        ovf_free_line after = *in.line;
        assert_true(after.count > 3 && in.moves == 4000);
        if (kind == 3) assert_true(after.points[0].x == -20e3 && after.points[0].y == 40e3);
        assert_true(fabs(ovf_free_sees(&in, after.points, after.count)) < 1e-6);
        ovf_free_take(&in, after.points, after.count);
        assert_true(in.line->seen_m2 == after.seen_m2);
        assert_true(fabs(in.line->length_m - after.length_m) < 1e-3);
        assert_true(fabs(in.line->inside_m - after.inside_m) < 1e-3);
        assert_true(after.length_m < 310e3);
        ovf_free_clear(&in);
    }
}

/* ---- the search ---- */

static void lay(shape *s, const double (*corners)[2], size_t count)
{
    *s = (shape){.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    for (size_t i = 0; i <= count; i++)
        add_vertex(s, 0, corners[i % count][0], corners[i % count][1]);
}

static ovf_survey made(const ovf_zone *zone, const ovf_survey_options *options)
{
    ovf_error error;
    ovf_survey survey = {0};
    if (ovf_survey_make(zone, options, &survey, &error) != OVF_OK) fail_msg("%s", error.message);
    return survey;
}

static const double oblong[4][2] = {{20, 54.5}, {23, 54.5}, {23, 55.3}, {20, 55.3}};

/* More rounds never see less, no distance beyond the limit is flown, and nothing is seen beyond the
 * bound, which is nearly reached where there is room. */
static void more_rounds(void **state)
{
    (void)state;
    shape s;
    lay(&s, oblong, 4);
    ovf_zone zone = zone_of(&s);
    double before = 0;
    for (size_t rounds = 0; rounds <= 4; rounds = 2 * rounds + (rounds == 0)) {
        const ovf_survey_options options = {
            .swath = {-8e3, 8e3}, .max_m = 300e3, .rounds = rounds, .seed = 5};
        ovf_survey survey = made(&zone, &options);
        ovf_survey_bound bound;
        assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, NULL), OVF_OK);
        assert_true(survey.length_m <= 300e3 && survey.rounds == rounds);
        assert_true(survey.free == (rounds > 0));
        assert_true(survey.covered_m2 >= before && survey.covered_m2 <= bound.covered_m2);
        if (rounds == 4) assert_true(survey.covered_m2 > 0.97 * bound.covered_m2);
        before = survey.covered_m2;
        ovf_survey_clear(&survey);
    }
}

/* Where there is more zone than a route can see it runs along the outline, bends gently, keeps
 * clear of itself and turns back at its ends: it sees all that its length allows, but for what the
 * spare length and short legs cost. Islands have room for less than one route each at one level. */
static void along_the_outline(void **state)
{
    (void)state;
    const double star[10][2] = {{20, 54.2},   {20.9, 54.5}, {21.9, 54.2}, {21.6, 54.9},
                                {22.4, 55.4}, {21.4, 55.5}, {21, 56.1},   {20.6, 55.5},
                                {19.6, 55.4}, {20.4, 54.9}};
    const double reaches[] = {500, 2e3};
    for (size_t k = 0; k < 2; k++) {
        shape s;
        lay(&s, star, 10);
        ovf_zone zone = zone_of(&s);
        const ovf_survey_options options = {
            .swath = {-reaches[k], reaches[k]}, .max_m = 400e3, .rounds = 1, .seed = 5};
        ovf_survey survey = made(&zone, &options);
        double ideal = 2 * reaches[k] * 400e3 + PI * reaches[k] * reaches[k];
        if (!(survey.covered_m2 > 0.9985 * ideal && survey.covered_m2 <= ideal * (1 + 1e-6)))
            fail_msg("%.6f of what its length allows", survey.covered_m2 / ideal);
        ovf_survey_clear(&survey);
    }
}

/* A strip that is narrower than the swath: what sees all of it is as long as the strip, less what
 * turns at its ends see. */
static void a_strip(void **state)
{
    (void)state;
    const double corners[4][2] = {{20, 0}, {23, 0}, {23, 0.1}, {20, 0.1}};
    shape s;
    lay(&s, corners, 4);
    ovf_zone zone = zone_of(&s);
    const ovf_survey_options options = {.swath = {-8e3, 8e3}, .rounds = 8};
    ovf_survey survey = made(&zone, &options);
    double length = 3 * 111319.49, spared = 2 * sqrt(8e3 * 8e3 - 5.53e3 * 5.53e3);
    assert_true(survey.covered_fraction == 1);
    if (!(survey.length_m < length && survey.length_m > length - spared - 1))
        fail_msg("%.3f km of %.3f", survey.length_m / 1000, length / 1000);
    ovf_survey_clear(&survey);
}

/* A disc of the radius of the swath's half is seen from its middle, by turning on the spot. */
static void a_disc(void **state)
{
    (void)state;
    shape s = {.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    for (int i = 0; i <= 72; i++) {
        double lat, lon;
        geod_direct(ovf_earth(), 10, 30, -5 * i, 9e3, &lat, &lon, NULL);
        add_vertex(&s, 0, lon, lat);
    }
    ovf_zone zone = zone_of(&s);
    const ovf_survey_options options = {.swath = {-10e3, 10e3}, .coverage = 0.95, .rounds = 6};
    ovf_survey survey = made(&zone, &options);
    assert_true(survey.covered_fraction >= 0.95);
    if (!(survey.length_m < 4e3)) fail_msg("%.3f km", survey.length_m / 1000);
    ovf_survey_clear(&survey);
}

/* Limits of both kinds, given ends, and no crossing: all are kept, and what is told is what is
 * measured. */
static void limits(void **state)
{
    (void)state;
    shape s;
    ovf_error error;
    const ovf_lonlat from = {19, 54}, to = {23.5, 55};
    lay(&s, oblong, 4);
    ovf_zone zone = zone_of(&s);
    ovf_survey_meter meter = {0};
    assert_int_equal(ovf_survey_meter_open(&meter, &zone, &error), OVF_OK);
    for (int k = 0; k < 8; k++) {
        const ovf_survey_options options = {.swath = {-8e3, k % 2 == 0 ? 8e3 : 4e3},
                                            .max_m = (k & 2) != 0 ? 700e3 : 0,
                                            .max_inside_m = k != 2 ? 250e3 : 0,
                                            .from = k > 1 ? &from : NULL,
                                            .to = k == 6  ? &from
                                                  : k > 4 ? &to
                                                          : NULL,
                                            .no_crossing = k % 3 == 0,
                                            .rounds = 1,
                                            .seed = (uint64_t)k};
        ovf_survey survey = made(&zone, &options);
        ovf_surveyed is;
        ovf_survey_bound bound;
        assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, &error), OVF_OK);
        assert_int_equal(
            ovf_survey_measure(&meter, survey.fixes, survey.fix_count, &options.swath, &is, &error),
            OVF_OK);
        assert_true(fabs(is.covered_m2 - survey.covered_m2) < 1e-6 * is.covered_m2);
        assert_true(is.length_m == survey.length_m && is.inside_m == survey.inside_m);
        assert_true(!(options.max_m > 0) || is.length_m <= options.max_m);
        assert_true(!(options.max_inside_m > 0) || is.inside_m <= options.max_inside_m);
        assert_true(is.covered_m2 <= bound.covered_m2);
        const ovf_fix *last = &survey.fixes[survey.fix_count - 1];
        if (k > 1) assert_true(survey.fixes[0].lon == from.lon && survey.fixes[0].lat == from.lat);
        if (k == 5 || k == 7) assert_true(last->lon == to.lon && last->lat == to.lat);
        /* That the route ends where it begins is no crossing of itself. */
        if (k == 6) assert_true(last->lon == from.lon && last->lat == from.lat && survey.free);
        ovf_survey_clear(&survey);
    }
    ovf_survey_meter_close(&meter);
}

/* Three narrow islands far from each other: whatever the chance, a route that comes to all of them
 * is found at once. Tracks that follow one direction through all of them are far too long. */
static void islands(void **state)
{
    (void)state;
    static const double middles[3][2] = {{20, 54}, {23, 55}, {21, 56}};
    shape s = {.edges = OVF_EDGES_LONLAT};
    for (size_t k = 0; k < 3; k++) {
        double lon = middles[k][0], lat = middles[k][1];
        s.ring_count = k + 1;
        const double corners[4][2] = {
            {lon, lat}, {lon + 0.5, lat + 0.2}, {lon + 0.5, lat + 0.22}, {lon, lat + 0.02}};
        for (size_t i = 0; i <= 4; i++) add_vertex(&s, k, corners[i % 4][0], corners[i % 4][1]);
    }
    ovf_zone zone = zone_of(&s);
    for (uint64_t seed = 1; seed <= 5; seed++) {
        const ovf_survey_options options = {
            .swath = {-4e3, 4e3}, .max_m = 560e3, .rounds = 1, .seed = seed};
        ovf_survey survey = made(&zone, &options);
        if (!(survey.covered_fraction > 0.99))
            fail_msg("seed %d: %.4f", (int)seed, survey.covered_fraction);
        ovf_survey_clear(&survey);
    }
}

/* A given route that is worse than what is found without it changes nothing. */
static void poor_start(void **state)
{
    (void)state;
    shape s;
    lay(&s, oblong, 4);
    ovf_zone zone = zone_of(&s);
    const ovf_fix start[] = {{20.5, 54.4, NAN, NAN}, {20.6, 55.4, NAN, NAN}};
    ovf_survey_options options = {.swath = {-8e3, 8e3}, .max_m = 300e3, .rounds = 2, .seed = 3};
    ovf_survey without = made(&zone, &options);
    options.start = start;
    options.start_count = 2;
    ovf_survey with = made(&zone, &options);
    assert_int_equal(with.fix_count, without.fix_count);
    for (size_t i = 0; i < with.fix_count; i++)
        assert_true(with.fixes[i].lon == without.fixes[i].lon &&
                    with.fixes[i].lat == without.fixes[i].lat);
    ovf_survey_clear(&with);
    ovf_survey_clear(&without);
}

/* On the spot a swath on one side would see a ring for no distance. */
static void one_side(void **state)
{
    (void)state;
    shape s;
    lay(&s, oblong, 4);
    ovf_zone zone = zone_of(&s);
    ovf_survey survey;
    for (int side = -1; side <= 1; side += 2) {
        ovf_survey_options options = {.swath = {side > 0 ? 2e3 : -9e3, side > 0 ? 9e3 : -2e3},
                                      .max_m = 300e3};
        assert_int_equal(ovf_survey_make(&zone, &options, &survey, NULL), OVF_ERROR_USAGE);
        options.turn_radius_m = 5e3;
        survey = made(&zone, &options);
        assert_true(survey.covered_m2 > 0 && survey.length_m <= 300e3);
        ovf_survey_clear(&survey);
    }
}

static bool stop_at_two(void *context, const ovf_survey_progress *progress)
{
    *(size_t *)context = progress->rounds;
    return progress->rounds < 2;
}

/* A search that is stopped after two rounds is one of two rounds. */
static void stopped(void **state)
{
    (void)state;
    shape s;
    lay(&s, oblong, 4);
    ovf_zone zone = zone_of(&s);
    size_t told = 0;
    ovf_survey_options options = {.swath = {-8e3, 8e3}, .max_m = 200e3, .rounds = 2};
    ovf_survey two = made(&zone, &options);
    options.rounds = 100;
    options.go_on = stop_at_two;
    options.context = &told;
    ovf_survey survey = made(&zone, &options);
    assert_true(told == 2 && survey.rounds == 2 && survey.fix_count == two.fix_count);
    for (size_t i = 0; i < two.fix_count; i++)
        assert_true(two.fixes[i].lon == survey.fixes[i].lon &&
                    two.fixes[i].lat == survey.fixes[i].lat);
    ovf_survey_clear(&two);
    ovf_survey_clear(&survey);
    options.coverage = 1.5;
    assert_int_equal(ovf_survey_make(&zone, &options, &survey, NULL), OVF_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_have_areas), cmocka_unit_test(moves_leave_no_trace),
        cmocka_unit_test(more_rounds),      cmocka_unit_test(along_the_outline),
        cmocka_unit_test(a_strip),          cmocka_unit_test(a_disc),
        cmocka_unit_test(limits),           cmocka_unit_test(islands),
        cmocka_unit_test(poor_start),       cmocka_unit_test(one_side),
        cmocka_unit_test(stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
