/* What zones' attributes mean: the same in all their spellings and types; errors for what is nearly
 * right; and one restriction that is not understood for what looks like one. Unix times by `date -u
 * -d DAY +%s`; a foot is 0.3048 m.
 *
 * Tests: src/input/rules/zone_rules.c src/input/rules/zone_attributes.c
 * src/input/rules/not_understood.c src/input/rules/restrictions.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/restriction.h"
#include "overflight/input.h"

enum { MOST = 8 };

/* Attributes of each type. */
#define T(NAME, TEXT)                                          \
    {                                                          \
        .name = NAME, .type = OVF_ATTRIBUTE_TEXT, .text = TEXT \
    }
#define J(NAME, TEXT)                                          \
    {                                                          \
        .name = NAME, .type = OVF_ATTRIBUTE_JSON, .text = TEXT \
    }
#define N(NAME, NUMBER)                                                \
    {                                                                  \
        .name = NAME, .type = OVF_ATTRIBUTE_INTEGER, .integer = NUMBER \
    }
#define R(NAME, NUMBER)                                          \
    {                                                            \
        .name = NAME, .type = OVF_ATTRIBUTE_REAL, .real = NUMBER \
    }
#define B(NAME, YES)                                                \
    {                                                               \
        .name = NAME, .type = OVF_ATTRIBUTE_BOOLEAN, .boolean = YES \
    }
#define Z(NAME)                                  \
    {                                            \
        .name = NAME, .type = OVF_ATTRIBUTE_NULL \
    }

static ovf_status read(const ovf_attribute *items, ovf_rules *rules, ovf_error *error)
{
    ovf_lonlat vertices[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}};
    ovf_ring ring = {.vertices = vertices, .count = 5};
    ovf_polygon polygon = {&ring, 1};
    ovf_zone zone = {
        .id = "z", .name = "z", .file = "z.geojson", .polygons = &polygon, .polygon_count = 1};
    while (zone.attributes.count < MOST && items[zone.attributes.count].name != NULL)
        zone.attributes.count++;
    zone.attributes.items = (ovf_attribute *)(uintptr_t)items;
    *rules = (ovf_rules){0};
    return ovf_rules_read_zones(&(ovf_zones){&zone, 1}, rules, error);
}

/* What was read, in one line: the kinds with their first number, or the error. */
static void describe(const ovf_attribute *items, char text[600])
{
    ovf_rules rules;
    ovf_error error = {0};
    size_t used = 0;
    text[0] = '\0';
    if (read(items, &rules, &error) != OVF_OK) {
        snprintf(text, 600, "%s", error.message);
    } else {
        for (size_t i = 0; i < rules.count; i++) {
            const ovf_restriction *r = &rules.items[i];
            bool understood = r->kind != &ovf_kind_not_understood;
            used += (size_t)snprintf(text + used, 600 - used, "%s%s", i == 0 ? "" : "; ",
                                     r->kind->name);
            if (understood && r->kind->parameters[0].name != NULL)
                used += (size_t)snprintf(text + used, 600 - used, " %g", r->values[0]);
            if (!understood) used += (size_t)snprintf(text + used, 600 - used, ": %s", r->note);
            assert_string_equal(r->place_id, "z");
            assert_int_equal(r->scope, OVF_SCOPE_ZONE);
            assert_true(isnan(r->flights_from_s) && isnan(r->flights_until_s));
        }
    }
    ovf_rules_clear(&rules);
}

typedef struct {
    ovf_attribute items[MOST];
    const char *wanted;
} example;

static void expect(const example *examples, size_t count, bool whole)
{
    for (size_t i = 0; i < count; i++) {
        char text[600];
        describe(examples[i].items, text);
        bool good = whole ? strcmp(text, examples[i].wanted) == 0
                          : strstr(text, examples[i].wanted) != NULL;
        if (!good) fail_msg("%zu: \"%s\", expected \"%s\"", i, text, examples[i].wanted);
    }
}

