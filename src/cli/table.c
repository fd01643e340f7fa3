#include "cli/table.h"

#include <stdint.h>
#include <stdlib.h>

#include "cli/display.h"

#define MOST_COLUMNS 16
#define GAP 2                 /* blanks between columns */
#define NARROWEST ((size_t)8) /* a column that gives way keeps so many cells */

bool cli_table_add(cli_table *table, const char *const *cells)
{
    size_t first = table->row_count * table->column_count;
    if (table->row_count == table->capacity) {
        size_t capacity = table->capacity == 0 ? 16 : table->capacity * 2;
        if (capacity > SIZE_MAX / sizeof *table->cells / table->column_count) return false;
        char **grown = realloc(table->cells, capacity * table->column_count * sizeof *grown);
        if (grown == NULL) return false;
        table->cells = grown;
        table->capacity = capacity;
    }
    for (size_t i = 0; i < table->column_count; i++) {
        table->cells[first + i] = cli_display_clean(cells[i] == NULL ? "" : cells[i]);
        if (table->cells[first + i] == NULL) {
            while (i > 0) free(table->cells[first + --i]);
            return false;
        }
    }
    table->row_count++;
    return true;
}

void cli_table_clear(cli_table *table)
{
    for (size_t i = 0; i < table->row_count * table->column_count; i++) free(table->cells[i]);
    free(table->cells);
    table->cells = NULL;
    table->row_count = table->capacity = 0;
}

/* Takes cells from the widest column that may give way, until the row fits or none can give more.
 */
static void shrink(const cli_table *table, size_t *widths, size_t limit)
{
    for (;;) {
        size_t total = 0, widest = table->column_count;
        for (size_t i = 0; i < table->column_count; i++) {
            if (widths[i] == 0) continue;
            total += widths[i] + (total > 0 ? GAP : 0);
            if (table->columns[i].kind == CLI_TEXT && widths[i] > NARROWEST &&
                (widest == table->column_count || widths[i] > widths[widest]))
                widest = i;
        }
        if (total <= limit || widest == table->column_count) return;
        widths[widest]--;
    }
}

/* Leaves columns out that matter less, as long as not all fit with what each keeps at least. A
 * width of 0: it is left out. */
static void leave_out(const cli_table *table, size_t *widths, size_t limit)
{
    for (;;) {
        size_t least = 0, spared = table->column_count;
        for (size_t i = 0; i < table->column_count; i++) {
            bool gives = table->columns[i].kind == CLI_TEXT && widths[i] > NARROWEST;
            if (widths[i] > 0) least += (gives ? NARROWEST : widths[i]) + (least > 0 ? GAP : 0);
            if (widths[i] > 0 && table->spare[i] > 0 &&
                (spared == table->column_count || table->spare[i] > table->spare[spared]))
                spared = i;
        }
        if (least <= limit || spared == table->column_count) return;
        widths[spared] = 0;
    }
}

static void print_blanks(size_t count, FILE *stream)
{
    while (count-- > 0) fputc(' ', stream);
}

static void print_cell(const char *text, cli_column_kind kind, size_t width, bool last,
                       FILE *stream)
{
    size_t wide = cli_display_width(text), taken = wide;
    if (wide <= width) {
        if (kind == CLI_NUMBER) print_blanks(width - wide, stream);
        fputs(text, stream);
    } else {
        size_t bytes = cli_display_fit(text, width - 1, &taken);
        fwrite(text, 1, bytes, stream);
        fputs("…", stream);
        taken++;
    }
    if (!last && kind != CLI_NUMBER) print_blanks(width - taken, stream);
}

static void print_row(const cli_table *table, char *const *cells, const size_t *widths,
                      FILE *stream)
{
    size_t used = table->column_count; /* nothing follows the last cell that holds something */
    while (cells != NULL && used > 1 && cells[used - 1][0] == '\0') used--;
    for (size_t i = 0; i < used; i++) {
        if (widths[i] == 0) continue;
        if (i > 0) print_blanks(GAP, stream);
        print_cell(cells == NULL ? table->columns[i].title : cells[i], table->columns[i].kind,
                   widths[i], i + 1 == used, stream);
    }
}

void cli_table_print(const cli_table *table, const cli_terminal *terminal, FILE *stream)
{
    size_t widths[MOST_COLUMNS], count = table->column_count, line = 0;
    if (count > MOST_COLUMNS) return;
    for (size_t i = 0; i < count; i++) {
        widths[i] = cli_display_width(table->columns[i].title);
        for (size_t row = 0; row < table->row_count; row++) {
            size_t width = cli_display_width(table->cells[row * count + i]);
            if (width > widths[i]) widths[i] = width;
        }
    }
    if (terminal->width > 0 && table->spare != NULL) leave_out(table, widths, terminal->width);
    if (terminal->width > 0) shrink(table, widths, terminal->width);
    for (size_t i = 0; i < count; i++)
        if (widths[i] > 0) line += widths[i] + (line > 0 ? GAP : 0);

    if (terminal->colour) fputs("\033[1m", stream);
    print_row(table, NULL, widths, stream);
    if (terminal->colour) fputs("\033[0m", stream);
    fputc('\n', stream);
    for (size_t row = 0; row < table->row_count; row++) {
        if (table->total_row && row + 1 == table->row_count) {
            for (size_t i = 0; i < line; i++) fputs("─", stream);
            fputc('\n', stream);
        }
        print_row(table, table->cells + row * count, widths, stream);
        fputc('\n', stream);
    }
}
