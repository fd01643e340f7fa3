/* The output: the sinks that are asked for, over one staging directory. */
#include "model/checks.h"
#include "output/writing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis/coverage/flatten.h"
#include "base/array.h"
#include "base/error.h"
#include "gdal/postgres.h"
#include "output/finish.h"
#include "output/formats/tables.h"
#include "output/staging/waiting.h"

/* Rows that come route by route are gathered until there are so many bytes. */
#define GATHERED_BYTES ((size_t)1 << 18)

static ovf_status begin_file(ovf_output *output, size_t i, ovf_error *error)
{
    const ovf_sink *sink = &output->sinks.items[i];
    ovf_status status = OVF_OK;
    if (output->destination == OVF_INTO_STREAM && sink->format == &ovf_format_work) {
        status = ovf_stream_create_unnamed(&output->files[i], NULL, error);
    } else if (output->destination == OVF_INTO_STREAM) {
        status = ovf_stream_attach(&output->files[i], STDOUT_FILENO, "standard output", error);
    } else {
        char *name = ovf_output_rows_file(output->destination, sink);
        status = name == NULL ? ovf_fail_memory(error)
                              : ovf_stream_create(&output->files[i], &output->staging, name, error);
        free(name);
    }
    if (status != OVF_OK || output->destination == OVF_INTO_PART || sink->format->begin == NULL)
        return status;
    ovf_bytes header = {0};
    sink->format->begin(&header, &sink->layer->schema);
    status = header.failed ? ovf_fail_memory(error)
                           : ovf_stream_add(&output->files[i], header.data, header.used, error);
    ovf_bytes_clear(&header);
    return status;
}

static ovf_status begin_files(ovf_output *output, ovf_error *error)
{
    static const char header[] = "file,feature,reason\n";
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < output->sinks.count && status == OVF_OK; i++)
        status = begin_file(output, i, error);
    if (status != OVF_OK || output->destination == OVF_INTO_STREAM) return status;
    status = ovf_stream_create(&output->ids, &output->staging, OVF_IDS_FILE(output->destination),
                               error);
    if (status == OVF_OK)
        status = ovf_stream_create(&output->rejected, &output->staging,
                                   OVF_REJECTED_ROWS(output->destination), error);
    if (status == OVF_OK && output->destination != OVF_INTO_PART)
        status = ovf_stream_add(&output->rejected, header, sizeof header - 1, error);
    return status;
}

/* The tables are written when all rows are there, but whether they can be shows now. */
static ovf_status begin_database(ovf_output *output, ovf_error *error)
{
    const ovf_output_options *options = &output->options;
    ovf_dataset_layer layers[OVF_SINKS_MAX];
    ovf_tables tables = {
        .database = options->directory, .replace = options->replace, .layers = layers};
    for (size_t i = 0; i < output->sinks.count; i++)
        if (output->sinks.items[i].format == &ovf_format_gpkg)
            layers[tables.layer_count++].schema = &output->sinks.items[i].layer->schema;
    ovf_status status = ovf_tables_check(&tables, error);
    if (status == OVF_OK)
        status = ovf_waiting_open(&output->staging, options->directory, options->replace,
                                  options->resume, &output->waiting, error);
    return status;
}

/* Of the zones whose coverage is wanted; those that no plane can hold are refused now, before there
 * is any work in it. */
static ovf_status find_boxes(ovf_sinks *sinks, ovf_error *error)
{
    if ((sinks->layers &
         (OVF_LAYERS_OBSERVED & ~(unsigned)(OVF_LAYER_SWATHS | OVF_LAYER_REVISITS))) == 0)
        return OVF_OK;
    size_t count = sinks->zones->count;
    ovf_box *boxes = ovf_array_new(count, sizeof *boxes);
    if (boxes == NULL) return ovf_fail_memory(error);
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < count && status == OVF_OK; i++) {
        ovf_plane plane = {0};
        status = ovf_flatten_open(&plane, &sinks->zones->items[i], &boxes[i], error);
        if (status == OVF_OK) ovf_plane_close(&plane);
    }
    if (status == OVF_OK && !ovf_tree_build(&sinks->near, boxes, count))
        status = ovf_fail_memory(error);
    free(boxes);
    return status;
}

static ovf_status begin(ovf_output *output, ovf_error *error)
{
    const ovf_output_options *options = &output->options;
    ovf_status status = ovf_totals_init(&output->totals, output->sinks.zones->count, error);
    if (status == OVF_OK) status = find_boxes(&output->sinks, error);
    if (status == OVF_OK) status = ovf_rendered_init(&output->rendered, &output->sinks, error);
    if (status == OVF_OK && output->destination == OVF_INTO_DATABASE)
        status = begin_database(output, error);
    else if (status == OVF_OK && output->destination != OVF_INTO_STREAM)
        status = ovf_staging_open(&output->staging, options->directory, NULL, options->replace,
                                  options->resume, error);
    if (status == OVF_OK && !output->staging.resumed) status = begin_files(output, error);
    return status;
}