#define EXPECT(EXAMPLES, WHOLE) expect(EXAMPLES, sizeof EXAMPLES / sizeof *EXAMPLES, WHOLE)

static void spellings(void **state)
{
    (void)state;
    static const example same[] = {
        {{N("max_distance_km", 50)}, "max_distance 50"},
        {{R("Max Distance KM", 50)}, "max_distance 50"},
        {{T("max-distance-km", "50")}, "max_distance 50"},
        {{T("MAXDISTANCEKM", " 50 ")}, "max_distance 50"},
        {{T("max_distance_km", "50.0")}, "max_distance 50"},
        {{T("max_distance_km", "+050")}, "max_distance 50"},
        {{T("max_distance_km", "50 km")}, "max_distance 50"},
        {{T("max_distance_km", "50KM")}, "max_distance 50"},
        {{N("max_distan", 50)}, "max_distance 50"},
        {{N("MAX_DISTAN", 50), Z("max_distance_km")}, "max_distance 50"},
        {{N("max_distance_km", 50), T("Max Distance KM", "50")}, "max_distance 50"},
        {{N("max_distan", 50), T("max_dist_1", "50")}, "max_distance 50"},
        {{N("max_distance_km", 50), N("max_distance_m", 50000)}, "max_distance 50"},
        {{J("restrictions", "[{\"max_distance_km\": 50}]")}, "max_distance 50"},
        {{T("RESTRICTIO", "[{\"Max-Distance-KM\": \"50 km\"}]")}, "max_distance 50"},
        {{J("Restrictions", "{\"maxDistanceKm\": \"50\"}")}, "max_distance 50"},
        {{T("restriction", "Max Distance"), N("max_distance_km", 50)}, "max_distance 50"},
        {{T("restrictio", "max_distance"), N("max_distan", 50)}, "max_distance 50"},
        {{N("standoff_k", 5)}, "standoff 5"},
        {{N("min_altitu", 5), T("altitude_r", "agl")}, "min_altitude 5"},
        {{B("prohibited", true)}, "prohibited"},
        {{T("PROHIBITED", "Yes")}, "prohibited"},
        {{T("prohibited", "T")}, "prohibited"},
        {{T("prohibited", "on")}, "prohibited"},
        {{T("prohibited", "1")}, "prohibited"},
        {{N("prohibited", 1)}, "prohibited"},
        {{R("prohibited", 1)}, "prohibited"},
        {{B("prohibited", true), T("Prohibited", "yes")}, "prohibited"},
        {{T("restriction", "prohibited")}, "prohibited"},
        {{T("restriction", "PROHIBITED")}, "prohibited"},
        {{T("restrictions", "[{\"kind\": \"Prohibited\"}]")}, "prohibited"},
        {{T("restrictions", "[{\"prohibited\": \"y\"}]")}, "prohibited"},
    };
    EXPECT(same, true);
}

/* What is said to be no restriction, and what says nothing. */
static void nothing(void **state)
{
    (void)state;
    static const example none[] = {
        {{Z("prohibited")}, ""},
        {{B("prohibited", false)}, ""},
        {{T("prohibited", "No")}, ""},
        {{N("prohibited", 0)}, ""},
        {{T("prohibited", " ")}, ""},
        {{T("restriction", "none")}, ""},
        {{T("restriction", "NO_RESTRICTION")}, ""},
        {{T("restrictions", "none")}, ""},
        {{J("restrictions", "[]")}, ""},
        {{N("max_distance_km", -9999)}, ""},
        {{T("max_distance_km", "-9998")}, ""},
        {{R("max_distance_km", NAN), Z("floor")}, ""},
        {{N("max_distnce_km", -9999)}, ""},
        {{Z("max_distance")}, ""},
        {{T("restriction", "none"), T("floor", "SFC"), T("ceiling", "FL065")}, ""},
        {{B("prohibited", false), T("ceiling", "FL065")}, ""},
        {{T("name", "R-2508"), T("country", "DE"), N("OBJECTID", 1), T("type", "Country")}, ""},
        {{N("UPPER_VAL", -9998), Z("CLASS"), T("UPPER_UOM", "")}, ""},
        {{T("status", "lifted"), T("source", "here"), T("clause", "1"), T("note", "x")}, ""},
    };
    EXPECT(none, true);
}

