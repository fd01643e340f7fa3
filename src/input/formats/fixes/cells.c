#include "input/formats/fixes/cells.h"

#include <string.h>

static void trim(ovf_cell *cell)
{
    while (cell->length > 0 && (cell->text[0] == ' ' || cell->text[0] == '\t')) {
        cell->text++;
        cell->length--;
    }
    while (cell->length > 0 &&
           (cell->text[cell->length - 1] == ' ' || cell->text[cell->length - 1] == '\t'))
        cell->length--;
}

/* A cell in quotation marks from `at` on, behind the first one; where it ends, behind the last. */
static const char *take_quoted(const char *at, const char *end, ovf_cell *cell, ovf_text *room,
                               bool *good)
{
    const char *begin = at;
    bool doubled = false;
    for (; at < end; at++) {
        if (*at != '"') continue;
        if (at + 1 < end && at[1] == '"') {
            doubled = true;
            at++;
        } else {
            break;
        }
    }
    *cell = (ovf_cell){begin, (size_t)(at - begin)};
    if (doubled) {
        /* Reserved for the whole line: texts in it must stay where they are. */
        size_t from = room->length;
        for (const char *c = begin; c < at && *good; c++) {
            *good = ovf_text_add(room, c, 1);
            if (*c == '"') c++;
        }
        if (*good) *cell = (ovf_cell){room->text + from, room->length - from};
    }
    return at < end ? at + 1 : at;
}

size_t ovf_cells_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most,
                       ovf_text *room)
{
    const char *at = line, *end = line + length;
    size_t count = 0;
    bool good = true;
    if (memchr(line, '"', length) != NULL) {
        ovf_text_reset(room);
        /* Room for all of it, so that it does not move. */
        good = ovf_text_add(room, line, length);
        ovf_text_reset(room);
    }
    while (count < most && good) {
        ovf_cell *cell = &cells[count++];
        const char *first = at;
        while (first < end && *first == ' ') first++;
        if (first < end && *first == '"') {
            at = take_quoted(first + 1, end, cell, room, &good);
            while (at < end && *at != mark) at++;
        } else {
            while (at < end && *at != mark) at++;
            *cell = (ovf_cell){first, (size_t)(at - first)};
            if (at < first) cell->length = 0;
        }
        trim(cell);
        if (at >= end) break;
        at++;
    }
    return good ? count : SIZE_MAX;
}
