/* Reading airfields. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/array.h"
#include "base/error.h"
#include "gdal/attributes.h"
#include "gdal/fields.h"
#include "input/source/geometry.h"
#include "input/json/json_file.h"
#include "input/source/positions.h"
#include "input/source/source.h"
#include "model/model.h"
#include "overflight/input.h"

typedef struct {
    ovf_airfields airfields;
    size_t capacity;
    ovf_positions positions;
    ovf_attribute_reader attributes;
    ovf_text id, text;
} airfield_reader;

/* The field's text, empty where there is none. */
static char *copy_field(airfield_reader *reader, OGRFeatureH feature, const char *name)
{
    int index = OGR_F_GetFieldIndex(feature, name);
    ovf_text_reset(&reader->text);
    if (!ovf_text_add(&reader->text, "", 0)) return NULL;
    if (ovf_field_has(feature, index) && !ovf_field_add_text(&reader->text, feature, index))
        return NULL;
    return ovf_text_copy(reader->text.text);
}

/* From the attribute max_distances, an array of {km, from, until, …}; what is none is passed over.
 */
static bool read_distances(ovf_airfield *airfield)
{
    const ovf_attribute *attribute = ovf_attributes_find(&airfield->attributes, "max_distances");
    json_t *list = attribute == NULL || attribute->text == NULL
                       ? NULL
                       : json_loads(attribute->text, 0, NULL),
           *item;
    size_t i, count = json_array_size(list);
    if (count > 0) airfield->max_distances = ovf_array_new(count, sizeof *airfield->max_distances);
    bool good = count == 0 || airfield->max_distances != NULL;
    json_array_foreach(list, i, item)
    {
        const json_t *km = json_object_get(item, "km"), *from = json_object_get(item, "from"),
                     *until = json_object_get(item, "until");
        if (!good || !json_is_number(km)) continue;
        airfield->max_distances[airfield->max_distance_count++] = (ovf_max_distance){
            json_number_value(km), json_is_integer(from) ? (int)json_integer_value(from) : INT_MIN,
            json_is_integer(until) ? (int)json_integer_value(until) : INT_MAX};
    }
    json_decref(list);
    return good;
}

/* The index of the airfield that has the id in hand, or their number. */
static size_t find_id(const airfield_reader *reader)
{
    size_t i = 0;
    while (i < reader->airfields.count &&
           strcmp(reader->airfields.items[i].id, reader->id.text) != 0)
        i++;
    return i;
}

static ovf_status read_airfield(airfield_reader *reader, ovf_source *source, const ovf_layer *layer,
                                OGRFeatureH feature, ovf_airfield *airfield, ovf_error *error)
{
    OGRGeometryH geometry, owned;
    ovf_status status = ovf_geometry_get(feature, OVF_GEOMETRY_POINTS, &geometry, &owned, error);
    if (status != OVF_OK) return status;
    source->matching++;
    status = ovf_positions_read(&reader->positions, geometry, &layer->crs, "", error);
    if (status != OVF_OK) return status;
    if (reader->positions.count == 0 || OGR_G_IsEmpty(geometry))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "geometry: expected a position, found an empty Point");
    if (reader->id.length == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "id: expected the airfield's ICAO code, found none");
    size_t earlier = find_id(reader);
    if (earlier < reader->airfields.count)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "id is already that of feature #%zu; ids must differ", earlier + 1);
    airfield->position = (ovf_lonlat){reader->positions.lon[0], reader->positions.lat[0]};
    airfield->max_distance_km = NAN;
    int distance = OGR_F_GetFieldIndex(feature, "max_distance_km");
    if (ovf_field_has(feature, distance)) {
        bool number = ovf_field_number(feature, distance, &airfield->max_distance_km);
        if (!number || !(airfield->max_distance_km > 0) || isinf(airfield->max_distance_km))
            return ovf_fail(error, OVF_ERROR_INPUT,
                            "max_distance_km: expected a number greater than 0, found \"%s\"",
                            OGR_F_GetFieldAsString(feature, distance));
    }
    airfield->id = ovf_text_copy(reader->id.text);
    airfield->name = copy_field(reader, feature, "name");
    airfield->state = copy_field(reader, feature, "state");
    airfield->kind = copy_field(reader, feature, "kind");
    if (airfield->id == NULL || airfield->name == NULL || airfield->state == NULL ||
        airfield->kind == NULL || !ovf_attribute_reader_read(&reader->attributes, feature) ||
        !ovf_attributes_copy(&reader->attributes.attributes, &airfield->attributes) ||
        !read_distances(airfield) ||
        !ovf_array_reserve(&reader->airfields.items, &reader->capacity, reader->airfields.count + 1,
                           sizeof *airfield))
        return ovf_fail_memory(error);
    reader->airfields.items[reader->airfields.count++] = *airfield;
    return OVF_OK;
}

static ovf_status read_feature(airfield_reader *reader, ovf_source *source, const ovf_layer *layer,
                               OGRFeatureH feature, ovf_error *error)
{
    char title[200];
    ovf_error why;
    ovf_airfield airfield = {0};
    ovf_status status = ovf_feature_id(layer, feature, &reader->id, error);
    if (status != OVF_OK) return status;
    ovf_feature_title(layer, reader->id.text, title, sizeof title);
    status = read_airfield(reader, source, layer, feature, &airfield, &why);
    if (status == OVF_OK) return OVF_OK;
    ovf_airfield_clear(&airfield);
    if (status != OVF_ERROR_INPUT)
        return ovf_fail(error, status, "%s: %s", layer->label, why.message);
    return ovf_fail(error, status,
                    title[0] == '#' ? "%s: feature %s: %s" : "%s: feature \"%s\": %s", layer->label,
                    title, why.message);
}

