/* For dladdr, which says where the library lies. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "overflight/input.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

/* The folders that the geodata is looked for in. */
typedef struct {
    char folders[3][PATH_MAX];
    size_t count;
} data_places;

/* Adds the folder that `relative` means, seen from the folder of `file`, which is a program or a
 * library. */
static void add_place(data_places *places, const char *file, const char *relative)
{
    char from[PATH_MAX], *folder = places->folders[places->count], *slash;
    if (realpath(file, from) == NULL || (slash = strrchr(from, '/')) == NULL) return;
    *slash = '\0';
    /* By hand, as the folder need not be there, and an error that names it should be readable. */
    while (strncmp(relative, "../", 3) == 0 && (slash = strrchr(from, '/')) != NULL) {
        *slash = '\0';
        relative += 3;
    }
    int length = snprintf(folder, PATH_MAX, "%s/%s", from, relative);
    if (length < 0 || length >= PATH_MAX) return;
    for (size_t i = 0; i < places->count; i++)
        if (strcmp(places->folders[i], folder) == 0) return;
    places->count++;
}

/* A build tree has the shape of an installation, so that one rule finds the geodata in both. */
static void find_places(data_places *places)
{
    static const char here = 0;
    Dl_info library;
    places->count = 0;
    add_place(places, "/proc/self/exe", OVERFLIGHT_DATA_FROM_PROGRAM);
    /* The shared library may serve a program that lies elsewhere. In a program that has the static
     * one in it, the name is what the program was called by: of no use where it is relative, and
     * nothing new where it is not. */
    if (dladdr(&here, &library) != 0 && library.dli_fname != NULL && library.dli_fname[0] == '/')
        add_place(places, library.dli_fname, OVERFLIGHT_DATA_FROM_LIBRARY);
    snprintf(places->folders[places->count], PATH_MAX, "%s", OVERFLIGHT_INSTALL_DATADIR);
    places->count++;
}

/* True, with the path written, when the folder has the file. */
static bool has(const char *folder, const char *name, char path[PATH_MAX])
{
    struct stat status;
    int length = snprintf(path, PATH_MAX, "%s%s%s", folder, name[0] == '\0' ? "" : "/", name);
    return length > 0 && length < PATH_MAX && stat(path, &status) == 0;
}

static ovf_status fail_not_found(const data_places *places, const char *name, ovf_error *error)
{
    char tried[640] = "", place[200];
    for (size_t i = 0; i < places->count; i++) {
        size_t length = strlen(tried);
        ovf_text_shorten(places->folders[i], place, sizeof place);
        snprintf(tried + length, sizeof tried - length, "%s\"%s\"", i == 0 ? "" : " or ", place);
    }
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "overflight's geodata \"%s\" is not in %s; set OVERFLIGHT_DATA to the folder that has it",
        name, tried);
}

ovf_status ovf_data_path(const char *name, char *path, size_t size, ovf_error *error)
{
    if (name == NULL) return ovf_fail_null(error, "the name of a file or folder");
    if (path == NULL) return ovf_fail_null(error, "a place for the path");
    const char *named = getenv("OVERFLIGHT_DATA");
    char found[PATH_MAX], shortened[300];
    if (named != NULL && named[0] != '\0') {
        ovf_text_shorten(named, shortened, sizeof shortened);
        if (!has(named, name, found))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "OVERFLIGHT_DATA: expected the folder of overflight's geodata, found "
                            "\"%s\", which has no \"%s\"",
                            shortened, name);
    } else {
        data_places places;
        size_t i = 0;
        find_places(&places);
        while (i < places.count && !has(places.folders[i], name, found)) i++;
        if (i == places.count) return fail_not_found(&places, name, error);
    }
    if (strlen(found) >= size)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "the path of the geodata \"%s\" does not fit into %zu bytes", name, size);
    memcpy(path, found, strlen(found) + 1);
    return OVF_OK;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_wanted(const char *name, const char *extension)
{
    size_t length = strlen(name), end = strlen(extension);
    return name[0] != '.' && length > end && strcmp(name + length - end, extension) == 0;
}

ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t *count,
                         ovf_error *error)
{
    if (folder == NULL) return ovf_fail_null(error, "the name of a folder");
    if (extension == NULL) return ovf_fail_null(error, "an extension");
    if (paths == NULL || count == NULL) return ovf_fail_null(error, "a place for the paths");
    char where[PATH_MAX];
    ovf_status status = ovf_data_path(folder, where, sizeof where, error);
    if (status != OVF_OK) return status;
    struct dirent **entries = NULL;
    int entry_count = scandir(where, &entries, NULL, NULL);
    if (entry_count < 0 && errno == ENOMEM) return ovf_fail_memory(error);
    if (entry_count < 0)
        return ovf_fail(error, OVF_ERROR_IO, "%s: the folder cannot be read: %s", where,
                        strerror(errno));

    size_t wanted = 0, bytes = 0;
    for (int i = 0; i < entry_count; i++) {
        if (!is_wanted(entries[i]->d_name, extension)) continue;
        wanted++;
        bytes += strlen(where) + 1 + strlen(entries[i]->d_name) + 1;
    }
    /* One block: the pointers, then the texts that they point to. */
    char **list = ovf_array_new(wanted * sizeof *list + bytes, 1);
    if (list != NULL) {
        char *text = (char *)(list + wanted);
        *count = 0;
        for (int i = 0; i < entry_count; i++) {
            if (!is_wanted(entries[i]->d_name, extension)) continue;
            list[(*count)++] = text;
            text += sprintf(text, "%s/%s", where, entries[i]->d_name) + 1;
        }
        qsort(list, *count, sizeof *list, compare_texts);
        *paths = list;
    }
    for (int i = 0; i < entry_count; i++) free(entries[i]);
    free(entries);
    return list == NULL ? ovf_fail_memory(error) : OVF_OK;
}
