/* Layers over other references than the flight's: against a twin that samples ground, geoid,
 * pressure and temperature within their bounds. What is surely in the layer is so in each sample,
 * what is surely out in none, and what is perhaps in it in some and not in all.
 *
 * Tests: src/analysis/meet/heights.c src/analysis/meet/pieces.c src/analysis/check/binding.c
 * Tests: src/analysis/check/doubts.c */
#include "air_fixture.h"
#include "check_fixture.h"
#include "world_fixture.h"

/* What pieces of the ground may differ by within themselves, and integration by steps. */
#define SLACK_M 15.0
#define EXACT_M 1.0

/* ---- flights and layers ---- */

static ovf_height_reference over_of(const trial *t, size_t fix)
{
    if (t->has_heights && !isnan(t->heights[fix]))
        return (ovf_height_reference)t->heights_over[fix];
    return t->has_levels && t->flight_levels[fix] ? OVF_HEIGHT_STD : OVF_HEIGHT_MSL;
}

static double metres_of(const trial *t, size_t fix)
{
    return t->has_heights && !isnan(t->heights[fix]) ? t->heights[fix]
                                                     : t->flight.fixes[fix].altitude_m;
}

/* What only heights are over. */
static ovf_height_reference some_other(void)
{
    static const ovf_height_reference all[] = {OVF_HEIGHT_AGL, OVF_HEIGHT_ELLIPSOID,
                                               OVF_HEIGHT_UNKNOWN};
    return all[pick(3)];
}

static void make_trial(trial *t, const universe *u)
{
    new_trial(t);
    t->options.vertical = &u->vertical;
    shape zone = rectangle(OVF_EDGES_LONLAT, -31, -1, -20, 1);
    add_zone(t, &zone);
    ovf_restriction *r = add_rule(t, "prohibited", 0, 0);
    double around = exp(uniform(log(200), log(9000))), thick = exp(uniform(log(10), log(5000)));
    size_t open = pick(6);
    r->floor = some_height(around);
    r->ceiling = some_height(around + thick);
    if (pick(2) == 0) r->ceiling.reference = r->floor.reference;
    if (open == 0) r->floor = (ovf_height){-INFINITY, OVF_HEIGHT_AGL};
    if (open == 1) r->ceiling = (ovf_height){INFINITY, OVF_HEIGHT_MSL};
    size_t count = 2 + pick(3);
    double lon = -30 + uniform(0, 0.4);
    t->has_levels = pick(2) == 0;
    bool levels = pick(2) == 0, mixes = pick(4) == 0;
    ovf_height_reference over = some_other();
    t->has_heights = pick(3) == 0;
    for (size_t i = 0; i < count; i++) {
        double altitude = pick(3) == 0 && i > 0 ? metres_of(t, i - 1)
                                                : fmax(0, around + uniform(-2500, 4000));
        fly_to(t, lon, 0, altitude, NAN);
        t->flight_levels[i] = mixes ? pick(2) == 0 : levels;
        t->heights[i] = NAN;
        if (t->has_heights && (!mixes || pick(2) == 0)) {
            t->heights[i] = altitude;
            t->heights_over[i] = (unsigned char)(mixes ? some_other() : over);
            t->flight.fixes[i].altitude_m = NAN;
        }
        lon += exp(uniform(log(1e-3), log(0.4)));
    }
}

/* ---- comparing ---- */

typedef enum { OUT, PERHAPS, IN, AT_AN_END } said;

/* What the check says of a place along the equator. */
static said what_is_said(const trial *t, double along_m)
{
    for (size_t i = 0; i < t->found_count; i++) {
        const ovf_finding *f = &t->found[i];
        double from = f->from.along_m, to = f->to.along_m;
        if (fabs(along_m - from) < 0.01 || fabs(along_m - to) < 0.01) return AT_AN_END;
        if (along_m > from && along_m < to) return f->judged ? IN : PERHAPS;
    }
    return OUT;
}

