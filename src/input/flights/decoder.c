#include "input/flights/decoder.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/attributes.h"
#include "gdal/gdal.h"
#include "input/source/geometry.h"
#include "input/flights/altitudes.h"
#include "input/flights/flight_route.h"
#include "input/flights/given_times.h"
#include "input/flights/ids.h"
#include "input/json/json_feature.h"
#include "input/source/positions.h"
#include "input/flights/route_file.h"
#include "input/flights/fix_times.h"
#include "model/flaws.h"

struct ovf_route_decoder {
    const ovf_route_stream *stream;
    /* What follows belongs to this layer of this file. */
    bool begun;
    size_t file_index, layer_index;
    ovf_crs crs;
    uint64_t number_before, ordinal_before; /* of features before the part; the second is known only
                                               when it was asked for */
    bool knows_before;

    ovf_json_parser *parser;
    ovf_attribute_reader attributes;
    ovf_positions positions;
    ovf_flight_route flight;
    ovf_text id, reason;
    char title[200];
    ovf_route route;
    ovf_assembly_options assembling;
};

ovf_status ovf_route_decoder_new(const ovf_route_stream *stream, ovf_route_decoder **decoder,
                                 ovf_error *error)
{
    ovf_route_decoder *made = ovf_array_new(1, sizeof *made);
    if (made == NULL) return ovf_fail_memory(error);
    made->stream = stream;
    made->positions.lenient = true;
    made->assembling = ovf_assembly_options_of(ovf_route_stream_options(stream));
    made->parser = ovf_json_parser_new();
    if (made->parser == NULL) {
        ovf_route_decoder_free(made);
        return ovf_fail_memory(error);
    }
    *decoder = made;
    return OVF_OK;
}

void ovf_route_decoder_free(ovf_route_decoder *decoder)
{
    if (decoder == NULL) return;
    ovf_crs_close(&decoder->crs);
    ovf_json_parser_free(decoder->parser);
    ovf_attribute_reader_clear(&decoder->attributes);
    ovf_positions_clear(&decoder->positions);
    ovf_flight_route_clear(&decoder->flight);
    ovf_text_clear(&decoder->id);
    ovf_text_clear(&decoder->reason);
    free(decoder);
}

static ovf_status enter_layer(ovf_route_decoder *decoder, const ovf_route_block *block,
                              ovf_error *error)
{
    if (decoder->begun && decoder->file_index == block->file_index &&
        decoder->layer_index == block->layer)
        return OVF_OK;
    decoder->begun = false;
    ovf_crs_close(&decoder->crs);
    ovf_attribute_reader_forget(&decoder->attributes);
    ovf_status status = ovf_route_file_crs(block->file, block->layer, &decoder->crs, error);
    decoder->file_index = block->file_index;
    decoder->layer_index = block->layer;
    decoder->begun = status == OVF_OK;
    return status;
}

/* ---- fixes ---- */

/* The first thing that is wrong with the feature's positions, should it be too much. */
static void note_short_part(ovf_positions *positions, const char *place)
{
    if (positions->flaw.status != OVF_OK) return;
    (void)ovf_fail(
        &positions->flaw, OVF_ERROR_INPUT, "%s: expected at least two positions, found %s",
        place[0] == '\0' ? "line" : place + strlen(" of "), positions->count == 0 ? "none" : "one");
}

/* Adds the positions read last as a part. */
static ovf_status add_part(ovf_route_decoder *decoder, const char *place, ovf_error *error)
{
    ovf_positions *positions = &decoder->positions;
    ovf_pieces *pieces = &decoder->flight.assembly.pieces;
    if (positions->count < OVF_PART_FIXES_MIN) note_short_part(positions, place);
    ovf_fix *fixes = ovf_pieces_add_many(pieces, positions->count);
    if (fixes == NULL || !ovf_pieces_end_part(pieces)) return ovf_fail_memory(error);
    for (size_t i = 0; i < positions->count; i++)
        fixes[i] = (ovf_fix){positions->lon[i], positions->lat[i], positions->z[i],
                             positions->m[i]};
    return OVF_OK;
}

static void name_part(size_t part, size_t parts, char place[OVF_PLACE_SIZE])
{
    place[0] = '\0';
    if (parts > 1) snprintf(place, OVF_PLACE_SIZE, " of part %zu", part + 1);
}

static ovf_status fail_empty(ovf_error *error)
{
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "geometry: expected a line, found an empty MultiLineString");
}

static void begin_flight(ovf_route_decoder *decoder)
{
    ovf_assembly_reset(&decoder->flight.assembly);
    decoder->positions.flaw.status = OVF_OK;
}

