/* Unix seconds here are those of `date -u -d TEXT +%s` (GNU coreutils).
 *
 * Tests: src/base/time.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"

static void reads(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double seconds;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2017-10-04T18:00:00Z", 1507140000},
        {"2017-10-04 18:00:00Z", 1507140000},
        {"2017-10-04t18:00:00z", 1507140000},
        {"2017-10-04T18:00Z", 1507140000},
        {"2017-10-04T18:00:00", 1507140000},
        {"2017-10-04T20:00:00+02:00", 1507140000},
        {"2017-10-04T20:00:00+0200", 1507140000},
        {"2017-10-04T20:00:00+02", 1507140000},
        {"2017-10-04T08:30:00-09:30", 1507140000},
        {"2017-10-04T18:00:00.25Z", 1507140000.25},
        {"2017-10-04T18:00:00,5Z", 1507140000.5},
        {"2017-10-04", 1507075200},
        {"2017-10-04T24:00:00Z", 1507161600},
        {"2016-12-31T23:59:60Z", 1483228800},
        {"2000-02-29T12:00:00Z", 951825600},
        {"1969-12-31T23:59:59Z", -1},
        {"1900-03-01T00:00:00Z", -2203891200},
        {"0001-01-01T00:00:00Z", -62135596800},
        {"9999-12-31T23:59:59Z", 253402300799},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double seconds = NAN;
        if (!ovf_time_parse(cases[i].text, &seconds)) fail_msg("not read: %s", cases[i].text);
        if (seconds != cases[i].seconds) fail_msg("%s: %.3f", cases[i].text, seconds);
    }
}

static void rejects(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "x",
                                        "2017",
                                        "2017-10",
                                        "2017-13-01",
                                        "2017-00-01",
                                        "2017-02-29",
                                        "1900-02-29",
                                        "2017-10-32",
                                        "2017-10-04T",
                                        "2017-10-04T18",
                                        "2017-10-04T25:00:00Z",
                                        "2017-10-04T24:00:01Z",
                                        "2017-10-04T18:60:00Z",
                                        "2017-10-04T18:00:61Z",
                                        "2017-10-04T18:00:00.Z",
                                        "2017-10-04T18:00:00 Z",
                                        "2017-10-04T18:00:00Zulu",
                                        "2017-10-04T18:00:00+24:00",
                                        "2017-10-04T18:00:00+1",
                                        " 2017-10-04",
                                        "2017/10/04",
                                        "20171004T180000Z",
                                        "1507140000",
                                        "+017-10-04"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double seconds = 7;
        if (ovf_time_parse(cases[i], &seconds)) fail_msg("was read: %s", cases[i]);
        assert_true(seconds == 7);
    }
}

static void writes(void **state)
{
    (void)state;
    char text[OVF_TIME_SIZE];
    ovf_time_format(1507140000, text);
    assert_string_equal(text, "2017-10-04T18:00:00Z");
    ovf_time_format(1507140000.25, text);
    assert_string_equal(text, "2017-10-04T18:00:00.250Z");
    ovf_time_format(1507139999.9999, text);
    assert_string_equal(text, "2017-10-04T18:00:00Z");
    ovf_time_format(-0.5, text);
    assert_string_equal(text, "1969-12-31T23:59:59.500Z");
    ovf_time_format(951825600, text);
    assert_string_equal(text, "2000-02-29T12:00:00Z");
    ovf_time_format(NAN, text);
    assert_string_equal(text, "");
    ovf_time_format(INFINITY, text);
    assert_string_equal(text, "");
    ovf_time_format(1e12, text);
    assert_string_equal(text, "");
    ovf_time_format(253402300799.0, text);
    assert_string_equal(text, "9999-12-31T23:59:59Z");
    ovf_time_format(-62167219200.0, text);
    assert_string_equal(text, "0000-01-01T00:00:00Z");
}

static void rounds(void **state)
{
    (void)state;
    int64_t milliseconds = 7;
    assert_true(ovf_time_round(1507140000.1236, &milliseconds));
    assert_true(milliseconds == 1507140000124);
    assert_true(ovf_time_round(-0.5, &milliseconds));
    assert_true(milliseconds == -500);
    assert_false(ovf_time_round(NAN, &milliseconds));
    assert_false(ovf_time_round(-INFINITY, &milliseconds));
    assert_false(ovf_time_round(1e12, &milliseconds));
    assert_true(milliseconds == -500);
}

/* What is written is read as the same millisecond, whatever the machine's time zone. */
static void there_and_back(void **state)
{
    (void)state;
    char text[OVF_TIME_SIZE];
    setenv("TZ", "Pacific/Chatham", 1);
    tzset();
    srand(1);
    for (int i = 0; i < 100000; i++) {
        double whole = floor((double)rand() / RAND_MAX * 315569433599.0) - 62167219200.0,
               back = NAN;
        double seconds = whole + (double)(rand() % 1000) / 1000;
        ovf_time_format(seconds, text);
        assert_true(ovf_time_parse(text, &back));
        assert_true(fabs(back - seconds) < 1e-4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(rejects),
                                       cmocka_unit_test(writes), cmocka_unit_test(rounds),
                                       cmocka_unit_test(there_and_back)};
    return cmocka_run_group_tests_name("time", tests, NULL, NULL);
}
