/* The system's almanac, and times in force that foreign attributes state. Sunrises of a year and
 * every time zone are compared in tests/oracle/schedule.py.
 *
 * Tests: src/input/almanac/almanac.c src/input/almanac/sky.c src/input/almanac/time_zones.c
 * Tests: src/input/almanac/zone_times.c */
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/time.h"
#include "input/almanac/zone_times.h"

static ovf_almanac *almanac;

static int open_almanac(void **state)
{
    (void)state;
    return ovf_almanac_open(&almanac, NULL) == OVF_OK ? 0 : -1;
}

static int free_almanac(void **state)
{
    (void)state;
    ovf_almanac_free(almanac);
    ovf_almanac_free(NULL);
    return 0;
}

static double at(const char *text)
{
    double seconds;
    if (!ovf_time_parse(text, &seconds)) fail_msg("no time: %s", text);
    return seconds;
}

static ovf_sun sun_on(const char *day, double longitude, double latitude, double altitude)
{
    ovf_sun sun;
    if (!almanac->sun(almanac->context, (int64_t)(at(day) / 86400), longitude, latitude, altitude,
                      &sun))
        fail_msg("no sun");
    return sun;
}

static void expect_close(double found, double expected, double within)
{
    if (!(fabs(found - expected) <= within)) fail_msg("%.6f, expected %.6f", found, expected);
}

static void expect_near(double found, const char *expected)
{
    char text[OVF_TIME_SIZE];
    ovf_time_format(found, text);
    if (!(fabs(found - at(expected)) <= 6)) fail_msg("%s, expected %s", text, expected);
}

/* J. Meeus, Astronomical Algorithms (1998): the apparent sun of example 25.b, 13 October 1992 at
 * 0 h TD, has the declination -7 degrees 47' 02"; the equation of time of example 28.b is
 * 13 min 42.6 s. */
static void of_meeus(void **state)
{
    (void)state;
    /* Noon is at 180 degrees east at 0 h, but for the equation of time, in which the declination
     * changes by 0.004 degrees. */
    const ovf_sun sun = sun_on("1992-10-13", 180, 0, 0);
    expect_close(sun.declination_deg, -(7 + 47 / 60.0 + 2 / 3600.0), 0.006);
    expect_close(at("1992-10-13T00:00Z") - sun.noon_s, 13 * 60 + 42.6, 2);
}

static void up_and_down(void **state)
{
    (void)state;
    /* PyEphem 4.1.4, with the centre at the altitude and no refraction. */
    static const struct {
        const char *day;
        double longitude, latitude, altitude;
        const char *rise, *set;
    } cases[] = {
        {"2026-03-20", 0, 51.4779, -0.833, "2026-03-20T06:02:53.838Z", "2026-03-20T18:12:58.841Z"},
        {"2026-06-21", 24.94, 60.17, -0.833, "2026-06-21T00:54:01.846Z",
         "2026-06-21T19:50:02.839Z"},
        {"2026-12-21", 174.76, -36.85, -6, "2026-12-20T16:27:13.857Z", "2026-12-21T08:10:21.381Z"},
        {"1999-08-11", -74, 40.7, -0.833, "1999-08-11T10:01:58.794Z", "1999-08-11T23:59:47.035Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const ovf_sun sun = sun_on(cases[i].day, cases[i].longitude, cases[i].latitude,
                                   cases[i].altitude);
        expect_near(sun.rise_s, cases[i].rise);
        expect_near(sun.set_s, cases[i].set);
    }
    const double poles[] = {90, -90, 89.9999, 78.2, -78.2};
    for (size_t i = 0; i < sizeof poles / sizeof *poles; i++)
        for (int winter = 0; winter < 2; winter++) {
            const ovf_sun sun = sun_on(winter ? "2026-12-21" : "2026-06-21", 15, poles[i], -0.833);
            const bool up = (poles[i] > 0) == (winter == 0);
            expect_close(sun.set_s - sun.noon_s, up ? 43200 : 0, 1e-3);
            expect_close(sun.noon_s - sun.rise_s, up ? 43200 : 0, 1e-3);
        }
    /* The same place, on the day before. */
    const ovf_sun west = sun_on("2026-06-21", -170, 10, -0.833);
    const ovf_sun east = sun_on("2026-06-22", 190, 10, -0.833);
    expect_close(west.rise_s, east.rise_s, 1e-3);
    expect_close(west.set_s, east.set_s, 1e-3);
}

