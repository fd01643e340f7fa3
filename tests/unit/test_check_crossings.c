/* Points that a flight crosses more than once: against all pairs of legs by the twin, and in the
 * cases that are known.
 *
 * Tests: src/analysis/check/kind_crossings.c src/analysis/check/self_crossings.c
 * src/analysis/check/self_stretches.c */
#include "check_fixture.h"
#include "twin.h"

/* Each crossing is told, however near to the ends. */
static ovf_restriction *begin(trial *t, double same_m)
{
    new_trial(t);
    ovf_restriction *r = add_rule(t, "crossings", OVF_NOWHERE, same_m);
    r->values[1] = -1;
    return r;
}

static void fly_over(trial *t, const ovf_lonlat *places, size_t count)
{
    for (size_t i = 0; i < count; i++) fly_to(t, places[i].lon, places[i].lat, NAN, NAN);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void random_flights(void **state)
{
    (void)state;
    static twin w;
    static trial t;
    size_t seen = 0, left_out = 0, count = cases(400);
    for (size_t k = 0; k < count; k++) {
        begin_case(k);
        begin(&t, 1e-3);
        ovf_lonlat centre = random_centre();
        t.flight = random_flight(centre, random_radius());
        const flight *f = &t.flight;
        double seconds[256], along = 0, shortest = INFINITY;
        size_t crossings = 0;
        w.least_sine = 1;
        for (size_t q = 0; q + 1 < f->count; q++) {
            struct geod_geodesicline leg;
            geod_inverseline(&leg, ovf_earth(), f->fixes[q].lat, f->fixes[q].lon,
                             f->fixes[q + 1].lat, f->fixes[q + 1].lon, GEOD_ALL);
            for (size_t p = 0; p + 1 < q;
                 p++) { /* the leg before has the first fix in common, and crosses nowhere else */
                twin_edge e = twin_edge_between(
                    OVF_EDGES_GEODESIC, (ovf_lonlat){f->fixes[p].lon, f->fixes[p].lat},
                    (ovf_lonlat){f->fixes[p + 1].lon, f->fixes[p + 1].lat});
                double g1, g2, at;
                ovf_lonlat p1, p2;
                w.root_count = 0;
                g1 = twin_side_at(&e, &leg, 0, &at, &p1);
                g2 = twin_side_at(&e, &leg, leg.s13, &at, &p2);
                twin_scan(&w, &e, &leg, 0, g1, p1, leg.s13, g2, p2, 0);
                for (size_t r = 0; r < w.root_count; r++) {
                    seconds[crossings++] = along + w.roots[r];
                    shortest = fmin(shortest, fmin(w.roots[r], leg.s13 - w.roots[r]));
                }
            }
            along += leg.s13;
        }
        judge(&t);
        if (shortest < 0.01 || w.least_sine < 1e-3) {
            left_out++;
            continue;
        }
        if (t.found_count != crossings)
            fail_msg("seed %llu: %zu crossings, the twin has %zu",
                     (unsigned long long)(first_seed + k), t.found_count, crossings);
        double found[256];
        for (size_t i = 0; i < t.found_count; i++) {
            assert_int_equal(t.found[i].severity, OVF_SEVERITY_INFORMATION);
            found[i] = t.found[i].from.along_m;
        }
        qsort(found, crossings, sizeof *found, compare);
        qsort(seconds, crossings, sizeof *seconds, compare);
        for (size_t i = 0; i < crossings; i++)
            expect_near(found[i], seconds[i], 1e-6 + 5e-9 / w.least_sine);
        seen += crossings;
    }
    print_message("%zu crossings of %zu flights, %zu left out\n", seen, count, left_out);
    assert_true((seen > count || count < 50) && left_out * 10 <= count);
}

/* How many crossings are told, and of these how many are of points that are crossed more than once.
 */
static void expect_counts(trial *t, size_t told, size_t broken)
{
    size_t violations = 0;
    judge(t);
    for (size_t i = 0; i < t->found_count; i++) {
        violations += t->found[i].severity == OVF_SEVERITY_VIOLATION;
        assert_true(t->found[i].limit == 1 && t->found[i].measured >= 1);
        assert_true((t->found[i].measured > 1) == (t->found[i].severity == OVF_SEVERITY_VIOLATION));
    }
    if (t->found_count != told || violations != broken)
        fail_msg("%zu told, %zu violations, wanted %zu and %zu", t->found_count, violations, told,
                 broken);
}

/* That finding is of a stretch, and says both. */
static void expect_stretch(const trial *t, size_t index, double from_m, double to_m,
                           const char *says, const char *and)
{
    const ovf_finding *found = &t->found[index];
    char length[40];
    expect_near(found->from.along_m, from_m, 3e-3);
    expect_near(found->to.along_m, to_m, 3e-3);
    snprintf(length, sizeof length, ", %.3f km", (to_m - from_m) / 1000);
    if (strstr(found->message, says) == NULL || strstr(found->message, and) == NULL ||
        strstr(found->message, length) == NULL)
        fail_msg("\"%s\": no \"%s\", \"%s\", \"%s\"", found->message, says, and, length);
}

static void known_cases(void **state)
{
    (void)state;
    static trial t;
    const double degree = OVF_EARTH_A * OVF_RADIAN;
    for (int at = 0; at < 3; at++) { /* elsewhere, on the equator, across the antimeridian */
        double x = at == 2 ? 179.5 : 10, y = at == 0 ? 40 : 0;
#define FLY(...)                                              \
    do {                                                      \
        const ovf_lonlat places[] = {__VA_ARGS__};            \
        begin(&t, 1);                                         \
        fly_over(&t, places, sizeof places / sizeof *places); \
    } while (0)
        /* Fixes that legs share are none, repeated ones neither. */
        FLY({x, y}, {x + 1, y}, {x + 1, y}, {x + 1, y + 1}, {x + 2, y + 1.5});
        expect_counts(&t, 0, 0);
        /* A figure eight: one crossing in its middle, and the end at its beginning. */
        FLY({x, y}, {x + 1, y + 1}, {x + 1, y}, {x, y + 1}, {x, y});
        expect_counts(&t, 2, 0);
        expect_near(t.found[0].from.along_m, t.length_m,
                    1e-3); /* first comes what was come to first */
        expect_near(remainder(t.found[1].from.lon - x - 0.5, 360), 0, 1e-9);
        /* There and back along one leg is one stretch, flown twice; each point is crossed once. */
        FLY({x, y}, {x + 1, y}, {x, y});
        expect_counts(&t, 1, 0);
        expect_stretch(&t, 0, 0, t.length_m / 2, "twice", "there and back");
        /* There, back, and there again: three times. */
        FLY({x, y}, {x + 1, y}, {x, y}, {x + 1, y});
        expect_counts(&t, 1, 1);
        expect_stretch(&t, 0, 0, t.length_m / 3, "3 times", "more than once");
        /* The third time on a part of it only. */
        FLY({x, 0}, {x + 1, 0}, {x + 0.3, 0}, {x + 0.8, 0}, {x + 0.8, 1});
        expect_counts(&t, 2, 1);
        expect_stretch(&t, 0, 0.3 * degree, 0.8 * degree, "3 times", "after fix 1");
        expect_stretch(&t, 1, 0.8 * degree, degree, "twice", "fix 2");
        /* A second lap, whose legs begin at other fixes: one stretch. The first place is come to
         * three times, unless it is left out as an end. */
        FLY({x, 0}, {x + 1, 0}, {x + 0.5, 1}, {x, 0}, {x + 0.5, 0}, {x + 1, 0}, {x + 0.5, 1},
            {x, 0});
        expect_counts(&t, 2, 1);
        expect_stretch(&t, 0, 0, t.length_m / 2, "twice", "which is allowed");
        t.rules[0].values[1] = 10;
        expect_counts(&t, 1, 0);
        expect_stretch(&t, 0, 10e3, t.length_m / 2 - 10e3, "twice", "next from km");
        /* What crosses a stretch that is flown twice comes to its point for the third time. */
        FLY({x, 0}, {x + 2, 0}, {x, 0}, {x, 1}, {x + 1, 1}, {x + 1, -1});
        expect_counts(&t, 2, 1);
        expect_stretch(&t, 0, 0, 2 * degree, "twice", "there and back");
        assert_non_null(strstr(t.found[1].message, "comes 3 times to one point"));
        /* A point that is crossed three times, from three sides. */
        FLY({x - 1, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}, {x, y - 1}, {x - 1, y - 1}, {x, y},
            {x + 1, y + 0.9});
        judge(&t);
        size_t violations = 0;
        for (size_t i = 0; i < t.found_count; i++) {
            if (t.found[i].severity != OVF_SEVERITY_VIOLATION) continue;
            violations++;
            expect_near(distance_between((ovf_lonlat){t.found[i].from.lon, t.found[i].from.lat},
                                         (ovf_lonlat){x, y}),
                        0, y == 0 ? 1e-3 : 2000);
        }
        assert_int_equal(
            violations,
            y == 0 ? 1 : 0); /* off the equator the legs are geodesics and miss the point */
    }
}

/* At the distance that is one point three lines make one place, at less three. */
static void same_point(void **state)
{
    (void)state;
    static trial t;
    const double metre = 1 / (OVF_EARTH_A * OVF_RADIAN);
    const ovf_lonlat places[] = {{-1, 0},
                                 {1, 0},
                                 {1, 1},
                                 {0, 1},
                                 {0, -1},
                                 {-1, -1},
                                 {-1 + 60 * metre, -1},
                                 {1 + 60 * metre, 1}};
    for (int k = 0; k < 2; k++) {
        begin(&t, k == 0 ? 20 : 200);
        fly_over(&t, places, sizeof places / sizeof *places);
        judge(&t);
        size_t near = 0, violations = 0;
        for (size_t i = 0; i < t.found_count; i++) {
            near += fabs(t.found[i].from.lon) < 0.01 && fabs(t.found[i].from.lat) < 0.01;
            violations += t.found[i].severity == OVF_SEVERITY_VIOLATION;
        }
        assert_int_equal(violations, k);
        assert_int_equal(near, k == 0 ? 3 : 1);
    }
}

/* What lies near the ends does not count, and does not hide what lies beside it. */
static void near_the_ends(void **state)
{
    (void)state;
    static trial t;
    const double degree = OVF_EARTH_A * OVF_RADIAN;
    const ovf_lonlat places[] = {{0, 0}, {2, 0}, {2, 1}, {0.5, 1}, {0.5, -1}};
    ovf_restriction *r = begin(&t, 100);
    fly_over(&t, places, 5);
    r->values[1] = 0.5 * degree / 1000 - 1e-6;
    expect_counts(&t, 1, 0);
    r->values[1] = 0.5 * degree / 1000 + 1e-6;
    expect_counts(&t, 0, 0);
}

/* Two parts that are apart share no fix: where the second crosses the first it is a crossing. */
static void parts(void **state)
{
    (void)state;
    static trial t;
    const ovf_lonlat places[] = {{0, 0}, {2, 0}, {1, 1}, {1, -1}};
    begin(&t, 1);
    fly_over(&t, places, 4);
    t.part_count = 2;
    t.part_ends[0] = 2;
    t.part_ends[1] = 4;
    expect_counts(&t, 1, 0);
    t.part_count = 0; /* with the leg between them it still is one */
    expect_counts(&t, 1, 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_flights),
                                       cmocka_unit_test(known_cases), cmocka_unit_test(same_point),
                                       cmocka_unit_test(near_the_ends), cmocka_unit_test(parts)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