static void refused(void **state)
{
    (void)state;
    static const example bad[] = {
        {{N("max_distance", 50)},
         "z.geojson: feature \"z\": max_distance: expected max_distance_km, found no unit"},
        {{N("max_distance_nm", 50)},
         "z.geojson: feature \"z\": max_distance_nm: expected max_distance_km, found another unit"},
        {{N("max_dist_km", 50)},
         "max_dist_km is no name of a limit: did you mean max_distance_km?"},
        {{B("prohibit", true)}, "prohibit is no name of a limit: did you mean prohibited?"},
        {{N("max_distnce_km", 50), N("max_distance_km", 60)}, "did you mean max_distance_km?"},
        {{T("standof_km", "5")}, "did you mean standoff_km?"},
        {{N("min_altitude", 5)}, "min_altitude: expected min_altitude_m, found no unit"},
        {{N("min_altitude_ft", 5)}, "expected min_altitude_m, found another unit"},
        {{T("fl"
            "or",
            "SFC")},
         "did you mean floor?"},
        {{J("restrictions", "[{\"max_dist_km\": 5}]")},
         "/restrictions/0/max_dist_km is no name of a limit: did you mean max_distance_km?"},
        {{T("prohibited", "maybe")},
         "prohibited: expected true or false, yes or no, 1 or 0, found \"maybe\""},
        {{N("PROHIBITED", 2)}, "PROHIBITED: expected true or false, yes or no, 1 or 0, found 2"},
        {{J("prohibited", "{\"a\": 1}")}, "prohibited: expected true or false"},
        {{T("max_distance_km", "fifty")}, "found \"fifty\""},
        {{T("max_distance_km", "50,5")}, "found \"50,5\""},
        {{T("max_distance_km", "50 nm")}, "found \"50 nm\""},
        {{T("max_distance_km", "1 000")}, "found \"1 000\""},
        {{T("max_distance_km", "\xFF")}, "max_distance_km: expected a number"},
        {{J("max_distance_km", "{\"value\": 50}")}, "max_distance_km: expected a number"},
        {{R("max_distance_km", INFINITY)}, "max_distance_km: expected a number"},
        {{N("max_distance_km", 50), N("Max Distance KM", 60)}, "found 50 and 60"},
        {{B("prohibited", true), T("PROHIBITED", "no")}, "found true and \"no\""},
        {{N("max_altitu", 50), N("max_alti_1", 60), T("altitude_r", "MSL")}, "found 50 and 60"},
        {{T("restriction", "max_distanse"), N("max_distance_km", 50)}, "found \"max_distanse\""},
        {{T("restriction", "max_distance")}, "max_distance_km: expected with restriction"},
        {{T("restrictions", "[{\"max_distance_km\": 50}, {\"standoff")},
         "/restrictions is no JSON"},
        {{N("restrictions", 5)}, "/restrictions is no JSON"},
        {{B("prohibited", true), T("floor", "NOTAM")}, "floor: expected a height"},
        {{B("prohibited", true), T("active_from", "yesterday")}, "found \"yesterday\""},
        {{B("prohibited", true), T("active_from", "2016/5/5")}, "ISO 8601 has it, 2016-05-05"},
        {{B("prohibited", true), T("active_from", "05.06.2016")}, "ISO 8601 has it, 2016-06-05"},
        {{B("prohibited", true), T("active_until", "25/6/2016")}, "ISO 8601 has it, 2016-06-25"},
        {{B("prohibited", true), T("active_until", "6/25/2016")}, "ISO 8601 has it, 2016-06-25"},
        {{B("prohibited", true), T("active_until", "05/06/2016")}, "ISO 8601 has it, 2018-01-01"},
        {{B("prohibited", true), T("active_until", "20160605")}, "ISO 8601 has it, 2016-06-05"},
        {{B("prohibited", true), T("active_until", "2016-6-5")}, "ISO 8601 has it, 2016-06-05"},
        {{B("prohibited", true), T("active_until", "31.02.2016")}, "ISO 8601 has it, 2018-01-01"},
    };
    EXPECT(bad, false);
}

