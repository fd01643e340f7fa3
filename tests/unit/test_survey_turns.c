/* Turns that can be flown: ways are Dubins' shortest ones, the raster counts what an arc sweeps
 * over, and routes keep to radius, obstacles and what they begin with.
 *
 * Tests: src/analysis/survey/survey_turns.c src/analysis/survey/survey_lines.c
 * src/analysis/survey/survey_fixes.c src/analysis/survey/survey_barred.c
 * src/analysis/survey/survey_rings.c src/analysis/survey/survey_tracks.c */
#include "geometry_fixture.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/survey/survey_free.h"
#include "analysis/survey/survey_meter.h"
#include "analysis/survey/survey_turns.h"

#define PI 3.14159265358979323846

/* ---- ways between poses ---- */

static double wrap(double angle)
{
    angle = fmod(angle, 2 * PI);
    return angle < 0 ? angle + 2 * PI : angle;
}

/* The length of the shortest way with the radius 1, by the formulas of A. M. Shkel and V. Lumelsky,
 * Classification of the Dubins set, Robotics and Autonomous Systems 34 (2001) 179-202: `d` apart,
 * with the courses a and b against the line between them. */
static double shortest(double d, double a, double b)
{
    double sa = sin(a), sb = sin(b), ca = cos(a), cb = cos(b), c = cos(a - b), best = INFINITY;
    double p2 = 2 + d * d - 2 * c + 2 * d * (sa - sb);
    if (p2 >= 0) {
        double middle = atan2(cb - ca, d + sa - sb);
        best = fmin(best, wrap(-a + middle) + sqrt(p2) + wrap(b - middle));
    }
    p2 = 2 + d * d - 2 * c + 2 * d * (sb - sa);
    if (p2 >= 0) {
        double middle = atan2(ca - cb, d - sa + sb);
        best = fmin(best, wrap(a - middle) + sqrt(p2) + wrap(-b + middle));
    }
    p2 = -2 + d * d + 2 * c + 2 * d * (sa + sb);
    if (p2 >= 0) {
        double p = sqrt(p2), middle = atan2(-ca - cb, d + sa + sb) - atan2(-2, p);
        best = fmin(best, wrap(-a + middle) + p + wrap(-wrap(b) + middle));
    }
    p2 = d * d - 2 + 2 * c - 2 * d * (sa + sb);
    if (p2 >= 0) {
        double p = sqrt(p2), middle = atan2(ca + cb, d - sa - sb) - atan2(2, p);
        best = fmin(best, wrap(a - middle) + p + wrap(wrap(b) - middle));
    }
    double q = (6 - d * d + 2 * c + 2 * d * (sa - sb)) / 8;
    if (fabs(q) <= 1) {
        double p = wrap(2 * PI - acos(q)), t = wrap(a - atan2(ca - cb, d - sa + sb) + p / 2);
        best = fmin(best, t + p + wrap(a - b - t + p));
    }
    q = (6 - d * d + 2 * c + 2 * d * (-sa + sb)) / 8;
    if (fabs(q) <= 1) {
        double p = wrap(2 * PI - acos(q)), t = wrap(-a - atan2(ca - cb, d + sa - sb) + p / 2);
        best = fmin(best, t + p + wrap(wrap(b) - a - t + wrap(p)));
    }
    return best;
}

/* The corners of a way make a line that can be flown: it leaves and comes with the courses, no leg
 * is too short for its turns, and it is as long as the shortest way, but for the room that is left.
 */
