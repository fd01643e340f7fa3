/* For the size of files as GDAL tells it. */
#ifndef _LARGEFILE64_SOURCE
#define _LARGEFILE64_SOURCE
#endif

#include "input/flights/route_stream.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/secret.h"
#include "gdal/gdal.h"
#include "input/flights/flight_names.h"
#include "input/flights/kept_options.h"

/* Blocks end at multiples of this, in features or in bytes of a text: large enough that passing
 * them on costs nothing, small enough that all threads have some. Smaller files have smaller ones,
 * so that they too can be shared out. */
#define CELL_FEATURES ((uint64_t)128)
#define CELL_BYTES ((uint64_t)1 << 16)
#define LEAST_CELL_BYTES ((uint64_t)1 << 9)
#define WANTED_CELLS 256
/* In flights, of formats of our own, which know their number only at their end. */
#define CELL_FLIGHTS ((uint64_t)8)
/* What a feature is taken to weigh where nothing is known of bytes. */
#define FEATURE_WEIGHT 256

typedef struct {
    char *label;
    int64_t count; /* of features, as OGR knows without reading; -1: unknown */
    uint64_t cell;
} layer_info;

typedef struct {
    char *name;   /* as given */
    char *called; /* without passwords */
    char *base;   /* of a format of our own, the file's name without its folder */
    bool is_text, ordered;
    bool named; /* all names in it are known to the stream */
    layer_info *layers;
    size_t layer_count;
    uint64_t size, weight; /* bytes of a text; how much it is beside others */
} file_info;

struct ovf_route_stream {
    file_info *files;
    size_t file_count;
    ovf_kept_options kept;
    ovf_route_file *open; /* files[open_index], or NULL */
    size_t open_index;
    ovf_route_place at, end; /* `end` is where the part does */
    bool exact;              /* `at` is where a feature begins */
    uint64_t given;          /* all features of the text in hand before this byte have been given */
    bool in_parts, can_go;
    uint64_t weight;       /* of all files */
    uint64_t from, to;     /* of them the part: weights */
    ovf_error pending;     /* comes after what has been given */
    ovf_route_place begin; /* of the part */
    struct counts *before; /* what is before it */
    ovf_flight_names names;
};

/* Found when first asked for, by any thread, of a stream that is the same for all. */
struct counts {
    pthread_mutex_t lock;
    bool known;
    uint64_t number, features;
};

/* ---- opening ---- */

static ovf_status copy_arguments(ovf_route_stream *stream, const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_error *error)
{
    ovf_status status = ovf_options_keep(&stream->kept, options, error);
    if (status != OVF_OK) return status;
    stream->files = ovf_array_new(count, sizeof *stream->files);
    stream->before = ovf_array_new(1, sizeof *stream->before);
    if (stream->files == NULL || stream->before == NULL) return ovf_fail_memory(error);
    pthread_mutex_init(&stream->before->lock, NULL);
    while (stream->file_count < count) {
        const char *name = files[stream->file_count];
        file_info *info = &stream->files[stream->file_count++];
        info->name = ovf_text_copy(name);
        info->called = ovf_secret_hidden(name);
        if (info->name == NULL || info->called == NULL) return ovf_fail_memory(error);
    }
    return OVF_OK;
}

static uint64_t shrink(uint64_t cell, uint64_t least, uint64_t size)
{
    while (cell > least && size / cell < WANTED_CELLS) cell /= 2;
    return cell;
}

/* Bytes on the disk, or 0. */
static uint64_t bytes_of(const char *name)
{
    VSIStatBufL about;
    char *path = ovf_text_copy(name), *bar = path == NULL ? NULL : strstr(path, "|layername=");
    if (bar != NULL) *bar = '\0';
    bool found = path != NULL &&
                 VSIStatExL(path, &about, VSI_STAT_EXISTS_FLAG | VSI_STAT_SIZE_FLAG) == 0;
    free(path);
    return found && about.st_size > 0 ? (uint64_t)about.st_size : 0;
}