/* How far the outline may be off: for each restriction of the zone. */
static void uncertainty(void **state)
{
    (void)state;
    static const struct {
        ovf_attribute item;
        double metres;
    } good[] = {{N("uncertainty_m", 500), 500},    {R("Uncertainty (m)", 0.5), 0.5},
                {T("uncertaintyM", "500 m"), 500}, {N("UNCERTAINT", 100000), 100000},
                {Z("uncertainty_m"), 0},           {T("uncertainty_m", ""), 0},
                {N("uncertainty_m", -9999), 0},    {N("something", 5), 0}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const ovf_attribute items[] = {
            J("restrictions", "[{\"max_distance_km\": 50}, {\"prohibited\": true}]"),
            good[i].item,
            N("standoff_km", 3),
            {.name = NULL}};
        ovf_rules rules;
        ovf_error error = {0};
        if (read(items, &rules, &error) != OVF_OK) fail_msg("%zu: %s", i, error.message);
        assert_int_equal(rules.count, 3);
        for (size_t k = 0; k < 3; k++) assert_true(rules.items[k].uncertainty_m == good[i].metres);
        ovf_rules_clear(&rules);
    }
    static const example bad[] = {
        {{N("uncertainty_m", 0)},
         "z.geojson: feature \"z\": uncertainty_m: expected a number greater than 0 and at most "
         "100000 (how far the true outline may lie from the drawn one, m), found 0"},
        {{N("uncertainty_m", -1)}, "found -1"},
        {{R("uncertainty_m", 100000.5)}, "found 100000.5"},
        {{T("Uncertainty M", "much")}, "Uncertainty M: expected a number"},
        {{T("uncertainty_m", "1 km")}, "found \"1 km\""},
        {{R("uncertainty_m", INFINITY)}, "uncertainty_m: expected a number"},
        {{B("uncertainty_m", true)}, "found true"},
        {{N("uncertainty_m", 5), N("UNCERTAINTY_M", 6)}, "found 5 and 6"},
        {{N("uncertainty_km", 5)}, "expected uncertainty_m, found another unit"},
        {{N("uncertainty", 5)}, "expected uncertainty_m, found no unit"},
        {{N("uncertanty_m", 5)}, "did you mean uncertainty_m?"},
        {{J("restrictions", "[{\"prohibited\": true, \"uncertainty_m\": 5}]")},
         "/restrictions/0/uncertainty_m is no member of a restriction"},
    };
    EXPECT(bad, false);
}

/* A text of a Shapefile has 254 bytes at most. */
static void cut_off_by_a_shapefile(void **state)
{
    (void)state;
    char list[255] = "[{\"max_distance_km\": 50, \"note\": \"", text[600];
    size_t length = strlen(list);
    memset(list + length, 'x', sizeof list - 1 - length);
    list[254] = '\0';
    const ovf_attribute items[] = {T("restrictio", list), {.name = NULL}};
    describe(items, text);
    assert_non_null(strstr(text, "a Shapefile holds no more"));
}

