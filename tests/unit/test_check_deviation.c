/* How far a track leaves its plan: at the limit, and on random plans and tracks against the twin;
 * and whether it flies the plan's fixes in their order.
 *
 * Tests: src/analysis/check/kind_deviation.c src/analysis/check/plan_order.c */
#include "check_fixture.h"
#include "distance_twin.h"

#define SAMPLES 120 /* a leg */

static void line_twin(twin *w, const flight *f)
{
    w->edge_count = 0;
    for (size_t i = 0; i + 1 < f->count; i++)
        w->edges[w->edge_count++] = twin_edge_between(
            OVF_EDGES_GEODESIC, (ovf_lonlat){f->fixes[i].lon, f->fixes[i].lat},
            (ovf_lonlat){f->fixes[i + 1].lon, f->fixes[i + 1].lat});
}

static ovf_route plan_of(const flight *f)
{
    return (ovf_route){.id = "plan",
                       .file = "test",
                       .fixes = f->fixes,
                       .fix_count = f->count,
                       .part_ends = &f->count,
                       .part_count = 1};
}

static void random_tracks(void **state)
{
    (void)state;
    static twin w;
    static trial t;
    size_t ends = 0, beyond_seen = 0;
    for (size_t k = 0; k < cases(10); k++) {
        begin_case(k);
        ovf_lonlat centre = random_centre();
        double radius = exp(uniform(log(2e3), log(2e5))), limit_m = radius * uniform(0.05, 0.8);
        new_trial(&t);
        flight planned = random_flight(centre, radius);
        t.flight = random_flight(centre, radius);
        const ovf_route plan = plan_of(&planned);
        t.options.reference = &plan;
        add_rule(&t, "deviation", OVF_NOWHERE, limit_m / 1000);
        judge(&t);
        line_twin(&w, &planned);
        const ovf_finding *figures = &t.found[t.found_count - 1];
        double length = flight_length(&t.flight), most = 0,
               step = length / (double)(SAMPLES * (t.flight.count - 1)), beyond = 0, sampled = 0;
        for (size_t i = 0; i < SAMPLES * (t.flight.count - 1); i++) {
            double distance = twin_distance(&w, flight_place(&t.flight, ((double)i + 0.5) * step));
            most = fmax(most, distance);
            sampled += distance > limit_m ? step : 0;
        }
        /* No sample is farther, and the place is as far as it says. */
        assert_true(figures->measured * 1000 >= most - 2e-3 &&
                    figures->measured * 1000 <= most + step);
        expect_near(twin_distance(&w, (ovf_lonlat){figures->from.lon, figures->from.lat}),
                    figures->measured * 1000, 1e-3);
        size_t stretches = 0;
        for (size_t i = 0; i + 1 < t.found_count; i++) {
            const ovf_finding *finding = &t.found[i];
            assert_int_equal(finding->severity, OVF_SEVERITY_VIOLATION);
            assert_true(finding->limit * 1000 == limit_m && finding->measured > finding->limit);
            /* The others are of fixes and their order. */
            if (strncmp(finding->message, "leaves the plan", 15) != 0) continue;
            stretches++;
            beyond += finding->to.along_m - finding->from.along_m;
            double own = 0;
            for (size_t n = 0; n < 40; n++) {
                double at = finding->from.along_m +
                            ((double)n + 0.5) / 40 * (finding->to.along_m - finding->from.along_m);
                own = fmax(own, twin_distance(&w, flight_place(&t.flight, at)));
            }
            assert_true(finding->measured * 1000 >= own - 2e-3 &&
                        finding->measured * 1000 <=
                            own + (finding->to.along_m - finding->from.along_m) / 40);
            for (int end = 0; end < 2; end++) {
                const ovf_place *place = end ? &finding->to : &finding->from;
                if (place->along_m < 1e-3 || place->along_m > length - 1e-3) continue;
                ends++;
                expect_near(twin_distance(&w, (ovf_lonlat){place->lon, place->lat}), limit_m, 2e-3);
            }
        }
        expect_near(beyond, sampled, 2 * step * (double)(stretches + 1) + 1);
        beyond_seen += beyond > 0;
    }
    print_message("%zu tracks beyond, %zu ends\n", beyond_seen, ends);
    assert_true((beyond_seen > 3 && ends > 5) || wanted_cases > 0);
}

