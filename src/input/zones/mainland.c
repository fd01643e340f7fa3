/* Where a State's mainland is, as its outline says. */
#include <jansson.h>

#include "overflight/input.h"

static bool read_place(const ovf_zone *zone, ovf_lonlat *place)
{
    const ovf_attribute *attribute = ovf_attributes_find(&zone->attributes, "mainland");
    json_t *list = attribute == NULL || attribute->text == NULL
                       ? NULL
                       : json_loads(attribute->text, 0, NULL);
    const json_t *lon = json_array_get(list, 0), *lat = json_array_get(list, 1);
    bool good = json_array_size(list) == 2 && json_is_number(lon) && json_is_number(lat);
    if (good) *place = (ovf_lonlat){json_number_value(lon), json_number_value(lat)};
    json_decref(list);
    return good;
}

bool ovf_zones_mainland(const ovf_zone *const *zones, size_t count, ovf_lonlat *place)
{
    for (size_t i = 0; i < count; i++)
        if (read_place(zones[i], place)) return true;
    return false;
}
