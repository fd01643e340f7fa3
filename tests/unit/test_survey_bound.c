/* The bound of surveys is a theorem: no route sees more, and some see as much.
 *
 * Tests: src/analysis/survey/survey_bound.c src/analysis/survey/survey_meter.c */
#include "geometry_fixture.h"

#include <math.h>

#include "analysis/survey/survey_meter.h"

#define PI 3.14159265358979323846

/* A star-shaped outline around a place, sometimes with a hole, sometimes with an islet. */
static void draw_zone(shape *s, ovf_lonlat at, double size_m, size_t vertices, int kind)
{
    *s = (shape){.edges = OVF_EDGES_LONLAT, .holes = kind == 1, .ring_count = kind == 0 ? 1 : 2};
    for (size_t ring = 0; ring < s->ring_count; ring++) {
        double far = ring == 0 ? size_m : 0.15 * size_m,
               off = ring == 1 && kind == 2 ? 1.5 * size_m : 0, aspect = uniform(0.1, 1);
        if (kind == 1) aspect = 1;
        for (size_t i = 0; i <= vertices; i++) {
            double turn = 2 * PI * (double)i / (double)vertices,
                   radius = ring == 0 && i < vertices ? far * uniform(0.4, 1) : far, lat, lon;
            double x = off + radius * cos(turn), y = radius * sin(turn) * aspect;
            if (i == vertices) {
                add_vertex(s, ring, s->vertices[ring][0].lon, s->vertices[ring][0].lat);
                continue;
            }
            geod_direct(ovf_earth(), at.lat, at.lon, atan2(x, y) / OVF_RADIAN, hypot(x, y), &lat,
                        &lon, NULL);
            add_vertex(s, ring, lon, lat);
        }
    }
}

static void step(ovf_fix *fixes, size_t *count, double azimuth, double length_m)
{
    double lat, lon;
    const ovf_fix *last = &fixes[*count - 1];
    geod_direct(ovf_earth(), last->lat, last->lon, azimuth, length_m, &lat, &lon, NULL);
    fixes[(*count)++] = (ovf_fix){lon, lat, NAN, NAN};
}

/* Half a turn in short steps: a sensor that looks to both sides sees a disc. */
static void turn_on_the_spot(ovf_fix *fixes, size_t *count, double azimuth)
{
    for (int k = 1; k <= 3; k++) step(fixes, count, azimuth + 60 * k, 0.1);
}

/* Straight, winding, there and back, or at random; some with turns on the spot at both ends. */
static size_t draw_route(ovf_fix *fixes, ovf_lonlat at, double size_m, double r)
{
    size_t count = 1, legs = 1 + pick(40);
    double azimuth = uniform(0, 360), lat, lon, leg_m = size_m * exp(uniform(-4, 0.7));
    int kind = (int)pick(4);
    geod_direct(ovf_earth(), at.lat, at.lon, uniform(0, 360), size_m * uniform(0, 1.3), &lat, &lon,
                NULL);
    fixes[0] = (ovf_fix){lon, lat, NAN, NAN};
    bool spins = pick(2) == 0;
    if (spins) turn_on_the_spot(fixes, &count, azimuth);
    for (size_t k = 0; k < legs; k++) {
        if (kind == 1) azimuth += uniform(0, 60);
        else if (kind == 2) azimuth += (k & 2) != 0 ? 90 : -90;
        else if (kind == 3) azimuth = uniform(0, 360);
        step(fixes, &count, azimuth, kind == 2 && k % 2 == 1 ? 2 * r : leg_m);
    }
    if (spins) turn_on_the_spot(fixes, &count, azimuth);
    return count;
}

static ovf_survey_bound bound_of(const ovf_zone *zone, ovf_swath_interval swath, double max_m,
                                 double max_inside_m)
{
    const ovf_survey_options options = {
        .swath = swath, .max_m = max_m, .max_inside_m = max_inside_m};
    ovf_survey_bound bound;
    ovf_error error;
    if (ovf_survey_bound_find(zone, &options, &bound, &error) != OVF_OK)
        fail_msg("%s", error.message);
    return bound;
}

