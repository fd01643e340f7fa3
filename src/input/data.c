#include "overflight/data.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

/* Where the build tree and its sources lie, and where the data are installed to: set by the build. */
#ifndef OVERFLIGHT_BUILD_DIR
#define OVERFLIGHT_BUILD_DIR ""
#endif
#ifndef OVERFLIGHT_SOURCE_DATA
#define OVERFLIGHT_SOURCE_DATA ""
#endif
#ifndef OVERFLIGHT_INSTALLED_DATA
#define OVERFLIGHT_INSTALLED_DATA ""
#endif

#define PATH_SIZE 4096

static bool is_there(const char *folder, const char *name, char *path, size_t size)
{
    struct stat info;
    int length = snprintf(path, size, "%s%s%s", folder, name[0] != '\0' ? "/" : "", name);
    return folder[0] != '\0' && length > 0 && (size_t)length < size && stat(path, &info) == 0;
}

/* The folder of the running program, without a slash at its end. */
static bool program_folder(char *folder, size_t size)
{
    ssize_t length = readlink("/proc/self/exe", folder, size - 1);
    if (length <= 0) return false;
    folder[length] = '\0';
    char *slash = strrchr(folder, '/');
    if (slash == NULL) return false;
    *slash = '\0';
    return true;
}

ovf_status ovf_data_path(const char *name, char *path, size_t size, ovf_error *error)
{
    char found[PATH_SIZE], program[PATH_SIZE], beside[PATH_SIZE + 32];
    const char *named = getenv("OVERFLIGHT_DATA");
    bool ok = false;
    if (named != NULL && named[0] != '\0') {
        if (!is_there(named, name, found, sizeof found))
            return ovf_fail(error, OVF_ERROR_INPUT, "OVERFLIGHT_DATA names \"%s\", but there is no \"%s\" in it; wanted the folder of overflight's geodata", named, name);
        ok = true;
    }
    beside[0] = '\0';
    if (!ok && program_folder(program, sizeof program)) {
        size_t build = strlen(OVERFLIGHT_BUILD_DIR);
        if (build > 0 && strncmp(program, OVERFLIGHT_BUILD_DIR, build) == 0 && (program[build] == '/' || program[build] == '\0'))
            ok = is_there(OVERFLIGHT_SOURCE_DATA, name, found, sizeof found);
        snprintf(beside, sizeof beside, "%s/../share/overflight", program);
        if (!ok) ok = is_there(beside, name, found, sizeof found);
    }
    if (!ok) ok = is_there(OVERFLIGHT_INSTALLED_DATA, name, found, sizeof found);
    if (!ok)
        return ovf_fail(error, OVF_ERROR_INPUT, "overflight's geodata \"%s\" was found neither in \"%s\" nor in \"%s\"; set OVERFLIGHT_DATA to the folder that holds it", name, beside, OVERFLIGHT_INSTALLED_DATA);
    if (strlen(found) >= size) return ovf_fail(error, OVF_ERROR_USAGE, "the path of the geodata \"%s\" is longer than %zu bytes", name, size);
    memcpy(path, found, strlen(found) + 1);
    return OVF_OK;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_with(const char *name, const char *extension)
{
    size_t n = strlen(name), e = strlen(extension);
    return n > e && name[0] != '.' && strcmp(name + n - e, extension) == 0;
}

ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t *count, ovf_error *error)
{
    char where[PATH_SIZE];
    ovf_status status = ovf_data_path(folder, where, sizeof where, error);
    if (status != OVF_OK) return status;
    struct dirent **entries = NULL;
    int n = scandir(where, &entries, NULL, NULL);
    if (n < 0) return ovf_fail(error, OVF_ERROR_IO, "%s: the folder cannot be read", where);
    size_t wanted = 0, bytes = 0;
    for (int i = 0; i < n; i++) {
        if (!ends_with(entries[i]->d_name, extension)) continue;
        wanted++;
        bytes += strlen(where) + 1 + strlen(entries[i]->d_name) + 1;
    }
    /* One block: the pointers, then the texts. */
    char **list = malloc((wanted + 1) * sizeof *list + bytes);
    if (list != NULL) {
        char *text = (char *)(list + wanted + 1);
        size_t k = 0;
        for (int i = 0; i < n; i++) {
            if (!ends_with(entries[i]->d_name, extension)) continue;
            list[k++] = text;
            text += sprintf(text, "%s/%s", where, entries[i]->d_name) + 1;
        }
        list[k] = NULL;
        qsort(list, wanted, sizeof *list, compare_texts);
    }
    for (int i = 0; i < n; i++) free(entries[i]);
    free(entries);
    if (list == NULL) return ovf_fail_memory(error);
    *paths = list;
    *count = wanted;
    return OVF_OK;
}
