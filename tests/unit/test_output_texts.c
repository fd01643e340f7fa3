/* Numbers, CSV fields and JSON strings as bytes.
 *
 * Tests: src/output/rows/bytes.c src/base/fixed.c src/base/utf8.c src/system/checksum.c
 * Tests: src/output/staging/stream.c */
#include "output_fixture.h"

#include "system/checksum.h"
#include "base/fixed.h"
#include "base/utf8.h"
#include "output/staging/staging.h"
#include "output/rows/bytes.h"

static uint64_t random_state = 20171004;

/* SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t next_random(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* The same as printf's, but that a zero has no sign. */
static void expect_fixed(double value, int decimals)
{
    char expected[400], text[OVF_FIXED_SIZE + 1];
    snprintf(expected, sizeof expected, "%.*f", decimals, value);
    const char *wanted = expected;
    if (expected[0] == '-' && strpbrk(expected, "123456789") == NULL) wanted++;
    text[ovf_fixed(value, decimals, text)] = '\0';
    assert_string_equal(text, wanted);
}

static void fixed_like_printf(void **state)
{
    (void)state;
    static const double hard[] = {0,
                                  -0.0,
                                  0.5,
                                  1.5,
                                  2.5,
                                  -0.5,
                                  0.125,
                                  0.375,
                                  1e-7,
                                  -1e-7,
                                  5e-7,
                                  0.1,
                                  0.3,
                                  1.005,
                                  2.675,
                                  1e15,
                                  1e22,
                                  1e300,
                                  -1e300,
                                  5e-324,
                                  180,
                                  -179.9999999999,
                                  0.0005,
                                  0.0015,
                                  9.995,
                                  99.995,
                                  1e-10,
                                  0.05,
                                  0.15,
                                  0.25,
                                  0.35,
                                  0.45,
                                  2251799813685247.5,
                                  4e15,
                                  9e15,
                                  1e16,
                                  0.9999999999995,
                                  999999.9999995,
                                  111319.490793,
                                  4503599627370497.5};
    for (size_t i = 0; i < COUNT(hard); i++)
        for (int decimals = 0; decimals <= OVF_FIXED_DECIMALS; decimals++)
            expect_fixed(hard[i], decimals);
    for (int i = 0; i < 300000; i++) {
        int decimals = (int)(next_random() % (OVF_FIXED_DECIMALS + 1));
        double unit = (double)(next_random() >> 11) * 0x1p-53;
        expect_fixed((unit - 0.5) * 360, decimals);
        expect_fixed(unit * pow(10, (double)(next_random() % 12)), decimals);
        /* Halves of what the last decimal counts, where a sloppy rounding shows. */
        expect_fixed((double)(next_random() % 2000001) / 2e6, 6);
        expect_fixed((double)(next_random() % 65536) / 65536, decimals);
    }
}

static void fixed_of_no_number(void **state)
{
    (void)state;
    char text[OVF_FIXED_SIZE];
    assert_int_equal(ovf_fixed(NAN, 3, text), 0);
    assert_int_equal(ovf_fixed(INFINITY, 3, text), 0);
    assert_int_equal(ovf_fixed(-INFINITY, 3, text), 0);
}

static void fixed_trimmed(void **state)
{
    (void)state;
    assert_int_equal(ovf_fixed_trim("1.2500", 6), 4);
    assert_int_equal(ovf_fixed_trim("1.000", 5), 1);
    assert_int_equal(ovf_fixed_trim("100", 3), 3);
    assert_int_equal(ovf_fixed_trim("", 0), 0);
}

static void integers(void **state)
{
    (void)state;
    static const int64_t values[] = {0, 1, -1, 9, 10, INT64_MAX, INT64_MIN, -1000};
    for (size_t i = 0; i < COUNT(values); i++) {
        char text[OVF_INTEGER_SIZE + 1], expected[32];
        text[ovf_integer(values[i], text)] = '\0';
        snprintf(expected, sizeof expected, "%lld", (long long)values[i]);
        assert_string_equal(text, expected);
    }
    char text[OVF_INTEGER_SIZE + 1];
    text[ovf_count(UINT64_MAX, text)] = '\0';
    assert_string_equal(text, "18446744073709551615");
}

/* The Unicode standard, table 3-7 and its examples. */
static void utf8(void **state)
{
    (void)state;
    assert_int_equal(ovf_utf8_length("a"), 1);
    assert_int_equal(ovf_utf8_length("\xC3\xA4"), 2);
    assert_int_equal(ovf_utf8_length("\xE2\x82\xAC"), 3);
    assert_int_equal(ovf_utf8_length("\xF0\x9F\x9B\xA9"), 4);
    static const char *const bad[] = {"\x80",
                                      "\xBF",
                                      "\xC0\x80",
                                      "\xC1\xBF",
                                      "\xC3",
                                      "\xC3(",
                                      "\xE0\x9F\xBF",
                                      "\xED\xA0\x80",
                                      "\xE2\x82",
                                      "\xE2\x28\xA1",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF",
                                      "\xF0\x9F\x9B"};
    for (size_t i = 0; i < COUNT(bad); i++) assert_int_equal(ovf_utf8_length(bad[i]), 0);
}