/* From its positions, with the times, to a route. */
static ovf_status end_flight(ovf_route_decoder *decoder, const ovf_attributes *attributes,
                             bool has_m, ovf_error *error)
{
    ovf_pieces *pieces = &decoder->flight.assembly.pieces;
    ovf_source_facts facts = {.observed = true, .flaw = &decoder->positions.flaw};
    ovf_status status = ovf_given_times_check(attributes, error);
    if (status == OVF_OK && pieces->fix_count > 0)
        status = ovf_times_fill(attributes, has_m, pieces->fixes, pieces->part_ends,
                                pieces->part_count, &facts.observed, error);
    return status == OVF_OK ? ovf_flight_route_finish(&decoder->flight, &facts,
                                                      &decoder->assembling, &decoder->route, error)
                            : status;
}

/* ---- of OGR ---- */

static ovf_status read_lines(ovf_route_decoder *decoder, OGRFeatureH feature, const ovf_crs *crs,
                             bool *matching, ovf_error *error)
{
    OGRGeometryH geometry, owned;
    ovf_status status = ovf_geometry_get(feature, OVF_GEOMETRY_LINES, &geometry, &owned, error);
    if (status != OVF_OK) return status;
    *matching = true;
    ovf_altitudes_forget(feature, geometry);
    begin_flight(decoder);
    bool has_m = false;
    size_t parts = ovf_geometry_parts(geometry);
    if (parts == 0) status = fail_empty(error);
    for (size_t i = 0; i < parts && status == OVF_OK; i++) {
        char place[OVF_PLACE_SIZE];
        name_part(i, parts, place);
        status = ovf_positions_read(&decoder->positions, ovf_geometry_part(geometry, i), crs, place,
                                    error);
        if (status == OVF_OK) status = add_part(decoder, place, error);
        has_m = has_m || decoder->positions.has_m;
    }
    if (owned != NULL) OGR_G_DestroyGeometry(owned);
    return status == OVF_OK ? end_flight(decoder, &decoder->attributes.attributes, has_m, error)
                            : status;
}

static ovf_status decode_feature(ovf_route_decoder *decoder, const ovf_layer *layer,
                                 OGRFeatureH feature, const ovf_crs *crs, ovf_decoded *decoded,
                                 ovf_error *error)
{
    if (ovf_geometry_is_beside(feature, OVF_GEOMETRY_LINES)) {
        decoded->kind = OVF_DECODED_BESIDE;
        return OVF_OK;
    }
    ovf_status status = ovf_feature_id(layer, feature, &decoder->id, error);
    if (status == OVF_OK && !ovf_attribute_reader_read(&decoder->attributes, feature))
        status = ovf_fail_memory(error);
    if (status == OVF_OK) status = read_lines(decoder, feature, crs, &decoded->matching, error);
    decoder->route.attributes = decoder->attributes.attributes;
    return status;
}

/* ---- of a text ---- */

static ovf_status fail_shape(ovf_json_shape shape, ovf_error *error)
{
    /* What OGR calls them. */
    static const char *const names[] = {
        [OVF_JSON_POLYGON] = "Polygon", [OVF_JSON_MULTIPOLYGON] = "Multi Polygon"};
    static const char expected[] = "expected a LineString or MultiLineString";
    if (shape == OVF_JSON_NONE)
        return ovf_fail(error, OVF_ERROR_INPUT, "geometry is missing or unreadable; %s", expected);
    return ovf_fail(error, OVF_ERROR_INPUT, "geometry: %s, found a %s", expected, names[shape]);
}

static ovf_status read_text_lines(ovf_route_decoder *decoder, const ovf_json_feature *feature,
                                  ovf_error *error)
{
    ovf_status status = feature->part_count == 0 ? fail_empty(error) : OVF_OK;
    const ovf_pieces *pieces = &decoder->flight.assembly.pieces;
    begin_flight(decoder);
    for (size_t i = 0, begin = 0; i < feature->part_count && status == OVF_OK;
         begin = feature->part_ends[i++]) {
        char place[OVF_PLACE_SIZE];
        name_part(i, feature->part_count, place);
        status = ovf_positions_take(&decoder->positions, feature->lon + begin, feature->lat + begin,
                                    feature->has_z ? feature->z + begin : NULL,
                                    feature->part_ends[i] - begin, &decoder->crs, place, error);
        if (status == OVF_OK) status = add_part(decoder, place, error);
    }
    for (size_t i = 0; feature->t != NULL && i < pieces->fix_count && status == OVF_OK; i++)
        pieces->fixes[i].time_s = feature->t[i];
    return status == OVF_OK ? end_flight(decoder, &feature->attributes, feature->t != NULL, error)
                            : status;
}

