/* For renameat2, which exchanges two directories in one step where the system can. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "output/staging/staging.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "system/shortage.h"

static ovf_status fail(const ovf_staging *staging, const char *what, int reason, ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_IO, "cannot %s %s: %s", what, staging->target,
                    strerror(reason));
}

/* What the caller can put right by naming another place is bad usage; anything else is the
 * system's. */
static ovf_status fail_to_make(const ovf_staging *staging, int reason, ovf_error *error)
{
    const char *target = staging->target, *parent = staging->parent == NULL ? "" : staging->parent;
    int length = (int)strlen(parent);
    while (length > 1 && parent[length - 1] == '/') length--;
    switch (reason) {
    case ENOENT:
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "cannot make %s: there is no directory %.*s: make that first, or choose another",
            target, length, parent);
    case ENOTDIR:
        return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: %.*s is not a directory", target,
                        length, parent);
    case EACCES:
    case EPERM:
    case EROFS:
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "cannot make %s: %s: choose a directory that you may write to", target,
                        strerror(reason));
    case ENAMETOOLONG:
    case ELOOP:
        return ovf_fail(error, OVF_ERROR_USAGE, "cannot make %s: %s", target, strerror(reason));
    default: return fail(staging, "make", reason, error);
    }
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
    if (staging->name[0] == '\0' || strcmp(staging->name, ".") == 0 ||
        strcmp(staging->name, "..") == 0)
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "\"%s\" cannot be made as a new directory: give one that is named, such as results",
            staging->target);
    return OVF_OK;
}

/* Whether the target may be put in its place. *exists is set. */
static ovf_status check_target(const ovf_staging *staging, bool *exists, ovf_error *error)
{
    struct stat about;
    *exists = lstat(staging->target, &about) == 0;
    if (!*exists && (errno == ENOENT || errno == ENOTDIR)) return OVF_OK;
    if (!*exists)
        return errno == EACCES ? fail_to_make(staging, errno, error)
                               : fail(staging, "look at", errno, error);
    if (!staging->replace)
        return ovf_fail_with(
            error, OVF_ERROR_USAGE, OVF_REMEDY_REPLACE,
            "%s exists already: choose another directory, or ask for it to be replaced",
            staging->target);
    if (stat(staging->target, &about) != 0) return fail(staging, "look at", errno, error);
    if (!S_ISDIR(about.st_mode))
        return ovf_fail(error, OVF_ERROR_USAGE, "%s is not a directory", staging->target);
    return ovf_previous_check(staging->target, error);
}

static bool has_journal(const ovf_staging *staging)
{
    struct stat about;
    char *path = ovf_text_path(staging->path, OVF_JOURNAL_FILE);
    bool found = path != NULL && stat(path, &about) == 0;
    free(path);
    return found;
}

/* Removes what is in the directory, but for the lock. */
static ovf_status empty(const ovf_staging *staging, ovf_error *error)
{
    DIR *folder = opendir(staging->path);
    if (folder == NULL) return fail(staging, "make", errno, error);
    int reason = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, OVF_LOCK_FILE) == 0)
            continue;
        if (unlinkat(dirfd(folder), name, 0) != 0) reason = errno;
    }
    closedir(folder);
    return reason == 0 ? OVF_OK : fail(staging, "make", reason, error);
}

/* Makes the directory if it is not there, and locks it, so that two runs never fill the same.
 * *again when it was put in its place in between. */
static ovf_status lock(ovf_staging *staging, bool *again, ovf_error *error)
{
    struct stat ours, there;
    *again = false;
    if (mkdir(staging->path, 0777) != 0 && errno != EEXIST)
        return fail_to_make(staging, errno, error);
    char *path = ovf_text_path(staging->path, OVF_LOCK_FILE);
    if (path == NULL) return ovf_fail_memory(error);
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666), reason = errno;
    if (file < 0) {
        free(path);
        *again = reason == ENOENT;
        return *again ? OVF_OK : fail_to_make(staging, reason, error);
    }
    /* Where a file system has no locks, one has to take care oneself. */
    bool taken = flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    *again = !taken && (fstat(file, &ours) != 0 || stat(path, &there) != 0 ||
                        ours.st_ino != there.st_ino || ours.st_dev != there.st_dev);
    free(path);
    if (!taken && !*again) {
        staging->lock = file;
        return OVF_OK;
    }
    close(file);
    if (*again) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "another run is writing %s: wait for it, or choose another directory",
                    staging->called);
}

/* The directory to fill: .NAME.partial beside the target, the name cut so that it stays within what
 * a file system takes (255 bytes). */
static ovf_status enter(ovf_staging *staging, bool resume, ovf_error *error)
{
    char name[280];
    bool again = true;
    snprintf(name, sizeof name, ".%.200s.partial", staging->name);
    char *path = ovf_text_path(staging->parent, name);
    if (path == NULL) return ovf_fail_memory(error);
    staging->path = path;
    ovf_status status = OVF_OK;
    for (int attempt = 0; again && status == OVF_OK; attempt++)
        status = attempt < 100 ? lock(staging, &again, error)
                               : fail(staging, "make", EEXIST, error);
    if (status == OVF_OK && has_journal(staging)) {
        if (resume) {
            staging->resumed = true;
            return OVF_OK;
        }
        if (!staging->replace)
            status = ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_RESUME_OR_ANEW,
                                   "a run that was to write %s was interrupted: go on with it, or "
                                   "start anew",
                                   staging->called);
    }
    if (status == OVF_OK) return empty(staging, error);
    /* It is another's, who may need what is in it. */
    ovf_staging_leave(staging);
    return status;
}

