#include "output/maps.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/map/archive.h"
#include "output/map/style.h"
#include "output/qgis/project.h"
#include "output/qgis/project_rows.h"
#include "output/report/report.h"

/* A new file in a folder, and what messages call it; to free both. */
typedef struct {
    char *path, *called;
} place;

static ovf_status find_place(const char *folder, const char *called, const char *name, place *at,
                             ovf_error *error)
{
    *at = (place){ovf_text_path(folder, name), ovf_text_path(called, name)};
    if (at->path == NULL || at->called == NULL) return ovf_fail_memory(error);
    /* One that a run left which died here would be written into. */
    (void)unlink(at->path);
    return OVF_OK;
}

static void leave_place(place *at)
{
    free(at->path);
    free(at->called);
}

static ovf_status write_file(const char *folder, const char *called, const char *name,
                             const void *bytes, size_t size, ovf_error *error)
{
    place at;
    ovf_status status = find_place(folder, called, name, &at, error);
    FILE *file = status == OVF_OK ? fopen(at.path, "wb") : NULL;
    bool good = file != NULL && fwrite(bytes, 1, size, file) == size;
    if (file != NULL && fclose(file) != 0) good = false;
    if (status == OVF_OK && !good)
        status = ovf_fail(error, OVF_ERROR_IO, "cannot write %s: %s", at.called, strerror(errno));
    leave_place(&at);
    return status;
}

/* What is wider than this is shown with parts of the earth that the base map of the frame has not.
 */
#define FRAME_REACHES_M 4e6

/* The base map of the project: all of it where its map may show that. */
static ovf_status read_all_land(const ovf_map *map, const ovf_project_facts *facts, ovf_land *all,
                                ovf_error *error)
{
    const ovf_rectangle *extent = &map->frame.extent;
    double across = fmax(extent->east - extent->west, extent->north - extent->south);
    if (isnan(ovf_project_crs_seam(&facts->crs)) || across < FRAME_REACHES_M) return OVF_OK;
    return ovf_land_read(NULL, all, error);
}

static ovf_status write_package(const ovf_map *map, const ovf_worst *worst, const char *folder,
                                const char *called, ovf_error *error)
{
    place at = {NULL, NULL};
    ovf_bytes packed = {0};
    ovf_project_facts facts;
    const ovf_project_rows rows = {map, &facts};
    char *project = NULL;
    ovf_land all = {0};
    ovf_status status = ovf_project_facts_find(&facts, map, worst, error);
    if (status == OVF_OK) status = read_all_land(map, &facts, &all, error);
    if (status == OVF_OK) status = ovf_project_make(map, &facts, &project, error);
    if (status == OVF_OK) status = ovf_archive_pack("analysis.qgs", project, &packed, error);
    if (status == OVF_OK)
        status = write_file(folder, called, OVF_PROJECT_FILE, packed.data, packed.used, error);
    if (status == OVF_OK) status = find_place(folder, called, OVF_PACKAGE_FILE, &at, error);
    if (status == OVF_OK)
        status = ovf_package_write(map, &packed, &(ovf_dataset_extra){ovf_project_rows_add, &rows},
                                   all.polygon_count > 0 ? &all : &map->land,
                                   ovf_project_crs_seam(&facts.crs), at.path, at.called, error);
    leave_place(&at);
    ovf_bytes_clear(&packed);
    ovf_project_facts_clear(&facts);
    ovf_land_clear(&all);
    free(project);
    return status;
}

static ovf_status write_report(const ovf_map *map, const ovf_worst *worst, const char *folder,
                               const char *called, ovf_error *error)
{
    place at;
    ovf_status status = find_place(folder, called, OVF_REPORT_FILE, &at, error);
    if (status == OVF_OK) status = ovf_report_write(map, worst, at.path, at.called, error);
    leave_place(&at);
    return status;
}

ovf_status ovf_maps_write(const ovf_map *map, unsigned formats, const char *folder,
                          const char *called, ovf_error *error)
{
    ovf_worst worst = {0};
    ovf_status status = (formats & (OVF_FORMAT_GPKG | OVF_FORMAT_HTML)) != 0
                            ? ovf_worst_find(&worst, map, error)
                            : OVF_OK;
    if (status == OVF_OK && (formats & OVF_FORMAT_GPKG) != 0)
        status = write_package(map, &worst, folder, called, error);
    if (status == OVF_OK && (formats & OVF_FORMAT_HTML) != 0)
        status = write_report(map, &worst, folder, called, error);
    ovf_worst_clear(&worst);
    return status;
}

char *ovf_maps_style_file(const char *layer)
{
    char name[80];
    ovf_bytes style = {0};
    bool there = ovf_style_add(&style, layer);
    ovf_bytes_clear(&style);
    snprintf(name, sizeof name, "%s.qml", layer);
    return there ? ovf_text_copy(name) : NULL;
}

ovf_status ovf_maps_write_style(const char *layer, const char *folder, const char *called,
                                ovf_error *error)
{
    char name[80];
    ovf_bytes style = {0};
    ovf_status status = OVF_OK;
    snprintf(name, sizeof name, "%s.qml", layer);
    if (ovf_style_add(&style, layer))
        status = style.failed ? ovf_fail_memory(error)
                              : write_file(folder, called, name, style.data, style.used, error);
    ovf_bytes_clear(&style);
    return status;
}
