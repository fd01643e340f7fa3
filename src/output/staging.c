/* For renameat2, which exchanges two directories in one step where the system can. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "output/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/previous.h"

static ovf_status fail(const ovf_staging *staging, const char *what, int reason, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot %s %s: %s", what, staging->target, strerror(reason));
}

/* What the caller can put right by naming another place is bad usage; anything else is the system's. */
static ovf_status fail_to_make(const ovf_staging *staging, int reason, ovf_error *error)
{
    const char *target = staging->target, *parent = staging->parent == NULL ? "" : staging->parent;
    int length = (int)strlen(parent);
    while (length > 1 && parent[length - 1] == '/') length--;
    switch (reason) {
    case ENOENT:
        return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: there is no directory %.*s: make that first, or choose another", target,
                        length, parent);
    case ENOTDIR: return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: %.*s is not a directory", target, length, parent);
    case EACCES:
    case EPERM:
    case EROFS:
        return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: %s: choose a directory that you may write to", target, strerror(reason));
    case ENAMETOOLONG:
    case ELOOP: return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: %s", target, strerror(reason));
    default: return fail(staging, "make", reason, error);
    }
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder), size = length + strlen(name) + 2;
    char *path = ovf_array_new(size, 1);
    if (path == NULL) return NULL;
    bool slash = length > 0 && folder[length - 1] == '/';
    snprintf(path, size, "%s%s%s", folder, slash ? "" : "/", name);
    return path;
}

/* Takes a path apart into the directory around it and its name there. */
static ovf_status split(ovf_staging *staging, const char *path, ovf_error *error)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') length--;
    size_t start = length;
    while (start > 0 && path[start - 1] != '/') start--;
    staging->name = ovf_array_new(length - start + 1, 1);
    staging->parent = start == 0 ? ovf_text_copy(".") : ovf_array_new(start + 1, 1);
    if (staging->name == NULL || staging->parent == NULL) return ovf_fail_memory(error);
    memcpy(staging->name, path + start, length - start);
    if (start != 0) memcpy(staging->parent, path, start);
    if (staging->name[0] == '\0' || strcmp(staging->name, ".") == 0 || strcmp(staging->name, "..") == 0)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "\"%s\" cannot be made as a new directory: give one that is named, such as results", staging->target);
    return OVF_OK;
}

/* Whether the target may be put in its place. *exists is set. */
static ovf_status check_target(const ovf_staging *staging, bool *exists, ovf_error *error)
{
    struct stat about;
    *exists = lstat(staging->target, &about) == 0;
    if (!*exists && (errno == ENOENT || errno == ENOTDIR)) return OVF_OK;
    if (!*exists) return errno == EACCES ? fail_to_make(staging, errno, error) : fail(staging, "look at", errno, error);
    if (!staging->replace)
        return ovf_fail(error, OVF_ERROR_USAGE, "%s exists already: choose another directory, or ask for it to be replaced (--force)",
                        staging->target);
    if (stat(staging->target, &about) != 0) return fail(staging, "look at", errno, error);
    if (!S_ISDIR(about.st_mode)) return ovf_fail(error, OVF_ERROR_USAGE, "%s is not a directory", staging->target);
    return ovf_previous_check(staging->target, error);
}

static ovf_status make(ovf_staging *staging, ovf_error *error)
{
    /* The name is cut so that it stays within what a file system takes (255 bytes) with what is put around it. */
    char name[280];
    for (unsigned attempt = 0; attempt < 1000; attempt++) {
        int length = snprintf(name, sizeof name, ".%.200s.partial-%ld", staging->name, (long)getpid());
        if (length < 0) break;
        if (attempt > 0) snprintf(name + length, sizeof name - (size_t)length, "-%u", attempt);
        char *path = join(staging->parent, name);
        if (path == NULL) return ovf_fail_memory(error);
        if (mkdir(path, 0777) == 0) {
            staging->path = path;
            return OVF_OK;
        }
        int reason = errno;
        free(path);
        if (reason != EEXIST) return fail_to_make(staging, reason, error);
    }
    return fail(staging, "make", EEXIST, error);
}

