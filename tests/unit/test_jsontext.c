/* GeoJSON texts are cut where their features begin and end, in cells that depend on nothing but the
 * text.
 *
 * Tests: src/input/json/json_text.c src/input/json/json_head.c */
#include "jsontext_fixture.h"

static const char path[] = "/vsimem/text.json";

static void write_bytes(const char *bytes, size_t length)
{
    VSILFILE *file = VSIFOpenL(path, "wb");
    assert_int_equal(VSIFWriteL(bytes, 1, length, file), length);
    assert_int_equal(VSIFCloseL(file), 0);
}

static ovf_json_text *open_bytes(const char *bytes, bool lines)
{
    write_bytes(bytes, strlen(bytes));
    return open_text(path, lines);
}

static void expect_no_text(const char *name, bool lines, ovf_status status, const char *sentence)
{
    ovf_error error = {0};
    ovf_json_text *text = NULL;
    assert_int_equal(ovf_json_text_open(name, lines, &text, &error), status);
    assert_string_equal(error.message, sentence);
    assert_null(text);
}

static void expect_rest(ovf_json_text *text, const char *wanted)
{
    ovf_json_piece piece = {0};
    while (read_cell(text, UINT64_MAX, &piece)) continue;
    char *joined = join(&piece);
    assert_string_equal(joined, wanted);
    free(joined);
    /* And so it stays. */
    size_t count = piece.count;
    assert_false(read_cell(text, UINT64_MAX, &piece));
    assert_int_equal(piece.count, count);
    ovf_json_piece_clear(&piece);
}

static void expect_features(const char *bytes, bool lines, const char *wanted)
{
    ovf_json_text *text = open_bytes(bytes, lines);
    expect_rest(text, wanted);
    ovf_json_text_free(text);
}

