#include "input/formats/fixes/row_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

ovf_row_reader *ovf_row_reader_open(const ovf_flight_input *input, char mark,
                                    ovf_status (*take)(ovf_row_reader *, bool *, ovf_error *))
{
    ovf_row_reader *in = ovf_array_new(1, sizeof *in);
    if (in == NULL) return NULL;
    in->mark = mark;
    in->take = take;
    in->table = ovf_fix_table_new(input->queue);
    if (in->table != NULL && ovf_fix_table_name(in->table, input->stem)) return in;
    ovf_row_reader_close(in);
    return NULL;
}

void ovf_row_reader_close(void *reader)
{
    ovf_row_reader *in = reader;
    if (in == NULL) return;
    ovf_fix_table_free(in->table);
    ovf_lines_clear(&in->lines);
    ovf_text_clear(&in->room);
    free(in->more);
    free(in);
}

size_t ovf_row_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most)
{
    const char *at = line, *end = line + length;
    size_t count = 0;
    while (count < most) {
        if (mark == ' ')
            while (at < end && (*at == ' ' || *at == '\t')) at++;
        if (mark == ' ' && at == end) break;
        const char *begin = at;
        while (at < end && *at != mark && !(mark == ' ' && *at == '\t')) at++;
        const char *last = at;
        while (begin < last && *begin == ' ') begin++;
        while (last > begin && last[-1] == ' ') last--;
        cells[count++] = (ovf_cell){begin, (size_t)(last - begin)};
        if (at == end) break;
        at++;
    }
    return count;
}

static ovf_status take_line(void *context, const char *line, size_t length, ovf_error *error)
{
    ovf_row_reader *in = context;
    bool good = false;
    in->count = ovf_row_split(line, length, in->mark, in->cells, OVF_ROW_CELLS);
    for (size_t i = in->count; i < OVF_ROW_CELLS; i++) in->cells[i] = (ovf_cell){"", 0};
    ovf_status status = in->take(in, &good, error);
    in->passed += !good;
    return status;
}

static bool tell_passed(ovf_row_reader *in)
{
    char note[120];
    if (in->passed == 0) return true;
    snprintf(note, sizeof note, "%" PRIu64 " line%s of the file could not be read and %s left out",
             in->passed, in->passed == 1 ? "" : "s", in->passed == 1 ? "was" : "were");
    return ovf_fix_table_note(in->table, note);
}

ovf_status ovf_row_reader_take(void *reader, const char *bytes, size_t length, bool last,
                               ovf_error *error)
{
    ovf_row_reader *in = reader;
    bool first = last && !in->lines.ended;
    ovf_status status = ovf_lines_take(&in->lines, bytes, length, last, take_line, in, error);
    if (status != OVF_OK || !last) return status;
    if (first && !tell_passed(in)) return ovf_fail_memory(error);
    return ovf_fix_table_give(in->table, error);
}

ovf_status ovf_row_add(ovf_row_reader *in, const ovf_cell *key, const ovf_cell *call,
                       ovf_table_row *row, ovf_error *error)
{
    uint32_t group;
    bool is_new;
    if (!ovf_fix_table_group(in->table, key->text, key->length, &group, &is_new) ||
        !ovf_fix_table_call(in->table, call->text, call->length, &row->call))
        return ovf_fail_memory(error);
    return ovf_fix_table_add(in->table, group, row, error);
}

int ovf_row_digits(const ovf_cell *cell, size_t count, bool most)
{
    int value = 0;
    if (cell->length == 0 || cell->length > 9 ||
        (most ? cell->length > count : cell->length != count))
        return -1;
    for (size_t i = 0; i < cell->length; i++) {
        if (cell->text[i] < '0' || cell->text[i] > '9') return -1;
        value = value * 10 + (cell->text[i] - '0');
    }
    return value;
}
