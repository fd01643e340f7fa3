#include "model/model.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "overflight/volume.h"

const ovf_attribute *ovf_attributes_find(const ovf_attributes *attributes, const char *name)
{
    if (attributes == NULL || name == NULL) return NULL;
    for (size_t i = 0; i < attributes->count; i++)
        if (strcmp(attributes->items[i].name, name) == 0) return &attributes->items[i];
    return NULL;
}

#define SHAPEFILE_LETTERS 10

/* Past the next letter or digit, which is returned in lower case; 0 at the end. */
static int next_letter(const char **text)
{
    while (**text != '\0' && !isalnum((unsigned char)**text)) ++*text;
    return **text == '\0' ? 0 : tolower((unsigned char)*(*text)++);
}

static bool is_spelling(const char *found, const char *name)
{
    bool cut = strlen(found) == SHAPEFILE_LETTERS && strlen(name) > SHAPEFILE_LETTERS;
    for (;;) {
        int a = next_letter(&found), b = next_letter(&name);
        if (a == 0 && cut) return true;
        if (a != b) return false;
        if (a == 0) return true;
    }
}

const ovf_attribute *ovf_attributes_spelt(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *found = ovf_attributes_find(attributes, name);
    for (size_t i = 0; i < attributes->count && found == NULL; i++)
        if (is_spelling(attributes->items[i].name, name)) found = &attributes->items[i];
    return found;
}

bool ovf_attributes_copy(const ovf_attributes *attributes, ovf_attributes *copy)
{
    *copy = (ovf_attributes){0};
    copy->items = ovf_array_new(attributes->count, sizeof *copy->items);
    if (copy->items == NULL) return false;
    copy->count = attributes->count;
    for (size_t i = 0; i < attributes->count; i++) {
        const ovf_attribute *from = &attributes->items[i];
        ovf_attribute *to = &copy->items[i];
        to->type = from->type;
        to->boolean = from->boolean;
        to->integer = from->integer;
        to->real = from->real;
        to->name = ovf_text_copy(from->name);
        if (from->text != NULL) to->text = ovf_text_copy(from->text);
        if (to->name == NULL || (from->text != NULL && to->text == NULL)) {
            ovf_attributes_clear(copy);
            return false;
        }
    }
    return true;
}

void ovf_attributes_clear(ovf_attributes *attributes)
{
    for (size_t i = 0; i < attributes->count; i++) {
        ovf_text_free(attributes->items[i].name);
        ovf_text_free(attributes->items[i].text);
    }
    free(attributes->items);
    *attributes = (ovf_attributes){0};
}

void ovf_zone_parts_free(ovf_zone_part *parts, size_t count)
{
    if (parts == NULL) return;
    for (size_t k = 0; k < count; k++) {
        ovf_polygons_free(parts[k].polygons, parts[k].polygon_count);
        ovf_volume_free(parts[k].volume);
        ovf_attributes_clear(&parts[k].attributes);
    }
    free(parts);
}

void ovf_zone_clear(ovf_zone *zone)
{
    ovf_text_free(zone->id);
    ovf_text_free(zone->name);
    ovf_text_free(zone->file);
    ovf_polygons_free(zone->polygons, zone->polygon_count);
    ovf_attributes_clear(&zone->attributes);
    ovf_volume_free(zone->volume);
    ovf_zone_parts_free(zone->parts, zone->part_count);
    *zone = (ovf_zone){0};
}

void ovf_zones_clear(ovf_zones *zones)
{
    if (zones == NULL) return;
    for (size_t i = 0; i < zones->count; i++) ovf_zone_clear(&zones->items[i]);
    free(zones->items);
    *zones = (ovf_zones){0};
}

const char *ovf_edges_name(ovf_edges edges)
{
    return edges == OVF_EDGES_GEODESIC ? "geodesic" : "lonlat";
}

bool ovf_edges_parse(const char *name, ovf_edges *edges)
{
    if (name == NULL || edges == NULL) return false;
    if (strcmp(name, "lonlat") == 0) {
        *edges = OVF_EDGES_LONLAT;
        return true;
    }
    if (strcmp(name, "geodesic") == 0) {
        *edges = OVF_EDGES_GEODESIC;
        return true;
    }
    return false;
}

void ovf_airfield_clear(ovf_airfield *airfield)
{
    ovf_text_free(airfield->id);
    ovf_text_free(airfield->name);
    ovf_text_free(airfield->state);
    ovf_text_free(airfield->kind);
    free(airfield->max_distances);
    ovf_attributes_clear(&airfield->attributes);
    *airfield = (ovf_airfield){0};
}

void ovf_airfields_clear(ovf_airfields *airfields)
{
    if (airfields == NULL) return;
    for (size_t i = 0; i < airfields->count; i++) ovf_airfield_clear(&airfields->items[i]);
    free(airfields->items);
    *airfields = (ovf_airfields){0};
}
