#include "input/flights/folders.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/gdal.h"
#include "gdal/gdal_errors.h"
#include "input/flights/route_file.h"

/* Archives within archives are looked into so deep. */
#define ARCHIVES_DEEP 4

static bool ends_with(const char *text, const char *with)
{
    size_t length = strlen(text), size = strlen(with);
    return length >= size && strcasecmp(text + length - size, with) == 0;
}

static bool is_folder(const char *name)
{
    struct stat about;
    return stat(name, &about) == 0 && S_ISDIR(about.st_mode) && !ends_with(name, ".gdb") &&
           !ends_with(name, ".gdb/");
}

/* Hidden, or part of another file. */
static bool is_beside(const char *member)
{
    static const char *const ends[] = {"/",           ".shx",        ".dbf",      ".prj",
                                       ".cpg",        ".qix",        ".sbn",      ".sbx",
                                       ".aux.xml",    ".qmd",        ".md5",      ".journal",
                                       ".sqlite-wal", ".sqlite-shm", ".gpkg-wal", ".gpkg-shm"};
    const char *slash = strrchr(member, '/'), *base = slash == NULL ? member : slash + 1;
    if (member[0] == '.' || strstr(member, "/.") != NULL || base[0] == '.') return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(member, ends[i])) return true;
    return false;
}

/* A file of flights, by its name. */
static bool is_meant(const char *member)
{
    static const char *const ends[] = {
        ".gpx",  ".kml",  ".kmz",  ".igc", ".fpl",       ".pln",     ".fms",     ".cup",
        ".plt",  ".tcx",  ".nmea", ".gz",  ".fit",       ".lnmpln",  ".shp",     ".fgb",
        ".plan", ".gpkg", ".so6",  ".sbs", ".waypoints", ".geojson", ".geojsonl"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(member, ends[i])) return true;
    return false;
}

static bool add(ovf_file_list *list, const char *name)
{
    if (!ovf_array_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items))
        return false;
    list->items[list->count] = ovf_text_copy(name);
    return list->items[list->count] != NULL && ++list->count > 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Whether a file can be read as flights; why not in *why. */
static ovf_status try_file(const char *name, const ovf_input_options *options, ovf_error *why)
{
    ovf_input_options quiet = *options;
    ovf_route_file *file = NULL;
    quiet.note = NULL;
    ovf_status status = ovf_route_file_open(name, &quiet, &file, why);
    ovf_route_file_leave(file);
    return status;
}

/* The reason without the name, which stands before it already. */
static const char *without_name(const char *message, const char *name)
{
    size_t length = strlen(name);
    bool named = strncmp(message, name, length) == 0 && strncmp(message + length, ": ", 2) == 0;
    return named ? message + length + 2 : message;
}

static ovf_status add_archive(ovf_file_list *list, const char *name, int depth,
                              const ovf_input_options *options, bool *more, ovf_error *error);

/* Adds those of the members that can be read; of the others a note says why. An archive among them
 * may hold several. */
static ovf_status add_member(ovf_file_list *list, const char *name, int depth,
                             const ovf_input_options *options, ovf_error *error)
{
    ovf_error why = {.status = OVF_OK};
    bool more;
    ovf_status status = add_archive(list, name, depth + 1, options, &more, error);
    if (status != OVF_OK || more) return status;
    status = try_file(name, options, &why);
    if (status == OVF_OK) return add(list, name) ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    if (status == OVF_ERROR_USAGE) {
        if (error != NULL) *error = why;
        return status;
    }
    if (options->reject != NULL && is_meant(name))
        options->reject(options->reject_context, name, "", without_name(why.message, name));
    else if (options->note != NULL)
        options->note(options->note_context, name, NULL, without_name(why.message, name),
                      OVF_REMEDY_NONE);
    return OVF_OK;
}

