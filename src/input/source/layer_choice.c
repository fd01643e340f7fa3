#include "input/source/layer_choice.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "gdal/attributes.h"
#include "input/source/geometry.h"

/* Whether features of such a layer may have the wanted geometry. Layers of unknown or mixed type
 * may. */
static bool may_have(OGRwkbGeometryType type, ovf_geometry_kind kind)
{
    switch (wkbFlatten(type)) {
    case wkbUnknown:
    case wkbGeometryCollection: return true;
    case wkbPoint: return kind == OVF_GEOMETRY_POINTS;
    case wkbLineString:
    case wkbMultiLineString:
    case wkbCircularString:
    case wkbCompoundCurve:
    case wkbMultiCurve:
    case wkbCurve: return kind == OVF_GEOMETRY_LINES;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbCurvePolygon:
    case wkbMultiSurface:
    case wkbSurface:
    case wkbPolyhedralSurface:
    case wkbTIN:
    case wkbTriangle: return kind == OVF_GEOMETRY_AREAS;
    default: return false;
    }
}

static bool begins_with(const char *name, const char *word)
{
    for (; *word != '\0'; name++) {
        if (*name == '_' || *name == '-' || *name == ' ') continue;
        if (tolower((unsigned char)*name) != *word++) return false;
    }
    return true;
}

/* Whether points of the layer may be circles, or restrictions that lack a radius. */
static bool may_have_circles(const ovf_source *source, OGRLayerH layer)
{
    static const char *const words[] = {"radius",      "prohibited",  "standoff",
                                        "minaltitude", "maxaltitude", "restriction"};
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    OGRwkbGeometryType type = wkbFlatten(OGR_L_GetGeomType(layer));
    if (source->kind != OVF_GEOMETRY_AREAS || (type != wkbPoint && type != wkbMultiPoint))
        return false;
    bool may = source->has_extents;
    for (int i = 0; i < OGR_FD_GetFieldCount(definition) && !may; i++)
        for (size_t k = 0; k < sizeof words / sizeof *words && !may; k++)
            may = begins_with(OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, i)), words[k]);
    return may;
}

/* Points in a layer that is not read. */
static uint64_t count_beside(const ovf_source *source, OGRLayerH layer)
{
    OGRwkbGeometryType type = layer == NULL ? wkbNone : wkbFlatten(OGR_L_GetGeomType(layer));
    if (source->kind != OVF_GEOMETRY_AREAS || (type != wkbPoint && type != wkbMultiPoint)) return 0;
    int64_t count = OGR_L_GetFeatureCount(layer, FALSE);
    return count > 0 ? (uint64_t)count : 0;
}

/* "a", "b" and 3 more */
static bool list(ovf_text *text, size_t count, const char *(*name)(void *, size_t), void *context)
{
    const size_t most = 12;
    for (size_t i = 0; i < count && i < most; i++) {
        char quoted[80];
        ovf_text_shorten(name(context, i), quoted, sizeof quoted);
        if (i != 0 && !ovf_text_add_string(text, ", ")) return false;
        if (!ovf_text_add_string(text, quoted)) return false;
    }
    if (count > most) {
        char more[40];
        snprintf(more, sizeof more, " and %zu more", count - most);
        return ovf_text_add_string(text, more);
    }
    return ovf_text_add_string(text, count == 0 ? "none" : "");
}

static const char *layer_name(void *dataset, size_t i)
{
    return OGR_L_GetName(GDALDatasetGetLayer(dataset, (int)i));
}

static const char *field_name(void *definition, size_t i)
{
    return OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i));
}

static ovf_status fail_no_layer(const ovf_source *source, const char *name, ovf_error *error)
{
    ovf_text names = {0};
    ovf_status status;
    if (list(&names, (size_t)GDALDatasetGetLayerCount(source->dataset), layer_name,
             source->dataset))
        status = ovf_fail(error, OVF_ERROR_INPUT,
                          "%s: there is no layer \"%s\"; the layers are: %s", source->file, name,
                          names.text);
    else status = ovf_fail_memory(error);
    ovf_text_clear(&names);
    return status;
}

/* A table that is none of fixes as its columns are called. */
static ovf_status fail_no_place(const ovf_source *source, OGRLayerH layer, ovf_error *error)
{
    ovf_text names = {0};
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer);
    ovf_status status;
    if (list(&names, (size_t)OGR_FD_GetFieldCount(definition), field_name, definition))
        status = ovf_fail_with(error, OVF_ERROR_INPUT, OVF_REMEDY_PLACE_COLUMNS,
                               "%s: expected lines, or columns that are called as longitude and "
                               "latitude are; its columns are: %s",
                               source->file, names.text);
    else status = ovf_fail_memory(error);
    ovf_text_clear(&names);
    return status;
}

