/* Stand-offs against a brute-force twin: on random flights and zones, each stretch that is too
 * near, its ends, and the nearest place.
 *
 * Tests: src/analysis/check/kind_standoff.c src/geodesy/proximity.c src/geodesy/boundaries.c */
#include "check_fixture.h"
#include "distance_twin.h"

#define SAMPLES 80 /* a leg */

/* What counts as at the limit (OVF_PROXIMITY_M), and what the twin itself may be off. */
#define AT_LIMIT_M 1e-3
#define TWIN_M 2e-5

static double distance_at(const twin *w, const flight *f, double along_m)
{
    ovf_lonlat p = flight_place(f, along_m);
    return twin_contains(w, p) ? 0 : twin_distance(w, p);
}

/* How steeply the distance changes there. */
static double slope_at(const twin *w, const flight *f, double along_m)
{
    return fabs(distance_at(w, f, along_m + 0.5) - distance_at(w, f, along_m - 0.5));
}

/* Where the distance comes to the limit, near a place. */
static double root_near(const twin *w, const flight *f, double limit_m, double along_m,
                        double length_m)
{
    double low = fmax(0, along_m - 0.5), high = fmin(length_m, along_m + 0.5);
    bool near_low = distance_at(w, f, low) < limit_m;
    for (int k = 0; k < 30; k++) {
        double middle = (low + high) / 2;
        if ((distance_at(w, f, middle) < limit_m) == near_low) low = middle;
        else high = middle;
    }
    return low;
}

static size_t ends_seen, transversal_ends, stretches_seen;

static void look_at_end(const twin *w, const flight *f, double limit_m, double along_m,
                        double length_m)
{
    if (along_m < 1 || along_m > length_m - 1) return; /* the flight begins or ends too near */
    ends_seen++;
    double distance = distance_at(w, f, along_m);
    if (!(fabs(distance - limit_m) <= AT_LIMIT_M + TWIN_M))
        fail_msg("an end at %.6f m, the limit is %.6f m", distance, limit_m);
    double slope = slope_at(w, f, along_m);
    if (slope < 0.6) return;
    transversal_ends++;
    expect_near(along_m, root_near(w, f, limit_m, along_m, length_m), 1e-3 + TWIN_M);
}

static bool is_found(const trial *t, double along_m, double slack_m)
{
    for (size_t i = 0; i < t->found_count; i++)
        if (!t->found[i].near_miss && along_m >= t->found[i].from.along_m - slack_m &&
            along_m <= t->found[i].to.along_m + slack_m)
            return true;
    return false;
}

/* The nearest place is as near as it says, no sample is nearer, and the place on the zone is on its
 * boundary. */
static void look_at_nearest(const twin *w, const flight *f, const ovf_finding *finding,
                            double least_m)
{
    double measured = finding->measured * 1000;
    const ovf_lonlat place = {finding->nearest.lon, finding->nearest.lat};
    expect_near(distance_between(place, flight_place(f, finding->nearest.along_m)), 0, 1e-5);
    assert_true(measured <= least_m + TWIN_M);
    if (measured > 0) {
        expect_near(distance_between(place, finding->nearest_on_zone), measured, 1e-5);
        expect_near(twin_distance(w, finding->nearest_on_zone), 0, 1e-3);
        expect_near(twin_distance(w, place), measured, TWIN_M);
    } else {
        expect_near(distance_at(w, f, finding->nearest.along_m), 0, 1e-3);
    }
}

