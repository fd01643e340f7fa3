/* Filling an ovf_error: status, sentence and remedy, whatever the length, and no password.
 *
 * Tests: src/base/error.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/error.h"

static void filled(void **state)
{
    (void)state;
    ovf_error error = {0};
    assert_int_equal(ovf_fail(&error, OVF_ERROR_INPUT, "%s: %d rings", "a.geojson", 7),
                     OVF_ERROR_INPUT);
    assert_int_equal(error.status, OVF_ERROR_INPUT);
    assert_int_equal(error.remedy, OVF_REMEDY_NONE);
    assert_string_equal(error.message, "a.geojson: 7 rings");
    assert_int_equal(ovf_fail_with(&error, OVF_ERROR_USAGE, OVF_REMEDY_REPLACE, "%s is there", "x"),
                     OVF_ERROR_USAGE);
    assert_int_equal(error.status, OVF_ERROR_USAGE);
    assert_int_equal(error.remedy, OVF_REMEDY_REPLACE);
    assert_string_equal(error.message, "x is there");
    /* What comes next has no remedy of what came before. */
    assert_int_equal(ovf_fail_memory(&error), OVF_ERROR_MEMORY);
    assert_int_equal(error.status, OVF_ERROR_MEMORY);
    assert_int_equal(error.remedy, OVF_REMEDY_NONE);
    assert_string_equal(error.message, "out of memory");
    assert_int_equal(ovf_fail_null(&error, "a zone"), OVF_ERROR_USAGE);
    assert_int_equal(error.status, OVF_ERROR_USAGE);
    assert_string_equal(error.message, "expected a zone, found NULL");
}

static void not_wanted(void **state)
{
    (void)state;
    assert_int_equal(ovf_fail(NULL, OVF_ERROR_IO, "%s", "x"), OVF_ERROR_IO);
    assert_int_equal(ovf_fail_with(NULL, OVF_ERROR_STOPPED, OVF_REMEDY_NONE, "%s", "x"),
                     OVF_ERROR_STOPPED);
    assert_int_equal(ovf_fail_memory(NULL), OVF_ERROR_MEMORY);
    assert_int_equal(ovf_fail_null(NULL, "a zone"), OVF_ERROR_USAGE);
}

static void long_and_secret(void **state)
{
    (void)state;
    static char name[3000];
    ovf_error error = {0};
    memset(name, 'n', sizeof name - 1);
    ovf_fail(&error, OVF_ERROR_IO, "cannot open %s", name);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    ovf_fail(&error, OVF_ERROR_IO, "no host: %s", "PG:host=h password=geheim");
    assert_string_equal(error.message, "no host: PG:host=h password=***");
}

static void names(void **state)
{
    (void)state;
    static const struct {
        ovf_status status;
        const char *name;
    } all[] = {
        {OVF_OK, "ok"},
        {OVF_ERROR_USAGE, "usage"},
        {OVF_ERROR_INPUT, "input"},
        {OVF_ERROR_GEOMETRY, "geometry"},
        {OVF_ERROR_IO, "input/output"},
        {OVF_ERROR_MEMORY, "memory"},
        {OVF_ERROR_STOPPED, "stopped"},
        {OVF_ERROR_INTERNAL, "internal"},
        {(ovf_status)99, "unknown"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_string_equal(ovf_status_name(all[i].status), all[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filled),
        cmocka_unit_test(not_wanted),
        cmocka_unit_test(long_and_secret),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
