/* overflight reads features as GDAL does, to the last bit, or leaves them to it.
 *
 * Tests: src/input/json/json_feature.c src/input/json/json_members.c src/input/json/json_plain.c
 * Tests: src/input/json/json_positions.c src/gdal/attributes.c */
#include "json_fixture.h"

#include "input/json/json_positions.h"

#define AROUND(geometry) "{\"type\":\"Feature\",\"properties\":{},\"geometry\":" geometry "}"
#define GEOMETRY(type, coordinates) \
    AROUND("{\"type\":\"" type "\",\"coordinates\":" coordinates "}")
#define PROPERTIES(members) "{\"type\":\"Feature\",\"properties\":{" members "},\"geometry\":null}"

static ovf_json_parser *parser;

/* In a block of its own length, so that the sanitizer sees what is read behind it. */
static ovf_json_verdict parse(const char *text, size_t length, const ovf_json_feature **feature)
{
    char *copy = malloc(length == 0 ? 1 : length);
    memcpy(copy, text, length);
    ovf_json_verdict verdict = ovf_json_feature_parse(parser, copy, length, feature);
    free(copy);
    return verdict;
}

static const ovf_json_feature *expect_read(const char *text)
{
    const ovf_json_feature *feature = NULL;
    ovf_json_verdict verdict = parse(text, strlen(text), &feature);
    if (verdict != OVF_JSON_READ) print_message("is odd: %s\n", text);
    assert_int_equal(verdict, OVF_JSON_READ);
    assert_true(agrees_with_gdal(feature, text, strlen(text)));
    return feature;
}

static void expect_odd(const char *text)
{
    const ovf_json_feature *feature = NULL;
    ovf_json_verdict verdict = parse(text, strlen(text), &feature);
    if (verdict != OVF_JSON_ODD) print_message("is read: %s\n", text);
    assert_int_equal(verdict, OVF_JSON_ODD);
}

static void plain(void **state)
{
    (void)state;
    const ovf_json_feature *feature = expect_read(
        "{\"type\":\"Feature\",\"id\":\"RF-1\",\"properties\":{\"name\":\"Kaliningrad\",\"legs\":2,"
        "\"length\":500.25,\"flown\":true,"
        "\"sensor\":null,\"tags\":[\"a\",\"b\"],\"crew\":{\"n\":3}},\"geometry\":{\"type\":"
        "\"LineString\",\"coordinates\":"
        "[[20.5,54.25,1000],[21.123456789,54.7,1100.5],[22,55,0]]}}");
    assert_int_equal(feature->shape, OVF_JSON_LINE);
    assert_int_equal(feature->position_count, 3);
    assert_true(feature->lon[1] == 21.123456789 && feature->lat[1] == 54.7 &&
                feature->z[1] == 1100.5);
    assert_true(feature->has_z);
    assert_int_equal(feature->part_count, 1);
    assert_int_equal(feature->part_ends[0], 3);
    assert_string_equal(feature->id, "RF-1");
    assert_false(feature->id_is_number);
    assert_int_equal(feature->attributes.count, 7);
    const ovf_attribute *items = feature->attributes.items;
    assert_string_equal(items[0].text, "Kaliningrad");
    assert_int_equal(items[1].integer, 2);
    assert_true(items[2].real == 500.25);
    assert_true(items[3].type == OVF_ATTRIBUTE_BOOLEAN && items[3].boolean);
    assert_int_equal(items[4].type, OVF_ATTRIBUTE_NULL);
    assert_string_equal(items[5].text, "[\"a\",\"b\"]");
    assert_string_equal(items[6].text, "{\"n\":3}");
    assert_ptr_equal(ovf_attributes_find(&feature->attributes, "legs"), &items[1]);

    feature = expect_read("{\"geometry\":{\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8],[9,10]]],"
                          "\"type\":\"MultiLineString\"},\"bbox\":[1,2,9,10],"
                          "\"properties\":null,\"id\":77,\"type\":\"Feature\"}");
    assert_int_equal(feature->shape, OVF_JSON_MULTILINE);
    assert_int_equal(feature->part_count, 2);
    assert_int_equal(feature->part_ends[0], 2);
    assert_int_equal(feature->part_ends[1], 5);
    assert_true(!feature->has_z && isnan(feature->z[4]));
    assert_string_equal(feature->id, "77");
    assert_true(feature->id_is_number);
    assert_int_equal(feature->attributes.count, 0);
}

