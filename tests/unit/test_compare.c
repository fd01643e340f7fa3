/* Views side by side: which rules are the same, what each view says of them, and what differs.
 *
 * Tests: src/analysis/check/compare.c */
#include "check_fixture.h"

#include "overflight/compare.h"

#define DEGREE_KM (OVF_EARTH_A * OVF_RADIAN / 1000) /* of longitude, on the equator */
#define MOST_VIEWS 3

/* A flight along the equator, over zones of one degree, and the rules of each view. */
typedef struct {
    trial rules[MOST_VIEWS]; /* of which only the rules are used */
    size_t view_count;
    trial flown;
    ovf_comparison comparison;
    ovf_checker *checkers[MOST_VIEWS];
    ovf_rules sets[MOST_VIEWS];
    ovf_analyzer *analyzer;
    ovf_scratch *scratch;
    ovf_zone zones[MOST_ZONES];
    ovf_zones all;
} views;

static void begin(views *v, size_t view_count)
{
    memset(v, 0, sizeof *v);
    v->view_count = view_count;
    for (size_t i = 0; i < 2; i++) {
        shape zone = rectangle(OVF_EDGES_LONLAT, 1 + 2 * (double)i, -1, 2 + 2 * (double)i, 1);
        add_zone(&v->flown, &zone);
    }
    fly_to(&v->flown, 0, 0, NAN, NAN);
    fly_to(&v->flown, 5, 0, NAN, NAN);
}

static ovf_restriction *add(views *v, size_t view, const char *rule, const char *kind, size_t zone,
                            double limit)
{
    static const char *const ids[] = {"first", "second"};
    ovf_restriction *r = add_rule(&v->rules[view], kind, zone, limit);
    r->rule = rule;
    if (zone != OVF_NOWHERE) r->place_id = ids[zone];
    return r;
}

static void compare_all(views *v, bool kept)
{
    ovf_error error = {0};
    const ovf_result *result = NULL;
    const ovf_check_options options = {.keep = true};
    for (size_t i = 0; i < v->flown.zone_count; i++) v->zones[i] = zone_of(&v->flown.shapes[i]);
    v->all = (ovf_zones){v->zones, v->flown.zone_count};
    const ovf_route route = {.id = "route",
                             .file = "test",
                             .fixes = v->flown.flight.fixes,
                             .fix_count = v->flown.flight.count,
                             .part_ends = &v->flown.flight.count,
                             .part_count = 1};
    ovf_status status = ovf_analyzer_new(
        &v->all, &(ovf_analysis_options){.search_m = OVF_SEARCH_NONE}, &v->analyzer, &error);
    if (status == OVF_OK) status = ovf_scratch_new(&v->scratch, &error);
    if (status == OVF_OK) status = ovf_analyze(v->analyzer, &route, v->scratch, &result, &error);
    if (status == OVF_OK) status = ovf_comparison_begin(&v->comparison, v->view_count, &error);
    for (size_t i = 0; i < v->view_count && status == OVF_OK; i++) {
        v->sets[i] = (ovf_rules){.items = v->rules[i].rules, .count = v->rules[i].rule_count};
        status = ovf_checker_new(v->analyzer, &v->sets[i], &options, &v->checkers[i], &error);
        if (status == OVF_OK) status = ovf_check_route(v->checkers[i], v->scratch, &error);
        if (status == OVF_OK)
            status = ovf_comparison_add(&v->comparison, i, &v->sets[i], result, &error);
    }
    if (status == OVF_OK) status = ovf_comparison_end(&v->comparison, kept, &error);
    if (status != OVF_OK) fail_msg("%s", error.message);
}

static void end(views *v)
{
    for (size_t i = 0; i < v->view_count; i++) ovf_checker_free(v->checkers[i]);
    ovf_scratch_free(v->scratch);
    ovf_analyzer_free(v->analyzer);
    ovf_comparison_clear(&v->comparison);
}

static const ovf_compared *row_named(const views *v, const char *name)
{
    for (size_t i = 0; i < v->comparison.count; i++)
        if (strcmp(v->comparison.rows[i].name, name) == 0) return &v->comparison.rows[i];
    fail_msg("expected a row \"%s\"", name);
    return NULL;
}

/* A limit that one view breaks, one keeps and one does not have. */
static void outcomes(void **state)
{
    (void)state;
    static views v;
    begin(&v, 3);
    add(&v, 0, "a/length", "max_distance", 0, 0.5 * DEGREE_KM);
    add(&v, 1, "b/length", "max_distance", 0, 3 * DEGREE_KM);
    add(&v, 2, "c/other", "max_distance", 1, 3 * DEGREE_KM);
    compare_all(&v, false);
    assert_int_equal(v.comparison.count, 1);
    const ovf_compared *row = row_named(&v, "length");
    assert_true(row->differs && row->in_several_sets);
    assert_int_equal(row->views[0].outcome, OVF_OUTCOME_VIOLATION);
    assert_int_equal(row->views[0].count, 1);
    expect_near(row->views[0].measured, DEGREE_KM, 1e-9);
    expect_near(row->views[0].limit, 0.5 * DEGREE_KM, 1e-9);
    expect_near(row->views[0].margin, -0.5 * DEGREE_KM, 1e-9);
    assert_string_equal(row->views[0].unit, "km");
    assert_int_equal(row->views[1].outcome, OVF_OUTCOME_KEPT);
    assert_int_equal(row->views[1].count, 0);
    expect_near(row->views[1].limit, 3 * DEGREE_KM, 1e-9);
    assert_int_equal(row->views[2].outcome, OVF_OUTCOME_NO_RULE);
    assert_null(row->views[2].restriction);
    end(&v);
}

