#include "input/json/json_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/json/json_positions.h"
#include "input/source/window.h"

#define RECORD_SEPARATOR '\x1E'

/* What comes next in a document. */
typedef enum {
    FIRST,       /* a feature, or the end of the list */
    COMMA,       /* behind a feature: a comma, or the end of the list */
    ANOTHER,     /* behind a comma: a feature */
    FEATURE,     /* the window begins with a feature */
    LIST_ENDED,  /* behind the bracket that ends the list, which is what was looked at last */
    OBJECT_ENDED /* behind a document that is one feature */
} json_next;

struct ovf_json_text {
    ovf_window window;
    bool lines;
    char separator; /* of lines */
    uint64_t first; /* where features begin: the first record, what follows the bracket, or the
                       object that is one */
    ovf_json_head head;
    json_next next;
    bool ended;
    bool from_first; /* reading began at the first feature */
    uint64_t count;  /* features given since reading began */
    /* How far the feature in hand, or what is before it, has been looked through, from where the
     * window begins. */
    size_t looked, depth;
    bool in_string;
    ovf_error failure; /* for the next call */
};

/* ---- pieces ---- */

void ovf_json_piece_reset(ovf_json_piece *piece) { piece->length = piece->count = 0; }

void ovf_json_piece_clear(ovf_json_piece *piece)
{
    free(piece->bytes);
    free(piece->features);
    *piece = (ovf_json_piece){0};
}

static bool append(ovf_json_piece *piece, const char *bytes, size_t length)
{
    if (!ovf_array_reserve(&piece->bytes, &piece->capacity, piece->length + length, 1) ||
        !ovf_array_reserve(&piece->features, &piece->feature_capacity, piece->count + 1,
                           sizeof *piece->features))
        return false;
    memcpy(piece->bytes + piece->length, bytes, length);
    piece->features[piece->count++] = (struct ovf_json_slice){piece->length, length};
    piece->length += length;
    return true;
}

/* ---- opening ---- */

static ovf_status fill(ovf_window *window, size_t length, ovf_error *error)
{
    ovf_status status = OVF_OK;
    bool paused;
    while (status == OVF_OK && window->end - window->begin < length && !window->ended)
        status = ovf_window_more(window, true, &paused, error);
    return status;
}

static ovf_status begin_text(ovf_json_text *text, ovf_error *error)
{
    ovf_window *window = &text->window;
    ovf_status status = fill(window, 3, error);
    if (status != OVF_OK) return status;
    if (window->end - window->begin >= 3 &&
        memcmp(window->bytes + window->begin, "\xEF\xBB\xBF", 3) == 0)
        ovf_window_pass(window, 3);
    if (text->lines) {
        status = fill(window, 1, error);
        text->separator = window->end > window->begin &&
                                  window->bytes[window->begin] == RECORD_SEPARATOR
                              ? RECORD_SEPARATOR
                              : '\n';
    } else {
        status = ovf_json_head_read(window, &text->head, error);
        text->next = text->head.text != NULL ? FIRST : FEATURE;
    }
    text->first = window->offset;
    return status;
}

ovf_status ovf_json_text_open(const char *path, bool lines, ovf_json_text **text, ovf_error *error)
{
    ovf_json_text *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->lines = lines;
    opened->from_first = true;
    ovf_status status = ovf_window_open(&opened->window, path, error);
    if (status == OVF_OK) status = begin_text(opened, error);
    if (status == OVF_OK) *text = opened;
    else ovf_json_text_free(opened);
    return status;
}

void ovf_json_text_free(ovf_json_text *text)
{
    if (text == NULL) return;
    ovf_window_close(&text->window);
    free(text->head.text);
    free(text);
}

const char *ovf_json_text_head(const ovf_json_text *text) { return text->head.text; }

bool ovf_json_text_has_late_crs(const ovf_json_text *text) { return text->head.late_crs; }

const char *ovf_json_text_crs(const ovf_json_text *text) { return text->head.claims.crs; }

bool ovf_json_text_can_go(const ovf_json_text *text) { return ovf_window_can_seek(&text->window); }

uint64_t ovf_json_text_size(const ovf_json_text *text) { return text->window.size; }

uint64_t ovf_json_text_at(const ovf_json_text *text) { return text->window.offset; }

/* ---- reading ---- */

/* Moves on to the next of three bytes, in steps that compilers do at once. */
static inline size_t find(const char *bytes, size_t at, size_t end, char a, char b, char c)
{
    enum { STEP = 32 };
    while (end - at >= STEP) {
        unsigned char found = 0;
        for (size_t k = 0; k < STEP; k++) {
            char byte = bytes[at + k];
            found |= (unsigned char)((byte == a) | (byte == b) | (byte == c));
        }
        if (found != 0) break;
        at += STEP;
    }
    while (at < end && bytes[at] != a && bytes[at] != b && bytes[at] != c) at++;
    return at;
}

/* Looks for the end of the object that the window begins with. True when it is there: all that has
 * been looked at then is the object. */
