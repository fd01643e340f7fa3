/* When restrictions are in force: by the fixes' own times, by attributes, by a date, and where the
 * change comes during the flight.
 *
 * Tests: src/analysis/check/binding.c src/analysis/check/judging.c src/analysis/meet/heights.c */
#include "check_fixture.h"

#define HOUR 3600.0
#define METRES_A_DEGREE (OVF_EARTH_A * OVF_RADIAN) /* of longitude, on the equator */

static double change; /* a moment in which a rule begins or ends */

/* Over 4 degrees of the equator, an hour each, `start_s` from the change on; the zone is from 1
 * to 3. */
static ovf_restriction *cross(trial *t, const char *kind, double limit, double start_s)
{
    new_trial(t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 3, 1);
    add_zone(t, &zone);
    for (int k = 0; k < 5; k++) fly_to(t, k, 0, 5000, change + start_s + k * HOUR);
    return add_rule(t, kind, 0, limit);
}

static void during_the_flight(void **state)
{
    (void)state;
    static trial t;
    for (int begins = 0; begins < 2; begins++) {
        /* At 2 degrees the rule begins, or ends: half of the passage counts. */
        ovf_restriction *r = cross(&t, "prohibited", 0, -2 * HOUR);
        *(begins ? &r->from_s : &r->until_s) = change;
        const ovf_finding *found = judge_one(&t);
        assert_true(found->judged && found->severity == OVF_SEVERITY_VIOLATION);
        expect_near(found->from.along_m, (begins ? 2 : 1) * METRES_A_DEGREE, 1e-3);
        expect_near(found->to.along_m, (begins ? 3 : 2) * METRES_A_DEGREE, 1e-3);
        /* The length within is that while it is in force: one degree, not two. */
        r = cross(&t, "max_distance", METRES_A_DEGREE / 1000 - 1e-4, -2 * HOUR);
        *(begins ? &r->from_s : &r->until_s) = change;
        found = judge_one(&t);
        assert_int_equal(found->severity, OVF_SEVERITY_VIOLATION);
        expect_near(found->measured, METRES_A_DEGREE / 1000, 1e-6);
        r->values[0] = METRES_A_DEGREE / 1000;
        expect_verdict(&t, "warning");
        /* The same with a stand-off of 10 km, which is broken from 10 km before the zone to 10 km
         * behind it. */
        r = cross(&t, "standoff", 10, -2 * HOUR);
        *(begins ? &r->from_s : &r->until_s) = change;
        found = judge_one(&t);
        expect_near(found->from.along_m, begins ? 2 * METRES_A_DEGREE : METRES_A_DEGREE - 1e4,
                    1e-3);
        expect_near(found->to.along_m, begins ? 3 * METRES_A_DEGREE + 1e4 : 2 * METRES_A_DEGREE,
                    1e-3);
        assert_true(found->measured == 0);
        /* And with an altitude. */
        r = cross(&t, "min_altitude", 6000, -2 * HOUR);
        *(begins ? &r->from_s : &r->until_s) = change;
        found = judge_one(&t);
        expect_near(found->from.along_m, (begins ? 2 : 1) * METRES_A_DEGREE, 1e-3);
        expect_near(found->to.along_m, (begins ? 3 : 2) * METRES_A_DEGREE, 1e-3);
    }
}

/* The flight is under way when the rule changes, but in the zone or near it only before or after.
 */
