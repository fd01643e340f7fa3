/* Tests: src/analysis/check/check.c src/analysis/check/checker.c src/analysis/check/rule_index.c
 * Tests: src/analysis/check/undecided.c src/analysis/check/judging.c src/model/standing.c
 *
 * What findings come to: a flight complies only where everything that binds it was judged. */
#include "check_fixture.h"

#include "analysis/check/judging.h"
#include "model/restriction.h"

/* The flight goes along the equator from 0° to 10° E; zones are a degree wide, and it passes
 * through the first, between 2° and 3° E. The second is far away. */
static void fly_through(trial *t)
{
    new_trial(t);
    shape near = rectangle(OVF_EDGES_LONLAT, 2, -1, 3, 1),
          far = rectangle(OVF_EDGES_LONLAT, 40, 40, 41, 41);
    add_zone(t, &near);
    add_zone(t, &far);
    fly_to(t, 0, 0, 1000, NAN);
    fly_to(t, 10, 0, 1000, NAN);
    t->options.margin = OVF_MARGIN_NONE;
}

static void expect(trial *t, ovf_verdict wanted)
{
    judge(t);
    if (t->judgement.verdict != wanted)
        fail_msg("%s, wanted %s: %s", ovf_verdict_name(t->judgement.verdict),
                 ovf_verdict_name(wanted),
                 t->found_count > 0 ? t->found[0].message : "nothing is found");
    /* Somebody is told why. */
    if (wanted == OVF_VERDICT_UNDECIDED) {
        size_t reasons = 0;
        for (size_t i = 0; i < t->found_count; i++)
            reasons += t->found[i].severity == OVF_SEVERITY_UNDECIDED && !t->found[i].judged &&
                       strstr(t->found[i].message, "could not be judged") != NULL;
        assert_true(reasons > 0);
        assert_int_equal(reasons, t->judgement.undecided);
    }
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(ovf_verdict_name(OVF_VERDICT_COMPLIES), "complies");
    assert_string_equal(ovf_verdict_name(OVF_VERDICT_VIOLATES), "violates");
    assert_string_equal(ovf_verdict_name(OVF_VERDICT_UNDECIDED), "undecided");
    assert_string_equal(ovf_verdict_name((ovf_judgement){0}.verdict), "undecided");
}

static void nothing_judged(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_string_equal(t.found[0].restriction->rule, "nothing-judged");
    /* What is elsewhere is kept by being elsewhere. */
    ovf_restriction *r = add_rule(&t, "prohibited", 1, 0);
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.found_count, 0);
    /* A rule that is not in force then says nothing, wherever it is. */
    for (size_t zone = 0; zone < 2; zone++) {
        r->place = zone;
        r->from_s = time_of("2020-01-01");
        t.attribute_count = 0;
        say_of_route(&t, "date", "2019-06-01");
        expect(&t, OVF_VERDICT_UNDECIDED);
        assert_string_equal(t.found[0].restriction->rule, "nothing-judged");
    }
}

static void dates(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
    expect(&t, OVF_VERDICT_VIOLATES);
    r->from_s = time_of("2020-01-01");
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_DATE);
    say_of_route(&t, "date", "2020-06-01");
    expect(&t, OVF_VERDICT_VIOLATES);
    /* A rule that may not have been in force is not one by which a flight complies, though kept. */
    t.attribute_count = 0;
    r->place = 1;
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_int_equal(t.found[0].remedy, OVF_REMEDY_DATE);
    /* But beside another it makes no doubt, as it is kept whether or not it binds. */
    (void)add_rule(&t, "prohibited", 1, 0);
    expect(&t, OVF_VERDICT_COMPLIES);
    /* A rule that only warns does not decide, and neither does its doubt. */
    r->place = 0;
    r->severity = OVF_SEVERITY_WARNING;
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.judgement.warnings, 1);
    assert_false(t.found[0].judged);
}

