#include "output/finish.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/formats/dataset.h"
#include "output/maps.h"
#include "output/raster/revisits.h"
#include "output/summary.h"
#include "output/formats/tables.h"

/* The rows of a layer that are only known now. */
static ovf_status finish_layer(ovf_output *output, const ovf_layer_kind *layer, ovf_store *work,
                               ovf_error *error)
{
    ovf_status status = ovf_render_finish(&output->renderer, layer, &output->totals, work,
                                          &output->rendered, error);
    return status == OVF_OK ? ovf_output_add(output, &output->rendered, error) : status;
}

static ovf_status finish_with_work(ovf_output *output, size_t i, ovf_error *error)
{
    ovf_store store = {0};
    const ovf_sink *sink = &output->sinks.items[i];
    char *name = NULL, *path = NULL;
    ovf_status status;
    if (output->destination == OVF_INTO_STREAM) {
        status = ovf_store_attach(&store, output->files[i].file, output->files[i].path,
                                  sink->layer->work, error);
    } else {
        name = ovf_output_rows_file(output->destination, sink);
        path = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
        status = path == NULL ? ovf_fail_memory(error)
                              : ovf_store_open(&store, path, sink->layer->work, error);
    }
    if (status == OVF_OK) status = finish_layer(output, sink->layer, &store, error);
    ovf_store_close(&store);
    free(path);
    free(name);
    return status;
}

static ovf_status finish_layers(ovf_output *output, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        const ovf_sink *sink = &output->sinks.items[i];
        bool last = i + 1 == output->sinks.count ||
                    sink[1].layer != sink->layer; /* where the work rows are, if there are any */
        if (!last || sink->layer->finish == NULL) continue;
        if (sink->layer->work != NULL) status = finish_with_work(output, i, error);
        else status = finish_layer(output, sink->layer, NULL, error);
    }
    return status;
}

/* The raster of revisits, from the work rows of the coverage. */
static ovf_status write_revisits(ovf_output *output, ovf_error *error)
{
    char *path = ovf_staging_place(&output->staging, OVF_REVISITS_FILE),
         *called = ovf_staging_path(&output->staging, OVF_REVISITS_FILE), *rows = NULL;
    size_t i = 0;
    ovf_store work = {0};
    while (i < output->sinks.count && !(output->sinks.items[i].layer == &ovf_layer_coverage &&
                                        output->sinks.items[i].format == &ovf_format_work))
        i++;
    char *name = ovf_output_rows_file(output->destination, &output->sinks.items[i]);
    rows = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
    ovf_status status = path == NULL || called == NULL || rows == NULL ? ovf_fail_memory(error)
                                                                       : OVF_OK;
    /* One that a run left which died here. */
    if (status == OVF_OK) (void)unlink(path);
    if (status == OVF_OK && output->rows[i] > 0) {
        status = ovf_store_open(&work, rows, ovf_layer_coverage.work, error);
        if (status == OVF_OK)
            status = ovf_revisits_write(&output->sinks, &work, path, called, &output->revisits,
                                        error);
        ovf_store_close(&work);
    }
    free(path);
    free(called);
    free(name);
    free(rows);
    return status;
}

static ovf_status end_file(ovf_output *output, size_t i, ovf_error *error)
{
    const char *end = output->sinks.items[i].format->end;
    ovf_status status = OVF_OK;
    if (end != NULL) status = ovf_stream_add(&output->files[i], end, strlen(end), error);
    return status == OVF_OK ? ovf_stream_close(&output->files[i], error) : status;
}

/* The layers of `count` sinks, and where their rows are: to free all of `stores`, which begins as
 * NULLs. False: memory is out. */
static bool gather_layers(const ovf_output *output, const size_t *sinks, size_t count,
                          ovf_dataset_layer *layers, char **stores)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const ovf_sink *sink = &output->sinks.items[sinks[i]];
        char *rows = ovf_output_rows_file(output->destination, sink);
        stores[i] = rows == NULL ? NULL : ovf_staging_place(&output->staging, rows);
        layers[i] = (ovf_dataset_layer){.schema = &sink->layer->schema, .store = stores[i]};
        good = stores[i] != NULL;
        free(rows);
    }
    return good;
}

