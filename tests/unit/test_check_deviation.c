/* How far a track leaves its plan: at the limit, and on random plans and tracks against the twin.
 *
 * Tests: src/analysis/check/kind_deviation.c */
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
        for (size_t i = 0; i + 1 < t.found_count; i++) {
            const ovf_finding *finding = &t.found[i];
            assert_int_equal(finding->severity, OVF_SEVERITY_VIOLATION);
            beyond += finding->measured * 1000;
            expect_near(finding->to.along_m - finding->from.along_m, finding->measured * 1000,
                        1e-6);
            for (int end = 0; end < 2; end++) {
                const ovf_place *place = end ? &finding->to : &finding->from;
                if (place->along_m < 1e-3 || place->along_m > length - 1e-3) continue;
                ends++;
                expect_near(twin_distance(&w, (ovf_lonlat){place->lon, place->lat}), limit_m, 2e-3);
            }
        }
        expect_near(beyond, sampled, 2 * step * (double)t.found_count + 1);
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
        if (i == 2) expect_near(t.found[0].measured, 0.02, 3e-6); /* 10 m out and 10 m back */
        t.rules[0].severity = OVF_SEVERITY_INFORMATION;
        expect_verdict(&t, "information");
    }
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_NONE);
    t.options.reference = NULL;
    expect_verdict(&t, "unjudged");
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_REFERENCE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_tracks),
                                       cmocka_unit_test(at_the_limit)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