/* A rule set is meant for flights of a period: one without a date is taken to be of it. */
static void meant_for(void **state)
{
    (void)state;
    static trial t;
    static const struct {
        const char *from, *until; /* of the rule, in force; NULL: open */
        ovf_verdict verdict;
    } rows[] = {{NULL, "2005-01-01", OVF_VERDICT_COMPLIES},
                {"2021-01-01", NULL, OVF_VERDICT_COMPLIES},
                {NULL, "2012-01-01", OVF_VERDICT_COMPLIES},
                {"2012-01-01", NULL, OVF_VERDICT_VIOLATES},
                {NULL, "2021-01-01", OVF_VERDICT_VIOLATES},
                {"2000-01-01", "2022-01-01", OVF_VERDICT_VIOLATES},
                {"2013-01-01", NULL, OVF_VERDICT_UNDECIDED},
                {NULL, "2013-01-01", OVF_VERDICT_UNDECIDED},
                {"2010-01-01", "2020-12-31", OVF_VERDICT_UNDECIDED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fly_through(&t);
        ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
        (void)add_rule(&t, "prohibited", 1, 0); /* so that something is judged */
        r->from_s = rows[i].from == NULL ? NAN : time_of(rows[i].from);
        r->until_s = rows[i].until == NULL ? NAN : time_of(rows[i].until);
        r->flights_from_s = time_of("2012-01-01");
        r->flights_until_s = time_of("2021-01-01");
        expect(&t, rows[i].verdict);
        /* A date that is known decides, whatever the set is meant for. */
        say_of_route(&t, "date", "2004-06-01");
        expect(&t, rows[i].from == NULL || strcmp(rows[i].from, "2004") < 0 ? OVF_VERDICT_VIOLATES
                                                                            : OVF_VERDICT_COMPLIES);
    }
}

static void not_understood(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
    r->kind = &ovf_kind_not_understood;
    r->note = "UPPER_VAL 2500, TYPE_CODE R";
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_non_null(strstr(t.found[0].message, "UPPER_VAL 2500, TYPE_CODE R"));
    assert_true(fabs(t.found[0].from.lon - 2) < 1e-9);
    /* One that is not met says nothing, and so nothing was judged. */
    r->place = 1;
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_string_equal(t.found[0].restriction->rule, "nothing-judged");
    (void)add_rule(&t, "max_distance", 0, 200);
    expect(&t, OVF_VERDICT_COMPLIES);
}

static void not_asked(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    (void)add_rule(&t, "notice", OVF_NOWHERE, 24);
    expect(&t, OVF_VERDICT_UNDECIDED); /* nothing else was judged */
    ovf_restriction *r = add_rule(&t, "max_distance", 0, 200);
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.found_count, 0);
    assert_int_equal(t.judgement.not_asked_count, 1);
    assert_ptr_equal(t.not_asked[0].restriction, &t.rules[0]);
    assert_non_null(strstr(t.not_asked[0].what, "submitted_at"));
    t.options.strict = true;
    expect(&t, OVF_VERDICT_UNDECIDED);
    r->values[0] = 1;
    expect(&t, OVF_VERDICT_VIOLATES);
    t.options.strict = false;
    r->values[0] = 200;
    /* A rule whose zone is not there. */
    r = add_rule(&t, "prohibited", 0, 0);
    r->place = OVF_NOWHERE;
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.judgement.not_asked_count, 2);
    t.options.strict = true;
    expect(&t, OVF_VERDICT_UNDECIDED);
}

static void left_out(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    ovf_restriction *r = add_rule(&t, "max_distance", 0, 200);
    t.options.zones_left_out = 2;
    expect(&t, OVF_VERDICT_UNDECIDED);
    assert_non_null(strstr(t.found[0].message, "2 zones could not be read"));
    r->values[0] = 1;
    expect(&t, OVF_VERDICT_VIOLATES);
}