/* Away from a meridian along the equator and back: the distance is that along the equator. */
static void at_the_limit(void **state)
{
    (void)state;
    static trial t;
    const double degree_km = OVF_EARTH_A * OVF_RADIAN / 1000;
    static const struct {
        double off_km;
        const char *wanted;
    } rows[] = {{40, "information"}, {50, "warning"}, {50.01, "violation"}};
    for (size_t i = 0; i < 3; i++) {
        new_trial(&t);
        flight planned = {.count = 0};
        add_fix(&planned, 179.9, -2);
        add_fix(&planned, 179.9, 2);
        const ovf_route plan = plan_of(&planned);
        t.options.reference = &plan;
        add_rule(&t, "deviation", OVF_NOWHERE, 50);
        fly_to(&t, 179.9, -2, NAN, NAN);
        fly_to(&t, 179.9, 0, NAN, NAN);
        fly_to(&t, remainder(179.9 + rows[i].off_km / degree_km, 360), 0, NAN,
               NAN); /* across the antimeridian */
        fly_to(&t, 179.9, 0, NAN, NAN);
        fly_to(&t, 179.9, 2, NAN, NAN);
        expect_verdict(&t, rows[i].wanted);
        const ovf_finding *figures = &t.found[t.found_count - 1];
        expect_near(figures->measured, rows[i].off_km, 1e-6);
        char words[80];
        snprintf(words, sizeof words, "%.3f km beyond plan", 2 * rows[i].off_km);
        assert_non_null(strstr(figures->message, words));
        if (i == 2) { /* 10 m out and 10 m back */
            expect_near(t.found[0].measured, 50.01, 1e-6);
            expect_near(t.found[0].margin, -0.01, 1e-6);
            expect_near(t.found[0].to.along_m - t.found[0].from.along_m, 20, 3e-3);
        }
        if (i == 1) assert_non_null(strstr(figures->message, "exactly at the limit"));
        t.rules[0].severity = OVF_SEVERITY_INFORMATION;
        expect_verdict(&t, "information");
    }
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_NONE);
    t.options.reference = NULL;
    expect_verdict(&t, "nothing applies");
    assert_int_equal(t.judgement.not_asked_count, 1);
    assert_int_equal(t.not_asked[0].remedy, OVF_REMEDY_REFERENCE);
    t.options.strict = true;
    expect_verdict(&t, "unjudged");
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_REFERENCE);
}

#define DEGREE_KM (OVF_EARTH_A * OVF_RADIAN / 1000) /* on the equator */

/* Plans and flights along the equator and the antimeridian: degrees from 176 E, and of latitude. */
typedef struct {
    ovf_lonlat plan[8], flown[8];
    size_t plan_count, flown_count, violations;
    double measured_km; /* of the first violation */
    const char *says, *and;
} order_case;

