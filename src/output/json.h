/* Attributes as JSON members. */
#ifndef OVF_OUTPUT_JSON_H
#define OVF_OUTPUT_JSON_H

#include "output/bytes.h"
#include "output/row.h"

/* "name": value, for each attribute that the schema does not hide, separated by commas; one comes first too unless *first, which is then false. */
void ovf_json_attributes(ovf_bytes *bytes, const ovf_schema *schema, const ovf_attributes *attributes, bool *first);

#endif
