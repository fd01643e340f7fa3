/* Reading zones. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/attributes.h"
#include "gdal/fields.h"
#include "input/source/geometry.h"
#include "input/flights/ids.h"
#include "input/json/json_file.h"
#include "input/source/positions.h"
#include "input/source/source.h"
#include "input/zones/validity.h"
#include "model/flaws.h"
#include "model/model.h"
#include "overflight/input.h"

/* Where a zone came from, to name it when another has its id. */
typedef struct {
    char *label;
    size_t number;
} origin;

typedef struct {
    ovf_input_options options;
    ovf_zones zones;
    size_t zone_capacity;
    origin *origins; /* one for each zone */
    size_t origin_capacity;
    size_t features; /* read so far, over all files, good or bad */
    ovf_ids ids;
    ovf_positions positions;
    ovf_attribute_reader attributes;
    ovf_validity *validity;
    ovf_text id, text;
} zone_reader;

/* Of the positions read last. */
static ovf_status make_ring(const zone_reader *reader, ovf_edges edges, const char *place,
                            ovf_ring *ring, ovf_error *error)
{
    const ovf_positions *positions = &reader->positions;
    size_t count = positions->count;
    const char *subject = place[0] == '\0' ? "ring" : place + strlen(" of ");
    if (count < 4)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected at least four positions, found %zu",
                        subject, count);
    ring->vertices = ovf_array_new(count, sizeof *ring->vertices);
    if (ring->vertices == NULL) return ovf_fail_memory(error);
    ring->count = count;
    for (size_t i = 0; i < count; i++)
        ring->vertices[i] = (ovf_lonlat){positions->lon[i], positions->lat[i]};
    ovf_lonlat first = ring->vertices[0], *last = &ring->vertices[count - 1];
    bool same = positions->first_x == positions->last_x && positions->first_y == positions->last_y;
    if (!same && !ovf_ring_is_closed(first, *last))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s is not closed: it begins at %.10g %.10g and ends at %.10g %.10g; "
                        "expected the first position again at the end",
                        subject, first.lon, first.lat, last->lon, last->lat);
    *last = first;
    size_t distinct = ovf_ring_distinct(ring->vertices, count, edges);
    if (distinct == OVF_RING_DISTINCT_MIN) return OVF_OK;
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "%s: expected at least three different positions, found %s", subject,
                    distinct == 1 ? "one" : "two");
}

static ovf_status read_ring(zone_reader *reader, OGRGeometryH line, const ovf_layer *layer,
                            ovf_edges edges, const char *place, ovf_ring *ring, ovf_error *error)
{
    ovf_status status = ovf_positions_read(&reader->positions, line, &layer->crs, place, error);
    return status == OVF_OK ? make_ring(reader, edges, place, ring, error) : status;
}

static ovf_status read_polygon(zone_reader *reader, OGRGeometryH geometry, const ovf_layer *layer,
                               ovf_edges edges, size_t number, size_t count, ovf_polygon *polygon,
                               ovf_error *error)
{
    size_t rings = (size_t)OGR_G_GetGeometryCount(geometry);
    if (rings == 0) {
        if (count == 1)
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "geometry: expected at least one ring, found an empty polygon");
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "polygon %zu: expected at least one ring, found none", number);
    }
    polygon->rings = ovf_array_new(rings, sizeof *polygon->rings);
    if (polygon->rings == NULL) return ovf_fail_memory(error);
    for (; polygon->count < rings; polygon->count++) {
        char place[OVF_PLACE_SIZE] = "";
        if (count > 1)
            snprintf(place, sizeof place, " of ring %zu of polygon %zu", polygon->count + 1,
                     number);
        else if (rings > 1) snprintf(place, sizeof place, " of ring %zu", polygon->count + 1);
        ovf_status status = read_ring(reader, OGR_G_GetGeometryRef(geometry, (int)polygon->count),
                                      layer, edges, place, &polygon->rings[polygon->count], error);
        if (status != OVF_OK) {
            free(polygon->rings[polygon->count].vertices);
            return status;
        }
    }
    return OVF_OK;
}