static ovf_status note_layers(file_info *info, ovf_route_file *file, ovf_error *error)
{
    size_t count = ovf_route_file_layers(file);
    info->layers = ovf_array_new(count, sizeof *info->layers);
    if (info->layers == NULL) return ovf_fail_memory(error);
    info->size = ovf_route_file_size(file);
    info->is_text = file->text != NULL;
    info->ordered = file->source.ordered;
    for (; info->layer_count < count; info->layer_count++) {
        layer_info *layer = &info->layers[info->layer_count];
        layer->label = ovf_text_copy(ovf_route_file_label(file, info->layer_count));
        ovf_status status = ovf_route_file_count(file, info->layer_count, false, &layer->count,
                                                 error);
        if (file->flights != NULL) layer->cell = CELL_FLIGHTS;
        else if (info->is_text)
            layer->cell = info->size == UINT64_MAX
                              ? CELL_BYTES
                              : shrink(CELL_BYTES, LEAST_CELL_BYTES, info->size);
        else
            layer->cell = layer->count < 0 ? CELL_FEATURES
                                           : shrink(CELL_FEATURES, 1, (uint64_t)layer->count);
        if (layer->label == NULL) status = ovf_fail_memory(error);
        if (status != OVF_OK) {
            free(layer->label);
            return status;
        }
    }
    return OVF_OK;
}

/* The number of features in all layers, or -1. */
static int64_t features_of(const file_info *info)
{
    int64_t count = 0;
    for (size_t i = 0; i < info->layer_count && count >= 0; i++)
        count = info->layers[i].count < 0 ? -1 : count + info->layers[i].count;
    return count;
}

static void weigh(ovf_route_stream *stream)
{
    stream->weight = 0;
    for (size_t i = 0; i < stream->file_count; i++) {
        file_info *info = &stream->files[i];
        int64_t features = features_of(info);
        info->weight = info->is_text ? info->size : bytes_of(info->name);
        if (info->weight == 0 && features > 0) info->weight = (uint64_t)features * FEATURE_WEIGHT;
        if (info->weight == UINT64_MAX) info->weight = 0;
        stream->weight += info->weight;
    }
    stream->from = 0;
    stream->to = stream->weight;
}

static ovf_status look_at_names(ovf_route_stream *stream, size_t index, ovf_error *error)
{
    file_info *info = &stream->files[index];
    if (stream->open->flights == NULL || stream->file_count < 2) return OVF_OK;
    info->base = ovf_text_copy(ovf_flight_file_base(stream->open->flights));
    return info->base == NULL ? ovf_fail_memory(error)
                              : ovf_flight_names_look(&stream->names, stream->open->flights, index,
                                                      &info->named, error);
}

const char *ovf_route_stream_origin(const ovf_route_stream *stream, size_t index, const char *name)
{
    const file_info *info = &stream->files[index];
    if (info->base == NULL || (info->named && !ovf_flight_names_is_common(&stream->names, name)))
        return NULL;
    return ovf_flight_names_is_common_base(&stream->names, info->base) ? info->called : info->base;
}

/* Opens every file once, so that a misspelt name shows now and not after hours; the first one stays
 * open. Of several that cannot be opened the first is named, which is the last that is come to. */
static ovf_status look_at_files(ovf_route_stream *stream, ovf_error *error)
{
    ovf_status first = OVF_OK;
    for (size_t i = stream->file_count; i-- > 0;) {
        ovf_route_file_leave(stream->open);
        stream->open = NULL;
        ovf_status status = ovf_route_file_open(stream->files[i].name, &stream->kept.options,
                                                &stream->open, error);
        if (status == OVF_OK) status = note_layers(&stream->files[i], stream->open, error);
        if (status == OVF_OK) status = look_at_names(stream, i, error);
        if (status == OVF_ERROR_MEMORY) return status;
        if (status != OVF_OK) first = status;
        if (stream->open != NULL &&
            (strcmp(stream->files[i].name, "-") == 0 || !stream->files[i].ordered))
            stream->can_go = false;
    }
    stream->open_index = 0;
    return first;
}

