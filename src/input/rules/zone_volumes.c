#include "input/rules/zone_volumes.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/answer.h"
#include "base/error.h"
#include "base/text.h"
#include "input/almanac/zone_times.h"
#include "input/rules/volumes.h"
#include "input/rules/zone_attributes.h"
#include "overflight/volume.h"

#define KEPT 8

typedef struct {
    const ovf_input_options *options;
    ovf_zone_attributes names; /* for its memory of names */
    const ovf_zone *zone;
    ovf_volume volume;
    bool has_floor, has_ceiling; /* of those with known names */
    bool foreign[2];             /* floor and ceiling stand in attributes of other makers */
    json_t *times;               /* attributes that say when it is in force; NULL: none does */
    /* What the last of them were, and mean: files have few timetables, in many zones. */
    struct {
        json_t *times;
        ovf_schedule schedule;
    } kept[KEPT];
    size_t next;
} reader;

static void tell(const reader *in, const char *format, ...)
{
    static const char end[] = "; what is in the zone is possible at most";
    char note[500];
    va_list arguments;
    if (in->options->note == NULL) return;
    va_start(arguments, format);
    vsnprintf(note, sizeof note - sizeof end, format, arguments);
    va_end(arguments);
    strcat(note, end);
    in->options->note(in->options->note_context, in->zone->file, in->zone->id, note,
                      OVF_REMEDY_NONE);
}

