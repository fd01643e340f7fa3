/* How sure figures are where an outline is uncertain: closed forms on the equator and a meridian,
 * and a brute-force twin on random rectangles, which asks how far places of the route are from the
 * outline until that decides (distances change by a metre a metre at most).
 *
 * Tests: src/analysis/check/unsure.c src/analysis/check/route_near.c
 * src/analysis/check/kind_distance.c src/analysis/check/kind_prohibited.c
 * src/analysis/check/kind_standoff.c src/analysis/check/rule_index.c */
#include "check_fixture.h"
#include "distance_twin.h"
#include "geodesy/proximity.h"

#define DEGREE_M (OVF_EARTH_A * OVF_RADIAN)

static trial t;

static ovf_restriction *begin(const char *kind, double west, double limit, double uncertainty_m)
{
    new_trial(&t);
    shape zone = rectangle(OVF_EDGES_LONLAT, west, -1, west + 1, 1);
    add_zone(&t, &zone);
    ovf_restriction *r = add_rule(&t, kind, 0, limit);
    r->uncertainty_m = uncertainty_m;
    t.options.keep = true;
    return r;
}

static void fly(double from_lon, double from_lat, double to_lon, double to_lat)
{
    t.flight.count = 0;
    fly_to(&t, from_lon, from_lat, 1000, NAN);
    fly_to(&t, to_lon, to_lat, 1000, NAN);
}

static bool says_turn(const ovf_finding *finding)
{
    return strstr(finding->message, "could turn") != NULL;
}

static void expect_range(const ovf_finding *finding, double least_m, double most_m)
{
    expect_near(finding->least * 1000, least_m, 2e-3);
    expect_near(finding->most * 1000, most_m, 2e-3);
}

/* ---- closed forms ---- */

/* Straight through a degree: each of the two edges gives and takes the uncertainty. */
static void lengths(void **state)
{
    (void)state;
    for (int across = 0; across < 2; across++) {
        double west = across ? 179.5 : 0;
        begin("max_distance", west, DEGREE_M / 1000 - 1.999, 1000);
        fly(west - 1, 0, west + 2, 0);
        const ovf_finding *found = judge_one(&t);
        assert_int_equal(found->severity, OVF_SEVERITY_VIOLATION);
        expect_range(found, DEGREE_M - 2000, DEGREE_M + 2000);
        assert_true(says_turn(found));
        assert_non_null(strstr(found->message,
                               "; with the outline uncertain by 1000 m it is "
                               "109.319 km to 113.319 km, so that the verdict could "
                               "turn"));
        t.rules[0].values[0] = DEGREE_M / 1000 - 2.001;
        assert_false(says_turn(judge_one(&t)));
        /* Kept, though the margin would warn: it says so. Without a margin only the range does. */
        for (int margin = 0; margin < 2; margin++) {
            t.options.margin = margin ? 0 : OVF_MARGIN_NONE;
            t.rules[0].values[0] = DEGREE_M / 1000 + 1.999;
            found = judge_one(&t);
            assert_int_equal(found->severity, OVF_SEVERITY_WARNING);
            assert_true(found->near_miss && found->judged && says_turn(found));
            expect_near(found->measured, DEGREE_M / 1000, 1e-6);
        }
        t.options.margin = OVF_MARGIN_NONE;
        t.rules[0].values[0] = DEGREE_M / 1000 + 2.0; /* at it, which is allowed */
        expect_verdict(&t, "complies");
        t.rules[0].values[0] = DEGREE_M / 1000 + 2.001;
        expect_verdict(&t, "complies");
        assert_int_equal(t.judgement.kept_count, 1);
        expect_range(&t.kept[0], DEGREE_M - 2000, DEGREE_M + 2000);
        t.rules[0].uncertainty_m = 0;
        expect_verdict(&t, "complies");
        assert_true(isnan(t.kept[0].least) && isnan(t.kept[0].most));
    }
}