static ovf_status fail_no_kind(const ovf_source *source, OGRLayerH only, ovf_error *error)
{
    const char *wanted = ovf_geometry_kind_name(source->kind);
    int count = GDALDatasetGetLayerCount(source->dataset);
    if (count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected %s, found no layers", source->file,
                        wanted);
    if (only == NULL && count > 1)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s: none of its %d layers has %s", source->file,
                        count, wanted);
    if (only == NULL) only = GDALDatasetGetLayer(source->dataset, 0);
    OGRwkbGeometryType type = OGR_L_GetGeomType(only);
    if (type == wkbNone && source->kind == OVF_GEOMETRY_LINES)
        return fail_no_place(source, only, error);
    return ovf_fail(error, OVF_ERROR_INPUT, "%s: expected %s, found %s", source->file, wanted,
                    type == wkbNone ? "none" : OGRGeometryTypeToName(wkbFlatten(type)));
}

static ovf_status add_layer(ovf_source *source, OGRLayerH layer, bool named, ovf_error *error)
{
    ovf_layer *added = &source->layers[source->layer_count];
    ovf_text label = {0};
    bool done = ovf_text_add_string(&label, source->file);
    if (named)
        done = done && ovf_text_add_string(&label, "|layername=") &&
               ovf_text_add_string(&label, OGR_L_GetName(layer));
    if (!done) {
        ovf_text_clear(&label);
        return ovf_fail_memory(error);
    }
    *added = (ovf_layer){
        .layer = layer, .table = layer, .label = label.text, .id_fields = {-1, -1}};
    source->layer_count++;
    return OVF_OK;
}

ovf_status ovf_layers_choose(ovf_source *source, const char *name, ovf_error *error)
{
    int count = GDALDatasetGetLayerCount(source->dataset);
    source->layers = ovf_array_new(count < 1 ? 1 : (size_t)count, sizeof *source->layers);
    if (source->layers == NULL) return ovf_fail_memory(error);
    if (name != NULL) {
        ovf_gdal_errors caught;
        ovf_gdal_errors_begin(&caught);
        OGRLayerH layer = GDALDatasetGetLayerByName(source->dataset, name);
        ovf_gdal_errors_end();
        if (layer == NULL) return fail_no_layer(source, name, error);
        if (!may_have(OGR_L_GetGeomType(layer), source->kind) && !may_have_circles(source, layer))
            return fail_no_kind(source, layer, error);
        return add_layer(source, layer, false, error);
    }
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(source->dataset, i);
        if (layer == NULL || (!may_have(OGR_L_GetGeomType(layer), source->kind) &&
                              !may_have_circles(source, layer))) {
            source->beside += count_beside(source, layer);
            continue;
        }
        ovf_status status = add_layer(source, layer, count > 1, error);
        if (status != OVF_OK) return status;
    }
    return source->layer_count == 0 ? fail_no_kind(source, NULL, error) : OVF_OK;
}

/* GeoJSON features may have a whole number as their `id`, which OGR keeps as its own feature
 * number; features without one it counts from 0. So the numbers are the file's own when they do not
 * begin with 0. (Numbers that do begin with 0 cannot be told apart and are taken for OGR's.) */
static bool has_own_numbers(const ovf_source *source, OGRLayerH layer)
{
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(source->dataset));
    if (driver == NULL || (strcmp(driver, "GeoJSON") != 0 && strcmp(driver, "GeoJSONSeq") != 0))
        return false;
    ovf_gdal_errors caught;
    ovf_gdal_errors_begin(&caught);
    OGRFeatureH first = OGR_L_GetNextFeature(layer);
    bool own = first != NULL && OGR_F_GetFID(first) != 0;
    if (first != NULL) OGR_F_Destroy(first);
    OGR_L_ResetReading(layer);
    ovf_gdal_errors_end();
    return own;
}

ovf_status ovf_layers_find_ids(const ovf_source *source, ovf_layer *layer, const char *id_field,
                               ovf_error *error)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(layer->layer);
    if (id_field != NULL) {
        layer->id_fields[0] = OGR_FD_GetFieldIndex(definition, id_field);
        layer->id_field_count = 1;
        if (layer->id_fields[0] >= 0) return OVF_OK;
        ovf_text names = {0};
        ovf_status status;
        if (list(&names, (size_t)OGR_FD_GetFieldCount(definition), field_name, definition))
            status = ovf_fail(error, OVF_ERROR_INPUT,
                              "%s: there is no field \"%s\" for ids; the fields are: %s",
                              layer->label, id_field, names.text);
        else status = ovf_fail_memory(error);
        ovf_text_clear(&names);
        return status;
    }
    layer->id_fields[0] = OGR_FD_GetFieldIndex(definition, "id");
    for (size_t i = 0; i < OVF_ATTRIBUTE_KEYS && layer->id_fields[0] < 0; i++)
        layer->id_fields[0] = OGR_FD_GetFieldIndex(definition, ovf_attribute_keys[i]);
    layer->id_fields[1] = OGR_FD_GetFieldIndex(definition, "name");
    layer->id_field_count = 2;
    layer->fid_is_id = has_own_numbers(source, layer->layer);
    return OVF_OK;
}