static void orders(void **state)
{
    (void)state;
    static trial t;
    double north_km; /* a degree of the meridian */
    geod_inverse(ovf_earth(), 0, 177, 1, 177, &north_km, NULL, NULL);
    north_km /= 1000;
    const double d = DEGREE_KM;
    const order_case rows[] = {
        {{{0, 0}, {4, 0}, {8, 0}, {12, 0}}, {{0, 0}, {12, 0}}, 4, 2, 0, 0, "at most 0 m", ""},
        {{{0, 0}, {4, 0}, {8, 0}, {12, 0}},
         {{12, 0}, {0, 0}},
         4,
         2,
         1,
         12 * d - 50,
         "flies the plan in reverse order: comes to 3 fixes from fix 2 (B) to fix 4 (D) of the "
         "plan "
         "before fix 1 (A)",
         "no nearer to fix 4 (D)"},
        /* Half of it. */
        {{{0, 0}, {4, 0}, {8, 0}, {12, 0}},
         {{0, 0}, {4, 0}},
         4,
         2,
         1,
         8 * d,
         "misses 2 fixes from fix 3 (C) to fix 4 (D) of the plan, fix 4 (D) by 890.556 km",
         "the limit is 50 km"},
        /* A spike of the plan is left out, which leads there and back over one line. */
        {{{0, 0}, {1, 0}, {1, 1}, {1, 0}, {2, 0}},
         {{0, 0}, {2, 0}},
         5,
         2,
         1,
         north_km,
         "misses fix 3 (C) of the plan by 110.574 km, at km 111.319",
         ""},
        /* And back over the same line. */
        {{{0, 0}, {4, 0}}, {{0, 0}, {4, 0}, {0, 0}}, 2, 3, 1, 4 * d - 50, "flies back", "fix 2"},
        {{{0, 0}, {12, 0}},
         {{0, 0}, {8, 0}, {4, 0}, {12, 0}},
         2,
         4,
         1,
         4 * d - 50,
         "flies back along the plan from km 890.556, fix 2, to km 1335.834",
         "395.278 km away"},
        /* Back by less than the limit: two places of which each is within it. */
        {{{0, 0}, {12, 0}}, {{0, 0}, {8, 0}, {7.6, 0}, {12, 0}}, 2, 4, 0, 0, "at most", ""},
        /* There and back, as planned. */
        {{{0, 0}, {4, 0}, {0, 0}}, {{0, 0}, {4, 0}, {0, 0}}, 3, 3, 0, 0, "at most", ""},
        /* The other way round a triangle: all is near the plan, in another order. */
        {{{0, 0}, {4, 0}, {2, 3}, {0, 0}},
         {{0, 0}, {2, 3}, {4, 0}, {0, 0}},
         4,
         4,
         1,
         0,
         "before fix 2 (B)",
         "comes to fix 3 (C)"},
    };
    const char *names[] = {"A", "B", "C", "D", "E"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const order_case *row = &rows[i];
        flight planned = {.count = 0};
        size_t violations = 0;
        new_trial(&t);
        for (size_t k = 0; k < row->plan_count; k++)
            add_fix(&planned, remainder(176 + row->plan[k].lon, 360), row->plan[k].lat);
        for (size_t k = 0; k < row->flown_count; k++)
            fly_to(&t, remainder(176 + row->flown[k].lon, 360), row->flown[k].lat, NAN, NAN);
        ovf_route plan = plan_of(&planned);
        plan.fix_names = names;
        t.options.reference = &plan;
        add_rule(&t, "deviation", OVF_NOWHERE, 50);
        judge(&t);
        for (size_t k = 0; k < t.found_count; k++)
            violations += t.found[k].severity == OVF_SEVERITY_VIOLATION;
        if (violations != row->violations || strstr(t.found[0].message, row->says) == NULL ||
            strstr(t.found[0].message, row->and) == NULL)
            fail_msg("case %zu: %zu violations: %s", i, violations, t.found[0].message);
        if (row->measured_km > 0) expect_near(t.found[0].measured, row->measured_km, 2e-6);
        assert_true(t.found[0].limit == 50);
        expect_near(t.found[0].margin, 50 - t.found[0].measured, 1e-9);
    }
}

/* A fix of the plan in a gap of the track is neither missed nor flown; one elsewhere is missed. */
static void gaps(void **state)
{
    (void)state;
    static trial t;
    for (int missed = 0; missed < 2; missed++) {
        new_trial(&t);
        flight planned = {.count = 0};
        for (int k = 0; k < 4; k++) add_fix(&planned, 4 * k, 0);
        const ovf_route plan = plan_of(&planned);
        t.options.reference = &plan;
        add_rule(&t, "deviation", OVF_NOWHERE, 50);
        fly_to(&t, 0, 0, NAN, NAN);
        fly_to(&t, 3, 0, NAN, NAN);
        fly_to(&t, 5, 0, NAN, NAN);
        fly_to(&t, missed ? 8 : 12, 0, NAN, NAN);
        t.part_count = 2;
        t.part_ends[0] = 2;
        t.part_ends[1] = 4;
        judge(&t);
        assert_int_equal(t.found_count, missed ? 3 : 2);
        assert_false(t.found[0].judged);
        assert_non_null(strstr(t.found[0].message, "a gap at km 333.958"));
        assert_non_null(strstr(t.found[0].message, "fix 2 of the plan"));
        if (missed) assert_non_null(strstr(t.found[1].message, "misses fix 4 of the plan"));
        assert_int_equal(t.judgement.verdict,
                         missed ? OVF_VERDICT_VIOLATES : OVF_VERDICT_UNDECIDED);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_tracks),
                                       cmocka_unit_test(at_the_limit), cmocka_unit_test(orders),
                                       cmocka_unit_test(gaps)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