static void not_understood(void **state)
{
    (void)state;
    static const example some[] = {
        {{T("NAME", "R-2508"), T("TYPE_CODE", "R"), Z("CLASS"), N("UPPER_VAL", 2500),
          T("LOWER_VAL", "-9998")},
         "not_understood: TYPE_CODE R, UPPER_VAL 2500"},
        {{N("type", 3), N("icaoClass", 8), B("byNotam", false),
          J("upperLimit", "{\"value\":50,\"unit\":6}")},
         "not_understood: type 3, icaoClass 8, upperLimit {\"value\":50,\"unit\":6}"},
        {{T("restriction", "REQ_AUTHORISATION"), T("reason", "x")},
         "not_understood: restriction REQ_AUTHORISATION"},
        {{T("restriction", "PROHIBITED"), N("lower", 0), N("upper", 120)},
         "not_understood: restriction PROHIBITED, lower 0, upper 120"},
        {{B("restriction", true)}, "not_understood: restriction true"},
        {{T("restrictions", "by NOTAM only")}, "not_understood: restrictions by NOTAM only"},
        {{N("max_dist", 50)}, "not_understood: max_dist 50"},
        {{T("type", "R")}, "not_understood: type R"},
        {{T("Type", "Danger Area"), T("class", "D")}, "not_understood: Type Danger Area, class D"},
        {{B("active", true)}, "not_understood: active true"},
        {{T("floor", "SFC"), T("CEILING", "FL065")}, "not_understood: floor SFC, CEILING FL065"},
        {{T("active_until", "2020-06-30")}, "not_understood: active_until 2020-06-30"},
        {{N("ceiling_ft", 500), T("restriction", "none")}, "not_understood: ceiling_ft 500"},
        {{N("UPPER", 1), N("LOWER", 2), N("altitude", 3), N("height", 4), N("max_alt", 5),
          N("min_alt", 6), N("max_dist", 7)},
         "not_understood: UPPER 1, LOWER 2, altitude 3, height 4, max_alt 5, min_alt 6"},
        /* beside what is understood */
        {{B("prohibited", true), T("floor", "SFC"), N("UPPER_VAL", 2500)},
         "prohibited; not_understood: UPPER_VAL 2500"},
        {{B("prohibited", true), T("type", "R"), T("TYPE_CODE", "R")}, "prohibited"},
        {{B("prohibited", true), T("ceiling", "FL065"), T("UPPER_VAL", "65"), T("UPPER_UOM", "FL")},
         "prohibited"},
        {{N("max_distance_km", 50), T("type", "restricted area"), N("max_dist", 50)},
         "max_distance 50"},
        {{N("max_distance_km", 50), T("TYPE_CODE", "R")},
         "max_distance 50; not_understood: TYPE_CODE R"},
        {{J("restrictions", "[{\"prohibited\": true}]"), N("UPPER_VAL", 5)},
         "prohibited; not_understood: UPPER_VAL 5"},
    };
    EXPECT(some, true);
    ovf_rules rules;
    const ovf_attribute items[] = {N("UPPER_VAL", 5), {.name = NULL}};
    assert_int_equal(read(items, &rules, NULL), OVF_OK);
    assert_int_equal(rules.count, 1);
    const ovf_restriction *r = &rules.items[0];
    assert_string_equal(r->rule, "z/not-understood");
    assert_string_equal(r->source, "z.geojson");
    assert_int_equal(r->place, 0);
    assert_int_equal(r->severity, OVF_SEVERITY_VIOLATION);
    assert_true(isnan(r->floor.metres) && isnan(r->ceiling.metres));
    assert_true(isnan(r->from_s) && isnan(r->until_s));
    ovf_rules_clear(&rules);
    assert_null(ovf_kind_named("not_understood"));
}