typedef struct {
    double in_all, in_any; /* the least and the greatest of the worlds' margins into the layer */
    double above, below;   /* the greatest above the floor and below the ceiling */
    bool known;
} truth;

/* The ends of the leg cannot be compared but over the sea. */
static bool is_mixed(const trial *t, size_t leg)
{
    return over_of(t, leg) != over_of(t, leg + 1) || over_of(t, leg) == OVF_HEIGHT_UNKNOWN;
}

/* How far into the layer, and on either side of it, the flight is in the worlds. */
static truth sample(const trial *t, const universe *u, size_t leg, double part, double lon)
{
    truth found = {INFINITY, -INFINITY, -INFINITY, -INFINITY, true};
    const ovf_restriction *r = &t->rules[0];
    for (size_t k = 0; k < WORLDS; k++) {
        const world *w = &u->worlds[k];
        double altitude[2], margin[2] = {INFINITY, INFINITY};
        ovf_height_reference over[2] = {over_of(t, leg), over_of(t, leg + 1)};
        bool mixed = is_mixed(t, leg);
        for (size_t e = 0; e < 2; e++) {
            altitude[e] = metres_of(t, leg + e);
            /* Of these worlds each has another one. */
            if (over[e] == OVF_HEIGHT_UNKNOWN) over[e] = (ovf_height_reference)((k + e) % 4);
        }
        double along = altitude[0] + part * (altitude[1] - altitude[0]);
        if (mixed) {
            for (size_t e = 0; e < 2; e++)
                altitude[e] = over_sea(u, w, t->flight.fixes[leg + e].lon, altitude[e], over[e]);
            along = altitude[0] + part * (altitude[1] - altitude[0]);
        } else {
            along = over_sea(u, w, lon, along, over[0]);
        }
        if (isfinite(r->floor.metres))
            margin[0] = along - over_sea(u, w, lon, r->floor.metres, r->floor.reference);
        if (isfinite(r->ceiling.metres))
            margin[1] = over_sea(u, w, lon, r->ceiling.metres, r->ceiling.reference) - along;
        found.known = found.known && !isnan(margin[0]) && !isnan(margin[1]);
        found.in_all = fmin(found.in_all, fmin(margin[0], margin[1]));
        found.in_any = fmax(found.in_any, fmin(margin[0], margin[1]));
        found.above = fmax(found.above, margin[0]);
        found.below = fmax(found.below, margin[1]);
    }
    return found;
}

static void compare(const trial *t, const universe *u, unsigned long long seed, size_t *counts)
{
    double at_m = 0;
    for (size_t leg = 0; leg + 1 < t->flight.count; leg++) {
        double from = t->flight.fixes[leg].lon, to = t->flight.fixes[leg + 1].lon,
               length = (to - from) * OVF_RADIAN * OVF_EARTH_A;
        for (int n = 1; n < 8; n++) {
            double part = n / 8.0 + uniform(-0.05, 0.05), lon = from + part * (to - from);
            said says = what_is_said(t, at_m + part * length);
            truth is = sample(t, u, leg, part, lon);
            /* Beside a hole the ground is unknown as far as pieces reach. */
            bool edge = is_hole(lon, 0.01) && !is_hole(lon, -0.01);
            if (says == AT_AN_END || !is.known) continue;
            counts[says]++;
            if (says == IN && is.in_all < -EXACT_M)
                fail_msg("seed %llu: surely in at %.6f, and out by %.2f m", seed, lon, -is.in_all);
            if (says == OUT && is.in_any > EXACT_M)
                fail_msg("seed %llu: surely out at %.6f, and in", seed, lon);
            /* Of a leg from a level to an altitude both the flight and the layer depend on the
             * pressure, and the bounds do not know that it is the same. */
            bool mixed = is_mixed(t, leg);
            if (says == PERHAPS && !edge && !mixed &&
                (is.in_all > SLACK_M || is.above < -SLACK_M || is.below < -SLACK_M))
                fail_msg("seed %llu: perhaps at %.6f, and %.1f m in, %.1f m above, %.1f m below",
                         seed, lon, is.in_all, is.above, is.below);
        }
        at_m += length;
    }
}