static void expect_instants(const char *zone, const char *shown, const char *first,
                            const char *last)
{
    double found[2];
    if (!almanac->instants(almanac->context, zone, at(shown), &found[0], &found[1]))
        fail_msg("no zone %s", zone);
    const char *expected[] = {first, last};
    for (int i = 0; i < 2; i++)
        if (found[i] != at(expected[i])) {
            char text[OVF_TIME_SIZE];
            ovf_time_format(found[i], text);
            fail_msg("%s %s: %s, expected %s", zone, shown, text, expected[i]);
        }
}

static void time_zones(void **state)
{
    (void)state;
    expect_instants("Europe/Prague", "2026-07-01T12:00", "2026-07-01T10:00Z", "2026-07-01T10:00Z");
    expect_instants("Europe/Prague", "2026-01-01T12:00", "2026-01-01T11:00Z", "2026-01-01T11:00Z");
    /* Twice, and never: 25 October and 29 March 2026. */
    expect_instants("Europe/Prague", "2026-10-25T02:30", "2026-10-25T00:30Z", "2026-10-25T01:30Z");
    expect_instants("Europe/Prague", "2026-10-25T03:00", "2026-10-25T02:00Z", "2026-10-25T02:00Z");
    expect_instants("Europe/Prague", "2026-03-29T02:30", "2026-03-29T01:00Z", "2026-03-29T01:30Z");
    expect_instants("Europe/Prague", "2026-03-29T02:00", "2026-03-29T01:00Z", "2026-03-29T01:00Z");
    expect_instants("Asia/Kathmandu", "2026-03-29T02:00", "2026-03-28T20:15Z", "2026-03-28T20:15Z");
    /* Samoa skipped 30 December 2011. */
    expect_instants("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z", "2011-12-30T22:00Z");
    double first = 1, last = 2;
    const char *none[] = {"Europe/Nowhere", "",        "Prague", "/etc/localtime",
                          "../etc/passwd",  "Europe/", "UTC+2",  "EST5EDT,M3.2.0,M11.1.0"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        if (almanac->instants(almanac->context, none[i], 0, &first, &last))
            fail_msg("found %s", none[i]);
        assert_true(first == 1 && last == 2);
    }
}

/* ---- Threads ---- */

static void *ask(void *out)
{
    double *sum = out;
    for (int i = 0; i < 3000; i++) {
        ovf_sun sun;
        double first, last;
        if (!almanac->sun(almanac->context, 10000 + i * 7 % 3000, 20, 50, -0.833, &sun) ||
            !almanac->instants(almanac->context, i % 2 ? "Europe/Prague" : "America/Chicago",
                               i * 86400.0, &first, &last))
            return NULL;
        *sum += sun.rise_s / 1e9 + first / 1e9 + last / 1e9;
    }
    return out;
}

static void threads(void **state)
{
    (void)state;
    pthread_t thread[4];
    double sums[5] = {0};
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, ask, &sums[i]), 0);
    for (int i = 0; i < 4; i++) {
        void *done = NULL;
        assert_int_equal(pthread_join(thread[i], &done), 0);
        assert_non_null(done);
    }
    assert_non_null(ask(&sums[4]));
    for (int i = 0; i < 4; i++) assert_true(sums[i] == sums[4]);
}

/* ---- Attributes ---- */

