/* Lengths as sentences say them.
 *
 * Tests: src/base/said_length.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/said_length.h"

static void test_measured(void **state)
{
    (void)state;
    assert_string_equal(ovf_said_km(1234.5678).text, "1234.568 km");
    assert_string_equal(ovf_said_km(1).text, "1.000 km");
    assert_string_equal(ovf_said_km(0.9996).text, "1.000 km");
    assert_string_equal(ovf_said_km(0.9994).text, "999 m");
    assert_string_equal(ovf_said_km(0.189).text, "189 m");
    assert_string_equal(ovf_said_km(0.054321).text, "54.3 m");
    assert_string_equal(ovf_said_km(0.00002).text, "0.02 m");
    assert_string_equal(ovf_said_km(1e-9).text, "less than 0.0001 m");
    assert_string_equal(ovf_said_km(0).text, "0 m");
    assert_string_equal(ovf_said_km(-0.25).text, "-250 m");
}

static void test_limits(void **state)
{
    (void)state;
    assert_string_equal(ovf_said_limit(0.5).text, "500 m");
    assert_string_equal(ovf_said_limit(0.0305).text, "30.5 m");
    assert_string_equal(ovf_said_limit(500).text, "500 km");
    assert_string_equal(ovf_said_limit(12.25).text, "12.25 km");
    assert_string_equal(ovf_said_limit(0).text, "0 m");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_measured),
                                       cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
