#include "input/formats/fixes/cells.h"

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__) && defined(__GNUC__)
#include <emmintrin.h>
#define BY_SIXTEEN 1
#else
#define BY_SIXTEEN 0
#endif

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

static void take_cell(const char *begin, const char *end, ovf_cell *cell)
{
    *cell = (ovf_cell){begin, (size_t)(end - begin)};
    if (begin < end && (*begin == ' ' || end[-1] == ' ' || *begin == '\t' || end[-1] == '\t'))
        trim(cell);
}

/* A line without quotation marks. Of sixteen bytes the marks are found at once where that can be
 * done, since a loop that ends with each cell is guessed wrong with each. */
static size_t split_plain(const char *at, const char *end, char mark, ovf_cell *cells, size_t most)
{
    size_t count = 0;
    const char *begin = at;
#if BY_SIXTEEN
    const __m128i wanted = _mm_set1_epi8(mark);
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        unsigned found = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, wanted));
        for (; found != 0; found &= found - 1) {
            const char *here = at + __builtin_ctz(found);
            take_cell(begin, here, &cells[count++]);
            if (count == most) return count;
            begin = here + 1;
        }
    }
#endif
    for (; at < end; at++) {
        if (*at != mark) continue;
        take_cell(begin, at, &cells[count++]);
        if (count == most) return count;
        begin = at + 1;
    }
    take_cell(begin, end, &cells[count++]);
    return count;
}

size_t ovf_cells_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most,
                       ovf_text *room)
{
    const char *at = line, *end = line + length;
    size_t count = 0;
    if (memchr(line, '"', length) == NULL) return split_plain(line, end, mark, cells, most);
    ovf_text_reset(room);
    /* Room for all of it, so that it does not move. */
    bool good = ovf_text_add(room, line, length);
    ovf_text_reset(room);
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
