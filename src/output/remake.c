/* The maps of an analysis that is there already. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/gdal.h"
#include "output/maps.h"
#include "output/picture/picture.h"
#include "output/staging/previous.h"
#include "output/map/reread.h"
#include "output/raster/revisits.h"
#include "output/summary.h"
#include "overflight/maps.h"
#include "system/shortage.h"

/* A folder for the stores, and for what is made until it is put in its place. Its name begins as
 * that of a run under way. */
static ovf_status make_folder(const char *around, char **folder, ovf_error *error)
{
    *folder = ovf_text_path(around, ".overflight-maps-XXXXXX");
    if (*folder == NULL) return ovf_fail_memory(error);
    if (mkdtemp(*folder) != NULL) return OVF_OK;
    free(*folder);
    *folder = NULL;
    return ovf_fail(error, OVF_ERROR_IO, "cannot write into %s: %s", around, strerror(errno));
}

static void remove_folder(char *folder)
{
    if (folder != NULL) (void)ovf_previous_remove(folder);
    free(folder);
}

static ovf_status open_map(const char *directory, const char *folder, ovf_map *map,
                           ovf_error *error)
{
    map->summary = ovf_previous_summary(directory);
    if (map->summary == NULL)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        access(directory, F_OK) != 0
                            ? "%s: expected the directory of an analysis, found nothing"
                            : "%s: expected the directory of an analysis, found no summary.json of "
                              "overflight in it",
                        directory);
    ovf_status status = ovf_gdal_load(error);
    if (status == OVF_OK) status = ovf_reread(directory, folder, map, error);
    bool located = false;
    for (size_t i = 0; i < map->layer_count; i++)
        located = located || map->layers[i].kind->schema.shape != OVF_SHAPE_NONE;
    if (status == OVF_OK && !located)
        status = ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s has no layer that could be mapped: only tables, or files that have gone",
            directory);
    if (status != OVF_OK) return status;
    map->revisits = ovf_text_path(directory, OVF_REVISITS_FILE);
    if (map->revisits == NULL) return ovf_fail_memory(error);
    if (access(map->revisits, F_OK) != 0) {
        free(map->revisits);
        map->revisits = NULL;
    }
    return ovf_map_lay_out(map, error);
}

/* ---- making again ---- */

/* The files in hand, made in a folder and to be put into the directory. */
typedef struct {
    char *names[64];
    size_t count;
} made_files;

static bool is_there(const char *directory, const char *layer, const char *extension)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", layer, extension);
    char *path = ovf_text_path(directory, name);
    bool found = path != NULL && access(path, F_OK) == 0;
    free(path);
    return found;
}

static ovf_status write_style(const char *directory, const char *folder, const char *layer,
                              const char *extension, made_files *made, ovf_error *error)
{
    char *name = ovf_maps_style_file(layer);
    if (name == NULL || !is_there(directory, layer, extension)) {
        free(name);
        return OVF_OK;
    }
    made->names[made->count++] = name;
    return ovf_maps_write_style(layer, folder, directory, error);
}

static ovf_status make(const ovf_map *map, const char *directory, const char *folder,
                       made_files *made, ovf_error *error)
{
    static const char *const files[] = {OVF_PACKAGE_FILE, OVF_PROJECT_FILE, OVF_REPORT_FILE};
    ovf_status status = ovf_maps_write(map, OVF_FORMAT_GPKG | OVF_FORMAT_HTML, folder, directory,
                                       error);
    for (size_t i = 0; i < OVF_COUNT(files) && status == OVF_OK; i++)
        if ((made->names[made->count++] = ovf_text_copy(files[i])) == NULL)
            status = ovf_fail_memory(error);
    for (size_t i = 0; i < ovf_layer_count && status == OVF_OK; i++) {
        const ovf_layer_kind *kind = ovf_layer_list[i];
        status = write_style(directory, folder, kind->schema.name,
                             kind == &ovf_layer_revisits ? ".tif" : ".geojson", made, error);
    }
    return status;
}

static bool is_listed(const json_t *files, const char *name)
{
    size_t i;
    json_t *file;
    json_array_foreach((json_t *)(uintptr_t)files, i, file)
    {
        const char *listed = json_string_value(json_object_get(file, "file"));
        if (listed != NULL && strcmp(listed, name) == 0) return true;
    }
    return false;
}

