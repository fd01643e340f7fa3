/* Restrictions of the flight as a whole: circling, and the time limits.
 *
 * Tests: src/analysis/check/kind_circling.c src/analysis/check/kind_times.c */
#include "check_fixture.h"

/* Comes from the south, turns `corners` times on a circle about a place by `turned` degrees in all,
 * and goes on. */
static void orbit(trial *t, double loop_km, ovf_lonlat centre, double radius_m, size_t corners,
                  double turned, double side)
{
    new_trial(t);
    ovf_restriction *r = add_rule(t, "circling", OVF_NOWHERE, loop_km);
    r->values[1] = 1;
    ovf_lonlat from = place_at(place_at(centre, -90 * side, radius_m), 180, 30000);
    fly_to(t, from.lon, from.lat, NAN, NAN);
    for (size_t i = 0; i <= corners; i++) {
        ovf_lonlat p = place_at(centre, -90 * side + side * turned * (double)i / (double)corners,
                                radius_m);
        fly_to(t, p.lon, p.lat, NAN, NAN);
    }
    ovf_lonlat last = {t->flight.fixes[corners + 1].lon, t->flight.fixes[corners + 1].lat},
               to = place_at(last, side * turned, 40000);
    fly_to(t, to.lon, to.lat, NAN, NAN);
}

static void orbits(void **state)
{
    (void)state;
    static trial t;
    const ovf_lonlat centres[] = {{10, 0}, {10, 55}, {-180, 20}, {30, -80}};
    for (size_t c = 0; c < 4; c++)
        for (int side = -1; side <= 1; side += 2) {
            orbit(&t, 60, centres[c], 5000, 12, 300, side);
            expect_verdict(&t, "complies");
            /* A full turn, no more: on the ellipsoid its angles come to less than 360 degrees. */
            orbit(&t, 60, centres[c], 5000, 12, 360, side);
            expect_verdict(&t, "violation");
            expect_near(t.found[0].measured, 360, 1e-3);
            assert_non_null(strstr(t.found[0].message, side < 0 ? "to the left" : "to the right"));
            orbit(&t, 60, centres[c], 5000, 38, 760,
                  side); /* the first circle ends after 370 degrees */
            judge(&t);
            assert_int_equal(t.found_count, 2);
        }
    /* A triangle flown around once. */
    orbit(&t, 60, centres[1], 5000, 3, 360, 1);
    expect_verdict(&t, "violation");
}

/* The turns of a 12-gon of a radius are 11/12 of its circumference apart: at the length that is a
 * circle, and just beyond. */
static void how_long(void **state)
{
    (void)state;
    static trial t;
    for (int k = 0; k < 3; k++) {
        orbit(&t, 60, (ovf_lonlat){10, 0}, 5000, 12, 360, 1);
        double sum = 0;
        for (size_t i = 1; i + 2 < t.flight.count; i++)
            sum += distance_between(
                (ovf_lonlat){t.flight.fixes[i].lon, t.flight.fixes[i].lat},
                (ovf_lonlat){t.flight.fixes[i + 1].lon, t.flight.fixes[i + 1].lat});
        t.rules[0].values[0] = sum / 1000 * (k == 0 ? 1.5 : 1) + (k == 1   ? 1e-6
                                                                  : k == 2 ? -1e-6
                                                                           : 0);
        expect_verdict(&t, k == 2 ? "complies" : "violation");
    }
}

/* A bend to the other side before it does not hide a circle. */
static void after_a_bend(void **state)
{
    (void)state;
    static trial t;
    orbit(&t, 60, (ovf_lonlat){10, 0}, 5000, 12, 360, 1);
    ovf_fix rest[20];
    size_t count = t.flight.count - 1;
    memcpy(rest, &t.flight.fixes[1], count * sizeof *rest);
    t.flight.count = 1;
    fly_to(&t, rest[0].lon, rest[0].lat - 0.05, NAN, NAN);
    fly_to(&t, rest[0].lon + 0.01, rest[0].lat - 0.04, NAN, NAN); /* right, and then left by more */
    fly_to(&t, rest[0].lon - 0.01, rest[0].lat - 0.035, NAN, NAN);
    for (size_t i = 0; i < count; i++) fly_to(&t, rest[i].lon, rest[i].lat, NAN, NAN);
    expect_verdict(&t, "violation");
}

static void no_circles(void **state)
{
    (void)state;
    static trial t;
    new_trial(&t);
    add_rule(&t, "circling", OVF_NOWHERE, 60)->values[1] = 1;
    /* There and back twice is no circle: it turns about on the spot. */
    for (int i = 0; i < 5; i++) fly_to(&t, i % 2 == 0 ? 0 : 0.1, 0, NAN, NAN);
    expect_verdict(&t, "complies");
    /* Lines beside each other: half a turn to one side, half a turn to the other. */
    t.flight.count = 0;
    for (int i = 0; i < 6; i++) {
        fly_to(&t, i % 2 == 0 ? 0 : 0.2, i * 0.02, NAN, NAN);
        fly_to(&t, i % 2 == 0 ? 0.2 : 0, i * 0.02, NAN, NAN);
    }
    expect_verdict(&t, "complies");
}

