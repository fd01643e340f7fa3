/* Altitudes along climbs: against a twin that solves each leg alone and samples it, and layers that
 * are thinner than any sample.
 *
 * Tests: src/analysis/check/kind_altitude.c src/analysis/meet/heights.c */
#include "check_fixture.h"

/* Whether a place along the flight is in what was found. */
static bool is_found(const trial *t, double along_m, double slack_m)
{
    for (size_t i = 0; i < t->found_count; i++)
        if (along_m >= t->found[i].from.along_m - slack_m &&
            along_m <= t->found[i].to.along_m + slack_m)
            return true;
    return false;
}

/* Along the equator over a zone that holds all of it; where each fix is, and its altitude. */
static void climb_at_random(trial *t, double *along, double thickness, double *low, double *high)
{
    new_trial(t);
    shape zone = rectangle(OVF_EDGES_LONLAT, -1, -1, 30, 1);
    add_zone(t, &zone);
    size_t count = 3 + pick(10);
    double lon = 0;
    for (size_t i = 0; i < count; i++) {
        double altitude = pick(4) == 0 && i > 0 ? t->flight.fixes[i - 1].altitude_m
                                                : uniform(0, 10000);
        fly_to(t, lon, 0, altitude, NAN);
        along[i] = lon * OVF_EARTH_A * OVF_RADIAN;
        if (pick(6) > 0 || i == 0)
            lon += exp(uniform(log(1e-4), log(2))); /* now and then a climb on the spot */
    }
    *low = uniform(500, 9500);
    *high = *low + thickness;
}

static void through_layers(void **state)
{
    (void)state;
    static trial t;
    static const double thicknesses[] = {1e-3, 1, 100, 3000};
    size_t through = 0, sampled = 0;
    for (size_t k = 0; k < cases(2000); k++) {
        double along[MOST_FIXES], low, high;
        begin_case(k);
        climb_at_random(&t, along, thicknesses[k % 4], &low, &high);
        ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
        r->floor = (ovf_height){low, OVF_HEIGHT_MSL};
        r->ceiling = (ovf_height){high, OVF_HEIGHT_MSL};
        judge(&t);
        for (size_t i = 0; i < t.found_count; i++) assert_true(t.found[i].judged);
        for (size_t i = 0; i + 1 < t.flight.count; i++) {
            double a = t.flight.fixes[i].altitude_m, b = t.flight.fixes[i + 1].altitude_m,
                   middle = (low + high) / 2, length = along[i + 1] - along[i];
            if (fmin(a, b) < low &&
                fmax(a, b) > high) { /* through the layer: where it is in its middle was found */
                through++;
                assert_true(is_found(&t, along[i] + (middle - a) / (b - a) * length, 1e-6));
            }
            for (int n = 1; n < 50 && length > 0; n++) {
                double altitude = a + n / 50.0 * (b - a), at = along[i] + n / 50.0 * length,
                       slack = a == b ? 0 : 1e-6 * length / fabs(b - a) + 1e-6;
                if (altitude > low && altitude < high && !is_found(&t, at, slack))
                    fail_msg("seed %llu: %.3f m at %.3f m is not found",
                             (unsigned long long)(first_seed + k), altitude, at);
                if ((altitude < low - 1e-6 || altitude > high + 1e-6) &&
                    is_found(&t, at, -slack - 2e-3)) /* what is apart by a millimetre is joined */
                    fail_msg("seed %llu: %.3f m at %.3f m is found",
                             (unsigned long long)(first_seed + k), altitude, at);
                sampled++;
            }
        }
    }
    print_message("%zu climbs through a layer, %zu samples\n", through, sampled);
    assert_true(through > 0);
}

static void limits(void **state)
{
    (void)state;
    static trial t;
    size_t broken = 0;
    for (size_t k = 0; k < cases(1000); k++) {
        double along[MOST_FIXES], limit, high, lowest = INFINITY, highest = -INFINITY;
        bool least = k % 2 == 0;
        begin_case(k);
        climb_at_random(&t, along, 1, &limit, &high);
        add_rule(&t, least ? "min_altitude" : "max_altitude", 0, limit)->reference = OVF_HEIGHT_MSL;
        judge(&t);
        for (size_t i = 0; i < t.flight.count; i++) {
            lowest = fmin(lowest, t.flight.fixes[i].altitude_m);
            highest = fmax(highest, t.flight.fixes[i].altitude_m);
        }
        bool violates = least ? lowest < limit : highest > limit;
        assert_string_equal(verdict_of(&t), violates            ? "violation"
                                            : t.found_count > 0 ? "warning"
                                                                : "complies");
        double most = NAN;
        for (size_t i = 0; i < t.found_count; i++)
            most = least ? fmin(t.found[i].measured, most) : fmax(t.found[i].measured, most);
        if (t.found_count > 0) expect_near(most, least ? lowest : highest, 1e-6);
        broken += violates;
    }
    assert_true(broken > 0);
}

