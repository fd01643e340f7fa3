/* Words and heights of restrictions. A flight level is hundreds of feet, and a foot is 0.3048 m.
 * The forms are those that tables of airspace print (Eurocontrol's AIXM: SFC, GND, UNL, FL, FT, M).
 *
 * Tests: src/model/restriction.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "model/height.h"
#include "model/restriction.h"

static void heights(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double metres;
        ovf_height_reference reference;
    } good[] = {
        {"FL245", 24500 * 0.3048, OVF_HEIGHT_STD},
        {" fl 95 ", 9500 * 0.3048, OVF_HEIGHT_STD},
        {"4500 FT MSL", 4500 * 0.3048, OVF_HEIGHT_MSL},
        {"4500ft amsl", 4500 * 0.3048, OVF_HEIGHT_MSL},
        {"2500F AGL", 2500 * 0.3048, OVF_HEIGHT_AGL},
        {"1000 FT GND", 1000 * 0.3048, OVF_HEIGHT_AGL},
        {"300 m SFC", 300, OVF_HEIGHT_AGL},
        {"1500M AGL", 1500, OVF_HEIGHT_AGL},
        {"1500MSL", 1500, OVF_HEIGHT_MSL},
        {"1500", 1500, OVF_HEIGHT_MSL},
        {"-28.5", -28.5, OVF_HEIGHT_MSL},
        {"3000 M STD", 3000, OVF_HEIGHT_STD},
        {"SFC", -INFINITY, OVF_HEIGHT_AGL},
        {"gnd", -INFINITY, OVF_HEIGHT_AGL},
        {"UNL", INFINITY, OVF_HEIGHT_MSL},
        {"unlim ", INFINITY, OVF_HEIGHT_MSL},
        /* Levels of real files: 492 of 15,896 of national OpenAir files are written FL0xx. */
        {"FL065", 6500 * 0.3048, OVF_HEIGHT_STD},
        {"FL 065", 6500 * 0.3048, OVF_HEIGHT_STD},
        {"FL65", 6500 * 0.3048, OVF_HEIGHT_STD},
        {"FL\t095", 9500 * 0.3048, OVF_HEIGHT_STD},
        {"FL 095 STD", 9500 * 0.3048, OVF_HEIGHT_STD},
        {"F095", 9500 * 0.3048, OVF_HEIGHT_STD},
        {"910 FL", 91000 * 0.3048, OVF_HEIGHT_STD},
        {"FL000", 0, OVF_HEIGHT_STD},
        {"2500MSL", 2500, OVF_HEIGHT_MSL},
        {"2500 ft MSL", 2500 * 0.3048, OVF_HEIGHT_MSL},
        {"2500ftMSL", 2500 * 0.3048, OVF_HEIGHT_MSL},
        {"02500 FT", 2500 * 0.3048, OVF_HEIGHT_MSL},
        {"9500ft STD", 9500 * 0.3048, OVF_HEIGHT_STD},
        {"500m AMSL", 500, OVF_HEIGHT_MSL},
        {"+500 mAMSL", 500, OVF_HEIGHT_MSL},
        {"1000F ASFC", 1000 * 0.3048, OVF_HEIGHT_AGL},
        {"1000 GND", 1000, OVF_HEIGHT_AGL},
        {"1000 feet surface", 1000 * 0.3048, OVF_HEIGHT_AGL},
        {"-50 metres", -50, OVF_HEIGHT_MSL},
        {"UNLTD", INFINITY, OVF_HEIGHT_MSL},
        {"Unlimited", INFINITY, OVF_HEIGHT_MSL},
        {"Surface", -INFINITY, OVF_HEIGHT_AGL},
    };
    static const char *const bad[] = {"",
                                      "FL",
                                      "FL245 MSL",
                                      "1500 X",
                                      "high",
                                      "1e400",
                                      "SFC 10",
                                      "NOTAM",
                                      "nan",
                                      "FT 100",
                                      "12,5 m",
                                      "100 FT FT",
                                      "100 M AGL MSL",
                                      "F1000",
                                      "F 95",
                                      "FL FL 95",
                                      "95 FL FT",
                                      "FL95 FT",
                                      "--5",
                                      "+-5",
                                      "5 5",
                                      "MSL",
                                      "UNL 5",
                                      "FL245 AGL",
                                      "100 MSL FT",
                                      "100 AGLAGLAGLAGL"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        ovf_height height = {NAN, OVF_HEIGHT_MSL};
        if (!ovf_height_parse(good[i].text, &height)) fail_msg("\"%s\" is refused", good[i].text);
        if (isinf(good[i].metres)) assert_true(height.metres == good[i].metres);
        else assert_true(fabs(height.metres - good[i].metres) < 1e-9);
        if (height.reference != good[i].reference)
            fail_msg("\"%s\" is over %s", good[i].text,
                     ovf_height_reference_name(height.reference));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ovf_height height = {7, OVF_HEIGHT_AGL};
        if (ovf_height_parse(bad[i], &height)) fail_msg("\"%s\" is read", bad[i]);
        assert_true(height.metres == 7 && height.reference == OVF_HEIGHT_AGL);
    }
}

