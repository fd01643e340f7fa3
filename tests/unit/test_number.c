/* Decimal text as numbers: the same as strtod reads, to the last bit, and what is no number.
 *
 * Tests: src/base/number.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

static uint64_t state;

static uint64_t draw(uint64_t below)
{
    state ^= state << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    state ^= state >> 7;
    state ^= state << 17;
    return (state >> 8) % below;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* The C library is the judge: since glibc 2.17 strtod is right to the last bit. */
static void expect_strtod(const char *text)
{
    double value = 0, wanted = strtod(text, NULL);
    const char *end = text + strlen(text);
    const char *at = ovf_number_read(text, end, &value);
    if (at != end || bits_of(value) != bits_of(wanted))
        print_message("%s is read as %a, strtod says %a\n", text, value, wanted);
    assert_ptr_equal(at, end);
    assert_true(bits_of(value) == bits_of(wanted));
}

static char *add_digits(char *at, uint64_t count)
{
    while (count-- > 0) *at++ = (char)('0' + draw(10));
    return at;
}

/* A number of any shape that JSON allows. */
static void draw_number(char *at, uint64_t most_digits, int most_power)
{
    uint64_t whole = draw(most_digits), decimals = draw(most_digits);
    if (draw(2) == 0) *at++ = '-';
    if (whole == 0) *at++ = '0';
    if (whole > 0) *at++ = (char)('1' + draw(9));
    if (whole > 1) at = add_digits(at, whole - 1);
    if (decimals > 0) {
        *at++ = '.';
        for (uint64_t zeros = draw(3) == 0 ? draw(decimals) : 0; zeros > 0; zeros--, decimals--)
            *at++ = '0';
        at = add_digits(at, decimals);
    }
    if (most_power > 0 && draw(2) == 0) {
        static const char *const signs[] = {"", "+", "-", "-0"};
        at += sprintf(at, "%c%s%" PRIu64, "eE"[draw(2)], signs[draw(4)],
                      draw((uint64_t)most_power));
    }
    *at = '\0';
}

static void random_numbers(void **unused)
{
    (void)unused;
    const char *seed = getenv("OVERFLIGHT_TEST_SEED"), *factor = getenv("OVERFLIGHT_TEST_FACTOR");
    state = seed == NULL ? 20260711 : strtoull(seed, NULL, 10);
    unsigned long count = 200000 * (factor == NULL ? 1 : strtoul(factor, NULL, 10));
    print_message("OVERFLIGHT_TEST_SEED=%" PRIu64 ", %lu numbers of each kind\n", state, count);
    char text[2048];
    for (unsigned long i = 0; i < count; i++) {
        draw_number(text, 12, 0);
        expect_strtod(text);
        draw_number(text, 20, 30);
        expect_strtod(text);
        draw_number(text, 30, 340);
        expect_strtod(text);
        /* Coordinates as programs write them: with fixed decimals, and with as many as bring the
         * same double back. */
        double degrees = (double)draw(UINT64_C(1) << 53) * 0x1p-53 * 360 - 180;
        snprintf(text, sizeof text, "%.*f", (int)draw(19), degrees);
        expect_strtod(text);
        snprintf(text, sizeof text, "%.17g", degrees);
        expect_strtod(text);
    }
    for (unsigned long i = 0; i < count / 500; i++) {
        draw_number(text, 900, 400);
        expect_strtod(text);
    }
}

/* A million numbers as tables have them, each in a block of its own length: behind it stand other
 * bytes, some of them nearly digits, or nothing, which nobody may read. */
static void between_others(void **unused)
{
    (void)unused;
    static const char others[] = ",;]} \n\r\t/:\"-+xeE.\x7f\x80\xff\xb0";
    state = 7;
    for (unsigned long i = 0; i < 1000000; i++) {
        char number[80], behind[24];
        draw_number(number, 1 + draw(18), 0);
        size_t length = strlen(number), more = (size_t)draw(sizeof behind);
        for (size_t k = 0; k < more; k++)
            behind[k] = draw(3) == 0 ? (char)('0' + draw(10)) : others[draw(sizeof others - 1)];
        /* Neither more of the number, nor what makes it none. */
        if (more > 0 && strchr("0123456789eE.", behind[0]) != NULL) behind[0] = ',';
        char *text = malloc(length + more);
        assert_non_null(text);
        memcpy(text, number, length);
        if (more > 0) memcpy(text + length, behind, more);
        double value = 0, wanted = strtod(number, NULL);
        const char *at = ovf_number_read(text, text + length + more, &value);
        if (at != text + length || bits_of(value) != bits_of(wanted))
            fail_msg("%s is read as %a, strtod says %a", number, value, wanted);
        free(text);
    }
}

/* Exactly between two doubles, and by one digit, however late, above and below. These show whether
 * what is left over counts. */
