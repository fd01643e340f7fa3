/* Features left out before the output is open: kept, then handed to it. Afterwards handed on at once. */
#ifndef OVF_CLI_REJECTIONS_H
#define OVF_CLI_REJECTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/output.h"

typedef struct {
    ovf_output *output; /* NULL: not open yet */
    char **texts;       /* file, feature, reason, file, feature, … */
    size_t count, capacity; /* of rejections */
    bool out_of_memory;
} cli_rejections;

/* An ovf_reject_function; the context is a cli_rejections. */
void cli_rejections_add(void *rejections, const char *file, const char *feature, const char *reason);
void cli_rejections_open(cli_rejections *rejections, ovf_output *output);
void cli_rejections_clear(cli_rejections *rejections);

#endif
