/* How far long work has come, on standard error: a bar on a terminal (after half a second, ten times a second at
 * most, erased at the end), otherwise a line a minute. */
#ifndef OVF_CLI_PROGRESS_H
#define OVF_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/terminal.h"

typedef struct {
    const char *what;  /* "routes" */
    int64_t total;     /* -1: not known */
    bool quiet, shown;
    cli_terminal terminal;
    double start, next; /* seconds of a clock that only goes forward */
} cli_progress;

void cli_progress_begin(cli_progress *progress, const char *what, int64_t total, bool quiet);
/* Cheap enough to be called for each route. */
void cli_progress_update(cli_progress *progress, uint64_t done);
/* Erases the bar. To be called before anything else is printed; may be called again. */
void cli_progress_end(cli_progress *progress);

#endif