static void halves(void **unused)
{
    (void)unused;
    state = 99;
    char text[1200];
    for (int i = 0; i < 20000; i++) {
        /* 54 bits whose last is 1: as a whole number, and with a fraction. All digits of it are
         * written. */
        uint64_t odd = UINT64_C(1) << 53 | draw(UINT64_C(1) << 52) * 2 | 1;
        int exponent = i % 2 == 0 ? (int)draw(11) : -(int)draw(i % 4 == 1 ? 60 : 700);
        long double half = ldexpl((long double)odd, exponent);
        int length = snprintf(text, sizeof text - 40, "%.*Lf", exponent < 0 ? -exponent : 0, half);
        expect_strtod(text);
        if (exponent >= 0) length += sprintf(text + length, ".0");
        sprintf(text + length, "%s1", i % 3 == 0 ? "" : "00000000000000000000");
        expect_strtod(text);
        /* A digit less somewhere: the last one is a 5, or the 1 just put there. */
        text[length] = '\0';
        text[length - 1] = '4';
        if (exponent < 0) expect_strtod(text);
    }
}

static void chosen(void **unused)
{
    (void)unused;
    static const char *const numbers[] = {
        "0",
        "-0",
        "0.0",
        "-0.0",
        "0e5",
        "0.000e-999999999999999999999",
        "1",
        "-1",
        "180",
        "-179.999999999",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "9007199254740993",
        "9007199254740993e0",
        "-9007199254740995",
        "9007199254740992.5",
        "9007199254740991.5",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "99999999999999999999",
        "9999999999999999999e27",
        "9999999999999999999e-27",
        "9223372036854775807",
        "9223372036854775808",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e309",
        "-1e999999999999999999999",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "2.2250738585072014e-308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1e-400",
        "0."
        "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
        "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e-"
        "87",
        /* Known to have been read wrongly by others: R. Regan, exploringbinary.com. */
        "6929495644600919.5",
        "3.571e266",
        "3.08984926168550152811e-32",
        "7.8459735791271921e65",
        "0.500000000000000166533453693773481063544750213623046875",
        "3.518437208883201171875e13",
        "62.5364939768271845828",
        "8.10109172351e-10",
        "1.50000000000000011102230246251565",
        "9007199254740991.4999999999999999999999999999999995",
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) expect_strtod(numbers[i]);
}

static void is_none(void **unused)
{
    (void)unused;
    static const char *const texts[] = {"",    "-",   "+1",  ".5",  "-.5", "1.", "1.e5", "1e",
                                        "1e+", "1E-", "nan", "inf", " 1",  "e5", "--1",  "x"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double value = 77;
        assert_null(ovf_number_read(texts[i], texts[i] + strlen(texts[i]), &value));
        assert_true(value == 77);
    }
}

static void ends_in_time(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        size_t length, used;
        double value;
    } cases[] = {{"12345", 3, 3, 123}, {"1.25", 3, 3, 1.2}, {"1.5,2", 5, 3, 1.5}, {"012", 3, 1, 0},
                 {"1e55", 3, 3, 1e5},  {"-7]", 3, 2, -7},   {"1.5.5", 5, 3, 1.5}, {"0x10", 4, 1, 0},
                 {"5E2E2", 5, 3, 500}, {"3-4", 3, 1, 3},    {"1 2", 3, 1, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* A block of just that length, so that the sanitizer sees what is read behind it. */
        char *text = malloc(cases[i].length);
        double value = 0;
        memcpy(text, cases[i].text, cases[i].length);
        assert_ptr_equal(ovf_number_read(text, text + cases[i].length, &value),
                         text + cases[i].used);
        assert_true(value == cases[i].value);
        free(text);
    }
}

static void needs_no_locale(void **unused)
{
    (void)unused;
    /* Where there is such a locale, its comma must not matter. */
    bool found = setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL ||
                 setlocale(LC_NUMERIC, "de_DE.utf8") != NULL;
    double value = 0, slow = 0;
    const char *text = "12.5", *digits = "12.50000000000000000000000001";
    assert_non_null(ovf_number_read(text, text + 4, &value));
    assert_non_null(ovf_number_read(digits, digits + strlen(digits), &slow));
    setlocale(LC_NUMERIC, "C");
    if (!found) print_message("there is no locale with a decimal comma here\n");
    assert_true(value == 12.5 && slow == 12.5);
}

static void integers(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        bool is;
        int64_t value;
    } cases[] = {{"0", true, 0},
                 {"-0", true, 0},
                 {"7", true, 7},
                 {"-12", true, -12},
                 {"9223372036854775807", true, INT64_MAX},
                 {"-9223372036854775808", true, INT64_MIN},
                 {"9223372036854775808", false, 0},
                 {"-9223372036854775809", false, 0},
                 {"18446744073709551617", false, 0},
                 {"01", false, 0},
                 {"1.0", false, 0},
                 {"1e2", false, 0},
                 {"", false, 0},
                 {"-", false, 0},
                 {"+1", false, 0},
                 {" 1", false, 0},
                 {"1 ", false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        assert_int_equal(ovf_number_integer(cases[i].text, strlen(cases[i].text), &value),
                         cases[i].is);
        assert_true(value == cases[i].value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_numbers),  cmocka_unit_test(between_others),
        cmocka_unit_test(halves),          cmocka_unit_test(chosen),
        cmocka_unit_test(is_none),         cmocka_unit_test(ends_in_time),
        cmocka_unit_test(needs_no_locale), cmocka_unit_test(integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