/* A degree on the equator is 111.319490793 km (WGS 84, a π/180). */
static void kept(void **state)
{
    (void)state;
    static trial t;
    fly_through(&t);
    (void)add_rule(&t, "max_distance", 0, 200);
    (void)add_rule(&t, "prohibited", 1, 0);
    ovf_restriction *r = add_rule(&t, "max_altitude", 0, 3000);
    r->reference = OVF_HEIGHT_MSL;
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.judgement.kept_count, 0);
    t.options.keep = true;
    expect(&t, OVF_VERDICT_COMPLIES);
    assert_int_equal(t.judgement.kept_count, 2); /* of the zone that it comes near */
    assert_int_equal(t.judgement.judged, 2);
    expect_near(t.kept[0].measured, 111.319490793, 1e-6);
    expect_near(t.kept[0].limit, 200, 0);
    expect_near(t.kept[0].margin, 200 - 111.319490793, 1e-6);
    assert_string_equal(t.kept[0].unit, "km");
    expect_near(t.kept[1].measured, 1000, 1e-9);
    /* What is broken is not kept. */
    t.rules[0].values[0] = 100;
    expect(&t, OVF_VERDICT_VIOLATES);
    assert_int_equal(t.judgement.kept_count, 1);
}

static void standings(void **state)
{
    (void)state;
    static trial t;
    static const struct {
        const char *status, *confidence, *standing;
        bool disputable;
    } rows[] = {{"in force", "T", "in force", false}, {"Disputed", "P", "disputed", true},
                {"lifted", NULL, "lifted", true},     {NULL, NULL, "own", false},
                {"valid", NULL, "own", false},        {"in force", "M", "remembered", true},
                {"agreed", "C", "agreed", false}};
    fly_through(&t);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ovf_restriction *r = add_rule(&t, "max_distance", 0, 10);
        r->status = rows[i].status;
        r->confidence = rows[i].confidence;
        assert_string_equal(ovf_restriction_standing(r), rows[i].standing);
        assert_int_equal(ovf_restriction_is_disputable(r), rows[i].disputable);
    }
    expect(&t, OVF_VERDICT_VIOLATES);
    assert_int_equal(t.judgement.violations, 7);
    assert_int_equal(t.judgement.disputable, 3);
}

static void rules_keep(void **state)
{
    (void)state;
    static const char *const words[] = {"in force", "disputed"}, *const bad[] = {"fishy"};
    static const char *const statuses[] = {"in force", "disputed", "lifted", "in force", "own"};
    ovf_rules rules = {.items = calloc(5, sizeof *rules.items), .count = 5, .from_sets = 3};
    ovf_error error = {0};
    assert_non_null(rules.items);
    for (size_t i = 0; i < 5; i++) {
        char *status = malloc(20);
        assert_non_null(status);
        strcpy(status, statuses[i]);
        rules.items[i] = (ovf_restriction){.kind = ovf_kind_named("prohibited"), .status = status};
    }
    assert_int_equal(ovf_rules_keep(&rules, bad, 1, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "fishy"));
    assert_int_equal(rules.count, 5);
    assert_int_equal(ovf_rules_keep(&rules, words, 2, &error), OVF_OK);
    assert_int_equal(rules.count, 3);
    assert_int_equal(rules.from_sets, 2);
    assert_string_equal(rules.items[2].status, "in force");
    ovf_rules_clear(&rules);
}

/* ---- random flights ---- */

static bool happens(double chance) { return uniform(0, 1) < chance; }

static const char *const kinds[] = {"prohibited", "max_distance", "standoff", "min_altitude",
                                    "max_altitude"};

static void draw_rule(trial *t)
{
    static const double limits[] = {0, 300, 40, 2000, 4000};
    size_t kind = (size_t)uniform(0, 5), zone = (size_t)uniform(0, (double)t->zone_count);
    ovf_restriction *r = add_rule(t, kinds[kind], zone, limits[kind] * uniform(0.3, 2));
    r->reference = OVF_HEIGHT_MSL;
    double from_s = uniform(0, 20000);
    if (happens(0.3)) r->from_s = from_s;
    if (happens(0.3)) r->until_s = from_s + uniform(1, 20000);
    if (happens(0.2)) r->floor = (ovf_height){uniform(0, 3000), OVF_HEIGHT_MSL};
    if (happens(0.2)) r->ceiling = (ovf_height){uniform(3001, 6000), OVF_HEIGHT_MSL};
    if (happens(0.1)) r->severity = OVF_SEVERITY_WARNING;
}