static void tell_found(const reader *in, const ovf_attribute *attribute, const char *expected)
{
    char shown[80];
    ovf_text_shorten(attribute->text != NULL ? attribute->text : "something else", shown,
                     sizeof shown);
    tell(in, "%s is not understood: expected %s, found '%s'", attribute->name, expected, shown);
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

/* No zone ends at the ground, or begins without end. */
static bool is_turned(ovf_height height, bool upper)
{
    return isinf(height.metres) && (height.metres < 0) == upper;
}

static bool read_limit(const ovf_attribute *attribute, bool upper, ovf_limit *limit)
{
    ovf_height height;
    bool is_number = attribute->type == OVF_ATTRIBUTE_INTEGER ||
                     attribute->type == OVF_ATTRIBUTE_REAL;
    if (is_number) {
        double metres = attribute->type == OVF_ATTRIBUTE_INTEGER ? (double)attribute->integer
                                                                 : attribute->real;
        *limit = ovf_limit_of_height((ovf_height){metres, OVF_HEIGHT_MSL});
        return true;
    }
    if (attribute->type != OVF_ATTRIBUTE_TEXT ||
        (ovf_height_parse(attribute->text, &height) && is_turned(height, upper)))
        return false;
    return ovf_limit_parse(attribute->text, limit);
}

/* Two attributes that mean the same and differ leave it unknown. */
static void take_limit(reader *in, const ovf_attribute *attribute, ovf_limit *limit, bool *has)
{
    bool upper = limit == &in->volume.ceiling;
    ovf_limit read = {0};
    if (!ovf_attribute_says(attribute)) return;
    if (!read_limit(attribute, upper, &read)) {
        read = (ovf_limit){.unknown = true};
        tell_found(
            in, attribute,
            "a height such as FL245, 4500 FT MSL, 1500 M AGL, SFC, UNL, metres over the sea, or "
            "\"higher of 1000 FT AGL and 3000 FT MSL\"");
    } else if (*has && !same_limit(limit, &read)) {
        read = (ovf_limit){.unknown = true};
        tell_found(in, attribute, "the same as another attribute of that meaning");
    }
    *limit = read;
    *has = true;
}

/* ---- when it is in force ---- */

/* Those of the formats are known in their own spelling (almanac/zone_times.h). `activeFrom` and
 * `activeUntil` are openAIP's, whose key is _id; elsewhere they are dates of a restriction. */
static const char *time_name(const reader *in, const char *name)
{
    static const char *const of_openaip[] = {"activeFrom", "activeUntil"};
    for (size_t i = 0; i < 2; i++)
        if (strcmp(name, of_openaip[i]) == 0 &&
            ovf_attributes_find(&in->zone->attributes, "_id") != NULL)
            return of_openaip[i];
    static const char *const names[] = {
        "applicability", "limitedApplicability", "hoursOfOperation", "byNotam",  "onRequest",
        "onDemand",      "TIMESOFUSE",           "WKHR_CODE",        "WKHR_RMK", "GMTOFFSET",
        "DST_CODE"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) return names[i];
    return ovf_name_is(name, "active") ? "active" : NULL;
}

/* `active` may be a plain yes or no. */
static bool read_answer(reader *in, const ovf_attribute *attribute, ovf_status *status,
                        ovf_error *error)
{
    bool yes = attribute->boolean;
    if (attribute->type != OVF_ATTRIBUTE_BOOLEAN &&
        (attribute->type != OVF_ATTRIBUTE_TEXT || !ovf_answer_parse(attribute->text, &yes)))
        return false;
    if (!yes) *status = ovf_schedule_parse("never", NULL, &in->volume.schedule, error);
    return true;
}

static ovf_status take_time(reader *in, const ovf_attribute *attribute, const char *name,
                            ovf_error *error)
{
    ovf_status status = OVF_OK;
    if (!ovf_attribute_says(attribute)) return OVF_OK;
    if (strcmp(name, "active") == 0 && read_answer(in, attribute, &status, error)) return status;
    if (in->times == NULL) in->times = json_object();
    if (in->times == NULL ||
        json_object_set_new(in->times, name, ovf_attribute_to_json(attribute)) != 0)
        return ovf_fail_memory(error);
    return OVF_OK;
}

static ovf_status keep_times(reader *in, ovf_error *error)
{
    const size_t place = in->next++ % KEPT;
    json_decref(in->kept[place].times);
    in->kept[place].times = NULL;
    ovf_schedule_clear(&in->kept[place].schedule);
    ovf_status status = ovf_schedule_copy(&in->volume.schedule, &in->kept[place].schedule, error);
    if (status == OVF_OK) in->kept[place].times = json_incref(in->times);
    return status;
}

static ovf_status read_times(reader *in, ovf_error *error)
{
    ovf_error why;
    bool said = false;
    if (in->times == NULL) return OVF_OK;
    for (size_t i = 0; i < KEPT && in->kept[i].times != NULL; i++)
        if (json_equal(in->kept[i].times, in->times))
            return ovf_schedule_copy(&in->kept[i].schedule, &in->volume.schedule, error);
    ovf_status status = ovf_zone_times(in->times, &in->volume.schedule, &said, &why);
    if (status == OVF_ERROR_MEMORY) return ovf_fail_memory(error);
    if (status == OVF_OK) return said ? keep_times(in, error) : OVF_OK;
    in->volume.schedule.unknown = true;
    tell(in, "when the zone is in force is not understood: %s", why.message);
    return OVF_OK;
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
    bool of_volume = ovf_is_of_volume(foreign, attribute->name);
    if (!in->has_floor && !upper) *(of_volume ? &in->foreign[0] : &in->volume.floor.unknown) = true;
    if (!in->has_ceiling && !lower)
        *(of_volume ? &in->foreign[1] : &in->volume.ceiling.unknown) = true;
}

/* Those of the formats that are known (volumes.h); what they say otherwise leaves both open. */
static void read_foreign(reader *in)
{
    ovf_height heights[2];
    ovf_limit *const limits[2] = {&in->volume.floor, &in->volume.ceiling};
    if (!in->foreign[0] && !in->foreign[1]) return;
    bool good = ovf_zone_attributes_sort(&in->names, in->zone, NULL) == OVF_OK &&
                ovf_zone_volume_read(&in->names, in->zone, &heights[0], &heights[1]) &&
                !is_turned(heights[0], false) && !is_turned(heights[1], true);
    if (!good) tell(in, "its attributes of heights are not understood");
    for (int side = 0; side < 2; side++) {
        if (!in->foreign[side] || limits[side]->unknown) continue;
        if (!good) limits[side]->unknown = true;
        else if (!isnan(heights[side].metres)) *limits[side] = ovf_limit_of_height(heights[side]);
    }
}

/* Floor and ceiling must not be exchanged. */
static void check_order(reader *in)
{
    ovf_limit *floor = &in->volume.floor, *ceiling = &in->volume.ceiling;
    char low[OVF_LIMIT_TEXT], high[OVF_LIMIT_TEXT];
    if (floor->count != 1 || ceiling->count != 1 ||
        floor->heights[0].reference != ceiling->heights[0].reference ||
        floor->heights[0].metres < ceiling->heights[0].metres)
        return;
    ovf_limit_format(floor, low);
    ovf_limit_format(ceiling, high);
    tell(in, "expected a floor below the ceiling, found %s and %s", low, high);
    floor->unknown = ceiling->unknown = true;
    floor->count = ceiling->count = 0;
}

static ovf_status read_zone(reader *in, ovf_error *error)
{
    const ovf_attributes *attributes = &in->zone->attributes;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < attributes->count; i++) {
            const ovf_attribute *attribute = &attributes->items[i];
            ovf_zone_name_entry entry;
            if (!ovf_zone_name_find(&in->names, attribute->name, &entry))
                return ovf_fail_memory(error);
            const char *time = pass == 0 ? time_name(in, attribute->name) : NULL;
            ovf_status status = time != NULL ? take_time(in, attribute, time, error) : OVF_OK;
            if (status != OVF_OK) return status;
            if (pass == 0 && entry.known != NULL) take_known(in, attribute, entry.known);
            if (pass == 1 && entry.known == NULL) take_foreign(in, attribute, entry.foreign);
        }
    }
    read_foreign(in);
    check_order(in);
    return read_times(in, error);
}

