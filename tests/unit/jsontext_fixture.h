/* Reading GeoJSON texts whole, and drawing some at random that are longer than what is read at
 * once. */
#ifndef TEST_JSONTEXT_FIXTURE_H
#define TEST_JSONTEXT_FIXTURE_H

#include "input/json/json_text.h"
#include "input_fixture.h"

#define COLLECTION "{\"type\":\"FeatureCollection\","

static inline ovf_json_text *open_text(const char *name, bool lines)
{
    ovf_error error = {0};
    ovf_json_text *text = NULL;
    if (ovf_json_text_open(name, lines, &text, &error) != OVF_OK) fail_msg("%s", error.message);
    return text;
}

/* Reads up to `until` or the end, however often that takes. False at the end. */
static inline bool read_cell(ovf_json_text *text, uint64_t until, ovf_json_piece *piece)
{
    ovf_json_text_state state = OVF_JSON_TEXT_PAUSE;
    ovf_error error = {0};
    while (state == OVF_JSON_TEXT_PAUSE)
        if (ovf_json_text_read(text, until, piece, &state, &error) != OVF_OK)
            fail_msg("%s", error.message);
    return state == OVF_JSON_TEXT_CELL;
}

/* What is left, with all features joined by "|". To free. */
static inline char *join(const ovf_json_piece *piece)
{
    char *joined = malloc(piece->length + piece->count + 1), *at = joined;
    for (size_t i = 0; i < piece->count; i++) {
        if (i > 0) *at++ = '|';
        memcpy(at, piece->bytes + piece->features[i].begin, piece->features[i].length);
        at += piece->features[i].length;
    }
    *at = '\0';
    return joined;
}

static uint64_t random_state = 20260711;

static inline size_t draw(size_t below)
{
    random_state ^= random_state << 13; /* xorshift64, Marsaglia, J. Stat. Softw. 8 (2003) 14 */
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (size_t)(random_state >> 16) % below;
}

/* An object of about `length` bytes, with brackets, quotation marks and backslashes in its strings.
 */
static inline size_t draw_feature(char *text, size_t length, bool multiline)
{
    static const char *const pieces[] = {"\"}\"",   "\"{\"", "\"\\\"\"",           "\"\\\\\"",
                                         "{}",      "[1,2]", "{\"a\":{\"b\":[]}}", "-150.123456789",
                                         "\"[,]\"", "null"};
    size_t at = 0;
    memcpy(text, "{\"a\":[0", 7);
    for (at = 7; at < length;) {
        const char *piece = pieces[draw(sizeof pieces / sizeof *pieces)];
        text[at++] = ',';
        if (multiline && draw(9) == 0) text[at++] = '\n';
        memcpy(text + at, piece, strlen(piece));
        at += strlen(piece);
    }
    memcpy(text + at, "]}", 2);
    return at + 2;
}

typedef struct {
    char *bytes;
    size_t length, count;
    struct ovf_json_slice *features; /* where they are in the bytes */
} large_text;

/* kind: '\n', RS, or '[' for a collection. Some features are longer than what is read at once. */
static inline void draw_large(large_text *large, char kind)
{
    const size_t most = 400;
    large->bytes = malloc(12000000);
    large->features = malloc(most * sizeof *large->features);
    size_t at = kind == '[' ? (size_t)sprintf(large->bytes, COLLECTION "\"features\":[") : 0;
    for (large->count = 0; large->count < most; large->count++) {
        if (kind == '[' && large->count > 0) large->bytes[at++] = ',';
        if (kind == '\x1E') large->bytes[at++] = kind;
        size_t length = large->count % 40 == 7 ? 300000 + draw(600000)
                        : draw(2) == 0         ? draw(100)
                                               : draw(20000);
        size_t used = draw_feature(large->bytes + at, length, kind != '\n');
        large->features[large->count] = (struct ovf_json_slice){at, used};
        at += used;
        if (kind != '[') large->bytes[at++] = '\n';
    }
    large->length = at + (kind == '[' ? (size_t)sprintf(large->bytes + at, "]}") : 0);
}

static inline void expect_large(ovf_json_text *text, const large_text *large, uint64_t cell)
{
    ovf_json_piece piece = {0};
    size_t given = 0;
    bool more = true;
    for (uint64_t until = cell; more; until += cell) {
        ovf_json_piece_reset(&piece);
        more = read_cell(text, until, &piece);
        for (size_t i = 0; i < piece.count; i++, given++) {
            assert_true(given < large->count);
            assert_int_equal(piece.features[i].length, large->features[given].length);
            assert_memory_equal(piece.bytes + piece.features[i].begin,
                                large->bytes + large->features[given].begin,
                                piece.features[i].length);
            assert_true(large->features[given].begin < until + 1);
        }
        if (until > large->length + 2 * cell) cell = UINT64_MAX / 4;
    }
    assert_int_equal(given, large->count);
    ovf_json_piece_clear(&piece);
}

#endif