static ovf_status take(void *output, ovf_rendered *rendered, ovf_error *error)
{
    return ovf_output_add(output, rendered, error);
}

/* Of those that are wanted. */
static unsigned layers_there_are(const ovf_output_options *options, ovf_destination destination)
{
    unsigned layers = options->layers == 0 ? OVF_LAYER_ALL : options->layers;
    if (!options->judged) layers &= ~(unsigned)OVF_LAYER_FINDINGS;
    if (options->sensing == NULL) layers &= ~(unsigned)OVF_LAYERS_OBSERVED;
    if (destination != OVF_INTO_DIRECTORY && destination != OVF_INTO_PART)
        layers &= ~(unsigned)OVF_LAYER_REVISITS;
    return layers;
}

static ovf_status fail_no_layer(const ovf_output_options *options, ovf_error *error)
{
    if (!options->judged && (options->layers & OVF_LAYER_FINDINGS) != 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "there are no findings without rules to judge by");
    if (options->sensing == NULL)
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "there are neither swaths nor coverage without a sensor to observe with");
    return ovf_fail(error, OVF_ERROR_USAGE,
                    "revisits are a raster, and that can only be written into a directory");
}

ovf_status ovf_output_open_as(const ovf_output_options *options, ovf_destination destination,
                              const ovf_zones *zones, ovf_output **output, ovf_error *error)
{
    if (destination != OVF_INTO_STREAM &&
        (options == NULL || options->directory == NULL || options->directory[0] == '\0'))
        return ovf_fail(error, OVF_ERROR_USAGE, "no directory is named for the results");
    if ((options->layers & ~(unsigned)OVF_LAYER_ALL) != 0)
        return ovf_fail(error, OVF_ERROR_USAGE, "layers has bits (0x%x) that stand for no layer",
                        options->layers);
    if (options->bin_s != 0 && !(options->bin_s >= 1 && options->bin_s <= OVF_BIN_MAX_S &&
                                 floor(options->bin_s) == options->bin_s))
        return ovf_fail(error, OVF_ERROR_USAGE,
                        "bin_s: expected a whole number of seconds from 1 to %.0f, found %g",
                        OVF_BIN_MAX_S, options->bin_s);
    bool database = destination == OVF_INTO_DIRECTORY && ovf_database_is_named(options->directory);
    if (database && options->formats != 0 && options->formats != OVF_FORMAT_GPKG)
        return ovf_fail_with(error, OVF_ERROR_USAGE, OVF_REMEDY_TABLES,
                             "%s takes tables, and formats are for files: leave the formats out; "
                             "parts that are to be merged into a database have the format gpkg",
                             options->directory);
    if (destination == OVF_INTO_DIRECTORY && ovf_database_is_other(options->directory))
        return ovf_fail(
            error, OVF_ERROR_USAGE,
            "%s cannot be written: of databases, only those of PostgreSQL with PostGIS can",
            options->directory);
    if (database) destination = OVF_INTO_DATABASE;
    unsigned layers = layers_there_are(options, destination);
    if (layers == 0) return fail_no_layer(options, error);
    ovf_output *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->options = *options;
    if (database) opened->options.formats = OVF_FORMAT_GPKG;
    opened->options.layers = layers;
    opened->destination = destination;
    ovf_sinks_choose(&opened->sinks, zones, opened->options.layers, opened->options.formats);
    for (size_t i = 0; options->csv_safe && i < opened->sinks.count; i++)
        if (opened->sinks.items[i].format == &ovf_format_csv)
            opened->sinks.items[i].format = &ovf_format_csv_safe;
    if (options->bin_s != 0) opened->sinks.bin_ms = (int64_t)options->bin_s * 1000;
    opened->sinks.sensing = options->sensing;
    opened->sinks.judged = options->judged;
    opened->sinks.jobs = options->jobs;
    opened->renderer = (ovf_renderer){.sinks = &opened->sinks, .take = take, .output = opened};
    ovf_status status = begin(opened, error);
    if (status != OVF_OK) {
        ovf_output_free(opened);
        return status;
    }
    *output = opened;
    return OVF_OK;
}

ovf_status ovf_output_open(const ovf_output_options *options, const ovf_zones *zones,
                           ovf_output **output, ovf_error *error)
{
    if (options == NULL) return ovf_fail_null(error, "options");
    if (output == NULL) return ovf_fail_null(error, "a place for the output");
    ovf_status status = ovf_zones_check(zones, error);
    if (status != OVF_OK) return status;
    return ovf_output_open_as(options, options->to_stdout ? OVF_INTO_STREAM : OVF_INTO_DIRECTORY,
                              zones, output, error);
}

