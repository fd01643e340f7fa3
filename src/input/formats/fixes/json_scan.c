#include "input/formats/fixes/json_scan.h"

#include <string.h>

#include "base/error.h"
#include "input/formats/values.h"

/* Longer texts are of no fix. */
#define TOKEN_MAX ((size_t)1 << 20)

void ovf_json_scan_clear(ovf_json_scan *scan)
{
    ovf_text_clear(&scan->rest);
    ovf_text_clear(&scan->room);
    *scan = (ovf_json_scan){.depth = 0};
}

static ovf_status fail_syntax(const char *at, const char *end, ovf_error *error)
{
    char text[24], shown[24];
    size_t length = (size_t)(end - at) < 16 ? (size_t)(end - at) : 16;
    memcpy(text, at, length);
    text[length] = '\0';
    ovf_text_shorten(text, shown, sizeof shown);
    return ovf_fail(error, OVF_ERROR_INPUT, "is no JSON from \"%s\" on", shown);
}

static bool add_code(ovf_text *to, unsigned code)
{
    char bytes[3];
    size_t length = 1;
    if (code < 0x80) {
        bytes[0] = (char)code;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        length = 2;
    } else {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        length = 3;
    }
    return ovf_text_add(to, bytes, length);
}

/* The four digits behind \u; half a character, and NUL, are a question mark. */
static unsigned code_of(const char *at, const char *end)
{
    unsigned code = 0;
    if (end - at < 4) return '?';
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = at[i] >= 'A' && at[i] <= 'F' ? (char)(at[i] - 'A' + 'a') : at[i];
        const char *found = c == '\0' ? NULL : strchr(digits, c);
        if (found == NULL) return '?';
        code = code * 16 + (unsigned)(found - digits);
    }
    return code == 0 || (code >= 0xD800 && code < 0xE000) ? '?' : code;
}

static bool unescape(const char *at, const char *end, ovf_text *room)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    bool good = true;
    ovf_text_reset(room);
    while (at < end && good) {
        const char *next = memchr(at, '\\', (size_t)(end - at));
        good = ovf_text_add(room, at, (size_t)((next == NULL ? end : next) - at));
        if (next == NULL || next + 1 == end) break;
        const char *known = strchr(from, next[1]);
        at = next + 2;
        if (next[1] == 'u') {
            good = good && add_code(room, code_of(at, end));
            at = end - at < 4 ? end : at + 4;
        } else {
            good = good &&
                   ovf_text_add(
                       room, known == NULL || next[1] == '\0' ? next + 1 : to + (known - from), 1);
        }
    }
    return good;
}

/* Where the string ends whose first mark is at `at`, at its last mark; NULL: not in these bytes. */
static const char *end_of_string(const char *at, const char *end, bool *escaped)
{
    *escaped = false;
    for (at++; at < end; at++) {
        if (*at == '"') return at;
        if (*at != '\\') continue;
        *escaped = true;
        at++;
    }
    return NULL;
}

/* Digits first, since nearly all are. */
static bool is_of_word(char c)
{
    return (c >= '-' && c <= '9' && c != '/') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           c == '+';
}

static bool kind_of_word(const char *word, size_t length, ovf_scan_kind *kind)
{
    static const struct {
        const char *word;
        ovf_scan_kind kind;
    } words[] = {{"true", OVF_SCAN_TRUE},
                 {"false", OVF_SCAN_FALSE},
                 {"null", OVF_SCAN_NULL},
                 {"NaN", OVF_SCAN_NULL}};
    *kind = OVF_SCAN_NUMBER;
    if ((*word >= '0' && *word <= '9') || (*word == '-' && length > 1 && word[1] != 'I'))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == length && memcmp(word, words[i].word, length) == 0) {
            *kind = words[i].kind;
            return true;
        }
    *kind = OVF_SCAN_NULL;
    return (length == 8 && memcmp(word, "Infinity", 8) == 0) ||
           (length == 9 && memcmp(word, "-Infinity", 9) == 0);
}

static bool is_mark(char c)
{
    return c == ',' || c == ':' || c == '[' || c == ']' || c == '{' || c == '}';
}

/* What comes behind a value. */
static void end_value(ovf_json_scan *scan)
{
    scan->wants = scan->depth == 0 ? OVF_WANTS_VALUE : OVF_WANTS_NEXT;
}