/* ---- without GDAL ---- */

/* A text, or nothing; false where it is something else. */
static bool copy_text(const ovf_attributes *attributes, const char *name, const char **copy)
{
    const ovf_attribute *attribute = ovf_attribute_named(attributes, name);
    *copy = NULL;
    if (attribute != NULL && attribute->type != OVF_ATTRIBUTE_TEXT) return false;
    *copy = ovf_text_copy(attribute == NULL ? "" : attribute->text);
    return true;
}

/* OVF_ERROR_INPUT, without a sentence, where GDAL is to read the file after all. */
static ovf_status read_usual_airfield(airfield_reader *reader, const ovf_json_feature *feature,
                                      ovf_airfield *airfield, ovf_error *error)
{
    const ovf_crs wgs84 = ovf_crs_wgs84();
    const ovf_attributes *attributes = &feature->attributes;
    const ovf_attribute *distance = ovf_attribute_named(attributes, "max_distance_km");
    ovf_status status = ovf_json_feature_id(feature, NULL, &reader->id, error);
    if (status != OVF_OK) return status;
    if (feature->shape != OVF_JSON_POINT || feature->position_count != 1 ||
        reader->id.length == 0 || find_id(reader) < reader->airfields.count)
        return OVF_ERROR_INPUT;
    status = ovf_positions_take(&reader->positions, feature->lon, feature->lat, NULL, 1, &wgs84, "",
                                error);
    if (status != OVF_OK) return status;
    airfield->position = (ovf_lonlat){reader->positions.lon[0], reader->positions.lat[0]};
    airfield->max_distance_km = NAN;
    if (distance != NULL && distance->type == OVF_ATTRIBUTE_INTEGER)
        airfield->max_distance_km = (double)distance->integer;
    else if (distance != NULL && distance->type == OVF_ATTRIBUTE_REAL)
        airfield->max_distance_km = distance->real;
    if (distance != NULL && !(airfield->max_distance_km > 0)) return OVF_ERROR_INPUT;
    bool usual = copy_text(attributes, "name", &airfield->name) &&
                 copy_text(attributes, "state", &airfield->state) &&
                 copy_text(attributes, "kind", &airfield->kind);
    if (!usual) return OVF_ERROR_INPUT;
    airfield->id = ovf_text_copy(reader->id.text);
    if (airfield->id == NULL || airfield->name == NULL || airfield->state == NULL ||
        airfield->kind == NULL || !ovf_attributes_copy(attributes, &airfield->attributes) ||
        !read_distances(airfield) ||
        !ovf_array_reserve(&reader->airfields.items, &reader->capacity, reader->airfields.count + 1,
                           sizeof *airfield))
        return ovf_fail_memory(error);
    reader->airfields.items[reader->airfields.count++] = *airfield;
    return OVF_OK;
}

/* Where *done is false nothing has been read. */
static ovf_status read_usual(airfield_reader *reader, const char *file, bool *done,
                             ovf_error *error)
{
    ovf_json_file source;
    ovf_status status = ovf_json_file_open(&source, file, done, error);
    if (status != OVF_OK || !*done) return status;
    source.structures = true;
    while (status == OVF_OK) {
        const ovf_json_feature *feature;
        ovf_airfield airfield = {0};
        ovf_json_verdict verdict = ovf_json_file_next(&source, &feature);
        if (verdict == OVF_JSON_MEMORY) status = ovf_fail_memory(error);
        if (verdict == OVF_JSON_ODD) status = OVF_ERROR_INPUT;
        if (feature == NULL) break;
        status = read_usual_airfield(reader, feature, &airfield, error);
        if (status != OVF_OK) ovf_airfield_clear(&airfield);
    }
    for (size_t i = 0; i < reader->airfields.count && status == OVF_OK; i++)
        if (!ovf_json_columns_fill(&source.columns, &reader->airfields.items[i].attributes))
            status = ovf_fail_memory(error);
    ovf_json_file_close(&source);
    *done = status != OVF_ERROR_INPUT;
    if (*done) return status;
    for (size_t i = 0; i < reader->airfields.count; i++)
        ovf_airfield_clear(&reader->airfields.items[i]);
    reader->airfields.count = 0;
    return OVF_OK;
}

static ovf_status read_by_ogr(airfield_reader *reader, const char *file, ovf_error *error)
{
    ovf_source source;
    ovf_status status = ovf_source_open(&source, file, OVF_GEOMETRY_POINTS, NULL, error);
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
    ovf_source_close(&source);
    return status;
}

ovf_status ovf_airfields_read(const char *file, ovf_airfields *airfields, ovf_error *error)
{
    if (file == NULL) return ovf_fail_null(error, "the name of a file");
    if (airfields == NULL) return ovf_fail_null(error, "a place for airfields");
    airfield_reader reader = {0};
    bool done;
    *airfields = (ovf_airfields){0};
    ovf_status status = read_usual(&reader, file, &done, error);
    if (status == OVF_OK && !done) status = read_by_ogr(&reader, file, error);
    ovf_positions_clear(&reader.positions);
    ovf_attribute_reader_clear(&reader.attributes);
    ovf_text_clear(&reader.id);
    ovf_text_clear(&reader.text);
    if (status != OVF_OK) {
        ovf_airfields_clear(&reader.airfields);
        return status;
    }
    *airfields = reader.airfields;
    return OVF_OK;
}
