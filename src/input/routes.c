/* The stream of routes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/attributes.h"
#include "input/geometry.h"
#include "input/ids.h"
#include "input/positions.h"
#include "input/source.h"
#include "input/times.h"
#include "overflight/input.h"

/* The features of one layer have consecutive numbers over the whole input, so that an id's first bearer can be named. */
typedef struct {
    size_t first; /* the number of its first feature */
    char *label;
} layer_span;

struct ovf_route_source {
    char **files;
    size_t file_count, next_file;
    char *id_field;
    ovf_input_options options;
    int64_t total;

    ovf_source open; /* of files[next_file - 1]; dataset NULL: none */
    const ovf_layer *layer;
    ovf_time_fields time_fields;
    size_t features; /* read so far, over all files, good or bad */
    size_t delivered; /* of them handed out as routes */
    layer_span *spans;
    size_t span_count, span_capacity;
    ovf_ids ids;

    ovf_route route;
    ovf_fix *fixes;
    size_t fix_capacity;
    size_t *part_ends;
    size_t part_capacity;
    ovf_positions positions;
    ovf_attribute_reader attributes;
    ovf_text id;
};

static ovf_status copy_arguments(ovf_route_source *source, const char *const *files, size_t count,
                                 const ovf_input_options *options, ovf_error *error)
{
    if (options != NULL) source->options = *options;
    if (source->options.id_field != NULL) {
        source->id_field = ovf_text_copy(source->options.id_field);
        if (source->id_field == NULL) return ovf_fail_memory(error);
        source->options.id_field = source->id_field;
    }
    source->files = ovf_array_new(count, sizeof *source->files);
    if (source->files == NULL) return ovf_fail_memory(error);
    for (; source->file_count < count; source->file_count++) {
        source->files[source->file_count] = ovf_text_copy(files[source->file_count]);
        if (source->files[source->file_count] == NULL) return ovf_fail_memory(error);
    }
    return OVF_OK;
}

static void close_file(ovf_route_source *source)
{
    ovf_attribute_reader_forget(&source->attributes);
    source->layer = NULL;
    ovf_source_close(&source->open);
}

static ovf_status open_file(ovf_route_source *source, size_t index, ovf_error *error)
{
    close_file(source);
    return ovf_source_open(&source->open, source->files[index], OVF_GEOMETRY_LINES, source->id_field, error);
}

/* Opens every file once, so that a misspelt name shows now and not after hours; the first one stays open. Of several that cannot be opened
 * the first is named, which is the last that is come to. */
static ovf_status look_at_files(ovf_route_source *source, ovf_error *error)
{
    ovf_status first = OVF_OK;
    for (size_t i = source->file_count; i-- > 0;) {
        ovf_status status = open_file(source, i, error);
        if (status == OVF_ERROR_MEMORY) return status;
        if (status != OVF_OK) {
            first = status;
            continue;
        }
        int64_t count = ovf_source_total(&source->open);
        source->total = count < 0 || source->total < 0 ? -1 : source->total + count;
    }
    source->next_file = 1;
    return first;
}

ovf_status ovf_route_source_open(const char *const *files, size_t count, const ovf_input_options *options,
                                 ovf_route_source **source, ovf_error *error)
{
    if (count == 0) return ovf_fail(error, OVF_ERROR_USAGE, "no file of routes is given");
    ovf_route_source *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    ovf_status status = copy_arguments(opened, files, count, options, error);
    if (status == OVF_OK) status = look_at_files(opened, error);
    if (status != OVF_OK) {
        ovf_route_source_free(opened);
        return status;
    }
    *source = opened;
    return OVF_OK;
}

int64_t ovf_route_source_total(const ovf_route_source *source)
{
    return source->total;
}

static ovf_status enter_layer(ovf_route_source *source, const ovf_layer *layer, ovf_error *error)
{
    if (!ovf_array_reserve(&source->spans, &source->span_capacity, source->span_count + 1, sizeof *source->spans))
        return ovf_fail_memory(error);
    char *label = ovf_text_copy(layer->label);
    if (label == NULL) return ovf_fail_memory(error);
    source->spans[source->span_count++] = (layer_span){source->features, label};
    source->layer = layer;
    source->time_fields = ovf_times_find(OGR_L_GetLayerDefn(layer->layer));
    return OVF_OK;
}

/* The next feature of any file; NULL after the last. */
static ovf_status next_feature(ovf_route_source *source, OGRFeatureH *feature, ovf_error *error)
{
    *feature = NULL;
    for (;;) {
        if (source->open.dataset != NULL) {
            ovf_layer *layer = NULL;
            ovf_status status = ovf_source_next(&source->open, &layer, feature, error);
            if (status != OVF_OK) return status;
            if (*feature != NULL) {
                if (layer != source->layer) status = enter_layer(source, layer, error);
                source->features++;
                if (status == OVF_OK) return OVF_OK;
                OGR_F_Destroy(*feature);
                return status;
            }
            close_file(source);
        }
        if (source->next_file == source->file_count) return OVF_OK;
        ovf_status status = open_file(source, source->next_file, error);
        if (status != OVF_OK) return status;
        source->next_file++;
    }
}

