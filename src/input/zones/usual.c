/* Zones from GeoJSON of the usual kind, without GDAL. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "input/json/json_file.h"
#include "input/zones/circles.h"
#include "input/zones/curves_attribute.h"
#include "input/zones/zone_reader.h"
#include "model/model.h"

static ovf_status read_ring(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                            const ovf_json_feature *feature, size_t begin, size_t end,
                            ovf_polygon *polygon, ovf_error *error)
{
    bool has_area;
    ovf_status status = ovf_positions_take(&reader->positions, feature->lon + begin,
                                           feature->lat + begin, NULL, end - begin, reading->crs,
                                           "", error);
    if (status == OVF_OK)
        status = ovf_zone_ring_make(reader, reading, "", &polygon->rings[polygon->count], &has_area,
                                    error);
    if (status != OVF_OK) return status;
    polygon->count += has_area;
    return has_area ? OVF_OK : OVF_ERROR_INPUT;
}

static ovf_status read_polygons(ovf_zones_reader *reader, const ovf_json_feature *feature,
                                ovf_zone *zone, ovf_error *error)
{
    const ovf_crs wgs84 = ovf_crs_wgs84();
    const ovf_ring_reading reading = {.crs = &wgs84, .edges = zone->edges};
    size_t part = 0, position = 0;
    ovf_status status = OVF_OK;
    reader->long_count = 0;
    zone->polygons = ovf_array_new(feature->polygon_count, sizeof *zone->polygons);
    if (zone->polygons == NULL) return ovf_fail_memory(error);
    while (status == OVF_OK && zone->polygon_count < feature->polygon_count) {
        ovf_polygon *polygon = &zone->polygons[zone->polygon_count];
        size_t end = feature->polygon_ends[zone->polygon_count++];
        polygon->rings = ovf_array_new(end - part, sizeof *polygon->rings);
        if (polygon->rings == NULL) return ovf_fail_memory(error);
        for (; status == OVF_OK && part < end; position = feature->part_ends[part++])
            status = read_ring(reader, &reading, feature, position, feature->part_ends[part],
                               polygon, error);
    }
    if (status == OVF_OK) status = ovf_zone_shape_check(reader, &reading, zone, error);
    if (status != OVF_OK) return status;
    /* What is to be told is found again, and told, by the other reader. */
    return reader->notes.count > 0 && !reader->options.bundled ? OVF_ERROR_INPUT : OVF_OK;
}

/* A Point with a radius. */
static ovf_status read_circle(ovf_zones_reader *reader, const ovf_json_feature *feature,
                              ovf_zone *zone, ovf_error *error)
{
    const ovf_crs wgs84 = ovf_crs_wgs84();
    double radius_m;
    if (!ovf_circle_radius_plain(&feature->attributes, &radius_m)) return OVF_ERROR_INPUT;
    ovf_status status = ovf_positions_take(&reader->positions, feature->lon, feature->lat, NULL, 1,
                                           &wgs84, "", error);
    if (status != OVF_OK) return status;
    zone->edges = OVF_EDGES_GEODESIC;
    zone->polygons = ovf_array_new(1, sizeof *zone->polygons);
    if (zone->polygons != NULL)
        zone->polygons->rings = ovf_array_new(1, sizeof *zone->polygons->rings);
    if (zone->polygons == NULL || zone->polygons->rings == NULL) return ovf_fail_memory(error);
    zone->polygon_count = 1;
    status = ovf_circle_ring((ovf_lonlat){reader->positions.lon[0], reader->positions.lat[0]},
                             radius_m, zone->polygons->rings, error);
    zone->polygons->count = status == OVF_OK;
    return status;
}