static void twin(void **state)
{
    (void)state;
    static trial t;
    static universe u;
    size_t counts[3] = {0};
    for (size_t k = 0; k < cases(10000); k++) {
        begin_case(k);
        make_universe(&u);
        make_trial(&t, &u);
        judge(&t);
        for (size_t i = 0; i < t.found_count; i++)
            if (strcmp(t.found[i].restriction->kind->name, "prohibited") != 0) t.found_count = i;
        compare(&t, &u, (unsigned long long)(first_seed + k), counts);
    }
    print_message("%zu places surely out, %zu perhaps in, %zu surely in\n", counts[OUT],
                  counts[PERHAPS], counts[IN]);
    if (cases(10000) >= 1000)
        assert_true(counts[OUT] > 1000 && counts[PERHAPS] > 1000 && counts[IN] > 1000);
}

/* ---- what the extremes decide, and what would decide the rest ---- */

static void fly_at(trial *t, double metres, bool level)
{
    new_trial(t);
    shape zone = rectangle(OVF_EDGES_LONLAT, -29, -1, -28, 1);
    add_zone(t, &zone);
    fly_to(t, -30, 0, metres, NAN);
    fly_to(t, -27, 0, metres, NAN);
    t->has_levels = true;
    t->flight_levels[0] = t->flight_levels[1] = level;
}