static void ways_are_the_shortest(void **state)
{
    (void)state;
    for (size_t k = 0; k < 10000; k++) {
        begin_case(k);
        double radius = 100 + uniform(0, 5000), reach = uniform(0.05, 8) * radius;
        ovf_pose from = {{uniform(-reach, reach), uniform(-reach, reach)}, uniform(-PI, PI)},
                 to = {{uniform(-reach, reach), uniform(-reach, reach)}, uniform(-PI, PI)};
        ovf_flat line[OVF_WAY_CORNERS + 4];
        size_t count = ovf_turns_between(from, to, radius, line + 2) + 4;
        line[0] = (ovf_flat){from.at.x - radius * cos(from.course),
                             from.at.y - radius * sin(from.course)};
        line[1] = from.at;
        line[count - 2] = to.at;
        line[count - 1] = (ovf_flat){to.at.x + radius * cos(to.course),
                                     to.at.y + radius * sin(to.course)};
        double length = 0, before = 0, saved = 0;
        for (size_t i = 1; i < count; i++) {
            ovf_bend bend = ovf_bend_of(line, count, i, radius);
            double leg = hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y);
            if (leg + 1e-6 < before + bend.taken_m)
                fail_msg("leg %zu: %g m, %g m taken", i, leg, before + bend.taken_m);
            length += leg - bend.saved_m;
            saved += bend.saved_m;
            before = bend.taken_m;
        }
        /* The way is laid with a thousandth more room, and what is flown tighter is that much
         * longer.
         */
        double x = to.at.x - from.at.x, y = to.at.y - from.at.y, line_course = atan2(y, x),
               laid = radius * 1.001,
               wanted = laid * shortest(hypot(x, y) / laid, wrap(from.course - line_course),
                                        wrap(to.course - line_course));
        length -= 2 * radius;
        if (!(length > wanted - 1e-3 && length < wanted + 1e-3 * saved + 1e-3))
            fail_msg("%.3f m, the shortest way has %.3f m", length, wanted);
    }
}

/* ---- the raster ---- */

static ovf_flat square_points[] = {{0, 0}, {100e3, 0}, {100e3, 80e3}, {0, 80e3}, {0, 0}};
static size_t square_end = 5;
static const ovf_rings square = {square_points, 5, 5, &square_end, 1, 1};

/* A leg, an arc of 90 degrees, a leg: strips and a part of a ring; where the reach goes beyond the
 * centre also what it sweeps over there. Without the arc only the strips. */
static void arcs_have_areas(void **state)
{
    (void)state;
    const ovf_flat bent[] = {{20e3, 20e3}, {60e3, 20e3}, {60e3, 60e3}};
    const ovf_swath_interval swaths[] = {{-5e3, 5e3}, {-8e3, 3e3}, {2e3, 6e3}, {-12e3, 12e3}};
    for (size_t k = 0; k < 4; k++)
        for (int off = 0; off < 2; off++) {
            const ovf_swath_interval swath = swaths[k];
            const double radius = 10e3;
            ovf_cells cells;
            assert_true(ovf_cells_lay(&cells, &square, &swath, 100));
            cells.turn_m = radius;
            cells.off_in_turns = off > 0;
            ovf_cells_draw(&cells, bent, 3, 0, 2, true);
            double width = swath.high_m - swath.low_m, inner = radius - swath.high_m,
                   outer = radius - swath.low_m,
                   ring = PI / 4 * (outer * outer - (inner > 0 ? inner * inner : 0)),
                   strips = 2 * 30e3 * width;
            /* Beyond the centre both strips and the arc see the same: of the square between the
             * strips' ends that lies across the centre only once. */
            if (inner < 0) strips -= inner * inner;
            double wanted = off > 0 ? strips : strips + ring,
                   seen = ovf_cells_m2(&cells, cells.seen);
            if (!(fabs(seen / wanted - 1) < 0.004))
                fail_msg("swath %zu, off %d: %.1f km², not %.1f", k, off, seen / 1e6, wanted / 1e6);
            ovf_cells_draw(&cells, bent, 3, 0, 2, false);
            assert_true(cells.seen == 0);
            assert_true(fabs(ovf_cells_inside(&cells, bent, 3, 0, 2) - 60e3 - PI / 2 * radius) <
                        200);
            ovf_cells_clear(&cells);
        }
}

