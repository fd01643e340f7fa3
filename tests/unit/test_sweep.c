/* Swept limits: each step says what a check with that limit says, and verdicts turn at the figures
 * that closed forms give: lengths along the equator, heights that were put in.
 *
 * Tests: src/analysis/check/sweep.c */
#include "check_fixture.h"

#include <stdlib.h>

#include "overflight/sweep.h"

#define DEGREE_KM (OVF_EARTH_A * OVF_RADIAN / 1000) /* of longitude, on the equator */
#define MOST_TURNS 8

/* What a sweep has found. */
typedef struct {
    size_t count;
    ovf_swept_step steps[64];
    ovf_turn turns[MOST_TURNS];
    size_t turn_count;
    double measured;
} sweep_outcome;

typedef struct {
    ovf_zone zones[MOST_ZONES];
    ovf_zones all;
    ovf_rules rules;
    ovf_route route;
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_check_options options;
} stage;

static void open_stage(stage *s, trial *t)
{
    for (size_t i = 0; i < t->zone_count; i++) s->zones[i] = zone_of(&t->shapes[i]);
    s->all = (ovf_zones){s->zones, t->zone_count};
    s->rules = (ovf_rules){.items = t->rules, .count = t->rule_count};
    s->route = (ovf_route){.id = "route",
                           .file = "test",
                           .fixes = t->flight.fixes,
                           .fix_count = t->flight.count,
                           .part_ends = &t->flight.count,
                           .part_count = 1};
    s->options = t->options;
    s->options.keep = true;
    ovf_error error = {0};
    ovf_status status = ovf_analyzer_new(
        &s->all, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE}, &s->analyzer, &error);
    if (status == OVF_OK) status = ovf_scratch_new(&s->scratch, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
}

static void close_stage(stage *s)
{
    ovf_scratch_free(s->scratch);
    ovf_analyzer_free(s->analyzer);
}

/* A check with a checker of its own; *exceeded is summed over the rules with the parameter. */
static ovf_verdict check(const stage *s, const char *parameter, double *exceeded)
{
    ovf_checker *checker = NULL;
    const ovf_result *result = NULL;
    ovf_error error = {0};
    ovf_status status = ovf_checker_new(s->analyzer, &s->rules, &s->options, &checker, &error);
    if (status == OVF_OK) status = ovf_analyze(s->analyzer, &s->route, s->scratch, &result, &error);
    if (status == OVF_OK) status = ovf_check_route(checker, s->scratch, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
    *exceeded = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        const ovf_finding *finding = &result->findings[i];
        const char *name = finding->restriction->kind->parameters[0].name;
        if (name != NULL && strcmp(name, parameter) == 0 &&
            strcmp(finding->unit, strrchr(parameter, '_') + 1) == 0 &&
            finding->severity == OVF_SEVERITY_VIOLATION && finding->margin < 0)
            *exceeded -= finding->margin;
    }
    ovf_checker_free(checker);
    return result->judgement->verdict;
}

/* The verdict with this limit in all rules that have it. */
static ovf_verdict check_with(stage *s, const ovf_sweep_range *range, double limit,
                              double *exceeded)
{
    ovf_restriction changed[MOST_RULES], *kept = s->rules.items;
    for (size_t i = 0; i < s->rules.count; i++) {
        changed[i] = kept[i];
        const char *name = kept[i].kind->parameters[0].name;
        if (name != NULL && strcmp(name, range->parameter) == 0 &&
            (range->rule == NULL || strcmp(range->rule, kept[i].rule) == 0))
            changed[i].values[0] = limit;
    }
    s->rules.items = changed;
    ovf_verdict verdict = check(s, range->parameter, exceeded);
    s->rules.items = kept;
    return verdict;
}

