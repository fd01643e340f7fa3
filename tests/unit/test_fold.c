/* Letters without their accents are those of Unicode's canonical decomposition, but for ø, ł, đ, ı,
 * … that have none.
 *
 * Tests: src/base/fold.c src/base/likeness.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/fold.h"
#include "base/likeness.h"

static void folds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *plain, *spelled;
    } cases[] = {
        {"", "", ""},
        {" -/'(),.", "", ""},
        {"Kubinka 2", "kubinka2", "kubinka2"},
        {"Søndre Strømfjord", "sondrestromfjord", "soendrestroemfjord"},
        {"Köln/Bonn", "kolnbonn", "koelnbonn"},
        {"Ålborg Åre", "alborgare", "aalborgaare"},
        {"ÜÄÖ üäö", "uaouao", "ueaeoeueaeoe"},
        {"Værløse", "vaerlose", "vaerloese"},
        {"Groß Þór Œuvre", "grossthoroeuvre", "grossthoroeuvre"},
        {"Šiauliai Eskişehir İSTANBUL ılgaz", "siauliaieskisehiristanbulilgaz",
         "siauliaieskisehiristanbulilgaz"},
        {"Łódź Okęcie Đakovo Çanakkale", "lodzokeciedakovocanakkale", "lodzokeciedakovocanakkale"},
        {"ȘȚ șț Žilina Ÿ", "ststzilinay", "ststzilinay"},
        {"Cafe\xCC\x81", "cafe", "cafe"}, /* an accent of its own */
        {"a×b÷c d’e – f", "abcdef", "abcdef"},
        {"Кубинка", "Кубинка", "Кубинка"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char folded[OVF_FOLD_SIZE];
        assert_int_equal(ovf_fold(cases[i].text, strlen(cases[i].text), false, folded),
                         strlen(cases[i].plain));
        assert_string_equal(folded, cases[i].plain);
        assert_int_equal(ovf_fold(cases[i].text, strlen(cases[i].text), true, folded),
                         strlen(cases[i].spelled));
        assert_string_equal(folded, cases[i].spelled);
    }
}

static void too_long(void **state)
{
    (void)state;
    char text[OVF_FOLD_SIZE + 1], folded[OVF_FOLD_SIZE];
    memset(text, 'a', sizeof text);
    assert_int_equal(ovf_fold(text, OVF_FOLD_SIZE - 1, false, folded), OVF_FOLD_SIZE - 1);
    assert_int_equal(ovf_fold(text, OVF_FOLD_SIZE, false, folded), 0);
    assert_string_equal(folded, "");
}

/* The first three are the classical examples (V. I. Levenshtein, 1966; F. J. Damerau, 1964, for the
 * swap). */
static void likeness(void **state)
{
    (void)state;
    assert_int_equal(ovf_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(ovf_edit_distance("", "abc"), 3);
    assert_int_equal(ovf_edit_distance("kaliningard", "KALININGRAD"), 1);
    assert_int_equal(
        ovf_edit_distance("ca", "abc"),
        3); /* of optimal string alignment; 2 where a swapped pair may be edited again */
    char text[66];
    memset(text, 'a', 65);
    text[65] = '\0';
    assert_true(ovf_edit_distance(text, "a") == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(folds), cmocka_unit_test(too_long),
                                       cmocka_unit_test(likeness)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
