/* Heights over other references: against columns of air that are sampled within the stated bounds
 * and integrated step by step; bounds hold in all of them, and the extreme ones reach them.
 *
 * Tests: src/model/vertical.c src/model/atmosphere.c include/overflight/heights.h */
#include "air_fixture.h"
#include "geometry_fixture.h"

static const ovf_lonlat ocean = {-30, 10}, chomolungma = {86.925, 27.988}, vostok = {106.8, -78.5};

static double bound_of(const ovf_vertical *v, const ovf_lonlat *place, double altitude,
                       ovf_height_reference from, ovf_height_reference to, bool least)
{
    const ovf_column column = ovf_column_roughly(v, place, place);
    ovf_height_range range = ovf_height_bounds(&column, altitude, from, to);
    assert_true(range.least_m <= range.most_m);
    return least ? range.least_m : range.most_m;
}

static void expect_close(double found, double wanted, double within)
{
    if (!(fabs(found - wanted) <= within))
        fail_msg("%.6f, wanted %.6f within %g", found, wanted, within);
}

/* Temperatures between the extremes: a share of the way at every km, linear in between. */
typedef struct {
    ovf_air cold, warm;
    double share[40];
} sky;

static double kelvin_of(void *context, double height)
{
    const sky *s = context;
    double at = fmax(0, height / 1000);
    size_t i = (size_t)fmin(at, 38);
    double t = fmin(at - (double)i, 1), share = s->share[i] + t * (s->share[i + 1] - s->share[i]),
           cold = kelvin_at(&s->cold, height), warm = kelvin_at(&s->warm, height);
    return cold + share * (warm - cold);
}

static ovf_vertical some_vertical(void)
{
    ovf_vertical v = {0};
    if (pick(3) > 0) {
        v.qnh_least_hpa = uniform(880, 1060);
        v.qnh_most_hpa = fmin(v.qnh_least_hpa + (double)pick(3) * uniform(0, 30), 1095);
    }
    if (pick(3) > 0) {
        v.temperature_least_k = uniform(220, 310);
        v.temperature_most_k = v.temperature_least_k + (double)pick(3) * uniform(0, 10);
    }
    return v;
}

/* The worst that a bound is missed by, and how near samples come to it. */
static void sampled(void **state)
{
    (void)state;
    static air_column column;
    double widest = 0;
    for (size_t k = 0; k < cases(1500); k++) {
        begin_case(k);
        const ovf_vertical v = some_vertical();
        sky s;
        ovf_air_extremes(&v, false, &s.cold, &s.warm);
        double level = uniform(0, 20000), height = uniform(0, 18000),
               q1 = v.qnh_least_hpa > 0 ? v.qnh_least_hpa : 870,
               q2 = v.qnh_most_hpa > 0 ? v.qnh_most_hpa : 1095,
               least = bound_of(&v, &ocean, level, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, true),
               most = bound_of(&v, &ocean, level, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, false),
               least_level = bound_of(&v, &ocean, height, OVF_HEIGHT_MSL, OVF_HEIGHT_STD, true),
               most_level = bound_of(&v, &ocean, height, OVF_HEIGHT_MSL, OVF_HEIGHT_STD, false),
               reached[4] = {INFINITY, -INFINITY, INFINITY, -INFINITY};
        for (int n = 0; n < 12; n++) { /* the first eight are the extremes */
            for (size_t i = 0; i < 40; i++) s.share[i] = n < 8 ? n & 1 : uniform(0, 1);
            double qnh = n < 8 ? ((n & 2) != 0 ? q2 : q1) : uniform(q1, q2),
                   gravity = n < 8 ? ((n & 4) != 0 ? GRAVITY_AT_POLE : GRAVITY_AT_EQUATOR)
                                   : uniform(GRAVITY_AT_EQUATOR, GRAVITY_AT_POLE);
            lay_column(&column, qnh, gravity, kelvin_of, &s);
            double z = height_of_level(&column, level), h = level_of_height(&column, height);
            if (!(z >= least - 0.5 && z <= most + 0.5) ||
                !(h >= least_level - 0.5 && h <= most_level + 0.5))
                fail_msg("seed %llu, column %d: %.2f m of %.2f to %.2f, %.2f m of %.2f to %.2f",
                         (unsigned long long)(first_seed + k), n, z, least, most, h, least_level,
                         most_level);
            reached[0] = fmin(reached[0], z);
            reached[1] = fmax(reached[1], z);
            reached[2] = fmin(reached[2], h);
            reached[3] = fmax(reached[3], h);
        }
        widest = fmax(widest, most - least);
        expect_close(reached[0], least, 0.5);
        expect_close(reached[1], most, 0.5);
        expect_close(reached[2], least_level, 0.5);
        expect_close(reached[3], most_level, 0.5);
    }
    print_message("the widest range: %.0f m\n", widest);
}

