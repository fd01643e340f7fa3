/* XML as it comes: what is read without expat is told as expat tells it. The twin of a document is
 * the same one with a type, behind which everything goes through expat. Documents are put together
 * at random, and then some are damaged: both must tell the same up to the same error.
 *
 * Tests: src/input/formats/xml_events.c src/input/formats/xml_plain.c */
#include "geometry_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "input/formats/xml_events.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char type[] = "<!DOCTYPE a>";

/* ---- what is told ---- */

static bool tell_begin(void *context, const char *name, const char **attributes, int depth)
{
    ovf_text *told = context;
    char number[24];
    snprintf(number, sizeof number, "%d", depth);
    bool good = ovf_text_add_string(told, "begin ") && ovf_text_add_string(told, name) &&
                ovf_text_add_string(told, " ") && ovf_text_add_string(told, number);
    for (; attributes[0] != NULL && good; attributes += 2)
        good = ovf_text_add_string(told, " ") && ovf_text_add_string(told, attributes[0]) &&
               ovf_text_add_string(told, "=") && ovf_text_add_string(told, attributes[1]);
    return good && ovf_text_add_string(told, "\n");
}

static bool tell_end(void *context, const char *name, const char *text, size_t length, int depth)
{
    ovf_text *told = context;
    char number[24];
    assert_int_equal(strlen(text), length);
    snprintf(number, sizeof number, " %d: ", depth);
    return ovf_text_add_string(told, "end ") && ovf_text_add_string(told, name) &&
           ovf_text_add_string(told, number) && ovf_text_add(told, text, length) &&
           ovf_text_add_string(told, "\n");
}

static const ovf_xml_handler handler = {tell_begin, tell_end};

/* In pieces of up to `most` bytes, each in a block of its own length. */
static void read_all(const char *bytes, size_t length, size_t most, ovf_text *told)
{
    ovf_xml *xml = ovf_xml_open(&handler, told);
    ovf_error error = {0};
    ovf_status status = OVF_OK;
    assert_non_null(xml);
    for (size_t at = 0; status == OVF_OK && at <= length;) {
        size_t left = length - at, piece = most > left ? left : 1 + pick(most);
        if (piece > left) piece = left;
        char *block = malloc(piece + 1);
        assert_non_null(block);
        memcpy(block + 1, bytes + at, piece);
        at += piece;
        status = ovf_xml_take(xml, block + 1, piece, at == length, &error);
        free(block);
        if (at == length) break;
    }
    if (status != OVF_OK) assert_true(ovf_text_add_string(told, error.message));
    ovf_xml_close(xml);
}

/* ---- documents ---- */

static void add(ovf_text *to, const char *text) { assert_true(ovf_text_add_string(to, text)); }

static const char *any(const char *const *texts, size_t count) { return texts[pick(count)]; }

static void add_blanks(ovf_text *to)
{
    static const char *const blanks[] = {"", "", "", " ", "\n", "\r\n", "\t ", "\n  \n"};
    add(to, any(blanks, COUNT(blanks)));
}

/* Of the texts and attributes only the first are plain; in most documents nearly all are. */
#define PLAIN_TEXTS 8
#define PLAIN_ATTRIBUTES 5

static size_t oddness; /* one in so many is not */

static size_t plain_or_any(size_t plain, size_t all) { return pick(oddness) == 0 ? all : plain; }

static void add_text(ovf_text *to)
{
    static const char *const texts[] = {"1",       "-12.5",   "2020-01-01T00:00:00Z",
                                        "",        "  ",      "\n",
                                        "a b",     "a\nb",    "a\r\nb",
                                        "&lt;",    "&amp;1",  "\xC3\xBC",
                                        "]",       "a&#65;b", "\"x'",
                                        "a;b,c(d)"};
    add(to, any(texts, plain_or_any(PLAIN_TEXTS, COUNT(texts))));
}

static void add_rare(ovf_text *to)
{
    static const char *const rare[] = {
        "<!-- > - -->", "<![CDATA[<a>]]>", "<?p a>b?>", "\xC3\xA9", "&gt;", "x"};
    add(to, any(rare, COUNT(rare)));
}