static void elsewhere_then(void **state)
{
    (void)state;
    static const char *const kinds[] = {"prohibited", "max_distance", "standoff", "min_altitude",
                                        "max_altitude"};
    static const double limits[] = {0, 1, 10, 6000, 4000};
    static trial t;
    for (size_t k = 0; k < 5; k++) {
        ovf_restriction *r = cross(&t, kinds[k], limits[k],
                                   -3.5 * HOUR); /* left at -0.5 h, a long way off then */
        r->from_s = change;
        expect_verdict(&t, "complies");
        r->from_s = NAN;
        r->until_s = change;
        expect_verdict(&t, "violation");
        r = cross(&t, kinds[k], limits[k], -0.5 * HOUR); /* entered at 0.5 h */
        r->until_s = change;
        expect_verdict(&t, "complies");
        r->until_s = NAN;
        r->from_s = change;
        expect_verdict(&t, "violation");
        /* In force between 1.5 and 2.5 hours, within the passage. */
        r = cross(&t, kinds[k], limits[k], 0);
        r->from_s = change + 1.5 * HOUR;
        r->until_s = change + 2.5 * HOUR;
        const ovf_finding *found = judge_one(&t);
        assert_int_equal(found->severity, OVF_SEVERITY_VIOLATION);
        if (strcmp(kinds[k], "max_distance") == 0)
            expect_near(found->measured, METRES_A_DEGREE / 1000, 1e-6);
        else expect_near(found->to.along_m - found->from.along_m, METRES_A_DEGREE, 1e-3);
    }
}

/* A near miss counts where the rule is in force only. */
static void near_miss(void **state)
{
    (void)state;
    static trial t;
    for (int in_force = 0; in_force < 2; in_force++) {
        new_trial(&t);
        shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 3, 1);
        add_zone(&t, &zone);
        fly_to(&t, 0, 0, 5000, change);
        fly_to(&t, 1 - 10200 / METRES_A_DEGREE, 0, 5000, change + HOUR);
        fly_to(&t, 0, 0.5, 5000, change + 2 * HOUR);
        ovf_restriction *r = add_rule(&t, "standoff", 0, 10);
        r->from_s = change + (in_force ? 0.5 : 1.5) * HOUR;
        expect_verdict(&t, in_force ? "warning" : "complies");
    }
}

static void forget_times(trial *t, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++) t->flight.fixes[i].time_s = NAN;
}

static void missing_times(void **state)
{
    (void)state;
    static const char *const kinds[] = {"prohibited", "max_distance", "standoff", "min_altitude",
                                        "max_altitude"};
    static const double limits[] = {0, 1, 10, 6000, 4000};
    static trial t;
    for (size_t k = 0; k < 5; k++) {
        /* No time at all. */
        ovf_restriction *r = cross(&t, kinds[k], limits[k], 0);
        forget_times(&t, 0, 4);
        expect_verdict(&t, "violation"); /* it is in force at all times */
        r->from_s = change;
        expect_verdict(&t, "unjudged");
        assert_int_equal(t.found[0].severity, OVF_SEVERITY_UNDECIDED);
        /* The first fix has none, and the rule has ended before the first time that is known: it
         * may have been broken until then. */
        r = cross(&t, kinds[k], limits[k], 0);
        forget_times(&t, 0, 3);
        r->until_s = change + 3 * HOUR;
        expect_verdict(&t, "unjudged");
        r->until_s = NAN;
        r->from_s = change + 1 * HOUR;
        expect_verdict(&t, "unjudged");
        /* Before the rule begins all is over. */
        r->from_s = change + 5 * HOUR;
        expect_verdict(&t, "nothing applies");
        /* The times of the passage are missing: known is only that it begins and ends during the
         * change. */
        r = cross(&t, kinds[k], limits[k], -2 * HOUR);
        forget_times(&t, 1, 3);
        r->from_s = change;
        expect_verdict(&t, "unjudged");
        /* But then the whole flight is in force, or out of it. */
        r->from_s = change - 3 * HOUR;
        expect_verdict(&t, "violation");
        r->from_s = change + 3 * HOUR;
        expect_verdict(&t, "nothing applies");
    }
}

