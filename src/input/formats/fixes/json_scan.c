#include "input/formats/fixes/json_scan.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/reading_limits.h"
#include "base/number.h"
#include "input/formats/values.h"

#if defined(__SSE2__) && defined(__GNUC__)
#include <emmintrin.h>
#define BY_SIXTEEN 1
#else
#define BY_SIXTEEN 0
#endif

/* Longer texts are of no fix. */
#define TOKEN_MAX OVF_LIMIT_TOKEN_BYTES

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
    at++;
#if BY_SIXTEEN
    const __m128i quote = _mm_set1_epi8('"'), escape = _mm_set1_epi8('\\');
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        unsigned found = (unsigned)_mm_movemask_epi8(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape)));
        if (found == 0) continue;
        at += __builtin_ctz(found);
        if (*at == '"') return at;
        break;
    }
#endif
    for (; at < end; at++) {
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

/* Behind the word. Of sixteen bytes the end of a number is found at once, since a loop that ends
 * with each is guessed wrong with each. */
static const char *end_of_word(const char *at, const char *end)
{
#if BY_SIXTEEN
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at),
                above = _mm_sub_epi8(bytes, _mm_set1_epi8('-')),
                within = _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8('9' - '-')), above),
                slash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('/'));
        unsigned others = ~(unsigned)_mm_movemask_epi8(_mm_andnot_si128(slash, within)) & 0xFFFF;
        if (others == 0) continue;
        at += __builtin_ctz(others);
        break; /* there, or at a letter */
    }
#endif
    while (at < end && is_of_word(*at)) at++;
    return at;
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
        scan->row.index += scan->depth == scan->row.depth;
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

/* The colon or comma that nearly always stands right behind a name or a value. */
static const char *pass_mark(ovf_json_scan *scan, const char *next, const char *end, bool in_object)
{
    if (next == end) return next;
    if (*next == ',' && scan->wants == OVF_WANTS_NEXT) {
        scan->wants = in_object ? OVF_WANTS_NAME : OVF_WANTS_VALUE;
        return next + 1;
    }
    if (*next == ':' && scan->wants == OVF_WANTS_COLON) {
        scan->wants = OVF_WANTS_VALUE;
        return next + 1;
    }
    return next;
}

/* A string or word from `at` on; *next is behind it, NULL where it does not end there. */
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
        stop = end_of_word(at, end);
        *next = stop == end && !last ? NULL : stop;
        if (*next == NULL) return OVF_OK;
        if (stop == at || name || !kind_of_word(at, (size_t)(stop - at), &kind))
            return fail_syntax(at, end, error);
    }
    if (name) scan->wants = OVF_WANTS_COLON;
    else end_value(scan);
    *next = pass_mark(scan, *next, end, in_object);
    ovf_status status = take(context, kind, begin, (size_t)(stop - begin), error);
    scan->row.index += scan->depth == scan->row.depth;
    return status;
}

/* Behind a string, number or word that begins at `at`; NULL where it is none, or ends elsewhere. */
static inline const char *behind_scalar(const char *at, const char *end)
{
    bool escaped;
    ovf_scan_kind kind;
    if (*at == '"') {
        const char *stop = end_of_string(at, end, &escaped);
        return stop == NULL || stop + 1 == end ? NULL : stop + 1;
    }
    const char *stop = end_of_word(at, end);
    return stop == end || stop == at || !kind_of_word(at, (size_t)(stop - at), &kind) ? NULL : stop;
}

/* Passes over values that nobody wants, one after the other; NULL where it cannot pass over the
 * first, since it is no string, number or word, or not all of it is there. */
static const char *pass_over(ovf_json_scan *scan, const char *at, const char *end)
{
    const bool in_object = scan->depth > 0 && scan->nested[scan->depth - 1] == '{';
    const char *passed = NULL;
    if (scan->depth == 0 ||
        (scan->wants != OVF_WANTS_VALUE && (scan->wants != OVF_WANTS_FIRST || in_object)))
        return NULL;
    while (scan->skips > 0 && at < end) {
        const char *stop = behind_scalar(at, end);
        if (stop == NULL) break;
        scan->skips--;
        scan->wants = OVF_WANTS_NEXT;
        passed = at = stop;
        if (*at != ',') break;
        scan->wants = in_object ? OVF_WANTS_NAME : OVF_WANTS_VALUE;
        passed = ++at;
        if (in_object) break;
    }
    return passed;
}

/* Behind what of a row needs not be told; NULL where its next value has to be. */
static const char *fill_row(ovf_json_scan *scan, const char *at, const char *end)
{
    ovf_scan_row *row = &scan->row;
    const char *passed = NULL;
    if (scan->wants != OVF_WANTS_VALUE && scan->wants != OVF_WANTS_FIRST) return NULL;
    while (at < end) {
        const char *stop;
        double value = NAN;
        const bool wanted = row->index < row->size && row->wanted[row->index];
        if (wanted) stop = ovf_number_read(at, end, &value);
        else stop = behind_scalar(at, end);
        if (stop == NULL || stop == end || (wanted && (is_of_word(*stop) || !isfinite(value))))
            break;
        if (wanted) row->values[row->index] = value;
        row->index++;
        scan->wants = OVF_WANTS_NEXT;
        passed = at = stop;
        if (*at != ',') break;
        scan->wants = OVF_WANTS_VALUE;
        passed = ++at;
    }
    return passed;
}

/* Takes what is complete; *at is then where the rest begins. */
static ovf_status scan_bytes(ovf_json_scan *scan, const char **at, const char *end, bool last,
                             ovf_scan_take take, void *context, ovf_error *error)
{
    ovf_status status = OVF_OK;
    while (status == OVF_OK) {
        const char *next = *at, *stop;
        if (next < end && (unsigned char)*next <= ' ') *at = next = ovf_skip_blanks(next, end);
        if (next == end) return OVF_OK;
        ovf_scan_kind kind = (ovf_scan_kind)0;
        bool event;
        if (scan->row.depth == scan->depth && scan->depth > 0) {
            stop = fill_row(scan, next, end);
            if (stop != NULL) {
                *at = stop;
                continue;
            }
        }
        switch (*next) {
        case ',':
        case ':':
        case '[':
        case ']':
        case '{':
        case '}':
            if (!take_mark(scan, *next, &kind, &event)) return fail_syntax(next, end, error);
            if (event) status = take(context, kind, next, 1, error);
            next++;
            break;
        default:
            stop = scan->skips > 0 ? pass_over(scan, next, end) : NULL;
            if (stop != NULL) {
                *at = stop;
                continue;
            }
            status = take_scalar(scan, next, end, last, &next, take, context, error);
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
    if (!scan->begun && (end - at >= 3 || last)) {
        at = ovf_skip_start(at, end);
        scan->begun = true;
    }
    ovf_status status = OVF_OK;
    if (scan->begun) status = scan_bytes(scan, &at, end, last, take, context, error);
    if (status == OVF_OK && (size_t)(end - at) > TOKEN_MAX)
        status = ovf_fail(error, OVF_ERROR_INPUT, "has a text of more than %zu bytes", TOKEN_MAX);
    if (status == OVF_OK && !last && at < end && !ovf_text_add(&scan->rest, at, (size_t)(end - at)))
        status = ovf_fail_memory(error);
    if (status == OVF_OK && last && (at < end || scan->depth > 0))
        status = ovf_fail(error, OVF_ERROR_INPUT, "breaks off before its end");
    ovf_text_clear(&kept);
    return status;
}