/* Moves leave a line that can be flown, and counts that are those of it. */
static void moves_can_be_flown(void **state)
{
    (void)state;
    const ovf_swath_interval swath = {-8e3, 8e3};
    ovf_free in = {.random = 11};
    assert_true(ovf_free_open(&in, &square, &swath, 400));
    in.cells.turn_m = 5e3;
    in.most_m = 300e3;
    const ovf_flat start[] = {{-20e3, 40e3}, {60e3, 40e3}, {60e3, 70e3}};
    ovf_free_take(&in, start, 3);
    assert_true(in.line->faults == 0);
    ovf_free_anneal(&in, 5000, 5e6, 1e4);
    const ovf_free_line after = *in.line;
    assert_true(after.count > 3 && after.faults == 0);
    double before = 0;
    for (size_t i = 1; i < after.count; i++) {
        double taken = ovf_bend_of(after.points, after.count, i, 5e3).taken_m,
               leg = hypot(after.points[i].x - after.points[i - 1].x,
                           after.points[i].y - after.points[i - 1].y);
        assert_true(leg + 1e-5 > before + taken);
        before = taken;
    }
    ovf_free_take(&in, after.points, after.count);
    assert_true(in.line->seen_m2 == after.seen_m2);
    assert_true(fabs(in.line->length_m - after.length_m) < 1e-3);
    ovf_free_clear(&in);
}

/* ---- routes ---- */

static const double oblong[4][2] = {{20, 54.5}, {21.5, 54.5}, {21.5, 55}, {20, 55}};