static void draw(trial *t, size_t rules)
{
    double lon = uniform(-3, 3), lat = uniform(-3, 3), time_s = uniform(0, 10000);
    new_trial(t);
    for (size_t i = 0; i < 3; i++) {
        double west = uniform(-4, 4), south = uniform(-4, 4);
        shape one = rectangle(OVF_EDGES_LONLAT, west, south, west + uniform(0.2, 2),
                              south + uniform(0.2, 2));
        add_zone(t, &one);
    }
    for (size_t i = 0; i < rules; i++) draw_rule(t);
    for (size_t i = 0; i < 5; i++) {
        fly_to(t, lon, lat, uniform(500, 7000), time_s);
        lon += uniform(-2, 2);
        lat += uniform(-2, 2);
        time_s += uniform(100, 4000);
    }
}

/* Takes knowledge away: altitudes, times, or all times and the date. */
static void forget(trial *t)
{
    bool no_times = happens(0.3);
    for (size_t i = 0; i < t->flight.count; i++) {
        if (no_times || happens(0.3)) t->flight.fixes[i].time_s = NAN;
        if (happens(0.3)) t->flight.fixes[i].altitude_m = NAN;
    }
}

#define TRIALS 20000

/* Knowing less never makes a flight comply. */
static void forgetting(void **state)
{
    (void)state;
    static trial t;
    size_t counts[3] = {0}, became[3] = {0};
    for (size_t i = 0; i < TRIALS; i++) {
        draw(&t, 1 + (size_t)uniform(0, 6));
        judge(&t);
        ovf_verdict before = t.judgement.verdict;
        forget(&t);
        judge(&t);
        counts[before]++;
        if (before == OVF_VERDICT_COMPLIES) continue;
        became[t.judgement.verdict]++;
        if (t.judgement.verdict == OVF_VERDICT_COMPLIES)
            fail_msg("trial %zu: %s, and complies when less is known", i, ovf_verdict_name(before));
    }
    print_message("%zu comply, %zu violate, %zu undecided; of the last two %zu violate, %zu are "
                  "undecided when less is known\n",
                  counts[1], counts[2], counts[0], became[2], became[0]);
    assert_true(counts[1] > TRIALS / 10 && counts[2] > TRIALS / 10 && became[0] > TRIALS / 20);
}

/* All rules together find what each finds alone. */
static void together(void **state)
{
    (void)state;
    static trial t, alone;
    size_t findings = 0;
    for (size_t i = 0; i < TRIALS / 10; i++) {
        draw(&t, 8);
        if (happens(0.5)) forget(&t);
        judge(&t);
        size_t at = 0, judged = 0;
        for (size_t k = 0; k < t.rule_count; k++) {
            alone = t;
            alone.rules[0] = t.rules[k];
            alone.rule_count = 1;
            judge(&alone);
            judged += alone.judgement.judged;
            for (size_t f = 0; f < alone.found_count; f++) {
                if (strcmp(alone.found[f].restriction->rule, "nothing-judged") == 0) continue;
                assert_true(at < t.found_count);
                assert_string_equal(alone.found[f].message, t.found[at].message);
                assert_int_equal(alone.found[f].severity, t.found[at].severity);
                at++;
            }
        }
        if (t.found_count > 0 &&
            strcmp(t.found[t.found_count - 1].restriction->rule, "nothing-judged") == 0)
            at++;
        assert_int_equal(at, t.found_count);
        assert_int_equal(judged, t.judgement.judged);
        findings += at;
    }
    assert_true(findings > TRIALS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),      cmocka_unit_test(nothing_judged), cmocka_unit_test(dates),
        cmocka_unit_test(meant_for),  cmocka_unit_test(not_understood), cmocka_unit_test(not_asked),
        cmocka_unit_test(left_out),   cmocka_unit_test(kept),           cmocka_unit_test(standings),
        cmocka_unit_test(rules_keep), cmocka_unit_test(forgetting),     cmocka_unit_test(together)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
