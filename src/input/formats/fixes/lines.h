/* The lines of a text that comes in pieces. */
#ifndef OVF_INPUT_FORMATS_FIXES_LINES_H
#define OVF_INPUT_FORMATS_FIXES_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/reading_limits.h"
#include "base/text.h"
#include "overflight/error.h"

/* Longer lines are none of a table. */
#define OVF_LINE_MAX OVF_LIMIT_LINE_BYTES

/* Zeroed before its first use. */
typedef struct {
    ovf_text rest; /* of the last piece */
    bool quotes;   /* a line goes on where a quotation mark is open */
    bool begun, ended;
    char end; /* of a line; NUL: not known yet */
} ovf_lines;

/* Calls `take` with each line that is complete, without its end and without the mark of a byte
 * order, and with `last` with what is left. Errors: what `take` returns; OVF_ERROR_INPUT (a line is
 * longer than OVF_LINE_MAX), OVF_ERROR_MEMORY. */
ovf_status ovf_lines_take(ovf_lines *lines, const char *bytes, size_t length, bool last,
                          ovf_status (*take)(void *context, const char *line, size_t length,
                                             ovf_error *error),
                          void *context, ovf_error *error);
void ovf_lines_clear(ovf_lines *lines);

/* The first line of these bytes, likewise: where it begins; *length is its length. */
const char *ovf_first_line(const char *bytes, size_t count, size_t *length);

#endif
