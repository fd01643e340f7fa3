/* Attributes as JSON members, and texts as JSON values. */
#ifndef OVF_OUTPUT_ROWS_JSON_H
#define OVF_OUTPUT_ROWS_JSON_H

#include <jansson.h>

#include "output/rows/bytes.h"
#include "output/rows/row.h"

/* The value of a field; null where it is unknown. */
void ovf_json_value(ovf_bytes *bytes, const ovf_field *field, const ovf_value *value);

/* "name": value, for each attribute that the schema does not hide, separated by commas; one comes
 * first too unless *first, which is then false. */
void ovf_json_attributes(ovf_bytes *bytes, const ovf_schema *schema,
                         const ovf_attributes *attributes, bool *first);

/* A new string; null for NULL. Bytes that are not UTF-8 become U+FFFD: jansson takes no others.
 * NULL when memory is out. */
json_t *ovf_json_string(const char *bytes);
/* The same of a text that names sources, without passwords. */
json_t *ovf_json_names(const char *names);

#endif
