/* Features left out before there is an output to list them: kept, and handed on when there is. */
#ifndef OVF_BATCH_REJECTIONS_H
#define OVF_BATCH_REJECTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/input.h"

/* Zeroed before its first use. */
typedef struct {
    char **texts; /* file, feature, reason, file, feature, … */
    size_t count, capacity;
    bool failed; /* memory was out */
} ovf_rejections;

/* An ovf_reject_function; the context is an ovf_rejections. */
void ovf_rejections_add(void *rejections, const char *file, const char *feature,
                        const char *reason);
void ovf_rejections_give(const ovf_rejections *rejections, ovf_reject_function to, void *context);
void ovf_rejections_clear(ovf_rejections *rejections);

#endif