static void expect_within(const ovf_survey_bound *bound, const ovf_surveyed *seen, const char *what)
{
    if (!(seen->covered_m2 <= bound->covered_m2))
        fail_msg("%s: %.3f m² seen of at most %.3f on %.3f m, %.3f m inside", what,
                 seen->covered_m2, bound->covered_m2, seen->length_m, seen->inside_m);
}

/* Whatever the zone, the sensor and the route: what it sees is within the bound for its length, for
 * its length inside, and for both. */
static void no_route_sees_more(void **state)
{
    (void)state;
    enum { EACH = 40 };
    double nearest = 0;
    for (size_t k = 0; k < cases(2000) / EACH + 1; k++) {
        begin_case(k);
        ovf_lonlat at = {uniform(-180, 180), uniform(-84, 84)};
        double r = exp(uniform(log(500), log(60e3))), size_m = r * exp(uniform(-1, 2.5));
        shape s;
        draw_zone(&s, at, size_m, 3 + pick(20), (int)pick(3));
        ovf_zone zone = zone_of(&s);
        ovf_swath_interval swath = {-r, r};
        int kind = (int)pick(4);
        if (kind == 1) swath.low_m = r * uniform(0, 0.9);
        if (kind == 2) swath.low_m = -r * uniform(0.1, 1);
        if (kind == 3) swath = (ovf_swath_interval){-r, -0.3 * r};
        ovf_survey_meter meter = {0};
        ovf_error error;
        assert_int_equal(ovf_survey_meter_open(&meter, &zone, &error), OVF_OK);
        double strip_m2 = bound_of(&zone, swath, 0, 1e-6).covered_m2;
        for (int i = 0; i < EACH; i++) {
            ovf_fix fixes[MOST_FIXES];
            ovf_surveyed seen;
            size_t count = draw_route(fixes, at, size_m, r);
            if (ovf_survey_measure(&meter, fixes, count, &swath, &seen, &error) != OVF_OK)
                fail_msg("%s", error.message);
            ovf_survey_bound whole = bound_of(&zone, swath, seen.length_m, 0);
            expect_within(&whole, &seen, "length");
            nearest = fmax(nearest, seen.covered_m2 / whole.covered_m2);
            /* The strip, which takes a buffer, is the same for all of them. */
            double inside_m2 = fmax(strip_m2, PI * r * r) + 2 * r * seen.inside_m;
            assert_true(seen.covered_m2 <= inside_m2 * (1 + 1e-6));
            if (i > 0 || seen.inside_m <= 0) continue;
            ovf_survey_bound both = bound_of(&zone, swath, seen.length_m, seen.inside_m);
            expect_within(&both, &seen, "both");
            assert_true(both.covered_m2 <= whole.covered_m2);
            assert_true(both.covered_m2 <= inside_m2 * (1 + 1e-6));
        }
        ovf_survey_meter_close(&meter);
    }
    /* The theorem is put to the test: some routes come near. */
    assert_true(nearest > 0.99);
}

/* A straight route through a wide zone that turns on the spot at both ends sees all that the bound
 * allows; one without the turns sees 2 r L. */
