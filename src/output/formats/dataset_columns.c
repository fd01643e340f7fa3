#include "output/formats/dataset_columns.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

ovf_attribute_type ovf_common_type(ovf_attribute_type a, ovf_attribute_type b)
{
    if (a == b || b == OVF_ATTRIBUTE_NULL) return a;
    if (a == OVF_ATTRIBUTE_NULL) return b;
    bool numbers = (a == OVF_ATTRIBUTE_INTEGER || a == OVF_ATTRIBUTE_REAL) &&
                   (b == OVF_ATTRIBUTE_INTEGER || b == OVF_ATTRIBUTE_REAL);
    return numbers ? OVF_ATTRIBUTE_REAL : OVF_ATTRIBUTE_TEXT;
}

/* Tables do not tell capitals from small letters, and have columns of their own. */
static bool is_used(const ovf_dataset_columns *columns, const ovf_schema *schema, const char *name)
{
    if (strcasecmp(name, "fid") == 0 || strcasecmp(name, "geom") == 0 ||
        strcasecmp(name, "ogc_fid") == 0)
        return true;
    for (const char *const *reserved = columns->reserved; reserved != NULL && *reserved != NULL;
         reserved++)
        if (strcasecmp(name, *reserved) == 0) return true;
    for (size_t i = 0; i < schema->field_count; i++)
        if (strcasecmp(name, schema->fields[i].name) == 0) return true;
    for (size_t i = 0; i < columns->count; i++)
        if (strcasecmp(name, columns->items[i].called) == 0) return true;
    return false;
}

static bool add_column(ovf_dataset_columns *columns, const ovf_schema *schema,
                       const ovf_attribute *attribute)
{
    if (!ovf_array_reserve(&columns->items, &columns->capacity, columns->count + 1,
                           sizeof *columns->items))
        return false;
    size_t size = strlen(attribute->name) + 24;
    ovf_dataset_column column = {ovf_text_copy(attribute->name), ovf_array_new(size, 1),
                                 attribute->type};
    if (column.name == NULL || column.called == NULL) {
        free(column.name);
        free(column.called);
        return false;
    }
    snprintf(column.called, size, "%s", attribute->name);
    for (unsigned number = 2; is_used(columns, schema, column.called); number++)
        snprintf(column.called, size, "%s_%u", attribute->name, number);
    columns->items[columns->count++] = column;
    return true;
}

static ovf_dataset_column *find(const ovf_dataset_columns *columns, const char *name, size_t likely)
{
    /* Rows of one source have the same attributes in the same order. */
    if (likely < columns->count && strcmp(columns->items[likely].name, name) == 0)
        return &columns->items[likely];
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i].name, name) == 0) return &columns->items[i];
    return NULL;
}

static bool has_altitudes(const ovf_schema *schema, const ovf_row *row)
{
    if (schema->shape == OVF_SHAPE_POINT) return isfinite(row->point.altitude_m);
    for (size_t i = 0; ovf_shape_is_line(schema->shape) && i < row->line->fix_count; i++)
        if (isfinite(row->line->fixes[i].altitude_m)) return true;
    return false;
}

ovf_status ovf_dataset_columns_find(ovf_dataset_columns *columns, ovf_store *store,
                                    ovf_error *error)
{
    const ovf_row *row;
    for (;;) {
        ovf_status status = ovf_store_next(store, &row, error);
        if (status != OVF_OK) return status;
        if (row == NULL) break;
        columns->altitudes = columns->altitudes || has_altitudes(store->schema, row);
        for (size_t i = 0; row->attributes != NULL && i < row->attributes->count; i++) {
            const ovf_attribute *attribute = &row->attributes->items[i];
            ovf_dataset_column *column = find(columns, attribute->name, i);
            if (column != NULL) column->type = ovf_common_type(column->type, attribute->type);
            else if (!add_column(columns, store->schema, attribute)) return ovf_fail_memory(error);
        }
    }
    ovf_store_rewind(store);
    return OVF_OK;
}

bool ovf_dataset_column_add(OGRLayerH layer, const char *name, OGRFieldType type,
                            OGRFieldSubType subtype)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    OGR_Fld_SetSubType(field, subtype);
    OGRErr failed = OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
    return failed == OGRERR_NONE;
}