static void expect_times(const char *attributes, const char *expected)
{
    ovf_schedule schedule = {0};
    ovf_error error = {0};
    bool said = true;
    char *text = NULL;
    json_t *object = json_loads(attributes, 0, NULL);
    if (object == NULL) fail_msg("no JSON: %s", attributes);
    ovf_status status = ovf_zone_times(object, &schedule, &said, &error);
    if (status == OVF_OK && said) {
        assert_int_equal(ovf_schedule_text(&schedule, &text, &error), OVF_OK);
        if (strcmp(text, expected) != 0) fail_msg("%s:\n%s\n%s", attributes, text, expected);
    } else if (status == OVF_OK) {
        if (strcmp("nothing", expected) != 0) fail_msg("%s says nothing", attributes);
    } else {
        assert_int_equal(status, OVF_ERROR_INPUT);
        if (strstr(error.message, expected) == NULL)
            fail_msg("%s:\n%s\n%s", attributes, error.message, expected);
    }
    free(text);
    ovf_schedule_clear(&schedule);
    json_decref(object);
}

static void attributes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"{\"name\": \"x\", \"active\": null}", "nothing"},
        {"{\"active\": \"Mo-Fr 0800-1600\"}", "Mo-Fr 08:00-16:00 UTC"},
        {"{\"active\": \"Mo-Fr 0800\"}", "active: expected a dash"},
        /* ED-269 */
        {"{\"applicability\": [{\"permanent\": \"YES\", \"startDateTime\": null,"
         " \"dailyPeriod\": [{\"day\": [], \"startTime\": null, \"endTime\": null}]}]}",
         "always"},
        {"{\"applicability\": [{\"permanent\": \"NO\", \"startDateTime\": \"2026-05-01T00:00:00Z\","
         " \"endDateTime\": \"2026-06-01T00:00:00+02:00\", \"schedule\": [{\"day\": [\"MON\", "
         "\"TUE\"], \"startTime\": \"08:00:00.00Z\", \"endTime\": \"17:30:00.00Z\"}, {\"day\": "
         "[\"ANY\"], \"startTime\": \"22:00+02:00\", \"endTime\": \"06:00+02:00\"}]}]}",
         "2026-05-01T00:00:00Z/2026-05-31T22:00:00Z Mo,Tu 08:00-17:30 UTC; "
         "2026-05-01T00:00:00Z/2026-05-31T22:00:00Z 22:00-06:00 UTC+02:00"},
        {"{\"applicability\": \"[{\\\"permanent\\\": \\\"NO\\\", \\\"endDateTime\\\": "
         "\\\"2026-05-01T00:00:00Z\\\"}]\"}",
         "../2026-05-01T00:00:00Z"},
        {"{\"applicability\": [{\"permanent\": \"NO\", \"schedule\": [{\"day\": [\"SAT\"], "
         "\"startTime\": \"08:00\", \"endTime\": \"17:00\"}]}]}",
         "Sa 08:00-17:00 UTC or local"},
        {"{\"applicability\": [{\"permanent\": \"NO\"}]}", "expected a date, a schedule"},
        {"{\"applicability\": [{\"permanent\": \"NO\", \"schedule\": [{\"day\": [\"HOL\"]}]}]}",
         "applicability: day: expected MON to SUN, or ANY, found \"HOL\""},
        {"{\"applicability\": [{\"permanent\": \"NO\", \"schedule\": [{\"startTime\": \"8; H24\"}]}"
         "]}",
         "startTime: expected a time of day"},
        {"{\"applicability\": [{\"permanent\": \"NO\", \"startDateTime\": \"soon\"}]}",
         "startDateTime: expected a date and time, found \"soon\""},
        {"{\"applicability\": 7}", "applicability: its value: expected a list"},
        /* ED-318 */
        {"{\"limitedApplicability\": [{\"schedule\": [{\"day\": [\"SAT\", \"SUN\"], "
         "\"startEvent\": \"SR\", \"endEvent\": \"EECT\"}]}]}",
         "Sa,Su sunrise-dusk UTC or local"},
        {"{\"limitedApplicability\": [{\"schedule\": [{\"day\": [\"ANY\"], \"startTime\": "
         "\"20:00:00Z\", \"endEvent\": \"BMCT\"}]}]}",
         "20:00-dawn UTC"},
        /* openAIP */
        {"{\"byNotam\": false, \"hoursOfOperation\": {\"operatingHours\": [{\"dayOfWeek\": 0, "
         "\"startTime\": \"00:00\", \"endTime\": \"00:00\"}, {\"dayOfWeek\": 4, \"startTime\": "
         "\"08:00\", \"endTime\": \"16:00\", \"publicHolidaysExcluded\": true}, {\"dayOfWeek\": 1, "
         "\"startTime\": \"00:00\", \"endTime\": \"00:00\"}, {\"dayOfWeek\": 6, \"sunrise\": true, "
         "\"sunset\": true}, {\"dayOfWeek\": 5, \"byNotam\": true}]}}",
         "Mo,Tu UTC or local; Fr except PH 08:00-16:00 UTC or local; "
         "Su sunrise-sunset UTC or local; Sa UTC or local perhaps"},
        {"{\"onRequest\": true, \"hoursOfOperation\": {\"operatingHours\": [{\"dayOfWeek\": 0, "
         "\"startTime\": \"08:00\", \"endTime\": \"10:00\"}]}}",
         "Mo 08:00-10:00 UTC or local perhaps"},
        {"{\"byNotam\": true}", "by NOTAM"},
        {"{\"byNotam\": false, \"onRequest\": false}", "nothing"},
        {"{\"byNotam\": 1, \"activeFrom\": \"2026-05-01T00:00:00Z\"}",
         "2026-05-01T00:00:00Z/.. perhaps"},
        {"{\"hoursOfOperation\": {\"operatingHours\": [{\"dayOfWeek\": 7}]}}",
         "dayOfWeek: expected 0 for Monday to 6 for Sunday, found 7"},
        /* Ours */
        {"{\"active\": \"unknown\"}", "unknown"},
        {"{\"active\": \"Mo 08:00-10:00; unknown\"}", "Mo 08:00-10:00 UTC; unknown"},
        /* The FAA */
        {"{\"TIMESOFUSE\": \"CONTINUOUS\", \"GMTOFFSET\": \"-8\", \"DST_CODE\": \"1\"}", "always"},
        {"{\"TIMESOFUSE\": \"0800 - 2200, MON - FRI\", \"GMTOFFSET\": \"-8\", \"DST_CODE\": "
         "\"1\"}",
         "Mo-Fr 08:00-22:00 UTC-08:00..-07:00"},
        {"{\"TIMESOFUSE\": \"SUNRISE TO SUNSET\", \"GMTOFFSET\": -7, \"DST_CODE\": 0}",
         "sunrise-sunset UTC-07:00"},
        {"{\"TIMESOFUSE\": \"0800-2200\"}", "08:00-22:00 local"},
        {"{\"TIMESOFUSE\": \"SEE AIRSPACE TAB\"}", "TIMESOFUSE: expected days, dates"},
        {"{\"WKHR_CODE\": \"H24\", \"WKHR_RMK\": \"0700-2200\"}", "always"},
        {"{\"WKHR_CODE\": \"NOTAM\", \"GMTOFFSET\": \"-5\"}", "by NOTAM"},
        {"{\"WKHR_CODE\": \"TIMSH\", \"WKHR_RMK\": \"0700-2200\", \"GMTOFFSET\": \"-5\", "
         "\"DST_CODE\": "
         "\"0\"}",
         "07:00-22:00 UTC-05:00"},
        {"{\"WKHR_CODE\": null, \"WKHR_RMK\": \"SEE CHART SUPPLEMENT\"}",
         "WKHR_RMK: expected days, dates"},
        {"{\"WKHR_CODE\": \"TIMSH\"}", "WKHR_CODE: expected days, dates"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_times(cases[i][0], cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(of_meeus), cmocka_unit_test(up_and_down),
                                       cmocka_unit_test(time_zones), cmocka_unit_test(threads),
                                       cmocka_unit_test(attributes)};
    return cmocka_run_group_tests(tests, open_almanac, free_almanac);
}