/* Sweeps, and compares each step with a check of its own, and what is around each turn. */
static void sweep(trial *t, const ovf_sweep_range *range, sweep_outcome *out)
{
    stage s = {0};
    ovf_sweep *made = NULL;
    ovf_checker *checker = NULL;
    const ovf_result *result = NULL;
    const ovf_swept *swept = NULL;
    ovf_error error = {0};
    open_stage(&s, t);
    ovf_status status = ovf_sweep_new(s.analyzer, &s.rules, &s.options, range, &made, &error);
    if (status == OVF_OK)
        status = ovf_checker_new(s.analyzer, &s.rules, &s.options, &checker, &error);
    if (status == OVF_OK) status = ovf_analyze(s.analyzer, &s.route, s.scratch, &result, &error);
    if (status == OVF_OK) status = ovf_check_route(checker, s.scratch, &error);
    if (status == OVF_OK) status = ovf_sweep_route(made, s.scratch, &swept, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
    *out = (sweep_outcome){.count = ovf_sweep_count(made),
                           .turn_count = swept->turn_count,
                           .measured = swept->measured};
    assert_true(out->count <= 64 && out->turn_count <= MOST_TURNS);
    memcpy(out->steps, swept->steps, out->count * sizeof *out->steps);
    if (out->turn_count > 0) memcpy(out->turns, swept->turns, out->turn_count * sizeof *out->turns);
    for (size_t i = 0; i < out->count; i++) {
        double exceeded, limit = ovf_sweep_limit(made, i);
        assert_int_equal(out->steps[i].verdict, check_with(&s, range, limit, &exceeded));
        if (!(fabs(exceeded - out->steps[i].exceeded) <= 1e-9))
            fail_msg("%.17g exceeded, expected %.17g", out->steps[i].exceeded, exceeded);
    }
    for (size_t i = 0; i < out->turn_count; i++) {
        double none, near = 1e-5 * fmax(out->turns[i].limit, 1);
        assert_int_equal(out->turns[i].before,
                         check_with(&s, range, out->turns[i].limit - near, &none));
        assert_int_equal(out->turns[i].after,
                         check_with(&s, range, out->turns[i].limit + near, &none));
    }
    ovf_checker_free(checker);
    ovf_sweep_free(made);
    close_stage(&s);
}

static void expect_turn(const sweep_outcome *out, size_t index, double limit, double within,
                        ovf_verdict before, ovf_verdict after)
{
    assert_true(index < out->turn_count);
    const ovf_turn *turn = &out->turns[index];
    if (!(fabs(turn->limit - limit) <= within))
        fail_msg("turn at %.12g, expected %.12g", turn->limit, limit);
    assert_int_equal(turn->before, before);
    assert_int_equal(turn->after, after);
}

/* Along the equator, over a zone of one degree, and one of half a degree. */
static void fly(trial *t)
{
    new_trial(t);
    shape wide = rectangle(OVF_EDGES_LONLAT, 1, -1, 2, 1),
          narrow = rectangle(OVF_EDGES_LONLAT, 3, -1, 3.5, 1);
    add_zone(t, &wide);
    add_zone(t, &narrow);
    fly_to(t, 0, 0, 2000, NAN);
    fly_to(t, 1.5, 0, 2000, NAN);
    fly_to(t, 5, 0, NAN, NAN);
}

static void lengths(void **state)
{
    (void)state;
    static const ovf_sweep_range range = {"max_distance_km", NULL, 25, 200, 25};
    trial t;
    sweep_outcome out;
    fly(&t);
    add_rule(&t, "max_distance", 0, 500)->rule = "set/wide";
    sweep(&t, &range, &out);
    assert_int_equal(out.count, 8);
    assert_int_equal(out.turn_count, 1);
    expect_turn(&out, 0, DEGREE_KM, 1e-6, OVF_VERDICT_VIOLATES, OVF_VERDICT_COMPLIES);
    assert_true(fabs(out.measured - DEGREE_KM) < 1e-6);
    assert_true(fabs(out.steps[0].exceeded - (DEGREE_KM - 25)) < 1e-6);
    assert_false(out.steps[0].disputable);
    /* Of several rules the greatest figure decides; one can be chosen. */
    ovf_restriction *narrow = add_rule(&t, "max_distance", 1, 500);
    narrow->rule = "set/narrow";
    narrow->status = "disputed";
    sweep(&t, &range, &out);
    expect_turn(&out, 0, DEGREE_KM, 1e-6, OVF_VERDICT_VIOLATES, OVF_VERDICT_COMPLIES);
    assert_true(fabs(out.steps[0].exceeded - (1.5 * DEGREE_KM - 50)) < 1e-6);
    const ovf_sweep_range one = {"max_distance_km", "set/narrow", 25, 200, 25};
    sweep(&t, &one, &out);
    assert_int_equal(out.turn_count, 1);
    expect_turn(&out, 0, DEGREE_KM / 2, 1e-6, OVF_VERDICT_VIOLATES, OVF_VERDICT_COMPLIES);
    assert_true(out.steps[0].disputable);
    /* Where another rule is broken in any case, the verdict does not turn. */
    add_rule(&t, "prohibited", 1, 0);
    sweep(&t, &range, &out);
    assert_int_equal(out.turn_count, 0);
    for (size_t i = 0; i < out.count; i++)
        assert_int_equal(out.steps[i].verdict, OVF_VERDICT_VIOLATES);
    assert_true(fabs(out.measured - DEGREE_KM) < 1e-6);
}

/* Whether half a degree is above the floor is not known. */
static void undecided(void **state)
{
    (void)state;
    static const ovf_sweep_range fine = {"max_distance_km", NULL, 10, 200, 10},
                                 coarse = {"max_distance_km", NULL, 20, 200, 180};
    trial t;
    sweep_outcome out;
    fly(&t);
    add_rule(&t, "max_distance", 0, 500)->floor = (ovf_height){1000, OVF_HEIGHT_MSL};
    for (int k = 0; k < 2; k++) { /* also where both turns are between two steps */
        sweep(&t, k == 0 ? &fine : &coarse, &out);
        assert_int_equal(out.turn_count, 2);
        expect_turn(&out, 0, DEGREE_KM / 2, 3e-6, OVF_VERDICT_VIOLATES, OVF_VERDICT_UNDECIDED);
        expect_turn(&out, 1, DEGREE_KM, 3e-6, OVF_VERDICT_UNDECIDED, OVF_VERDICT_COMPLIES);
    }
}

/* A least limit turns the other way; the flight passes 0.5 degrees north of a zone. */
static void least_limits(void **state)
{
    (void)state;
    trial t;
    sweep_outcome out;
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, 1, -1, 2, 0);
    add_zone(&t, &zone);
    fly_to(&t, 1.2, 0.5, 3000, NAN);
    fly_to(&t, 1.2, 2, 3500, NAN);
    add_rule(&t, "standoff", 0, 5);
    const ovf_sweep_range range = {"standoff_km", NULL, 10, 100, 10};
    sweep(&t, &range, &out);
    /* Half a degree of the meridian from the equator on: 55,287.152 m by pyproj.Geod. */
    expect_turn(&out, 0, 55.287152, 1e-5, OVF_VERDICT_COMPLIES, OVF_VERDICT_VIOLATES);
    assert_int_equal(out.turn_count, 1);
    t.rule_count = 0;
    add_rule(&t, "min_altitude", OVF_NOWHERE, 100);
    const ovf_sweep_range heights = {"min_altitude_m", NULL, 1000, 5000, 300};
    sweep(&t, &heights, &out);
    expect_turn(&out, 0, 3000, 2e-3, OVF_VERDICT_COMPLIES, OVF_VERDICT_VIOLATES);
    t.rule_count = 0;
    add_rule(&t, "max_altitude", OVF_NOWHERE, 100);
    const ovf_sweep_range ceilings = {"max_altitude_m", NULL, 1000, 5000, 300};
    sweep(&t, &ceilings, &out);
    expect_turn(&out, 0, 3500, 2e-3, OVF_VERDICT_VIOLATES, OVF_VERDICT_COMPLIES);
}

