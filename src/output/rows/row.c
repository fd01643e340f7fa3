#include "output/rows/row.h"

#include <string.h>

bool ovf_schema_hides(const ovf_schema *schema, const char *attribute)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (strcmp(schema->fields[i].name, attribute) == 0) return true;
    for (const char *const *name = schema->hidden; name != NULL && *name != NULL; name++)
        if (strcmp(*name, attribute) == 0) return true;
    return false;
}

size_t ovf_schema_field(const ovf_schema *schema, const char *name)
{
    size_t i = 0;
    while (i < schema->field_count && strcmp(schema->fields[i].name, name) != 0) i++;
    return i;
}
