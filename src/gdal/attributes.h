/* A feature's fields as attributes, in memory that is used again for the next feature. */
#ifndef OVF_GDAL_ATTRIBUTES_H
#define OVF_GDAL_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "gdal/gdal.h"
#include "overflight/model.h"

/* Zeroed before its first use. */
typedef struct {
    ovf_attributes attributes; /* of the feature read last; holds until the next call */
    OGRFeatureDefnH definition;
    size_t capacity;
    size_t *offsets; /* where each text begins in `texts` */
    size_t offset_capacity;
    ovf_text names, texts;
} ovf_attribute_reader;

/* False when memory is out. */
bool ovf_attribute_reader_read(ovf_attribute_reader *reader, OGRFeatureH feature);
/* To be called before the file of the last feature is closed or another is read. */
void ovf_attribute_reader_forget(ovf_attribute_reader *reader);
void ovf_attribute_reader_clear(ovf_attribute_reader *reader);

/* Adds the value as text, as ovf_field_add_text does of a field; nothing for NULL. False when
 * memory is out. */
bool ovf_attribute_add_text(ovf_text *text, const ovf_attribute *attribute);

/* Attributes that are the key of a feature where it has no `id`: the FAA's, and openAIP's. */
#define OVF_ATTRIBUTE_KEYS ((size_t)2)
extern const char *const ovf_attribute_keys[OVF_ATTRIBUTE_KEYS];
/* `id`, or the first of these if there is no `id` at all; NULL: none, or it is null. */
const ovf_attribute *ovf_attribute_key(const ovf_attributes *attributes);

/* The attribute of that name that has a value; where none has just this name, one that differs in
 * capitals, as OGR finds fields. NULL: none. */
const ovf_attribute *ovf_attribute_named(const ovf_attributes *attributes, const char *name);

#endif