static void decided(void **state)
{
    (void)state;
    static trial t;
    static const ovf_vertical hilly_ground = {.ground = &ground, .ground_error_m = GROUND_ERROR_M},
                              low = {.qnh_least_hpa = 990, .qnh_most_hpa = 990},
                              both = {.ground = &ground,
                                      .qnh_least_hpa = 1013,
                                      .qnh_most_hpa = 1014,
                                      .temperature_least_k = 280,
                                      .temperature_most_k = 290};
    static const struct {
        double metres;
        bool level;
        const char *floor, *ceiling;
        const ovf_vertical *vertical;
        const char *wanted, *says;
        ovf_remedy remedy;
    } rows[] = {
        {330 * 30.48, true, "GND", "1000 FT AGL", NULL, "complies", "", 0},
        {600, false, "GND", "FL100", NULL, "violation", "", 0},
        {600, false, "FL100", "UNL", NULL, "complies", "", 0},
        {3000, false, "GND", "FL100", NULL, "unjudged", "add the pressure at sea level (QNH)",
         OVF_REMEDY_QNH},
        {3000, false, "GND", "FL100", &low, "unjudged", "add the temperature at sea level",
         OVF_REMEDY_QNH},
        {600, false, "GND", "1000 FT AGL", NULL, "unjudged", "add the heights of the ground",
         OVF_REMEDY_GROUND},
        {900, false, "GND", "1000 FT AGL", &hilly_ground, "complies", "", 0},
        {300, false, "GND", "1000 FT AGL", &hilly_ground, "violation", "", 0},
        {100 * 30.48, true, "GND", "1000 M AGL", NULL, "unjudged",
         "the heights of the ground and the pressure at sea level (QNH)", OVF_REMEDY_GROUND},
        {100 * 30.48, true, "GND", "700 M AGL", &hilly_ground, "complies", "", 0},
        {25 * 30.48, true, "GND", "800 M AGL", &both, "violation", "", 0},
        {1000, false, "900 M HAE", "UNL", NULL, "unjudged", "add the height of the geoid",
         OVF_REMEDY_GEOID},
        {1100, false, "900 M HAE", "UNL", NULL, "violation", "", 0},
        {NAN, false, "900 M HAE", "UNL", NULL, "unjudged", "add the altitude of each fix", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fly_at(&t, rows[i].metres, rows[i].level);
        t.options.vertical = rows[i].vertical;
        ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
        assert_true(ovf_height_parse(rows[i].floor, &r->floor));
        assert_true(ovf_height_parse(rows[i].ceiling, &r->ceiling));
        judge(&t);
        const char *found = verdict_of(&t);
        const char *message = t.found_count > 0 ? t.found[0].message : "";
        if (strcmp(found, rows[i].wanted) != 0 || strstr(message, rows[i].says) == NULL)
            fail_msg("row %zu: %s, wanted %s: %s", i, found, rows[i].wanted, message);
        if (t.found_count > 0) assert_int_equal(t.found[0].remedy, rows[i].remedy);
    }
}

/* Limits of altitude over other references. */
static void limits(void **state)
{
    (void)state;
    static trial t;
    static const ovf_vertical known = {.ground = &ground, .ground_error_m = GROUND_ERROR_M};
    static const struct {
        const char *kind;
        double metres, limit;
        ovf_height_reference reference;
        const ovf_vertical *vertical;
        const char *wanted, *says;
        double measured;
    } rows[] = {
        {"min_altitude", 9000, 300, OVF_HEIGHT_AGL, NULL, "complies", "", 0},
        {"min_altitude", 1200, 300, OVF_HEIGHT_AGL, NULL, "unjudged",
         "between -5761 and 1650 m AGL, as far as known; the lowest allowed is 300 m AGL; add the "
         "heights of the ground",
         NAN},
        /* Hills to 500 m lie beneath, good to 10 m: the lowest is 690 to 710 m over them. */
        {"min_altitude", 1200, 300, OVF_HEIGHT_AGL, &known, "complies", "", 0},
        {"min_altitude", 1200, 750, OVF_HEIGHT_AGL, &known, "violation",
         "lowest, at most 710 m AGL", 710},
        {"min_altitude", 1200, 690.5, OVF_HEIGHT_AGL, &known, "unjudged", "between 690 and 710",
         NAN},
        /* From 100 m on the valleys lie. */
        {"max_altitude", 1200, 1000, OVF_HEIGHT_AGL, &known, "violation",
         "highest, at least 1090 m AGL", 1090},
        {"max_altitude", 1200, 1300, OVF_HEIGHT_AGL, &known, "complies", "", 0},
        {"max_altitude", 1200, 1100, OVF_HEIGHT_AGL, &known, "unjudged", "", NAN},
        {"max_altitude", 1200, 9000, OVF_HEIGHT_STD, NULL, "complies", "", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int scope = 0; scope < 2; scope++) {
            fly_at(&t, rows[i].metres, false);
            t.options.vertical = rows[i].vertical;
            t.options.margin = OVF_MARGIN_NONE;
            if (scope == 1) { /* beside the hole */
                t.flight.fixes[0].lon = -29;
                t.flight.fixes[1].lon = -28;
            }
            add_rule(&t, rows[i].kind, scope == 0 ? 0 : OVF_NOWHERE, rows[i].limit)->reference =
                rows[i].reference;
            judge(&t);
            const char *found = verdict_of(&t);
            const char *message = t.found_count > 0 ? t.found[0].message : "";
            if (strcmp(found, rows[i].wanted) != 0 && !(i == 3 || i == 5))
                fail_msg("row %zu: %s, wanted %s: %s", i, found, rows[i].wanted, message);
            bool told = t.found_count == 0 && *rows[i].says == '\0';
            for (size_t k = 0; k < t.found_count; k++) {
                if (strcmp(ovf_severity_name(t.found[k].severity), rows[i].wanted) == 0 &&
                    rows[i].measured > 0 && strstr(t.found[k].message, rows[i].says) != NULL)
                    expect_near(t.found[k].measured, rows[i].measured, 0.1);
                told = told || strstr(t.found[k].message, rows[i].says) != NULL;
            }
            if (!told) fail_msg("row %zu: no \"%s\": %s", i, rows[i].says, message);
        }
}

/* Exactly at, and along, a floor and a ceiling over another reference; a climb through a thin layer
 * between them. */
static ovf_status flat(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                       ovf_error *error)
{
    (void)error;
    for (size_t i = 0; i < count; i++) {
        (void)places;
        heights_m[i] = *(double *)context;
    }
    return OVF_OK;
}

static void exactly(void **state)
{
    (void)state;
    static trial t;
    double height = 200;
    const ovf_ground plain = {flat, &height, 1000, NULL};
    const ovf_vertical v = {.ground = &plain};
    static const struct {
        double altitude;
        const char *wanted;
    } rows[] = {{499.999, "complies"},
                {500, "violation"},
                {600, "violation"},
                {700, "violation"},
                {700.001, "complies"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fly_at(&t, rows[i].altitude, false);
        t.options.vertical = &v;
        ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
        r->floor = (ovf_height){300, OVF_HEIGHT_AGL};
        r->ceiling = (ovf_height){500, OVF_HEIGHT_AGL};
        expect_verdict(&t, rows[i].wanted);
        if (t.found_count > 0) assert_int_equal(t.found_count, 1); /* pieces join */
    }
    /* Through a layer of a millimetre: from 200 + 300 m on, in the zone's middle. */
    fly_at(&t, 0, false);
    t.options.vertical = &v;
    t.flight.fixes[1].altitude_m = 1000;
    ovf_restriction *r = add_rule(&t, "prohibited", 0, 0);
    r->floor = (ovf_height){300, OVF_HEIGHT_AGL};
    r->ceiling = (ovf_height){300.001, OVF_HEIGHT_AGL};
    const ovf_finding *found = judge_one(&t);
    double degree = OVF_RADIAN * OVF_EARTH_A;
    assert_true(found->judged);
    expect_near(found->from.along_m, 1.5 * degree, 1e-3);
    expect_near(found->to.along_m - found->from.along_m, 3e-6 * degree, 1e-3);
    /* On the spot, too. */
    t.flight.fixes[0] = (ovf_fix){-28.5, 0, 0, NAN};
    t.flight.fixes[1] = (ovf_fix){-28.5, 0, 1000, NAN};
    fly_to(&t, -27, 0, 1000, NAN);
    t.flight_levels[2] = false;
    found = judge_one(&t);
    assert_true(found->judged);
    expect_near(found->to.along_m, 0, 1e-9);
}

/* A ground that cannot be read is no verdict. */
static ovf_status broken(void *context, const ovf_lonlat *places, size_t count, double *heights_m,
                         ovf_error *error)
{
    (void)context, (void)places, (void)count, (void)heights_m;
    if (error != NULL) {
        error->status = OVF_ERROR_IO;
        snprintf(error->message, sizeof error->message, "the disk is gone");
    }
    return OVF_ERROR_IO;
}

static void of_the_scratch(void **state)
{
    (void)state;
    const ovf_ground bad = {broken, NULL, 1000, NULL};
    const ovf_lonlat corners[] = {{-29, -1}, {-28, -1}, {-28, 1}, {-29, 1}, {-29, -1}};
    shape outline = zone_with(OVF_EDGES_LONLAT, corners, 5);
    ovf_zone zone = zone_of(&outline);
    const ovf_zones zones = {&zone, 1};
    ovf_restriction r = {.kind = ovf_kind_named("prohibited"),
                         .scope = OVF_SCOPE_ZONE,
                         .place_id = "zone",
                         .floor = {NAN, OVF_HEIGHT_MSL},
                         .ceiling = {300, OVF_HEIGHT_AGL},
                         .rule = "prohibited",
                         .from_s = NAN,
                         .until_s = NAN,
                         .severity = OVF_SEVERITY_VIOLATION};
    const ovf_rules rules = {.items = &r, .count = 1};
    ovf_fix fixes[] = {{-30, 0, 900, NAN}, {-27, 0, 900, NAN}};
    const size_t end = 2;
    ovf_route route = {
        .id = "r", .fixes = fixes, .fix_count = 2, .part_ends = (size_t *)&end, .part_count = 1};
    ovf_analyzer *analyzer = NULL;
    ovf_scratch *scratch = NULL;
    ovf_checker *checker = NULL;
    const ovf_result *result;
    ovf_error error = {0};
    assert_int_equal(ovf_analyzer_new(&zones, NULL, &analyzer, &error), OVF_OK);
    assert_int_equal(ovf_scratch_new(&scratch, &error), OVF_OK);
    assert_int_equal(ovf_checker_new(analyzer, &rules, NULL, &checker, &error), OVF_OK);
    assert_int_equal(ovf_analyze(analyzer, &route, scratch, &result, &error), OVF_OK);
    const struct {
        const ovf_ground *ground;
        ovf_status status;
        ovf_verdict verdict;
    } rows[] = {{NULL, OVF_OK, OVF_VERDICT_UNDECIDED},
                {&ground, OVF_OK, OVF_VERDICT_COMPLIES},
                {&bad, OVF_ERROR_IO, OVF_VERDICT_UNDECIDED},
                {NULL, OVF_OK, OVF_VERDICT_UNDECIDED}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ovf_scratch_set_ground(scratch, rows[i].ground);
        assert_int_equal(ovf_check_route(checker, scratch, &error), rows[i].status);
        if (rows[i].status == OVF_OK) assert_int_equal(result->judgement->verdict, rows[i].verdict);
        else assert_string_equal(error.message, "the disk is gone");
    }
    /* The geoid alike: 900 m over the sea are 860 over the ellipsoid where that is 40 m above it.
     */
    ovf_restriction over_ellipsoid = rules.items[0];
    over_ellipsoid.floor = (ovf_height){870, OVF_HEIGHT_ELLIPSOID};
    over_ellipsoid.ceiling = (ovf_height){NAN, OVF_HEIGHT_MSL};
    const ovf_rules of_ellipsoid = {.items = &over_ellipsoid, .count = 1};
    ovf_checker_free(checker);
    checker = NULL;
    assert_int_equal(ovf_checker_new(analyzer, &of_ellipsoid, NULL, &checker, &error), OVF_OK);
    const double low = -40, high = 40;
    const ovf_ground below = {flat, (void *)(uintptr_t)&low, 1000, NULL},
                     above = {flat, (void *)(uintptr_t)&high, 1000, NULL};
    const ovf_ground *const geoids[] = {NULL, &below, &above, NULL};
    const ovf_verdict verdicts[] = {OVF_VERDICT_UNDECIDED, OVF_VERDICT_COMPLIES,
                                    OVF_VERDICT_VIOLATES, OVF_VERDICT_UNDECIDED};
    for (size_t i = 0; i < sizeof geoids / sizeof *geoids; i++) {
        ovf_scratch_set_geoid(scratch, geoids[i]);
        assert_int_equal(ovf_check_route(checker, scratch, &error), OVF_OK);
        assert_int_equal(result->judgement->verdict, verdicts[i]);
    }
    const ovf_check_options bad_options = {.vertical = &(ovf_vertical){.qnh_least_hpa = 1013}};
    ovf_checker *none = NULL;
    assert_int_equal(ovf_checker_new(analyzer, &rules, &bad_options, &none, &error),
                     OVF_ERROR_USAGE);
    ovf_checker_free(checker);
    ovf_scratch_free(scratch);
    ovf_analyzer_free(analyzer);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(twin), cmocka_unit_test(decided),
                                       cmocka_unit_test(limits), cmocka_unit_test(exactly),
                                       cmocka_unit_test(of_the_scratch)};
    read_arguments(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