static ovf_status check_validity(zone_reader *reader, ovf_zone *zone, ovf_error *error)
{
    if (reader->options.bundled) return OVF_OK;
    return ovf_validity_check(reader->validity, zone->polygons, zone->polygon_count, zone->edges,
                              error);
}

static ovf_status read_polygons(zone_reader *reader, ovf_source *source, const ovf_layer *layer,
                                OGRFeatureH feature, ovf_zone *zone, ovf_error *error)
{
    OGRGeometryH geometry, owned;
    ovf_status status = ovf_geometry_get(feature, OVF_GEOMETRY_AREAS, &geometry, &owned, error);
    if (status != OVF_OK) return status;
    source->matching++;
    size_t count = ovf_geometry_parts(geometry);
    if (count == 0)
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "geometry: expected a polygon, found an empty MultiPolygon");
    zone->polygons = ovf_array_new(count, sizeof *zone->polygons);
    if (status == OVF_OK && zone->polygons == NULL) status = ovf_fail_memory(error);
    while (status == OVF_OK && zone->polygon_count < count) {
        size_t i = zone->polygon_count++;
        status = read_polygon(reader, ovf_geometry_part(geometry, i), layer, zone->edges, i + 1,
                              count, &zone->polygons[i], error);
    }
    if (owned != NULL) OGR_G_DestroyGeometry(owned);
    if (status != OVF_OK) return status;
    return check_validity(reader, zone, error);
}

static ovf_status read_edges(zone_reader *reader, OGRFeatureH feature, ovf_edges *edges,
                             ovf_error *error)
{
    int index = OGR_F_GetFieldIndex(feature, "edges");
    *edges = reader->options.default_edges;
    if (!ovf_field_has(feature, index)) return OVF_OK;
    ovf_text_reset(&reader->text);
    if (!ovf_field_add_text(&reader->text, feature, index)) return ovf_fail_memory(error);
    if (reader->text.length == 0 || ovf_edges_parse(reader->text.text, edges)) return OVF_OK;
    char found[60];
    ovf_text_shorten(reader->text.text, found, sizeof found);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "edges: expected \"lonlat\" or \"geodesic\", found \"%s\"", found);
}

/* The property `orientation`, for geodesic rings only: on a map in longitude and latitude the
 * inside is what the ring encloses there. */
static ovf_status read_orientation(zone_reader *reader, OGRFeatureH feature, ovf_zone *zone,
                                   ovf_error *error)
{
    int index = OGR_F_GetFieldIndex(feature, "orientation");
    zone->oriented = false;
    if (!ovf_field_has(feature, index)) return OVF_OK;
    ovf_text_reset(&reader->text);
    if (!ovf_field_add_text(&reader->text, feature, index)) return ovf_fail_memory(error);
    if (reader->text.length == 0) return OVF_OK;
    zone->oriented = strcmp(reader->text.text, "right-hand") == 0;
    if (zone->oriented && zone->edges == OVF_EDGES_GEODESIC) return OVF_OK;
    if (zone->oriented)
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "orientation is \"right-hand\" and edges is \"lonlat\"; it is for geodesic edges only");
    char found[60];
    ovf_text_shorten(reader->text.text, found, sizeof found);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "orientation: expected \"right-hand\" or none, found \"%s\"", found);
}

/* `number` is the feature's in its layer. */
static ovf_status claim_id(zone_reader *reader, size_t number, ovf_error *error)
{
    size_t earlier;
    if (reader->id.length == 0) {
        char text[32];
        snprintf(text, sizeof text, "%zu", reader->features);
        if (!ovf_text_add_string(&reader->id, text)) return ovf_fail_memory(error);
    }
    uint64_t hash[2];
    ovf_ids_hash(reader->id.text, reader->id.length, hash);
    ovf_status status = ovf_ids_add(&reader->ids, hash, reader->zones.count, &earlier, error);
    if (status != OVF_OK || earlier == OVF_IDS_NONE) return status;
    char id[200], label[300];
    ovf_text_shorten(reader->id.text, id, sizeof id);
    ovf_text_shorten(reader->origins[earlier].label, label, sizeof label);
    return ovf_fail(
        error, OVF_ERROR_INPUT,
        "id \"%s\" of feature #%zu is already that of feature #%zu of %s; ids must differ", id,
        number, reader->origins[earlier].number, label);
}

