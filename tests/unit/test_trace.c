/* Routes as they are drawn: straight lines between the points, on a map in degrees and on
 * Mercator's, stay within what was asked for of the geodesic legs.
 *
 * Tests: src/analysis/meet/trace.c */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geometry_fixture.h"

#include "geodesy/leg.h"

static double mercator(double lat) { return asinh(tan(lat * OVF_RADIAN)); }

/* The distance of a position from the leg; the foot is looked for from `along` on. */
static double off_leg(const ovf_leg *leg, double lon, double lat, double along)
{
    return fabs(ovf_leg_offset(leg, ovf_earth_point(lon, lat), &along));
}

/* The greatest distance from the leg of the straight lines between the points from `begin` to
 * `end`. */
static double greatest_deviation(const ovf_leg *leg, const ovf_fix *fixes, size_t begin, size_t end,
                                 bool on_mercator)
{
    double greatest = 0, along = 0;
    for (size_t i = begin; i + 1 < end; i++) {
        const ovf_fix *a = &fixes[i], *b = &fixes[i + 1];
        double length;
        geod_inverse(ovf_earth(), a->lat, a->lon, b->lat, b->lon, &length, NULL, NULL);
        bool ends_there = fmax(fabs(a->lat), fabs(b->lat)) > 85.06;
        for (int k = 1; k < 16 && length >= 2 && !(on_mercator && ends_there); k++) {
            double t = k / 16.0, lon = a->lon + t * (b->lon - a->lon),
                   lat = a->lat + t * (b->lat - a->lat);
            if (on_mercator)
                lat = atan(sinh((1 - t) * mercator(a->lat) + t * mercator(b->lat))) / OVF_RADIAN;
            greatest = fmax(greatest, off_leg(leg, lon, lat, along + t * length));
        }
        along += length;
    }
    return greatest;
}

static void lines_stay_near(void **state)
{
    (void)state;
    ovf_polyline line = {0};
    double greatest = 0, points = 0, wanted = 0;
    for (size_t n = 0; n < cases(2000); n++) {
        begin_case(n);
        double deviation = n % 3 == 0 ? 1 : n % 3 == 1 ? 0.1 : 50;
        ovf_fix fixes[2] = {
            {uniform(-180, 180), n % 5 == 0 ? uniform(80, 89.99) : uniform(-85, 85), NAN, NAN},
            {0, 0, NAN, NAN}};
        double azimuth = n % 7 == 0 ? 90 * floor(uniform(0, 4)) : uniform(-180, 180),
               length = exp(uniform(log(100), log(5e6)));
        geod_direct(ovf_earth(), fixes[0].lat, fixes[0].lon, azimuth, length, &fixes[1].lat,
                    &fixes[1].lon, NULL);
        size_t part_end = 2;
        ovf_route route = {
            .id = "r", .fixes = fixes, .fix_count = 2, .part_ends = &part_end, .part_count = 1};
        ovf_leg leg;
        ovf_leg_between(&leg, fixes[0].lon, fixes[0].lat, fixes[1].lon, fixes[1].lat);
        double along[2] = {0, leg.length_m};
        ovf_result result = {.route = &route, .length_m = leg.length_m, .fix_along_m = along};
        assert_int_equal(ovf_trace(&result, 0, leg.length_m, deviation, &line, NULL), OVF_OK);
        assert_int_equal(line.part_count, 1);
        double found = fmax(greatest_deviation(&leg, line.fixes, 0, line.fix_count, false),
                            greatest_deviation(&leg, line.fixes, 0, line.fix_count, true));
        if (found > deviation)
            fail_msg("seed %llu: strays by %g m where %g are allowed",
                     (unsigned long long)(first_seed + n), found, deviation);
        greatest = fmax(greatest, found / deviation);
        points += (double)line.fix_count;
        /* What is wanted at 45° for the steepest azimuth, everywhere: a measure for whether there
         * are needlessly many. */
        wanted += 2 + leg.length_m / sqrt(8 * deviation * OVF_EARTH_A / 1.155);
    }
    print_message("seed %llu, %zu legs: at most %.3f of the allowed deviation, %.0f points, %.0f "
                  "at the spacing of 45 degrees\n",
                  (unsigned long long)first_seed, cases(2000), greatest, points, wanted);
    assert_true(greatest > 0.5);
    assert_true(points < 4 * wanted);
    ovf_polyline_clear(&line);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_stay_near)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
