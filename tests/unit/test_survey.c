/* Surveys: what they see is measured by coverage, and never more than geometry allows.
 *
 * Tests: src/analysis/survey/ */
#include "geometry_fixture.h"

#include <math.h>

#include "overflight/coverage.h"
#include "overflight/observation.h"
#include "overflight/survey.h"

/* A rectangle in longitude and latitude. */
typedef struct {
    ovf_lonlat vertices[5];
    ovf_ring ring;
    ovf_polygon polygon;
    ovf_zone zone;
} rectangle;

static void lay(rectangle *r, double west, double south, double east, double north)
{
    const ovf_lonlat corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    memcpy(r->vertices, corners, sizeof corners);
    r->ring = (ovf_ring){.vertices = r->vertices, .count = 5};
    r->polygon = (ovf_polygon){&r->ring, 1};
    r->zone = (ovf_zone){.id = "zone",
                         .name = "zone",
                         .file = "here",
                         .edges = OVF_EDGES_LONLAT,
                         .polygons = &r->polygon,
                         .polygon_count = 1};
}

static ovf_survey made(const ovf_zone *zone, const ovf_survey_options *options)
{
    ovf_error error;
    ovf_survey survey = {0};
    if (ovf_survey_make(zone, options, &survey, &error) != OVF_OK) fail_msg("%s", error.message);
    return survey;
}

static double leg_m(const ovf_fix *a, const ovf_fix *b)
{
    double s;
    geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &s, NULL, NULL);
    return s;
}

/* What is seen of the zone, all along the route; and its length is the sum of the legs. */
static ovf_covered seen(const ovf_zone *zone, const ovf_survey *survey, ovf_swath_interval reach)
{
    ovf_zones zones = {(ovf_zone *)(uintptr_t)zone, 1};
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_coverage *coverage;
    ovf_covered covered;
    const ovf_result *result;
    ovf_error error;
    size_t end = survey->fix_count;
    ovf_route route = {.id = "r",
                       .file = "r",
                       .fixes = survey->fixes,
                       .fix_count = end,
                       .part_ends = &end,
                       .part_count = 1};
    ovf_look *looks = calloc(end, sizeof *looks);
    ovf_observation observation = {.looks = looks};
    double length = 0;
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, NULL), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, NULL), OVF_OK);
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    for (size_t i = 0; i + 1 < end; i++) {
        length += leg_m(&route.fixes[i], &route.fixes[i + 1]);
        if (!(result->fix_along_m[i + 1] > result->fix_along_m[i])) continue;
        looks[observation.count++] = (ovf_look){result->fix_along_m[i], result->fix_along_m[i + 1],
                                                reach, reach, observation.count > 0};
    }
    assert_true(fabs(length - survey->length_m) < 1e-3);
    assert_int_equal(ovf_coverage_new(zone, OVF_JOINS_ROUND, &coverage, &error), OVF_OK);
    if (ovf_coverage_add(coverage, result, &observation, 1, NULL, &error) != OVF_OK)
        fail_msg("%s", error.message);
    ovf_coverage_read(coverage, &covered);
    ovf_coverage_free(coverage);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
    free(looks);
    return covered;
}

/* Without a limit everything is seen, to the last bit, wherever the zone is and whatever the sensor
 * looks at. */
static void whole(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(12); k++) {
        begin_case(k);
        rectangle r;
        double west = k % 3 == 0 ? 178 : uniform(-180, 170), south = uniform(-80, 75),
               width = uniform(0.3, 8), height = uniform(0.3, 5);
        lay(&r, west, south, west + width, south + height);
        double swath = uniform(6000, 30000), low = k % 4 == 3 ? uniform(0, 10000) : -swath / 2;
        const double direction = uniform(0, 180);
        const ovf_survey_options options = {.swath = {low, low + swath},
                                            .turn_radius_m = low >= 0 ? 500 : 0,
                                            .direction_deg = k % 4 == 1 ? &direction : NULL};
        ovf_survey survey = made(&r.zone, &options);
        ovf_covered covered = seen(&r.zone, &survey, options.swath);
        if (covered.covered_fraction != 1) fail_msg("case %zu: %.12g", k, covered.covered_fraction);
        assert_int_equal(survey.tracks, survey.tracks_wanted);
        /* No way is shorter than the area divided by the width. */
        assert_true(survey.length_m > covered.area_m2 / swath * 0.99);
        if (!(options.direction_deg == NULL))
            assert_true(fabs(remainder(survey.direction_deg - *options.direction_deg, 180)) < 1e-9);
        ovf_survey_clear(&survey);
    }
}