ovf_status ovf_route_stream_open(const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_route_stream **stream,
                                 ovf_error *error)
{
    if (count == 0) return ovf_fail(error, OVF_ERROR_USAGE, "no file of routes is given");
    ovf_route_stream *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->exact = opened->can_go = true;
    opened->end = (ovf_route_place){.file = count};
    ovf_status status = copy_arguments(opened, files, count, options, error);
    if (status == OVF_OK) status = look_at_files(opened, error);
    opened->kept.options.note = NULL; /* files may be opened again */
    if (status != OVF_OK) {
        ovf_route_stream_free(opened);
        return status;
    }
    weigh(opened);
    *stream = opened;
    return OVF_OK;
}

void ovf_route_stream_free(ovf_route_stream *stream)
{
    if (stream == NULL) return;
    ovf_route_file_leave(stream->open);
    for (size_t i = 0; i < stream->file_count; i++) {
        for (size_t k = 0; k < stream->files[i].layer_count; k++)
            free(stream->files[i].layers[k].label);
        free(stream->files[i].layers);
        free(stream->files[i].name);
        free(stream->files[i].called);
        free(stream->files[i].base);
    }
    free(stream->files);
    ovf_flight_names_clear(&stream->names);
    ovf_kept_options_clear(&stream->kept);
    if (stream->before != NULL) pthread_mutex_destroy(&stream->before->lock);
    free(stream->before);
    free(stream);
}

bool ovf_route_stream_can_go(const ovf_route_stream *stream) { return stream->can_go; }

ovf_status ovf_route_stream_fail_to_go(const ovf_route_stream *stream, const char *what,
                                       ovf_error *error)
{
    for (size_t i = 0; i < stream->file_count; i++)
        if (!stream->files[i].ordered)
            return ovf_fail(error, OVF_ERROR_USAGE,
                            "%s cannot be %s, since nothing is known of the order of its features: "
                            "copy it into a file first",
                            stream->files[i].called, what);
    return ovf_fail(error, OVF_ERROR_USAGE, "standard input cannot be %s: give a file", what);
}

const ovf_input_options *ovf_route_stream_options(const ovf_route_stream *stream)
{
    return &stream->kept.options;
}

size_t ovf_route_stream_files(const ovf_route_stream *stream) { return stream->file_count; }

const char *ovf_route_stream_file(const ovf_route_stream *stream, size_t index)
{
    return stream->files[index].called;
}

int64_t ovf_route_stream_count(const ovf_route_stream *stream, size_t index)
{
    return features_of(&stream->files[index]);
}

int64_t ovf_route_stream_total(const ovf_route_stream *stream)
{
    int64_t total = 0;
    for (size_t i = 0; i < stream->file_count && total >= 0; i++) {
        int64_t count = features_of(&stream->files[i]);
        total = count < 0 ? -1 : total + count;
    }
    return total;
}

/* ---- files in turn ---- */

static ovf_status open_file(ovf_route_stream *stream, size_t index, ovf_error *error)
{
    if (stream->open != NULL && stream->open_index == index) return OVF_OK;
    ovf_route_file_leave(stream->open);
    stream->open = NULL;
    stream->open_index = index;
    ovf_status status = ovf_route_file_open(stream->files[index].name, &stream->kept.options,
                                            &stream->open, error);
    /* It was looked at when the stream was opened. */
    if (status == OVF_OK &&
        (ovf_route_file_layers(stream->open) != stream->files[index].layer_count ||
         (stream->open->text != NULL) != stream->files[index].is_text))
        status = ovf_fail(error, OVF_ERROR_INPUT, "%s: has changed while it was read",
                          stream->files[index].called);
    return status;
}