static ovf_status decode_text_feature(ovf_route_decoder *decoder, const ovf_json_feature *feature,
                                      ovf_decoded *decoded, ovf_error *error)
{
    if (feature->shape == OVF_JSON_POINT || feature->shape == OVF_JSON_MULTIPOINT) {
        decoded->kind = OVF_DECODED_BESIDE;
        return OVF_OK;
    }
    const char *field = ovf_route_stream_options(decoder->stream)->id_field;
    ovf_status status = ovf_json_feature_id(feature, field, &decoder->id, error);
    if (status != OVF_OK) return status;
    if (feature->shape != OVF_JSON_LINE && feature->shape != OVF_JSON_MULTILINE)
        return fail_shape(feature->shape, error);
    decoded->matching = true;
    decoder->route.attributes = feature->attributes;
    return read_text_lines(decoder, feature, error);
}

/* An odd text is given to OGR, as a file of its own. */
static ovf_status decode_by_ogr(ovf_route_decoder *decoder, const char *text, size_t length,
                                ovf_decoded *decoded, ovf_error *error)
{
    const char *field = ovf_route_stream_options(decoder->stream)->id_field;
    char path[64];
    ovf_source source;

    ovf_error why;
    OGRFeatureH feature = NULL;
    snprintf(path, sizeof path, "/vsimem/overflight-%p.geojson", (void *)decoder);
    VSILFILE *memory = VSIFileFromMemBuffer(path, (GByte *)(uintptr_t)text, length, FALSE);
    if (memory == NULL) return ovf_fail_memory(error);
    VSIFCloseL(memory);
    ovf_status status = ovf_source_open(&source, path, OVF_GEOMETRY_LINES, NULL, &why);
    if (status == OVF_OK) {
        ovf_layer *layer = &source.layers[0];
        if (field != NULL) {
            layer->id_fields[0] = OGR_FD_GetFieldIndex(OGR_L_GetLayerDefn(layer->layer), field);
            layer->id_field_count = 1;
            layer->fid_is_id = false;
        }
        feature = OGR_L_GetNextFeature(layer->layer);
        if (feature == NULL) status = ovf_fail(error, OVF_ERROR_INPUT, "is no feature of GeoJSON");
        else status = decode_feature(decoder, layer, feature, &decoder->crs, decoded, error);
        if (feature != NULL) OGR_F_Destroy(feature);
        ovf_attribute_reader_forget(&decoder->attributes);
        ovf_source_close(&source);
    } else {
        size_t name = strlen(path);
        const char *reason = strncmp(why.message, path, name) == 0 && why.message[name] == ':'
                                 ? why.message + name + 2
                                 : why.message;
        static const char unreadable[] = "cannot be opened as a vector file: ";
        bool whole = strncmp(reason, unreadable, sizeof unreadable - 1) == 0;
        status = whole ? ovf_fail(error, status, "is no feature of GeoJSON: %s",
                                  reason + sizeof unreadable - 1)
                       : ovf_fail(error, status, "%s", reason);
    }
    VSIUnlink(path);
    return status;
}

static ovf_status decode_odd(ovf_route_decoder *decoder, const char *text, size_t length,
                             ovf_decoded *decoded, ovf_error *error)
{
    ovf_gdal_errors caught;
    ovf_status status = ovf_gdal_load(error);
    if (status != OVF_OK) return status;
    ovf_gdal_errors_begin(&caught);
    status = decode_by_ogr(decoder, text, length, decoded, error);
    ovf_gdal_errors_end();
    return status;
}

static ovf_status decode_text(ovf_route_decoder *decoder, const ovf_route_block *block,
                              size_t index, ovf_decoded *decoded, ovf_error *error)
{
    const char *text = block->piece.bytes + block->piece.features[index].begin;
    size_t length = block->piece.features[index].length;
    const ovf_json_feature *feature;
    switch (ovf_json_feature_parse(decoder->parser, text, length, &feature)) {
    case OVF_JSON_READ: return decode_text_feature(decoder, feature, decoded, error);
    case OVF_JSON_ODD: return decode_odd(decoder, text, length, decoded, error);
    case OVF_JSON_MEMORY: break;
    }
    return ovf_fail_memory(error);
}

/* ---- of a format of our own ---- */