/* Within the length that is excepted at either end it does not count. */
static void near_the_ends(void **state)
{
    (void)state;
    static trial t;
    for (int k = 0; k < 2; k++) {
        orbit(&t, 60, (ovf_lonlat){10, 0}, 5000, 12, 360, 1);
        double last = 30000;
        for (size_t i = 1; i + 2 < t.flight.count; i++)
            last += distance_between(
                (ovf_lonlat){t.flight.fixes[i].lon, t.flight.fixes[i].lat},
                (ovf_lonlat){t.flight.fixes[i + 1].lon, t.flight.fixes[i + 1].lat});
        t.rules[0].values[1] = last / 1000 + (k == 0 ? 1e-6 : -1e-6);
        expect_verdict(&t, k == 0 ? "complies" : "violation");
    }
}

/* To the second, either way, and with attributes where the fixes have no times. */
static void time_limits(void **state)
{
    (void)state;
    static trial t;
    const double start = time_of("2019-05-02T12:00:00Z"), end = time_of("2019-05-02T18:00:00Z");
    static const struct {
        const char *kind, *attribute, *value, *wanted;
    } rows[] = {
        {"notice", "submitted_at", "2019-05-01T10:00:00Z", "complies"},
        {"notice", "submitted_at", "2019-05-01T12:00:00Z", "warning"},
        {"notice", "submitted_at", "2019-05-01T12:00:01Z", "violation"},
        {"notice", "submitted_at", "2019-05-03T12:00:00Z", "violation"},
        {"notice", "submitted_at", "some day", "nothing applies"},
        {"notice", "other", "2019-05-01T12:00:00Z", "nothing applies"},
        {"completion", "arrived_at", "2019-04-29T18:00:00Z", "complies"},
        {"completion", "arrived_at", "2019-04-28T18:00:00Z", "warning"},
        {"completion", "arrived_at", "2019-04-28T17:59:59Z", "violation"},
        {"completion", "arrived_at", "", "nothing applies"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int how = 0; how < 2; how++) {
            new_trial(&t);
            add_rule(&t, rows[i].kind, OVF_NOWHERE, strcmp(rows[i].kind, "notice") == 0 ? 24 : 96);
            fly_to(&t, 0, 0, NAN, how == 0 ? start : NAN);
            fly_to(&t, 1, 0, NAN, how == 0 ? end : NAN);
            if (how == 1) {
                say_of_route(&t, "started_at", "2019-05-02T12:00:00Z");
                say_of_route(&t, "completed_at", "2019-05-02T18:00:00Z");
            }
            say_of_route(&t, rows[i].attribute, rows[i].value);
            expect_verdict(&t, rows[i].wanted);
            if (strcmp(rows[i].wanted, "warning") == 0)
                assert_non_null(strstr(t.found[0].message, "exactly at the limit"));
        }
    /* Neither. */
    for (int k = 0; k < 2; k++) {
        new_trial(&t);
        add_rule(&t, k == 0 ? "notice" : "completion", OVF_NOWHERE, 24);
        fly_to(&t, 0, 0, NAN, NAN);
        fly_to(&t, 1, 0, NAN, NAN);
        say_of_route(&t, k == 0 ? "submitted_at" : "arrived_at", "2019-05-01T12:00:00Z");
        expect_verdict(&t, "nothing applies");
        assert_int_equal(t.judgement.not_asked_count, 1);
        assert_non_null(strstr(t.not_asked[0].what, k == 0 ? "started_at" : "completed_at"));
        t.options.strict = true;
        expect_verdict(&t, "unjudged");
    }
}

/* Times that cannot all be right are neither kept nor broken, and both are named; days without
 * times of day decide what every time of these days decides. */
static void doubtful_times(void **state)
{
    (void)state;
    static trial t;
    static const struct {
        const char *kind, *attribute, *value, *started, *completed, *first, *last, *wanted, *says;
    } rows[] = {
        /* Arrival after completion, by the fixes and by the attribute. */
        {"completion", "arrived_at", "2020-06-06T14:00:00Z", NULL, NULL, "2020-06-05T10:00:00Z",
         "2020-06-05T14:00:00Z", "unjudged",
         "arrived_at (2020-06-06T14:00:00Z) is after the time of the last fix "
         "(2020-06-05T14:00:00Z)"},
        {"completion", "arrived_at", "2020-06-06T14:00:00Z", NULL, "2020-06-05T14:00:00Z", NULL,
         NULL, "unjudged", "is after completed_at (2020-06-05T14:00:00Z)"},
        /* The start after the end. */
        {"completion", "arrived_at", "2020-06-04T14:00:00Z", "2020-06-06T10:00:00Z",
         "2020-06-05T14:00:00Z", NULL, NULL, "unjudged", "started_at (2020-06-06T10:00:00Z)"},
        {"notice", "submitted_at", "2020-06-01T14:00:00Z", "2020-06-06T10:00:00Z",
         "2020-06-05T14:00:00Z", NULL, NULL, "unjudged", "completed_at (2020-06-05T14:00:00Z)"},
        /* An attribute against the fixes. */
        {"notice", "submitted_at", "2020-06-01T14:00:00Z", "2020-06-05T10:02:00Z", NULL,
         "2020-06-05T10:00:00Z", "2020-06-05T14:00:00Z", "unjudged",
         "started_at (2020-06-05T10:02:00Z) is after the time of the first fix "
         "(2020-06-05T10:00:00Z)"},
        {"completion", "arrived_at", "2020-06-04T14:00:00Z", NULL, "2020-06-05T13:00:00Z",
         "2020-06-05T10:00:00Z", "2020-06-05T14:00:00Z", "unjudged",
         "the time of the last fix (2020-06-05T14:00:00Z) is after completed_at"},
        /* Within a minute the earlier start counts: 24 h after the submission, not 30 s more. */
        {"notice", "submitted_at", "2020-06-04T10:00:00Z", "2020-06-05T10:00:30Z", NULL,
         "2020-06-05T10:00:00Z", "2020-06-05T14:00:00Z", "warning",
         "exactly at the limit, within the error of the figures (0.001 s)"},
        /* The fixes may be a part of the flight. */
        {"notice", "submitted_at", "2020-06-04T10:00:00Z", "2020-06-05T09:00:00Z", NULL,
         "2020-06-05T10:00:00Z", "2020-06-05T14:00:00Z", "violation", "starts 23.00 h after"},
        {"completion", "arrived_at", "2020-06-01T14:00:00Z", NULL, "2020-06-05T15:00:00Z",
         "2020-06-05T10:00:00Z", "2020-06-05T14:00:00Z", "violation", "is completed 97.00 h after"},
        /* After the start. */
        {"notice", "submitted_at", "2020-06-05T13:30:00Z", NULL, NULL, "2020-06-05T10:00:00Z", NULL,
         "violation", "the plan was submitted 3.50 h after the start"},
        /* Days. */
        {"notice", "submitted_at", "2020-06-04", "2020-06-05", NULL, NULL, NULL, "unjudged",
         "between 0.00 h and 48.00 h; the limit is 24 h; add the time of day to submitted_at"},
        {"notice", "submitted_at", "2020-06-03", "2020-06-05", NULL, NULL, NULL, "warning",
         "exactly at the limit"},
        {"notice", "submitted_at", "2020-06-02", "2020-06-05", NULL, NULL, NULL, "complies", ""},
        {"notice", "submitted_at", "2020-06-05", "2020-06-05T10:00:00Z", NULL, NULL, NULL,
         "violation", "starts 10.00 h after"},
        {"notice", "submitted_at", "2020-06-04T12:00:00Z", "2020-06-05", NULL,
         "2020-06-05T10:00:00Z", NULL, "violation", "starts 22.00 h after"},
        {"completion", "arrived_at", "2020-06-01", NULL, "2020-06-05", NULL, NULL, "unjudged",
         "add the time of day to arrived_at"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool notice = strcmp(rows[i].kind, "notice") == 0;
        new_trial(&t);
        add_rule(&t, rows[i].kind, OVF_NOWHERE, notice ? 24 : 96);
        fly_to(&t, 0, 0, NAN, rows[i].first != NULL ? time_of(rows[i].first) : NAN);
        fly_to(&t, 1, 0, NAN, rows[i].last != NULL ? time_of(rows[i].last) : NAN);
        say_of_route(&t, rows[i].attribute, rows[i].value);
        if (rows[i].started != NULL) say_of_route(&t, "started_at", rows[i].started);
        if (rows[i].completed != NULL) say_of_route(&t, "completed_at", rows[i].completed);
        expect_verdict(&t, rows[i].wanted);
        if (*rows[i].says != '\0' && strstr(t.found[0].message, rows[i].says) == NULL)
            fail_msg("\"%s\": no \"%s\"", t.found[0].message, rows[i].says);
        if (t.found_count > 0 && t.found[0].judged) {
            double left = t.found[0].measured - t.found[0].limit;
            expect_near(t.found[0].margin, notice ? left : -left, 1e-9);
        }
    }
    expect_near(t.found[0].limit, 96, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orbits),        cmocka_unit_test(how_long),
        cmocka_unit_test(after_a_bend),  cmocka_unit_test(no_circles),
        cmocka_unit_test(near_the_ends), cmocka_unit_test(time_limits),
        cmocka_unit_test(doubtful_times)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
