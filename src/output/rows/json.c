#include "output/rows/json.h"

#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "base/text.h"
#include "base/utf8.h"

/* An array or object that came as text: as it is if it is JSON, on one line, otherwise as a string.
 */
static void write_text(ovf_bytes *bytes, const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
    if (value == NULL) {
        ovf_bytes_json(bytes, text);
        return;
    }
    json_decref(value);
    /* In JSON such a character is never part of a string. */
    for (; *text != '\0'; text++)
        ovf_bytes_byte(bytes, *text == '\n' || *text == '\r' || *text == '\t' ? ' ' : *text);
}

static void write_value(ovf_bytes *bytes, const ovf_attribute *attribute)
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN:
        ovf_bytes_text(bytes, attribute->boolean ? "true" : "false");
        return;
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

void ovf_json_value(ovf_bytes *bytes, const ovf_field *field, const ovf_value *value)
{
    switch (field->type) {
    case OVF_FIELD_TEXT: ovf_bytes_json(bytes, value->text); return;
    case OVF_FIELD_COUNT: ovf_bytes_count(bytes, value->count); return;
    case OVF_FIELD_REAL:
        if (!isfinite(value->real)) break;
        ovf_bytes_fixed(bytes, value->real, field->decimals);
        return;
    case OVF_FIELD_TIME: {
        size_t before = bytes->used;
        ovf_bytes_byte(bytes, '"');
        ovf_bytes_time(bytes, value->real);
        if (bytes->used > before + 1) {
            ovf_bytes_byte(bytes, '"');
            return;
        }
        bytes->used = before;
        break;
    }
    }
    ovf_bytes_text(bytes, "null");
}

void ovf_json_attributes(ovf_bytes *bytes, const ovf_schema *schema,
                         const ovf_attributes *attributes, bool *first)
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

json_t *ovf_json_string(const char *bytes)
{
    ovf_text valid = {0};
    bool good = ovf_text_add(&valid, "", 0);
    if (bytes == NULL) {
        ovf_text_clear(&valid);
        return json_null();
    }
    while (*bytes != '\0' && good) {
        size_t length = ovf_utf8_length(bytes);
        good = length != 0 ? ovf_text_add(&valid, bytes, length)
                           : ovf_text_add_string(&valid, OVF_UTF8_REPLACEMENT);
        bytes += length != 0 ? length : 1;
    }
    json_t *value = good ? json_string(valid.text) : NULL;
    ovf_text_clear(&valid);
    return value;
}

json_t *ovf_json_names(const char *names)
{
    char *hidden = names == NULL ? NULL : ovf_secret_hidden(names);
    json_t *value = names == NULL ? json_null() : hidden == NULL ? NULL : ovf_json_string(hidden);
    free(hidden);
    return value;
}
