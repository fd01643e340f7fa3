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

/* One byte after the other. */
static size_t split_short(const char *line, const char *end, char mark, ovf_cell *cells,
                          size_t most)
{
    const char *begin = line;
    size_t count = 0;
    for (const char *at = line; at < end; at++) {
        if (*at != mark) continue;
        take_cell(begin, at, &cells[count++]);
        if (count == most) return count;
        begin = at + 1;
    }
    take_cell(begin, end, &cells[count++]);
    return count;
}

#if BY_SIXTEEN
/* Which of sixteen bytes are marks, quotation marks and blanks: a bit for each. */
typedef struct {
    unsigned marks, quotes, blanks;
} sixteen;

static inline sixteen look_at(const char *at, char mark)
{
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at),
                  spaces = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')),
                  tabs = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t'));
    return (sixteen){
        .marks = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(mark))),
        .quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'))),
        .blanks = (unsigned)_mm_movemask_epi8(_mm_or_si128(spaces, tabs))};
}

/* A line up to its first quotation mark: *quoted says whether there is one. Of sixteen bytes all is
 * found at once, since a loop that ends with each cell is guessed wrong with each. */
static size_t split_plain(const char *line, const char *end, char mark, ovf_cell *cells,
                          size_t most, bool *quoted)
{
    const char *begin = line;
    size_t count = 0;
    unsigned blanks = 0; /* other than 0: the cell in hand may have some */
    for (const char *at = line; at < end; at += 16) {
        /* The last sixteen have some in them that have been looked at. */
        const unsigned passed = end - at < 16 ? (unsigned)(16 - (end - at)) : 0;
        const char *from = at - passed;
        const sixteen found = look_at(from, mark);
        *quoted = found.quotes >> passed != 0;
        if (*quoted) return 0;
        blanks |= found.blanks;
        for (unsigned left = found.marks >> passed << passed; left != 0; left &= left - 1) {
            const char *here = from + __builtin_ctz(left);
            if (blanks != 0) take_cell(begin, here, &cells[count++]);
            else cells[count++] = (ovf_cell){begin, (size_t)(here - begin)};
            if (count == most) return count;
            begin = here + 1;
        }
        if (begin > at) blanks = found.blanks;
    }
    take_cell(begin, end, &cells[count++]);
    return count;
}
#endif

/* Whether it did so: a line with quotation marks is another's. */
static bool split_at_marks(const char *line, const char *end, char mark, ovf_cell *cells,
                           size_t most, size_t *count)
{
    bool quoted;
#if BY_SIXTEEN
    if (end - line >= 16) {
        *count = split_plain(line, end, mark, cells, most, &quoted);
        return !quoted;
    }
#endif
    quoted = memchr(line, '"', (size_t)(end - line)) != NULL;
    if (!quoted) *count = split_short(line, end, mark, cells, most);
    return !quoted;
}

size_t ovf_cells_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most,
                       ovf_text *room)
{
    const char *at = line, *end = line + length;
    size_t count = 0;
    if (split_at_marks(line, end, mark, cells, most, &count)) return count;
    count = 0;
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
