#include "output/convert/whole_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/plans/plan_file.h"
#include "system/shortage.h"

static ovf_status fail(const char *target, int reason, ovf_error *error)
{
    bool usage = reason == EEXIST || reason == ENOENT || reason == ENOTDIR || reason == EISDIR;
    return ovf_fail(error, usage ? OVF_ERROR_USAGE : OVF_ERROR_IO, "%s: cannot be written: %s",
                    target, strerror(reason));
}

/* The folder that a path is in; to free. */
static char *parent_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return ovf_text_copy(".");
    char *parent = ovf_text_copy(path);
    if (parent != NULL) parent[slash == path ? 1 : slash - path] = '\0';
    return parent;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

ovf_status ovf_whole_files_open(ovf_whole_files *files, const char *target, bool replace,
                                ovf_error *error)
{
    ovf_status status = ovf_plan_path_check(target, replace, error);
    if (status != OVF_OK) return status;
    files->replace = replace;
    files->target = ovf_text_copy(target);
    char *parent = parent_of(target);
    size_t size = (parent == NULL ? 0 : strlen(parent)) + strlen(name_of(target)) + 24;
    char *folder = ovf_array_new(size, 1);
    if (files->target == NULL || parent == NULL || folder == NULL) {
        free(parent);
        free(folder);
        return ovf_fail_memory(error);
    }
    snprintf(folder, size, "%s/.%s.partial-XXXXXX", parent, name_of(target));
    free(parent);
    if (mkdtemp(folder) == NULL) {
        status = fail(target, errno, error);
        free(folder);
        return status;
    }
    files->folder = folder;
    files->path = ovf_text_path(folder, name_of(target));
    return files->path == NULL ? ovf_fail_memory(error) : OVF_OK;
}

/* Calls `act` with each file that waits, its place, and whether it may replace. 0, or errno. */
static int for_each(const ovf_whole_files *files, const char *parent,
                    int (*act)(const char *from, const char *to, bool replace))
{
    DIR *folder = opendir(files->folder);
    int failed = folder == NULL ? errno : 0;
    for (struct dirent *entry; failed == 0 && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char *from = ovf_text_path(files->folder, entry->d_name),
             *to = ovf_text_path(parent, entry->d_name);
        failed = from == NULL || to == NULL ? ENOMEM : act(from, to, files->replace);
        free(from);
        free(to);
    }
    if (folder != NULL) closedir(folder);
    return failed;
}

static int may_be_put(const char *from, const char *to, bool replace)
{
    struct stat about;
    (void)from;
    if (lstat(to, &about) != 0) return 0;
    return replace && S_ISREG(about.st_mode) ? 0 : EEXIST;
}

static int put(const char *from, const char *to, bool replace)
{
    int done = replace ? rename(from, to) : link(from, to);
    return done == 0 ? 0 : errno;
}

static int take_away(const char *from, const char *to, bool replace)
{
    (void)to;
    (void)replace;
    unlink(from);
    return 0;
}

ovf_status ovf_whole_files_publish(ovf_whole_files *files, ovf_error *error)
{
    char *parent = parent_of(files->target);
    if (parent == NULL || ovf_shortage_noted()) {
        free(parent);
        return ovf_fail_memory(error);
    }
    int failed = for_each(files, parent, may_be_put);
    if (failed == 0) failed = for_each(files, parent, put);
    free(parent);
    return failed == 0 ? OVF_OK : fail(files->target, failed, error);
}

void ovf_whole_files_clear(ovf_whole_files *files)
{
    if (files->folder != NULL) {
        for_each(files, "", take_away);
        rmdir(files->folder);
    }
    free(files->target);
    free(files->folder);
    free(files->path);
    *files = (ovf_whole_files){0};
}
