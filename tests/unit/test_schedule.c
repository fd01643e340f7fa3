/* Schedules: texts of every spelling, what is refused, and when they are in force; with an almanac
 * that is made up here. Random schedules are compared in tests/oracle/schedule.py.
 *
 * Tests: src/model/schedule*.c include/overflight/schedule.h */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"
#include "overflight/schedule.h"

static const ovf_lonlat_box bohemia = {14, 49, 15, 50};

static double at(const char *text)
{
    double seconds;
    if (!ovf_time_parse(text, &seconds)) fail_msg("no time: %s", text);
    return seconds;
}

/* ---- Texts ---- */

static void expect_text(const char *text, const char *expected)
{
    ovf_schedule schedule = {0}, twin = {0};
    ovf_error error = {0};
    char *written = NULL, *again = NULL;
    if (ovf_schedule_parse(text, NULL, &schedule, &error) != OVF_OK)
        fail_msg("%s: %s", text, error.message);
    assert_int_equal(ovf_schedule_text(&schedule, &written, &error), OVF_OK);
    assert_string_equal(written, expected);
    if (ovf_schedule_parse(written, NULL, &twin, &error) != OVF_OK)
        fail_msg("%s: %s", written, error.message);
    assert_int_equal(ovf_schedule_text(&twin, &again, &error), OVF_OK);
    assert_string_equal(again, written);
    assert_int_equal(schedule.count, twin.count);
    assert_int_equal(schedule.unknown, twin.unknown);
    for (size_t i = 0; i < schedule.count; i++) {
        const ovf_period *a = &schedule.periods[i], *b = &twin.periods[i];
        assert_true(a->days == b->days && a->end_day == b->end_day && a->perhaps == b->perhaps &&
                    a->excluded == b->excluded && a->clock.kind == b->clock.kind);
        assert_true(a->start.base == b->start.base && a->start.ms == b->start.ms &&
                    a->end.base == b->end.base && a->end.ms == b->end.ms);
    }
    free(written);
    free(again);
    ovf_schedule_clear(&schedule);
    ovf_schedule_clear(&twin);
}