static void add_element(ovf_text *to, int depth)
{
    static const char *const names[] = {"a",   "b",   "trkpt",    "rtept",
                                        "ele", "els", "gx:coord", "_x.y-z"},
                             *const attributes[] = {" lat=\"1.5\"",   " lon='-2'", "  x=\"a b\"",
                                                    " y=\"'\"",       "\nz=\"\"",  " w = \"1\"",
                                                    " v=\"a&amp;b\"", " u=\"\t\"", " n:m=\">\""};
    const char *name = any(names, COUNT(names));
    size_t kinds = plain_or_any(PLAIN_ATTRIBUTES, COUNT(attributes)), first = pick(kinds);
    add(to, "<");
    add(to, name);
    for (size_t i = 0, count = pick(4); i < count; i++)
        add(to, attributes[(first + i * (pick(200) != 0)) % kinds]);
    if (pick(6) == 0) {
        add(to, pick(2) == 0 ? "/>" : " />");
        return;
    }
    add(to, pick(5) == 0 ? " >" : ">");
    size_t children = depth > 11 || to->length > 8000 ? 0 : pick(depth < 2 ? 60 : 4);
    if (children == 0) add_text(to);
    for (size_t i = 0; i < children; i++) {
        add_blanks(to);
        if (pick(2 * oddness) == 0) add_rare(to);
        add_element(to, depth + 1);
    }
    add_blanks(to);
    if (pick(3 * oddness) == 0) add_rare(to);
    add(to, "</");
    add(to, pick(300) == 0 ? any(names, COUNT(names)) : name);
    add(to, pick(9) == 0 ? " >" : ">");
}

static void damage(ovf_text *text)
{
    static const char bytes[] = "<>/&\"'=x \n!?-]\x80\xFF\x01";
    for (size_t i = 1 + pick(3); i > 0; i--) {
        size_t at = pick(text->length);
        if (pick(4) == 0) {
            memmove(text->text + at, text->text + at + 1, text->length - at);
            text->length--;
        } else {
            text->text[at] = bytes[pick(sizeof bytes - 1)];
        }
        if (text->length == 0) return;
    }
    if (pick(5) == 0) text->length = pick(text->length);
}

static void expect_same(const char *told, const char *wanted, size_t k)
{
    size_t same = 0;
    while (told[same] != '\0' && told[same] == wanted[same]) same++;
    if (told[same] == wanted[same]) return;
    size_t from = same < 200 ? 0 : same - 200;
    fail_msg("seed %llu: this was told:\n%.250s\ninstead of:\n%.250s",
             (unsigned long long)(first_seed + k), told + from, wanted + from);
}

static void as_expat_tells(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "", "<?xml version=\"1.0\"?>\n", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?>\r\n", "\xEF\xBB\xBF"};
    static const size_t sizes[] = {1, 30, 300, 2000, 50000, 100000};
    for (size_t k = 0; k < cases(3000); k++) {
        ovf_text body = {0}, one = {0}, twin = {0}, told = {0}, wanted = {0};
        begin_case(k);
        oddness = pick(3) == 0 ? 1 : 300;
        const char *head = any(heads, COUNT(heads));
        add_element(&body, 0);
        add_blanks(&body);
        if (k % 2 == 1) damage(&body);
        add(&one, head);
        add(&twin, head);
        add(&twin, type);
        assert_true(ovf_text_add(&one, body.length == 0 ? "" : body.text, body.length) &&
                    ovf_text_add(&twin, body.length == 0 ? "" : body.text, body.length));
        read_all(one.text, one.length, sizes[k % COUNT(sizes)], &told);
        read_all(twin.text, twin.length, 1 + pick(5000), &wanted);
        expect_same(told.text, wanted.text, k);
        ovf_text *const all[] = {&body, &one, &twin, &told, &wanted};
        for (size_t i = 0; i < COUNT(all); i++) ovf_text_clear(all[i]);
    }
}

/* The line of an error counts those that expat has not seen. */
static void line_of_an_error(void **state)
{
    (void)state;
    ovf_text document = {0}, told = {0};
    add(&document, "<gpx>\n");
    for (int i = 0; i < 5000; i++)
        add(&document, "<trkpt lat=\"1\" lon=\"2\">\n<ele>3</ele></trkpt>\n");
    add(&document, "<trkpt></ele>");
    read_all(document.text, document.length, document.length + 1, &told);
    assert_non_null(strstr(told.text, "the XML cannot be read in line 10002: mismatched tag"));
    ovf_text_clear(&document);
    ovf_text_clear(&told);
}

int main(int argc, char **argv)
{
    read_arguments(argc, argv);
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_expat_tells),
                                       cmocka_unit_test(line_of_an_error)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