static void along_a_meridian(void **state)
{
    (void)state;
    double length_m;
    geod_inverse(ovf_earth(), -1, 0.5, 1, 0.5, &length_m, NULL, NULL);
    begin("max_distance", 0, 1, 1000);
    fly(0.5, -2, 0.5, 2);
    expect_range(judge_one(&t), length_m - 2000, length_m + 2000);
    fly(0.5, 0, 0.5, 2); /* begins inside */
    expect_range(judge_one(&t), length_m / 2 - 1000, length_m / 2 + 1000);
}

/* Along an edge, as near as the outline is uncertain: all of it may be inside, or nothing. */
static void along_an_edge(void **state)
{
    (void)state;
    const double apart = 400 / DEGREE_M;
    for (int inside = 0; inside < 2; inside++) {
        double lon = inside ? apart : -apart, length_m;
        begin("max_distance", 0, 50, 500);
        fly(lon, -0.5, lon, 0.5);
        geod_inverse(ovf_earth(), -0.5, lon, 0.5, lon, &length_m, NULL, NULL);
        const ovf_finding *found = judge_one(&t);
        expect_range(found, 0, length_m);
        assert_int_equal(found->severity, inside ? OVF_SEVERITY_VIOLATION : OVF_SEVERITY_WARNING);
        assert_true(says_turn(found));
        expect_near(found->measured * 1000, inside ? length_m : 0, 1e-3);
        t.rules[0].uncertainty_m = 399;
        if (inside) assert_false(says_turn(judge_one(&t)));
        else expect_verdict(&t, "complies");
    }
    /* On the edge itself. */
    begin("prohibited", 0, 0, 500);
    fly(0, -0.5, 0, 0.5);
    judge(&t);
    assert_true(t.found_count > 0);
    for (size_t i = 0; i < t.found_count; i++) assert_true(says_turn(&t.found[i]));
}

static void prohibited(void **state)
{
    (void)state;
    const double depth = 400 / DEGREE_M;
    begin("prohibited", 0, 0, 500);
    fly(-1, 0, depth, 0); /* 400 m into it */
    const ovf_finding *found = judge_one(&t);
    assert_int_equal(found->severity, OVF_SEVERITY_VIOLATION);
    expect_range(found, 0, 900);
    assert_true(says_turn(found));
    fly(-1, 0, 1.5 * depth, 0); /* 600 m */
    found = judge_one(&t);
    expect_range(found, 100, 1100);
    assert_false(says_turn(found));
    fly(-1, 0, -0.3 * depth, 0); /* to 120 m */
    found = judge_one(&t);
    assert_true(found->near_miss && found->judged);
    assert_int_equal(found->severity, OVF_SEVERITY_WARNING);
    assert_int_equal(t.judgement.verdict, OVF_VERDICT_COMPLIES);
    expect_range(found, 0, 380);
    expect_near(found->from.along_m, DEGREE_M - 500, 2e-3);
    expect_near(found->nearest.along_m, DEGREE_M - 120, 2e-3);
    assert_non_null(
        strstr(found->message, "comes within 120 m of zone, whose outline is uncertain by 500 m"));
    fly(-1, 0, -1.2475 * depth, 0); /* to 499 m */
    assert_int_equal(judge_one(&t)->severity, OVF_SEVERITY_WARNING);
    fly(-1, 0, -1.2525 * depth, 0); /* to 501 m */
    expect_verdict(&t, "complies");
    t.rules[0].uncertainty_m = 0;
    fly(-1, 0, -0.3 * depth, 0);
    expect_verdict(&t, "complies");
}