/* What has no figure is bisected: within which length a turn is a circle. */
static void without_figure(void **state)
{
    (void)state;
    static const ovf_sweep_range range = {"loop_km", NULL, 50, 900, 50};
    trial t;
    sweep_outcome out;
    new_trial(&t);
    for (int k = 0; k <= 10; k++) {
        double angle = k * 45 * OVF_RADIAN;
        fly_to(&t, 10 + sin(angle), 1 - cos(angle), 1000, NAN);
    }
    ovf_restriction *r = add_rule(&t, "circling", OVF_NOWHERE, 60);
    r->values[1] = 0;
    sweep(&t, &range, &out);
    assert_int_equal(out.turn_count, 1);
    assert_int_equal(out.turns[0].before, OVF_VERDICT_COMPLIES);
    assert_int_equal(out.turns[0].after, OVF_VERDICT_VIOLATES);
    assert_true(isnan(out.measured) && out.steps[out.count - 1].exceeded == 0);
    /* The octagon's sides are 2 sin 22.5° degrees each, so it is some 680 km around. */
    assert_true(out.turns[0].limit > 400 && out.turns[0].limit < 700);
}

/* Steps like those of 0.1 are round, and the last is there. */
static void steps(void **state)
{
    (void)state;
    static const struct {
        ovf_sweep_range range;
        size_t count;
        double last;
    } some[] = {{{"max_distance_km", NULL, 0.1, 0.5, 0.1}, 5, 0.5},
                {{"max_distance_km", NULL, 250, 1500, 50}, 26, 1500},
                {{"max_distance_km", NULL, 1, 10, 4}, 3, 9},
                {{"max_distance_km", NULL, 1, 2, 5}, 1, 1}};
    trial t;
    fly(&t);
    add_rule(&t, "max_distance", 0, 500);
    stage s = {0};
    open_stage(&s, &t);
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        ovf_sweep *made = NULL;
        assert_int_equal(ovf_sweep_new(s.analyzer, &s.rules, NULL, &some[i].range, &made, NULL),
                         OVF_OK);
        assert_int_equal(ovf_sweep_count(made), some[i].count);
        assert_true(ovf_sweep_limit(made, some[i].count - 1) == some[i].last);
        assert_int_equal(ovf_sweep_rule_count(made), 1);
        assert_int_equal(ovf_sweep_rule(made, 0)->place, 0);
        ovf_sweep_free(made);
    }
    close_stage(&s);
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        ovf_sweep_range range;
        const char *said;
    } bad[] = {
        {{NULL, NULL, 1, 2, 1}, "the name of a limit"},
        {{"max_distance_km", NULL, 2, 1, 1}, "found 2 to 1 by 1"},
        {{"max_distance_km", NULL, 1, 1, 1}, "in order"},
        {{"max_distance_km", NULL, 1, 2, 0}, "step above 0"},
        {{"max_distance_km", NULL, 1, 2, -1}, "step above 0"},
        {{"max_distance_km", NULL, 1, INFINITY, 1}, "in order"},
        {{"max_distance_km", NULL, 1, 2, 1e-5}, "at most 10000 limits"},
        {{"max_distance_km", NULL, 0, 2, 1}, "greater than 0 and at most 50000, found 0 to 2"},
        {{"max_distance_km", NULL, 1, 50001, 1000}, "found 1 to 50001"},
        {{"max_distance", NULL, 1, 2, 1},
         "no rule has the limit max_distance; there are max_distance_km, min_notice_h"},
        {{"fraction", NULL, 0.1, 1, 0.1}, "no rule has the limit fraction"},
        {{"year", NULL, 2000, 2010, 1}, "no rule has the limit year"},
        {{"max_distance_km", "x/y", 1, 2, 1},
         "no rule x/y has the limit max_distance_km; it is of "
         "max_distance"},
    };
    trial t;
    fly(&t);
    add_rule(&t, "max_distance", 0, 500);
    add_rule(&t, "notice", OVF_NOWHERE, 72);
    add_rule(&t, "airfield_reach", OVF_NOWHERE, 0.5);
    add_rule(&t, "flight_distance", OVF_NOWHERE, 2015);
    stage s = {0};
    ovf_sweep *made = NULL;
    ovf_error error = {0};
    const ovf_swept *swept;
    open_stage(&s, &t);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(ovf_sweep_new(s.analyzer, &s.rules, NULL, &bad[i].range, &made, &error),
                         OVF_ERROR_USAGE);
        if (strstr(error.message, bad[i].said) == NULL) fail_msg("%zu: %s", i, error.message);
        assert_null(made);
    }
    const ovf_sweep_range good = {"max_distance_km", NULL, 1, 2, 1};
    assert_int_equal(ovf_sweep_new(NULL, &s.rules, NULL, &good, &made, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_new(s.analyzer, NULL, NULL, &good, &made, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_new(s.analyzer, &s.rules, NULL, NULL, &made, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_new(s.analyzer, &s.rules, NULL, &good, NULL, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_new(s.analyzer, &s.rules, NULL, &good, &made, NULL), OVF_OK);
    assert_int_equal(ovf_sweep_route(NULL, s.scratch, &swept, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_route(made, NULL, &swept, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_route(made, s.scratch, NULL, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_sweep_route(made, s.scratch, &swept, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "a route that was checked"));
    ovf_sweep_free(made);
    ovf_sweep_free(NULL);
    close_stage(&s);
}

/* Random flights and rules: the steps and turns are compared in sweep(). */
static void random_sweeps(void **state)
{
    (void)state;
    srand(16);
    for (int trials = 0; trials < 60; trials++) {
        trial t;
        sweep_outcome out;
        new_trial(&t);
        for (int k = 0; k < 2; k++) {
            shape zone = rectangle(OVF_EDGES_LONLAT, 2 * k + 0.5, rand() % 3, 2 * k + 2.0, 4);
            add_zone(&t, &zone);
        }
        for (int k = 0; k < 6; k++)
            fly_to(&t, rand() % 500 / 100.0, rand() % 500 / 100.0,
                   rand() % 4 == 0 ? NAN : 500.0 + rand() % 5000, NAN);
        static const char *const kinds[] = {"max_distance", "standoff", "max_altitude",
                                            "min_altitude"};
        static const ovf_sweep_range ranges[] = {{"max_distance_km", NULL, 20, 900, 40},
                                                 {"standoff_km", NULL, 5, 300, 30},
                                                 {"max_altitude_m", NULL, 300, 6000, 570},
                                                 {"min_altitude_m", NULL, 300, 6000, 570}};
        size_t chosen = (size_t)(trials % 4);
        for (size_t k = 0; k < 2; k++) {
            ovf_restriction *r = add_rule(&t, kinds[chosen], k, 100);
            if (rand() % 2 == 0) r->floor = (ovf_height){1000, OVF_HEIGHT_MSL};
        }
        add_rule(&t, "max_altitude", 0, 5200);
        sweep(&t, &ranges[chosen], &out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),       cmocka_unit_test(undecided),
        cmocka_unit_test(least_limits),  cmocka_unit_test(without_figure),
        cmocka_unit_test(steps),         cmocka_unit_test(refused),
        cmocka_unit_test(random_sweeps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
