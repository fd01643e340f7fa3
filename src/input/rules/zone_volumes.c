#include "input/rules/zone_volumes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/rules/zone_attributes.h"
#include "overflight/volume.h"

typedef struct {
    const ovf_input_options *options;
    ovf_zone_attributes names; /* for its memory of names */
    const ovf_zone *zone;
    ovf_volume volume;
    bool has_floor, has_ceiling; /* of those with known names */
} reader;

static void tell(const reader *in, const ovf_attribute *attribute, const char *expected)
{
    char note[300], shown[80];
    if (in->options->note == NULL) return;
    ovf_text_shorten(attribute->text != NULL ? attribute->text : "something else", shown,
                     sizeof shown);
    snprintf(note, sizeof note,
             "%s is not understood: expected %s, found '%s'; what is in the zone is possible at "
             "most",
             attribute->name, expected, shown);
    in->options->note(in->options->note_context, in->zone->file, in->zone->id, note,
                      OVF_REMEDY_NONE);
}

/* ---- floor and ceiling ---- */

static bool same_limit(const ovf_limit *a, const ovf_limit *b)
{
    bool same = a->count == b->count && a->lower == b->lower && a->unknown == b->unknown;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->heights[i].metres == b->heights[i].metres &&
               a->heights[i].reference == b->heights[i].reference;
    return same;
}

static bool read_limit(const ovf_attribute *attribute, ovf_limit *limit)
{
    bool is_number = attribute->type == OVF_ATTRIBUTE_INTEGER ||
                     attribute->type == OVF_ATTRIBUTE_REAL;
    if (is_number) {
        double metres = attribute->type == OVF_ATTRIBUTE_INTEGER ? (double)attribute->integer
                                                                 : attribute->real;
        *limit = ovf_limit_of_height((ovf_height){metres, OVF_HEIGHT_MSL});
        return true;
    }
    return attribute->type == OVF_ATTRIBUTE_TEXT && ovf_limit_parse(attribute->text, limit);
}

/* Two attributes that mean the same and differ leave it unknown. */
static void take_limit(reader *in, const ovf_attribute *attribute, ovf_limit *limit, bool *has)
{
    ovf_limit read = {0};
    if (!ovf_attribute_says(attribute)) return;
    if (!read_limit(attribute, &read)) {
        read = (ovf_limit){.unknown = true};
        tell(in, attribute,
             "a height such as FL245, 4500 FT MSL, 1500 M AGL, SFC, UNL, metres over the sea, or "
             "\"higher of 1000 FT AGL and 3000 FT MSL\"");
    } else if (*has && !same_limit(limit, &read)) {
        read = (ovf_limit){.unknown = true};
        tell(in, attribute, "the same as another attribute of that meaning");
    }
    *limit = read;
    *has = true;
}

/* ---- a zone ---- */

static void take_known(reader *in, const ovf_attribute *attribute, const char *known)
{
    if (strcmp(known, "floor") == 0) take_limit(in, attribute, &in->volume.floor, &in->has_floor);
    if (strcmp(known, "ceiling") == 0)
        take_limit(in, attribute, &in->volume.ceiling, &in->has_ceiling);
}

/* What looks like a height, under a name that is not known. */
static void take_foreign(reader *in, const ovf_attribute *attribute, ovf_foreign foreign)
{
    bool upper = foreign == OVF_FOREIGN_UPPER, lower = foreign == OVF_FOREIGN_LOWER,
         either = foreign == OVF_FOREIGN_HEIGHT || foreign == OVF_FOREIGN_EDGE;
    if ((!upper && !lower && !either) || !ovf_foreign_says(foreign, attribute)) return;
    if (!in->has_floor && !upper) in->volume.floor.unknown = true;
    if (!in->has_ceiling && !lower) in->volume.ceiling.unknown = true;
}

static ovf_status read_zone(reader *in, ovf_error *error)
{
    const ovf_attributes *attributes = &in->zone->attributes;
    in->volume = (ovf_volume){0};
    in->has_floor = in->has_ceiling = false;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < attributes->count; i++) {
            const ovf_attribute *attribute = &attributes->items[i];
            ovf_zone_name_entry entry;
            if (!ovf_zone_name_find(&in->names, attribute->name, &entry))
                return ovf_fail_memory(error);
            if (pass == 0 && entry.known != NULL) take_known(in, attribute, entry.known);
            if (pass == 1 && entry.known == NULL) take_foreign(in, attribute, entry.foreign);
        }
    }
    return OVF_OK;
}

ovf_status ovf_zone_volumes_read(ovf_zones *zones, const ovf_input_options *options,
                                 ovf_error *error)
{
    reader in = {.options = options};
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < zones->count && status == OVF_OK; i++) {
        in.zone = &zones->items[i];
        status = read_zone(&in, error);
        if (status != OVF_OK || ovf_volume_is_unlimited(&in.volume)) continue;
        zones->items[i].volume = ovf_array_new(1, sizeof *zones->items[i].volume);
        if (zones->items[i].volume == NULL) status = ovf_fail_memory(error);
        else *zones->items[i].volume = in.volume;
    }
    ovf_zone_attributes_clear(&in.names);
    return status;
}