static void spellings(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00 UTC"},
        {"MON-FRI 0800-1600 UTC", "Mo-Fr 08:00-16:00 UTC"},
        {"monday through friday 8:00 to 16:00 local", "Mo-Fr 08:00-16:00 local"},
        {"Sa,Su sunrise-sunset", "Sa,Su sunrise-sunset UTC"},
        {"SAT/SUN HJ", "Sa,Su sunrise-sunset UTC"},
        {"SR-30 - SS+30", "(sunrise-00:30)-(sunset+00:30) UTC"},
        {"SR-30MIN-SS+30MIN", "(sunrise-00:30)-(sunset+00:30) UTC"},
        {"(sunrise-00:30)-(sunset+01:00)", "(sunrise-00:30)-(sunset+01:00) UTC"},
        {"30 MIN BEFORE SUNRISE TO ONE HOUR AFTER SUNSET", "(sunrise-00:30)-(sunset+01:00) UTC"},
        {"SUNRISE TO SUNSET", "sunrise-sunset UTC"},
        {"SR-0900", "sunrise-09:00 UTC"},
        {"HJ", "sunrise-sunset UTC"},
        {"HN", "sunset-sunrise UTC"},
        {"BMCT-EECT", "dawn-dusk UTC"},
        {"H24", "always"},
        {"24/7", "always"},
        {"0000-2400", "always"},
        {"CONTINUOUS", "always"},
        {"daily", "always"},
        {"never", "never"},
        {"unknown", "unknown"},
        {"H24; unknown", "always; unknown"},
        {"0700-1900 Europe/Prague", "07:00-19:00 Europe/Prague"},
        {"0700-1900 America/Argentina/Buenos_Aires", "07:00-19:00 America/Argentina/Buenos_Aires"},
        {"Mo-Fr 08:00-16:00 UTC+2", "Mo-Fr 08:00-16:00 UTC+02:00"},
        {"Mo 08:00:30.250-09:00 UTC-03:30", "Mo 08:00:30.250-09:00 UTC-03:30"},
        {"0800-0900 UTC-8..-7", "08:00-09:00 UTC-08:00..-07:00"},
        {"0800-0900 UTC or local", "08:00-09:00 UTC or local"},
        {"0800Z-1600Z MON-FRI", "Mo-Fr 08:00-16:00 UTC"},
        {"0800LT-1600LT", "08:00-16:00 local"},
        {"0800\xe2\x80\x93"
         "1600",
         "08:00-16:00 UTC"},
        {"22:00-06:00", "22:00-06:00 UTC"},
        {"Fr 20:00-Su 20:00", "Fr 20:00-Su 20:00 UTC"},
        {"Mo-Fr 08:00-12:00,13:00-17:00; PH off",
         "Mo-Fr 08:00-12:00 UTC; Mo-Fr 13:00-17:00 UTC; PH UTC off"},
        {"MON-FRI 0700-1500 EXCEPT HOLIDAYS", "Mo-Fr except PH 07:00-15:00 UTC"},
        {"DAILY EXCEPT SUN 0800-1600", "Mo-Sa 08:00-16:00 UTC"},
        {"2026-05-01/2026-09-30 Mo-Fr 08:00-16:00; by NOTAM",
         "2026-05-01/2026-09-30 Mo-Fr 08:00-16:00 UTC; by NOTAM"},
        {"Mar 15-Oct 31 Sa 10:00-18:00", "15 Mar-31 Oct Sa 10:00-18:00 UTC"},
        {"15 MAR - 31 OCT SR-SS", "15 Mar-31 Oct sunrise-sunset UTC"},
        {"Nov-Feb", "1 Nov-29 Feb UTC"},
        {"May", "1 May-31 May UTC"},
        {"May 1", "1 May-1 May UTC"},
        {"Mar 15-31 08:00-09:00", "15 Mar-31 Mar 08:00-09:00 UTC"},
        {"SR-SS (01.03.-31.10.)", "1 Mar-31 Oct sunrise-sunset UTC"},
        /* OpenAir 2, the Dutch files, German publications */
        {"AA 2023-12-16T12:00Z/2023-12-16T13:00Z", "2023-12-16T12:00:00Z/2023-12-16T13:00:00Z"},
        {"AA 2024-12-17T00:00Z/2024-12-17T24:00Z", "2024-12-17T00:00:00Z/2024-12-18T00:00:00Z"},
        {"AA 2024-12-17T00:00Z/NONE", "2024-12-17T00:00:00Z/.. perhaps"},
        {"NONE/2024-12-18T00:00Z", "../2024-12-18T00:00:00Z perhaps"},
        {"AA NONE", "by NOTAM"},
        {"AW MON.08:00L-FRI.17:00L", "Mo 08:00-Fr 17:00 local"},
        {"AP 25.03.2024.08:00Z-29.03.2024.16:00Z", "2024-03-25T08:00:00Z/2024-03-29T16:00:00Z"},
        {"MON-SAT 0445-2300[DSA];HOL 0900-SS[DSA]",
         "Mo-Sa 04:45-23:00 UTC+00:00..+01:00; PH 09:00-sunset UTC+00:00..+01:00"},
        /* The FAA */
        {"0800 - 2200, MON - FRI", "Mo-Fr 08:00-22:00 UTC"},
        {"0800-2200 MON-FRI, OTHER TIMES BY NOTAM AT LEAST 24 HOURS IN ADVANCE",
         "Mo-Fr 08:00-22:00 UTC; by NOTAM"},
        {"0700-2200 MON-FRI, 0900-1200 SAT; O/T BY NOTAM",
         "Mo-Fr 07:00-22:00 UTC; Sa 09:00-12:00 UTC; by NOTAM"},
        {"INTERMITTENT BY NOTAM", "by NOTAM"},
        {"MON-FRI, INTERMITTENT", "Mo-Fr UTC perhaps"},
        {"HX", "by NOTAM"},
        /* One clock for all */
        {"Mo-Fr 08:00-17:00; Sa 09:00-12:00 Europe/Prague",
         "Mo-Fr 08:00-17:00 Europe/Prague; Sa 09:00-12:00 Europe/Prague"},
        {"2026-02-03T14:20:20Z/2026-02-05T00:53:26Z 1 Nov-28 Feb 03:10-08:17",
         "2026-02-03T14:20:20Z/2026-02-05T00:53:26Z 1 Nov-28 Feb 03:10-08:17 UTC"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_text(texts[i][0], texts[i][1]);
}

static void refused(void **state)
{
    (void)state;
    static const char *const texts[][2] = {
        {"", "found the end"},
        {"foo", "expected days, dates, times of day, a time zone or \"by NOTAM\", found \"foo\""},
        {"Mo-Xx 08:00-17:00", "expected a day of the week behind the dash"},
        {"Mo-Fr 25:00-26:00", "expected a time of day from 00:00 to 24:00, found \"25:00-26:00\""},
        {"08:60-09:00", "expected a time of day from 00:00 to 24:00"},
        {"0800-2401", "expected a time of day from 00:00 to 24:00, found \"2401\""},
        {"0800-", "expected a time of day, found the end"},
        {"0800", "expected a dash and the end of the time"},
        {"SAT 0900-1200 MON-FRI 0800-1600", "expected ';' between two rules"},
        {"0800-1600 MON-FRI, SAT 0900-1200", "expected ';' between two rules"},
        {"May-Sep Mo-Fr 08:00-16:00, Sa 09:00-12:00", "expected ';' between two rules"},
        {"Mo 0800-1600 UTC; Tu 0800-1600 local; We 0800-1600", "found none in rule 3"},
        {"0800-1600 UTC local", "expected one clock in a rule"},
        {"0800-1600 UTC+15", "expected an offset from UTC of at most 14 hours"},
        {"0800-1600 UTC+2..+1", "expected a greater offset"},
        {"2026-02-30", "expected a date"},
        {"31 Feb-1 Mar", "expected a date such as 15 Mar"},
        {"2026-09-30/2026-05-01", "expected dates in order"},
        {"2026-05-01T06:00/2026-05-01T07:00", "expected an instant such as"},
        {"2026-05-01T06:00Z", "expected two instants"},
        {"2026-05-01T06:00Z/2026-05-02", "expected a time of day in both or in none"},
        {"(Mo-Fr", "expected )"},
        {"Mo-Fr except Mo-Su", "expected days that are excepted"},
        {"0800-1600 Europe/", "expected the name of a time zone"},
        {"Mo-Fr 0800-1600 SURFACE TO 3000FT", "found \"SURFACE TO 3000FT\""},
    };
    ovf_error error;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ovf_schedule schedule = {.count = 77};
        if (ovf_schedule_parse(texts[i][0], NULL, &schedule, &error) != OVF_ERROR_INPUT)
            fail_msg("read: %s", texts[i][0]);
        if (strstr(error.message, texts[i][1]) == NULL)
            fail_msg("%s: %s", texts[i][0], error.message);
        assert_int_equal(schedule.count, 77);
    }
}

