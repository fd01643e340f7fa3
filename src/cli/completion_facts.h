/* What the tables of the command and its help texts say, in the pieces that completion needs. */
#ifndef OVF_CLI_COMPLETION_FACTS_H
#define OVF_CLI_COMPLETION_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/help.h"
#include "cli/option_table.h"
#include "cli/subcommands.h"

/* A part of a text. */
typedef struct {
    const char *text;
    size_t length;
} cli_piece;

bool cli_piece_is(cli_piece one, cli_piece other);

cli_piece cli_first_word(const cli_subcommand *subcommand);
cli_piece cli_second_word(const cli_subcommand *subcommand); /* empty: it has none */

/* What a subcommand is for, or all with the same first word. Empty: no text says it. */
cli_piece cli_purpose_of(cli_piece name);

/* What an option does, in the first words of the help of the subcommand, or else of the text that
 * has it. */
cli_piece cli_option_purpose(const cli_subcommand *subcommand, const cli_option *option);

/* The words that an option takes, where there are only some; `many`: with commas between them. */
typedef struct {
    cli_piece words[32];
    size_t count;
    bool many;
} cli_choices;

/* They are read from the words of the table that say what is expected, since these are complete:
 * users choose by them. */
cli_choices cli_choices_of(const cli_option *option);

/* Whether its value is, or may be, the name of a file. */
bool cli_takes_file(const cli_option *option);

#endif