static void geometries(void **state)
{
    (void)state;
    static const char *const texts[] = {
        AROUND("null"),
        GEOMETRY("Point", "[1,2]"),
        GEOMETRY("Point", "[1.5,-2.5,3]"),
        GEOMETRY("MultiPoint", "[[1,2],[3,4]]"),
        GEOMETRY("MultiPoint", "[]"),
        GEOMETRY("LineString", "[[1,2],[3,4]]"),
        GEOMETRY("LineString", "[[1,2]]"),
        GEOMETRY("LineString", "[]"),
        GEOMETRY("LineString", " [ [ 1 ,\t2 ] ,\r[ 3 , 4 ] ] "),
        GEOMETRY("LineString", "[[1,2,3,4],[5,6,7,8]]"),
        GEOMETRY("LineString", "[[1,2,3,4,5,6],[5,6,7]]"),
        GEOMETRY("LineString", "[[0,0],[-0,0.0],[0e7,-0.0],[-0e-3,0.000]]"),
        GEOMETRY(
            "LineString",
            "[[1e2,2E1],[-1.5e-3,25e+0],[179.99999999999999999999999999,9007199254740993e-14]]"),
        GEOMETRY("LineString", "[[-123456789012345678,123456789012345678],[4.9406564584124654e-324,"
                               "1.7976931348623157e308]]"),
        GEOMETRY("LineString", "[[1000,2000],[540.000001,-1e300]]"),
        GEOMETRY("LineString", "[[0.1234567890123456789,-0.12345678901234567890123456789],[123."
                               "12345678901234,12.345678901234567]]"),
        GEOMETRY("MultiLineString", "[]"),
        GEOMETRY("MultiLineString", "[[[1,2],[3,4]]]"),
        GEOMETRY("MultiLineString", "[[[1,2,9],[3,4,9]],[[5,6,9]]]"),
        GEOMETRY("LineString", "[[1,2],[3,4,5]]"),
        GEOMETRY("LineString", "[[1,2,3],[4,5]]"),
        GEOMETRY("MultiLineString", "[[[1,2,3],[4,5,6]],[[1,2],[3,4]]]"),
        GEOMETRY("Polygon", "[[[0,0],[1,0],[1,1],[0,0]]]"),
        GEOMETRY("Polygon", "[[[0,0],[1,0],[1,1]]]"),
        GEOMETRY("Polygon", "[[[0,0],[9,0],[9,9],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]"),
        GEOMETRY(
            "MultiPolygon",
            "[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]],[[5,5],[6,5],[6,6],[5,5]]]]"),
        AROUND(
            "{\"type\":\"LineString\",\"bbox\":[1,2,[3],{\"x\":4}],\"coordinates\":[[1,2],[3,4]]}"),
        AROUND("{\"coordinates\":[[1,2],[3,4]],\"type\":\"LineString\",\"bbox\":[]}"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_read(texts[i]);
}

/* Positions without an altitude among others that have one; GDAL takes none with null. */
static void missing_heights(void **state)
{
    (void)state;
    const ovf_json_feature *feature = expect_read(GEOMETRY("LineString", "[[1,2],[3,4,5],[6,7]]"));
    assert_true(feature->has_z && isnan(feature->z[0]) && feature->z[1] == 5 &&
                isnan(feature->z[2]));
    static const char *const words[] = {"null", "NaN", "\"null\"", "\"NaN\"", "\"\""};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ovf_json_positions positions = {0};
        char text[80];
        snprintf(text, sizeof text, "[[1,2, %s ],[3,4,0]]", words[i]);
        assert_ptr_equal(ovf_json_positions_read(&positions, text, text + strlen(text)),
                         text + strlen(text));
        assert_true(positions.count == 2 && positions.has_z && isnan(positions.z[0]) &&
                    positions.z[1] == 0);
        snprintf(text, sizeof text, "[[1,%s],[3,4]]", words[i]); /* a latitude is always needed */
        assert_null(ovf_json_positions_read(&positions, text, text + strlen(text)));
        ovf_json_positions_clear(&positions);
    }
}

static void without_positions(void **state)
{
    (void)state;
    const ovf_json_feature *feature = expect_read(GEOMETRY("LineString", "[ ]"));
    assert_int_equal(feature->position_count, 0);
    assert_int_equal(feature->part_count, 1);
    assert_int_equal(feature->part_ends[0], 0);
    feature = expect_read(GEOMETRY("MultiLineString", "[]"));
    assert_int_equal(feature->shape, OVF_JSON_MULTILINE);
    assert_int_equal(feature->part_count, 0);
}

static void properties(void **state)
{
    (void)state;
    static const char *const texts[] = {
        PROPERTIES(""),
        PROPERTIES("\"id\":\"x\",\"Id\":2,\"\":3"),
        PROPERTIES("\"a\":0,\"b\":-0,\"c\":2147483647,\"d\":2147483648,\"e\":9223372036854775807,"
                   "\"f\":-9223372036854775808"),
        PROPERTIES("\"a\":0.1,\"b\":-0.0,\"c\":1e3,\"d\":1E-400,\"e\":"
                   "123456789012345678901234567890.5,\"f\":5e-324"),
        PROPERTIES("\"a\":true,\"b\":false,\"c\":null,\"d\":\"\""),
        PROPERTIES(
            "\"a\":\"\\\"\\\\\\/"
            "\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\\u007f\\u0001\",\"\\u0061b\":1"),
        PROPERTIES("\"a\":\"\\\\u0000\",\"b\":\"\\\\\\\\ud800\""),
        PROPERTIES("\"gr\xC3\xBC\xC3\x9F\":\"\xE2\x82\xAC\xF0\x9F\x98\x80\x7F\""),
        PROPERTIES("\"a\":[1,2,3],\"b\":[1.5,2],\"c\":[\"x\",\"y\\\"\"],\"d\":[true,false],\"e\":[]"
                   ",\"f\":[1,\"x\",null,[2]],\"g\":[null]"),
        PROPERTIES("\"a\":{},\"b\":{\"c\":{\"d\":[1,{\"e\":\"}]\"}]}},\"f\":[ {\"coordinates\" : "
                   "[[1,2]]} ]"),
        PROPERTIES("\"a\":\"\\\"coordinates\\\"\",\"coordinates\":\"coordinates\",\"geometry\":["
                   "\"coordinates\",\"coordinates\"],\"type\":\"Feature\""),
        PROPERTIES("\"date\":\"2017-10-04T18:00:00Z\",\"day\":\"2017/10/"
                   "04\",\"coordTimes\":[\"2017-10-04T18:00:00Z\",\"2017-10-04T18:00:10Z\"]"),
        PROPERTIES("\"_id\":\"x\",\"type\":\"Feature\",\"properties\":{\"a\":1}"),
        "{\"type\":\"Feature\",\"id\":\"\",\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":null,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":0,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":-5,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":-0,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":123456789012,\"properties\":{\"id\":5},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":\"own\",\"properties\":{\"id\":\"theirs\",\"name\":1},"
        "\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":\"own\",\"properties\":{\"name\":1},\"geometry\":null}",
        "{\"type\":\"Feature\",\"bbox\":[1,2,3,4],\"properties\":{\"bbox\":[1]},\"geometry\":null}",
        "{\"type\":\"Feature\",\"prop\\u0065rties\":{\"\\u0062\":1},\"geometry\":{\"type\":"
        "\"\\u0050oint\",\"coordinates\":[1,2]}}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_read(texts[i]);
}

static void is_odd(void **state)
{
    (void)state;
    static const char *const texts[] = {
        /* no strict JSON */
        "",
        " ",
        "{",
        "}",
        "{}",
        "[]",
        "null",
        "{\"type\":\"Feature\"",
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null",
        AROUND("null") "}",
        AROUND("null") ",",
        AROUND("null") AROUND("null"),
        AROUND("null") " nul}",
        "[" AROUND("null") "]",
        "\xEF\xBB\xBF" AROUND("null"),
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null,}",
        "{,\"type\":\"Feature\",\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\" \"properties\":{},\"geometry\":null}",
        "{'type':'Feature','properties':{},'geometry':null}",
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null/* none */}",
        "{type:\"Feature\",\"properties\":{},\"geometry\":null}",
        PROPERTIES("\"a\":NaN"),
        PROPERTIES("\"a\":Infinity"),
        PROPERTIES("\"a\":-Infinity"),
        PROPERTIES("\"a\":1,"),
        PROPERTIES("\"a\":[1,]"),
        PROPERTIES("\"a\":01"),
        PROPERTIES("\"a\":+1"),
        PROPERTIES("\"a\":.5"),
        PROPERTIES("\"a\":1."),
        PROPERTIES("\"a\":0x10"),
        PROPERTIES("\"a\":True"),
        PROPERTIES("\"a\":\"\t\""),
        PROPERTIES("\"a\":\"\\x\""),
        PROPERTIES("\"a\":\"\\u12\""),
        PROPERTIES("\"a\":'x'"),
        PROPERTIES("\"a\":}"),
        PROPERTIES("\"a\":\v1"),
        PROPERTIES("\f\"a\":1"),
        /* texts that parsers read differently */
        PROPERTIES("\"a\":\"\xFF\""),
        PROPERTIES("\"a\":\"\xC0\x80\""),
        PROPERTIES("\"a\":\"\xED\xA0\x80\""),
        PROPERTIES("\"a\":\"\xE2\x82\""),
        PROPERTIES("\"a\":\"\\ud800\""),
        PROPERTIES("\"a\":\"\\udc00\""),
        PROPERTIES("\"a\":\"\\ud800\\u0041\""),
        PROPERTIES("\"a\":\"\\ud83d\\ud83d\\ude00\""),
        /* numbers that GDAL cuts off */
        PROPERTIES("\"a\":9223372036854775808"),
        PROPERTIES("\"a\":-9223372036854775809"),
        PROPERTIES("\"a\":1e400"),
        PROPERTIES("\"a\":[1,18446744073709551616]"),
        PROPERTIES("\"a\":{\"b\":-1e999}"),
        GEOMETRY("Point", "[1234567890123456789,2]"),
        GEOMETRY("Point", "[1e309,2]"),
        GEOMETRY("Point", "[1,-1e309]"),
        /* no plain feature */
        "{\"type\":\"Point\",\"coordinates\":[1,2]}",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
        "{\"type\":\"feature\",\"properties\":{},\"geometry\":null}",
        "{\"type\":null,\"properties\":{},\"geometry\":null}",
        "{\"type\":1,\"properties\":{},\"geometry\":null}",
        "{\"type\":[\"Feature\"],\"properties\":{},\"geometry\":null}",
        "{\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"geometry\":null}",
        "{\"type\":\"Feature\",\"properties\":{}}",
        "{\"type\":\"Feature\",\"properties\":[],\"geometry\":null}",
        "{\"type\":\"Feature\",\"properties\":1,\"geometry\":null}",
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":\"x\"}",
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":[]}",
        "{\"type\":\"FeatureCollection\",\"features\":[]}",
        /* doubled members, and names that GDAL takes for the same */
        "{\"type\":\"Feature\",\"type\":\"Feature\",\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null,\"geometry\":null}",
        PROPERTIES("\"a\":1,\"a\":2"),
        PROPERTIES("\"a\":1,\"\\u0061\":2"),
        "{\"Type\":\"Feature\",\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"ID\":1,\"properties\":{},\"geometry\":null}",
        AROUND("{\"type\":\"Point\",\"coordinates\":[1,2],\"coordinates\":[3,4]}"),
        AROUND("{\"type\":\"Point\",\"Coordinates\":[1,2]}"),
        AROUND("{\"type\":\"Point\",\"type\":\"Point\",\"coordinates\":[1,2]}"),
        /* foreign members, which mean something to GDAL or may do so */
        "{\"type\":\"Feature\",\"crs\":null,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"foreign\":1,\"properties\":{},\"geometry\":null}",
        AROUND("{\"type\":\"Point\",\"coordinates\":[1,2],\"crs\":null}"),
        PROPERTIES("\"_id\":\"x\",\"_rev\":1,\"type\":\"Feature\",\"properties\":{}"),
        "{\"type\":\"Feature\",\"bbox\":{},\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"bbox\":1,\"properties\":{},\"geometry\":null}",
        /* ids */
        "{\"type\":\"Feature\",\"id\":1.5,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":true,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":[1],\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":1e3,\"properties\":{},\"geometry\":null}",
        "{\"type\":\"Feature\",\"id\":9223372036854775808,\"properties\":{},\"geometry\":null}",
        /* geometries */
        AROUND("{}"),
        AROUND("{\"type\":\"Point\"}"),
        AROUND("{\"coordinates\":[1,2]}"),
        AROUND("{\"type\":null,\"coordinates\":[1,2]}"),
        AROUND("{\"type\":\"Point\",\"coordinates\":null}"),
        AROUND("{\"type\":\"Point\",\"coordinates\":{}}"),
        AROUND("{\"type\":\"Point\",\"coordinates\":1}"),
        AROUND("{\"type\":\"Point\",\"coordinates\":\"coordinates\"}"),
        AROUND("{\"type\":\"coordinates\",\"coordinates\":[1,2]}"),
        AROUND("{\"type\":\"Point\",\"coord\\u0069nates\":null}"),
        AROUND("{\"type\":\"Point\",\"coord\\u0069nates\":[1,2]}"),
        AROUND("{\"type\":\"GeometryCollection\",\"geometries\":[]}"),
        GEOMETRY("linestring", "[[1,2],[3,4]]"),
        GEOMETRY("Circle", "[1,2]"),
        GEOMETRY("Point", "[]"),
        GEOMETRY("Point", "[1]"),
        GEOMETRY("Point", "[[1,2]]"),
        GEOMETRY("Point", "[1,\"2\"]"),
        GEOMETRY("Point", "[1,null]"),
        GEOMETRY("Point", "[1,2,]"),
        GEOMETRY("Point", "[1,2"),
        GEOMETRY("Point", "[1 2]"),
        GEOMETRY("Point", "[,1,2]"),
        GEOMETRY("Point", "[1,[2]]"),
        GEOMETRY("Point", "[NaN,2]"),
        GEOMETRY("Point", "[01,2]"),
        GEOMETRY("Point", "[1,2,3,\"m\"]"),
        GEOMETRY("Point", "[1,2}"),
        GEOMETRY("LineString", "[1,2]"),
        GEOMETRY("LineString", "[[1],[2]]"),
        GEOMETRY("LineString", "[[[1,2],[3,4]]]"),
        GEOMETRY("LineString", "[[1,2],3]"),
        GEOMETRY("LineString", "[[1,2],[]]"),
        GEOMETRY("LineString", "[[]]"),
        GEOMETRY("LineString", "[[1,2],null]"),
        GEOMETRY("LineString", "[[1,2],[3,4],]"),
        GEOMETRY("LineString", "[[1,2][3,4]]"),
        GEOMETRY("LineString", "[[1,2],[3,4]"),
        GEOMETRY("LineString", "[[1,2],[3,4]]]"),
        GEOMETRY("LineString", "[[1,2],[[3,4]]]"),
        GEOMETRY("LineString", "{}"),
        GEOMETRY("MultiLineString", "[[[1,2],[3,4]],[]]"),
        GEOMETRY("MultiLineString", "[[],[[1,2],[3,4]]]"),
        GEOMETRY("MultiLineString", "[[1,2],[3,4]]"),
        GEOMETRY("Polygon", "[]"),
        GEOMETRY("Polygon", "[[]]"),
        GEOMETRY("MultiPolygon", "[]"),
        GEOMETRY("MultiPolygon", "[[[[[1,2]]]]]"),
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        expect_odd(texts[i]);
        /* The parser can be used again. */
        if (i % 10 == 0) expect_read(GEOMETRY("LineString", "[[1,2],[3,4]]"));
    }
}