static void heights_and_times(void **state)
{
    (void)state;
    ovf_rules rules;
    const ovf_attribute items[] = {B("prohibited", true),         T("Floor", "GND"),
                                   T("Ceiling", "FL065"),         T("Active From", "2020-06-01"),
                                   T("ACTIVE_UNT", "2020-06-30"), T("STATUS", "In_Force"),
                                   T("Confidence", "p"),          T("severity", "Warning")};
    assert_int_equal(read(items, &rules, NULL), OVF_OK);
    assert_int_equal(rules.count, 1);
    const ovf_restriction *r = &rules.items[0];
    assert_true(isinf(r->floor.metres));
    assert_true(fabs(r->ceiling.metres - 6500 * 0.3048) < 1e-9);
    assert_int_equal(r->ceiling.reference, OVF_HEIGHT_STD);
    assert_true(r->from_s == 1590969600 && r->until_s == 1593561600);
    assert_string_equal(r->status, "in force");
    assert_string_equal(r->confidence, "P");
    assert_int_equal(r->severity, OVF_SEVERITY_WARNING);
    ovf_rules_clear(&rules);
    /* As GDAL writes them. */
    const ovf_attribute slashes[] = {B("prohibited", true),
                                     T("active_from", "2020/06/01"),
                                     T("active_until", "2020/06/30"),
                                     {.name = NULL}};
    assert_int_equal(read(slashes, &rules, NULL), OVF_OK);
    assert_true(rules.items[0].from_s == 1590969600 && rules.items[0].until_s == 1593561600);
    ovf_rules_clear(&rules);
    const ovf_attribute times[] = {
        B("prohibited", true), T("active_from", "2020/06/01 12:00:00+00"), {.name = NULL}};
    assert_int_equal(read(times, &rules, NULL), OVF_OK);
    assert_true(rules.items[0].from_s == 1590969600 + 43200);
    ovf_rules_clear(&rules);
    /* Not given. */
    const ovf_attribute open[] = {B("prohibited", true),
                                  N("floor", -9999),
                                  T("ceiling", "-9998"),
                                  T("status", "Under review"),
                                  {.name = NULL}};
    assert_int_equal(read(open, &rules, NULL), OVF_OK);
    assert_int_equal(rules.count, 1);
    assert_true(isnan(rules.items[0].floor.metres) && isnan(rules.items[0].ceiling.metres));
    assert_string_equal(rules.items[0].status, "Under review");
    ovf_rules_clear(&rules);
}

/* More names than are kept in memory mean the same. */
static void many_names(void **state)
{
    (void)state;
    static char names[3000][20];
    ovf_lonlat vertices[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}};
    ovf_ring ring = {.vertices = vertices, .count = 5};
    ovf_polygon polygon = {&ring, 1};
    ovf_attribute items[1000][3];
    static ovf_zone zones[1000];
    for (size_t i = 0; i < 1000; i++) {
        for (size_t k = 0; k < 2; k++) {
            snprintf(names[3 * i + k], sizeof *names, "own%zu", 2 * i + k);
            items[i][k] = (ovf_attribute)T(names[3 * i + k], "x");
        }
        snprintf(names[3 * i + 2], sizeof *names, "%s",
                 i % 2 == 0 ? "max_distance_km" : "Max distance km");
        items[i][2] = (ovf_attribute)N(names[3 * i + 2], (int64_t)i + 1);
        zones[i] = (ovf_zone){.id = "z",
                              .name = "z",
                              .polygons = &polygon,
                              .polygon_count = 1,
                              .attributes = {items[i], 3}};
    }
    ovf_rules rules = {0};
    assert_int_equal(ovf_rules_read_zones(&(ovf_zones){zones, 1000}, &rules, NULL), OVF_OK);
    assert_int_equal(rules.count, 1000);
    for (size_t i = 0; i < 1000; i++) assert_true(rules.items[i].values[0] == (double)i + 1);
    ovf_rules_clear(&rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings),      cmocka_unit_test(nothing),
        cmocka_unit_test(refused),        cmocka_unit_test(cut_off_by_a_shapefile),
        cmocka_unit_test(not_understood), cmocka_unit_test(heights_and_times),
        cmocka_unit_test(uncertainty),    cmocka_unit_test(many_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