static bool find_end(ovf_json_text *text)
{
    const char *bytes = text->window.bytes + text->window.begin;
    size_t at = text->looked, end = text->window.end - text->window.begin;
    bool found = false;
    while (!found) {
        if (text->in_string) {
            at = find(bytes, at, end, '"', '\\', '"');
            if (at == end || (bytes[at] == '\\' && at + 1 == end)) break;
            text->in_string = bytes[at] != '"';
            at += bytes[at] == '\\' ? 2 : 1;
        } else {
            at = find(bytes, at, end, '"', '{', '}');
            if (at == end) break;
            char c = bytes[at++];
            if (c == '"') text->in_string = true;
            if (c == '{') text->depth++;
            if (c == '}') found = --text->depth == 0;
        }
    }
    text->looked = at;
    return found;
}

/* What the loops below do next. */
typedef enum { GO_ON, CELL, PAUSE, ENDED, FAILED } json_step;

/* Gives the feature, and moves on behind `used` bytes of it. */
static json_step give(ovf_json_text *text, size_t begin, size_t length, size_t used,
                      ovf_json_piece *piece)
{
    if (piece != NULL && length > 0 &&
        !append(piece, text->window.bytes + text->window.begin + begin, length)) {
        ovf_fail_memory(&text->failure);
        return FAILED;
    }
    if (length > 0) text->count++;
    ovf_window_pass(&text->window, used);
    text->looked = 0;
    return GO_ON;
}

/* Reads on; `wait` when nothing can be given before. */
static json_step more(ovf_json_text *text, bool wait)
{
    bool paused;
    if (text->looked > OVF_JSON_FEATURE_MAX) {
        ovf_fail(&text->failure, OVF_ERROR_INPUT, "feature #%llu is longer than 1 GB",
                 (unsigned long long)text->count + 1);
        return FAILED;
    }
    if (ovf_window_more(&text->window, wait, &paused, &text->failure) != OVF_OK) return FAILED;
    return paused ? PAUSE : GO_ON;
}

static json_step next_line(ovf_json_text *text, bool wait, ovf_json_piece *piece)
{
    ovf_window *window = &text->window;
    size_t length = window->end - window->begin, used;
    bool by_newline = text->separator == '\n';
    /* A newline ends a record; RS begins the next. */
    if (!by_newline && text->looked == 0 && length > 0) text->looked = 1;
    const char *bytes = window->bytes + window->begin;
    const char *found = length > text->looked
                            ? memchr(bytes + text->looked, text->separator, length - text->looked)
                            : NULL;
    if (found == NULL && !window->ended) {
        text->looked = length;
        return more(text, wait);
    }
    if (length == 0) return ENDED;
    used = found == NULL ? length : (size_t)(found - bytes) + by_newline;
    size_t begin = by_newline ? 0 : 1, end = used;
    while (begin < end && ovf_json_skip_blanks(bytes + begin, bytes + end) != bytes + begin)
        begin++;
    while (begin < end && ovf_json_skip_blanks(bytes + end - 1, bytes + end) == bytes + end) end--;
    return give(text, begin, end - begin, used, piece);
}

static json_step fail_between(ovf_json_text *text, int byte)
{
    unsigned long long count = text->count;
    if (byte < 0 && count == 0)
        ovf_fail(&text->failure, OVF_ERROR_INPUT, "breaks off before its first feature");
    else if (byte < 0)
        ovf_fail(&text->failure, OVF_ERROR_INPUT, "breaks off after feature #%llu", count);
    else
        ovf_fail(&text->failure, OVF_ERROR_INPUT,
                 "expected feature #%llu or the end of the list, found byte 0x%02X at %llu",
                 count + 1, (unsigned)byte,
                 (unsigned long long)(text->window.offset + text->looked));
    return FAILED;
}

/* On to the next feature of a list. The window moves behind a comma, but not away from a feature
 * that has none yet: where reading begins again, what is before tells which it is. */
static json_step next_begin(ovf_json_text *text, bool wait)
{
    ovf_window *window = &text->window;
    const char *begin = window->bytes + window->begin, *end = window->bytes + window->end;
    const char *at = ovf_json_skip_blanks(begin + text->looked, end);
    text->looked = (size_t)(at - begin);
    if (at == end) return window->ended ? fail_between(text, -1) : more(text, wait);
    if (*at == ']' && text->next != ANOTHER) {
        text->looked++;
        text->next = LIST_ENDED;
        return GO_ON;
    }
    if (*at != (text->next == COMMA ? ',' : '{')) return fail_between(text, (unsigned char)*at);
    ovf_window_pass(window, text->looked + (text->next == COMMA));
    text->next = text->next == COMMA ? ANOTHER : FEATURE;
    text->looked = text->depth = 0;
    return GO_ON;
}

