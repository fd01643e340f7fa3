#include "output/finish.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/error.h"
#include "output/dataset.h"
#include "output/revisits.h"
#include "output/summary.h"
#include "output/tables.h"

/* The rows of a layer that are only known now. */
static ovf_status finish_layer(ovf_output *output, const ovf_layer_kind *layer, ovf_store *work, ovf_error *error)
{
    ovf_status status = ovf_render_finish(&output->renderer, layer, &output->totals, work, &output->rendered, error);
    return status == OVF_OK ? ovf_output_add(output, &output->rendered, error) : status;
}

static ovf_status finish_with_work(ovf_output *output, size_t i, ovf_error *error)
{
    ovf_store store = {0};
    const ovf_sink *sink = &output->sinks.items[i];
    char *name = NULL, *path = NULL;
    ovf_status status;
    if (output->destination == OVF_INTO_STREAM) {
        status = ovf_store_attach(&store, output->files[i].file, output->files[i].path, sink->layer->work, error);
    } else {
        name = ovf_output_rows_file(output->destination, sink);
        path = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
        status = path == NULL ? ovf_fail_memory(error) : ovf_store_open(&store, path, sink->layer->work, error);
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
        bool last = i + 1 == output->sinks.count || sink[1].layer != sink->layer; /* where the work rows are, if there are any */
        if (!last || sink->layer->finish == NULL) continue;
        if (sink->layer->work != NULL) status = finish_with_work(output, i, error);
        else status = finish_layer(output, sink->layer, NULL, error);
    }
    return status;
}

/* The raster of revisits, from the work rows of the coverage. */
static ovf_status write_revisits(ovf_output *output, ovf_error *error)
{
    char *path = ovf_staging_place(&output->staging, OVF_REVISITS_FILE), *called = ovf_staging_path(&output->staging, OVF_REVISITS_FILE),
         *rows = NULL;
    size_t i = 0;
    ovf_store work = {0};
    while (i < output->sinks.count && !(output->sinks.items[i].layer == &ovf_layer_coverage && output->sinks.items[i].format == &ovf_format_work))
        i++;
    char *name = ovf_output_rows_file(output->destination, &output->sinks.items[i]);
    rows = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
    ovf_status status = path == NULL || called == NULL || rows == NULL ? ovf_fail_memory(error) : OVF_OK;
    /* One that a run left which died here. */
    if (status == OVF_OK) (void)unlink(path);
    if (status == OVF_OK && output->rows[i] > 0) {
        status = ovf_store_open(&work, rows, ovf_layer_coverage.work, error);
        if (status == OVF_OK) status = ovf_revisits_write(&output->sinks, &work, path, called, &output->revisits, error);
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

/* The layers of `count` sinks, and where their rows are: to free all of `stores`, which begins as NULLs. False: memory is out. */
static bool gather_layers(const ovf_output *output, const size_t *sinks, size_t count, ovf_dataset_layer *layers, char **stores)
{
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const ovf_sink *sink = &output->sinks.items[sinks[i]];
        char *rows = ovf_output_rows_file(output->destination, sink);
        stores[i] = rows == NULL ? NULL : ovf_staging_place(&output->staging, rows);
        layers[i] = (ovf_dataset_layer){&sink->layer->schema, stores[i]};
        good = stores[i] != NULL;
        free(rows);
    }
    return good;
}

/* Makes the dataset that has the layers of those sinks. */
static ovf_status make_dataset(ovf_output *output, const size_t *sinks, size_t count, ovf_error *error)
{
    const ovf_format *format = output->sinks.items[sinks[0]].format;
    char *name = ovf_output_file(&output->sinks.items[sinks[0]]), *stores[OVF_SINKS_MOST] = {NULL};
    char *path = name == NULL ? NULL : ovf_staging_place(&output->staging, name);
    char *called = name == NULL ? NULL : ovf_staging_path(&output->staging, name);
    ovf_dataset_layer layers[OVF_SINKS_MOST];
    bool good = path != NULL && called != NULL && gather_layers(output, sinks, count, layers, stores);
    /* One that a run left which died here would be written into. */
    if (good) (void)unlink(path);
    ovf_status status = good ? ovf_dataset_write(format->driver, path, called, layers, count, error) : ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++) free(stores[i]);
    free(called);
    free(path);
    free(name);
    return status;
}

/* A GeoPackage takes all layers, a FlatGeobuf one. */
static ovf_status make_datasets(ovf_output *output, ovf_error *error)
{
    size_t packed[OVF_SINKS_MOST], count = 0;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) {
        const ovf_format *format = output->sinks.items[i].format;
        if (format == &ovf_format_gpkg) packed[count++] = i;
        else if (format->driver != NULL) status = make_dataset(output, &i, 1, error);
    }
    return status == OVF_OK && count > 0 ? make_dataset(output, packed, count, error) : status;
}

