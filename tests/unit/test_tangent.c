/* Tangents of circles on the ellipsoid: a geodesic that touches a circle comes no nearer to its
 * centre than the radius, and as near.
 *
 * Tests: src/geodesy/tangent.c */
#include "geometry_fixture.h"

#include <math.h>

#include "geodesy/tangent.h"

/* The least distance of a geodesic from a place, by thirds. */
static double nearest(ovf_lonlat from, ovf_lonlat to, ovf_lonlat place)
{
    ovf_leg leg;
    ovf_leg_between(&leg, from.lon, from.lat, to.lon, to.lat);
    double low = 0, high = leg.length_m;
    while (high - low > 1e-5) {
        double a = low + (high - low) / 3, b = high - (high - low) / 3;
        if (distance_between(ovf_leg_position(&leg, a), place) <
            distance_between(ovf_leg_position(&leg, b), place))
            high = b;
        else low = a;
    }
    return distance_between(ovf_leg_position(&leg, (low + high) / 2), place);
}

/* Whether a place lies on the side of a geodesic: 1 left, -1 right. */
static bool is_beside(ovf_lonlat from, ovf_lonlat to, ovf_lonlat place, double side)
{
    double course, bearing;
    geod_inverse(ovf_earth(), from.lat, from.lon, to.lat, to.lon, NULL, &course, NULL);
    geod_inverse(ovf_earth(), from.lat, from.lon, place.lat, place.lon, NULL, &bearing, NULL);
    return remainder(course - bearing, 360) * side > 0;
}

/* Radii up to 200 km and places: the tangent meets each radius at its end, and runs on for as long
 * as the triangle of both wants. */
static void between_circles(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(2000); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double distance = exp(uniform(log(100), log(1e6))), most = fmin(distance, 4e5) / 2;
        ovf_circle from = {centre, pick(5) == 0 ? 0 : most * uniform(0.001, 1)};
        ovf_circle to = {place_at(centre, uniform(0, 360), distance), most * uniform(0.001, 1)};
        double side = pick(2) == 0 ? 1 : -1;
        ovf_tangent t;
        assert_true(ovf_tangent_between(&from, &to, side, &t));
        assert_true(fabs(distance_between(t.from, from.centre) - from.radius_m) < 1e-6);
        assert_true(fabs(distance_between(t.to, to.centre) - to.radius_m) < 1e-6);
        /* Prolonged at both ends the string still touches. */
        double course1, course2;
        geod_inverse(ovf_earth(), t.from.lat, t.from.lon, t.to.lat, t.to.lon, NULL, &course1,
                     &course2);
        ovf_lonlat before = place_at(t.from, course1 + 180, most),
                   after = place_at(t.to, course2, most);
        double off1 = nearest(before, t.to, from.centre) - from.radius_m,
               off2 = nearest(t.from, after, to.centre) - to.radius_m;
        if (fabs(off1) > 2e-5 || fabs(off2) > 2e-5)
            fail_msg("seed %llu: off by %.9f and %.9f", (unsigned long long)(first_seed + k), off1,
                     off2);
        assert_true(is_beside(before, after, to.centre, side) &&
                    (from.radius_m == 0 || is_beside(before, after, from.centre, side)));
    }
}

/* Corners of a polygon around a circle: its sides touch the circle. */
static void corners(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(2000); k++) {
        begin_case(k);
        ovf_circle circle = {random_centre(), exp(uniform(log(0.01), log(2e5)))};
        double half = uniform(0.5, 60), at = uniform(0, 360);
        ovf_lonlat a = ovf_tangent_corner(&circle, at, half),
                   b = ovf_tangent_corner(&circle, at + 2 * half, half);
        double off = nearest(a, b, circle.centre) - circle.radius_m;
        if (fabs(off) > 1e-4 + 1e-5 * circle.radius_m)
            fail_msg("seed %llu: off by %.9f of %.3f", (unsigned long long)(first_seed + k), off,
                     circle.radius_m);
    }
}

static void within(void **state)
{
    (void)state;
    ovf_circle large = {{10, 50}, 20000}, small = {{10, 50.01}, 5000}, place = {{10.1, 50}, 0},
               same = {{10, 50}, 0};
    ovf_tangent t;
    assert_false(ovf_tangent_between(&large, &small, 1, &t));
    assert_false(ovf_tangent_between(&small, &large, 1, &t));
    assert_false(ovf_tangent_between(&same, &large, 1, &t));
    assert_true(ovf_tangent_between(&place, &large, 1, &t));
    assert_true(t.length_m == 0 && fabs(t.to_radial - 90) < 0.1 && t.from.lon == 10.1 &&
                t.to.lat == 50);
    assert_true(ovf_tangent_between(&large, &place, -1, &t));
    assert_true(t.length_m == 0 && fabs(t.from_radial - 90) < 0.1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(between_circles), cmocka_unit_test(corners),
                                       cmocka_unit_test(within)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