/* These features, and then an error. */
static void expect_broken(const char *bytes, bool lines, const char *wanted, const char *sentence)
{
    ovf_json_text *text = open_bytes(bytes, lines);
    ovf_json_piece piece = {0};
    ovf_json_text_state state = OVF_JSON_TEXT_END;
    ovf_error error = {0};
    ovf_status status;
    size_t count;
    do {
        count = piece.count;
        status = ovf_json_text_read(text, UINT64_MAX, &piece, &state, &error);
    } while (status == OVF_OK && state != OVF_JSON_TEXT_END);
    char *joined = join(&piece);
    assert_string_equal(joined, wanted);
    assert_int_equal(status, OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    assert_int_equal(piece.count, count);
    assert_int_equal(ovf_json_text_read(text, UINT64_MAX, &piece, &state, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message, sentence);
    free(joined);
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
}

static void lines(void **state)
{
    (void)state;
    expect_features("", true, "");
    expect_features("\n\n  \n", true, "");
    expect_features("{1}\n{2}\n{3}\n", true, "{1}|{2}|{3}");
    expect_features("{1}\n{2}\n{3}", true, "{1}|{2}|{3}");
    expect_features("\r\n{1}\r\n\r\n \t{2} \r\n\n{3}\r\n  ", true, "{1}|{2}|{3}");
    expect_features("\xEF\xBB\xBF{1}\n{2}", true, "{1}|{2}");
    expect_features("\xEF\xBB\xBF", true, "");
    expect_features("{", true, "{");
    /* What a record holds is not looked at. */
    expect_features("{\"a\":\"}\n]\n\x1Ex", true, "{\"a\":\"}|]|\x1Ex");
    expect_features("\x1E{1}\n\x1E{2}\n", true, "{1}|{2}");
    expect_features("\x1E\n{1,\n2}\n\n\x1E\x1E \n\x1E{2}\x1E{3}", true, "{1,\n2}|{2}|{3}");
    expect_features("\x1E", true, "");
    expect_features("\xEF\xBB\xBF\x1E{1}\n\x1E{2}\n", true, "{1}|{2}");
}

static void documents(void **state)
{
    (void)state;
    expect_features("{\"type\":\"FeatureCollection\",\"features\":[]}", false, "");
    expect_features("{\"type\":\"FeatureCollection\",\"features\":[{\"a\":{}},{\"b\":[{}]}]}",
                    false, "{\"a\":{}}|{\"b\":[{}]}");
    expect_features(
        " \n{ \"type\" : \"FeatureCollection\" , \"features\" : [ \n\t{ } ,\r\n {\n} \n ] \n } \n ",
        false, "{ }|{\n}");
    expect_features(
        "\xEF\xBB\xBF{\"features\":[{},{}],\"name\":\"x\",\"type\":\"FeatureCollection\"}", false,
        "{}|{}");
    expect_features("{\"a\":[[1,{\"features\":[{}]}],\"\\\"]}\"],\"b\":{\"features\":[7]},\"c\":-1."
                    "5e3,\"features\":null,\"type\":\"FeatureCollection\",\"d\":true ,"
                    "\"features\":[{\"a\":\"}{\\\"}\",\"b\\\\\":\"\\\\\"},{\"]\":\"]},{\"}]}",
                    false, "{\"a\":\"}{\\\"}\",\"b\\\\\":\"\\\\\"}|{\"]\":\"]},{\"}");
    /* What is no collection is one feature. */
    expect_features(
        " {\"type\":\"Feature\",\"properties\":{\"features\":[{}]},\"geometry\":null}\n", false,
        "{\"type\":\"Feature\",\"properties\":{\"features\":[{}]},\"geometry\":null}");
    expect_features("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}", false,
                    "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}");
    expect_features("{\"type\":\"Feature\",\"features\":[{}]}", false,
                    "{\"type\":\"Feature\",\"features\":[{}]}");
    expect_features("{}", false, "{}");
}

static void expect_head(const char *bytes, const char *wanted, bool late_crs)
{
    ovf_json_text *text = open_bytes(bytes, false);
    if (wanted == NULL) {
        assert_null(ovf_json_text_head(text));
    } else {
        assert_non_null(ovf_json_text_head(text));
        assert_string_equal(ovf_json_text_head(text), wanted);
    }
    assert_int_equal(ovf_json_text_has_late_crs(text), late_crs);
    ovf_json_text_free(text);
}

static void heads(void **state)
{
    (void)state;
    expect_head(COLLECTION "\"name\":\"x\",\"crs\":{\"a\":[1]},\"features\":[{\"a\":1}]}",
                COLLECTION "\"name\":\"x\",\"crs\":{\"a\":[1]},\"features\":[]}", false);
    expect_head(" { \"features\" : [ {} ] , \"type\" : \"FeatureCollection\"}",
                "{ \"features\" : [],\"type\":\"FeatureCollection\"}", false);
    expect_head("{\"type\":\"Feature\",\"crs\":{}}", NULL, false);
    expect_head(COLLECTION "\"features\":[],\"crs\":null}", COLLECTION "\"features\":[]}", true);
    expect_head(COLLECTION "\"features\":[{}] , \"crs\" : {\"a\":[1,\"}\"]} , \"b\":[1]} \n",
                COLLECTION "\"features\":[]}", true);
    /* Not of the document, but of a feature. */
    expect_head(COLLECTION "\"features\":[{\"crs\":1}]}", COLLECTION "\"features\":[]}", false);
    expect_head(
        COLLECTION
        "\"features\":[{\"a\":{\"crs\":{}}},{\"crs\":\"}\"},{\"a\":\"crs\"}],\"b\":{\"crs\":1}}",
        COLLECTION "\"features\":[]}", false);

    ovf_json_text *lines_text = open_bytes("{}\n", true);
    assert_null(ovf_json_text_head(lines_text));
    assert_false(ovf_json_text_has_late_crs(lines_text));
    ovf_json_text_free(lines_text);

    /* Behind more features than are looked at. */
    size_t count = 40000, length = 0;
    char *many = malloc(count * 4 + 200);
    length += (size_t)sprintf(many, COLLECTION "\"features\":[{}");
    for (size_t i = 1; i < count; i++) length += (size_t)sprintf(many + length, ",{}");
    sprintf(many + length, "],\"crs\":{\"a\":1}}");
    expect_head(many, COLLECTION "\"features\":[]}", true);
    free(many);
}

static void breaks_off(void **state)
{
    (void)state;
    const char *wanted_end = "expected feature #2 or the end of the list, found byte 0x78 at 42";
    expect_broken(COLLECTION "\"features\":[", false, "", "breaks off before its first feature");
    expect_broken(COLLECTION "\"features\":[{}", false, "{}", "breaks off after feature #1");
    expect_broken(COLLECTION "\"features\":[{},", false, "{}", "breaks off after feature #1");
    expect_broken(COLLECTION "\"features\":[{},{},{\"a\":\"}", false, "{}|{}",
                  "breaks off within feature #3");
    expect_broken(COLLECTION "\"features\":[{},{},{\"a\":\"\\", false, "{}|{}",
                  "breaks off within feature #3");
    expect_broken(COLLECTION "\"features\":[{},{}]", false, "{}|{}", "breaks off");
    expect_broken(COLLECTION "\"features\":[{},{}],\"a\":[", false, "{}|{}", "breaks off");
    expect_broken(COLLECTION "\"features\":[{}x]}", false, "{}", wanted_end);
    expect_broken(COLLECTION "\"features\":[{},]}", false, "{}",
                  "expected feature #2 or the end of the list, found byte 0x5D at 43");
    expect_broken(COLLECTION "\"features\":[{}{}]}", false, "{}",
                  "expected feature #2 or the end of the list, found byte 0x7B at 42");
    expect_broken(COLLECTION "\"features\":[{},null]}", false, "{}",
                  "expected feature #2 or the end of the list, found byte 0x6E at 43");
    expect_broken(COLLECTION "\"features\":[,{}]}", false, "",
                  "expected feature #1 or the end of the list, found byte 0x2C at 40");
    expect_broken(COLLECTION "\"features\":[1]}", false, "",
                  "expected feature #1 or the end of the list, found byte 0x31 at 40");
    expect_broken(COLLECTION "\"features\":[{}]]", false, "{}",
                  "is no JSON document: byte 0x5D at 43 is out of place");
    expect_broken(COLLECTION "\"features\":[{}],}", false, "{}",
                  "is no JSON document: byte 0x7D at 44 is out of place");
    expect_broken(COLLECTION "\"features\":[{}]} x", false, "{}",
                  "has something after its end, at byte 45");
    expect_broken(COLLECTION "\"features\":[{}],\"features\":[]}", false, "{}",
                  "has two lists of features");
    expect_broken(COLLECTION "\"features\":[{}],\"crs\":{}}", false, "{}",
                  "expected \"crs\" before the features, found it after them");
    expect_broken("{\"type\":\"Feature\"} {}", false, "{\"type\":\"Feature\"}",
                  "has something after its end, at byte 19");

    static const struct {
        const char *bytes, *sentence;
    } none[] = {{"", "breaks off"},
                {" \n", "breaks off"},
                {"x", "is no JSON document: byte 0x78 at 0 is out of place"},
                {"[{}]", "is no JSON document: byte 0x5B at 0 is out of place"},
                {"{", "breaks off"},
                {"{\"a", "breaks off"},
                {"{\"a\"", "breaks off"},
                {"{\"a\":", "breaks off"},
                {"{\"a\":{\"b\":[", "breaks off"},
                {"{\"a\":\"\\", "breaks off"},
                {"{\"a\":1 \"b\":2}", "is no JSON document: byte 0x22 at 7 is out of place"},
                {"{\"a\" 1}", "is no JSON document: byte 0x31 at 5 is out of place"},
                {"{'a':1}", "is no JSON document: byte 0x27 at 1 is out of place"},
                {"{\"a\":,}", "is no JSON document: byte 0x2C at 5 is out of place"},
                {"{\"displayFieldName\":\"\",\"features\":[{\"attributes\":{}}]}",
                 "has \"features\" but is not of the type FeatureCollection"}};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        write_bytes(none[i].bytes, strlen(none[i].bytes));
        expect_no_text(path, false, OVF_ERROR_INPUT, none[i].sentence);
    }
    expect_no_text("/vsimem/there-is-none", true, OVF_ERROR_IO,
                   "cannot be opened: No such file or directory");
    expect_no_text("/there/is/none", false, OVF_ERROR_IO,
                   "cannot be opened: No such file or directory");
    expect_no_text("/", true, OVF_ERROR_IO, "cannot be opened: Is a directory");
}

/* ---- cells ---- */

/* For each feature where it begins, from reading the whole in cells of one byte; SIZE_MAX behind
 * the last. */
static size_t find_begins(const char *bytes, bool is_lines, size_t *begins)
{
    ovf_json_text *text = open_bytes(bytes, is_lines);
    ovf_json_piece piece = {0};
    size_t count = 0;
    for (uint64_t until = 1; until <= strlen(bytes) + 1; until++) {
        read_cell(text, until, &piece);
        assert_true(piece.count <= count + 1);
        if (piece.count > count) begins[count++] = (size_t)until - 1;
    }
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
    return count;
}

static void expect_same_slice(const ovf_json_piece *piece, size_t i, const ovf_json_piece *all,
                              size_t k)
{
    assert_int_equal(piece->features[i].length, all->features[k].length);
    assert_memory_equal(piece->bytes + piece->features[i].begin,
                        all->bytes + all->features[k].begin, all->features[k].length);
}

/* Whatever the size of cells, and wherever reading begins, a cell holds the features that begin in
 * it. */
static void expect_cells(const char *bytes, bool is_lines)
{
    size_t begins[100], size = strlen(bytes), count = find_begins(bytes, is_lines, begins);
    ovf_json_piece all = {0}, piece = {0};
    ovf_json_text *text = open_bytes(bytes, is_lines);
    assert_int_equal(ovf_json_text_size(text), size);
    assert_true(ovf_json_text_can_go(text));
    while (read_cell(text, UINT64_MAX, &all)) continue;
    assert_int_equal(all.count, count);
    for (uint64_t cell = 1; cell <= size + 1; cell++) {
        size_t given = 0;
        assert_int_equal(ovf_json_text_go(text, 0, false, NULL), OVF_OK);
        for (uint64_t begin = 0; begin <= size; begin += cell) {
            ovf_json_piece_reset(&piece);
            read_cell(text, begin + cell, &piece);
            for (size_t i = 0; i < piece.count; i++, given++) {
                expect_same_slice(&piece, i, &all, given);
                assert_true(begins[given] >= begin && begins[given] < begin + cell);
            }
            /* As if interrupted, and going on from what is known. */
            if (cell % 3 == 0)
                assert_int_equal(ovf_json_text_go(text, ovf_json_text_at(text), true, NULL),
                                 OVF_OK);
        }
        assert_int_equal(given, count);
    }
    for (uint64_t offset = 0; offset <= size + 2; offset++) {
        size_t first = 0;
        while (first < count && begins[first] < offset) first++;
        assert_int_equal(ovf_json_text_go(text, offset, false, NULL), OVF_OK);
        assert_true(first == count || ovf_json_text_at(text) <= begins[first]);
        ovf_json_piece_reset(&piece);
        while (read_cell(text, UINT64_MAX, &piece)) continue;
        assert_int_equal(piece.count, count - first);
        for (size_t i = 0; i < piece.count; i++) expect_same_slice(&piece, i, &all, first + i);
    }
    ovf_json_piece_clear(&all);
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
}

static void cells(void **state)
{
    (void)state;
    static const char *const texts[] = {"",
                                        "\n",
                                        "{1}\n{22}\n\n{333}\n",
                                        "{1}\r\n\r\n{22}\r\n   {333}",
                                        "\xEF\xBB\xBF{1}\n{22}\n",
                                        "\n\n{1}\n  \n{2}",
                                        "\x1E{1}\n\x1E{22,\n22}\n\x1E\x1E\n\x1E{333}",
                                        "\xEF\xBB\xBF\x1E{1}\x1E{2}"};
    static const char *const collections[] = {
        COLLECTION "\"features\":[]}",
        COLLECTION "\"features\":[{}]}",
        COLLECTION "\"features\":[{\"a\":{}},{},{\"b\":\"}],{\"} , \n {} ] } \n",
        " {\"features\":[ {},{}\n,\n{\"a\":[[1,2]]}],\"type\":\"FeatureCollection\"}",
        " {\"type\":\"Feature\",\"a\":{}} \n",
        "{}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_cells(texts[i], true);
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++)
        expect_cells(collections[i], false);

    /* A feature begins at its RS, or at what follows the last newline; in a document at its
     * bracket. */
    size_t begins[3];
    assert_int_equal(find_begins("\n  {1}\n{2}", true, begins), 2);
    assert_int_equal(begins[0], 1);
    assert_int_equal(begins[1], 7);
    assert_int_equal(find_begins("\x1E {1}\n\x1E{2}", true, begins), 2);
    assert_int_equal(begins[0], 0);
    assert_int_equal(begins[1], 6);
    assert_int_equal(find_begins(COLLECTION "\"features\":[ {}, {}]}", false, begins), 2);
    assert_int_equal(begins[0], 41);
    assert_int_equal(begins[1], 45);
}

static void counts_from_where_it_goes(void **state)
{
    (void)state;
    ovf_json_text *text = open_bytes(COLLECTION "\"features\":[{},{},{\"a\":1},{\"b", false);
    ovf_json_piece piece = {0};
    ovf_error error = {0};
    ovf_json_text_state cell;
    assert_int_equal(ovf_json_text_go(text, 44, false, &error), OVF_OK);
    assert_true(read_cell(text, UINT64_MAX, &piece));
    assert_int_equal(piece.count, 1);
    assert_int_equal(ovf_json_text_read(text, UINT64_MAX, &piece, &cell, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message, "breaks off within feature #2");
    /* An error is forgotten when reading begins elsewhere. */
    assert_int_equal(ovf_json_text_go(text, 0, true, &error), OVF_OK);
    assert_true(read_cell(text, 44, &piece));
    assert_int_equal(piece.count, 3);
    assert_int_equal(ovf_json_text_go(text, 1000, false, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message, "breaks off within feature #4");
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);

    /* What is wrong stays wrong, wherever reading begins. */
    text = open_bytes(COLLECTION "\"features\":[{}{}]}", false);
    assert_true(read_cell(text, 41, &piece));
    assert_int_equal(ovf_json_text_go(text, ovf_json_text_at(text), true, &error), OVF_OK);
    assert_int_equal(ovf_json_text_read(text, UINT64_MAX, &piece, &cell, &error), OVF_ERROR_INPUT);
    assert_string_equal(error.message,
                        "expected feature #1 or the end of the list, found byte 0x7B at 42");
    ovf_json_piece_clear(&piece);
    ovf_json_text_free(text);
}

/* ---- more than fits into what is read at once ---- */

static void large_texts(void **state)
{
    (void)state;
    static const char kinds[] = {'\n', '\x1E', '['};
    for (size_t i = 0; i < sizeof kinds; i++) {
        large_text large;
        draw_large(&large, kinds[i]);
        write_bytes(large.bytes, large.length);
        ovf_json_text *text = open_text(path, kinds[i] != '[');
        expect_large(text, &large, 1 << 20);
        assert_int_equal(ovf_json_text_go(text, 0, false, NULL), OVF_OK);
        expect_large(text, &large, 5000);
        ovf_json_text_free(text);

        /* Through gzip, whose size is not known before all has been read. GDAL remembers files of
         * one name. */
        char packed[64];
        snprintf(packed, sizeof packed, "/vsigzip//vsimem/text-%zu.json.gz", i);
        VSILFILE *file = VSIFOpenL(packed, "wb");
        VSIFWriteL(large.bytes, 1, large.length, file);
        VSIFCloseL(file);
        text = open_text(packed, kinds[i] != '[');
        assert_true(ovf_json_text_size(text) == UINT64_MAX);
        expect_large(text, &large, 1 << 20);
        assert_int_equal(
            ovf_json_text_go(text, large.features[300].begin - (kinds[i] == '\x1E'), false, NULL),
            OVF_OK);
        ovf_json_piece piece = {0};
        while (read_cell(text, UINT64_MAX, &piece)) continue;
        assert_int_equal(piece.count, 100);
        ovf_json_piece_clear(&piece);
        ovf_json_text_free(text);
        VSIUnlink(packed + strlen("/vsigzip/"));
        free(large.bytes);
        free(large.features);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),       cmocka_unit_test(documents),
        cmocka_unit_test(heads),       cmocka_unit_test(breaks_off),
        cmocka_unit_test(cells),       cmocka_unit_test(counts_from_where_it_goes),
        cmocka_unit_test(large_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