static void compare(ovf_edges edges, size_t count)
{
    static twin w;
    static trial t;
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        if (fabs(centre.lat) > 75) centre.lat = uniform(-75, 75);
        double radius = exp(uniform(log(2e3), log(2e5))), limit_m = radius * uniform(0.02, 0.6);
        new_trial(&t);
        shape star = random_star(centre, radius, edges);
        add_zone(&t, &star);
        add_rule(&t, "standoff", 0, limit_m / 1000);
        t.flight = random_flight(centre, radius * 1.5);
        judge(&t);
        ovf_zone zone = zone_of(&star);
        twin_of(&w, &zone, (ovf_lonlat){centre.lon + 180, -centre.lat});
        double length = flight_length(&t.flight), all_least = INFINITY;
        static double least[MOST_FINDINGS];
        for (size_t i = 0; i < t.found_count; i++) least[i] = INFINITY;
        for (size_t i = 0; i <= SAMPLES * (t.flight.count - 1); i++) {
            double at = length * (double)i / (double)(SAMPLES * (t.flight.count - 1)),
                   distance = distance_at(&w, &t.flight, at);
            if (distance < limit_m - AT_LIMIT_M - TWIN_M && !is_found(&t, at, 1e-6))
                fail_msg("seed %llu: %.6f m at %.3f m is not found, limit %.6f m",
                         (unsigned long long)(first_seed + k), distance, at, limit_m);
            if (distance > limit_m + TWIN_M && is_found(&t, at, -1e-6))
                fail_msg("seed %llu: %.6f m at %.3f m is found, limit %.6f m",
                         (unsigned long long)(first_seed + k), distance, at, limit_m);
            for (size_t j = 0; j < t.found_count; j++)
                if (!t.found[j].near_miss && at >= t.found[j].from.along_m &&
                    at <= t.found[j].to.along_m)
                    least[j] = fmin(least[j], distance);
            all_least = fmin(all_least, distance);
        }
        for (size_t i = 0; i < t.found_count; i++) {
            const ovf_finding *finding = &t.found[i];
            if (finding->near_miss) least[i] = all_least;
            look_at_nearest(&w, &t.flight, finding, least[i]);
            if (finding->near_miss) continue;
            stretches_seen++;
            look_at_end(&w, &t.flight, limit_m, finding->from.along_m, length);
            look_at_end(&w, &t.flight, limit_m, finding->to.along_m, length);
        }
        if (t.found_count == 0)
            assert_true(all_least >= limit_m * (1 + t.options.margin) - length / SAMPLES);
    }
    print_message("%zu stretches, %zu ends, %zu of them transversal\n", stretches_seen, ends_seen,
                  transversal_ends);
    assert_true(count < 16 || (transversal_ends > count / 2 && stretches_seen > count / 2));
}

static void lonlat_edges(void **state)
{
    (void)state;
    compare(OVF_EDGES_LONLAT, cases(16));
}

static void geodesic_edges(void **state)
{
    (void)state;
    ends_seen = transversal_ends = stretches_seen = 0;
    compare(OVF_EDGES_GEODESIC, cases(16));
}

/* Which leg must move, by how much and to which side: then it keeps the distance, or is at the
 * limit. A leg in the zone has no such move. */
static void moves(void **state)
{
    (void)state;
    static trial t;
    const double degree = OVF_EARTH_A * OVF_RADIAN;
    for (int from_inside = 0; from_inside < 2; from_inside++) {
        for (int back = 0; back < 2; back++) {
            new_trial(&t);
            shape zone = rectangle(OVF_EDGES_GEODESIC, 0, -1, 1, 1);
            add_zone(&t, &zone);
            add_rule(&t, "standoff", 0, 10);
            double lon = (from_inside ? 4e3 : -4e3) / degree, south = back ? 0.3 : -0.3;
            fly_to(&t, lon, south, NAN, NAN);
            fly_to(&t, lon, -south, NAN, NAN);
            const ovf_finding *found = judge_one(&t);
            if (from_inside) {
                assert_int_equal(found->move_count, 0);
                assert_true(found->measured == 0);
                continue;
            }
            assert_int_equal(found->move_count, 1);
            assert_true(found->moves[0].left == !back && found->moves[0].leg == 0);
            expect_near(found->moves[0].by_m + found->measured * 1000, 10000, 1e-6);
        }
    }
}

/* Only below the ceiling, where there is one. */
static void layer(void **state)
{
    (void)state;
    static trial t;
    const double degree = OVF_EARTH_A * OVF_RADIAN;
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 0, -1, 1, 1);
    add_zone(&t, &zone);
    ovf_restriction *r = add_rule(&t, "standoff", 0, 10);
    r->ceiling = (ovf_height){3000, OVF_HEIGHT_MSL};
    fly_to(&t, -2, 0, 0, NAN);
    fly_to(&t, 2, 0, 4000, NAN); /* through 3,000 m over the eastern edge */
    const ovf_finding *found = judge_one(&t);
    expect_near(found->from.along_m, 2 * degree - 1e4, 1e-3);
    expect_near(found->to.along_m, 3 * degree, 1e-3);
    t.flight.fixes[0].altitude_m = t.flight.fixes[1].altitude_m = 3001;
    expect_verdict(&t, "complies");
    t.flight.fixes[0].altitude_m = NAN;
    expect_verdict(&t, "unjudged");
    t.flight.fixes[0].altitude_m = 3001;
    r->ceiling.reference = OVF_HEIGHT_STD;
    expect_verdict(&t, "unjudged");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(lonlat_edges),
                                       cmocka_unit_test(geodesic_edges), cmocka_unit_test(moves),
                                       cmocka_unit_test(layer)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