ovf_status ovf_output_flush(ovf_output *output, ovf_error *error)
{
    for (size_t i = 0; i < output->sinks.count && output->failure.status == OVF_OK; i++)
        output->failure.status = ovf_stream_flush(&output->files[i], &output->failure);
    return ovf_output_report(output, error);
}

ovf_status ovf_output_add_ids(ovf_output *output, const unsigned char *entries, size_t bytes,
                              ovf_error *error)
{
    if (output->failure.status != OVF_OK) return ovf_output_report(output, error);
    if (output->destination != OVF_INTO_STREAM)
        output->failure.status = ovf_stream_add(&output->ids, entries, bytes, &output->failure);
    return ovf_output_report(output, error);
}

ovf_status ovf_output_route(ovf_output *output, const ovf_result *result, ovf_error *error)
{
    if (output == NULL) return ovf_fail_null(error, "an output");
    if (result == NULL) return ovf_fail_null(error, "a result");
    if (output->failure.status != OVF_OK) return ovf_output_report(output, error);
    ovf_status status = ovf_render(&output->renderer, result, &output->rendered, &output->failure);
    output->failure.status = status;
    if (status == OVF_OK && ovf_rendered_size(&output->rendered, &output->sinks) >= GATHERED_BYTES)
        return ovf_output_add(output, &output->rendered, error);
    return ovf_output_report(output, error);
}

static void list_left_out(ovf_output *output, const char *file, const char *feature,
                          const char *reason)
{
    ovf_bytes line = {0};
    if (output->failure.status != OVF_OK) return;
    if (output->destination == OVF_INTO_STREAM) return;
    const char *texts[] = {file, feature, reason};
    for (size_t i = 0; i < 3; i++) {
        const char *text = texts[i] == NULL ? "" : texts[i];
        if (output->options.csv_safe) ovf_bytes_csv_safe(&line, text);
        else ovf_bytes_csv(&line, text);
        ovf_bytes_byte(&line, i < 2 ? ',' : '\n');
    }
    output->failure.status = line.failed ? ovf_fail_memory(&output->failure)
                                         : ovf_stream_add(&output->rejected, line.data, line.used,
                                                          &output->failure);
    ovf_bytes_clear(&line);
}

void ovf_output_reject(ovf_output *output, const char *file, const char *feature,
                       const char *reason)
{
    if (output->failure.status == OVF_OK) output->totals.rejected++;
    list_left_out(output, file, feature, reason);
}

void ovf_output_note(ovf_output *output, const char *file, const char *feature, const char *note)
{
    if (output->failure.status == OVF_OK) output->totals.noted++;
    list_left_out(output, file, feature, note);
}

ovf_status ovf_output_close(ovf_output *output, ovf_error *error)
{
    if (output == NULL) return ovf_fail_null(error, "an output");
    if (output->failure.status != OVF_OK) return ovf_output_report(output, error);
    ovf_status status = ovf_output_add(output, &output->rendered, error);
    if (status == OVF_OK) status = ovf_output_finish(output, &output->failure);
    output->failure.status = status;
    if (status != OVF_OK) return ovf_output_report(output, error);
    /* Whatever else is called now is a mistake of the caller. */
    (void)ovf_fail(&output->failure, OVF_ERROR_USAGE, "the output is closed already");
    return OVF_OK;
}

const ovf_totals *ovf_output_totals(const ovf_output *output) { return &output->totals; }

const ovf_digest *ovf_output_digest(const ovf_output *output) { return &output->digest; }

void ovf_output_give(ovf_output *output, ovf_totals *totals, ovf_digest *digest)
{
    *totals = output->totals;
    *digest = output->digest;
    output->totals = (ovf_totals){0};
    output->digest = (ovf_digest){0};
}

static void release(ovf_output *output)
{
    for (size_t i = 0; i < output->sinks.count; i++) ovf_stream_abandon(&output->files[i]);
    ovf_stream_abandon(&output->rejected);
    ovf_stream_abandon(&output->ids);
    ovf_totals_clear(&output->totals);
    ovf_digest_clear(&output->digest);
    ovf_renderer_clear(&output->renderer);
    ovf_tree_free(&output->sinks.near);
    ovf_rendered_clear(&output->rendered);
    ovf_waiting_close(output->waiting);
    free(output);
}

void ovf_output_leave(ovf_output *output)
{
    if (output == NULL) return;
    ovf_staging_leave(&output->staging);
    release(output);
}

void ovf_output_free(ovf_output *output)
{
    if (output == NULL) return;
    ovf_staging_clear(&output->staging);
    release(output);
}