bool ovf_dataset_columns_create(const ovf_dataset_columns *columns, const ovf_schema *schema,
                                OGRLayerH layer)
{
    static const OGRFieldType field_types[] = {[OVF_FIELD_TEXT] = OFTString,
                                               [OVF_FIELD_COUNT] = OFTInteger64,
                                               [OVF_FIELD_REAL] = OFTReal,
                                               [OVF_FIELD_TIME] = OFTDateTime};
    bool good = true;
    for (size_t i = 0; i < schema->field_count && good; i++)
        good = ovf_dataset_column_add(layer, schema->fields[i].name,
                                      field_types[schema->fields[i].type], OFSTNone);
    for (size_t i = 0; i < columns->count && good; i++) {
        const ovf_dataset_column *column = &columns->items[i];
        switch (column->type) {
        case OVF_ATTRIBUTE_BOOLEAN:
            good = ovf_dataset_column_add(layer, column->called, OFTInteger, OFSTBoolean);
            break;
        case OVF_ATTRIBUTE_INTEGER:
            good = ovf_dataset_column_add(layer, column->called, OFTInteger64, OFSTNone);
            break;
        case OVF_ATTRIBUTE_REAL:
            good = ovf_dataset_column_add(layer, column->called, OFTReal, OFSTNone);
            break;
        case OVF_ATTRIBUTE_JSON:
            good = ovf_dataset_column_add(layer, column->called, OFTString, OFSTJSON);
            break;
        default: good = ovf_dataset_column_add(layer, column->called, OFTString, OFSTNone); break;
        }
    }
    return good;
}

static void set_time(OGRFeatureH feature, int index, double time_s)
{
    struct tm fields;
    double milliseconds = round(time_s * 1000), seconds = floor(milliseconds / 1000);
    time_t whole = (time_t)seconds;
    if (!(fabs(time_s) < 2e11) || gmtime_r(&whole, &fields) == NULL ||
        fields.tm_year + 1900 > 9999 || fields.tm_year + 1900 < 1)
        return;
    OGR_F_SetFieldDateTimeEx(feature, index, fields.tm_year + 1900, fields.tm_mon + 1,
                             fields.tm_mday, fields.tm_hour, fields.tm_min,
                             (float)(fields.tm_sec + (milliseconds - seconds * 1000) / 1000), 100);
}

static void set_attribute(OGRFeatureH feature, int index, ovf_attribute_type type,
                          const ovf_attribute *attribute)
{
    char text[32];
    switch (attribute->type) {
    case OVF_ATTRIBUTE_NULL: break;
    case OVF_ATTRIBUTE_BOOLEAN:
        if (type == OVF_ATTRIBUTE_BOOLEAN)
            OGR_F_SetFieldInteger(feature, index, attribute->boolean);
        else OGR_F_SetFieldString(feature, index, attribute->boolean ? "true" : "false");
        break;
    case OVF_ATTRIBUTE_INTEGER: OGR_F_SetFieldInteger64(feature, index, attribute->integer); break;
    case OVF_ATTRIBUTE_REAL:
        if (type == OVF_ATTRIBUTE_REAL) {
            OGR_F_SetFieldDouble(feature, index, attribute->real);
        } else {
            ovf_text_number(attribute->real, text);
            OGR_F_SetFieldString(feature, index, text);
        }
        break;
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON:
        if (attribute->text != NULL) OGR_F_SetFieldString(feature, index, attribute->text);
        break;
    }
}

void ovf_dataset_columns_fill(const ovf_dataset_columns *columns, const ovf_schema *schema,
                              const ovf_row *row, OGRFeatureH feature)
{
    for (size_t i = 0; i < schema->field_count; i++) {
        const ovf_value *value = &row->values[i];
        int index = (int)i;
        switch (schema->fields[i].type) {
        case OVF_FIELD_TEXT:
            if (value->text != NULL) OGR_F_SetFieldString(feature, index, value->text);
            break;
        case OVF_FIELD_COUNT: OGR_F_SetFieldInteger64(feature, index, (GIntBig)value->count); break;
        case OVF_FIELD_REAL:
            if (isfinite(value->real)) OGR_F_SetFieldDouble(feature, index, value->real);
            break;
        case OVF_FIELD_TIME: set_time(feature, index, value->real); break;
        }
    }
    for (size_t i = 0; row->attributes != NULL && i < row->attributes->count; i++) {
        const ovf_attribute *attribute = &row->attributes->items[i];
        const ovf_dataset_column *column = find(columns, attribute->name, i);
        if (column != NULL)
            set_attribute(feature, (int)(schema->field_count + (size_t)(column - columns->items)),
                          column->type, attribute);
    }
}

void ovf_dataset_columns_clear(ovf_dataset_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        free(columns->items[i].name);
        free(columns->items[i].called);
    }
    free(columns->items);
    *columns = (ovf_dataset_columns){0};
}
