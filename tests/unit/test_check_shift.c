/* The same findings at whatever longitude, across the antimeridian too, for each kind of
 * restriction about a zone, and those of the flight as a whole.
 *
 * Tests: src/analysis/check/ */
#include "check_fixture.h"

static double wrapped(double lon) { return remainder(lon, 360); }

static void shift_shape(shape *s, double by)
{
    for (size_t r = 0; r < s->ring_count; r++)
        for (size_t i = 0; i < s->rings[r].count; i++) s->vertices[r][i].lon += by;
}

static void add_rules(trial *t, double radius)
{
    static const struct {
        const char *kind;
        double part;
        bool of_zone;
    } rows[] = {{"prohibited", 0, true},
                {"max_distance", 0.3, true},
                {"standoff", 0.2, true},
                {"crossings", 1, false},
                {"circling", 3, false}};
    for (size_t i = 0; i < 5; i++)
        add_rule(t, rows[i].kind, rows[i].of_zone ? 0 : OVF_NOWHERE,
                 fmax(1e-3, rows[i].part * radius / 1000));
    t->rules[4].values[1] = t->rules[3].values[1] = 0;
    t->rules[3].values[0] = 1;
    for (int k = 0; k < 2; k++)
        add_rule(t, k == 0 ? "min_altitude" : "max_altitude", k == 0 ? 0 : OVF_NOWHERE,
                 k == 0 ? 4000 : 6000)
            ->reference = OVF_HEIGHT_MSL;
    ovf_restriction *layered = add_rule(t, "prohibited", 0, 0);
    layered->floor = (ovf_height){3000, OVF_HEIGHT_MSL};
    layered->ceiling = (ovf_height){3500, OVF_HEIGHT_MSL};
    ovf_restriction *dated = add_rule(t, "max_distance", 0, 1e-3);
    dated->from_s = 500;
    dated->until_s = 2500;
    add_rule(t, "deviation", OVF_NOWHERE, radius / 2000);
}

static void expect_same_place(const ovf_place *a, const ovf_place *b, double by, double within)
{
    assert_int_equal(isnan(a->lon), isnan(b->lon));
    if (isnan(a->lon)) return;
    expect_near(a->along_m, b->along_m, within);
    assert_true(b->lon >= -180 && b->lon <= 180);
    expect_near(
        distance_between((ovf_lonlat){wrapped(a->lon + by), a->lat}, (ovf_lonlat){b->lon, b->lat}),
        0, within);
}

static void shifted(void **state)
{
    (void)state;
    static trial t, moved;
    size_t seen = 0, of_kind[MOST_RULES] = {0};
    for (size_t k = 0; k < cases(60); k++) {
        begin_case(k);
        ovf_lonlat centre = {uniform(-100, 100), uniform(-70, 70)};
        double radius = exp(uniform(log(2e3), log(2e5)));
        /* So that the antimeridian runs through the middle of it, or anywhere; the route's
         * longitudes are cut there, the zone's run on. */
        double by = k % 3 == 0 ? uniform(-180, 180)
                               : 180 - centre.lon + uniform(-0.3, 0.3) * radius / 1e5;
        new_trial(&t);
        shape star = random_star(centre, radius,
                                 k % 2 == 0 ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC);
        add_zone(&t, &star);
        t.flight = random_flight(centre, radius);
        for (size_t i = 0; i < t.flight.count; i++) {
            t.flight.fixes[i].altitude_m = uniform(0, 8000);
            t.flight.fixes[i].time_s = 1000.0 * (double)i;
        }
        flight planned = random_flight(centre, radius), plan_moved = planned;
        add_rules(&t, radius);
        moved = t;
        shift_shape(&moved.shapes[0], by);
        for (size_t i = 0; i < moved.flight.count; i++)
            moved.flight.fixes[i].lon = wrapped(moved.flight.fixes[i].lon + by);
        for (size_t i = 0; i < plan_moved.count; i++)
            plan_moved.fixes[i].lon = wrapped(plan_moved.fixes[i].lon + by);
        const ovf_route plans[2] = {{.id = "plan",
                                     .file = "test",
                                     .fixes = planned.fixes,
                                     .fix_count = planned.count,
                                     .part_ends = &planned.count,
                                     .part_count = 1},
                                    {.id = "plan",
                                     .file = "test",
                                     .fixes = plan_moved.fixes,
                                     .fix_count = plan_moved.count,
                                     .part_ends = &plan_moved.count,
                                     .part_count = 1}};
        t.options.reference = &plans[0];
        moved.options.reference = &plans[1];
        judge(&t);
        judge(&moved);
        if (t.found_count != moved.found_count)
            fail_msg("seed %llu: %zu findings, and %zu when shifted by %.9g",
                     (unsigned long long)(first_seed + k), t.found_count, moved.found_count, by);
        for (size_t i = 0; i < t.found_count; i++) {
            const ovf_finding *a = &t.found[i], *b = &moved.found[i];
            size_t rule = (size_t)(a->restriction - t.rules);
            assert_int_equal(rule, b->restriction - moved.rules);
            if (a->severity != b->severity || a->judged != b->judged ||
                a->near_miss != b->near_miss || a->move_count != b->move_count)
                fail_msg("seed %llu, shifted by %.9g: %s (%zu moves); %s (%zu moves)",
                         (unsigned long long)(first_seed + k), by, a->message, a->move_count,
                         b->message, b->move_count);
            assert_true(a->severity == b->severity && a->judged == b->judged &&
                        a->near_miss == b->near_miss && a->move_count == b->move_count);
            /* Ends of stand-offs are found to 1e-4 m along the leg, the greatest distance to a
             * millimetre at a place that may be flat. */
            bool is_search = strcmp(a->restriction->kind->name, "standoff") == 0 ||
                             strcmp(a->restriction->kind->name, "deviation") == 0;
            expect_same_place(&a->from, &b->from, by, is_search ? 0.5 : 1e-3);
            expect_same_place(&a->to, &b->to, by, is_search ? 0.5 : 1e-3);
            if (!isnan(a->measured))
                expect_near(a->measured, b->measured,
                            is_search ? 1e-4 : 1e-6 + (strcmp(a->unit, "km") == 0 ? 0 : 1e-3));
            of_kind[rule]++;
            seen++;
        }
    }
    print_message("%zu findings\n", seen);
    for (size_t i = 0; i < t.rule_count; i++)
        if (wanted_cases == 0 && i != 4) assert_true(of_kind[i] > 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(shifted)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