/* With a limit the route is not longer, and sees nearly what its length and its swath make, as long
 * as that lies within. */
static void limited(void **state)
{
    (void)state;
    rectangle r;
    lay(&r, 20, 54.5, 23, 55.3);
    ovf_covered before = {0};
    for (double most = 60e3; most <= 2400e3; most *= 1.5) {
        const ovf_survey_options options = {.swath = {-3850, 3850}, .max_m = most};
        ovf_survey survey = made(&r.zone, &options);
        ovf_covered covered = seen(&r.zone, &survey, options.swath);
        assert_true(survey.length_m <= most);
        assert_true(covered.covered_m2 <=
                    survey.length_m * 7700 + 3850 * 3850 * 3.15 * (double)survey.fix_count);
        if (covered.covered_fraction < 0.9)
            assert_true(survey.length_m > most - 1 && covered.covered_m2 > 0.85 * most * 7700);
        assert_true(covered.covered_m2 > before.covered_m2);
        before = covered;
        ovf_survey_clear(&survey);
    }
}

/* Long tracks beat short ones: a zone ten times as long as wide, turned by 30°, is flown along its
 * length. */
static void along_the_zone(void **state)
{
    (void)state;
    for (int turned = 0; turned < 180; turned += 30) {
        double c = cos(turned * OVF_RADIAN), s = sin(turned * OVF_RADIAN);
        rectangle r;
        lay(&r, 0, 0, 0, 0);
        const double corner[4][2] = {{-2, -0.2}, {2, -0.2}, {2, 0.2}, {-2, 0.2}};
        for (int i = 0; i < 5; i++)
            r.vertices[i] = (ovf_lonlat){100 + corner[i % 4][0] * c - corner[i % 4][1] * s,
                                         corner[i % 4][0] * s + corner[i % 4][1] * c};
        const ovf_survey_options options = {.swath = {-5000, 5000}, .max_m = 0};
        ovf_survey survey = made(&r.zone, &options);
        if (fabs(remainder(survey.direction_deg - (90 - turned), 180)) > 6)
            fail_msg("turned by %d°: %.1f°", turned, survey.direction_deg);
        ovf_survey_clear(&survey);
    }
}

/* From an airfield and back: the ends are those, and the distance is that of the whole. */
static void from_an_airfield(void **state)
{
    (void)state;
    rectangle r;
    lay(&r, 20, 54.5, 23, 55.3);
    const ovf_lonlat from = {36.65, 55.61}, to = {20.59, 54.89};
    const ovf_survey_options options = {
        .swath = {-3850, 3850}, .max_m = 2000e3, .from = &from, .to = &to};
    ovf_survey survey = made(&r.zone, &options);
    assert_true(survey.fixes[0].lon == from.lon &&
                survey.fixes[survey.fix_count - 1].lat == to.lat);
    assert_true(survey.length_m <= 2000e3 && survey.length_m > 1999e3);
    ovf_survey_clear(&survey);
    ovf_error error;
    ovf_survey_options near = options;
    near.max_m = 800e3;
    assert_int_equal(ovf_survey_make(&r.zone, &near, &survey, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "do not suffice"));
    near.max_m = NAN;
    assert_int_equal(ovf_survey_make(&r.zone, &near, &survey, &error), OVF_ERROR_USAGE);
    near = options;
    near.swath.high_m = near.swath.low_m;
    assert_int_equal(ovf_survey_make(&r.zone, &near, &survey, &error), OVF_ERROR_USAGE);
}

/* A zone narrower than the swath takes one track, one that wants too many says so. */
static void sizes(void **state)
{
    (void)state;
    rectangle r;
    lay(&r, 10, 50, 10.001, 50.001);
    ovf_survey_options options = {.swath = {-3850, 3850}, .max_m = 0};
    ovf_survey survey = made(&r.zone, &options);
    assert_int_equal(survey.tracks, 1);
    assert_true(seen(&r.zone, &survey, options.swath).covered_fraction == 1);
    ovf_survey_clear(&survey);
    ovf_error error;
    lay(&r, 0, 0, 40, 40);
    options.swath = (ovf_swath_interval){-10, 10};
    assert_int_equal(ovf_survey_make(&r.zone, &options, &survey, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "tracks"));
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole),          cmocka_unit_test(limited),
        cmocka_unit_test(along_the_zone), cmocka_unit_test(from_an_airfield),
        cmocka_unit_test(sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