ovf_status ovf_staging_open(ovf_staging *staging, const char *target, const char *called,
                            bool replace, bool resume, ovf_error *error)
{
    bool exists = false;
    *staging = (ovf_staging){.replace = replace, .lock = -1};
    staging->target = ovf_text_copy(target);
    staging->called = called != NULL ? ovf_secret_hidden(called) : ovf_text_copy(target);
    ovf_status status = staging->target == NULL || staging->called == NULL ? ovf_fail_memory(error)
                                                                           : OVF_OK;
    if (status == OVF_OK) status = check_target(staging, &exists, error);
    if (status == OVF_OK) {
        /* What a link points to is replaced, not the link. */
        char *real = exists ? realpath(target, NULL) : NULL;
        status = split(staging, real != NULL ? real : target, error);
        free(real);
    }
    if (status == OVF_OK) status = enter(staging, resume, error);
    if (status != OVF_OK) ovf_staging_clear(staging);
    return status;
}

/* Makes the names in a directory last. Systems and file systems that cannot do that for directories
 * say EINVAL or the like. */
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

static ovf_status open_file(const ovf_staging *staging, const char *name, int flags, int *file,
                            ovf_error *error)
{
    char *path = ovf_text_path(staging->path, name);
    if (path == NULL) return ovf_fail_memory(error);
    *file = open(path, O_WRONLY | O_CLOEXEC | flags, 0666);
    int reason = errno;
    free(path);
    if (*file < 0)
        return ovf_fail(error, OVF_ERROR_IO, "cannot write %s/%s: %s", staging->target, name,
                        strerror(reason));
    return OVF_OK;
}

ovf_status ovf_staging_create(const ovf_staging *staging, const char *name, int *file,
                              ovf_error *error)
{
    return open_file(staging, name, O_CREAT | O_EXCL, file, error);
}

ovf_status ovf_staging_reopen(const ovf_staging *staging, const char *name, int *file,
                              ovf_error *error)
{
    return open_file(staging, name, 0, file, error);
}

ovf_status ovf_staging_replace(const ovf_staging *staging, const char *name, const char *text,
                               size_t length, ovf_error *error)
{
    char draft[64];
    int file;
    snprintf(draft, sizeof draft, "%s.new", name);
    char *from = ovf_text_path(staging->path, draft), *to = ovf_text_path(staging->path, name);
    ovf_status status = from == NULL || to == NULL ? ovf_fail_memory(error)
                                                   : ovf_shortage_check(error);
    if (status == OVF_OK) status = open_file(staging, draft, O_CREAT | O_TRUNC, &file, error);
    if (status == OVF_OK) {
        bool written = true;
        for (size_t done = 0; done < length && written;) {
            ssize_t count = write(file, text + done, length - done);
            if (count > 0) done += (size_t)count;
            else written = count < 0 && errno == EINTR;
        }
        written = written && (fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP);
        int reason = errno;
        close(file);
        if (!written)
            status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s/%s: %s", staging->target, name,
                              strerror(reason));
        else if (rename(from, to) != 0 || keep(staging->path) != 0)
            status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s/%s: %s", staging->target, name,
                              strerror(errno));
    }
    free(from);
    free(to);
    return status;
}

char *ovf_staging_path(const ovf_staging *staging, const char *name)
{
    return ovf_text_path(staging->target, name);
}

char *ovf_staging_place(const ovf_staging *staging, const char *name)
{
    return ovf_text_path(staging->path, name);
}

/* Puts the new directory where the old one is and leaves the old one in staging->path. */
static int exchange(ovf_staging *staging, const char *place)
{
#ifdef RENAME_EXCHANGE
    if (renameat2(AT_FDCWD, staging->path, AT_FDCWD, place, RENAME_EXCHANGE) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return -1;
#endif
    /* Elsewhere in two steps: between them there is none under the name, but two whole ones beside
     * it. */
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
    if (status == OVF_OK) status = ovf_shortage_check(error);
    if (status != OVF_OK) return status;
    char *place = ovf_text_path(staging->parent, staging->name);
    if (place == NULL) return ovf_fail_memory(error);
    int result = exists ? exchange(staging, place) : rename(staging->path, place);
    int reason = errno;
    if (result == 0) ovf_previous_tidy(place);
    free(place);
    if (result != 0) return fail(staging, "put in place", reason, error);
    /* Whether the old one can be removed changes nothing about the new one, which is whole and in
     * its place. */
    if (exists) (void)ovf_previous_remove(staging->path);
    free(staging->path);
    staging->path = NULL;
    if (keep(staging->parent) != 0) return fail(staging, "make lasting", errno, error);
    return OVF_OK;
}

void ovf_staging_clear(ovf_staging *staging)
{
    if (staging->path != NULL) (void)ovf_previous_remove(staging->path);
    ovf_staging_leave(staging);
}

void ovf_staging_leave(ovf_staging *staging)
{
    if (staging->target != NULL && staging->lock >= 0) close(staging->lock);
    free(staging->path);
    free(staging->name);
    free(staging->parent);
    free(staging->target);
    free(staging->called);
    *staging = (ovf_staging){.lock = -1};
}