/* Makes the dataset of a sink whose format GDAL writes. */
static ovf_status make_dataset(ovf_output *output, size_t i, ovf_error *error)
{
    const ovf_format *format = output->sinks.items[i].format;
    char *name = ovf_output_file(&output->sinks.items[i]), *store = NULL;
    char *path = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
    char *called = name == NULL ? NULL : ovf_staging_path(&output->staging, name);
    ovf_dataset_layer layer;
    bool good = path != NULL && called != NULL && gather_layers(output, &i, 1, &layer, &store);
    /* One that a run left which died here would be written into. */
    if (good) (void)unlink(path);
    ovf_status status = good ? ovf_dataset_write(format->driver, path, called, &layer, 1, NULL,
                                                 error)
                             : ovf_fail_memory(error);
    free(store);
    free(called);
    free(path);
    free(name);
    return status;
}

/* The GeoPackage, which takes all layers, comes with the maps. */
static ovf_status make_datasets(ovf_output *output, ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        const ovf_format *format = output->sinks.items[i].format;
        if (format->driver != NULL && format != &ovf_format_gpkg)
            status = make_dataset(output, i, error);
    }
    return status;
}

/* Rows of rejected.csv. */
static uint64_t count_listed(const ovf_output *output)
{
    return output->totals.rejected + output->totals.noted;
}

static ovf_status end_rejected(ovf_output *output, ovf_error *error)
{
    ovf_status status = ovf_stream_close(&output->rejected, error);
    if (status != OVF_OK || count_listed(output) > 0) return status;
    char *path = ovf_staging_place(&output->staging, OVF_REJECTED_FILE);
    if (path == NULL) return ovf_fail_memory(error);
    (void)unlink(path);
    free(path);
    return OVF_OK;
}

/* What users see, each with its rows: files, the rows of a GeoPackage's layers together; or tables.
 */
typedef struct {
    ovf_written *items;
    size_t count;
    bool failed; /* memory was out */
} listing;

/* Takes the name. */
static void list(listing *in, char *name, uint64_t rows, const char *counts)
{
    in->failed = in->failed || name == NULL;
    if (name != NULL) in->items[in->count++] = (ovf_written){name, rows, counts};
}

/* The style beside a file that QGIS opens, where there is one. */
static void list_style(listing *in, const char *layer)
{
    char *name = ovf_maps_style_file(layer);
    if (name != NULL) list(in, name, 0, NULL);
}

static void list_sink(listing *in, const ovf_output *output, size_t i)
{
    const ovf_sink *sink = &output->sinks.items[i];
    list(in, ovf_output_file(sink), output->rows[i], "rows");
    if (sink->format == &ovf_format_geojson) list_style(in, sink->layer->schema.name);
}

static void list_files(listing *in, const ovf_output *output)
{
    uint64_t packed = 0;
    bool package = false;
    for (size_t i = 0; i < output->sinks.count; i++) {
        const ovf_format *format = output->sinks.items[i].format;
        if (format == &ovf_format_gpkg) {
            package = true;
            packed += output->rows[i];
        } else if (format != &ovf_format_work && format != &ovf_format_html) {
            list_sink(in, output, i);
        }
    }
    if (output->revisits > 0) {
        list(in, ovf_text_copy(OVF_REVISITS_FILE), output->revisits, "cells");
        list_style(in, "revisits");
    }
    if (package) list(in, ovf_text_copy(OVF_PACKAGE_FILE), packed, "rows");
    if (package) list(in, ovf_text_copy(OVF_PROJECT_FILE), 0, NULL);
    if ((output->sinks.formats & OVF_FORMAT_HTML) != 0)
        list(in, ovf_text_copy(OVF_REPORT_FILE), 0, NULL);
    if (count_listed(output) > 0)
        list(in, ovf_text_copy(OVF_REJECTED_FILE), count_listed(output), "rows");
}

static void list_tables(listing *in, const ovf_output *output)
{
    for (size_t i = 0; i < output->sinks.count; i++)
        if (output->sinks.items[i].format != &ovf_format_work)
            list(in, ovf_text_copy(output->sinks.items[i].layer->schema.name), output->rows[i],
                 "rows");
    if (count_listed(output) > 0)
        list(in, ovf_text_copy(OVF_REJECTED_TABLE), count_listed(output), "rows");
}

static ovf_status summarise(const ovf_output *output, char **text, ovf_error *error)
{
    ovf_written written[2 * OVF_SINKS_MAX + 8];
    listing in = {.items = written};
    if (output->destination == OVF_INTO_DATABASE) list_tables(&in, output);
    else list_files(&in, output);
    ovf_status status = in.failed ? ovf_fail_memory(error)
                                  : ovf_summary_make(output, written, in.count, text, error);
    for (size_t i = 0; i < in.count; i++) free(written[i].name);
    return status;
}