ovf_status ovf_staging_open(ovf_staging *staging, const char *target, bool replace, ovf_error *error)
{
    bool exists = false;
    *staging = (ovf_staging){.replace = replace};
    staging->target = ovf_text_copy(target);
    ovf_status status = staging->target == NULL ? ovf_fail_memory(error) : OVF_OK;
    if (status == OVF_OK) status = check_target(staging, &exists, error);
    if (status == OVF_OK) {
        /* What a link points to is replaced, not the link. */
        char *real = exists ? realpath(target, NULL) : NULL;
        status = split(staging, real != NULL ? real : target, error);
        free(real);
    }
    if (status == OVF_OK) status = make(staging, error);
    if (status != OVF_OK) ovf_staging_clear(staging);
    return status;
}

ovf_status ovf_staging_create(const ovf_staging *staging, const char *name, int *file, ovf_error *error)
{
    char *path = join(staging->path, name);
    if (path == NULL) return ovf_fail_memory(error);
    *file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int reason = errno;
    free(path);
    if (*file < 0)
        return ovf_fail(error, OVF_ERROR_IO, "cannot write %s/%s: %s", staging->target, name, strerror(reason));
    return OVF_OK;
}

char *ovf_staging_path(const ovf_staging *staging, const char *name)
{
    return join(staging->target, name);
}

/* Makes the names in a directory last. Systems and file systems that cannot do that for directories say EINVAL or the like. */
static int keep(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return -1;
    int result = fsync(folder);
    if (result != 0 && (errno == EINVAL || errno == ENOTSUP || errno == EBADF)) result = 0;
    int reason = errno;
    close(folder);
    errno = reason;
    return result;
}

/* Puts the new directory where the old one is and leaves the old one in staging->path. */
static int exchange(ovf_staging *staging, const char *place)
{
#ifdef RENAME_EXCHANGE
    if (renameat2(AT_FDCWD, staging->path, AT_FDCWD, place, RENAME_EXCHANGE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
#endif
    /* Elsewhere in two steps: between them there is none under the name, but two whole ones beside it. */
    size_t size = strlen(staging->path) + sizeof ".replaced";
    char *aside = ovf_array_new(size, 1);
    if (aside == NULL) {
        errno = ENOMEM;
        return -1;
    }
    snprintf(aside, size, "%s.replaced", staging->path);
    int result = rename(place, aside);
    if (result == 0) {
        result = rename(staging->path, place);
        int reason = errno;
        if (rename(aside, result == 0 ? staging->path : place) != 0 && result == 0) {
            /* In place; only the old one keeps its strange name. */
            free(staging->path);
            staging->path = aside;
            return 0;
        }
        errno = reason;
    }
    free(aside);
    return result;
}

ovf_status ovf_staging_publish(ovf_staging *staging, ovf_error *error)
{
    bool exists = false;
    if (keep(staging->path) != 0) return fail(staging, "complete", errno, error);
    ovf_status status = check_target(staging, &exists, error);
    if (status != OVF_OK) return status;
    char *place = join(staging->parent, staging->name);
    if (place == NULL) return ovf_fail_memory(error);
    int result = exists ? exchange(staging, place) : rename(staging->path, place);
    int reason = errno;
    free(place);
    if (result != 0) return fail(staging, "put in place", reason, error);
    /* Whether the old one can be removed changes nothing about the new one, which is whole and in its place. */
    if (exists) (void)ovf_previous_remove(staging->path);
    free(staging->path);
    staging->path = NULL;
    if (keep(staging->parent) != 0) return fail(staging, "make lasting", errno, error);
    return OVF_OK;
}

void ovf_staging_clear(ovf_staging *staging)
{
    if (staging->path != NULL) (void)ovf_previous_remove(staging->path);
    free(staging->path);
    free(staging->name);
    free(staging->parent);
    free(staging->target);
    *staging = (ovf_staging){0};
}
