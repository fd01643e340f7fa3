#include "input/formats/fixes/lines.h"

#include <string.h>

#include "base/error.h"

static const char byte_order[] = "\xEF\xBB\xBF";
#define BYTE_ORDER_LENGTH (sizeof byte_order - 1)

static size_t without_end(const char *line, size_t length)
{
    while (length > 0 && line[length - 1] == '\r') length--;
    return length;
}

/* Lines end with '\r' alone where no '\n' is among the first bytes, as many as a line may have, as
 * in old files of the Mac. */
static char end_of_lines(const char *bytes, size_t count)
{
    bool alone = memchr(bytes, '\n', count) == NULL && memchr(bytes, '\r', count) != NULL;
    return alone ? '\r' : '\n';
}

/* Whether a quotation mark is open at the end of the text. */
static bool is_open(const char *text, size_t length)
{
    bool open = false;
    const char *end = text + length;
    while ((text = memchr(text, '"', (size_t)(end - text))) != NULL) {
        open = !open;
        text++;
    }
    return open;
}

/* Where the line ends, at its last byte; NULL: not in these bytes. The rest of the last piece
 * stands before them. No quotation mark stands before `*quote`, which moves on. */
static const char *find_end(const ovf_lines *lines, const char *at, const char *end,
                            const char **quote)
{
    bool open = lines->quotes && lines->rest.length > 0 &&
                is_open(lines->rest.text, lines->rest.length);
    const char *from = at;
    for (;;) {
        const char *next = memchr(from, lines->end, (size_t)(end - from));
        if (next == NULL || !lines->quotes) return next;
        if (*quote < from) {
            *quote = memchr(from, '"', (size_t)(end - from));
            if (*quote == NULL) *quote = end;
        }
        if (*quote < next) open = open != is_open(from, (size_t)(next - from));
        /* A mark that is never closed is part of its cell. */
        if (!open || (size_t)(next - at) > OVF_LINE_MAX / 2) return next;
        from = next + 1;
    }
}

/* What was kept until it was known how lines end, and these bytes. */
static ovf_status take_again(ovf_lines *lines, const char *bytes, size_t length, bool last,
                             ovf_status (*take)(void *context, const char *line, size_t length,
                                                ovf_error *error),
                             void *context, ovf_error *error)
{
    ovf_text whole = lines->rest;
    lines->rest = (ovf_text){0};
    ovf_status status = ovf_text_add(&whole, bytes, length)
                            ? ovf_lines_take(lines, whole.text, whole.length, last, take, context,
                                             error)
                            : ovf_fail_memory(error);
    ovf_text_clear(&whole);
    return status;
}

ovf_status ovf_lines_take(ovf_lines *lines, const char *bytes, size_t length, bool last,
                          ovf_status (*take)(void *context, const char *line, size_t length,
                                             ovf_error *error),
                          void *context, ovf_error *error)
{
    const char *end = bytes + length, *quote = lines->quotes ? memchr(bytes, '"', length) : NULL;
    ovf_status status = OVF_OK;
    if (quote == NULL) quote = end;
    if (lines->end == '\0') {
        const ovf_text *rest = &lines->rest;
        bool alone = memchr(bytes, '\n', length) == NULL;
        if (alone && !last && length + rest->length <= OVF_LINE_MAX)
            return ovf_text_add(&lines->rest, bytes, length) ? OVF_OK : ovf_fail_memory(error);
        alone = alone && (memchr(bytes, '\r', length) != NULL ||
                          (rest->length > 0 && memchr(rest->text, '\r', rest->length) != NULL));
        lines->end = alone ? '\r' : '\n';
        if (alone && rest->length > 0)
            return take_again(lines, bytes, length, last, take, context, error);
    }
    for (const char *at = bytes; status == OVF_OK;) {
        const char *next = find_end(lines, at, end, &quote);
        bool final = next == NULL && last && !lines->ended;
        if (lines->rest.length > OVF_LINE_MAX)
            return ovf_fail(error, OVF_ERROR_INPUT, "has a line of more than %zu bytes",
                            OVF_LINE_MAX);
        size_t size = (size_t)((next == NULL ? end : next) - at);
        const char *line = at;
        if (lines->rest.length > 0 || next == NULL) {
            if (!ovf_text_add(&lines->rest, at, size)) return ovf_fail_memory(error);
            line = lines->rest.text;
            size = lines->rest.length;
        }
        if (next == NULL && !final) return OVF_OK;
        if (final) lines->ended = true;
        if (!lines->begun && size >= BYTE_ORDER_LENGTH &&
            memcmp(line, byte_order, BYTE_ORDER_LENGTH) == 0) {
            line += BYTE_ORDER_LENGTH;
            size -= BYTE_ORDER_LENGTH;
        }
        lines->begun = true;
        size = without_end(line, size);
        if (size > 0) status = take(context, line, size, error);
        ovf_text_reset(&lines->rest);
        if (next == NULL) return status;
        at = next + 1;
    }
    return status;
}

void ovf_lines_clear(ovf_lines *lines)
{
    ovf_text_clear(&lines->rest);
    *lines = (ovf_lines){0};
}

const char *ovf_first_line(const char *bytes, size_t count, size_t *length)
{
    if (count >= BYTE_ORDER_LENGTH && memcmp(bytes, byte_order, BYTE_ORDER_LENGTH) == 0) {
        bytes += BYTE_ORDER_LENGTH;
        count -= BYTE_ORDER_LENGTH;
    }
    const char *end = memchr(bytes, end_of_lines(bytes, count), count);
    *length = without_end(bytes, end == NULL ? count : (size_t)(end - bytes));
    return bytes;
}