/* What a function adds for a text. */
static void expect_written(void (*function)(ovf_bytes *, const char *), const char *text,
                           const char *expected)
{
    ovf_bytes bytes = {0};
    function(&bytes, text);
    assert_false(bytes.failed);
    assert_int_equal(bytes.used, strlen(expected));
    assert_memory_equal(bytes.data == NULL ? "" : bytes.data, expected, bytes.used);
    ovf_bytes_clear(&bytes);
}

/* RFC 4180, section 2, rules 5 to 7. */
static void csv_fields(void **state)
{
    (void)state;
    expect_written(ovf_bytes_csv, "OS-1", "OS-1");
    expect_written(ovf_bytes_csv, "", "");
    expect_written(ovf_bytes_csv, "a,b", "\"a,b\"");
    expect_written(ovf_bytes_csv, "say \"no\"", "\"say \"\"no\"\"\"");
    expect_written(ovf_bytes_csv, "two\nlines", "\"two\nlines\"");
    expect_written(ovf_bytes_csv, "two\r\nlines", "\"two\r\nlines\"");
    expect_written(ovf_bytes_csv, " blank", "\" blank\"");
    expect_written(ovf_bytes_csv, "Калининград", "Калининград");
    expect_written(ovf_bytes_csv, "\xFFx\xC3", "\xEF\xBF\xBDx\xEF\xBF\xBD");
}

/* RFC 8259, section 7. */
static void json_strings(void **state)
{
    (void)state;
    expect_written(ovf_bytes_json, "OS-1", "\"OS-1\"");
    expect_written(ovf_bytes_json, NULL, "null");
    expect_written(ovf_bytes_json, "\"\\\n\r\t\x01\x1F\x7F",
                   "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f\\u007f\"");
    expect_written(ovf_bytes_json, "</script>", "\"<\\/script>\"");
    expect_written(ovf_bytes_json, "a/b", "\"a/b\"");
    expect_written(ovf_bytes_json, "Хаваи €", "\"Хаваи €\"");
    expect_written(ovf_bytes_json, "\xFFx\xED\xA0\x80",
                   "\"\xEF\xBF\xBDx\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

/* Texts that make the buffer grow. */
static void long_texts(void **state)
{
    (void)state;
    size_t sizes[] = {(size_t)1 << 18, ((size_t)1 << 18) + 1, 1000003};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        char *text = malloc(sizes[i] + 1), *quoted = malloc(sizes[i] + 3);
        assert_true(text != NULL && quoted != NULL);
        memset(text, 'x', sizes[i]);
        text[sizes[i]] = '\0';
        snprintf(quoted, sizes[i] + 3, "\"%s\"", text);
        expect_written(ovf_bytes_text, text, text);
        expect_written(ovf_bytes_json, text, quoted);
        free(text);
        free(quoted);
    }
}

/* FIPS 180-4's examples ("abc" and the empty message); `sha256sum` gives the same. */
static void checksums(void **state)
{
    place_to_write *place = *state;
    ovf_error error = {0};
    ovf_checksum checksum;
    char path[128];
    write_text(place->folder, "abc", "abc");
    snprintf(path, sizeof path, "%s/abc", place->folder);
    expect_ok(ovf_checksum_file(path, &checksum, &error), &error);
    assert_true(checksum.known);
    assert_int_equal(checksum.size, 3);
    assert_string_equal(checksum.sha256,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    write_text(place->folder, "abc", "");
    expect_ok(ovf_checksum_file(path, &checksum, &error), &error);
    assert_string_equal(checksum.sha256,
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect_ok(ovf_checksum_file(place->folder, &checksum, &error), &error);
    assert_false(checksum.known);
    expect_ok(ovf_checksum_file("PG:dbname=flights", &checksum, &error), &error);
    assert_false(checksum.known);
    /* A pipe without a writer: to open it would wait for ever. */
    snprintf(path, sizeof path, "%s/pipe", place->folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_ok(ovf_checksum_file(path, &checksum, &error), &error);
    assert_false(checksum.known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_like_printf),
        cmocka_unit_test(fixed_of_no_number),
        cmocka_unit_test(fixed_trimmed),
        cmocka_unit_test(integers),
        cmocka_unit_test(utf8),
        cmocka_unit_test(csv_fields),
        cmocka_unit_test(json_strings),
        cmocka_unit_test(long_texts),
        cmocka_unit_test_setup_teardown(checksums, make_folder, drop_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