static json_step next_object(ovf_json_text *text, bool wait, ovf_json_piece *piece)
{
    ovf_window *window = &text->window;
    switch (text->next) {
    case FEATURE:
        if (!find_end(text)) {
            if (!window->ended) return more(text, wait);
            ovf_fail(&text->failure, OVF_ERROR_INPUT, "breaks off within feature #%llu",
                     (unsigned long long)text->count + 1);
            return FAILED;
        }
        text->next = text->head.text != NULL ? COMMA : OBJECT_ENDED;
        return give(text, 0, text->looked, text->looked, piece);
    case LIST_ENDED:
    case OBJECT_ENDED:
        /* What follows may be wrong, or keep one waiting. */
        if (!wait) return CELL;
        if (text->next == LIST_ENDED)
            return ovf_json_tail_read(window, text->looked, &text->head,
                                      text->from_first ? text->count : OVF_FEATURES_UNKNOWN,
                                      &text->failure) == OVF_OK
                       ? ENDED
                       : FAILED;
        return ovf_json_expect_end(window, 0, &text->failure) == OVF_OK ? ENDED : FAILED;
    default: return next_begin(text, wait);
    }
}

ovf_status ovf_json_text_read(ovf_json_text *text, uint64_t until, ovf_json_piece *piece,
                              ovf_json_text_state *state, ovf_error *error)
{
    static const ovf_json_text_state states[] = {
        [CELL] = OVF_JSON_TEXT_CELL, [PAUSE] = OVF_JSON_TEXT_PAUSE, [ENDED] = OVF_JSON_TEXT_END};
    uint64_t given = text->count;
    json_step step = text->ended ? ENDED : text->failure.status != OVF_OK ? FAILED : GO_ON;
    while (step == GO_ON) {
        bool wait = text->count == given;
        bool behind = !text->lines && (text->next == LIST_ENDED || text->next == OBJECT_ENDED);
        if (text->window.offset >= until && !behind) step = CELL;
        else step = text->lines ? next_line(text, wait, piece) : next_object(text, wait, piece);
    }
    text->ended = step == ENDED;
    if (step != FAILED) {
        *state = states[step];
        return OVF_OK;
    }
    if (text->count != given) {
        *state = OVF_JSON_TEXT_CELL;
        return OVF_OK;
    }
    return ovf_fail(error, text->failure.status, "%s", text->failure.message);
}

/* ---- going on elsewhere ---- */

/* Moves on to the next separator, and behind it where it ends a record. */
static ovf_status pass_to_record(ovf_json_text *text, ovf_error *error)
{
    ovf_window *window = &text->window;
    for (;;) {
        size_t length = window->end - window->begin;
        const char *bytes = window->bytes + window->begin;
        const char *found = length > 0 ? memchr(bytes, text->separator, length) : NULL;
        ovf_window_pass(
            window, found == NULL ? length : (size_t)(found - bytes) + (text->separator == '\n'));
        if (found != NULL || window->ended) return OVF_OK;
        ovf_status status = fill(window, 1, error);
        if (status != OVF_OK) return status;
    }
}

/* In a list, at its beginning or at a place that reading has come to before. */
static ovf_status go_in_list(ovf_json_text *text, uint64_t offset, ovf_error *error)
{
    ovf_window *window = &text->window;
    text->next = FIRST;
    if (offset == text->first) return ovf_window_seek(window, offset, error);
    ovf_status status = ovf_window_seek(window, offset - 1, error);
    if (status == OVF_OK) status = fill(window, 1, error);
    if (status != OVF_OK) return status;
    bool is_there = window->end > window->begin;
    text->next = is_there && window->bytes[window->begin] == '}' ? COMMA : ANOTHER;
    ovf_window_pass(window, is_there);
    return OVF_OK;
}

static ovf_status read_to(ovf_json_text *text, uint64_t offset, ovf_error *error)
{
    ovf_json_text_state state;
    ovf_status status;
    do status = ovf_json_text_read(text, offset, NULL, &state, error);
    while (status == OVF_OK && state != OVF_JSON_TEXT_END && text->window.offset < offset);
    text->count = 0;
    return status;
}

ovf_status ovf_json_text_go(ovf_json_text *text, uint64_t offset, bool exact, ovf_error *error)
{
    if (!ovf_json_text_can_go(text))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "standard input can only be read from its beginning");
    bool from_first = offset <= text->first;
    if (from_first) offset = text->first;
    text->from_first = from_first;
    text->failure = (ovf_error){0};
    text->ended = false;
    text->count = text->looked = text->depth = 0;
    text->in_string = false;
    ovf_status status;
    if (text->lines) {
        status = ovf_window_seek(
            &text->window, from_first || text->separator != '\n' ? offset : offset - 1, error);
        return status == OVF_OK && !from_first ? pass_to_record(text, error) : status;
    }
    if (text->head.text != NULL) {
        status = go_in_list(text, exact ? offset : text->first, error);
        return status == OVF_OK && !exact && !from_first ? read_to(text, offset, error) : status;
    }
    text->next = from_first ? FEATURE : OBJECT_ENDED;
    /* Nothing but the end can follow; where that is, only reading all of it would tell. */
    text->ended = !from_first && !exact;
    return ovf_window_seek(&text->window, offset, error);
}