#define AT ": exactly at the limit, within the error of the figures (0.001 m)"

static void exactly(void **state)
{
    (void)state;
    static trial t;
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 2, 1);
    add_zone(&t, &zone);
    fly_to(&t, 0, 0, 3000, NAN);
    fly_to(&t, 3, 0, 3000, NAN);
    ovf_restriction *r = add_rule(&t, "min_altitude", 0, 3000);
    static const struct {
        const char *kind;
        double limit;
        const char *wanted, *says;
    } rows[] = {{"min_altitude", 2800, "complies", ""},
                {"min_altitude", 3000, "warning", AT},
                {"min_altitude", 3000 + 0.0009, "warning", AT},
                {"min_altitude", 3000 - 0.0009, "warning", AT},
                {"min_altitude", 3000 - 0.1, "warning", ": 0.1 m are left"},
                {"min_altitude", 3000 + 0.002, "violation", "below 3000.002 m MSL"},
                {"max_altitude", 3200, "complies", ""},
                {"max_altitude", 3000, "warning", AT},
                {"max_altitude", 3000 + 0.0009, "warning", AT},
                {"max_altitude", 3000 - 0.0009, "warning", AT},
                {"max_altitude", 3000 - 0.002, "violation", "highest, 3000.000 m"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int scope = 0; scope < 4; scope++) { /* also where near misses are not told */
            t.rule_count = 0;
            t.options.margin = scope < 2 ? 0 : OVF_MARGIN_NONE;
            add_rule(&t, rows[i].kind, scope % 2 == 0 ? 0 : OVF_NOWHERE, rows[i].limit)->reference =
                OVF_HEIGHT_MSL;
            bool silent = scope >= 2 && strstr(rows[i].says, "left") != NULL;
            expect_verdict(&t, silent ? "complies" : rows[i].wanted);
            if (!silent && *rows[i].says != '\0' &&
                strstr(t.found[0].message, rows[i].says) == NULL)
                fail_msg("\"%s\": no \"%s\"", t.found[0].message, rows[i].says);
        }
    t.options.margin = 0;
    /* At the floor or the ceiling all the way it is in the layer; beyond it is not. A touch on the
     * way is none. */
    t.rule_count = 0;
    r = add_rule(&t, "prohibited", 0, 0);
    r->floor = (ovf_height){3000, OVF_HEIGHT_MSL};
    expect_verdict(&t, "violation");
    r->floor.metres = 3000 + 1e-6;
    expect_verdict(&t, "complies");
    r->floor.metres = NAN;
    r->ceiling = (ovf_height){3000, OVF_HEIGHT_MSL};
    expect_verdict(&t, "violation");
    t.flight.fixes[0].altitude_m = 4000;
    t.flight.fixes[1] = (ovf_fix){1.5, 0, 3000, NAN};
    fly_to(&t, 3, 0, 4000, NAN);
    expect_verdict(&t, "complies");
    t.flight.fixes[1].altitude_m = 2999;
    expect_verdict(&t, "violation");
}

/* What cannot be compared is told, and what can is judged all the same. */
static void unknown(void **state)
{
    (void)state;
    static trial t;
    static const char *const kinds[] = {"min_altitude", "max_altitude", "prohibited",
                                        "max_distance", "standoff"};
    for (size_t k = 0; k < 5; k++) {
        new_trial(&t);
        shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 2, 1);
        add_zone(&t, &zone);
        ovf_restriction *r = add_rule(&t, kinds[k], 0, k < 2 ? 3000 : 10);
        r->reference = OVF_HEIGHT_MSL;
        if (k >= 2) r->floor = (ovf_height){3000, OVF_HEIGHT_MSL};
        fly_to(&t, 0, 0, NAN, NAN);
        fly_to(&t, 3, 0, NAN, NAN);
        expect_verdict(&t, "unjudged");
        assert_int_equal(t.found[0].severity, OVF_SEVERITY_UNDECIDED);
        /* One end is known: the leg between is not. */
        t.flight.fixes[0].altitude_m = 3500;
        expect_verdict(&t, "unjudged");
        /* A flight level is no height over the sea, and one of two fixes is none either. */
        t.flight.fixes[1].altitude_m = 3500;
        t.has_levels = true;
        t.flight_levels[0] = true;
        expect_verdict(&t, "unjudged");
        t.flight_levels[1] = true;
        expect_verdict(&t, "unjudged");
        /* With a level for a limit it is one. */
        r->reference = r->floor.reference = OVF_HEIGHT_STD;
        expect_verdict(&t, k == 0 ? "complies" : "violation");
        r->reference = r->floor.reference = OVF_HEIGHT_AGL;
        expect_verdict(&t, "unjudged");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(through_layers), cmocka_unit_test(limits),
                                       cmocka_unit_test(exactly), cmocka_unit_test(unknown)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
