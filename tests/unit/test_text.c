/* Texts that grow or are shortened, numbers as text, hashes, and the set of ids made of them.
 *
 * Tests: src/base/hash.c src/base/text.c src/base/array.c src/input/flights/ids.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"
#include "input/flights/ids.h"

/* The first outputs of vectors_sip128 in SipHash's reference code: key 00…0f, input of n bytes 00,
 * 01, … */
static void hash_vectors(void **state)
{
    (void)state;
    static const unsigned char wanted[4][16] = {
        {0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02,
         0x93},
        {0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc,
         0x45},
        {0x81, 0x77, 0x22, 0x8d, 0xa4, 0xa4, 0x5d, 0xc7, 0xfc, 0xa3, 0x8b, 0xde, 0xf6, 0x0a, 0xff,
         0xe4},
        {0x9c, 0x70, 0xb6, 0x0c, 0x52, 0x67, 0xa9, 0x4e, 0x5f, 0x33, 0xb6, 0xb0, 0x29, 0x85, 0xed,
         0x51},
    };
    const uint64_t key[2] = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
    unsigned char input[4] = {0, 1, 2, 3};
    for (size_t n = 0; n < 4; n++) {
        uint64_t hash[2];
        ovf_hash(input, n, key, hash);
        for (size_t i = 0; i < 16; i++)
            assert_int_equal((hash[i / 8] >> (8 * (i % 8))) & 0xff, wanted[n][i]);
    }
}

static ovf_status add_id(ovf_ids *set, const char *id, size_t length, uint64_t number,
                         size_t *earlier)
{
    uint64_t hash[2];
    ovf_ids_hash(id, length, hash);
    return ovf_ids_add(set, hash, number, earlier, NULL);
}

static void ids(void **state)
{
    (void)state;
    ovf_ids set = {0};
    char id[32];
    size_t earlier;
    for (size_t i = 0; i < 20000; i++) {
        int length = snprintf(id, sizeof id, "route-%zu", i);
        assert_int_equal(add_id(&set, id, (size_t)length, i, &earlier), OVF_OK);
        assert_true(earlier == OVF_IDS_NONE);
    }
    for (size_t i = 0; i < 20000; i += 7) {
        int length = snprintf(id, sizeof id, "route-%zu", i);
        assert_int_equal(add_id(&set, id, (size_t)length, 99999, &earlier), OVF_OK);
        assert_int_equal(earlier, i);
    }
    size_t count = 0;
    for (size_t i = 0; i < OVF_IDS_TABLES; i++) count += set.tables[i].count;
    assert_int_equal(count, 20000);
    assert_int_equal(add_id(&set, "x", 1, UINT32_MAX, &earlier), OVF_ERROR_INPUT);
    ovf_ids_clear(&set);
}

static void shortens(void **state)
{
    (void)state;
    char text[12];
    ovf_text_shorten("short", text, sizeof text);
    assert_string_equal(text, "short");
    ovf_text_shorten("two\nlines\x7f", text, sizeof text);
    assert_string_equal(text, "two lines ");
    ovf_text_shorten("exactly 11.", text, sizeof text);
    assert_string_equal(text, "exactly 11.");
    ovf_text_shorten("somewhat longer", text, sizeof text);
    assert_string_equal(text, "somewhat…");
    ovf_text_shorten("Łódź-Łódź", text, sizeof text); /* each letter but d and - takes two bytes */
    assert_string_equal(text, "Łódź-…");
    char one[1];
    ovf_text_shorten("x", one, sizeof one);
    assert_string_equal(one, "");
}

static void numbers(void **state)
{
    (void)state;
    char text[32];
    ovf_text_number(7, text);
    assert_string_equal(text, "7");
    ovf_text_number(0.1, text);
    assert_string_equal(text, "0.1");
    ovf_text_number(1.0 / 3, text);
    assert_string_equal(text, "0.3333333333333333");
    ovf_text_number(123456789012345.0, text);
    assert_string_equal(text, "123456789012345");
}

static void grows(void **state)
{
    (void)state;
    ovf_text text = {0};
    for (int i = 0; i < 1000; i++) assert_true(ovf_text_add_string(&text, "abc"));
    assert_int_equal(text.length, 3000);
    assert_int_equal(strlen(text.text), 3000);
    assert_false(ovf_text_add(&text, "x", SIZE_MAX - 10));
    ovf_text_reset(&text);
    assert_string_equal(text.text, "");
    ovf_text_clear(&text);
    assert_null(text.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(hash_vectors), cmocka_unit_test(ids),
                                       cmocka_unit_test(shortens), cmocka_unit_test(numbers),
                                       cmocka_unit_test(grows)};
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