/* What the bounds on temperatures are said to be. */
static void profiles(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(500); k++) {
        begin_case(k);
        const ovf_vertical v = some_vertical();
        ovf_air cold, warm;
        bool known = v.temperature_most_k > 0;
        ovf_air_extremes(&v, false, &cold, &warm);
        assert_true(cold.count <= OVF_AIR_POINTS && warm.count <= OVF_AIR_POINTS);
        for (double h = 0; h < 32000; h += 10) {
            double c = kelvin_at(&cold, h), w = kelvin_at(&warm, h),
                   higher = kelvin_at(&cold, h + 10);
            assert_true(c < w);
            assert_true(c - higher <= 0.098 + 1e-9);
            if (known) {
                assert_true(c >= v.temperature_least_k - 9.8e-3 * h - 1e-9);
                assert_true(w <= v.temperature_most_k + 35 + 6 + 1e-9);
            }
        }
        /* The standard atmosphere is a column like others. */
        if (!known)
            for (double h = 0; h < 32000; h += 100) {
                double t = h < 11000 ? 288.15 - 0.0065 * h
                                     : fmax(216.65, 216.65 + (h - 20000) / 1000);
                assert_true(kelvin_at(&cold, h) < t && t < kelvin_at(&warm, h));
            }
    }
}

/* Profiles of MIL-HDBK-310 with 1 % at 5, 10 and 20 km: the cold and the warm ones, km and K. */
static void of_the_handbook(void **state)
{
    (void)state;
    static const double cold_rows[][2] = {{0, 220.15},   {2, 234.142},  {4, 224.86},
                                          {6, 216.141},  {8, 209.15},   {10, 199.159},
                                          {12, 201.15},  {14, 199.542}, {16, 195.95},
                                          {18, 191.664}, {20, 186.682}, {22, 185.187},
                                          {24, 188.105}, {30, 197.051}},
                        warm_rows[][2] = {{0, 291.65},  {2, 294.163},  {4, 284.183},  {6, 272.745},
                                          {8, 256.796}, {10, 240.858}, {12, 234.15},  {14, 234.15},
                                          {16, 234.15}, {18, 234.15},  {20, 240.796}, {22, 243.192},
                                          {24, 239.21}, {30, 240.051}};
    const ovf_vertical nothing = {0};
    ovf_air cold, warm;
    ovf_air_extremes(&nothing, false, &cold, &warm);
    for (size_t i = 0; i < sizeof cold_rows / sizeof *cold_rows; i++) {
        assert_true(kelvin_at(&cold, cold_rows[i][0] * 1000) <= cold_rows[i][1] - 5);
        assert_true(kelvin_at(&warm, warm_rows[i][0] * 1000) >= warm_rows[i][1] + 5);
    }
}