/* A text of `count` times the same. */
static char *repeat(const char *before, const char *unit, size_t count, const char *after)
{
    char *text = malloc(strlen(before) + count * strlen(unit) + strlen(after) + 1), *at = text;
    at += sprintf(at, "%s", before);
    for (size_t i = 0; i < count; i++) at += sprintf(at, "%s", unit);
    sprintf(at, "%s", after);
    return text;
}

static void large_and_deep(void **state)
{
    (void)state;
    const ovf_json_feature *feature = NULL;
    char *text = repeat("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":"
                        "\"LineString\",\"coordinates\":[",
                        "[12.345678901,-1.25],", 100000, "[1,2]]}}");
    assert_int_equal(parse(text, strlen(text), &feature), OVF_JSON_READ);
    assert_int_equal(feature->position_count, 100001);
    assert_true(feature->lon[99999] == 12.345678901 && feature->lat[99999] == -1.25 &&
                feature->lat[100000] == 2);
    free(text);

    text = repeat("{\"type\":\"Feature\",\"properties\":{\"a\":\"", "\\n", 100000,
                  "\"},\"geometry\":null}");
    expect_read(text);
    free(text);

    /* Brackets by the thousand must not fill the stack. */
    text = repeat("{\"type\":\"Feature\",\"properties\":{\"a\":", "[", 100000, "}");
    expect_odd(text);
    free(text);
    text = repeat("{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"LineString\","
                  "\"coordinates\":",
                  "[", 100000, "}}");
    expect_odd(text);
    free(text);

    char *many = malloc(200 * 16 + 200),
         *at = many + sprintf(many, "{\"type\":\"Feature\",\"properties\":{");
    for (int i = 0; i < 199; i++) at += sprintf(at, "\"p%d\":%d,", i, i);
    sprintf(at, "\"last\":1},\"geometry\":null}");
    expect_read(many);
    sprintf(at, "\"last\":1,\"one more\":2},\"geometry\":null}");
    expect_odd(many);
    free(many);
}

