/* Results at a limit, within the error of the figures, from both sides: neither broken nor kept, a
 * warning that says so, with what is left.
 *
 * Tests: src/analysis/check/limits.c src/analysis/check/kind_distance.c */
#include "analysis/check/judging.h"
#include "check_fixture.h"

#define METRES_A_DEGREE (OVF_EARTH_A * OVF_RADIAN) /* of longitude, on the equator */
#define AT ": exactly at the limit, within the error of the figures (0.001 m)"

/* By how much the figure is within the limit, and what follows. */
static const struct {
    double left_m;
    const char *wanted, *says;
} rows[] = {{0, "warning", AT},
            {0.0008, "warning", AT},
            {-0.0008, "warning", AT},
            {0.004, "warning", ": 0.004 m are left"},
            {1000, "warning", ": 1.000 km are left"},
            {-0.004, "violation", "the limit is"},
            {20000, "complies", ""}};

static void expect(trial *t, size_t row)
{
    for (int silent = 0; silent < 2; silent++) { /* where near misses are not told */
        bool untold = silent && strstr(rows[row].says, "left") != NULL;
        t->options.margin = silent ? OVF_MARGIN_NONE : 0;
        expect_verdict(t, untold ? "complies" : rows[row].wanted);
        if (t->found_count == 0) continue;
        if (strstr(t->found[0].message, rows[row].says) == NULL)
            fail_msg("\"%s\": no \"%s\"", t->found[0].message, rows[row].says);
        expect_near(t->found[0].margin * 1000, rows[row].left_m, 1e-3);
        assert_int_equal(t->found[0].near_miss, strcmp(rows[row].wanted, "warning") == 0);
    }
}

/* Two degrees of the equator within the zone. */
static void distances(void **state)
{
    (void)state;
    static trial t;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        new_trial(&t);
        shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 3, 1);
        add_zone(&t, &zone);
        fly_to(&t, 0, 0, NAN, NAN);
        fly_to(&t, 4, 0, NAN, NAN);
        add_rule(&t, "max_distance", 0, (2 * METRES_A_DEGREE + rows[i].left_m) / 1000);
        expect(&t, i);
    }
}

/* Along the equator towards an edge on a meridian, 100 km and what is left before it. */
static void standoffs(void **state)
{
    (void)state;
    static trial t;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        new_trial(&t);
        shape zone = rectangle(OVF_EDGES_GEODESIC, 179, -1, -179, 1);
        add_zone(&t, &zone);
        fly_to(&t, 170, 0, NAN, NAN);
        fly_to(&t, 179 - (100e3 + rows[i].left_m) / METRES_A_DEGREE, 0, NAN, NAN);
        add_rule(&t, "standoff", 0, 100);
        expect(&t, i);
    }
}

static void states(void **state)
{
    (void)state;
    static const double little[] = {0, 5};
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(ovf_limit_of(-1.01, 1, little[k]), OVF_LIMIT_BROKEN);
        assert_int_equal(ovf_limit_of(-1, 1, little[k]), OVF_LIMIT_AT);
        assert_int_equal(ovf_limit_of(1, 1, little[k]), OVF_LIMIT_AT);
        assert_int_equal(ovf_limit_of(1.01, 1, little[k]),
                         k == 0 ? OVF_LIMIT_KEPT : OVF_LIMIT_NEAR);
        assert_int_equal(ovf_limit_of(5, 1, little[k]), OVF_LIMIT_KEPT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(distances), cmocka_unit_test(standoffs),
                                       cmocka_unit_test(states)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
