/* The analysis against its brute-force twin, on random flights and zones of all sizes, at all
 * places.
 *
 * Tests: src/analysis/meet/fly.c src/analysis/meet/meeting.c src/analysis/meet/meet.c
 * Tests: src/analysis/meet/near_edges.c
 * Tests: src/geodesy/contact.c src/geodesy/inside.c src/geodesy/boundary.c */
#include "twin.h"

static shape random_zone(ovf_lonlat centre, double radius_m, ovf_edges edges)
{
    shape s = random_star(centre, radius_m, edges);
    if (pick(3) == 0) { /* a lake in it, that may stick out */
        shape lake = random_star(place_at(centre, uniform(0, 360), radius_m * uniform(0, 0.5)),
                                 radius_m * 0.3, edges);
        memcpy(s.vertices[1], lake.vertices[0], sizeof s.vertices[1]);
        s.rings[1].count = lake.rings[0].count;
        s.ring_count = 2;
        s.holes = pick(2) == 0;
    }
    return s;
}

static void compare(ovf_edges edges, size_t count)
{
    static twin w;
    size_t crossings = 0, left_out = 0;
    double worst = 0;
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = random_radius();
        shape s = random_zone(centre, radius, edges);
        flight f = random_flight(centre, radius);
        ovf_zone zone = zone_of(&s);
        twin_of(&w, &zone, (ovf_lonlat){centre.lon + 180, -centre.lat});
        twin_outcome truth = twin_fly(&w, &f);
        outcome found = analyse(&f, &s);
        if (truth.shortest_m < 0.01) { /* what is a touch to one is a passage to the other */
            left_out++;
            continue;
        }
        size_t found_crossings = 0;
        for (size_t i = 0; i < found.crossing_count; i++)
            found_crossings += found.crossings[i].kind != OVF_CROSSING_TOUCH;
        double difference = fabs(found.inside_m - truth.inside_m),
               tolerance = 1e-6 + 5e-9 / truth.least_sine;
        if (difference > tolerance || found_crossings != truth.crossings)
            print_message("seed %llu: inside %.9f, twin %.9f; crossings %zu, twin %zu; centre %g "
                          "%g, radius %g m\n",
                          (unsigned long long)(first_seed + k), found.inside_m, truth.inside_m,
                          found_crossings, truth.crossings, centre.lon, centre.lat, radius);
        assert_true(difference <= tolerance);
        assert_int_equal(found_crossings, truth.crossings);
        worst = fmax(worst, difference);
        crossings += truth.crossings;
    }
    print_message(
        "%zu cases from seed %llu: %zu crossings, greatest difference %.1e m, %zu left out\n",
        count, (unsigned long long)first_seed, crossings, worst, left_out);
    assert_true(crossings > count || count < 100);
    assert_true(left_out * 20 <= count);
}

static void lonlat_edges(void **state)
{
    (void)state;
    compare(OVF_EDGES_LONLAT, cases(2000));
}

static void geodesic_edges(void **state)
{
    (void)state;
    compare(OVF_EDGES_GEODESIC, cases(500));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lonlat_edges),
                                       cmocka_unit_test(geodesic_edges)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
