/* How far long work has come, on standard error: a bar on a terminal (after half a second, ten
 * times a second at most, erased at the end), otherwise a line a minute; or, for programs, an
 * object of JSON a line. */
#ifndef OVF_CLI_PROGRESS_H
#define OVF_CLI_PROGRESS_H

#include <stdbool.h>

#include "cli/options.h"
#include "cli/terminal.h"
#include "overflight/batch.h"

typedef struct {
    cli_progress_kind kind;
    bool bar, shown;
    cli_terminal terminal;
    double start, next;    /* seconds of a clock that only goes forward */
    double first_fraction; /* of what an earlier run has done; NAN: not known yet */
    ovf_batch_progress last;
} cli_progress;

void cli_progress_begin(cli_progress *progress, cli_progress_kind kind);
/* Cheap enough to be called for each block. */
void cli_progress_update(cli_progress *progress, const ovf_batch_progress *state);
/* Erases the bar. To be called before anything else is printed; may be called again. `done`: the
 * work is. */
void cli_progress_end(cli_progress *progress, bool done);

#endif
