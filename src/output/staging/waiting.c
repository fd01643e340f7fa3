#include "output/staging/waiting.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/secret.h"

/* Others may write where it is, and must not be able to put something there beforehand. */
static ovf_status make_folder(const char *folder, ovf_error *error)
{
    struct stat about;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "cannot make %s for what goes into the database: %s: choose another place (TMPDIR)",
            folder, strerror(errno));
    if (lstat(folder, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == geteuid() &&
        (about.st_mode & 077) == 0)
        return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "%s is not a folder that is yours and closed to others: remove it, or choose "
                    "another place (TMPDIR)",
                    folder);
}

ovf_status ovf_waiting_open(ovf_staging *staging, const char *database, bool replace, bool resume,
                            char **folder, ovf_error *error)
{
    const uint64_t key[2] = {0, 0};
    uint64_t hash[2];
    const char *around = getenv("TMPDIR");
    if (around == NULL || around[0] == '\0') around = "/tmp";
    char *hidden = ovf_secret_hidden(database);
    size_t size = strlen(around) + 80;
    char *path = ovf_array_new(size, 1);
    *folder = ovf_array_new(size, 1);
    ovf_status status = hidden == NULL || path == NULL || *folder == NULL ? ovf_fail_memory(error)
                                                                          : OVF_OK;
    if (status == OVF_OK) {
        ovf_hash(hidden, strlen(hidden), key, hash);
        snprintf(*folder, size, "%s/overflight-%lu", around, (unsigned long)geteuid());
        snprintf(path, size, "%s/%016" PRIx64 "%016" PRIx64, *folder, hash[0], hash[1]);
        status = make_folder(*folder, error);
    }
    if (status == OVF_OK)
        status = ovf_staging_open(staging, path, database, replace, resume, error);
    free(hidden);
    free(path);
    return status;
}

void ovf_waiting_close(char *folder)
{
    if (folder != NULL) (void)rmdir(folder);
    free(folder);
}
