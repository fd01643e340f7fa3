#include "input/json/json_head.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/json/json_positions.h"

/* So much of the end of a file is looked at before anything is read. */
#define TAIL ((size_t)1 << 16)

/* Reads on byte by byte, which is quick enough for what is not in features. */
typedef struct {
    ovf_window *window;
    size_t at; /* from the beginning of the window, which stays where it is */
    ovf_status status;
    ovf_error *error;
} json_cursor;

/* The next byte, which stays the next; -1 at the end, and where reading fails. */
static int next(json_cursor *cursor)
{
    ovf_window *window = cursor->window;
    while (cursor->at == window->end - window->begin) {
        bool paused;
        if (window->ended || cursor->status != OVF_OK) return -1;
        if (cursor->at > OVF_JSON_FEATURE_MAX)
            cursor->status = ovf_fail(cursor->error, OVF_ERROR_INPUT,
                                      "what stands beside the features is longer than 1 GB");
        else cursor->status = ovf_window_more(window, true, &paused, cursor->error);
    }
    return (unsigned char)window->bytes[window->begin + cursor->at];
}

static ovf_status fail(json_cursor *cursor)
{
    int c = next(cursor);
    if (cursor->status != OVF_OK) return cursor->status;
    if (c < 0) return ovf_fail(cursor->error, OVF_ERROR_INPUT, "breaks off");
    return ovf_fail(cursor->error, OVF_ERROR_INPUT,
                    "is no JSON document: byte 0x%02X at %llu is out of place", (unsigned)c,
                    (unsigned long long)(cursor->window->offset + cursor->at));
}

static int next_but_blanks(json_cursor *cursor)
{
    int c;
    while ((c = next(cursor)) == ' ' || c == '\n' || c == '\r' || c == '\t') cursor->at++;
    return c;
}

static bool take(json_cursor *cursor, char wanted)
{
    if (next_but_blanks(cursor) != wanted) return false;
    cursor->at++;
    return true;
}

/* From behind a quotation mark to behind the other. */
static bool pass_string(json_cursor *cursor)
{
    for (;;) {
        int c = next(cursor);
        if (c < 0) return false;
        cursor->at++;
        if (c == '"') return true;
        if (c == '\\' && next(cursor) >= 0) cursor->at++;
    }
}

static bool pass_value(json_cursor *cursor)
{
    size_t depth = 0, begin = cursor->at;
    for (;;) {
        int c = next(cursor);
        if (depth == 0 &&
            (c == ',' || c == '}' || c == ']' || c == ' ' || c == '\n' || c == '\r' || c == '\t'))
            return cursor->at > begin;
        if (c < 0) return false;
        cursor->at++;
        if (c == '{' || c == '[') depth++;
        if (c == '"' && !pass_string(cursor)) return false;
        if (c == '}' || c == ']') depth--;
        if (depth == 0 && (c == '"' || c == '}' || c == ']')) return true;
    }
}

/* A member: its name up to the colon, with the quotation marks, and its value, which is only passed
 * when asked for. */
typedef struct {
    size_t name, name_length, value;
} json_member;

static bool take_name(json_cursor *cursor, json_member *member)
{
    next_but_blanks(cursor);
    member->name = cursor->at;
    if (!take(cursor, '"') || !pass_string(cursor)) return false;
    member->name_length = cursor->at - member->name;
    if (!take(cursor, ':')) return false;
    next_but_blanks(cursor);
    member->value = cursor->at;
    return true;
}

static bool is_text(const json_cursor *cursor, size_t begin, size_t length, const char *quoted)
{
    return strlen(quoted) == length &&
           memcmp(cursor->window->bytes + cursor->window->begin + begin, quoted, length) == 0;
}

static bool is_name(const json_cursor *cursor, const json_member *member, const char *quoted)
{
    return is_text(cursor, member->name, member->name_length, quoted);
}

/* A member whose value has been passed. */
static void take_claim(const json_cursor *cursor, const json_member *member, ovf_claims *claims)
{
    const char *begin = cursor->window->bytes + cursor->window->begin;
    ovf_claims_take(claims, begin + member->name + 1, member->name_length - 2,
                    begin + member->value, cursor->at - member->value);
}

static ovf_status keep_head(const json_cursor *cursor, ovf_json_head *head)
{
    const ovf_window *window = cursor->window;
    ovf_text text = {0};
    bool done = ovf_text_add(&text, window->bytes + window->begin, cursor->at) &&
                ovf_text_add_string(&text, "]") &&
                (head->has_type || ovf_text_add_string(&text, ",\"type\":\"FeatureCollection\"")) &&
                ovf_text_add_string(&text, "}");
    head->text = text.text;
    return done ? OVF_OK : ovf_fail_memory(cursor->error);
}

/* A member of that name in the last bytes of a file, behind which nothing but the outermost object
 * ends. `value` may be NULL. */