/* What all views say alike is no difference; another limit is. */
static void same_and_other_figures(void **state)
{
    (void)state;
    static views v;
    for (int other = 0; other < 2; other++) {
        begin(&v, 2);
        add(&v, 0, "a/length", "max_distance", 0, 0.5 * DEGREE_KM);
        add(&v, 1, "a/length", "max_distance", 0, (other ? 0.6 : 0.5) * DEGREE_KM);
        compare_all(&v, false);
        assert_int_equal(v.comparison.count, 1);
        assert_int_equal(v.comparison.rows[0].differs, other);
        assert_false(v.comparison.rows[0].in_several_sets);
        end(&v);
    }
}

/* A rule that was no longer in force is there, and silent; one that asks for what the route lacks
 * is not asked. */
static void silent_and_not_asked(void **state)
{
    (void)state;
    static views v;
    begin(&v, 2);
    say_of_route(&v.flown, "date", "2015-06-01");
    add(&v, 0, "a/length", "prohibited", 0, NAN);
    add(&v, 1, "a/length", "prohibited", OVF_NOWHERE, NAN)->place_id = "first";
    v.rules[1].rules[0].scope = OVF_SCOPE_ZONE; /* of a zone that is not there */
    compare_all(&v, false);
    const ovf_compared *row = row_named(&v, "length");
    assert_int_equal(row->views[0].outcome, OVF_OUTCOME_VIOLATION);
    assert_int_equal(row->views[1].outcome, OVF_OUTCOME_NOT_ASKED);
    end(&v);
    begin(&v, 2);
    v.flown.flight.fixes[0].time_s = v.flown.flight.fixes[1].time_s = 1e9;
    add(&v, 0, "a/length", "prohibited", 0, NAN);
    add(&v, 1, "a/length", "prohibited", 0, NAN)->until_s = 9e8;
    compare_all(&v, false);
    row = row_named(&v, "length");
    assert_int_equal(row->views[0].outcome, OVF_OUTCOME_VIOLATION);
    assert_int_equal(row->views[1].outcome, OVF_OUTCOME_SILENT);
    assert_ptr_equal(row->views[1].restriction, &v.rules[1].rules[0]);
    /* It had nothing else to judge by, which is no rule that the other lacks. */
    row = row_named(&v, "nothing-judged");
    assert_int_equal(row->views[0].outcome, OVF_OUTCOME_SILENT);
    assert_int_equal(row->views[1].outcome, OVF_OUTCOME_UNDECIDED);
    end(&v);
}

/* Rules are the same by name, kind and zone; the worst rows come first, and of several findings the
 * worst stands for all. */
static void rows(void **state)
{
    (void)state;
    static views v;
    for (int kept = 0; kept < 2; kept++) {
        begin(&v, 2);
        add(&v, 0, "a/kept", "max_distance", 0, 100 * DEGREE_KM);
        add(&v, 0, "a/near", "max_distance", 0, 1.01 * DEGREE_KM);
        add(&v, 0, "a/broken", "max_distance", 0, 0.5 * DEGREE_KM);
        add(&v, 1, "x/y/broken", "prohibited", 0, NAN);
        add(&v, 1, "b/broken", "max_distance", 1, 0.2 * DEGREE_KM);
        add(&v, 1, "b/broken", "max_distance", 1, 0.1 * DEGREE_KM);
        compare_all(&v, kept);
        const ovf_compared *row = v.comparison.rows;
        assert_int_equal(v.comparison.count, kept ? 5 : 4);
        for (size_t i = 0; i < 3; i++) assert_string_equal(row[i].name, "broken");
        assert_string_equal(row[0].restriction->rule, "a/broken");
        assert_string_equal(row[1].restriction->rule, "x/y/broken");
        assert_string_equal(row[2].restriction->rule, "b/broken");
        assert_int_equal(row[2].views[1].count, 2);
        expect_near(row[2].views[1].limit, 0.1 * DEGREE_KM, 1e-9);
        assert_string_equal(row[3].name, "near");
        assert_int_equal(row[3].views[0].outcome, OVF_OUTCOME_WARNING);
        if (kept) assert_int_equal(row[4].views[0].outcome, OVF_OUTCOME_KEPT);
        end(&v);
    }
}

static void misuse(void **state)
{
    (void)state;
    ovf_error error = {0};
    ovf_comparison comparison = {0};
    const ovf_rules none = {0};
    const ovf_judgement judgement = {.verdict = OVF_VERDICT_COMPLIES};
    const ovf_result unjudged = {0}, judged = {.judgement = &judgement};
    assert_int_equal(ovf_comparison_begin(NULL, 1, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_begin(&comparison, 0, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_begin(&comparison, 2, &error), OVF_OK);
    assert_int_equal(ovf_comparison_add(&comparison, 0, NULL, &judged, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_add(&comparison, 0, &none, NULL, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_add(&comparison, 0, &none, &unjudged, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_add(&comparison, 2, &none, &judged, &error), OVF_ERROR_USAGE);
    assert_int_equal(ovf_comparison_add(&comparison, 0, &none, &judged, &error), OVF_OK);
    assert_int_equal(ovf_comparison_end(&comparison, false, &error), OVF_ERROR_USAGE);
    assert_non_null(strstr(error.message, "view 1 was not added"));
    assert_int_equal(ovf_comparison_add(&comparison, 1, &none, &judged, &error), OVF_OK);
    assert_int_equal(ovf_comparison_end(&comparison, false, &error), OVF_OK);
    assert_int_equal(comparison.count, 0);
    ovf_comparison_clear(&comparison);
    ovf_comparison_clear(NULL);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes), cmocka_unit_test(same_and_other_figures),
        cmocka_unit_test(silent_and_not_asked), cmocka_unit_test(rows), cmocka_unit_test(misuse)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
