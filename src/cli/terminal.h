/* Whether people or programs read what we print, and saying things to either. */
#ifndef OVF_CLI_TERMINAL_H
#define OVF_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#if defined(__GNUC__)
#define CLI_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define CLI_PRINTF(text, first)
#endif

typedef struct {
    size_t
        width; /* in cells; 0 where the stream is no terminal: lines may be as long as they like */
    bool colour; /* a terminal that wants colours: NO_COLOR unset or empty (no-color.org), TERM not
                    dumb */
    bool can_erase; /* a terminal on which a line can be drawn again */
} cli_terminal;

cli_terminal cli_terminal_of(FILE *stream);

/* One line on standard error, "overflight: " and the sentence, made harmless. */
void cli_complain(const char *format, ...) CLI_PRINTF(1, 2);
/* That a feature was left out, or the file, where `feature` is empty or NULL. */
void cli_complain_left_out(const char *file, const char *feature, const char *reason);

/* A text of strangers, made harmless. */
void cli_print_clean(FILE *stream, const char *text);

/* The same within a terminal's width: broken at blanks, each further line indented; `used` cells of
 * the first line are taken. Nothing is broken where the width is 0. */
void cli_print_wrapped(FILE *stream, const char *text, size_t used, size_t indent,
                       const cli_terminal *terminal);

/* Lines that are put together in pieces, and printed within a terminal's width as
 * cli_print_wrapped does. */
typedef struct {
    FILE *stream; /* to write to; they are to have no colours in them */
    char *text;
    size_t size;
} cli_paragraph;

/* Standard output itself where there is no memory or nothing is to be broken. */
FILE *cli_paragraph_open(cli_paragraph *paragraph, const cli_terminal *terminal);
void cli_paragraph_print(cli_paragraph *paragraph, size_t used, size_t indent,
                         const cli_terminal *terminal);

/* To be called last: flushes standard output and returns `status`, or CLI_FAILURE with a complaint
 * when something could not be written. A reader that has gone away (`| head`) has seen what it
 * wanted: that is no failure. */
int cli_finish(int status);

#endif