/* OVF_ERROR_INPUT, without a sentence, where GDAL is to read the file after all. */
static ovf_status read_zone(ovf_zones_reader *reader, const char *file,
                            const ovf_json_feature *feature, ovf_zone *zone, ovf_error *error)
{
    const ovf_attributes *attributes = &feature->attributes;
    const ovf_attribute *edges = ovf_attribute_named(attributes, "edges"),
                        *name = ovf_attribute_named(attributes, "name");
    const bool point = feature->shape == OVF_JSON_POINT && feature->position_count == 1;
    if (!point && feature->shape != OVF_JSON_POLYGON && feature->shape != OVF_JSON_MULTIPOLYGON)
        return OVF_ERROR_INPUT;
    if (ovf_attribute_named(attributes, "orientation") != NULL ||
        ovf_attribute_named(attributes, OVF_CURVES_ATTRIBUTE) != NULL)
        return OVF_ERROR_INPUT;
    zone->edges = reader->options.default_edges;
    if (edges != NULL && (edges->type != OVF_ATTRIBUTE_TEXT ||
                          (edges->text[0] != '\0' && !ovf_edges_parse(edges->text, &zone->edges))))
        return OVF_ERROR_INPUT;
    ovf_status status = point ? read_circle(reader, feature, zone, error)
                              : read_polygons(reader, feature, zone, error);
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

/* Whether the id was meant as one (feature_id.h). */
static bool is_meant(const ovf_zones_reader *reader, const ovf_attributes *attributes)
{
    if (reader->options.id_field != NULL) return true;
    const ovf_attribute *id = ovf_attribute_key(attributes);
    return id != NULL && !(id->type == OVF_ATTRIBUTE_TEXT && id->text[0] == '\0');
}

/* All zones of the file, or OVF_ERROR_INPUT as said above. */
static ovf_status read_zones(ovf_zones_reader *reader, const char *file, ovf_json_file *source,
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
            status = read_zone(reader, file, feature, &zones->items[zones->count++], error);
    }
    for (size_t i = 0; i < zones->count && status == OVF_OK; i++)
        if (!ovf_json_columns_fill(&source->columns, &zones->items[i].attributes))
            status = ovf_fail_memory(error);
    return status;
}

/* Takes a zone over, unless another file has its id. */
static ovf_status take_zone(ovf_zones_reader *reader, const char *file, size_t number,
                            ovf_zone *zone, ovf_error *error)
{
    ovf_error why;
    char title[200];
    bool meant = is_meant(reader, &zone->attributes);
    reader->features++;
    ovf_text_reset(&reader->id);
    if (!ovf_text_add_string(&reader->id, zone->id)) return ovf_fail_memory(error);
    ovf_text_shorten(reader->id.text, title, sizeof title);
    ovf_status status = ovf_zone_reserve(reader, error);
    if (status != OVF_OK) return status;
    status = ovf_zone_id_claim(reader, file, number, meant, &why);
    if (status != OVF_OK)
        return ovf_fail(error, status, "%s: feature \"%s\": %s", file, title, why.message);
    char *id = ovf_text_copy(reader->id.text); /* it may have a number by now */
    if (id == NULL) return ovf_fail_memory(error);
    ovf_text_free(zone->id);
    zone->id = id;
    status = ovf_zone_keep(reader, zone, file, number, meant, title, error);
    if (status == OVF_OK) *zone = (ovf_zone){0};
    return status;
}

ovf_status ovf_zones_read_usual(ovf_zones_reader *reader, const char *file, bool *done,
                                ovf_error *error)
{
    ovf_json_file source;
    ovf_zones zones = {0};
    *done = false;
    /* Who has bad features rejected wants to know of each, and who names a CRS that it was not
     * needed. */
    if (reader->options.reject != NULL || reader->options.crs != NULL) return OVF_OK;
    ovf_status status = ovf_json_file_open(&source, file, done, error);
    if (status != OVF_OK || !*done) return status;
    source.id_field = reader->options.id_field;
    source.structures = reader->options.bundled;
    status = read_zones(reader, file, &source, &zones, error);
    ovf_zone_notes_cut(&reader->notes, 0);
    *done = status != OVF_ERROR_INPUT;
    if (!*done) status = OVF_OK;
    for (size_t i = 0; *done && status == OVF_OK && i < zones.count; i++)
        status = take_zone(reader, file, i + 1, &zones.items[i], error);
    ovf_zones_clear(&zones);
    ovf_json_file_close(&source);
    return status;
}
