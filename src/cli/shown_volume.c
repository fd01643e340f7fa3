#include "cli/shown_volume.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/listing.h"
#include "overflight/volume.h"

/* A floor is the ground, and a ceiling has no end, where there is none. */
static void write_limit(const ovf_limit *limit, const char *none, char text[OVF_LIMIT_TEXT])
{
    ovf_limit_format(limit, text);
    if (text[0] == '\0') snprintf(text, OVF_LIMIT_TEXT, "%s", none);
}

static bool print_one(const char *name, const ovf_volume *volume, size_t width)
{
    static const ovf_volume unlimited;
    char floor[OVF_LIMIT_TEXT], ceiling[OVF_LIMIT_TEXT], *when = NULL;
    if (volume == NULL) volume = &unlimited;
    write_limit(&volume->floor, "the ground", floor);
    write_limit(&volume->ceiling, "no end", ceiling);
    if (ovf_schedule_text(&volume->schedule, &when, NULL) != OVF_OK) return false;
    size_t size = strlen(floor) + strlen(ceiling) + strlen(when) + 40;
    char *text = malloc(size);
    if (text != NULL) {
        snprintf(text, size, "from %s to %s, %s", floor, ceiling, when);
        cli_print_field(name, width, text);
    }
    free(when);
    bool good = text != NULL;
    free(text);
    return good;
}

bool cli_shown_volume_print(const ovf_zone *zone, size_t width)
{
    char name[40];
    bool good = true;
    if (zone->part_count == 0)
        return ovf_volume_is_unlimited(zone->volume) || print_one("read as", zone->volume, width);
    for (size_t i = 0; i < zone->part_count && good; i++) {
        snprintf(name, sizeof name, "part %zu", i + 1);
        good = print_one(name, zone->parts[i].volume, width);
    }
    return good;
}

static json_t *limit_json(const ovf_limit *limit)
{
    char text[OVF_LIMIT_TEXT];
    ovf_limit_format(limit, text);
    return text[0] == '\0' ? json_null() : json_string(text);
}

static json_t *one_json(const ovf_volume *volume)
{
    static const ovf_volume unlimited;
    char *when = NULL;
    if (volume == NULL) volume = &unlimited;
    if (ovf_schedule_text(&volume->schedule, &when, NULL) != OVF_OK) return NULL;
    json_t *made = json_pack("{s:o, s:o, s:s}", "floor", limit_json(&volume->floor), "ceiling",
                             limit_json(&volume->ceiling), "active", when);
    free(when);
    return made;
}

json_t *cli_shown_volume_json(const ovf_zone *zone)
{
    if (zone->part_count == 0 && ovf_volume_is_unlimited(zone->volume)) return json_null();
    json_t *made = one_json(zone->volume), *parts = json_array();
    bool good = made != NULL && parts != NULL;
    for (size_t i = 0; i < zone->part_count && good; i++)
        good = json_array_append_new(parts, one_json(zone->parts[i].volume)) == 0;
    if (good && zone->part_count > 0) good = json_object_set(made, "parts", parts) == 0;
    json_decref(parts);
    if (good) return made;
    json_decref(made);
    return NULL;
}
