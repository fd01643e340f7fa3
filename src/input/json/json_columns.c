#include "input/json/json_columns.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "gdal/attributes.h"

static uint64_t bit(size_t column) { return UINT64_C(1) << column; }

/* ---- adding ---- */

/* The column of a name, which is likely to be the one behind that of the member before. */
static size_t find(const ovf_json_columns *columns, const char *name, size_t likely)
{
    if (likely < columns->count && strcmp(columns->items[likely].name, name) == 0) return likely;
    size_t i = 0;
    while (i < columns->count && strcmp(columns->items[i].name, name) != 0) i++;
    return i;
}

static bool add_name(ovf_json_columns *columns, const char *name, bool *usual)
{
    *usual = *usual && columns->count < OVF_JSON_COLUMNS_MAX;
    for (size_t i = 0; i < columns->count && *usual; i++)
        *usual = strcasecmp(columns->items[i].name, name) != 0;
    if (!*usual) return true;
    ovf_json_column *made = &columns->items[columns->count];
    *made = (ovf_json_column){.name = ovf_text_copy(name), .type = OVF_ATTRIBUTE_NULL};
    if (made->name == NULL) return false;
    columns->count++;
    return true;
}

static bool is_number(ovf_attribute_type type)
{
    return type == OVF_ATTRIBUTE_INTEGER || type == OVF_ATTRIBUTE_REAL;
}

static bool take_type(ovf_json_column *column, ovf_attribute_type type)
{
    if (type == OVF_ATTRIBUTE_NULL || column->type == type) return true;
    bool both = is_number(type) && is_number(column->type);
    if (both) column->type = OVF_ATTRIBUTE_REAL;
    else if (column->type == OVF_ATTRIBUTE_NULL) column->type = type;
    else return false;
    return true;
}

bool ovf_json_columns_add(ovf_json_columns *columns, const ovf_attributes *attributes, bool *usual)
{
    uint64_t seen = 0;
    size_t last = OVF_JSON_COLUMNS_MAX;
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *attribute = &attributes->items[i];
        size_t at = find(columns, attribute->name, i == 0 ? 0 : last + 1);
        if (at == columns->count && !add_name(columns, attribute->name, usual)) return false;
        *usual = *usual && (seen & bit(at)) == 0 && take_type(&columns->items[at], attribute->type);
        if (!*usual) return true;
        if (i > 0) columns->items[last].follow |= bit(at);
        columns->items[at].features++;
        seen |= bit(at);
        last = at;
    }
    columns->features++;
    return true;
}

/* ---- in order ---- */

/* What features go by must be in all of them: elsewhere it would be null. */
static bool is_key(const char *name)
{
    if (strcasecmp(name, "id") == 0) return true;
    for (size_t i = 0; i < OVF_ATTRIBUTE_KEYS; i++)
        if (strcasecmp(name, ovf_attribute_keys[i]) == 0) return true;
    return false;
}

/* Of those that no other has to precede the first by name comes next, as in GDAL
 * (DirectedAcyclicGraph). */
bool ovf_json_columns_sort(ovf_json_columns *columns)
{
    uint64_t left = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const ovf_json_column *column = &columns->items[i];
        if (is_key(column->name) && column->features < columns->features) return false;
        left |= bit(i);
    }
    for (size_t k = 0; k < columns->count; k++) {
        uint64_t preceded = 0;
        size_t best = OVF_JSON_COLUMNS_MAX;
        for (size_t i = 0; i < columns->count; i++)
            if ((left & bit(i)) != 0) preceded |= columns->items[i].follow;
        for (size_t i = 0; i < columns->count; i++)
            if ((left & bit(i) & ~preceded) != 0 &&
                (best == OVF_JSON_COLUMNS_MAX ||
                 strcmp(columns->items[i].name, columns->items[best].name) < 0))
                best = i;
        if (best == OVF_JSON_COLUMNS_MAX) return false;
        columns->order[k] = best;
        left &= ~bit(best);
    }
    return true;
}

bool ovf_json_columns_fill(const ovf_json_columns *columns, ovf_attributes *attributes)
{
    ovf_attribute *items = ovf_array_new(columns->count, sizeof *items);
    size_t next = 0;
    if (items == NULL) return false;
    for (size_t k = 0; k < columns->count; k++) {
        const ovf_json_column *column = &columns->items[columns->order[k]];
        if (next < attributes->count && strcmp(attributes->items[next].name, column->name) == 0) {
            items[k] = attributes->items[next++];
            if (items[k].type == OVF_ATTRIBUTE_INTEGER && column->type == OVF_ATTRIBUTE_REAL) {
                items[k].type = OVF_ATTRIBUTE_REAL;
                items[k].real = (double)items[k].integer;
                items[k].integer = 0;
            }
            continue;
        }
        items[k] = (ovf_attribute){.name = ovf_text_copy(column->name), .type = OVF_ATTRIBUTE_NULL};
        if (items[k].name != NULL) continue;
        /* What was there stays with its owner. */
        for (size_t i = 0, own = 0; i < k; i++) {
            if (own < next && items[i].name == attributes->items[own].name) own++;
            else ovf_text_free(items[i].name);
        }
        free(items);
        return false;
    }
    free(attributes->items);
    *attributes = (ovf_attributes){items, columns->count};
    return true;
}

void ovf_json_columns_clear(ovf_json_columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) free(columns->items[i].name);
    *columns = (ovf_json_columns){0};
}
