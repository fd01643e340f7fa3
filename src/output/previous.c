#include "output/previous.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

static bool is_self(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The summary of an earlier analysis in the directory, or NULL. */
static json_t *read_summary(const char *path)
{
    size_t size = strlen(path) + sizeof "/summary.json";
    char *file = ovf_array_new(size, 1);
    if (file == NULL) return NULL;
    snprintf(file, size, "%s/summary.json", path);
    json_t *summary = json_load_file(file, 0, NULL);
    free(file);
    const char *tool = json_string_value(json_object_get(json_object_get(summary, "tool"), "name"));
    if (tool != NULL && strcmp(tool, "overflight") == 0) return summary;
    json_decref(summary);
    return NULL;
}

static bool is_listed(const json_t *summary, const char *name)
{
    size_t i;
    json_t *file;
    if (strcmp(name, "summary.json") == 0) return true;
    json_array_foreach (json_object_get(summary, "files"), i, file) {
        const char *listed = json_string_value(json_object_get(file, "file"));
        if (listed != NULL && strcmp(listed, name) == 0) return true;
    }
    return false;
}

ovf_status ovf_previous_check(const char *path, ovf_error *error)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return ovf_fail(error, OVF_ERROR_IO, "cannot read the directory %s: %s", path, strerror(errno));
    json_t *summary = read_summary(path);
    ovf_status status = OVF_OK;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) {
            if (errno != 0)
                status = ovf_fail(error, OVF_ERROR_IO, "cannot read the directory %s: %s", path, strerror(errno));
            break;
        }
        if (is_self(entry->d_name)) continue;
        if (summary == NULL) {
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "%s is not empty and has no summary.json of overflight: only the results of an earlier analysis are replaced",
                              path);
            break;
        }
        if (!is_listed(summary, entry->d_name)) {
            char name[200];
            ovf_text_shorten(entry->d_name, name, sizeof name);
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "%s holds %s, which the earlier analysis there did not write: move it away, or choose another directory",
                              path, name);
            break;
        }
    }
    closedir(folder);
    json_decref(summary);
    return status;
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