static int compare_places(const ovf_route_place *a, const ovf_route_place *b)
{
    if (a->file != b->file) return a->file < b->file ? -1 : 1;
    if (a->layer != b->layer) return a->layer < b->layer ? -1 : 1;
    return a->at == b->at ? 0 : a->at < b->at ? -1 : 1;
}

/* ---- parts ---- */

/* Where the features after the first `weight` of all begin, about: between two blocks. */
static ovf_route_place find_place(const ovf_route_stream *stream, uint64_t weight)
{
    size_t i = 0;
    while (i < stream->file_count && weight >= stream->files[i].weight)
        weight -= stream->files[i++].weight;
    if (i == stream->file_count) return (ovf_route_place){.file = i};
    const file_info *info = &stream->files[i];
    if (info->is_text)
        return (ovf_route_place){.file = i,
                                 .at = weight / info->layers[0].cell * info->layers[0].cell};
    uint64_t index = (uint64_t)((double)weight / (double)info->weight * (double)features_of(info));
    for (size_t layer = 0; layer < info->layer_count; layer++) {
        uint64_t count = (uint64_t)info->layers[layer].count;
        if (index < count)
            return (ovf_route_place){.file = i,
                                     .layer = layer,
                                     .at = index / info->layers[layer].cell *
                                           info->layers[layer].cell};
        index -= count;
    }
    return (ovf_route_place){.file = i + 1};
}

/* Parts must agree on where they meet, so every feature is counted. The cells stay as they are
 * without parts. */
static ovf_status count_features(ovf_route_stream *stream, ovf_error *error)
{
    for (size_t i = 0; i < stream->file_count; i++) {
        file_info *info = &stream->files[i];
        if (info->is_text || features_of(info) >= 0) continue;
        ovf_status status = open_file(stream, i, error);
        if (status != OVF_OK) return status;
        for (size_t k = 0; k < info->layer_count && status == OVF_OK; k++) {
            int64_t count;
            status = ovf_route_file_count(stream->open, k, true, &count, error);
            info->layers[k].count = count < 0 ? 0 : count;
        }
        if (status != OVF_OK) return status;
        /* Counting may have moved where it reads. */
        ovf_route_file_leave(stream->open);
        stream->open = NULL;
    }
    weigh(stream);
    return OVF_OK;
}

/* weight * part / parts, without overflow. */
static uint64_t share(uint64_t weight, uint64_t part, uint64_t parts)
{
    return weight / parts * part + weight % parts * part / parts;
}

ovf_status ovf_route_stream_part(ovf_route_stream *stream, uint64_t part, uint64_t parts,
                                 ovf_error *error)
{
    if (!stream->can_go) return ovf_route_stream_fail_to_go(stream, "analysed in parts", error);
    ovf_status status = count_features(stream, error);
    if (status != OVF_OK) return status;
    stream->from = share(stream->weight, part - 1, parts);
    stream->to = share(stream->weight, part, parts);
    stream->begin = stream->at = find_place(stream, stream->from);
    stream->end = part == parts ? (ovf_route_place){.file = stream->file_count}
                                : find_place(stream, stream->to);
    stream->exact = false;
    stream->in_parts = true;
    return OVF_OK;
}

/* Features of a text before a byte of it. */
static ovf_status count_in_text(ovf_route_file *file, uint64_t until, uint64_t *count,
                                ovf_error *error)
{
    ovf_route_block *block;
    ovf_status status = ovf_route_block_new(&block, error);
    if (status != OVF_OK) return status;
    bool end = false, paused;
    for (uint64_t next = 0; !end && next < until && status == OVF_OK;) {
        next = until - next > CELL_BYTES ? next + CELL_BYTES : until;
        ovf_json_piece_reset(&block->piece);
        status = ovf_route_file_read(file, next, block, &end, &paused, error);
        *count += block->piece.count;
    }
    ovf_route_block_free(block);
    return status;
}