static ovf_status read_texts(zone_reader *reader, const ovf_source *source, OGRFeatureH feature,
                             ovf_zone *zone, ovf_error *error)
{
    int name = OGR_F_GetFieldIndex(feature, "name");
    ovf_text_reset(&reader->text);
    if (ovf_field_has(feature, name) && !ovf_field_add_text(&reader->text, feature, name))
        return ovf_fail_memory(error);
    zone->id = ovf_text_copy(reader->id.text);
    zone->name = ovf_text_copy(reader->text.length == 0 ? reader->id.text : reader->text.text);
    zone->file = ovf_text_copy(source->file);
    if (zone->id == NULL || zone->name == NULL || zone->file == NULL ||
        !ovf_attribute_reader_read(&reader->attributes, feature) ||
        !ovf_attributes_copy(&reader->attributes.attributes, &zone->attributes))
        return ovf_fail_memory(error);
    return OVF_OK;
}

/* Memory for one more zone, which is to be there before the id is claimed for a zone of this index.
 */
static ovf_status reserve_zone(zone_reader *reader, ovf_error *error)
{
    size_t wanted = reader->zones.count + 1;
    bool good = ovf_array_reserve(&reader->zones.items, &reader->zone_capacity, wanted,
                                  sizeof *reader->zones.items) &&
                ovf_array_reserve(&reader->origins, &reader->origin_capacity, wanted,
                                  sizeof *reader->origins);
    return good ? OVF_OK : ovf_fail_memory(error);
}

static ovf_status keep_zone(zone_reader *reader, const ovf_zone *zone, const char *label,
                            size_t number, ovf_error *error)
{
    char *copy = ovf_text_copy(label);
    if (copy == NULL) return ovf_fail_memory(error);
    reader->origins[reader->zones.count] = (origin){copy, number};
    reader->zones.items[reader->zones.count++] = *zone;
    return OVF_OK;
}

static ovf_status read_zone(zone_reader *reader, ovf_source *source, const ovf_layer *layer,
                            OGRFeatureH feature, ovf_zone *zone, ovf_error *error)
{
    ovf_status status = read_edges(reader, feature, &zone->edges, error);
    if (status == OVF_OK) status = read_orientation(reader, feature, zone, error);
    if (status == OVF_OK) status = read_polygons(reader, source, layer, feature, zone, error);
    if (status != OVF_OK) return status;
    status = reserve_zone(reader, error);
    if (status == OVF_OK) status = claim_id(reader, layer->number, error);
    if (status == OVF_OK) status = read_texts(reader, source, feature, zone, error);
    return status == OVF_OK ? keep_zone(reader, zone, layer->label, layer->number, error) : status;
}

static ovf_status read_feature(zone_reader *reader, ovf_source *source, const ovf_layer *layer,
                               OGRFeatureH feature, ovf_error *error)
{
    char title[200];
    ovf_error why;
    ovf_zone zone = {0};
    ovf_status status = ovf_feature_id(layer, feature, &reader->id, error);
    if (status != OVF_OK) return status;
    ovf_feature_title(layer, reader->id.text, title, sizeof title);
    reader->features++;
    status = read_zone(reader, source, layer, feature, &zone, &why);
    if (status == OVF_OK) return OVF_OK;
    ovf_zone_clear(&zone);
    if (status != OVF_ERROR_INPUT)
        return ovf_fail(error, status, "%s: %s", layer->label, why.message);
    if (reader->options.reject == NULL)
        return ovf_fail(error, status,
                        title[0] == '#' ? "%s: feature %s: %s" : "%s: feature \"%s\": %s",
                        layer->label, title, why.message);
    reader->options.reject(reader->options.reject_context, layer->label, title, why.message);
    return OVF_OK;
}

/* ---- without GDAL ---- */

