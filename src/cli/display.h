/* Text as a terminal shows it: what strangers wrote made harmless, and its width in cells. Knows
 * UTF-8 whatever the locale. */
#ifndef OVF_CLI_DISPLAY_H
#define OVF_CLI_DISPLAY_H

#include <stddef.h>
#include <stdio.h>

/* A copy to free, for one line: control characters (C0, DEL, C1), line separators and marks that
 * turn the direction of writing become blanks; bytes that are no UTF-8 become U+FFFD. NULL when
 * memory is out. */
char *cli_display_clean(const char *text);

/* Prints such a text, and takes no memory for it. */
void cli_display_print(FILE *stream, const char *text);

/* Cells that a clean text takes: combining marks none, East Asian wide characters and emoji two. */
size_t cli_display_width(const char *text);

/* Bytes of the longest beginning of a clean text that takes at most `width` cells; *taken becomes
 * the cells it does take. */
size_t cli_display_fit(const char *text, size_t width, size_t *taken);

#endif
