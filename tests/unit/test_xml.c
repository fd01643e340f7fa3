/* Text in XML, and templates that are filled.
 *
 * Tests: src/output/rows/xml.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "output/rows/xml.h"

static void assert_text(const char *text, const char *expected)
{
    ovf_bytes bytes = {0};
    ovf_xml_text(&bytes, text);
    ovf_bytes_byte(&bytes, '\0');
    assert_false(bytes.failed);
    assert_string_equal(bytes.data, expected);
    ovf_bytes_clear(&bytes);
}

/* XML 1.0, sections 2.2 and 2.4. */
static void test_text(void **state)
{
    (void)state;
    assert_text(NULL, "");
    assert_text("Kaliningrad é", "Kaliningrad é");
    assert_text("</a><img onerror=\"x('y')\"> & ]]>",
                "&lt;/a&gt;&lt;img onerror=&quot;x(&#39;y&#39;)&quot;&gt; &amp; ]]&gt;");
    assert_text("a\x01\x1f"
                "b\tc\nd\x7f",
                "ab\tc\nd");
    /* Controls of Latin-1, and marks that turn the direction of writing. */
    assert_text("a\xC2\x9B"
                "b\xE2\x80\xAE"
                "c\xE2\x81\xA6"
                "d\xC2\xA0\r",
                "abcd\xC2\xA0");
    assert_text("a\xff"
                "b\xc3",
                "a\xEF\xBF\xBD"
                "b\xEF\xBF\xBD");
    assert_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void place(ovf_bytes *bytes, const char *name, size_t length, const void *context)
{
    if (length == 4 && memcmp(name, "name", 4) == 0) ovf_bytes_text(bytes, context);
}

static void assert_filled(const char *template, const char *expected)
{
    ovf_bytes bytes = {0};
    ovf_xml_fill(&bytes, template, strlen(template), place, "Moscow @name@");
    ovf_bytes_byte(&bytes, '\0');
    assert_string_equal(bytes.data, expected);
    ovf_bytes_clear(&bytes);
}

static void test_fill(void **state)
{
    (void)state;
    assert_filled("", "");
    assert_filled("<a b=\"@name@\"/>",
                  "<a b=\"Moscow @name@\"/>"); /* what is put in is not filled again */
    assert_filled("@name@@name@", "Moscow @name@Moscow @name@");
    assert_filled("@other_one@.", ".");
    assert_filled("a@b.c @ @@ @name", "a@b.c @ @@ @name"); /* no places */
}

static void test_find(void **state)
{
    (void)state;
    const char *text = "<a><!-- b --></a>";
    assert_ptr_equal(ovf_xml_find(text, text + strlen(text), "<!--"), text + 3);
    assert_ptr_equal(ovf_xml_find(text, text + strlen(text), "</a>"), text + 13);
    assert_null(ovf_xml_find(text, text + 16, "</a>"));
    assert_null(ovf_xml_find(text, text + 2, "</a>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_text), cmocka_unit_test(test_fill),
                                       cmocka_unit_test(test_find)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
