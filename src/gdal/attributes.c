#include "gdal/attributes.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "gdal/fields.h"

/* The names are the layer's and change only with it. */
static bool read_names(ovf_attribute_reader *reader, OGRFeatureDefnH definition)
{
    size_t count = (size_t)OGR_FD_GetFieldCount(definition);
    reader->definition = NULL;
    reader->attributes.count = 0;
    ovf_text_reset(&reader->names);
    if (!ovf_array_reserve(&reader->attributes.items, &reader->capacity, count,
                           sizeof *reader->attributes.items) ||
        !ovf_array_reserve(&reader->offsets, &reader->offset_capacity, count,
                           sizeof *reader->offsets))
        return false;
    for (size_t i = 0; i < count; i++) {
        reader->offsets[i] = reader->names.length;
        if (!ovf_field_add_utf8(&reader->names,
                                OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, (int)i))) ||
            !ovf_text_add(&reader->names, "", 1))
            return false;
    }
    for (size_t i = 0; i < count; i++)
        reader->attributes.items[i] = (ovf_attribute){.name = reader->names.text +
                                                              reader->offsets[i]};
    reader->attributes.count = count;
    reader->definition = definition;
    return true;
}

static ovf_attribute_type type_of(OGRFieldDefnH field)
{
    OGRFieldSubType subtype = OGR_Fld_GetSubType(field);
    switch (OGR_Fld_GetType(field)) {
    case OFTInteger: return subtype == OFSTBoolean ? OVF_ATTRIBUTE_BOOLEAN : OVF_ATTRIBUTE_INTEGER;
    case OFTInteger64: return OVF_ATTRIBUTE_INTEGER;
    case OFTReal: return OVF_ATTRIBUTE_REAL;
    case OFTString: return subtype == OFSTJSON ? OVF_ATTRIBUTE_JSON : OVF_ATTRIBUTE_TEXT;
    case OFTDate:
    case OFTTime:
    case OFTDateTime: return OVF_ATTRIBUTE_TEXT;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList: return OVF_ATTRIBUTE_JSON;
    default: return OVF_ATTRIBUTE_NULL; /* binary says nothing in a table */
    }
}

bool ovf_attribute_reader_read(ovf_attribute_reader *reader, OGRFeatureH feature)
{
    OGRFeatureDefnH definition = OGR_F_GetDefnRef(feature);
    if (definition != reader->definition && !read_names(reader, definition)) return false;
    ovf_text_reset(&reader->texts);
    for (size_t i = 0; i < reader->attributes.count; i++) {
        ovf_attribute *attribute = &reader->attributes.items[i];
        int index = (int)i;
        *attribute = (ovf_attribute){.name = attribute->name, .type = OVF_ATTRIBUTE_NULL};
        if (!ovf_field_has(feature, index)) continue;
        attribute->type = type_of(OGR_FD_GetFieldDefn(definition, index));
        switch (attribute->type) {
        case OVF_ATTRIBUTE_NULL: break;
        case OVF_ATTRIBUTE_BOOLEAN:
            attribute->boolean = OGR_F_GetFieldAsInteger(feature, index) != 0;
            break;
        case OVF_ATTRIBUTE_INTEGER:
            attribute->integer = OGR_F_GetFieldAsInteger64(feature, index);
            break;
        case OVF_ATTRIBUTE_REAL: attribute->real = OGR_F_GetFieldAsDouble(feature, index); break;
        case OVF_ATTRIBUTE_TEXT:
        case OVF_ATTRIBUTE_JSON:
            reader->offsets[i] = reader->texts.length;
            if (!ovf_field_add_text(&reader->texts, feature, index) ||
                !ovf_text_add(&reader->texts, "", 1))
                return false;
            break;
        }
    }
    /* Only now does the text stay where it is. */
    for (size_t i = 0; i < reader->attributes.count; i++) {
        ovf_attribute *attribute = &reader->attributes.items[i];
        if (attribute->type == OVF_ATTRIBUTE_TEXT || attribute->type == OVF_ATTRIBUTE_JSON)
            attribute->text = reader->texts.text + reader->offsets[i];
    }
    return true;
}

void ovf_attribute_reader_forget(ovf_attribute_reader *reader)
{
    /* Another file's definition may come to lie at the same address. */
    reader->definition = NULL;
}

void ovf_attribute_reader_clear(ovf_attribute_reader *reader)
{
    free(reader->attributes.items);
    free(reader->offsets);
    ovf_text_clear(&reader->names);
    ovf_text_clear(&reader->texts);
    *reader = (ovf_attribute_reader){0};
}

bool ovf_attribute_add_text(ovf_text *text, const ovf_attribute *attribute)
{
    char number[32];
    if (attribute == NULL) return true;
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN:
        return ovf_text_add_string(text, attribute->boolean ? "1" : "0"); /* as OGR has it */
    case OVF_ATTRIBUTE_INTEGER:
        snprintf(number, sizeof number, "%" PRId64, attribute->integer);
        return ovf_text_add_string(text, number);
    case OVF_ATTRIBUTE_REAL:
        ovf_text_number(attribute->real, number);
        return ovf_text_add_string(text, number);
    default: return ovf_text_add_string(text, attribute->text);
    }
}

const ovf_attribute *ovf_attribute_named(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *found = ovf_attributes_find(attributes, name);
    for (size_t i = 0; i < attributes->count && found == NULL; i++)
        if (strcasecmp(attributes->items[i].name, name) == 0) found = &attributes->items[i];
    return found != NULL && found->type != OVF_ATTRIBUTE_NULL ? found : NULL;
}

const char *const ovf_attribute_keys[OVF_ATTRIBUTE_KEYS] = {"GLOBAL_ID", "_id"};

const ovf_attribute *ovf_attribute_key(const ovf_attributes *attributes)
{
    for (size_t i = 0; i < attributes->count; i++)
        if (strcasecmp(attributes->items[i].name, "id") == 0)
            return ovf_attribute_named(attributes, "id");
    const ovf_attribute *key = NULL;
    for (size_t i = 0; i < OVF_ATTRIBUTE_KEYS && key == NULL; i++)
        key = ovf_attribute_named(attributes, ovf_attribute_keys[i]);
    return key;
}