static ovf_zone lay(shape *s, const double (*corners)[2], size_t count)
{
    *s = (shape){.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    for (size_t i = 0; i <= count; i++)
        add_vertex(s, 0, corners[i % count][0], corners[i % count][1]);
    return zone_of(s);
}

static ovf_survey made(const ovf_zone *zone, const ovf_survey_options *options)
{
    ovf_error error;
    ovf_survey survey = {0};
    if (ovf_survey_make(zone, options, &survey, &error) != OVF_OK) fail_msg("%s", error.message);
    return survey;
}

/* No more of a turn than half of the legs beside a fix allow at the radius: fixes on an arc are 15
 * degrees apart at most. */
static void assert_turns(const ovf_survey *survey, double radius_m)
{
    for (size_t i = 1; i + 1 < survey->fix_count; i++) {
        const ovf_fix *f = &survey->fixes[i - 1];
        double a, b, come, go, unused;
        geod_inverse(ovf_earth(), f[0].lat, f[0].lon, f[1].lat, f[1].lon, &a, &unused, &come);
        geod_inverse(ovf_earth(), f[1].lat, f[1].lon, f[2].lat, f[2].lon, &b, &go, &unused);
        double turn = fabs(remainder(go - come, 360)) * PI / 180,
               most = 15 * PI / 180 * 0.5 *
                      (fmin(a, radius_m * 0.2611) + fmin(b, radius_m * 0.2611)) /
                      (radius_m * 0.2611);
        if (turn > most * 1.01 + 1e-4)
            fail_msg("fix %zu turns by %.3f degrees, expected at most %.3f", i, turn * 180 / PI,
                     most * 180 / PI);
    }
}

static void routes_have_a_radius(void **state)
{
    (void)state;
    shape s;
    ovf_error error;
    const ovf_lonlat from = {19.5, 54.2};
    ovf_zone zone = lay(&s, oblong, 4);
    ovf_survey_meter meter = {0};
    assert_int_equal(ovf_survey_meter_open(&meter, &zone, &error), OVF_OK);
    double before = 0;
    for (int k = 0; k < 6; k++) {
        const ovf_survey_options options = {.swath = {-9e3, 9e3},
                                            .max_m = k < 4 ? 350e3 : 0,
                                            .max_inside_m = k == 4 ? 150e3 : 0,
                                            .from = k == 3 ? &from : NULL,
                                            .to = k == 3 ? &from : NULL,
                                            .turn_radius_m = 5e3,
                                            .off_in_turns = k == 2,
                                            .rounds = k == 0 ? 0 : 3};
        ovf_survey survey = made(&zone, &options);
        ovf_surveyed is;
        assert_turns(&survey, 5e3);
        assert_true((survey.on != NULL) == (k == 2));
        assert_int_equal(ovf_survey_measure_on(&meter, survey.fixes, survey.on, survey.fix_count,
                                               &options.swath, &is, &error),
                         OVF_OK);
        assert_true(is.covered_m2 == survey.covered_m2 && is.length_m == survey.length_m);
        assert_true(!(options.max_m > 0) || is.length_m <= options.max_m);
        if (k == 1) assert_true(survey.covered_m2 >= before);
        before = survey.covered_m2;
        for (size_t i = 1; k == 2 && i + 1 < survey.fix_count; i++) {
            /* On all straight legs, off on all chords of arcs, which are shorter than these. */
            double chord = 0;
            const ovf_fix *f = &survey.fixes[i];
            geod_inverse(ovf_earth(), f[0].lat, f[0].lon, f[1].lat, f[1].lon, &chord, NULL, NULL);
            if (chord > 2 * 5.1e3 * sin(7.6 * PI / 180) && !survey.on[i])
                fail_msg("fix %zu of %zu: %.3f m", i, survey.fix_count, chord);
        }
        ovf_survey_clear(&survey);
    }
    ovf_survey_meter_close(&meter);
}

/* What is prohibited, and its stand-off, is kept clear of, as the analysis says. */
static void obstacles_are_kept(void **state)
{
    (void)state;
    const double hole[4][2] = {{20.6, 54.65}, {20.8, 54.65}, {20.8, 54.8}, {20.6, 54.8}};
    shape s, t;
    ovf_error error;
    ovf_zone zone = lay(&s, oblong, 4), items[] = {lay(&t, hole, 4)};
    items[0].id = "hole";
    const ovf_zones zones = {items, 1};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    const ovf_analysis_options analysis = {.search_m = 50e3};
    assert_int_equal(ovf_analyzer_new(&zones, &analysis, &analyzer, &error), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, &error), OVF_OK);
    for (int k = 0; k < 4; k++) {
        const ovf_obstacle obstacle = {0, k % 2 == 0 ? 0 : 4e3};
        const ovf_survey_options options = {.swath = {-9e3, 9e3},
                                            .max_m = 200e3,
                                            .turn_radius_m = k > 1 ? 3e3 : 0,
                                            .zones = &zones,
                                            .obstacles = &obstacle,
                                            .obstacle_count = 1,
                                            .rounds = 3};
        ovf_survey survey = made(&zone, &options);
        const ovf_route route = {.id = "survey",
                                 .file = "survey",
                                 .fixes = survey.fixes,
                                 .fix_count = survey.fix_count,
                                 .part_ends = &survey.fix_count,
                                 .part_count = 1};
        const ovf_result *result;
        assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
        assert_int_equal(result->meeting_count, 1);
        if (obstacle.standoff_m > 0)
            assert_true(result->meetings[0].nearest_m >= obstacle.standoff_m - 1e-6);
        else assert_true(!(result->meetings[0].inside_m > 0));
        /* It goes about it rather than away. */
        assert_true(survey.covered_m2 > 0.9 * 200e3 * 18e3);
        ovf_survey_clear(&survey);
    }
    /* Where the obstacle is all around nothing is found, and that is said. */
    const ovf_obstacle all = {0, 200e3};
    const ovf_survey_options none = {.swath = {-9e3, 9e3},
                                     .max_m = 100e3,
                                     .zones = &zones,
                                     .obstacles = &all,
                                     .obstacle_count = 1,
                                     .rounds = 1};
    ovf_survey survey = {0};
    assert_int_equal(ovf_survey_make(&zone, &none, &survey, &error), OVF_ERROR_USAGE);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
}

/* More distance never sees less where it begins with what less has found, however short the search;
 * nor does any direction of tracks see more than what is found. */
static void never_less(void **state)
{
    (void)state;
    shape s;
    ovf_zone zone = lay(&s, oblong, 4);
    ovf_survey before = {0};
    for (int k = 0; k < 5; k++) {
        ovf_survey_options options = {.swath = {-9e3, 9e3},
                                      .max_m = 100e3 + k * 90e3,
                                      .start = before.fixes,
                                      .start_count = before.fix_count,
                                      .rounds = k % 2 == 0 ? 0 : 1,
                                      .seed = (uint64_t)k};
        ovf_survey survey = made(&zone, &options);
        assert_true(survey.covered_fraction >= before.covered_fraction);
        options.rounds = 1;
        options.start = NULL;
        ovf_survey searched = made(&zone, &options);
        for (int d = 7 * k; d < 180; d += 60) {
            const double direction = d;
            options.direction_deg = &direction;
            ovf_survey tracks = made(&zone, &options);
            if (tracks.covered_m2 > searched.covered_m2)
                fail_msg("%d degrees: %.6f, found %.6f", d, tracks.covered_fraction,
                         searched.covered_fraction);
            ovf_survey_clear(&tracks);
        }
        ovf_survey_clear(&searched);
        ovf_survey_clear(&before);
        before = survey;
    }
    ovf_survey_clear(&before);
}