/* A bracket, a comma or a colon. False where it does not belong there. */
static bool take_mark(ovf_json_scan *scan, char mark, ovf_scan_kind *kind, bool *event)
{
    bool in_object = scan->depth > 0 && scan->nested[scan->depth - 1] == '{';
    bool value = scan->wants == OVF_WANTS_VALUE || (scan->wants == OVF_WANTS_FIRST && !in_object);
    *event = mark != ',' && mark != ':';
    switch (mark) {
    case '{':
    case '[':
        if (!value || scan->depth == OVF_JSON_NESTED) return false;
        *kind = mark == '{' ? OVF_SCAN_BEGIN_OBJECT : OVF_SCAN_BEGIN_ARRAY;
        scan->nested[scan->depth++] = mark;
        scan->wants = OVF_WANTS_FIRST;
        return true;
    case '}':
    case ']':
        if (scan->depth == 0 || in_object != (mark == '}') ||
            (scan->wants != OVF_WANTS_FIRST && scan->wants != OVF_WANTS_NEXT))
            return false;
        *kind = mark == '}' ? OVF_SCAN_END_OBJECT : OVF_SCAN_END_ARRAY;
        scan->depth--;
        end_value(scan);
        return true;
    case ',':
        if (scan->wants != OVF_WANTS_NEXT) return false;
        scan->wants = in_object ? OVF_WANTS_NAME : OVF_WANTS_VALUE;
        return true;
    default:
        if (scan->wants != OVF_WANTS_COLON) return false;
        scan->wants = OVF_WANTS_VALUE;
        return true;
    }
}

/* A string, number or word from `at` on; *next is behind it, NULL where it does not end there. */
static ovf_status take_scalar(ovf_json_scan *scan, const char *at, const char *end, bool last,
                              const char **next, ovf_scan_take take, void *context,
                              ovf_error *error)
{
    bool in_object = scan->depth > 0 && scan->nested[scan->depth - 1] == '{', escaped;
    bool name = scan->wants == OVF_WANTS_NAME || (scan->wants == OVF_WANTS_FIRST && in_object);
    const char *begin = at, *stop;
    ovf_scan_kind kind = name ? OVF_SCAN_NAME : OVF_SCAN_STRING;
    if (scan->wants == OVF_WANTS_COLON || scan->wants == OVF_WANTS_NEXT)
        return fail_syntax(at, end, error);
    if (*at == '"') {
        stop = end_of_string(at, end, &escaped);
        *next = stop == NULL ? NULL : stop + 1;
        if (stop == NULL) return OVF_OK;
        begin = at + 1;
        if (escaped) {
            if (!unescape(begin, stop, &scan->room)) return ovf_fail_memory(error);
            begin = scan->room.text;
            stop = begin + scan->room.length;
        }
    } else {
        for (stop = at; stop < end && is_of_word(*stop);) stop++;
        *next = stop == end && !last ? NULL : stop;
        if (*next == NULL) return OVF_OK;
        if (stop == at || name || !kind_of_word(at, (size_t)(stop - at), &kind))
            return fail_syntax(at, end, error);
    }
    if (name) scan->wants = OVF_WANTS_COLON;
    else end_value(scan);
    return take(context, kind, begin, (size_t)(stop - begin), error);
}

/* Takes what is complete; *at is then where the rest begins. */
static ovf_status scan_bytes(ovf_json_scan *scan, const char **at, const char *end, bool last,
                             ovf_scan_take take, void *context, ovf_error *error)
{
    ovf_status status = OVF_OK;
    while (status == OVF_OK) {
        const char *next = ovf_skip_blanks(*at, end);
        *at = next;
        if (next == end) return OVF_OK;
        ovf_scan_kind kind = (ovf_scan_kind)0;
        bool event;
        if (is_mark(*next)) {
            if (!take_mark(scan, *next, &kind, &event)) return fail_syntax(next, end, error);
            if (event) status = take(context, kind, next, 1, error);
            next++;
        } else {
            status = take_scalar(scan, *at, end, last, &next, take, context, error);
            if (next == NULL) return status;
        }
        *at = next;
    }
    return status;
}

ovf_status ovf_json_scan_take(ovf_json_scan *scan, const char *bytes, size_t length, bool last,
                              ovf_scan_take take, void *context, ovf_error *error)
{
    ovf_text kept = {0};
    const char *at = bytes, *end = bytes + length;
    if (scan->rest.length > 0) {
        if (!ovf_text_add(&scan->rest, bytes, length)) return ovf_fail_memory(error);
        kept = scan->rest;
        scan->rest = (ovf_text){0};
        at = kept.text;
        end = at + kept.length;
    }
    ovf_status status = scan_bytes(scan, &at, end, last, take, context, error);
    if (status == OVF_OK && (size_t)(end - at) > TOKEN_MAX)
        status = ovf_fail(error, OVF_ERROR_INPUT, "has a text of more than %zu bytes", TOKEN_MAX);
    if (status == OVF_OK && !last && at < end && !ovf_text_add(&scan->rest, at, (size_t)(end - at)))
        status = ovf_fail_memory(error);
    if (status == OVF_OK && last && (at < end || scan->depth > 0))
        status = ovf_fail(error, OVF_ERROR_INPUT, "breaks off before its end");
    ovf_text_clear(&kept);
    return status;
}