/* ---- maps ---- */

/* The rows of a GeoPackage or of the page are those that maps are made of. */
static ovf_status gather_map(const ovf_output *output, const char *summary, ovf_map *map,
                             ovf_error *error)
{
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        const ovf_sink *sink = &output->sinks.items[i];
        if (sink->format != &ovf_format_gpkg && sink->format != &ovf_format_html) continue;
        char *rows = ovf_output_rows_file(output->destination, sink);
        status = ovf_map_add(map, sink->layer,
                             rows == NULL ? NULL : ovf_staging_place(&output->staging, rows),
                             output->rows[i], error);
        free(rows);
    }
    if (status == OVF_OK && output->revisits > 0 &&
        (map->revisits = ovf_staging_place(&output->staging, OVF_REVISITS_FILE)) == NULL)
        status = ovf_fail_memory(error);
    if (status == OVF_OK && (map->summary = json_loads(summary, 0, NULL)) == NULL)
        status = ovf_fail_memory(error);
    return status;
}

static ovf_status make_maps(const ovf_output *output, const char *summary, ovf_error *error)
{
    const ovf_staging *staging = &output->staging;
    unsigned formats = output->sinks.formats & (OVF_FORMAT_GPKG | OVF_FORMAT_HTML);
    ovf_map map = {0};
    ovf_status status = OVF_OK;
    if (formats != 0) status = gather_map(output, summary, &map, error);
    if (status == OVF_OK && formats != 0) status = ovf_map_lay_out(&map, error);
    if (status == OVF_OK && formats != 0)
        status = ovf_maps_write(&map, formats, staging->path, staging->target, error);
    ovf_map_clear(&map);
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++)
        if (output->sinks.items[i].format == &ovf_format_geojson)
            status = ovf_maps_write_style(output->sinks.items[i].layer->schema.name, staging->path,
                                          staging->target, error);
    if (status == OVF_OK && output->revisits > 0)
        status = ovf_maps_write_style("revisits", staging->path, staging->target, error);
    return status;
}

static ovf_status make_tables(ovf_output *output, const char *summary, ovf_error *error)
{
    size_t sinks[OVF_SINKS_MAX], count = 0;
    char *stores[OVF_SINKS_MAX] = {NULL},
         *rejected = ovf_staging_place(&output->staging, OVF_REJECTED_FILE);
    ovf_dataset_layer layers[OVF_SINKS_MAX];
    for (size_t i = 0; i < output->sinks.count; i++)
        if (output->sinks.items[i].format == &ovf_format_gpkg) sinks[count++] = i;
    bool good = rejected != NULL && gather_layers(output, sinks, count, layers, stores);
    const ovf_tables tables = {.database = output->options.directory,
                               .replace = output->options.replace,
                               .layers = layers,
                               .layer_count = count,
                               .rejected = count_listed(output) > 0 ? rejected : NULL,
                               .summary = summary};
    ovf_status status = good ? ovf_tables_write(&tables, error) : ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++) free(stores[i]);
    free(rejected);
    return status;
}

static ovf_status complete_directory(ovf_output *output, const char *summary, ovf_error *error)
{
    ovf_status status = ovf_staging_replace(&output->staging, OVF_SUMMARY_FILE, summary,
                                            strlen(summary), error);
    return status == OVF_OK ? ovf_staging_publish(&output->staging, error) : status;
}

ovf_status ovf_output_finish(ovf_output *output, ovf_error *error)
{
    ovf_status status = finish_layers(output, error);
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++)
        status = end_file(output, i, error);
    if (status != OVF_OK || output->destination == OVF_INTO_STREAM) return status;
    status = ovf_stream_close(&output->ids, error);
    bool database = output->destination == OVF_INTO_DATABASE;
    char *summary = NULL;
    if (status == OVF_OK && !database) status = make_datasets(output, error);
    if (status == OVF_OK && (output->sinks.layers & OVF_LAYER_REVISITS) != 0)
        status = write_revisits(output, error);
    if (status == OVF_OK) status = end_rejected(output, error);
    if (status == OVF_OK) status = summarise(output, &summary, error);
    if (status == OVF_OK && !database) status = make_maps(output, summary, error);
    if (status == OVF_OK)
        status = database ? make_tables(output, summary, error)
                          : complete_directory(output, summary, error);
    free(summary);
    return status;
}
