/* The kernel for dense tracks against PROJ's geodesics, at all latitudes and lengths; and its two
 * versions against each other.
 *
 * Tests: src/geodesy/track.c */
#include "geometry_fixture.h"

#include "geodesy/track.h"

static void lengths(void **state)
{
    (void)state;
    static const double longest[] = {1, 50, 5e3, OVF_TRACK_LEG_LONGEST_M, 9e5, 1.5e7},
                        bound[] = {1e-8, 1e-8, 1e-8, 1e-8, 1e-7, 1e-7};
    ovf_track track = {0}, plain = {0};
    for (size_t n = 0; n < 6; n++) {
        double worst = 0;
        for (size_t k = 0; k < cases(4000); k++) {
            begin_case(k);
            ovf_fix fixes[19];
            ovf_lonlat at = random_centre();
            for (int i = 0; i < 19; i++) {
                fixes[i] = (ovf_fix){at.lon + 360 * (double)((int)pick(3) - 1), at.lat, NAN, NAN};
                at = place_at(at, pick(8) == 0 ? 90.0 * (double)pick(4) : uniform(-180, 180),
                              longest[n] * uniform(0, 1));
            }
            assert_true(ovf_track_lay(&track, fixes, 19) &&
                        ovf_track_lay_portably(&plain, fixes, 19));
            assert_memory_equal(track.x, plain.x, 19 * sizeof(double));
            assert_memory_equal(track.y, plain.y, 19 * sizeof(double));
            assert_memory_equal(track.z, plain.z, 19 * sizeof(double));
            assert_memory_equal(track.length_m, plain.length_m, 18 * sizeof(double));
            for (size_t i = 0; i < 18; i++) {
                double wanted, off;
                geod_inverse(ovf_earth(), fixes[i].lat, fixes[i].lon, fixes[i + 1].lat,
                             fixes[i + 1].lon, &wanted, NULL, NULL);
                off = fabs(track.length_m[i] - wanted);
                worst = fmax(worst, off);
                if (!(off <= bound[n]))
                    fail_msg("seed %llu: %.12f, geod_inverse %.12f",
                             (unsigned long long)(first_seed + k), track.length_m[i], wanted);
                assert_true(ovf_distance(ovf_track_point(&track, i),
                                         ovf_earth_point(fixes[i].lon, fixes[i].lat)) < 8e-9);
            }
        }
        print_message("legs up to %g m: within %.1e m\n", longest[n], worst);
    }
    ovf_track_clear(&track);
    ovf_track_clear(&plain);
}

/* Places where sine and cosine are exact or change their quadrant. */
static void special_places(void **state)
{
    (void)state;
    static const double lon[] = {0,
                                 45,
                                 90,
                                 135,
                                 180,
                                 -180,
                                 -135,
                                 -90,
                                 -45,
                                 225,
                                 270,
                                 315,
                                 360,
                                 540,
                                 -540,
                                 44.999999999999,
                                 45.000000000001};
    static const double lat[] = {-90, -45, 0, 45, 90, 89.9999999999};
    ovf_track track = {0};
    for (size_t i = 0; i < sizeof lon / sizeof *lon; i++)
        for (size_t k = 0; k < sizeof lat / sizeof *lat; k++) {
            ovf_fix fix[2] = {{lon[i], lat[k], 0, 0}, {lon[i], lat[k], 0, 0}};
            assert_true(ovf_track_lay(&track, fix, 2));
            assert_true(ovf_distance(ovf_track_point(&track, 0), ovf_earth_point(lon[i], lat[k])) <
                        8e-9);
            assert_true(track.length_m[0] == 0);
            if (fabs(lat[k]) == 90) assert_true(track.x[0] == 0 && track.y[0] == 0);
        }
    ovf_track_clear(&track);
}

/* Longitudes and latitudes beside each other or apart, so many doubles from fix to fix. */
static void layouts(void **state)
{
    (void)state;
    enum { COUNT = 37, STEP_MAX = 7 };
    ovf_track track = {0}, wanted = {0};
    begin_case(0);
    ovf_fix fixes[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        ovf_lonlat at = random_centre();
        fixes[i] = (ovf_fix){at.lon, at.lat, NAN, NAN};
    }
    assert_true(ovf_track_lay(&wanted, fixes, COUNT));
    for (size_t step = 1; step <= STEP_MAX; step++)
        for (int beside = 0; beside < 2; beside++) {
            double lon[COUNT * STEP_MAX + 1], lat[COUNT * STEP_MAX];
            for (size_t i = 0; i < COUNT * STEP_MAX; i++) lon[i] = lat[i] = NAN;
            ovf_fixes here = {.lon = lon, .lat = beside ? lon + 1 : lat, .step = step};
            if (beside && step == 1) continue;
            for (size_t i = 0; i < COUNT; i++) {
                lon[i * step] = fixes[i].lon;
                (beside ? lon + 1 : lat)[i * step] = fixes[i].lat;
            }
            assert_true(ovf_track_lay_from(&track, &here, COUNT));
            assert_memory_equal(track.x, wanted.x, COUNT * sizeof(double));
            assert_memory_equal(track.y, wanted.y, COUNT * sizeof(double));
            assert_memory_equal(track.z, wanted.z, COUNT * sizeof(double));
            assert_memory_equal(track.length_m, wanted.length_m, (COUNT - 1) * sizeof(double));
        }
    ovf_track_clear(&track);
    ovf_track_clear(&wanted);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lengths), cmocka_unit_test(special_places),
                                       cmocka_unit_test(layouts)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