static bool has_member(const char *at, const char *end, const char *quoted, const char *value)
{
    size_t length = strlen(quoted);
    for (;
         (size_t)(end - at) > length && (at = memchr(at, '"', (size_t)(end - at) - length)) != NULL;
         at++) {
        if (memcmp(at, quoted, length) != 0) continue;
        const char *c = ovf_json_skip_blanks(at + length, end);
        if (c == end || *c != ':') continue;
        c = ovf_json_skip_blanks(c + 1, end);
        if (value != NULL &&
            ((size_t)(end - c) < strlen(value) || memcmp(c, value, strlen(value)) != 0))
            continue;
        long depth = 1;
        bool in_string = false;
        for (; c < end && depth > 0; c++) {
            if (in_string && *c == '\\') c++;
            else if (*c == '"') in_string = !in_string;
            else if (!in_string && (*c == '{' || *c == '[')) depth++;
            else if (!in_string && (*c == '}' || *c == ']')) depth--;
        }
        if (depth == 0 && ovf_json_skip_blanks(c, end) == end) return true;
    }
    return false;
}

/* Looks at the end of the file where that is possible, for what stands there too late. */
static ovf_status look_at_tail(ovf_window *window, ovf_json_head *head, ovf_error *error)
{
    uint64_t begin = window->offset;
    size_t length;
    if (!ovf_window_can_seek(window) || window->size == UINT64_MAX || window->size <= begin)
        return OVF_OK;
    if (window->size - begin > TAIL) begin = window->size - TAIL;
    char *tail = malloc(TAIL);
    if (tail == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_window_peek(window, begin, tail, (size_t)(window->size - begin),
                                        &length, error);
    if (status == OVF_OK) {
        head->late_crs = has_member(tail, tail + length, "\"crs\"", NULL);
        if (has_member(tail, tail + length, "\"exceededTransferLimit\"", "true"))
            head->claims.exceeded = true;
        status = ovf_claims_check(&head->claims, OVF_FEATURES_UNKNOWN, error);
        if (status == OVF_OK && !head->has_type &&
            !has_member(tail, tail + length, "\"type\"", "\"FeatureCollection\""))
            status = ovf_fail(error, OVF_ERROR_INPUT,
                              "has \"features\" but is not of the type FeatureCollection");
    }
    free(tail);
    return status;
}

ovf_status ovf_json_head_read(ovf_window *window, ovf_json_head *head, ovf_error *error)
{
    static const char collection[] = "\"FeatureCollection\"";
    json_cursor cursor = {window, 0, OVF_OK, error};
    bool other_type = false;
    next_but_blanks(&cursor);
    ovf_window_pass(window, cursor.at);
    cursor.at = 0;
    if (!take(&cursor, '{')) return fail(&cursor);
    if (!take(&cursor, '}')) {
        do {
            json_member member;
            if (!take_name(&cursor, &member)) return fail(&cursor);
            if (is_name(&cursor, &member, "\"features\"") && next(&cursor) == '[' && !other_type) {
                cursor.at++;
                ovf_status status = ovf_claims_check(&head->claims, OVF_FEATURES_UNKNOWN, error);
                if (status == OVF_OK) status = keep_head(&cursor, head);
                ovf_window_pass(window, cursor.at);
                return status == OVF_OK ? look_at_tail(window, head, error) : status;
            }
            if (!pass_value(&cursor)) return fail(&cursor);
            take_claim(&cursor, &member, &head->claims);
            if (!is_name(&cursor, &member, "\"type\"")) continue;
            head->has_type = is_text(&cursor, member.value, cursor.at - member.value, collection);
            other_type = !head->has_type;
        } while (take(&cursor, ','));
        if (!take(&cursor, '}')) return fail(&cursor);
    }
    return OVF_OK;
}

ovf_status ovf_json_tail_read(ovf_window *window, size_t at, const ovf_json_head *head,
                              uint64_t features, ovf_error *error)
{
    ovf_claims claims = head->claims;
    json_cursor cursor = {window, at, OVF_OK, error};
    bool has_type = head->has_type;
    while (take(&cursor, ',')) {
        json_member member;
        if (!take_name(&cursor, &member) || !pass_value(&cursor)) return fail(&cursor);
        take_claim(&cursor, &member, &claims);
        if (is_name(&cursor, &member, "\"crs\""))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "expected \"crs\" before the features, found it after them");
        if (is_name(&cursor, &member, "\"features\""))
            return ovf_fail(error, OVF_ERROR_INPUT, "has two lists of features");
        if (is_name(&cursor, &member, "\"type\""))
            has_type = is_text(&cursor, member.value, cursor.at - member.value,
                               "\"FeatureCollection\"");
    }
    if (!take(&cursor, '}')) return fail(&cursor);
    if (!has_type)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "has \"features\" but is not of the type FeatureCollection");
    ovf_status status = ovf_claims_check(&claims, features, error);
    return status == OVF_OK ? ovf_json_expect_end(window, cursor.at, error) : status;
}

ovf_status ovf_json_expect_end(ovf_window *window, size_t at, ovf_error *error)
{
    json_cursor cursor = {window, at, OVF_OK, error};
    if (next_but_blanks(&cursor) < 0) return cursor.status;
    return ovf_fail(error, OVF_ERROR_INPUT, "has something after its end, at byte %llu",
                    (unsigned long long)(window->offset + cursor.at));
}