static ovf_status read_usual_polygons(zone_reader *reader, const ovf_json_feature *feature,
                                      ovf_zone *zone, ovf_error *error)
{
    const ovf_crs wgs84 = {.transformation = NULL, .z_metres = 1};
    size_t part = 0, position = 0;
    ovf_status status = OVF_OK;
    zone->polygons = ovf_array_new(feature->polygon_count, sizeof *zone->polygons);
    if (zone->polygons == NULL) return ovf_fail_memory(error);
    while (status == OVF_OK && zone->polygon_count < feature->polygon_count) {
        ovf_polygon *polygon = &zone->polygons[zone->polygon_count];
        size_t end = feature->polygon_ends[zone->polygon_count++];
        polygon->rings = ovf_array_new(end - part, sizeof *polygon->rings);
        if (polygon->rings == NULL) return ovf_fail_memory(error);
        for (; status == OVF_OK && part < end; position = feature->part_ends[part++]) {
            status = ovf_positions_take(&reader->positions, feature->lon + position,
                                        feature->lat + position, NULL,
                                        feature->part_ends[part] - position, &wgs84, "", error);
            if (status == OVF_OK)
                status = make_ring(reader, zone->edges, "", &polygon->rings[polygon->count++],
                                   error);
        }
    }
    return status == OVF_OK ? check_validity(reader, zone, error) : status;
}

/* OVF_ERROR_INPUT, without a sentence, where GDAL is to read the file after all. */
static ovf_status read_usual_zone(zone_reader *reader, const char *file,
                                  const ovf_json_feature *feature, ovf_zone *zone, ovf_error *error)
{
    const ovf_attributes *attributes = &feature->attributes;
    const ovf_attribute *edges = ovf_attribute_named(attributes, "edges"),
                        *name = ovf_attribute_named(attributes, "name");
    if (feature->shape != OVF_JSON_POLYGON && feature->shape != OVF_JSON_MULTIPOLYGON)
        return OVF_ERROR_INPUT;
    if (ovf_attribute_named(attributes, "orientation") != NULL) return OVF_ERROR_INPUT;
    zone->edges = reader->options.default_edges;
    if (edges != NULL && (edges->type != OVF_ATTRIBUTE_TEXT ||
                          (edges->text[0] != '\0' && !ovf_edges_parse(edges->text, &zone->edges))))
        return OVF_ERROR_INPUT;
    ovf_status status = read_usual_polygons(reader, feature, zone, error);
    if (status != OVF_OK) return status;
    ovf_text_reset(&reader->text);
    if (!ovf_text_add(&reader->text, "", 0) || !ovf_attribute_add_text(&reader->text, name))
        return ovf_fail_memory(error);
    zone->id = ovf_text_copy(reader->id.text);
    zone->name = ovf_text_copy(reader->text.length == 0 ? reader->id.text : reader->text.text);
    zone->file = ovf_text_copy(file);
    bool good = zone->id != NULL && zone->name != NULL && zone->file != NULL &&
                ovf_attributes_copy(attributes, &zone->attributes);
    return good ? OVF_OK : ovf_fail_memory(error);
}

/* All zones of the file, or OVF_ERROR_INPUT as said above. */
static ovf_status read_usual_zones(zone_reader *reader, const char *file, ovf_json_file *source,
                                   ovf_zones *zones, ovf_error *error)
{
    ovf_status status = OVF_OK;
    zones->items = ovf_array_new(source->piece.count, sizeof *zones->items);
    if (zones->items == NULL) return ovf_fail_memory(error);
    while (status == OVF_OK) {
        const ovf_json_feature *feature;
        ovf_json_verdict verdict = ovf_json_file_next(source, &feature);
        if (verdict == OVF_JSON_MEMORY) return ovf_fail_memory(error);
        if (verdict == OVF_JSON_ODD) return OVF_ERROR_INPUT;
        if (feature == NULL) break;
        status = ovf_json_feature_id(feature, reader->options.id_field, &reader->id, error);
        /* A feature without an id goes by its number over all files, which GDAL's reader counts. */
        if (status == OVF_OK && reader->id.length == 0) return OVF_ERROR_INPUT;
        if (status == OVF_OK)
            status = read_usual_zone(reader, file, feature, &zones->items[zones->count++], error);
    }
    return status;
}