/* ---- texts that nobody thought of ---- */

static uint64_t random_state;

static size_t draw(size_t below)
{
    random_state ^= random_state << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state >> 16) % below;
}

/* Leaves out, puts in, exchanges or doubles a piece of the text. */
static size_t change(char *text, size_t length, size_t capacity)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "[",
                                         "]",
                                         ",",
                                         ":",
                                         "\"",
                                         "\\",
                                         " ",
                                         "0",
                                         "1",
                                         "9",
                                         "-",
                                         ".",
                                         "e5",
                                         "E-3",
                                         "null",
                                         "true",
                                         "[]",
                                         "{}",
                                         "\"\"",
                                         "[1,2]",
                                         ",3",
                                         "1.5",
                                         "-0",
                                         "0.1234567890123456789",
                                         "9007199254740993",
                                         "\\u0041",
                                         "\\ud83d\\ude00",
                                         "\\n",
                                         "\xC3\xA9",
                                         "\xFF",
                                         "\"id\":7",
                                         "\"id\":\"x\"",
                                         "\"coordinates\":",
                                         "\"type\":",
                                         "\"Point\"",
                                         "\"LineString\"",
                                         "\"MultiLineString\"",
                                         "\"a\":1,",
                                         "\"crs\":null,",
                                         "\"bbox\":[1,2],",
                                         "\"geometry\":null,",
                                         "\"properties\":{},",
                                         "[[1,2,3],[4,5,6]]",
                                         "NaN",
                                         "/**/",
                                         "\t"};
    size_t at = draw(length + 1), gone = draw(3) == 0 ? draw(8) : draw(2);
    const char *piece = draw(4) == 0 ? "" : pieces[draw(sizeof pieces / sizeof *pieces)];
    char doubled[64];
    if (gone > length - at) gone = length - at;
    if (draw(12) == 0) {
        size_t from = draw(length), count = draw(40);
        if (count > length - from) count = length - from;
        memcpy(doubled, text + from, count);
        doubled[count] = '\0';
        piece = doubled;
    }
    size_t added = strlen(piece);
    if (length - gone + added > capacity) return length;
    memmove(text + at + added, text + at + gone, length - at - gone);
    memcpy(text + at, piece, added);
    return length - gone + added;
}