static ovf_status add_members(ovf_file_list *list, const char *root, char **members, int depth,
                              const ovf_input_options *options, ovf_error *error)
{
    ovf_status status = OVF_OK;
    size_t count = (size_t)(members == NULL ? 0 : CSLCount(members));
    if (count > 1) qsort(members, count, sizeof *members, compare_names);
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        if (is_beside(members[i])) continue;
        char *name = ovf_text_path(root, members[i]);
        if (name == NULL) return ovf_fail_memory(error);
        status = add_member(list, name, depth, options, error);
        free(name);
    }
    return status;
}

static ovf_status add_folder(ovf_file_list *list, const char *root, const char *called,
                             const ovf_input_options *options, ovf_error *error)
{
    ovf_gdal_errors caught;
    size_t before = list->count;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    char **members = VSIReadDirRecursive(root);
    ovf_gdal_errors_end();
    status = add_members(list, root, members, 0, options, error);
    if (members != NULL) CSLDestroy(members);
    list->members = true;
    if (status == OVF_OK && list->count == before)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: has no file of flights in it", called);
    return status;
}

/* Whether an archive may hold more than the one file that it can be read as. */
static bool has_several(char **members)
{
    size_t meant = 0;
    for (size_t i = 0; members != NULL && members[i] != NULL; i++)
        meant += !is_beside(members[i]) && (is_meant(members[i]) || ends_with(members[i], ".zip"));
    return meant > 1;
}

/* An archive that is not read as one file; *more where it holds several files of flights. */
static ovf_status add_archive(ovf_file_list *list, const char *name, int depth,
                              const ovf_input_options *options, bool *more, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_text root = {0};
    ovf_error ignored;
    size_t before = list->count;
    *more = false;
    if (!ends_with(name, ".zip") || depth > ARCHIVES_DEEP) return OVF_OK;
    bool one = try_file(name, options, &ignored) == OVF_OK;
    if (!ovf_text_add_string(&root, "/vsizip/{") || !ovf_text_add_string(&root, name) ||
        !ovf_text_add_string(&root, "}"))
        return ovf_fail_memory(error);
    ovf_status status = ovf_gdal_load(error);
    ovf_gdal_errors_begin(&caught);
    char **members = status == OVF_OK ? VSIReadDirRecursive(root.text) : NULL;
    ovf_gdal_errors_end();
    if (status == OVF_OK && (!one || has_several(members)))
        status = add_members(list, root.text, members, depth, options, error);
    *more = list->count > before;
    list->members = list->members || *more;
    if (members != NULL) CSLDestroy(members);
    ovf_text_clear(&root);
    return status;
}

ovf_status ovf_file_list_fill(ovf_file_list *list, const char *const *names, size_t count,
                              const ovf_input_options *options, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        bool more = false;
        if (is_folder(names[i])) {
            /* Without slashes at its end, so that names have one. */
            char *root = ovf_text_copy(names[i]);
            if (root == NULL) return ovf_fail_memory(error);
            for (size_t k = strlen(root); k > 1 && root[k - 1] == '/'; k--) root[k - 1] = '\0';
            status = add_folder(list, root, names[i], options, error);
            free(root);
            continue;
        }
        status = add_archive(list, names[i], 0, options, &more, error);
        if (status == OVF_OK && !more && list->skips && count > 1 && strcmp(names[i], "-") != 0) {
            ovf_error why;
            ovf_status tried = try_file(names[i], options, &why);
            if (tried == OVF_ERROR_INPUT || tried == OVF_ERROR_IO) {
                options->reject(options->reject_context, names[i], "",
                                without_name(why.message, names[i]));
                continue;
            }
        }
        if (status == OVF_OK && !more && !add(list, names[i])) status = ovf_fail_memory(error);
    }
    return status;
}

void ovf_file_list_clear(ovf_file_list *list)
{
    for (size_t i = 0; i < list->count; i++) free(list->items[i]);
    free(list->items);
    *list = (ovf_file_list){0};
}
