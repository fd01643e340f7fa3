/* A table for people: columns aligned by what the terminal shows, cut to its width. */
#ifndef OVF_CLI_TABLE_H
#define OVF_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/terminal.h"

typedef enum {
    CLI_TEXT,  /* to the left; gives way where the terminal is too narrow */
    CLI_WORD,  /* to the left, always whole */
    CLI_NUMBER /* to the right, always whole */
} cli_column_kind;

typedef struct {
    const char *title;
    cli_column_kind kind;
} cli_column;

/* Zeroed but for the columns before its first use. */
typedef struct {
    const cli_column *columns;
    size_t column_count;
    /* Where the terminal is too narrow the column with the greatest of these is left out first; one
     * with 0 never is. NULL: none is. */
    const int *spare;
    char **cells; /* row by row, cleaned */
    size_t row_count, capacity;
    bool total_row; /* the last row is a sum: set off by a rule */
} cli_table;

/* Adds a row of column_count texts, copied and made harmless; NULL is an empty cell. False when
 * memory is out. */
bool cli_table_add(cli_table *table, const char *const *cells);

/* Prints heading and rows. Only on a terminal are cells cut, and the heading bold. */
void cli_table_print(const cli_table *table, const cli_terminal *terminal, FILE *stream);

/* Frees the rows; the columns stay. */
void cli_table_clear(cli_table *table);

#endif