static ovf_status count_before(const ovf_route_stream *stream, struct counts *counts,
                               ovf_error *error)
{
    const ovf_route_place *begin = &stream->begin;
    counts->number = counts->features = 0;
    for (size_t i = 0; i <= begin->file && i < stream->file_count; i++) {
        const file_info *info = &stream->files[i];
        uint64_t number = 0;
        if (info->is_text) {
            ovf_route_file *file;
            ovf_status status = ovf_route_file_open(info->name, &stream->kept.options, &file,
                                                    error);
            if (status != OVF_OK) return status;
            status = count_in_text(file, i == begin->file ? begin->at : UINT64_MAX, &number, error);
            ovf_route_file_leave(file);
            if (status != OVF_OK) return status;
            counts->features += number;
        } else {
            size_t layers = i == begin->file ? begin->layer : info->layer_count;
            for (size_t k = 0; k < layers; k++) counts->features += (uint64_t)info->layers[k].count;
            if (i == begin->file) counts->features += number = begin->at;
        }
        if (i == begin->file) counts->number = number;
    }
    return OVF_OK;
}

ovf_status ovf_route_stream_before(const ovf_route_stream *stream, uint64_t *number,
                                   uint64_t *features, ovf_error *error)
{
    *number = *features = 0;
    if (!stream->in_parts) return OVF_OK;
    struct counts *counts = stream->before;
    ovf_status status = OVF_OK;
    pthread_mutex_lock(&counts->lock);
    if (!counts->known) status = count_before(stream, counts, error);
    counts->known = status == OVF_OK;
    *number = counts->number;
    *features = counts->features;
    pthread_mutex_unlock(&counts->lock);
    return status;
}

ovf_status ovf_route_stream_go(ovf_route_stream *stream, const ovf_route_place *place,
                               ovf_error *error)
{
    if (!stream->can_go) return ovf_route_stream_fail_to_go(stream, "gone on with", error);
    stream->at = *place;
    stream->given = 0;
    stream->exact = true;
    return OVF_OK;
}

bool ovf_route_stream_begins_within(const ovf_route_stream *stream, const ovf_route_block *block)
{
    return block->file_index == stream->begin.file && block->layer == stream->begin.layer;
}

/* ---- reading ---- */

/* How much of the part lies before the place. */
static double fraction_at(const ovf_route_stream *stream, const ovf_route_place *place)
{
    double before = 0, all = (double)(stream->to - stream->from);
    if (!(all > 0)) return NAN;
    for (size_t i = 0; i < place->file && i < stream->file_count; i++)
        before += (double)stream->files[i].weight;
    if (place->file < stream->file_count) {
        const file_info *info = &stream->files[place->file];
        double at = (double)place->at,
               of = (double)(info->is_text ? (int64_t)info->size : features_of(info));
        for (size_t k = 0; k < place->layer && !info->is_text; k++)
            at += (double)info->layers[k].count;
        if (of < 0) return NAN;
        if (of > 0) before += at / of * (double)info->weight;
    }
    double fraction = (before - (double)stream->from) / all;
    return fraction < 0 ? 0 : fraction > 1 ? 1 : fraction;
}

/* Where in the layer the block in hand ends. */
static uint64_t end_of_block(const ovf_route_stream *stream, const layer_info *layer)
{
    uint64_t from = stream->at.at > stream->given ? stream->at.at : stream->given,
             until = (from / layer->cell + 1) * layer->cell;
    bool last = stream->end.file == stream->at.file && stream->end.layer == stream->at.layer;
    return last && stream->end.at < until ? stream->end.at : until;
}

static void next_layer(ovf_route_stream *stream)
{
    stream->at.layer++;
    if (stream->at.layer == stream->files[stream->at.file].layer_count) {
        stream->at.file++;
        stream->at.layer = 0;
    }
    stream->at.at = stream->at.number = stream->given = 0;
    stream->exact = true;
}