/* What is made is listed, so that the directory can be replaced with it. */
static ovf_status list(const ovf_map *map, const char *folder, made_files *made, ovf_error *error)
{
    json_t *files = json_object_get(map->summary, "files");
    uint64_t rows = 0;
    for (size_t i = 0; i < map->layer_count; i++) rows += map->layers[i].rows;
    for (size_t i = 0; i < made->count; i++) {
        bool package = strcmp(made->names[i], OVF_PACKAGE_FILE) == 0;
        if (is_listed(files, made->names[i])) continue;
        json_t *file = json_pack("{s:s}", "file", made->names[i]);
        if (package) (void)json_object_set_new(file, "rows", json_integer((json_int_t)rows));
        if (json_array_append_new(files, file) != 0) return ovf_fail_memory(error);
    }
    char *path = ovf_text_path(folder, OVF_SUMMARY_FILE), *text = ovf_summary_text(map->summary);
    FILE *file = path == NULL || text == NULL ? NULL : fopen(path, "wb");
    ovf_status status = path == NULL || text == NULL ? ovf_fail_memory(error) : OVF_OK;
    bool good = file != NULL && fputs(text, file) >= 0;
    if (file != NULL && fclose(file) != 0) good = false;
    if (status == OVF_OK && !good)
        status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", path, strerror(errno));
    free(path);
    free(text);
    return status;
}

static ovf_status put(const char *directory, const char *folder, const char *name, ovf_error *error)
{
    char *from = ovf_text_path(folder, name), *to = ovf_text_path(directory, name);
    ovf_status status = OVF_OK;
    if (from == NULL || to == NULL) status = ovf_fail_memory(error);
    else if (rename(from, to) != 0)
        status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", to, strerror(errno));
    free(from);
    free(to);
    return status;
}

ovf_status ovf_maps_remake(const char *directory, ovf_error *error)
{
    ovf_map map = {0};
    made_files made = {.count = 0};
    char *folder = NULL;
    ovf_status status = access(directory, F_OK) == 0 ? make_folder(directory, &folder, error)
                                                     : OVF_OK;
    if (status == OVF_OK) status = open_map(directory, folder, &map, error);
    if (status == OVF_OK) status = make(&map, directory, folder, &made, error);
    if (status == OVF_OK) status = list(&map, folder, &made, error);
    if (status == OVF_OK) status = ovf_shortage_check(error);
    /* The list first: a file that it has and the directory does not is in nobody's way. */
    if (status == OVF_OK) status = put(directory, folder, OVF_SUMMARY_FILE, error);
    for (size_t i = 0; i < made.count && status == OVF_OK; i++)
        status = put(directory, folder, made.names[i], error);
    for (size_t i = 0; i < made.count; i++) free(made.names[i]);
    ovf_map_clear(&map);
    remove_folder(folder);
    return status;
}

/* ---- a picture ---- */

ovf_status ovf_maps_draw(const char *directory, const ovf_picture_options *options,
                         const char *file, ovf_error *error)
{
    static const ovf_picture_options usual = {0};
    ovf_picture_options wanted = options == NULL ? usual : *options;
    ovf_map map = {0};
    char *folder = NULL;
    const char *around = getenv("TMPDIR");
    if (wanted.width == 0 && wanted.height == 0)
        wanted.width = OVF_PICTURE_WIDTH, wanted.height = OVF_PICTURE_HEIGHT;
    if (wanted.width < OVF_PICTURE_MIN || wanted.height < OVF_PICTURE_MIN ||
        wanted.width > OVF_PICTURE_MAX || wanted.height > OVF_PICTURE_MAX)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "size of a picture: expected %d to %d pixels each way, found %d by %d",
                        OVF_PICTURE_MIN, OVF_PICTURE_MAX, wanted.width, wanted.height);
    ovf_status status = make_folder(around == NULL || around[0] == '\0' ? "/tmp" : around, &folder,
                                    error);
    if (status == OVF_OK) status = open_map(directory, folder, &map, error);
    if (status == OVF_OK) status = ovf_picture_write(&map, &wanted, file, file, error);
    ovf_map_clear(&map);
    remove_folder(folder);
    return status;
}