static ovf_status add_part(ovf_route_source *source, OGRGeometryH line, const char *place, bool *has_m, ovf_error *error)
{
    ovf_positions *positions = &source->positions;
    ovf_status status = ovf_positions_read(positions, line, &source->layer->crs, place, error);
    if (status != OVF_OK) return status;
    if (positions->count < 2)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s has %s, at least two are wanted",
                        place[0] == '\0' ? "line" : place + strlen(" of "), positions->count == 0 ? "no positions" : "one position");
    size_t begin = source->route.fix_count;
    if (!ovf_array_reserve(&source->fixes, &source->fix_capacity, begin + positions->count, sizeof *source->fixes) ||
        !ovf_array_reserve(&source->part_ends, &source->part_capacity, source->route.part_count + 1,
                           sizeof *source->part_ends))
        return ovf_fail_memory(error);
    for (size_t i = 0; i < positions->count; i++)
        source->fixes[begin + i] = (ovf_fix){positions->lon[i], positions->lat[i], positions->z[i], positions->m[i]};
    source->route.fix_count += positions->count;
    source->part_ends[source->route.part_count++] = source->route.fix_count;
    if (positions->has_m) *has_m = true;
    return OVF_OK;
}

static ovf_status read_lines(ovf_route_source *source, OGRFeatureH feature, ovf_error *error)
{
    OGRGeometryH geometry, owned;
    ovf_status status = ovf_geometry_get(feature, OVF_GEOMETRY_LINES, &geometry, &owned, error);
    if (status != OVF_OK) return status;
    source->open.matching++;
    source->route.fix_count = source->route.part_count = 0;
    bool has_m = false;
    size_t parts = ovf_geometry_parts(geometry);
    if (parts == 0) status = ovf_fail(error, OVF_ERROR_INPUT, "geometry is an empty MultiLineString, a line is wanted");
    for (size_t i = 0; i < parts && status == OVF_OK; i++) {
        char place[OVF_PLACE_SIZE] = "";
        if (parts > 1) snprintf(place, sizeof place, " of part %zu", i + 1);
        status = add_part(source, ovf_geometry_part(geometry, i), place, &has_m, error);
    }
    if (owned != NULL) OGR_G_DestroyGeometry(owned);
    if (status != OVF_OK) return status;
    return ovf_times_fill(&source->time_fields, feature, has_m, source->fixes, source->part_ends, source->route.part_count,
                          error);
}

static ovf_status claim_id(ovf_route_source *source, ovf_error *error)
{
    size_t earlier, number = source->features - 1;
    if (source->id.length == 0) {
        /* Counted over the whole input, since files of one nameless route each are common. */
        char text[32];
        snprintf(text, sizeof text, "%zu", source->features);
        if (!ovf_text_add_string(&source->id, text)) return ovf_fail_memory(error);
    }
    ovf_status status = ovf_ids_add(&source->ids, source->id.text, source->id.length, number, &earlier, error);
    if (status != OVF_OK || earlier == OVF_IDS_NONE) return status;
    size_t span = source->span_count - 1;
    while (source->spans[span].first > earlier) span--;
    char id[200], label[300];
    ovf_text_shorten(source->id.text, id, sizeof id);
    ovf_text_shorten(source->spans[span].label, label, sizeof label);
    return ovf_fail(error, OVF_ERROR_INPUT, "id \"%s\" of feature #%zu is already that of feature #%zu of %s; ids must differ",
                    id, source->layer->number, earlier - source->spans[span].first + 1, label);
}

/* The sentence so far names neither file nor feature. OVF_OK when the caller wants to be told of bad features only. */
static ovf_status reject(ovf_route_source *source, const char *title, ovf_status status, const ovf_error *why,
                         ovf_error *error)
{
    const char *label = source->layer->label;
    if (status != OVF_ERROR_INPUT) return ovf_fail(error, status, "%s: %s", label, why->message);
    if (source->options.reject == NULL)
        return ovf_fail(error, status, title[0] == '#' ? "%s: feature %s: %s" : "%s: feature \"%s\": %s", label, title,
                        why->message);
    source->options.reject(source->options.reject_context, label, title, why->message);
    return OVF_OK;
}

static ovf_status read_route(ovf_route_source *source, OGRFeatureH feature, char *title, size_t title_size,
                             ovf_error *error)
{
    ovf_status status = ovf_feature_id(source->layer, feature, &source->id, error);
    if (status != OVF_OK) return status;
    ovf_feature_title(source->layer, source->id.text, title, title_size);
    status = read_lines(source, feature, error);
    if (status == OVF_OK) status = claim_id(source, error);
    if (status == OVF_OK && !ovf_attribute_reader_read(&source->attributes, feature)) status = ovf_fail_memory(error);
    return status;
}

ovf_status ovf_route_source_next(ovf_route_source *source, const ovf_route **route, ovf_error *error)
{
    for (;;) {
        OGRFeatureH feature;
        ovf_status status = next_feature(source, &feature, error);
        if (status != OVF_OK) return status;
        if (feature == NULL) {
            *route = NULL;
            return OVF_OK;
        }
        char title[200] = "";
        ovf_error why;
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        status = read_route(source, feature, title, sizeof title, &why);
        OGR_F_Destroy(feature);
        ovf_gdal_errors_end();
        if (status == OVF_OK) break;
        status = reject(source, title, status, &why, error);
        if (status != OVF_OK) return status;
    }
    ovf_route *ready = &source->route;
    ready->id = source->id.text;
    ready->file = source->open.file;
    ready->fixes = source->fixes;
    ready->part_ends = source->part_ends;
    ready->attributes = source->attributes.attributes;
    ready->number = source->delivered++;
    *route = ready;
    return OVF_OK;
}

void ovf_route_source_free(ovf_route_source *source)
{
    if (source == NULL) return;
    close_file(source);
    for (size_t i = 0; i < source->file_count; i++) free(source->files[i]);
    free(source->files);
    free(source->id_field);
    for (size_t i = 0; i < source->span_count; i++) free(source->spans[i].label);
    free(source->spans);
    ovf_ids_clear(&source->ids);
    free(source->fixes);
    free(source->part_ends);
    ovf_positions_clear(&source->positions);
    ovf_attribute_reader_clear(&source->attributes);
    ovf_text_clear(&source->id);
    free(source);
}