static ovf_status decode_flight(ovf_route_decoder *decoder, const ovf_route_block *block,
                                size_t index, ovf_decoded *decoded, ovf_error *error)
{
    const ovf_flight *flight = block->flights[index];
    const char *field = ovf_route_stream_options(decoder->stream)->id_field, *origin = NULL;
    bool beside = false;
    if (flight->refusal.length > 0) {
        /* Of several files one without a flight is told once. */
        decoded->matching = ovf_route_stream_files(decoder->stream) > 1;
        return ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_WHOLE_FILE, "%s",
                             flight->refusal.text);
    }
    if (flight->name.length > 0)
        origin = ovf_route_stream_origin(decoder->stream, block->file_index, flight->name.text);
    ovf_status status = ovf_flight_route_make(&decoder->flight, flight, &decoder->assembling,
                                              &decoder->route, &beside, error);
    decoded->matching = !beside;
    if (beside) decoded->kind = OVF_DECODED_BESIDE;
    if (status != OVF_OK && status != OVF_ERROR_INPUT) return status;
    ovf_error unnamed;
    ovf_status named = ovf_flight_route_id(flight, beside ? NULL : field, origin, &decoder->id,
                                           status == OVF_OK ? error : &unnamed);
    return status == OVF_OK ? named : status;
}

/* ---- names ---- */

/* A feature without an id goes by its number: as a route counted over the whole input, since files
 * of one nameless route each are common; in messages counted in its layer. Features before the part
 * must be counted for that. */
static ovf_status name(ovf_route_decoder *decoder, const ovf_route_block *block,
                       ovf_decoded *decoded, ovf_error *error)
{
    uint64_t number = decoded->number;
    if (decoder->id.length > 0) {
        ovf_text_shorten(decoder->id.text, decoder->title, sizeof decoder->title);
        return OVF_OK;
    }
    if (!decoder->knows_before) {
        ovf_status status = ovf_route_stream_before(decoder->stream, &decoder->number_before,
                                                    &decoder->ordinal_before, error);
        if (status != OVF_OK) return status;
        decoder->knows_before = true;
    }
    if (ovf_route_stream_begins_within(decoder->stream, block)) number += decoder->number_before;
    snprintf(decoder->title, sizeof decoder->title, "#%" PRIu64, number);
    char id[32];
    snprintf(id, sizeof id, "%" PRIu64, decoder->ordinal_before + decoded->ordinal + 1);
    return ovf_text_add_string(&decoder->id, id) ? OVF_OK : ovf_fail_memory(error);
}

ovf_status ovf_route_decode(ovf_route_decoder *decoder, const ovf_route_block *block, size_t index,
                            ovf_decoded *decoded, ovf_error *error)
{
    *decoded = (ovf_decoded){.kind = OVF_DECODED_ROUTE,
                             .label = block->label,
                             .number = block->number + index + 1,
                             .ordinal = block->ordinal + index};
    ovf_status status = enter_layer(decoder, block, error);
    if (status != OVF_OK) return status;
    size_t before_flights = block->feature_count + block->piece.count;
    ovf_error why = {.status = OVF_OK};
    ovf_gdal_errors caught;
    decoder->route = (ovf_route){.file = ovf_route_stream_file(decoder->stream, block->file_index)};
    decoder->route.format = ovf_route_file_format(block->file);
    ovf_text_reset(&decoder->id);
    ovf_text_reset(&decoder->flight.notes);
    if (!ovf_text_add(&decoder->id, "", 0)) return ovf_fail_memory(error);
    if (index < block->feature_count) {
        ovf_gdal_errors_begin(&caught);
        status = decode_feature(decoder, &block->file->source.layers[block->layer],
                                block->features[index], &decoder->crs, decoded, &why);
        ovf_gdal_errors_end();
    } else if (index >= before_flights) {
        status = decode_flight(decoder, block, index - before_flights, decoded, &why);
    } else {
        status = decode_text(decoder, block, index, decoded, &why);
    }
    decoded->notes = decoder->flight.notes.text;
    decoded->notes_size = decoder->flight.notes.length;
    if (status == OVF_OK && decoded->kind == OVF_DECODED_BESIDE && decoded->notes_size == 0)
        return OVF_OK;
    if (status != OVF_OK && status != OVF_ERROR_INPUT)
        return ovf_fail(error, status, "%s: %s", block->label, why.message);

    ovf_status named = name(decoder, block, decoded, error);
    if (named != OVF_OK) return named;
    decoded->title = decoder->title;
    if (status == OVF_OK && decoded->kind == OVF_DECODED_BESIDE) return OVF_OK;
    if (status != OVF_OK) {
        decoded->kind = OVF_DECODED_BAD;
        decoded->remedy = why.remedy;
        ovf_text_reset(&decoder->reason);
        if (!ovf_text_add_string(&decoder->reason, why.message)) return ovf_fail_memory(error);
        decoded->reason = decoder->reason.text;
        return OVF_OK;
    }
    ovf_ids_hash(decoder->id.text, decoder->id.length, decoded->id_hash);
    decoder->route.id = decoder->id.text;
    decoded->route = &decoder->route;
    return OVF_OK;
}