/* A number without a unit is in the unit of the file: feet in OpenAir. */
static void heights_without_a_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double metres;
        ovf_height_reference reference;
    } all[] = {
        {"2500MSL", 2500 * 0.3048, OVF_HEIGHT_MSL}, {"1000 GND", 1000 * 0.3048, OVF_HEIGHT_AGL},
        {"700", 700 * 0.3048, OVF_HEIGHT_MSL},      {"500m AMSL", 500, OVF_HEIGHT_MSL},
        {"FL065", 6500 * 0.3048, OVF_HEIGHT_STD},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        ovf_height height;
        assert_true(ovf_height_parse_in(all[i].text, 0.3048, &height));
        assert_true(fabs(height.metres - all[i].metres) < 1e-9);
        assert_int_equal(height.reference, all[i].reference);
    }
}

/* A day that ends what is in force is in it; Unix times by `date -u -d DAY +%s`. */
static void times(void **state)
{
    (void)state;
    char text[OVF_TIME_SIZE];
    ovf_active_format(1590969600, false, text);
    assert_string_equal(text, "2020-06-01");
    ovf_active_format(1593561600, true, text); /* 2020-07-01T00:00:00Z */
    assert_string_equal(text, "2020-06-30");
    ovf_active_format(1593561600, false, text);
    assert_string_equal(text, "2020-07-01");
    ovf_active_format(1593520200, true, text);
    assert_string_equal(text, "2020-06-30T12:30:00Z");
    ovf_active_format(1593520200, false, text);
    assert_string_equal(text, "2020-06-30T12:30:00Z");
    ovf_active_format(0, true, text);
    assert_string_equal(text, "1969-12-31");
    ovf_active_format(NAN, true, text);
    assert_string_equal(text, "");
}

static void words(void **state)
{
    (void)state;
    ovf_severity severity = OVF_SEVERITY_WARNING;
    ovf_height_reference reference = OVF_HEIGHT_AGL;
    for (int i = OVF_SEVERITY_INFORMATION; i <= OVF_SEVERITY_VIOLATION; i++) {
        if (i == OVF_SEVERITY_UNDECIDED) continue; /* no rule is */
        assert_true(ovf_severity_parse(ovf_severity_name((ovf_severity)i), &severity));
        assert_int_equal(severity, i);
    }
    assert_string_equal(ovf_severity_name(OVF_SEVERITY_VIOLATION), "violation");
    assert_true(ovf_severity_parse("Warning", &severity));
    assert_int_equal(severity, OVF_SEVERITY_WARNING);
    assert_false(ovf_severity_parse("warnings", &severity));
    assert_false(ovf_severity_parse("undecided", &severity));
    assert_false(ovf_severity_parse("", &severity));
    assert_int_equal(severity, OVF_SEVERITY_WARNING);
    for (int i = OVF_HEIGHT_MSL; i <= OVF_HEIGHT_STD; i++) {
        assert_true(ovf_height_reference_parse(ovf_height_reference_name((ovf_height_reference)i),
                                               &reference));
        assert_int_equal(reference, i);
    }
    assert_true(ovf_height_reference_parse("fl", &reference));
    assert_int_equal(reference, OVF_HEIGHT_STD);
    assert_true(ovf_height_reference_parse("agl", &reference));
    assert_int_equal(reference, OVF_HEIGHT_AGL);
    assert_false(ovf_height_reference_parse("QNH", &reference));
    assert_int_equal(reference, OVF_HEIGHT_AGL);
}

/* Everything that a rule owns is freed: a sanitizer would tell. */
static void cleared(void **state)
{
    (void)state;
    ovf_rules rules = {0};
    ovf_rules_clear(NULL);
    ovf_rules_clear(&rules);
    rules.items = ovf_array_new(2, sizeof *rules.items);
    rules.sets = ovf_array_new(1, sizeof *rules.sets);
    assert_non_null(rules.items);
    assert_non_null(rules.sets);
    rules.count = 2;
    rules.set_count = 1;
    rules.sets[0] = (ovf_rule_set){.name = ovf_text_copy("set"), .title = ovf_text_copy("A set")};
    rules.items[1] = (ovf_restriction){.place_id = ovf_text_copy("zone"),
                                       .rule = ovf_text_copy("set/rule"),
                                       .clause = ovf_text_copy("1"),
                                       .source = ovf_text_copy("here"),
                                       .status = ovf_text_copy("in force"),
                                       .confidence = ovf_text_copy("T"),
                                       .note = ovf_text_copy("none")};
    rules.items[1].airfields = ovf_array_new(1, sizeof *rules.items[1].airfields);
    assert_non_null(rules.items[1].airfields);
    rules.items[1].airfields[0] = ovf_text_copy("UUMB");
    rules.items[1].airfield_count = 1;
    ovf_rules_clear(&rules);
    assert_null(rules.items);
    assert_null(rules.sets);
    assert_int_equal(rules.count, 0);
    assert_int_equal(rules.set_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heights), cmocka_unit_test(heights_without_a_unit),
        cmocka_unit_test(times),   cmocka_unit_test(words),
        cmocka_unit_test(cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