/* Only the start of the flight is known: it is over 100 days later, as every flight is. */
static void start_alone(void **state)
{
    (void)state;
    static trial t;
    const double day = 24 * HOUR;
    static const char *const kinds[] = {"prohibited", "max_distance", "standoff", "min_altitude",
                                        "max_altitude"};
    static const double limits[] = {0, 1, 10, 6000, 4000};
    const struct {
        double from_s, until_s; /* after the start; NAN: open */
        const char *wanted;
    } rows[] = {{-day, NAN, "violation"},        {0, NAN, "violation"},
                {-day, 101 * day, "violation"},  {-day, 99 * day, "unjudged"},
                {HOUR, NAN, "unjudged"},         {101 * day, NAN, "nothing applies"},
                {NAN, -HOUR, "nothing applies"}, {NAN, 0, "nothing applies"},
                {NAN, HOUR, "unjudged"},         {NAN, 101 * day, "violation"}};
    for (size_t k = 0; k < 5; k++)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            for (int last = 0; last < 2; last++) { /* the same with the end alone, mirrored */
                ovf_restriction *r = cross(&t, kinds[k], limits[k], 0);
                if (last) forget_times(&t, 0, 3);
                else forget_times(&t, 1, 4);
                r->from_s = change + (last ? 4 * HOUR - rows[i].until_s + 1 : rows[i].from_s);
                r->until_s = change + (last ? 4 * HOUR - rows[i].from_s + 1 : rows[i].until_s);
                expect_verdict(&t, rows[i].wanted);
            }
    /* A time in the middle bounds what comes before and after it. */
    ovf_restriction *r = cross(&t, "max_distance", 1, 0);
    forget_times(&t, 0, 1);
    forget_times(&t, 3, 3);
    r->from_s = change + 2 * HOUR;
    expect_verdict(&t, "violation");
    expect_near(t.found[0].measured, METRES_A_DEGREE / 1000, 1e-6);
    t.rule_count = 0;
    r = add_rule(&t, "prohibited", 0, 0);
    r->from_s = change + 2 * HOUR;
    expect_near(judge_one(&t)->from.along_m, 2 * METRES_A_DEGREE, 1e-3); /* before, surely not */
}

static void days(void **state)
{
    (void)state;
    static trial t;
    const double day = time_of("2018-01-01");
    static const struct {
        double from_h, until_h; /* of the rule, from the day's beginning on; NAN: open */
        const char *wanted;
    } rows[] = {{0, NAN, "violation"},        {-24, 24, "violation"},      {NAN, 24, "violation"},
                {24, NAN, "nothing applies"}, {NAN, 0, "nothing applies"}, {12, NAN, "unjudged"},
                {NAN, 12, "unjudged"},        {6, 18, "unjudged"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int how = 0; how < 2; how++) {
            ovf_restriction *r = cross(&t, "prohibited", 0, 1e8); /* the fixes say something else */
            if (how == 0) {
                t.options.dated = true;
                t.options.date_s = day;
                t.options.until_s = day + 24 * HOUR - 1e-3;
            } else {
                forget_times(&t, 0, 4);
                say_of_route(&t, "date", "2018-01-01");
            }
            r->from_s = day + rows[i].from_h * HOUR;
            r->until_s = day + rows[i].until_h * HOUR;
            expect_verdict(&t, rows[i].wanted);
        }
    }
    /* A moment is in force or not. */
    ovf_restriction *r = cross(&t, "prohibited", 0, 1e8);
    t.options.dated = true;
    t.options.date_s = t.options.until_s = day + 12 * HOUR;
    r->from_s = day + 12 * HOUR;
    expect_verdict(&t, "violation");
    r->from_s = NAN;
    r->until_s = day + 12 * HOUR; /* excluded */
    expect_verdict(&t, "nothing applies");
}

/* Attributes stand for the times of the first and the last fix. */
static void begun_and_completed(void **state)
{
    (void)state;
    static trial t;
    ovf_restriction *r = cross(&t, "prohibited", 0, 0);
    forget_times(&t, 0, 4);
    say_of_route(&t, "started_at", "2018-01-01T10:00:00Z");
    say_of_route(&t, "completed_at", "2018-01-01T14:00:00Z");
    r->from_s = time_of("2018-01-01T15:00:00Z");
    expect_verdict(&t, "nothing applies");
    r->from_s = time_of("2018-01-01T09:00:00Z");
    expect_verdict(&t, "violation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(during_the_flight),  cmocka_unit_test(elsewhere_then),
        cmocka_unit_test(near_miss),          cmocka_unit_test(missing_times),
        cmocka_unit_test(start_alone),        cmocka_unit_test(days),
        cmocka_unit_test(begun_and_completed)};
    change = time_of("2018-01-01");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