/* Only where the rule binds. */
static void layer(void **state)
{
    (void)state;
    ovf_restriction *r = begin("prohibited", 0, 0, 500);
    r->ceiling = (ovf_height){999, OVF_HEIGHT_MSL};
    fly(-1, 0, -100 / DEGREE_M, 0);
    expect_verdict(&t, "complies");
    r->ceiling.metres = 1001;
    expect_verdict(&t, "warning");
    t.flight.fixes[0].altitude_m = NAN;
    expect_verdict(&t, "warning");
    r = begin("max_distance", 0, 10, 500);
    r->ceiling = (ovf_height){500, OVF_HEIGHT_MSL};
    fly(-1, 0, 1, 0);
    t.flight.fixes[0].altitude_m = 0; /* 500 m over the western edge */
    expect_verdict(&t, "complies");
    expect_range(&t.kept[0], 0, 500);
    /* Where the altitude is not known it may bind or not. */
    fly_to(&t, 2, 0, NAN, NAN);
    t.flight.fixes[0] = (ovf_fix){-1, 0, 0, NAN};
    t.flight.fixes[1] = (ovf_fix){0.5, 0, 0, NAN};
    r->values[0] = 200;
    expect_verdict(&t, "complies");
    expect_range(&t.kept[0], DEGREE_M / 2 - 500, DEGREE_M + 1000);
    r = begin("standoff", 0, 1, 500);
    r->ceiling = (ovf_height){999, OVF_HEIGHT_MSL};
    fly(-1, 0, -1200 / DEGREE_M, 0);
    expect_verdict(&t, "complies");
    r->ceiling.metres = 1001;
    expect_verdict(&t, "warning");
}

static void standoff(void **state)
{
    (void)state;
    begin("standoff", 0, 10, 500);
    t.options.margin = OVF_MARGIN_NONE;
    static const struct {
        double to_m; /* from the edge, inside positive */
        const char *verdict;
        double least_m, most_m;
        bool turn;
    } wanted[] = {
        {-10501, "complies", 0, 0, false},       {-10499, "warning", 9999, 10999, true},
        {-10001, "warning", 9501, 10501, true},  {-10000, "warning", 9500, 10500, true},
        {-9999, "violation", 9499, 10499, true}, {-9501, "violation", 9001, 10001, true},
        {-9499, "violation", 8999, 9999, false}, {-300, "violation", 0, 800, false},
        {300, "violation", 0, 200, false},       {600, "violation", 0, 0, false},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        fly(-1, 0, wanted[i].to_m / DEGREE_M, 0);
        expect_verdict(&t, wanted[i].verdict);
        if (t.found_count == 0) continue;
        expect_range(&t.found[0], wanted[i].least_m, wanted[i].most_m);
        assert_true(says_turn(&t.found[0]) == wanted[i].turn);
    }
    /* An uncertainty beyond the limit: 200 m inside may be 10.3 km outside. */
    t.rules[0].uncertainty_m = 10500;
    fly(-1, 0, 200 / DEGREE_M, 0);
    const ovf_finding *found = judge_one(&t);
    expect_range(found, 0, 10300);
    assert_true(says_turn(found));
}

static void refused(void **state)
{
    (void)state;
    static const double wrong[] = {-1, 100001, NAN, INFINITY};
    begin("prohibited", 0, 0, 0);
    ovf_zone zone = zone_of(&t.shapes[0]);
    const ovf_zones zones = {&zone, 1};
    const ovf_rules rules = {.items = t.rules, .count = 1};
    ovf_analyzer *analyzer = NULL;
    ovf_checker *checker = NULL;
    ovf_error error = {0};
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        t.rules[0].uncertainty_m = wrong[i];
        assert_int_equal(ovf_checker_new(analyzer, &rules, NULL, &checker, &error),
                         OVF_ERROR_USAGE);
        assert_non_null(strstr(error.message, "uncertainty_m"));
    }
    ovf_analyzer_free(analyzer);
}

/* ---- the twin ---- */

typedef struct {
    const ovf_boundary *boundary;
    const flight *flight;
    double uncertainty_m;
    double sure_m, possible_m; /* lengths */
    double open_m;             /* of what is not decided */
    double nearest_m;          /* negative inside */
} counter;

