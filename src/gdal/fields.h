/* The value of one OGR field as text, number or time. */
#ifndef OVF_GDAL_FIELDS_H
#define OVF_GDAL_FIELDS_H

#include <stdbool.h>

#include "base/text.h"
#include "gdal/gdal.h"

/* Appends bytes that ought to be UTF-8; where they are not they are taken for Latin-1. False when
 * memory is out. */
bool ovf_field_add_utf8(ovf_text *text, const char *bytes);

/* Appends the value: whole numbers without a fraction, dates and times as ISO 8601 in UTC (without
 * the Z where the source names no zone), lists as JSON. The field must be set. False when memory is
 * out. */
bool ovf_field_add_text(ovf_text *text, OGRFeatureH feature, int index);

/* Unix seconds of a date and time field, a zone that is not named being UTC; false for a field of
 * another type. */
bool ovf_field_time(OGRFeatureH feature, int index, double *seconds);

/* The number in a numeric field, or in a text field that holds nothing else; false otherwise. */
bool ovf_field_number(OGRFeatureH feature, int index, double *number);

/* Whether the field has a value: index not -1, set, not null. */
bool ovf_field_has(OGRFeatureH feature, int index);

#endif
