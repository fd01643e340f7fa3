/* Files that a format writes beside each other, put in their places together when all are whole:
 * they wait in a folder of their own beside these. */
#ifndef OVF_OUTPUT_CONVERT_WHOLE_FILES_H
#define OVF_OUTPUT_CONVERT_WHOLE_FILES_H

#include <stdbool.h>

#include "overflight/error.h"

/* Zeroed before its first use. */
typedef struct {
    char *target; /* as the caller wrote it */
    char *folder; /* where the files wait; NULL: they are in their places, or nowhere */
    char *path;   /* of the target in there */
    bool replace;
} ovf_whole_files;

/* Errors: OVF_ERROR_USAGE (something is there, no such folder), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_whole_files_open(ovf_whole_files *files, const char *target, bool replace,
                                ovf_error *error);
/* Errors: as above; then nothing is left in its place that was not there. */
ovf_status ovf_whole_files_publish(ovf_whole_files *files, ovf_error *error);
/* Removes what waits, and frees. */
void ovf_whole_files_clear(ovf_whole_files *files);

#endif
