/* Where rows wait until all of them are there and can go into a database. */
#ifndef OVF_OUTPUT_STAGING_WAITING_H
#define OVF_OUTPUT_STAGING_WAITING_H

#include "output/staging/staging.h"

/* Opens a staging directory in a folder of the user's own where temporary files lie (TMPDIR, /tmp):
 * the same for the same database, so that an interrupted run can be gone on with. *folder is to
 * close in the end, when the staging is cleared. Errors: OVF_ERROR_USAGE (the folder is somebody
 * else's), those of ovf_staging_open. */
ovf_status ovf_waiting_open(ovf_staging *staging, const char *database, bool replace, bool resume,
                            char **folder, ovf_error *error);
/* Removes it where nothing waits there, and frees. Takes NULL. */
void ovf_waiting_close(char *folder);

#endif