/* Whether a word stands for a height, which GDAL takes none of. */
static bool has_word(const char *text, size_t length)
{
    static const char name[] = "\"coordinates\":";
    const char *at = NULL, *end = text + length;
    for (const char *c = text; c + sizeof name < end && at == NULL; c++)
        if (memcmp(c, name, sizeof name - 1) == 0) at = c + sizeof name - 1;
    for (int depth = 0; at != NULL && at < end; at++) {
        depth += (*at == '[') - (*at == ']');
        if (*at == '"' || *at == 'n' || *at == 'N') return true;
        if (depth == 0 && *at == ']') break;
    }
    return false;
}

static void random_texts(void **state)
{
    (void)state;
    static const char *const bases[] = {
        "{\"type\":\"Feature\",\"id\":\"r1\",\"properties\":{\"name\":\"x\",\"n\":12,\"list\":[1,2]"
        "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":"
        "[[-150.123456789,61.5],[-149.25,62]]}}",
        "{\"geometry\":{\"coordinates\":[[[1,2,3],[4,5,6]],[[7,8,9],[1,1,1]]],\"type\":"
        "\"MultiLineString\"},\"properties\":{\"a\":{\"b\":null},\"c\":1.5e1},"
        "\"type\":\"Feature\",\"bbox\":[1,2,3,4],\"id\":5}",
        "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}}",
        "{\"type\":\"Feature\",\"properties\":{\"\\u00e9\":\"\\\"\xE2\x82\xAC\",\"t\":true},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[1e1,-0.0]}}",
    };
    const char *seed = getenv("OVERFLIGHT_TEST_SEED"), *factor = getenv("OVERFLIGHT_TEST_FACTOR");
    random_state = seed == NULL ? 20260711 : strtoull(seed, NULL, 10);
    size_t count = 20000 * (factor == NULL ? 1 : strtoul(factor, NULL, 10)), read = 0;
    print_message("OVERFLIGHT_TEST_SEED=%llu\n", (unsigned long long)random_state);
    for (size_t i = 0; i < count; i++) {
        char text[1024];
        const char *base = bases[draw(4)];
        size_t length = strlen(base);
        memcpy(text, base, length);
        for (size_t k = draw(3) + 1; k > 0; k--) length = change(text, length, sizeof text);
        const ovf_json_feature *feature = NULL;
        if (parse(text, length, &feature) != OVF_JSON_READ || has_word(text, length)) continue;
        read++;
        assert_true(agrees_with_gdal(feature, text, length));
    }
    print_message("%zu of %zu texts were read\n", read, count);
    assert_true(read > count / 50 && read < count / 2);
}

static int set_up(void **state)
{
    (void)state;
    parser = ovf_json_parser_new();
    return parser == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    ovf_json_parser_free(parser);
    ovf_json_parser_free(NULL);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain),           cmocka_unit_test(geometries),
        cmocka_unit_test(missing_heights), cmocka_unit_test(without_positions),
        cmocka_unit_test(properties),      cmocka_unit_test(is_odd),
        cmocka_unit_test(large_and_deep),  cmocka_unit_test(random_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