/* Takes a zone over, unless another has its id. */
static ovf_status take_usual_zone(zone_reader *reader, const char *file, size_t number,
                                  ovf_zone *zone, ovf_error *error)
{
    ovf_error why;
    char title[200];
    reader->features++;
    ovf_text_reset(&reader->id);
    if (!ovf_text_add_string(&reader->id, zone->id)) return ovf_fail_memory(error);
    ovf_status status = reserve_zone(reader, error);
    if (status != OVF_OK) return status;
    status = claim_id(reader, number, &why);
    ovf_text_shorten(reader->id.text, title, sizeof title);
    if (status != OVF_OK)
        return ovf_fail(error, status, "%s: feature \"%s\": %s", file, title, why.message);
    status = keep_zone(reader, zone, file, number, error);
    if (status == OVF_OK) *zone = (ovf_zone){0};
    return status;
}

/* Where *done is false nothing has been read. All of the file is, or nothing, since what is wrong
 * with a feature is for GDAL's reader to say. */
static ovf_status read_usual_file(zone_reader *reader, const char *file, bool *done,
                                  ovf_error *error)
{
    ovf_json_file source;
    ovf_zones zones = {0};
    *done = false;
    /* Who has bad features rejected wants to know of each. */
    if (reader->options.reject != NULL) return OVF_OK;
    ovf_status status = ovf_json_file_open(&source, file, done, error);
    if (status != OVF_OK || !*done) return status;
    source.id_field = reader->options.id_field;
    source.structures = reader->options.bundled;
    status = read_usual_zones(reader, file, &source, &zones, error);
    *done = status != OVF_ERROR_INPUT;
    if (!*done) status = OVF_OK;
    for (size_t i = 0; *done && status == OVF_OK && i < zones.count; i++)
        status = take_usual_zone(reader, file, i + 1, &zones.items[i], error);
    ovf_zones_clear(&zones);
    ovf_json_file_close(&source);
    return status;
}

static ovf_status read_file(zone_reader *reader, const char *file, ovf_error *error)
{
    ovf_source source;
    bool done;
    ovf_status usual = read_usual_file(reader, file, &done, error);
    if (usual != OVF_OK || done) return usual;
    ovf_status status = ovf_source_open(&source, file, OVF_GEOMETRY_AREAS, reader->options.id_field,
                                        NULL, error);
    while (status == OVF_OK) {
        ovf_layer *layer = NULL;
        OGRFeatureH feature = NULL;
        status = ovf_source_next(&source, &layer, &feature, error);
        if (feature == NULL) break;
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        status = read_feature(reader, &source, layer, feature, error);
        OGR_F_Destroy(feature);
        ovf_gdal_errors_end();
    }
    ovf_attribute_reader_forget(&reader->attributes);
    ovf_source_close(&source);
    return status;
}

ovf_status ovf_zones_read(const char *const *files, size_t count, const ovf_input_options *options,
                          ovf_zones *zones, ovf_error *error)
{
    zone_reader reader = {0};
    ovf_status status = OVF_OK;
    if (zones == NULL) return ovf_fail_null(error, "a place for zones");
    *zones = (ovf_zones){0};
    if (count == 0) return ovf_fail(error, OVF_ERROR_USAGE, "no file of zones is given");
    if (files == NULL) return ovf_fail_null(error, "names of files");
    for (size_t i = 0; i < count; i++)
        if (files[i] == NULL) return ovf_fail_null(error, "the name of a file");
    if (options != NULL) reader.options = *options;
    reader.validity = ovf_validity_new();
    if (reader.validity == NULL) status = ovf_fail_memory(error);
    for (size_t i = 0; i < count && status == OVF_OK; i++)
        status = read_file(&reader, files[i], error);
    for (size_t i = 0; i < reader.zones.count; i++) free(reader.origins[i].label);
    free(reader.origins);
    ovf_ids_clear(&reader.ids);
    ovf_positions_clear(&reader.positions);
    ovf_attribute_reader_clear(&reader.attributes);
    ovf_validity_free(reader.validity);
    ovf_text_clear(&reader.id);
    ovf_text_clear(&reader.text);
    if (status != OVF_OK) {
        ovf_zones_clear(&reader.zones);
        return status;
    }
    *zones = reader.zones;
    return OVF_OK;
}