static void clear(reader *in)
{
    json_decref(in->times);
    in->times = NULL;
    ovf_schedule_clear(&in->volume.schedule);
    in->volume = (ovf_volume){0};
    in->has_floor = in->has_ceiling = in->foreign[0] = in->foreign[1] = false;
}

static void end(reader *in)
{
    clear(in);
    for (size_t i = 0; i < KEPT; i++) {
        json_decref(in->kept[i].times);
        ovf_schedule_clear(&in->kept[i].schedule);
    }
    ovf_zone_attributes_clear(&in->names);
}

ovf_status ovf_zone_volume_state(const ovf_zone *zone, const ovf_input_options *options,
                                 ovf_volume *volume, ovf_error *error)
{
    reader in = {.options = options, .zone = zone};
    ovf_status status = read_zone(&in, error);
    *volume = in.volume;
    in.volume = (ovf_volume){0};
    end(&in);
    if (status != OVF_OK) {
        ovf_schedule_clear(&volume->schedule);
        *volume = (ovf_volume){0};
    }
    return status;
}

/* ---- ends that are not included ---- */

/* "To but not including", as the FAA has it: TNI of its tables, and its XNOTAM's flags. */
static bool excludes_an_end(const ovf_zone *zone)
{
    static const char *const flags[] = {"codeExclVerUpper", "codeExclVerLower"}, *const words[] = {
                                                                                     "UPPER_DESC",
                                                                                     "LOWER_DESC"};
    for (size_t i = 0; i < zone->attributes.count; i++) {
        const ovf_attribute *attribute = &zone->attributes.items[i];
        if (attribute->type != OVF_ATTRIBUTE_TEXT) continue;
        bool word = strcmp(attribute->text, "TNI") == 0,
             flag = strcmp(attribute->text, "Y") == 0 || strcmp(attribute->text, "YES") == 0;
        for (size_t k = 0; k < 2 && (word || flag); k++)
            if (ovf_name_is(attribute->name, word ? words[k] : flags[k])) return true;
    }
    return false;
}

/* Of each file once. */
static void tell_excluded(const ovf_zones *zones, const ovf_input_options *options)
{
    size_t count = 0;
    for (size_t i = 0; i < zones->count && options->note != NULL; i++) {
        const char *file = zones->items[i].file;
        char sentence[200];
        count += excludes_an_end(&zones->items[i]);
        if (i + 1 < zones->count && strcmp(zones->items[i + 1].file, file) == 0) continue;
        if (count > 0) {
            snprintf(sentence, sizeof sentence,
                     "%zu zone%s %s a limit that does not belong to %s (\"to but not "
                     "including\", TNI): this is not judged, and a flight just at it is inside",
                     count, count == 1 ? "" : "s", count == 1 ? "has" : "have",
                     count == 1 ? "it" : "them");
            options->note(options->note_context, file, NULL, sentence, OVF_REMEDY_NONE);
        }
        count = 0;
    }
}

ovf_status ovf_zone_volumes_read(ovf_zones *zones, const ovf_input_options *options,
                                 ovf_error *error)
{
    reader in = {.options = options};
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < zones->count && status == OVF_OK; i++) {
        in.zone = &zones->items[i];
        if (in.zone->part_count > 0) continue; /* they have theirs */
        status = read_zone(&in, error);
        if (status == OVF_OK && !ovf_volume_is_unlimited(&in.volume))
            status = ovf_zone_set_volume(&zones->items[i], &in.volume, error);
        clear(&in);
    }
    end(&in);
    if (status == OVF_OK) tell_excluded(zones, options);
    return status;
}
