/* Where a line first comes within a limit of a point, and how near it comes: on random flights, at
 * every sample of them.
 *
 * Tests: src/analysis/check/line.c */
#include "check_fixture.h"
#include "distance_twin.h"

#include <math.h>

#include "analysis/check/line.h"

#define SAMPLES 400 /* a leg */

static double distance_to(const flight *f, ovf_lonlat point, double along_m)
{
    ovf_lonlat at = flight_place(f, along_m);
    double distance;
    geod_inverse(ovf_earth(), at.lat, at.lon, point.lat, point.lon, &distance, NULL, NULL);
    return distance;
}

static void random_lines(void **state)
{
    (void)state;
    size_t found = 0, none = 0;
    for (size_t k = 0; k < cases(80); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = random_radius(), along[MOST_FIXES] = {0}, limit = radius * uniform(0.05, 1);
        flight f = random_flight(centre, radius);
        for (size_t i = 0; i + 1 < f.count; i++) {
            double leg_m;
            geod_inverse(ovf_earth(), f.fixes[i].lat, f.fixes[i].lon, f.fixes[i + 1].lat,
                         f.fixes[i + 1].lon, &leg_m, NULL, NULL);
            along[i + 1] = along[i] + leg_m;
        }
        const flight other = random_flight(centre, radius);
        const ovf_lonlat point = {other.fixes[0].lon, other.fixes[0].lat};
        const ovf_line line = {f.fixes, along, f.count};
        double length = along[f.count - 1], from = uniform(0, 0.9) * length, at_m = NAN,
               step = (length - from) / (double)(SAMPLES * (f.count - 1));
        double first = ovf_line_first(&line, point, from, limit),
               nearest = ovf_line_nearest(&line, point, from, &at_m), least = INFINITY;
        size_t before = 0;
        for (double at = from; at <= length; at += step) {
            double distance = distance_to(&f, point, at);
            least = fmin(least, distance);
            before += distance < limit - 1e-6 && (isnan(first) || at < first - 1e-6);
        }
        if (before > 0) fail_msg("seed %zu: %zu places are within it before", k, before);
        if (!(nearest <= least + 1e-6 && nearest >= least - step))
            fail_msg("seed %zu: %.6f, the samples have %.6f", k, nearest, least);
        assert_true(at_m >= from - 1e-6 && at_m <= length + 1e-6);
        if (fabs(distance_to(&f, point, at_m) - nearest) > 1e-4)
            fail_msg("seed %zu: there it is %.6f", k, distance_to(&f, point, at_m));
        found += isnan(first) ? 0 : 1;
        none += isnan(first) ? 1 : 0;
        if (isnan(first)) assert_true(nearest >= limit);
        else if (first > from + 1e-6) {
            if (fabs(distance_to(&f, point, first) - limit) > 1e-4)
                fail_msg("seed %zu: %.6f there, the limit is %.6f", k,
                         distance_to(&f, point, first), limit);
        } else {
            assert_true(distance_to(&f, point, first) <= limit + 1e-4);
        }
    }
    print_message("%zu come near, %zu do not\n", found, none);
    assert_true((found > 10 && none > 10) || wanted_cases > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_lines)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
