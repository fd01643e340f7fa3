/* The directory of an earlier analysis: whether it may be replaced, and its removal. */
#ifndef OVF_OUTPUT_STAGING_PREVIOUS_H
#define OVF_OUTPUT_STAGING_PREVIOUS_H

#include <jansson.h>

#include "overflight/error.h"

/* Files of a run that is under way. */
#define OVF_LOCK_FILE ".lock"
#define OVF_JOURNAL_FILE ".journal"

/* In place of a summary.json, in the directory of a part. */
#define OVF_PART_FILE "part.json"

/* The summary of an analysis in the directory; NULL: there is none of overflight, or memory is out.
 */
json_t *ovf_previous_summary(const char *path);

/* OVF_OK if the directory is empty or has a summary.json of overflight and nothing besides but the
 * files listed there, so that nobody's notes or project are lost. OVF_ERROR_USAGE otherwise, with a
 * sentence; OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_previous_check(const char *path, ovf_error *error);

/* Removes the files that a run needs only while it is under way. */
void ovf_previous_tidy(const char *path);

/* Removes the files in a directory, and it. Folders in it are left, and then so is it. -1 with
 * errno set if anything is left, otherwise 0. */
int ovf_previous_remove(const char *path);

#endif