static void the_bound_is_reached(void **state)
{
    (void)state;
    shape s;
    ovf_error error;
    ovf_survey_meter meter = {0};
    ovf_surveyed seen;
    begin_case(1);
    s = (shape){.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    const double corners[5][2] = {{18, 53}, {24, 53}, {24, 57}, {18, 57}, {18, 53}};
    for (int i = 0; i < 5; i++) add_vertex(&s, 0, corners[i][0], corners[i][1]);
    ovf_zone zone = zone_of(&s);
    const ovf_swath_interval swath = {-11242, 11242};
    ovf_fix fixes[MOST_FIXES] = {{20, 54.5, NAN, NAN}};
    size_t count = 1;
    assert_int_equal(ovf_survey_meter_open(&meter, &zone, &error), OVF_OK);
    step(fixes, &count, 70, 150e3);
    assert_int_equal(ovf_survey_measure(&meter, fixes, count, &swath, &seen, &error), OVF_OK);
    assert_true(fabs(seen.covered_m2 / (2 * 11242.0 * 150e3) - 1) < 1e-5);
    count = 1;
    turn_on_the_spot(fixes, &count, 70);
    step(fixes, &count, 70, 150e3);
    turn_on_the_spot(fixes, &count, 70);
    assert_int_equal(ovf_survey_measure(&meter, fixes, count, &swath, &seen, &error), OVF_OK);
    ovf_survey_bound bound = bound_of(&zone, swath, seen.length_m, 0);
    assert_true(fabs(bound.covered_m2 / (2 * 11242 * seen.length_m + PI * 11242 * 11242) - 1) <
                2e-6);
    expect_within(&bound, &seen, "straight");
    assert_true(seen.covered_m2 > 0.999 * bound.covered_m2);
    ovf_survey_meter_close(&meter);
}

/* Who flies around a zone sees the strip within r of its outline on no kilometre inside: of a
 * square with the side a that is a² - (a - 2r)². The bound for kilometres inside has to grant it.
 */
static void around_the_zone(void **state)
{
    (void)state;
    shape s = {.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    const double d = 0.5; /* degrees at the equator */
    const double corners[5][2] = {{-d, -d}, {d, -d}, {d, d}, {-d, d}, {-d, -d}};
    for (int i = 0; i < 5; i++) add_vertex(&s, 0, corners[i][0], corners[i][1]);
    ovf_zone zone = zone_of(&s);
    const ovf_swath_interval swath = {-10e3, 10e3};
    ovf_fix fixes[5];
    for (int i = 0; i < 5; i++)
        fixes[i] = (ovf_fix){corners[i][0] * 1.000001, corners[i][1] * 1.000001, NAN, NAN};
    ovf_survey_meter meter = {0};
    ovf_surveyed seen;
    ovf_error error;
    assert_int_equal(ovf_survey_meter_open(&meter, &zone, &error), OVF_OK);
    assert_int_equal(ovf_survey_measure(&meter, fixes, 5, &swath, &seen, &error), OVF_OK);
    double east = 111319.49, north = 110574.4,
           strip = east * north - (east - 20e3) * (north - 20e3);
    assert_true(seen.inside_m == 0 && fabs(seen.covered_m2 / strip - 1) < 1e-3);
    ovf_survey_bound bound = bound_of(&zone, swath, 0, 1);
    expect_within(&bound, &seen, "around");
    assert_true(bound.covered_m2 < 1.02 * strip);
    ovf_survey_meter_close(&meter);
}

/* The way from an airfield far away does not count, and what does not get there sees nothing. */
static void from_afar(void **state)
{
    (void)state;
    shape s = {.edges = OVF_EDGES_LONLAT, .ring_count = 1};
    const double corners[5][2] = {{20, 0}, {24, 0}, {24, 3}, {20, 3}, {20, 0}};
    for (int i = 0; i < 5; i++) add_vertex(&s, 0, corners[i][0], corners[i][1]);
    ovf_zone zone = zone_of(&s);
    const ovf_lonlat from = {18, 1.5}, to = {26, 1.5};
    ovf_survey_options options = {.swath = {-10e3, 10e3}, .max_m = 600e3, .from = &from, .to = &to};
    ovf_survey_bound bound;
    ovf_error error;
    assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, &error), OVF_OK);
    /* Two degrees of longitude at 1.5° north, by the ellipsoid's formula, less the reach. */
    double degree = 111319.49 * cos(1.5 * OVF_RADIAN) * (1 + 0.00669438 / 2 * 0.000685);
    double expected = 2e4 * (600e3 - 2 * (2 * degree - 10e3)) + PI * 1e8;
    assert_true(fabs(bound.covered_m2 / expected - 1) < 1e-4);
    options.max_m = 300e3;
    assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, &error), OVF_OK);
    assert_true(bound.covered_m2 == 0);
    options.max_m = 0;
    assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, &error), OVF_OK);
    assert_true(bound.covered_fraction == 1);
    options.max_inside_m = -1;
    assert_int_equal(ovf_survey_bound_find(&zone, &options, &bound, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_survey_bound_find(&zone, &options, NULL, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_survey_bound_find(NULL, &options, &bound, &error), OVF_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_route_sees_more),
        cmocka_unit_test(the_bound_is_reached),
        cmocka_unit_test(around_the_zone),
        cmocka_unit_test(from_afar),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