static bool is_over(const ovf_route_stream *stream)
{
    ovf_route_place reached = stream->at;
    if (reached.at < stream->given) reached.at = stream->given;
    return compare_places(&reached, &stream->end) >= 0;
}

static ovf_status fail_to_read_on(const ovf_route_stream *stream, ovf_status status,
                                  const char *label, const ovf_error *why, ovf_error *error)
{
    uint64_t number = 0, features = 0;
    bool placed = status == OVF_ERROR_IO && stream->open->text != NULL; /* in bytes */
    if (placed || (status != OVF_ERROR_INPUT && status != OVF_ERROR_IO))
        return ovf_fail_with(error, status, why->remedy, "%s: %s", label, why->message);
    bool within = stream->at.file == stream->begin.file && stream->at.layer == stream->begin.layer;
    if (within && ovf_route_stream_before(stream, &number, &features, NULL) != OVF_OK) number = 0;
    number += stream->at.number;
    if (number == 0 && stream->open->flights != NULL)
        return ovf_fail_with(error, status, why->remedy, "%s: %s", label, why->message);
    /* Some formats look at a condition only when they read. */
    if (number == 0 && stream->kept.options.where != NULL)
        return ovf_fail(error, status, "%s: \"%s\" cannot be asked of it: %s", label,
                        stream->kept.options.where, why->message);
    return ovf_fail(error, status, "%s: cannot be read on after feature #%" PRIu64 ": %s", label,
                    number, why->message);
}

/* One block of the layer in hand, maybe without features. */
static ovf_status read_block(ovf_route_stream *stream, ovf_route_block *block, bool *paused,
                             ovf_error *error)
{
    const layer_info *layer = &stream->files[stream->at.file].layers[stream->at.layer];
    ovf_error why;
    bool end = false;
    uint64_t until = end_of_block(stream, layer);
    ovf_status status = ovf_route_file_go(stream->open, stream->at.layer, stream->at.at,
                                          stream->exact, error);
    if (status != OVF_OK) return status;
    block->file = ovf_route_file_use(stream->open);
    block->file_index = stream->at.file;
    block->layer = stream->at.layer;
    block->label = layer->label;
    block->number = stream->at.number;
    block->ordinal = stream->at.features;
    status = ovf_route_file_read(stream->open, until, block, &end, paused, &why);
    size_t count = ovf_route_block_count(block);
    stream->at.at = ovf_route_file_at(stream->open);
    stream->at.number += count;
    stream->at.features += count;
    stream->exact = true;
    if (stream->open->text != NULL && !*paused) stream->given = until;
    /* A format of our own says it by a last flight. */
    if (status == OVF_ERROR_INPUT && stream->open->flights == NULL &&
        (stream->kept.options.reject != NULL || stream->kept.options.members)) {
        if (!ovf_route_block_refuse(block, why.message)) return ovf_fail_memory(error);
        status = OVF_OK;
        end = true;
    }
    if (status != OVF_OK) {
        status = fail_to_read_on(stream, status, layer->label, &why, &stream->pending);
        if (count == 0 && error != NULL) *error = stream->pending;
        if (count == 0) return status;
    }
    block->end = stream->at;
    if (end) next_layer(stream);
    if (end) block->end = stream->at;
    block->fraction = fraction_at(stream, &block->end);
    return OVF_OK;
}

ovf_status ovf_route_stream_read(ovf_route_stream *stream, ovf_route_block *block, bool *end,
                                 ovf_error *error)
{
    *end = false;
    for (;;) {
        ovf_route_block_reset(block);
        if (stream->pending.status != OVF_OK) {
            if (error != NULL) *error = stream->pending;
            return stream->pending.status;
        }
        bool paused = false;
        *end = is_over(stream);
        if (*end) return OVF_OK;
        ovf_status status = open_file(stream, (size_t)stream->at.file, error);
        if (status == OVF_OK) status = read_block(stream, block, &paused, error);
        if (status != OVF_OK || paused || ovf_route_block_count(block) > 0) return status;
    }
}
