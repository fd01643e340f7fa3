/* Comparing what overflight reads of a GeoJSON feature with what GDAL does. */
#ifndef TEST_JSON_FIXTURE_H
#define TEST_JSON_FIXTURE_H

#include <math.h>

#include <cpl_conv.h>
#include <jansson.h>

#include "gdal/attributes.h"
#include "gdal/gdal_errors.h"
#include "input/json/json_feature.h"
#include "input_fixture.h"

/* As a record of a GeoJSONSeq, and in the list of a collection: GDAL parses these with two
 * different parsers. */
typedef enum { AS_RECORD, IN_COLLECTION } json_form;

typedef struct {
    GDALDatasetH dataset;
    OGRFeatureH feature; /* NULL: GDAL finds none */
    ovf_attribute_reader attributes;
} gdal_reading;

static inline void gdal_read(gdal_reading *reading, const char *text, size_t length, json_form form)
{
    static const char *const before[] = {"\x1E", "{\"type\":\"FeatureCollection\",\"features\":["},
                             *const after[] = {"\n", "]}"};
    static const char *const paths[] = {"/vsimem/feature.geojsons", "/vsimem/feature.geojson"};
    static const char *const drivers[][2] = {{"GeoJSONSeq", NULL}, {"GeoJSON", NULL}};
    *reading = (gdal_reading){0};
    VSILFILE *file = VSIFOpenL(paths[form], "wb");
    VSIFWriteL(before[form], 1, strlen(before[form]), file);
    VSIFWriteL(text, 1, length, file);
    VSIFWriteL(after[form], 1, strlen(after[form]), file);
    VSIFCloseL(file);
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    CPLSetThreadLocalConfigOption("OGR_GEOJSON_DATE_AS_STRING", "YES");
    reading->dataset = GDALOpenEx(paths[form], GDAL_OF_VECTOR, drivers[form], NULL, NULL);
    if (reading->dataset != NULL)
        reading->feature = OGR_L_GetNextFeature(GDALDatasetGetLayer(reading->dataset, 0));
    ovf_gdal_errors_end();
    if (reading->feature != NULL)
        assert_true(ovf_attribute_reader_read(&reading->attributes, reading->feature));
}

static inline void gdal_close(gdal_reading *reading)
{
    if (reading->feature != NULL) OGR_F_Destroy(reading->feature);
    if (reading->dataset != NULL) GDALClose(reading->dataset);
    ovf_attribute_reader_clear(&reading->attributes);
}

/* ---- whether both are the same; the first difference is printed ---- */

static inline bool differ(const char *what)
{
    print_message("GDAL has another %s\n", what);
    return false;
}

static inline bool same_bits(double a, double b) { return memcmp(&a, &b, sizeof a) == 0; }

/* Goes through a geometry of any kind in step with the positions. */
static inline bool same_positions(const ovf_json_feature *feature, OGRGeometryH geometry,
                                  size_t *position, size_t *part)
{
    int children = OGR_G_GetGeometryCount(geometry);
    for (int i = 0; i < children; i++)
        if (!same_positions(feature, OGR_G_GetGeometryRef(geometry, i), position, part))
            return false;
    int count = OGR_G_GetPointCount(geometry);
    if (children > 0 || (count == 0 && feature->shape != OVF_JSON_LINE)) return true;
    for (int i = 0; i < count; i++, (*position)++) {
        if (*position == feature->position_count) return differ("number of positions");
        if (!same_bits(feature->lon[*position], OGR_G_GetX(geometry, i)) ||
            !same_bits(feature->lat[*position], OGR_G_GetY(geometry, i)))
            return differ("position");
        if (feature->has_z != (OGR_G_Is3D(geometry) != 0)) return differ("dimension");
        /* GDAL has 0 where a position has no height and others have one. */
        double z = feature->z[*position];
        if (feature->has_z ? !same_bits(isnan(z) ? 0 : z, OGR_G_GetZ(geometry, i)) : !isnan(z))
            return differ("height");
    }
    if (feature->shape == OVF_JSON_MULTIPOINT) return true;
    return feature->part_ends[(*part)++] == *position || differ("part");
}

static inline bool same_geometry(const ovf_json_feature *feature, OGRGeometryH geometry)
{
    static const OGRwkbGeometryType types[] = {
        [OVF_JSON_POINT] = wkbPoint,     [OVF_JSON_MULTIPOINT] = wkbMultiPoint,
        [OVF_JSON_LINE] = wkbLineString, [OVF_JSON_MULTILINE] = wkbMultiLineString,
        [OVF_JSON_POLYGON] = wkbPolygon, [OVF_JSON_MULTIPOLYGON] = wkbMultiPolygon};
    if ((feature->shape == OVF_JSON_NONE) != (geometry == NULL))
        return differ("absence of a geometry");
    if (geometry == NULL) return true;
    if (wkbFlatten(OGR_G_GetGeometryType(geometry)) != types[feature->shape])
        return differ("type of geometry");
    size_t position = 0, part = 0;
    if (!same_positions(feature, geometry, &position, &part)) return false;
    if (position != feature->position_count) return differ("number of positions");
    return feature->shape == OVF_JSON_MULTIPOINT || part == feature->part_count ||
           differ("number of parts");
}