/* From the outline; negative inside. */
static double signed_distance(counter *c, double along_m)
{
    ovf_lonlat p = flight_place(c->flight, along_m);
    double distance = ovf_boundary_distance(c->boundary, p, INFINITY, NULL);
    if (ovf_boundary_contains(c->boundary, p.lon, p.lat)) distance = -distance;
    c->nearest_m = fmin(c->nearest_m, distance);
    return distance;
}

static void count_stretch(counter *c, double from_m, double to_m, double at_from, double at_to)
{
    const double u = c->uncertainty_m, length = to_m - from_m;
    double from = fabs(at_from) - u, to = fabs(at_to) - u;
    if ((from < 0) == (to < 0) && fabs(from) + fabs(to) > length) {
        if (from < 0 || at_from < 0) c->possible_m += length;
        if (from >= 0 && at_from < 0) c->sure_m += length;
    } else if (length < 1e-3) {
        c->open_m += length;
    } else {
        double middle = (from_m + to_m) / 2, at_middle = signed_distance(c, middle);
        count_stretch(c, from_m, middle, at_from, at_middle);
        count_stretch(c, middle, to_m, at_middle, at_to);
    }
}

static void count_all(counter *c, double from_m, double to_m, int parts)
{
    c->sure_m = c->possible_m = c->open_m = 0;
    for (int i = 0; i < parts; i++) {
        double a = from_m + (to_m - from_m) * i / parts,
               b = from_m + (to_m - from_m) * (i + 1) / parts;
        count_stretch(c, a, b, signed_distance(c, a), signed_distance(c, b));
    }
}

static size_t seen[3], turns;

static void compare_lengths(const counter *c)
{
    if (c->possible_m == 0) return;
    judge(&t);
    const ovf_finding *found = t.found_count > 0 && t.found[0].restriction == &t.rules[0]
                                   ? &t.found[0]
                                   : &t.kept[0];
    double limit_m = t.rules[0].values[0] * 1000, error = c->open_m + 0.02;
    expect_near(found->least * 1000, c->sure_m, error);
    expect_near(found->most * 1000, c->possible_m, error);
    assert_true(found->least <= found->measured + 1e-9 && found->measured <= found->most + 1e-9);
    bool broken = found->measured > found->limit;
    double decides_m = broken ? c->sure_m : c->possible_m;
    if (fabs(decides_m - limit_m) < error) return;
    assert_true(says_turn(found) == ((decides_m <= limit_m) == broken));
    turns += says_turn(found);
    seen[0]++;
}

static void compare_passages(counter *c, double length_m, double inside_m)
{
    judge(&t);
    double possible_m = 0;
    size_t near = 0;
    for (size_t i = 0; i < t.found_count; i++) {
        const ovf_finding *found = &t.found[i];
        if (found->restriction != &t.rules[0]) continue;
        count_all(c, found->from.along_m, found->to.along_m, 4);
        expect_near(found->least * 1000, c->sure_m, c->open_m + 0.02);
        assert_true(found->most * 1000 >= c->possible_m - c->open_m - 0.02);
        if (found->near_miss) expect_near(found->most * 1000, c->possible_m, c->open_m + 0.02);
        near += found->near_miss;
        possible_m = fmax(possible_m, found->most * 1000);
        if (says_turn(found) != (found->near_miss || !(found->least * 1000 > OVF_TOLERANCE_M)))
            fail_msg("seed %llu: %.9f km: %s", (unsigned long long)random_state, found->least,
                     found->message);
    }
    count_all(c, 0, length_m, 4);
    assert_true(possible_m <= c->possible_m + c->open_m + 0.02);
    if (inside_m == 0 && c->possible_m > c->open_m + 0.02) assert_true(near > 0);
    if (c->possible_m + c->open_m == 0) assert_true(near == 0);
    seen[1] += near;
}

