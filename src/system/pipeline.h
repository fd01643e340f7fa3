/* Work that is read in order, done by many threads at once, and committed in order.
 *
 * There are no threads for reading or writing alone: each thread reads an item when nobody else
 * reads, works on it, and commits what is next in order when nobody else commits. So `jobs` threads
 * keep `jobs` cores busy, one thread is a plain loop, and memory is that of the items, whose number
 * is fixed. */
#ifndef OVF_SYSTEM_PIPELINE_H
#define OVF_SYSTEM_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"

typedef struct {
    void *context; /* given to all functions */
    size_t jobs;   /* at least 1; the calling thread is one of them */
    /* One for each job. */
    void *const *workers;
    /* What is read into, worked on and committed; more than jobs, so that a slow one does not hold
     * up the others. */
    void *const *items;
    size_t item_count;
    /* Fills the item; *end when there is nothing more, and the item is empty. Never called by two
     * threads at once; in order. */
    ovf_status (*read)(void *context, void *item, bool *end, ovf_error *error);
    /* Called by all threads at once. What goes wrong is kept in the item for commit to tell. */
    void (*work)(void *context, void *worker, void *item);
    /* Never called by two threads at once; in the order of reading. The worker is that of the
     * calling thread. */
    ovf_status (*commit)(void *context, void *worker, void *item, ovf_error *error);
} ovf_pipeline;

/* Until the end or the first failure in the order of reading: everything read before has been
 * committed then, nothing after. A failure to read comes in its place in that order. Errors: those
 * of the functions, OVF_ERROR_MEMORY. */
ovf_status ovf_pipeline_run(const ovf_pipeline *pipeline, ovf_error *error);

/* How many threads to use where `wanted` were asked for; 0: one for each core. At least 1. */
size_t ovf_pipeline_jobs(size_t wanted);

#endif
