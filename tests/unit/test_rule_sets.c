/* Rule sets: the flights that a set is meant for, rules that two sets have in common, and places
 * that are not there. Unix times by `date -u -d DAY +%s`.
 *
 * Tests: src/input/rules/rules.c src/input/rules/rule_places.c src/input/rules/restrictions.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "overflight/input.h"

#define OF_2012 1325376000.0 /* 2012-01-01 */
#define OF_2015 1420070400.0
#define OF_2021 1609459200.0

#define COMMON "{\"name\": \"c\", \"kind\": \"circling\", \"loop_km\": 60, \"source\": \"x\"}"

/* Adds the rules of a set that is written into a file. */
static ovf_status read_text(const char *text, ovf_rules *rules, ovf_error *error)
{
    char folder[] = "/tmp/rules-XXXXXX", name[60];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/rules.json", folder);
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    ovf_status status = ovf_rules_read(name, NULL, rules, error);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(rmdir(folder), 0);
    return status;
}

static void periods(void **state)
{
    (void)state;
    ovf_rules rules = {0};
    ovf_error error;
    assert_int_equal(read_text("{\"name\": \"a\", \"flights_from\": \"2012-01-01\", "
                               "\"flights_until\": \"2020-12-31\", \"rules\": [" COMMON "]}",
                               &rules, &error),
                     OVF_OK);
    assert_int_equal(rules.count, 1);
    assert_true(rules.items[0].flights_from_s == OF_2012);
    assert_true(rules.items[0].flights_until_s == OF_2021); /* the last day is in it */
    assert_true(rules.sets[0].flights_from_s == OF_2012);
    /* A set for fewer flights adds nothing; one for more widens what is there. */
    assert_int_equal(read_text("{\"name\": \"b\", \"flights_from\": \"2015-01-01\", "
                               "\"flights_until\": \"2015-12-31\", \"rules\": [" COMMON "]}",
                               &rules, &error),
                     OVF_OK);
    assert_int_equal(rules.count, 1);
    assert_true(rules.items[0].flights_from_s == OF_2012);
    assert_int_equal(read_text("{\"name\": \"d\", \"flights_from\": \"2015-01-01\", "
                               "\"rules\": [" COMMON "]}",
                               &rules, &error),
                     OVF_OK);
    assert_int_equal(rules.count, 2); /* neither has all flights of the other */
    assert_true(rules.items[1].flights_from_s == OF_2015);
    assert_true(isnan(rules.items[1].flights_until_s));
    assert_int_equal(read_text("{\"name\": \"e\", \"rules\": [" COMMON "]}", &rules, &error),
                     OVF_OK);
    assert_int_equal(rules.count, 2);
    assert_true(isnan(rules.items[0].flights_from_s) && isnan(rules.items[0].flights_until_s));
    assert_string_equal(rules.items[0].rule, "a/c");
    assert_int_equal(rules.set_count, 4);
    ovf_rules_clear(&rules);
}

static void bad_periods(void **state)
{
    (void)state;
    static const struct {
        const char *members, *said;
    } bad[] = {
        {"\"flights_from\": \"01.02.2012\"",
         "/flights_from: expected a date or time as ISO 8601 has "
         "it, 2012-02-01, found \"01.02.2012\""},
        {"\"flights_until\": \"soon\"", "/flights_until: expected a date"},
        {"\"flights_from\": 2012", "/flights_from: expected a text"},
        {"\"flights_from\": \"2012-01-02\", \"flights_until\": \"2012-01-01\"",
         "/flights_until: expected a date after flights_from"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[300];
        ovf_rules rules = {0};
        ovf_error error;
        snprintf(text, sizeof text, "{\"name\": \"a\", %s, \"rules\": []}", bad[i].members);
        assert_int_equal(read_text(text, &rules, &error), OVF_ERROR_INPUT);
        if (strstr(error.message, bad[i].said) == NULL) fail_msg("%s", error.message);
        ovf_rules_clear(&rules);
    }
}

static void places(void **state)
{
    (void)state;
    ovf_lonlat vertices[] = {{20, 54}, {22, 54}, {22, 55}, {20, 55}, {20, 54}};
    ovf_ring ring = {.vertices = vertices, .count = 5};
    ovf_polygon polygon = {&ring, 1};
    ovf_zone zone = {.id = "oblast", .name = "z", .polygons = &polygon, .polygon_count = 1};
    ovf_airfield airfield = {.id = "UUMB", .name = "Kubinka", .position = {36.65, 55.61}};
    const ovf_zones zones = {&zone, 1};
    const ovf_airfields airfields = {&airfield, 1};
    static const struct {
        const char *rule, *said;
    } all[] = {
        {"\"kind\": \"prohibited\", \"zone\": \"oblast\"", NULL},
        {"\"kind\": \"airfields\", \"airfields\": [\"UUMB\"]", NULL},
        {"\"kind\": \"circling\", \"loop_km\": 60", NULL},
        {"\"kind\": \"prohibited\", \"zone\": \"oblats\"",
         "rule a/r: zone: no zone has the id oblats: did you mean oblast?"},
        {"\"kind\": \"prohibited\", \"zone\": \"x\"", "rule a/r: zone: no zone has the id x"},
        {"\"kind\": \"airfields\", \"airfields\": [\"UUMB\", \"UUMX\"]",
         "rule a/r: airfields: no airfield has the id UUMX: did you mean UUMB?"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char text[300];
        ovf_rules rules = {0};
        ovf_error error = {0};
        snprintf(text, sizeof text,
                 "{\"name\": \"a\", \"rules\": [{\"name\": \"r\", \"source\": \"x\", %s}]}",
                 all[i].rule);
        assert_int_equal(read_text(text, &rules, &error), OVF_OK);
        ovf_status status = ovf_rules_check_places(&rules, &zones, &airfields, &error);
        assert_int_equal(status, all[i].said == NULL ? OVF_OK : OVF_ERROR_INPUT);
        if (all[i].said != NULL && strstr(error.message, all[i].said) == NULL)
            fail_msg("%s", error.message);
        assert_int_equal(ovf_rules_check_places(NULL, &zones, &airfields, &error), OVF_ERROR_USAGE);
        assert_int_equal(ovf_rules_check_places(&rules, NULL, &airfields, &error), OVF_ERROR_USAGE);
        assert_int_equal(ovf_rules_check_places(&rules, &zones, NULL, &error), OVF_ERROR_USAGE);
        ovf_rules_clear(&rules);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods),
        cmocka_unit_test(bad_periods),
        cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