/* Pressures of the standard atmosphere, hPa, from the tables of ISO 2533. */
static void standard(void **state)
{
    (void)state;
    static const double rows[][2] = {{0, 1013.25},     {1000, 898.745},  {5000, 540.199},
                                     {11000, 226.320}, {20000, 54.7487}, {30000, 11.7186}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        expect_close(1013.25 * exp(-standard_drop(rows[i][0])) / rows[i][1], 1, 2e-5);
    /* At the pressure of a level it is at sea level, whatever the temperature. */
    for (size_t i = 0; i < 3; i++) {
        const ovf_vertical v = {.qnh_least_hpa = rows[i][1], .qnh_most_hpa = rows[i][1]};
        if (rows[i][1] < 870) continue;
        expect_close(bound_of(&v, &ocean, rows[i][0], OVF_HEIGHT_STD, OVF_HEIGHT_MSL, true), 0,
                     0.2);
        expect_close(bound_of(&v, &ocean, rows[i][0], OVF_HEIGHT_STD, OVF_HEIGHT_MSL, false), 0,
                     0.2);
        expect_close(bound_of(&v, &ocean, 0, OVF_HEIGHT_MSL, OVF_HEIGHT_STD, true), rows[i][0],
                     0.2);
    }
}

/* What the extremes of the earth decide. */
static void extremes(void **state)
{
    (void)state;
    static const ovf_vertical nothing = {0};
    const double fl330 = 330 * 30.48, fl100 = 100 * 30.48, thousand_feet = 304.8;
    assert_true(bound_of(&nothing, &ocean, fl330, OVF_HEIGHT_STD, OVF_HEIGHT_AGL, true) >
                thousand_feet);
    assert_true(bound_of(&nothing, &vostok, fl330, OVF_HEIGHT_STD, OVF_HEIGHT_AGL, true) >
                thousand_feet);
    assert_true(bound_of(&nothing, &chomolungma, fl330, OVF_HEIGHT_STD, OVF_HEIGHT_AGL, true) <
                thousand_feet);
    assert_true(bound_of(&nothing, &ocean, fl100, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, true) > 600);
    assert_true(bound_of(&nothing, &vostok, fl100, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, true) > 600);
    expect_close(bound_of(&nothing, &ocean, 1000, OVF_HEIGHT_MSL, OVF_HEIGHT_AGL, true),
                 1000 - 6961, 0);
    expect_close(bound_of(&nothing, &ocean, 1000, OVF_HEIGHT_MSL, OVF_HEIGHT_AGL, false), 1450, 0);
    expect_close(bound_of(&nothing, &ocean, 100, OVF_HEIGHT_ELLIPSOID, OVF_HEIGHT_MSL, true), 14,
                 0);
    expect_close(bound_of(&nothing, &ocean, 100, OVF_HEIGHT_MSL, OVF_HEIGHT_ELLIPSOID, false), 186,
                 0);
    /* Within what there is: beyond 32 km only from below. */
    assert_true(isinf(bound_of(&nothing, &ocean, 40000, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, false)));
    assert_true(isfinite(bound_of(&nothing, &ocean, 40000, OVF_HEIGHT_STD, OVF_HEIGHT_MSL, true)));
    assert_true(isinf(bound_of(&nothing, &ocean, 90000, OVF_HEIGHT_MSL, OVF_HEIGHT_STD, false)));
    assert_true(isfinite(bound_of(&nothing, &ocean, 90000, OVF_HEIGHT_MSL, OVF_HEIGHT_STD, true)));
    /* Like with like, and what is infinite, stay. */
    expect_close(bound_of(&nothing, &ocean, 123, OVF_HEIGHT_STD, OVF_HEIGHT_STD, true), 123, 0);
    assert_true(isinf(bound_of(&nothing, &ocean, INFINITY, OVF_HEIGHT_STD, OVF_HEIGHT_AGL, true)));
}

/* Ground of 100 m, and 300 m from 20 degrees east on; none beyond 30. */
static ovf_status step(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                       ovf_error *error)
{
    (void)context;
    (void)error;
    for (size_t i = 0; i < count; i++)
        heights_m[i] = places[i].lon > 30 ? NAN : places[i].lon < 20 ? 100 : 300;
    return OVF_OK;
}

static void ground_and_geoid(void **state)
{
    (void)state;
    const ovf_ground ground = {step, NULL, 1000, NULL};
    const ovf_vertical v = {.ground = &ground, .ground_error_m = 5, .geoid = &ground};
    const ovf_lonlat west = {19.9, 0}, east = {20.1, 0}, hole = {30.5, 0};
    ovf_column c;
    assert_int_equal(ovf_column_between(&v, &west, &west, &c, NULL), OVF_OK);
    ovf_height_range range = ovf_height_bounds(&c, 1000, OVF_HEIGHT_MSL, OVF_HEIGHT_AGL);
    expect_close(range.least_m, 895, 0);
    expect_close(range.most_m, 905, 0);
    range = ovf_height_bounds(&c, 1000, OVF_HEIGHT_MSL, OVF_HEIGHT_ELLIPSOID);
    expect_close(range.least_m, 1100, 0);
    expect_close(range.most_m, 1100, 0);
    assert_int_equal(ovf_column_between(&v, &west, &east, &c, NULL), OVF_OK);
    range = ovf_height_bounds(&c, 1000, OVF_HEIGHT_AGL, OVF_HEIGHT_MSL);
    expect_close(range.least_m, 1095, 0);
    expect_close(range.most_m, 1305, 0);
    range = ovf_height_bounds(&c, 1000, OVF_HEIGHT_AGL, OVF_HEIGHT_ELLIPSOID);
    expect_close(range.least_m, 1195, 0);
    expect_close(range.most_m, 1605, 0);
    assert_true(c.ground_known && c.geoid_known);
    assert_int_equal(ovf_column_between(&v, &hole, &hole, &c, NULL), OVF_OK);
    assert_false(c.ground_known || c.geoid_known);
    expect_close(c.ground_m.most_m, 6961, 0);
}

static void refused(void **state)
{
    (void)state;
    ovf_error error;
    static const ovf_vertical good[] = {{0},
                                        {.qnh_least_hpa = 1013, .qnh_most_hpa = 1013},
                                        {.temperature_least_k = 270, .temperature_most_k = 290}};
    static const ovf_vertical bad[] = {{.qnh_least_hpa = 1013},
                                       {.qnh_least_hpa = 1013, .qnh_most_hpa = 1012},
                                       {.qnh_least_hpa = 101300, .qnh_most_hpa = 101300},
                                       {.qnh_least_hpa = NAN, .qnh_most_hpa = NAN},
                                       {.temperature_least_k = 10, .temperature_most_k = 20},
                                       {.temperature_least_k = NAN, .temperature_most_k = 290},
                                       {.ground_error_m = -1},
                                       {.ground_error_m = NAN}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(ovf_vertical_check(&good[i], &error), OVF_OK);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ovf_vertical_check(&bad[i], &error), OVF_ERROR_USAGE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sampled),  cmocka_unit_test(profiles), cmocka_unit_test(of_the_handbook),
        cmocka_unit_test(standard), cmocka_unit_test(extremes), cmocka_unit_test(ground_and_geoid),
        cmocka_unit_test(refused)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
