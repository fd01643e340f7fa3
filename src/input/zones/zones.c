/* Reading zones. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/fields.h"
#include "input/rules/zone_volumes.h"
#include "input/source/source.h"
#include "input/zones/curves_attribute.h"
#include "input/zones/volumes_attribute.h"
#include "input/zones/zone_reader.h"
#include "model/model.h"

static ovf_status read_edges(ovf_zones_reader *reader, OGRFeatureH feature, ovf_edges *edges,
                             bool *explicitly, ovf_error *error)
{
    int index = OGR_F_GetFieldIndex(feature, "edges");
    *edges = reader->options.default_edges;
    *explicitly = false;
    if (!ovf_field_has(feature, index)) return OVF_OK;
    ovf_text_reset(&reader->text);
    if (!ovf_field_add_text(&reader->text, feature, index)) return ovf_fail_memory(error);
    if (reader->text.length == 0) return OVF_OK;
    *explicitly = ovf_edges_parse(reader->text.text, edges);
    if (*explicitly) return OVF_OK;
    char found[60];
    ovf_text_shorten(reader->text.text, found, sizeof found);
    return ovf_fail(error, OVF_ERROR_INPUT,
                    "edges: expected \"lonlat\" or \"geodesic\", found \"%s\"", found);
}

/* The property `orientation`, for geodesic rings only: on a map in longitude and latitude the
 * inside is what the ring encloses there. */
static ovf_status read_orientation(ovf_zones_reader *reader, OGRFeatureH feature, ovf_zone *zone,
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

/* Whether curves are there or not, the outline has by now what the attribute says. */
static void drop_curves(ovf_attributes *attributes)
{
    const ovf_attribute *found = ovf_attributes_find(attributes, OVF_CURVES_ATTRIBUTE);
    if (found == NULL || !ovf_is_curves_attribute(found->text)) return;
    size_t index = (size_t)(found - attributes->items);
    ovf_text_free(found->name);
    ovf_text_free(found->text);
    attributes->count--;
    memmove(&attributes->items[index], &attributes->items[index + 1],
            (attributes->count - index) * sizeof *attributes->items);
}

static ovf_status read_texts(ovf_zones_reader *reader, const ovf_source *source,
                             OGRFeatureH feature, ovf_zone *zone, ovf_error *error)
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
    drop_curves(&zone->attributes);
    return OVF_OK;
}

static ovf_status read_zone(ovf_zones_reader *reader, ovf_source *source, const ovf_layer *layer,
                            OGRFeatureH feature, const char *title, ovf_zone *zone,
                            ovf_error *error)
{
    bool explicitly, is_zone = true;
    ovf_status status = read_edges(reader, feature, &zone->edges, &explicitly, error);
    if (status == OVF_OK) status = read_orientation(reader, feature, zone, error);
    if (status == OVF_OK)
        status = ovf_zone_shape_read(reader, layer, feature, explicitly, zone, &is_zone, error);
    source->matching += is_zone;
    if (status != OVF_OK || !is_zone) return status;
    status = ovf_zone_reserve(reader, error);
    bool meant = ovf_feature_id_is_meant(layer, feature);
    if (status == OVF_OK)
        status = ovf_zone_id_claim(reader, layer->label, layer->number, meant, error);
    if (status == OVF_OK) status = read_texts(reader, source, feature, zone, error);
    if (status == OVF_OK)
        status = ovf_zone_keep(reader, zone, layer->label, layer->number, meant, title, error);
    if (status == OVF_OK) *zone = (ovf_zone){0};
    return status;
}

static ovf_status read_feature(ovf_zones_reader *reader, ovf_source *source, const ovf_layer *layer,
                               OGRFeatureH feature, ovf_error *error)
{
    char title[200];
    ovf_error why;
    ovf_zone zone = {0};
    ovf_status status = ovf_feature_id(layer, feature, &reader->id, error);
    if (status != OVF_OK) return status;
    ovf_feature_title(layer, reader->id.text, title, sizeof title);
    reader->features++;
    ovf_zone_notes_cut(&reader->notes, 0);
    status = read_zone(reader, source, layer, feature, title, &zone, &why);
    ovf_zone_clear(&zone);
    if (status == OVF_OK) return OVF_OK;
    if (status != OVF_ERROR_INPUT)
        return ovf_fail(error, status, "%s: %s", layer->label, why.message);
    if (reader->options.reject == NULL)
        return ovf_fail(error, status,
                        title[0] == '#' ? "%s: feature %s: %s" : "%s: feature \"%s\": %s",
                        layer->label, title, why.message);
    reader->options.reject(reader->options.reject_context, layer->label, title, why.message);
    return OVF_OK;
}

/* ---- files ---- */

static void tell_points(const ovf_zones_reader *reader, const ovf_source *source)
{
    const ovf_input_options *options = &reader->options;
    char note[120];
    uint64_t count = reader->points + source->beside;
    if (count == 0 || options->note == NULL) return;
    snprintf(note, sizeof note, "%" PRIu64 " Point%s without a radius %s passed over", count,
             count == 1 ? "" : "s", count == 1 ? "was" : "were");
    options->note(options->note_context, source->file, NULL, note, OVF_REMEDY_NONE);
}

static ovf_status read_file(ovf_zones_reader *reader, const char *file, ovf_error *error)
{
    ovf_source source;
    bool done;
    /* Some formats of airspace are GeoJSON with more in it. */
    ovf_status usual = ovf_zones_read_airspaces(reader, file, &done, error);
    if (usual == OVF_OK && !done) usual = ovf_zones_read_usual(reader, file, &done, error);
    if (usual != OVF_OK || done) return usual;
    ovf_input_options options = reader->options;
    options.where = NULL;
    reader->points = 0;
    ovf_status status = ovf_source_open(&source, file, OVF_GEOMETRY_AREAS, &options, error);
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
    if (status == OVF_OK) tell_points(reader, &source);
    ovf_attribute_reader_forget(&reader->attributes);
    ovf_source_close(&source);
    return status;
}

ovf_status ovf_zones_read(const char *const *files, size_t count, const ovf_input_options *options,
                          ovf_zones *zones, ovf_error *error)
{
    ovf_zones_reader reader = {0};
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
    const size_t count_read = reader.zones.count;
    if (status == OVF_OK) status = ovf_zone_parts_read(&reader.zones, &reader.options, error);
    if (status == OVF_OK) status = ovf_zone_volumes_read(&reader.zones, &reader.options, error);
    for (size_t i = 0; i < count_read; i++) free(reader.origins[i].label);
    free(reader.origins);
    ovf_ids_clear(&reader.ids);
    ovf_positions_clear(&reader.positions);
    ovf_straight_clear(&reader.straight);
    ovf_areas_clear(&reader.areas);
    ovf_zone_notes_clear(&reader.notes);
    free(reader.radii_m);
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