static void usual_clock(void **state)
{
    (void)state;
    const ovf_clock local = {.kind = OVF_CLOCK_LOCAL};
    ovf_schedule schedule = {0};
    assert_int_equal(ovf_schedule_parse("0800-1600", &local, &schedule, NULL), OVF_OK);
    assert_int_equal(schedule.periods[0].clock.kind, OVF_CLOCK_LOCAL);
    ovf_schedule_clear(&schedule);
    assert_int_equal(ovf_schedule_parse("0800-1600Z", &local, &schedule, NULL), OVF_OK);
    assert_int_equal(schedule.periods[0].clock.kind, OVF_CLOCK_UTC);
    ovf_schedule_clear(&schedule);
}

static void made_by_hand(void **state)
{
    (void)state;
    /* Ends two days later, on several days: as many rules as days. */
    const ovf_period period = {.days = OVF_MONDAY | OVF_THURSDAY,
                               .start = {OVF_FROM_MIDNIGHT, 8 * 3600000},
                               .end = {OVF_FROM_MIDNIGHT, 9 * 3600000},
                               .end_day = 2};
    ovf_schedule schedule = {0}, copy = {0};
    char *text = NULL;
    assert_int_equal(ovf_schedule_add(&schedule, &period, NULL), OVF_OK);
    assert_int_equal(ovf_schedule_copy(&schedule, &copy, NULL), OVF_OK);
    ovf_schedule_clear(&schedule);
    assert_int_equal(ovf_schedule_text(&copy, &text, NULL), OVF_OK);
    assert_string_equal(text, "Mo 08:00-We 09:00 UTC; Th 08:00-Sa 09:00 UTC");
    free(text);
    ovf_schedule_clear(&copy);
    assert_int_equal(ovf_schedule_text(NULL, &text, NULL), OVF_OK);
    assert_string_equal(text, "always");
    free(text);

    const ovf_period wrong[] = {
        {.days = 512},
        {.end_day = 8},
        {.start = {OVF_FROM_MIDNIGHT, -1}},
        {.start = {OVF_FROM_MIDNIGHT, 86400001}},
        {.start = {(ovf_time_base)9, 0}},
        {.first = {0, 13, 1}, .last = {0, 12, 1}},
        {.first = {2026, 1, 1}, .last = {0, 12, 1}},
        {.first = {0, 1, 1}},
        {.has_from = true, .from_s = NAN},
        {.clock = {.kind = OVF_CLOCK_OFFSET, .offset_least_s = 3600, .offset_most_s = 0}},
        {.clock = {.kind = OVF_CLOCK_ZONE}},
        {.clock = {.kind = (ovf_clock_kind)7}},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(ovf_schedule_add(&schedule, &wrong[i], NULL), OVF_ERROR_USAGE);
        assert_int_equal(schedule.count, 0);
    }
    assert_int_equal(ovf_schedule_add(NULL, &period, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_schedule_add(&schedule, NULL, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_schedule_parse(NULL, NULL, &schedule, NULL), OVF_ERROR_USAGE);
    assert_int_equal(ovf_schedule_parse("H24", NULL, NULL, NULL), OVF_ERROR_USAGE);
    ovf_schedule_clear(NULL);
    ovf_actives_clear(NULL);
}

/* ---- When ---- */

/* Day and time: 28T08:00, with seconds where there are any. */
static const char *short_time(double seconds, char text[OVF_TIME_SIZE])
{
    ovf_time_format(seconds, text);
    size_t length = strlen(text) - 1;
    if (length == 19 && strncmp(text + 16, ":00", 3) == 0) length = 16;
    text[length] = '\0';
    return text + 8;
}

static void expect_stretches(const ovf_actives *found, const char *expected, const char *what)
{
    char written[1000] = "", from[OVF_TIME_SIZE], until[OVF_TIME_SIZE];
    for (size_t i = 0; i < found->count; i++) {
        const ovf_active *stretch = &found->items[i];
        const size_t length = strlen(written);
        snprintf(written + length, sizeof written - length, "%s%s/%s%s", i > 0 ? " " : "",
                 short_time(stretch->from_s, from), short_time(stretch->until_s, until),
                 stretch->sure ? "" : "?");
    }
    if (strcmp(written, expected) != 0) fail_msg("%s:\n%s\n%s", what, written, expected);
}

/* Stretches as "28T08:00/28T16:00", with ? behind those that are perhaps. */
static void expect_when(const char *text, const ovf_almanac *almanac, const ovf_lonlat_box *box,
                        const char *from, const char *until, const char *expected)
{
    ovf_schedule schedule = {0};
    ovf_actives found = {0};
    ovf_error error = {0};
    if (ovf_schedule_parse(text, NULL, &schedule, &error) != OVF_OK)
        fail_msg("%s: %s", text, error.message);
    if (ovf_schedule_between(&schedule, almanac, box, at(from), at(until), &found, &error) !=
        OVF_OK)
        fail_msg("%s: %s", text, error.message);
    expect_stretches(&found, expected, text);
    ovf_actives_clear(&found);
    ovf_schedule_clear(&schedule);
}

static void by_clock(void **state)
{
    (void)state;
    /* 28 September 2026 is a Monday. */
    const char *from = "2026-09-28T00:00Z", *until = "2026-09-30T00:00Z";
#define WHEN(text, expected) expect_when(text, NULL, &bohemia, from, until, expected)
    WHEN("H24", "28T00:00/30T00:00");
    WHEN("never", "");
    WHEN("unknown", "28T00:00/30T00:00?");
    WHEN("by NOTAM", "28T00:00/30T00:00?");
    WHEN("Mo 08:00-16:00", "28T08:00/28T16:00");
    WHEN("Mo 08:00-16:00; unknown", "28T00:00/28T08:00? 28T08:00/28T16:00 28T16:00/30T00:00?");
    WHEN("Mo 08:00-16:00; by NOTAM", "28T00:00/28T08:00? 28T08:00/28T16:00 28T16:00/30T00:00?");
    WHEN("22:00-06:00", "28T00:00/28T06:00 28T22:00/29T06:00 29T22:00/30T00:00");
    WHEN("Mo 22:00-06:00", "28T22:00/29T06:00");
    WHEN("Su 22:00-06:00", "28T00:00/28T06:00");
    WHEN("Sa 20:00-Tu 04:00", "28T00:00/29T04:00");
    WHEN("Mo 08:00-12:00,12:00-16:00", "28T08:00/28T16:00");
    WHEN("Mo 08:00-16:00; Mo 10:00-11:00 off", "28T08:00/28T10:00 28T11:00/28T16:00");
    WHEN("28.09.2026.10:00Z-28.09.2026.11:00Z off", "28T00:00/28T10:00 28T11:00/30T00:00");
    WHEN("Mo 08:00-16:00; Mo 10:00-11:00 perhaps off",
         "28T08:00/28T10:00 28T10:00/28T11:00? 28T11:00/28T16:00");
    WHEN("Mo 08:00-16:00; PH off", "28T08:00/28T16:00?");
    WHEN("Mo except PH 08:00-16:00", "28T08:00/28T16:00?");
    WHEN("PH 08:00-09:00", "28T08:00/28T09:00? 29T08:00/29T09:00?");
    WHEN("Mo,PH 08:00-09:00", "28T08:00/28T09:00 29T08:00/29T09:00?");
    WHEN("Mo 01:00-02:00 UTC+2", "");
    WHEN("Mo 02:00-03:00 UTC+2", "28T00:00/28T01:00");
    WHEN("Mo 08:00-16:00 UTC+1..+2", "28T06:00/28T07:00? 28T07:00/28T14:00 28T14:00/28T15:00?");
    WHEN("UTC+1..+2 00:00-24:00", "28T00:00/30T00:00");
    WHEN("Mo UTC+1..+2", "28T00:00/28T22:00 28T22:00/28T23:00?");
    WHEN("2026-09-28T10:00Z/2026-09-28T20:00Z Mo 08:00-16:00", "28T10:00/28T16:00");
    WHEN("2026-09-29/2026-09-29", "29T00:00/30T00:00");
    WHEN("29 Sep-28 Sep", "28T00:00/30T00:00");
    WHEN("1 Oct-28 Sep", "28T00:00/29T00:00");
    WHEN("Sep 29", "29T00:00/30T00:00");
    /* No almanac: a named zone is anywhere from UTC-12 to UTC+14. */
    WHEN("Mo 08:00-16:00 Europe/Prague", "28T00:00/29T04:00?");
    WHEN("sunrise-sunset", "28T00:00/30T00:00?");
    /* Local time at 14 to 15 degrees east is UTC-01:34 to UTC+05:00. */
    WHEN("Mo 06:00-20:00 local", "28T01:00/28T07:34? 28T07:34/28T15:00 28T15:00/28T21:34?");
    WHEN("Mo 06:00-20:00 UTC or local", "28T01:00/28T07:34? 28T07:34/28T15:00 28T15:00/28T21:34?");
    WHEN("00:00-24:00 local", "28T00:00/30T00:00");
#undef WHEN
    expect_when("29 Feb", NULL, &bohemia, "2027-02-27T00:00Z", "2027-03-02T00:00Z",
                "28T00:00/01T00:00");
}

static void windows(void **state)
{
    (void)state;
    const ovf_lonlat_box lines[] = {{14, 49, 14, 49}, {170, -10, -170, 10}, {-190, 0, -170, 10}};
    ovf_schedule schedule = {0};
    ovf_actives found = {0};
    assert_int_equal(ovf_schedule_parse("Mo 08:00-16:00", NULL, &schedule, NULL), OVF_OK);
    const double start = at("2026-09-28T08:00Z"), end = at("2026-09-28T16:00Z");
    /* Half-open, to the millisecond. */
    const struct {
        double from_s, until_s;
        size_t count;
    } cases[] = {{start - 1, start, 0}, {start, start + .001, 1},  {end - .001, end, 1},
                 {end, end + 1, 0},     {start + 5, start + 5, 0}, {start - .001, start + .001, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t j = 0; j < 3; j++) {
            assert_int_equal(ovf_schedule_between(&schedule, NULL, &lines[j], cases[i].from_s,
                                                  cases[i].until_s, &found, NULL),
                             OVF_OK);
            assert_int_equal(found.count, cases[i].count);
        }
    assert_true(found.items[0].from_s == start);

    ovf_error error;
    const ovf_lonlat_box bad[] = {{NAN, 0, 1, 1}, {0, 2, 1, 1}, {0, -91, 1, 1}, {0, 0, 1e9, 1}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(ovf_schedule_between(&schedule, NULL, &bad[i], start, end, &found, &error),
                         OVF_ERROR_USAGE);
    const double times[][2] = {
        {end, start}, {NAN, end}, {start, INFINITY}, {-1e15, end}, {0, 36601 * 86400.0}};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        assert_int_equal(ovf_schedule_between(&schedule, NULL, &bohemia, times[i][0], times[i][1],
                                              &found, &error),
                         OVF_ERROR_USAGE);
    assert_int_equal(ovf_schedule_between(&schedule, NULL, NULL, start, end, &found, NULL),
                     OVF_ERROR_USAGE);
    assert_int_equal(ovf_schedule_between(&schedule, NULL, &bohemia, start, end, NULL, NULL),
                     OVF_ERROR_USAGE);
    assert_int_equal(found.count, 1); /* as it was */
    assert_int_equal(ovf_schedule_between(NULL, NULL, &bohemia, start, end, &found, NULL), OVF_OK);
    assert_true(found.count == 1 && found.items[0].sure);
    ovf_actives_clear(&found);
    ovf_schedule_clear(&schedule);
}

/* ---- A sun that is at the equator in March for ever ---- */

/* Rises 6 h before noon and longer for a lower horizon, at every latitude to 60; from there to 70
 * it is always up, beyond it never is. */
static bool simple_sun(void *context, int64_t day, double longitude, double latitude,
                       double altitude, ovf_sun *sun)
{
    (void)context;
    const double half = fabs(latitude) <= 60   ? 21600 - altitude * 240
                        : fabs(latitude) <= 70 ? 43200
                                               : 0;
    sun->noon_s = (double)day * 86400 + 43200 - longitude * 240;
    sun->rise_s = sun->noon_s - half;
    sun->set_s = sun->noon_s + half;
    sun->declination_deg = 20;
    return true;
}

/* UTC+2 until 1 October 2026, 01:00 UTC, then UTC+1. */
static bool simple_zone(void *context, const char *zone, double shown_s, double *first_s,
                        double *last_s)
{
    (void)context;
    if (strcmp(zone, "Europe/Simple") != 0) return false;
    const double change = at("2026-10-01T01:00Z");
    const double early = shown_s - 7200, late = shown_s - 3600;
    *first_s = early < change ? early : late;
    *last_s = late >= change ? late : early;
    return true;
}

static const ovf_almanac simple = {.sun = simple_sun, .instants = simple_zone};

static void by_sun(void **state)
{
    (void)state;
    const ovf_lonlat_box greenwich = {0, 50, 0, 50}, wide = {-15, 50, 15, 51},
                         bright = {0, 65, 15, 66}, dark = {0, 75, 15, 76}, mixed = {0, 65, 15, 76},
                         east = {150, 0, 150, 0}, dateline = {170, 0, -170, 0};
    const char *from = "2026-09-28T00:00Z", *until = "2026-09-29T00:00Z";
    /* -0.833 degrees are 3 min 20 s; 0.5 degrees 2 min. */
    expect_when("SR-SS", &simple, &greenwich, from, until,
                "28T05:54:40.080/28T05:58:40.080? 28T05:58:40.080/28T18:01:19.920 "
                "28T18:01:19.920/28T18:05:19.920?");
    expect_when("SR-30 - SS+30", &simple, &greenwich, from, until,
                "28T05:24:40.080/28T05:28:40.080? 28T05:28:40.080/28T18:31:19.920 "
                "28T18:31:19.920/28T18:35:19.920?");
    expect_when("dawn-06:00", &simple, &greenwich, from, until,
                "28T05:34/28T05:38? 28T05:38/28T06:00");
    expect_when("12:00-dusk", &simple, &greenwich, from, until,
                "28T12:00/28T18:22 28T18:22/28T18:26?");
    expect_when("HN", &simple, &greenwich, from, until,
                "28T00:00/28T05:54:40.080 28T05:54:40.080/28T05:58:40.080? "
                "28T18:01:19.920/28T18:05:19.920? 28T18:05:19.920/29T00:00");
    /* An hour of longitude to each side. */
    expect_when("SR-SS", &simple, &wide, from, until,
                "28T04:54:40.080/28T06:58:40.080? 28T06:58:40.080/28T17:01:19.920 "
                "28T17:01:19.920/28T19:05:19.920?");
    expect_when("SR-SS", &simple, &bright, from, until, "28T00:00/29T00:00");
    expect_when("SR+30 - SS-30", &simple, &bright, from, until, "28T00:00/29T00:00");
    expect_when("HN", &simple, &bright, from, until, "");
    expect_when("SR-SS", &simple, &dark, from, until, "");
    expect_when("HN", &simple, &dark, from, until, "28T00:00/29T00:00");
    expect_when("SR-12:00", &simple, &dark, from, until, "28T11:00/28T12:00?");
    /* Up somewhere, down somewhere else: perhaps all day. */
    expect_when("SR-SS", &simple, &mixed, from, until, "28T00:00/29T00:00?");
    /* Monday of the place at 150 E begins on Sunday in UTC. With days in UTC either may be meant;
     * with a clock its own noon says which. */
    expect_when("Mo SR-SS UTC+10", &simple, &east, "2026-09-27T00:00Z", "2026-09-30T00:00Z",
                "27T19:54:40.080/27T19:58:40.080? 27T19:58:40.080/28T08:01:19.920 "
                "28T08:01:19.920/28T08:05:19.920?");
    expect_when("Mo SR-SS", &simple, &east, "2026-09-27T00:00Z", "2026-09-30T00:00Z",
                "27T19:54:40.080/28T08:05:19.920? 28T19:54:40.080/29T08:05:19.920?");
    /* Over the date line Monday begins between 27 September 10:00 (UTC+14) and 28 September 12:00
     * (UTC-12). */
    expect_when("Mo-We local", NULL, &dateline, "2026-09-27T00:00Z", "2026-09-29T12:00Z",
                "27T10:00/28T12:00? 28T12:00/29T12:00");
    expect_when("Mo-Su local", NULL, &dateline, "2026-09-27T00:00Z", "2026-09-29T12:00Z",
                "27T00:00/29T12:00");
}

static void by_zone(void **state)
{
    (void)state;
    const char *from = "2026-09-30T00:00Z", *until = "2026-10-02T00:00Z";
    expect_when("08:00-16:00 Europe/Simple", &simple, &bohemia, from, until,
                "30T06:00/30T14:00 01T07:00/01T15:00");
    /* 02:30 comes twice. */
    expect_when("Th 01:00-02:30 Europe/Simple", &simple, &bohemia, from, until,
                "30T23:00/01T00:30 01T00:30/01T01:30?");
    expect_when("Th 02:30-04:00 Europe/Simple", &simple, &bohemia, from, until,
                "01T00:30/01T01:30? 01T01:30/01T03:00");
    expect_when("Th Europe/Simple", &simple, &bohemia, from, until, "30T22:00/01T23:00");
    expect_when("Th 08:00-16:00 Europe/Unknown", &simple, &bohemia, from, until,
                "30T18:00/02T00:00?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings),    cmocka_unit_test(refused),  cmocka_unit_test(usual_clock),
        cmocka_unit_test(made_by_hand), cmocka_unit_test(by_clock), cmocka_unit_test(windows),
        cmocka_unit_test(by_sun),       cmocka_unit_test(by_zone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
