/* A directory that appears whole or not at all: filled under another name beside its place, and renamed when complete.
 * What a run that died leaves behind is called .NAME.partial-PID, is in nobody's way and can be deleted. */
#ifndef OVF_OUTPUT_STAGING_H
#define OVF_OUTPUT_STAGING_H

#include <stdbool.h>
#include <stddef.h>

#include "overflight/error.h"

typedef struct {
    char *target; /* where it will be, as the caller wrote it, for messages */
    char *parent; /* the directory around it */
    char *name;   /* its name in there */
    char *path;   /* where it is filled; NULL once it is in its place or removed */
    bool replace;
} ovf_staging;

/* Makes the directory to fill. With `replace` a target that is empty, or that ovf_previous_check accepts, may be there, otherwise
 * nothing may. Errors: OVF_ERROR_USAGE, OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_staging_open(ovf_staging *staging, const char *target, bool replace, ovf_error *error);

/* A new file for writing. */
ovf_status ovf_staging_create(const ovf_staging *staging, const char *name, int *file, ovf_error *error);
/* TARGET/NAME, to free; NULL when memory is out. */
char *ovf_staging_path(const ovf_staging *staging, const char *name);

/* Puts the directory in its place. On failure the target is as it was. */
ovf_status ovf_staging_publish(ovf_staging *staging, ovf_error *error);

/* Removes what has not been put in its place, and frees. Takes a zeroed staging. */
void ovf_staging_clear(ovf_staging *staging);

#endif
