/* For dladdr, which says where the library lies. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "overflight/data.h"

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

/* ---- where the geodata may lie ---- */

typedef struct {
    char folders[3][PATH_MAX];
    size_t count;
    bool named; /* by OVERFLIGHT_DATA */
} data_places;

/* Adds the folder that `relative` means, seen from the folder of `file`, which is a program or a library. */
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

static void find_places(data_places *places)
{
    static const char here = 0;
    const char *named = getenv("OVERFLIGHT_DATA");
    Dl_info library;
    places->named = named != NULL && named[0] != '\0';
    places->count = 0;
    if (places->named) {
        snprintf(places->folders[places->count++], PATH_MAX, "%s", named);
        return;
    }
    add_place(places, "/proc/self/exe", OVERFLIGHT_DATA_FROM_PROGRAM);
    /* The shared library may serve a program that lies elsewhere. For the program itself the name is what it was called by: of
     * no use where it is relative, and nothing new where it is not. */
    if (dladdr(&here, &library) != 0 && library.dli_fname != NULL && library.dli_fname[0] == '/')
        add_place(places, library.dli_fname, OVERFLIGHT_DATA_FROM_LIBRARY);
    snprintf(places->folders[places->count], PATH_MAX, "%s", OVERFLIGHT_INSTALL_DATADIR);
    places->count++;
}

/* ---- one file or folder ---- */

static ovf_status fail_not_found(const char *name, const data_places *places, ovf_error *error)
{
    char tried[3 * 260] = "", wanted[200], place[256];
    ovf_text_shorten(name, wanted, sizeof wanted);
    for (size_t i = 0; i < places->count; i++) {
        size_t length = strlen(tried);
        ovf_text_shorten(places->folders[i], place, sizeof place);
        snprintf(tried + length, sizeof tried - length, "%s%s", i == 0 ? "" : ", ", place);
    }
    return ovf_fail(error, OVF_ERROR_INPUT, "the geodata%s%s is not there; looked for in %s, %s OVERFLIGHT_DATA",
                    wanted[0] == '\0' ? "" : " ", wanted, tried,
                    places->named ? "the folder named by" : "and a folder can be named by");
}

ovf_status ovf_data_path(const char *name, char *path, size_t size, ovf_error *error)
{
    data_places places;
    find_places(&places);
    for (size_t i = 0; i < places.count; i++) {
        const char *folder = places.folders[i];
        size_t length = strlen(folder), wanted = strlen(name);
        const char *slash = wanted == 0 || folder[length - 1] == '/' ? "" : "/";
        char found[2 * PATH_MAX], shortened[512];
        struct stat status;
        if (wanted >= PATH_MAX) return ovf_fail(error, OVF_ERROR_INPUT, "the name of the geodata wanted is too long");
        snprintf(found, sizeof found, "%s%s%s", folder, slash, name);
        if (stat(found, &status) == 0) {
            length += strlen(slash) + wanted;
            ovf_text_shorten(found, shortened, sizeof shortened);
            if (length >= size)
                return ovf_fail(error, OVF_ERROR_INPUT, "the path of the geodata is too long: %s", shortened);
            memcpy(path, found, length + 1);
            return OVF_OK;
        }
        if (errno != ENOENT && errno != ENOTDIR) {
            int reason = errno;
            ovf_text_shorten(found, shortened, sizeof shortened);
            return ovf_fail(error, OVF_ERROR_INPUT, "the geodata %s cannot be read: %s", shortened, strerror(reason));
        }
    }
    return fail_not_found(name, &places, error);
}

/* ---- the files of a folder ---- */

typedef struct {
    char **paths;
    size_t count, capacity, bytes;
} path_list;

static void clear_list(path_list *list)
{
    for (size_t i = 0; i < list->count; i++) free(list->paths[i]);
    free(list->paths);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), end_length = strlen(end);
    return length > end_length && strcmp(text + length - end_length, end) == 0;
}

/* Keeps the path when it is that of a file. */
static bool add_file(path_list *list, const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    struct stat status;
    char *path = ovf_array_new(size, 1);
    if (path == NULL) return false;
    snprintf(path, size, "%s/%s", folder, name);
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode)) {
        free(path);
        return true;
    }
    if (!ovf_array_reserve(&list->paths, &list->capacity, list->count + 1, sizeof *list->paths)) {
        free(path);
        return false;
    }
    list->paths[list->count++] = path;
    list->bytes += size;
    return true;
}

static ovf_status read_folder(const char *folder, const char *extension, path_list *list, ovf_error *error)
{
    const struct dirent *entry;
    ovf_status status = OVF_OK;
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT, "the geodata %s cannot be read: %s", folder, strerror(errno));
    while (status == OVF_OK && (errno = 0, entry = readdir(directory)) != NULL)
        if (entry->d_name[0] != '.' && ends_with(entry->d_name, extension) && !add_file(list, folder, entry->d_name))
            status = ovf_fail_memory(error);
    if (status == OVF_OK && errno != 0)
        status = ovf_fail(error, OVF_ERROR_IO, "the geodata %s cannot be read: %s", folder, strerror(errno));
    closedir(directory);
    return status;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

ovf_status ovf_data_list(const char *folder, const char *extension, char ***paths, size_t *count, ovf_error *error)
{
    path_list list = {0};
    char place[PATH_MAX];
    ovf_status status = ovf_data_path(folder, place, sizeof place, error);
    if (status == OVF_OK) status = read_folder(place, extension, &list, error);
    if (status == OVF_OK) {
        /* The pointers, and after them the texts that they point to. */
        char **block = ovf_array_new(list.count * sizeof *block + list.bytes, 1);
        if (block == NULL) {
            status = ovf_fail_memory(error);
        } else {
            char *text = (char *)(block + list.count);
            if (list.count > 0) qsort(list.paths, list.count, sizeof *list.paths, compare_paths);
            for (size_t i = 0; i < list.count; i++) {
                size_t size = strlen(list.paths[i]) + 1;
                block[i] = memcpy(text, list.paths[i], size);
                text += size;
            }
            *paths = block;
            *count = list.count;
        }
    }
    clear_list(&list);
    return status;
}
