/* A directory that appears whole or not at all: filled under another name beside its place, and
 * renamed when complete.
 *
 * It is filled as .NAME.partial, which one run holds at a time. With a journal in it
 * (src/batch/journal.h) it is what an interrupted run has done so far, that another can go on with;
 * without one it is in nobody's way. Files in it whose names begin with a dot are not part of the
 * result and go when it is put in its place. */
#ifndef OVF_OUTPUT_STAGING_STAGING_H
#define OVF_OUTPUT_STAGING_STAGING_H

#include <stdbool.h>
#include <stddef.h>

#include "output/staging/previous.h"
#include "overflight/error.h"

typedef struct {
    char *target; /* where it will be, as the caller wrote it, for messages; NULL: there is no
                     directory */
    char *called; /* what is to be written, for messages: the target, or a database for whose rows
                     this is only the place to wait */
    char *parent; /* the directory around it */
    char *name;   /* its name in there */
    char *path;   /* where it is filled; NULL once it is in its place or removed */
    int lock;
    bool replace;
    bool resumed; /* there is an interrupted run's work in it */
} ovf_staging;

/* Makes the directory to fill; `called` may be NULL. With `replace` a target that is empty, or that
 * ovf_previous_check accepts, may be there, otherwise nothing may. What an interrupted run has left
 * is gone on with if `resume`, else thrown away if `replace`, else an error. Errors:
 * OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_staging_open(ovf_staging *staging, const char *target, const char *called,
                            bool replace, bool resume, ovf_error *error);

/* A new file for writing; one that is there, for writing on. */
ovf_status ovf_staging_create(const ovf_staging *staging, const char *name, int *file,
                              ovf_error *error);
ovf_status ovf_staging_reopen(const ovf_staging *staging, const char *name, int *file,
                              ovf_error *error);
/* Replaces a small file in one step, so that there is always a whole one, and waits until it is on
 * the disk. */
ovf_status ovf_staging_replace(const ovf_staging *staging, const char *name, const char *text,
                               size_t length, ovf_error *error);
/* TARGET/NAME as it will be called, and where it is now; to free; NULL when memory is out. */
char *ovf_staging_path(const ovf_staging *staging, const char *name);
char *ovf_staging_place(const ovf_staging *staging, const char *name);

/* Puts the directory in its place. On failure the target is as it was. */
ovf_status ovf_staging_publish(ovf_staging *staging, ovf_error *error);

/* Removes what has not been put in its place, and frees. Takes a zeroed staging. */
void ovf_staging_clear(ovf_staging *staging);
/* Frees, and leaves what is there for another run to go on with. */
void ovf_staging_leave(ovf_staging *staging);

#endif
