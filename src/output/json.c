#include "output/json.h"

#include <math.h>

#include <jansson.h>

/* An array or object that came as text: as it is if it is JSON, on one line, otherwise as a string. */
static void write_text(ovf_bytes *bytes, const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    if (value == NULL) {
        ovf_bytes_json(bytes, text);
        return;
    }
    json_decref(value);
    /* In JSON such a character is never part of a string. */
    for (; *text != '\0'; text++) ovf_bytes_byte(bytes, *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text);
}

static void write_value(ovf_bytes *bytes, const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: ovf_bytes_text(bytes, attribute->boolean ? "true" : "false"); return;
    case OVF_ATTRIBUTE_INTEGER: ovf_bytes_integer(bytes, attribute->integer); return;
    case OVF_ATTRIBUTE_REAL:
        if (!isfinite(attribute->real)) break;
        ovf_bytes_real(bytes, attribute->real);
        return;
    case OVF_ATTRIBUTE_TEXT: ovf_bytes_json(bytes, attribute->text); return;
    case OVF_ATTRIBUTE_JSON:
        if (attribute->text == NULL) break;
        write_text(bytes, attribute->text);
        return;
    case OVF_ATTRIBUTE_NULL: break;
    }
    ovf_bytes_text(bytes, "null");
}

void ovf_json_attributes(ovf_bytes *bytes, const ovf_schema *schema, const ovf_attributes *attributes, bool *first)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        if (ovf_schema_hides(schema, attribute->name)) continue;
        if (!*first) ovf_bytes_text(bytes, ", ");
        *first = false;
        ovf_bytes_json(bytes, attribute->name);
        ovf_bytes_text(bytes, ": ");
        write_value(bytes, attribute);
    }
}