/* GDAL writes numbers in its own way, and has 0 and 1 in lists of nothing but false and true. */
static inline bool same_json(const json_t *a, const json_t *b)
{
    if (json_is_boolean(a) && json_is_integer(b)) return json_integer_value(b) == json_is_true(a);
    if (json_is_number(a) && json_is_number(b)) return json_number_value(a) == json_number_value(b);
    if (json_typeof(a) != json_typeof(b)) return false;
    if (json_is_array(a)) {
        if (json_array_size(a) != json_array_size(b)) return false;
        for (size_t i = 0; i < json_array_size(a); i++)
            if (!same_json(json_array_get(a, i), json_array_get(b, i))) return false;
        return true;
    }
    if (json_is_object(a)) {
        const char *name;
        json_t *value;
        if (json_object_size(a) != json_object_size(b)) return false;
        json_object_foreach((json_t *)(uintptr_t)a, name, value)
        {
            const json_t *other = json_object_get(b, name);
            if (other == NULL || !same_json(value, other)) return false;
        }
        return true;
    }
    return json_equal(a, b);
}

static inline bool same_attribute(const ovf_attribute *a, const ovf_attribute *b, bool is_time)
{
    if (a->type != b->type) return false;
    switch (a->type) {
    case OVF_ATTRIBUTE_NULL: return true;
    case OVF_ATTRIBUTE_BOOLEAN: return a->boolean == b->boolean;
    case OVF_ATTRIBUTE_INTEGER: return a->integer == b->integer;
    case OVF_ATTRIBUTE_REAL: return same_bits(a->real, b->real);
    /* In a GeoJSONSeq, GDAL cannot be told to leave texts as they are that look like a time. */
    case OVF_ATTRIBUTE_TEXT: return is_time || strcmp(a->text, b->text) == 0;
    case OVF_ATTRIBUTE_JSON: {
        json_t *x = json_loads(a->text, JSON_DECODE_ANY, NULL),
               *y = json_loads(b->text, JSON_DECODE_ANY, NULL);
        bool same = x != NULL && y != NULL && same_json(x, y);
        json_decref(x);
        json_decref(y);
        return same;
    }
    }
    return false;
}

static inline bool same_attributes(const ovf_json_feature *feature, const gdal_reading *reading)
{
    const ovf_attributes *wanted = &reading->attributes.attributes;
    bool id_added = feature->id != NULL &&
                    ovf_attributes_find(&feature->attributes, "id") == NULL &&
                    (!feature->id_is_number || feature->id[0] == '-');
    if (wanted->count != feature->attributes.count + id_added)
        return differ("number of attributes");
    for (size_t i = 0, k = 0; i < wanted->count; i++) {
        const ovf_attribute *attribute = &wanted->items[i];
        if (id_added && strcmp(attribute->name, "id") == 0) continue;
        OGRFieldType type = OGR_Fld_GetType(OGR_F_GetFieldDefnRef(reading->feature, (int)i));
        if (strcmp(attribute->name, feature->attributes.items[k].name) != 0)
            return differ("name or order of attributes");
        if (!same_attribute(&feature->attributes.items[k++], attribute,
                            type == OFTDate || type == OFTTime || type == OFTDateTime))
            return differ(attribute->name);
    }
    return true;
}

/* The feature's own id is GDAL's number of the feature, where it is one; otherwise a field `id`, if
 * no property is called so. */
static inline bool same_id(const ovf_json_feature *feature, const gdal_reading *reading)
{
    char number[32];
    if (feature->id == NULL) return true;
    if (feature->id_is_number && feature->id[0] != '-') {
        snprintf(number, sizeof number, "%lld", (long long)OGR_F_GetFID(reading->feature));
        return strcmp(feature->id, number) == 0 || differ("feature number");
    }
    if (ovf_attributes_find(&feature->attributes, "id") != NULL) return true;
    int index = OGR_F_GetFieldIndex(reading->feature, "id");
    return (index >= 0 &&
            strcmp(OGR_F_GetFieldAsString(reading->feature, index), feature->id) == 0) ||
           differ("id");
}

/* What was read of the text is what GDAL reads of it. */
static inline bool agrees_with_gdal(const ovf_json_feature *feature, const char *text,
                                    size_t length)
{
    bool same = true;
    for (json_form form = AS_RECORD; form <= IN_COLLECTION && same; form++) {
        gdal_reading reading;
        gdal_read(&reading, text, length, form);
        same = reading.feature != NULL || differ("mind: no feature");
        same = same && same_geometry(feature, OGR_F_GetGeometryRef(reading.feature)) &&
               same_attributes(feature, &reading) && same_id(feature, &reading);
        gdal_close(&reading);
        if (!same)
            print_message("%s %.*s\n",
                          form == AS_RECORD ? "as a record:" : "in a collection:", (int)length,
                          text);
    }
    return same;
}

#endif