static void compare_standoffs(const counter *c, double step_m)
{
    judge(&t);
    double u = t.rules[0].uncertainty_m, limit_m = t.rules[0].values[0] * 1000, least = INFINITY,
           most = INFINITY;
    bool broken = false;
    for (size_t i = 0; i < t.found_count; i++) {
        if (t.found[i].restriction != &t.rules[0]) continue;
        least = fmin(least, t.found[i].least * 1000);
        most = fmin(most, t.found[i].most * 1000);
        broken = broken || !t.found[i].near_miss;
    }
    if (c->nearest_m - u < limit_m - 0.01) {
        assert_true(isfinite(least));
        assert_true(least <= fmax(0, c->nearest_m - u) + 0.01);
        assert_true(least >= c->nearest_m - u - step_m);
        assert_true(most <= fmax(0, c->nearest_m + u) + 0.01);
        assert_true(most >= c->nearest_m + u - step_m);
        assert_true(broken || c->nearest_m > limit_m - step_m);
        seen[2]++;
    } else if (c->nearest_m - u > limit_m + step_m) {
        for (size_t i = 0; i < t.found_count; i++) assert_false(says_turn(&t.found[i]));
    }
}

static void compare(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(1000); k++) {
        begin_case(k);
        ovf_lonlat centre = {k % 4 == 0 ? 180 : uniform(-180, 180), uniform(-70, 70)};
        double size = exp(uniform(log(0.01), log(2))), wide = size / cos(centre.lat * OVF_RADIAN);
        ovf_edges edges = pick(2) ? OVF_EDGES_LONLAT : OVF_EDGES_GEODESIC;
        shape zone = rectangle(
            edges, centre.lon - wide * uniform(0.2, 1), centre.lat - size * uniform(0.2, 1),
            centre.lon + wide * uniform(0.2, 1), centre.lat + size * uniform(0.2, 1));
        new_trial(&t);
        t.options.keep = true;
        add_zone(&t, &zone);
        double u = size * DEGREE_M * exp(uniform(log(1e-3), log(0.5)));
        add_rule(&t, "max_distance", 0, 1)->uncertainty_m = fmin(u, OVF_UNCERTAINTY_MAX_M);
        size_t fixes = 2 + pick(3);
        for (size_t i = 0; i < fixes; i++)
            fly_to(&t, centre.lon + wide * uniform(-2, 2), centre.lat + size * uniform(-2, 2), NAN,
                   NAN);
        ovf_zone whole = zone_of(&t.shapes[0]);
        ovf_boundary boundary;
        assert_true(ovf_boundary_build(&boundary, &whole));
        double length_m = flight_length(&t.flight), inside_m = analyse(&t.flight, &zone).inside_m;
        counter c = {.boundary = &boundary,
                     .flight = &t.flight,
                     .uncertainty_m = t.rules[0].uncertainty_m,
                     .nearest_m = INFINITY};
        count_all(&c, 0, length_m, 200);
        t.rules[0].values[0] = fmax(1e-3, c.possible_m * uniform(0.5, 1.1) / 1000);
        compare_lengths(&c);
        t.rules[0].kind = ovf_kind_named("standoff");
        t.rules[0].values[0] = size * DEGREE_M * uniform(0.1, 1) / 1000;
        compare_standoffs(&c, length_m / 200);
        t.rules[0].kind = ovf_kind_named("prohibited");
        compare_passages(&c, length_m, inside_m);
        ovf_boundary_free(&boundary);
    }
    print_message("%zu lengths, %zu of them could turn, %zu not entered, %zu stand-offs\n", seen[0],
                  turns, seen[1], seen[2]);
    if (cases(1000) >= 1000)
        assert_true(seen[0] > 300 && turns > 50 && seen[1] > 20 && seen[2] > 300);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),       cmocka_unit_test(along_a_meridian),
        cmocka_unit_test(along_an_edge), cmocka_unit_test(prohibited),
        cmocka_unit_test(layer),         cmocka_unit_test(standoff),
        cmocka_unit_test(refused),       cmocka_unit_test(compare),
    };
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
