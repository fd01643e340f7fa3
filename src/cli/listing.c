#include "cli/listing.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/harmless.h"
#include "cli/display.h"
#include "cli/terminal.h"

const char *cli_attribute_text(const ovf_attribute *attribute, char number[40])
{
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: return attribute->boolean ? "yes" : "no";
    case OVF_ATTRIBUTE_INTEGER: snprintf(number, 40, "%" PRId64, attribute->integer); return number;
    case OVF_ATTRIBUTE_REAL: snprintf(number, 40, "%.15g", attribute->real); return number;
    case OVF_ATTRIBUTE_TEXT:
    case OVF_ATTRIBUTE_JSON: return attribute->text;
    case OVF_ATTRIBUTE_NULL: break;
    }
    return "";
}

const char *cli_attributes_text(const ovf_attributes *attributes, const char *name, char number[40])
{
    const ovf_attribute *attribute = ovf_attributes_find(attributes, name);
    return attribute == NULL || attribute->type == OVF_ATTRIBUTE_NULL
               ? NULL
               : cli_attribute_text(attribute, number);
}

bool cli_attributes_number(const ovf_attributes *attributes, const char *name, double *value)
{
    const ovf_attribute *attribute = ovf_attributes_find(attributes, name);
    if (attribute == NULL) return false;
    if (attribute->type == OVF_ATTRIBUTE_INTEGER) *value = (double)attribute->integer;
    else if (attribute->type == OVF_ATTRIBUTE_REAL) *value = attribute->real;
    else return false;
    return true;
}

json_t *cli_text_json(const char *text)
{
    if (text == NULL) return json_null();
    json_t *value = json_string(text);
    if (value != NULL) return value;
    char *clean = cli_display_clean(text); /* it is no UTF-8 */
    value = clean == NULL ? NULL : json_string(clean);
    free(clean);
    return value;
}

json_t *cli_number_json(double value) { return isfinite(value) ? json_real(value) : json_null(); }

static json_t *attribute_json(const ovf_attribute *attribute)
{
    json_t *value;
    switch (attribute->type) {
    case OVF_ATTRIBUTE_BOOLEAN: return json_boolean(attribute->boolean);
    case OVF_ATTRIBUTE_INTEGER: return json_integer((json_int_t)attribute->integer);
    case OVF_ATTRIBUTE_REAL: return cli_number_json(attribute->real);
    case OVF_ATTRIBUTE_TEXT: return cli_text_json(attribute->text);
    case OVF_ATTRIBUTE_JSON:
        value = json_loads(attribute->text, JSON_DECODE_ANY, NULL);
        return value != NULL ? value : cli_text_json(attribute->text);
    case OVF_ATTRIBUTE_NULL: break;
    }
    return json_null();
}

json_t *cli_attributes_json(const ovf_attributes *attributes)
{
    json_t *object = json_object();
    for (size_t i = 0; object != NULL && i < attributes->count; i++) {
        /* The setter takes NULL for a failure, too. */
        if (json_object_set_new_nocheck(object, attributes->items[i].name,
                                        attribute_json(&attributes->items[i])) == 0)
            continue;
        json_decref(object);
        object = NULL;
    }
    return object;
}

static bool print_json(json_t *value, size_t layout)
{
    char *text = value == NULL ? NULL : json_dumps(value, layout | JSON_REAL_PRECISION(15));
    json_decref(value);
    if (text == NULL) return false;
    for (const char *at = text; *at != '\0'; at++) {
        /* jansson escapes C0, but some terminals also obey DEL and C1, and marks that turn the
         * direction of writing. They stand in strings only. */
        size_t harmful = ovf_harmful_length(at);
        unsigned code = (unsigned char)*at;
        if (harmful == 0 || *at == '\n') {
            putchar(*at);
            continue;
        }
        code &= harmful == 1 ? 0x7Fu : harmful == 2 ? 0x1Fu : 0x0Fu;
        for (; harmful > 1; harmful--) code = code << 6 | ((unsigned char)*++at & 0x3Fu);
        printf("\\u%04x", code);
    }
    putchar('\n');
    free(text);
    return true;
}

bool cli_print_json(json_t *value) { return print_json(value, JSON_INDENT(2)); }

bool cli_print_json_line(json_t *value)
{
    bool printed = print_json(value, JSON_COMPACT);
    (void)fflush(stdout);
    return printed;
}

void cli_format_dates(char *text, size_t size, const char *from, const char *until)
{
    if (from != NULL && *from == '\0') from = NULL;
    if (until != NULL && *until == '\0') until = NULL;
    if (from != NULL && until != NULL && strcmp(from, until) == 0) snprintf(text, size, "%s", from);
    else if (from != NULL && until != NULL) snprintf(text, size, "%s – %s", from, until);
    else if (from != NULL) snprintf(text, size, "since %s", from);
    else if (until != NULL) snprintf(text, size, "until %s", until);
    else snprintf(text, size, "%s", "");
}

void cli_print_field(const char *name, size_t width, const char *value)
{
    size_t taken = cli_display_width(name);
    cli_print_clean(stdout, name);
    do putchar(' ');
    while (++taken < width + 2);
    cli_print_clean(stdout, value);
    putchar('\n');
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0) return true;
    return false;
}

void cli_print_attributes(const ovf_attributes *attributes, size_t width, const char *const *hidden)
{
    char number[40];
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        if (attribute->type == OVF_ATTRIBUTE_NULL || is_among(attribute->name, hidden)) continue;
        cli_print_field(attribute->name, width, cli_attribute_text(attribute, number));
    }
}

size_t cli_attributes_width(const ovf_attributes *attributes, size_t least)
{
    for (size_t i = 0; i < attributes->count; i++) {
        size_t width = cli_display_width(attributes->items[i].name);
        if (attributes->items[i].type != OVF_ATTRIBUTE_NULL && width > least && width <= 30)
            least = width;
    }
    return least;
}
