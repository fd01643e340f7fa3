#include "cli/shown_volumes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/listing.h"
#include "model/model.h"
#include "overflight/area.h"
#include "overflight/volume.h"

/* One volume, with the attributes that say so: its own, and then those of its zone. */
typedef struct {
    const ovf_volume *volume;
    const ovf_attributes *own, *others;
    ovf_area area;
} subject;

static const ovf_attribute *find(const subject *of, const char *name)
{
    const ovf_attribute *found = ovf_attributes_spelt(of->own, name);
    return found != NULL || of->others == NULL ? found : ovf_attributes_spelt(of->others, name);
}

static void understood(const ovf_limit *limit, bool upper, char text[OVF_LIMIT_TEXT])
{
    ovf_limit_format(limit, text);
    if (text[0] == '\0') snprintf(text, OVF_LIMIT_TEXT, upper ? "UNL" : "GND");
}

/* Where `volume` has no limit, or a part is of no limits. */
static bool find_subject(const ovf_zone *zone, size_t index, subject *of)
{
    static const ovf_volume unlimited = {0};
    ovf_zone alone = *zone;
    *of = (subject){.volume = zone->volume, .own = &zone->attributes};
    if (zone->part_count > 0) {
        alone.polygons = zone->parts[index].polygons;
        alone.polygon_count = zone->parts[index].polygon_count;
        alone.parts = NULL;
        alone.part_count = 0;
        of->volume = zone->parts[index].volume;
        of->own = &zone->parts[index].attributes;
        of->others = &zone->attributes;
    }
    if (of->volume == NULL) of->volume = &unlimited;
    return ovf_zone_area(&alone, &of->area, NULL) == OVF_OK;
}

static size_t count_of(const ovf_zone *zone)
{
    return zone->part_count > 0 ? zone->part_count : zone->volume != NULL ? 1 : 0;
}

/* " (as given)" behind what it is understood as. */
static bool add_said(ovf_text *line, const subject *of, const char *name)
{
    char number[40];
    const ovf_attribute *attribute = find(of, name);
    const char *said = attribute == NULL ? NULL : cli_attribute_text(attribute, number);
    if (said == NULL) return true;
    return ovf_text_add_string(line, " (\"") && ovf_text_add_string(line, said) &&
           ovf_text_add_string(line, "\")");
}

static bool add_limit(ovf_text *line, const subject *of, bool upper)
{
    char text[OVF_LIMIT_TEXT];
    understood(upper ? &of->volume->ceiling : &of->volume->floor, upper, text);
    return ovf_text_add_string(line, upper ? " to " : "") && ovf_text_add_string(line, text) &&
           add_said(line, of, upper ? "ceiling" : "floor");
}

static bool add_times(ovf_text *line, const subject *of)
{
    char *times = NULL;
    if (of->volume->schedule.count == 0 && !of->volume->schedule.unknown) return true;
    if (ovf_schedule_text(&of->volume->schedule, &times, NULL) != OVF_OK) return false;
    bool good = ovf_text_add_string(line, ", in force ") && ovf_text_add_string(line, times) &&
                add_said(line, of, "active");
    free(times);
    return good;
}

/* What else a part has of its own. */
static bool add_rest(ovf_text *line, const subject *of)
{
    bool good = true;
    for (size_t i = 0; i < of->own->count && good; i++) {
        const ovf_attribute *attribute = &of->own->items[i];
        char number[40];
        if (attribute == find(of, "floor") || attribute == find(of, "ceiling") ||
            attribute == find(of, "active"))
            continue;
        good = ovf_text_add_string(line, "; ") && ovf_text_add_string(line, attribute->name) &&
               ovf_text_add_string(line, " ") &&
               ovf_text_add_string(line, cli_attribute_text(attribute, number));
    }
    return good;
}

bool cli_shown_volumes_print(const ovf_zone *zone, size_t width)
{
    const size_t count = count_of(zone);
    bool good = true;
    for (size_t k = 0; k < count && good; k++) {
        char name[40] = "volume", area[60];
        subject of;
        ovf_text line = {0};
        if (zone->part_count > 0) snprintf(name, sizeof name, "volume %zu", k + 1);
        good = find_subject(zone, k, &of) && add_limit(&line, &of, false) &&
               add_limit(&line, &of, true) && add_times(&line, &of);
        if (good && zone->part_count > 0) {
            snprintf(area, sizeof area, ", %.6f km²", of.area.m2 / 1e6);
            good = ovf_text_add_string(&line, area) && add_rest(&line, &of);
        }
        if (good) cli_print_field(name, width, line.text);
        ovf_text_clear(&line);
    }
    return good;
}

static json_t *said_json(const subject *of, const char *name)
{
    char number[40];
    const ovf_attribute *attribute = find(of, name);
    return cli_text_json(attribute == NULL ? NULL : cli_attribute_text(attribute, number));
}

static json_t *one_json(const subject *of)
{
    char floor[OVF_LIMIT_TEXT], ceiling[OVF_LIMIT_TEXT], *times = NULL;
    understood(&of->volume->floor, false, floor);
    understood(&of->volume->ceiling, true, ceiling);
    if (ovf_schedule_text(&of->volume->schedule, &times, NULL) != OVF_OK) return NULL;
    json_t *made = json_pack("{s:s, s:s, s:s, s:f, s:{s:o, s:o, s:o}}", "floor", floor, "ceiling",
                             ceiling, "active", times, "area_m2", round(of->area.m2 * 1000) / 1000,
                             "given", "floor", said_json(of, "floor"), "ceiling",
                             said_json(of, "ceiling"), "active", said_json(of, "active"));
    free(times);
    return made;
}

json_t *cli_shown_volumes_json(const ovf_zone *zone)
{
    const size_t count = count_of(zone);
    json_t *list = json_array();
    for (size_t k = 0; k < count; k++) {
        subject of;
        if (find_subject(zone, k, &of) && json_array_append_new(list, one_json(&of)) == 0) continue;
        json_decref(list);
        return NULL;
    }
    return list;
}
