/* What stands for geodesics, against PROJ's: lengths by plane sections, edges by sections that
 * stray.
 *
 * Tests: src/geodesy/section.c src/geodesy/edge.c */
#include "geometry_fixture.h"

#include "geodesy/edge.h"

static void lengths(void **state)
{
    (void)state;
    static const double longest[] = {1, 1e3, 1e5, 5e5, OVF_SECTION_LONGEST_M},
                        bound[] = {8e-9, 8e-9, 8e-9, 1e-8, 1e-7};
    for (size_t n = 0; n < 5; n++) {
        double worst = 0;
        for (size_t k = 0; k < cases(20000); k++) {
            begin_case(k);
            ovf_lonlat a = random_centre(),
                       b = place_at(a, pick(8) == 0 ? 90.0 * (double)pick(4) : uniform(-180, 180),
                                    longest[n] * uniform(0, 1));
            double wanted = distance_between(a, b),
                   found = ovf_section_length(ovf_earth_point(a.lon, a.lat),
                                              ovf_earth_point(b.lon, b.lat));
            worst = fmax(worst, fabs(found - wanted));
            if (!(fabs(found - wanted) <= bound[n]))
                fail_msg("seed %llu: %.12f, geod_inverse %.12f",
                         (unsigned long long)(first_seed + k), found, wanted);
        }
        print_message("up to %g m: within %.1e m\n", longest[n], worst);
    }
    ovf_vector p = ovf_earth_point(20, 50);
    assert_true(ovf_section_length(p, p) == 0);
}

static void geodesic_edges(void **state)
{
    (void)state;
    double worst = 0;
    for (size_t k = 0; k < cases(20000); k++) {
        begin_case(k);
        ovf_lonlat a = random_centre(),
                   b = place_at(a, uniform(-180, 180),
                                exp(uniform(0, log(OVF_EDGE_GEODESIC_LONGEST_M))));
        ovf_edge e;
        ovf_leg leg;
        ovf_leg_between(&leg, a.lon, a.lat, b.lon, b.lat);
        ovf_edge_between(&e, OVF_EDGES_GEODESIC, a, b, ovf_earth_point(a.lon, a.lat),
                         ovf_earth_point(b.lon, b.lat));
        for (int i = 0; i <= 8; i++) {
            ovf_vector derivative, p = ovf_edge_point(&e, i / 8.0, &derivative),
                                   after = ovf_edge_point(&e, i / 8.0 + 1e-4, NULL);
            double along = leg.length_m * i / 8, offset = fabs(ovf_leg_offset(&leg, p, &along));
            ovf_lonlat at = ovf_earth_position(p);
            ovf_vector on = ovf_earth_point(at.lon, at.lat);
            worst = fmax(worst, offset);
            if (offset > 1e-7 || ovf_distance(p, on) > 1e-8 || fabs(ovf_edge_side(&e, p)) > 1e-8)
                fail_msg("seed %llu: off the geodesic by %g m",
                         (unsigned long long)(first_seed + k), offset);
            assert_true(ovf_distance(ovf_add(p, ovf_scale(derivative, 1e-4)), after) <
                        1e-8 * e.chord_m + 1e-8);
        }
    }
    print_message("edges up to %g m keep within %.1e m of the geodesic\n",
                  OVF_EDGE_GEODESIC_LONGEST_M, worst);
}

static void bending(void **state)
{
    (void)state;
    /* At the equator eastwards the equator itself, northwards b²/a; at 45° across the corner the
     * greatest torsion. */
    ovf_vector equator = ovf_earth_point(0, 0);
    ovf_bending east = ovf_earth_bending(equator, (ovf_vector){0, 2, 0}),
                north = ovf_earth_bending(equator, (ovf_vector){0, 0, 3}),
                north_east = ovf_earth_bending(equator, (ovf_vector){0, 1, 1});
    assert_true(fabs(east.curvature * OVF_EARTH_A - 1) < 1e-14 && east.torsion == 0);
    assert_true(fabs(north.curvature * OVF_EARTH_MIN_RADIUS - 1) < 1e-14 && north.torsion == 0);
    assert_true(fabs(fabs(north_east.torsion) - (1 / OVF_EARTH_MIN_RADIUS - 1 / OVF_EARTH_A) / 2) <
                1e-20);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lengths), cmocka_unit_test(geodesic_edges),
                                       cmocka_unit_test(bending)};
    read_arguments(argc, argv);
    print_message("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