static ovf_status end_rejected(ovf_output *output, ovf_error *error)
{
    ovf_status status = ovf_stream_close(&output->rejected, error);
    if (status != OVF_OK || output->totals.rejected > 0) return status;
    char *path = ovf_staging_place(&output->staging, OVF_REJECTED_FILE);
    if (path == NULL) return ovf_fail_memory(error);
    (void)unlink(path);
    free(path);
    return OVF_OK;
}

/* What users see, each with its rows: files, the rows of a GeoPackage's layers together; or tables. */
static ovf_status list_written(const ovf_output *output, ovf_written *written, size_t *count, ovf_error *error)
{
    size_t packed = SIZE_MAX;
    bool tables = output->destination == OVF_INTO_DATABASE;
    for (size_t i = 0; i < output->sinks.count; i++) {
        const ovf_sink *sink = &output->sinks.items[i];
        bool joins = !tables && sink->format == &ovf_format_gpkg;
        if (sink->format == &ovf_format_work) continue;
        if (joins && packed != SIZE_MAX) {
            written[packed].rows += output->rows[i];
            continue;
        }
        if (joins) packed = *count;
        written[*count] = (ovf_written){tables ? ovf_text_copy(sink->layer->schema.name) : ovf_output_file(sink), output->rows[i], false};
        if (written[(*count)++].name == NULL) return ovf_fail_memory(error);
    }
    if (output->revisits > 0) {
        written[*count] = (ovf_written){ovf_text_copy(OVF_REVISITS_FILE), output->revisits, true};
        if (written[(*count)++].name == NULL) return ovf_fail_memory(error);
    }
    if (output->totals.rejected == 0) return OVF_OK;
    written[*count] = (ovf_written){ovf_text_copy(tables ? OVF_REJECTED_TABLE : OVF_REJECTED_FILE), output->totals.rejected, false};
    return written[(*count)++].name == NULL ? ovf_fail_memory(error) : OVF_OK;
}

static ovf_status summarise(const ovf_output *output, char **text, ovf_error *error)
{
    ovf_written written[OVF_SINKS_MOST + 2];
    size_t count = 0;
    ovf_status status = list_written(output, written, &count, error);
    if (status == OVF_OK) status = ovf_summary_make(output, written, count, text, error);
    for (size_t i = 0; i < count; i++) free(written[i].name);
    return status;
}

static ovf_status make_tables(ovf_output *output, const char *summary, ovf_error *error)
{
    size_t sinks[OVF_SINKS_MOST], count = 0;
    char *stores[OVF_SINKS_MOST] = {NULL}, *rejected = ovf_staging_place(&output->staging, OVF_REJECTED_FILE);
    ovf_dataset_layer layers[OVF_SINKS_MOST];
    for (size_t i = 0; i < output->sinks.count; i++)
        if (output->sinks.items[i].format == &ovf_format_gpkg) sinks[count++] = i;
    bool good = rejected != NULL && gather_layers(output, sinks, count, layers, stores);
    const ovf_tables tables = {.database = output->options.directory,
                               .replace = output->options.replace,
                               .layers = layers,
                               .layer_count = count,
                               .rejected = output->totals.rejected > 0 ? rejected : NULL,
                               .summary = summary};
    ovf_status status = good ? ovf_tables_write(&tables, error) : ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++) free(stores[i]);
    free(rejected);
    return status;
}

static ovf_status complete_directory(ovf_output *output, const char *summary, ovf_error *error)
{
    ovf_status status = ovf_staging_replace(&output->staging, OVF_SUMMARY_FILE, summary, strlen(summary), error);
    return status == OVF_OK ? ovf_staging_publish(&output->staging, error) : status;
}

ovf_status ovf_output_finish(ovf_output *output, ovf_error *error)
{
    ovf_status status = finish_layers(output, error);
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++) status = end_file(output, i, error);
    if (status != OVF_OK || output->destination == OVF_INTO_STREAM) return status;
    status = ovf_stream_close(&output->ids, error);
    bool database = output->destination == OVF_INTO_DATABASE;
    char *summary = NULL;
    if (status == OVF_OK && !database) status = make_datasets(output, error);
    if (status == OVF_OK && (output->sinks.layers & OVF_LAYER_REVISITS) != 0) status = write_revisits(output, error);
    if (status == OVF_OK) status = end_rejected(output, error);
    if (status == OVF_OK) status = summarise(output, &summary, error);
    if (status == OVF_OK) status = database ? make_tables(output, summary, error) : complete_directory(output, summary, error);
    free(summary);
    return status;
}
