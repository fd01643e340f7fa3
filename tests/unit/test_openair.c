/* OpenAir that breaks off anywhere or is garbled: each airspace is good or has a flaw, and nothing
 * is read beyond the text.
 *
 * Tests: src/input/airspace/openair.c src/input/airspace/airspace.c
 * Tests: src/input/airspace/airspace_formats.c */
#include "geometry_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "input/airspace/airspace.h"

static const char sample[] =
    "* remarks\r\n\r\nAC R\r\nAN One * soon\r\nAH FL065\r\nAL 500 ft\r\nAA "
    "NONE/2026-01-01T00:00Z\r\n"
    "V D=- X=52:10:47 N 005:13:38 E\r\nDB 52:20:47 N 005:13:38 E, 52:10:47N 005:33:38E\r\n"
    "DP 52:00:00 N 005:13:38 E\r\nXX odd\r\n\r\nSP 0,1,2\nAC D\nAY TMA\nAI 7\nAN Two\nV X=52:10.5 "
    "N "
    "005:13.5 E\nDC 0.5 *NM\nDA 10, 270, 90\n";

typedef struct {
    size_t airspaces, good, steps, notes;
} seen;

static ovf_status take(void *context, const ovf_airspace *airspace, ovf_error *error)
{
    seen *all = context;
    (void)error;
    all->airspaces++;
    all->good += airspace->flaw.length == 0;
    all->steps += airspace->step_count;
    assert_true(airspace->flaw.length > 0 || airspace->step_count > 0);
    for (size_t i = 0; i < airspace->step_count; i++) {
        const ovf_step *step = &airspace->steps[i];
        ovf_lonlat at = step->kind == OVF_STEP_CIRCLE ? step->centre : step->to;
        assert_true(fabs(at.lat) <= 90 && fabs(at.lon) <= 180);
        if (step->kind == OVF_STEP_ARC)
            assert_true(i > 0 && airspace->steps[i - 1].kind == OVF_STEP_POINT);
    }
    for (size_t i = 0; i < airspace->word_count; i++)
        assert_true(airspace->words[i].name[0] != '\0' && airspace->words[i].value[0] != '\0');
    return OVF_OK;
}

static void note(void *context, const char *sentence)
{
    ((seen *)context)->notes++;
    assert_true(sentence[0] != '\0');
}

/* Reads a copy that ends where its memory does. */
static seen of(const char *text, size_t length)
{
    seen all = {0};
    ovf_error error;
    const ovf_airspace_sink sink = {take, note, &all};
    char *copy = malloc(length + (length == 0));
    assert_non_null(copy);
    memcpy(copy, text, length);
    (void)ovf_airspace_format_of(copy, length);
    ovf_status status = ovf_airspace_format_openair.read(copy, length, &sink, &error);
    assert_true(status == OVF_OK || status == OVF_ERROR_INPUT);
    free(copy);
    return all;
}

static void whole(void **state)
{
    (void)state;
    seen all = of(sample, sizeof sample - 1);
    assert_true(ovf_airspace_format_of(sample, sizeof sample - 1) == &ovf_airspace_format_openair);
    assert_int_equal(all.airspaces, 2);
    assert_int_equal(all.good, 2);
    assert_int_equal(all.steps, 6); /* a point, an arc, a point; a circle, a point, an arc */
    assert_int_equal(all.notes, 1);
}

static void broken_off(void **state)
{
    (void)state;
    for (size_t length = 0; length < sizeof sample; length++) {
        seen all = of(sample, length);
        assert_true(all.airspaces <= 2 && all.steps <= 6);
    }
}

static void garbled(void **state)
{
    (void)state;
    for (size_t k = 0; k < cases(20000); k++) {
        char text[sizeof sample];
        begin_case(k);
        memcpy(text, sample, sizeof text);
        for (int changes = 0; changes < 1 + (int)(k % 5); changes++)
            text[(size_t)uniform(0, sizeof sample - 1)] = (char)uniform(1, 256);
        of(text, sizeof sample - 1);
    }
}

/* What other files begin with. */
static void not_recognised(void **state)
{
    (void)state;
    static const char *const others[] = {
        "",    "{\"type\": 1}",  "<gpx>",         "AC,AN\n1,2\n",
        "A\n", "time,lat,lon\n", "ACE of spades", "* only a remark\n"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(ovf_airspace_format_of(others[i], strlen(others[i])));
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(broken_off),
                                       cmocka_unit_test(garbled), cmocka_unit_test(not_recognised)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