/* A rectangle of exactly three swaths on the equator: three tracks and the ways between see it all,
 * and no search makes it longer. With ten times the distance the least is told. */
static void three_swaths(void **state)
{
    (void)state;
    shape s;
    double half = 8e3, north, lon;
    geod_direct(ovf_earth(), 0, 20, 0, 6 * half, &north, &lon, NULL);
    const double corners[4][2] = {{20, 0}, {21, 0}, {21, north}, {20, north}};
    ovf_zone zone = lay(&s, corners, 4);
    const double east = 90;
    /* Tracks overlap a little and are laid with some room, so the swath is a little wider. */
    double wide = half * 1.03;
    ovf_survey_options options = {.swath = {-wide, wide}, .direction_deg = &east};
    ovf_survey tracks = made(&zone, &options);
    if (tracks.tracks != 3 || tracks.covered_fraction < 1)
        fail_msg("%zu tracks, %.9f", tracks.tracks, tracks.covered_fraction);
    double wanted = 3 * 111319.49 + 4 * half;
    assert_true(fabs(tracks.length_m - wanted) < 0.01 * wanted);
    options.direction_deg = NULL;
    options.rounds = 6;
    ovf_survey all = made(&zone, &options);
    ovf_survey_bound bound;
    options.coverage = 1;
    assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, NULL), OVF_OK);
    assert_true(all.covered_fraction == 1 && all.length_m <= tracks.length_m);
    assert_true(all.length_m >= bound.least_m);
    options.coverage = 0;
    options.max_m = 10 * wanted;
    ovf_survey longer = made(&zone, &options);
    assert_true(longer.covered_fraction > 0.9999 && longer.length_m < 1.1 * all.length_m);
    ovf_survey_clear(&tracks);
    ovf_survey_clear(&all);
    ovf_survey_clear(&longer);
}

/* Of two islands each is as wide as a swath: both are seen, on their lengths and the way between,
 * which the search may shorten by half a swath at each end. */
static void two_islands(void **state)
{
    (void)state;
    shape s = {.edges = OVF_EDGES_LONLAT, .ring_count = 2};
    for (int r = 0; r < 2; r++) {
        double west = 20 + 0.9 * r;
        const double ring[4][2] = {{west, 0}, {west + 0.4, 0}, {west + 0.4, 0.1}, {west, 0.1}};
        for (size_t i = 0; i <= 4; i++) add_vertex(&s, (size_t)r, ring[i % 4][0], ring[i % 4][1]);
    }
    ovf_zone zone = zone_of(&s);
    const ovf_survey_options options = {.swath = {-8e3, 8e3}, .rounds = 12};
    ovf_survey survey = made(&zone, &options);
    double end_to_end = 1.3 * 111319.49, spared = 2 * sqrt(8e3 * 8e3 - 5.53e3 * 5.53e3);
    assert_true(survey.covered_fraction == 1);
    if (!(survey.length_m < end_to_end && survey.length_m > end_to_end - spared - 1))
        fail_msg("%.3f km of %.3f", survey.length_m / 1000, end_to_end / 1000);
    ovf_survey_clear(&survey);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ways_are_the_shortest), cmocka_unit_test(arcs_have_areas),
        cmocka_unit_test(moves_can_be_flown),    cmocka_unit_test(routes_have_a_radius),
        cmocka_unit_test(obstacles_are_kept),    cmocka_unit_test(never_less),
        cmocka_unit_test(three_swaths),          cmocka_unit_test(two_islands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
