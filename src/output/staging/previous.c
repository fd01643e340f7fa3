#include "output/staging/previous.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

static bool is_self(const char *name) { return strcmp(name, ".") == 0 || strcmp(name, "..") == 0; }

/* What an analysis says of itself in that file, or NULL. */
static json_t *read_statement(const char *path, const char *name)
{
    char *file = ovf_text_path(path, name);
    if (file == NULL) return NULL;
    json_t *statement = json_load_file(file, 0, NULL);
    free(file);
    const char *tool = json_string_value(
        json_object_get(json_object_get(statement, "tool"), "name"));
    if (tool != NULL && strcmp(tool, "overflight") == 0) return statement;
    json_decref(statement);
    return NULL;
}

json_t *ovf_previous_summary(const char *path) { return read_statement(path, "summary.json"); }

/* That, or the statement of a part of an analysis; or NULL. */
static json_t *read_summary(const char *path)
{
    json_t *summary = ovf_previous_summary(path);
    return summary != NULL ? summary : read_statement(path, OVF_PART_FILE);
}

/* What a run that died just before its end may have left. */
static bool is_working_file(const char *name)
{
    size_t length = strlen(name);
    return name[0] == '.' &&
           (strcmp(name, OVF_LOCK_FILE) == 0 || strcmp(name, OVF_JOURNAL_FILE) == 0 ||
            (length > 5 && strcmp(name + length - 5, ".rows") == 0));
}

static bool is_listed(const json_t *summary, const char *name)
{
    size_t i;
    json_t *file, *files = json_object_get(summary, "files");
    /* A part says so in its state. */
    if (files == NULL) files = json_object_get(json_object_get(summary, "state"), "files");
    if (strcmp(name, "summary.json") == 0 || strcmp(name, OVF_PART_FILE) == 0 ||
        is_working_file(name))
        return true;
    json_array_foreach(files, i, file)
    {
        const char *listed = json_string_value(json_object_get(file, "file"));
        if (listed != NULL && strcmp(listed, name) == 0) return true;
    }
    return false;
}

ovf_status ovf_previous_check(const char *path, ovf_error *error)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return ovf_fail(error, OVF_ERROR_IO, "cannot read the directory %s: %s", path,
                        strerror(errno));
    json_t *summary = read_summary(path);
    ovf_status status = OVF_OK;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            if (errno != 0)
                status = ovf_fail(error, OVF_ERROR_IO, "cannot read the directory %s: %s", path,
                                  strerror(errno));
            break;
        }
        if (is_self(entry->d_name)) continue;
        if (summary == NULL) {
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "%s is not empty and has no summary.json of overflight: only the "
                              "results of an earlier analysis are replaced",
                              path);
            break;
        }
        if (!is_listed(summary, entry->d_name)) {
            char name[200];
            ovf_text_shorten(entry->d_name, name, sizeof name);
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "%s holds %s, which the earlier analysis there did not write: move "
                              "it away, or choose another directory",
                              path, name);
            break;
        }
    }
    closedir(folder);
    json_decref(summary);
    return status;
}

void ovf_previous_tidy(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (is_working_file(entry->d_name)) (void)unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

int ovf_previous_remove(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return -1;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (!is_self(entry->d_name)) (void)unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
    return rmdir(path);
}
