#include "input/zones/airspace_volumes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "input/rules/zone_volumes.h"
#include "model/lay_over.h"
#include "model/model.h"
#include "model/zone_parts.h"

static void clear_volume(ovf_airspace_volume *volume)
{
    ovf_polygons_free(volume->polygons, volume->polygon_count);
    ovf_attributes_clear(&volume->attributes);
    ovf_schedule_clear(&volume->volume.schedule);
    *volume = (ovf_airspace_volume){0};
}

void ovf_airspace_volumes_clear(ovf_airspace_volumes *volumes)
{
    for (size_t i = 0; i < volumes->count; i++) clear_volume(&volumes->items[i]);
    free(volumes->items);
    volumes->items = NULL;
    volumes->count = volumes->capacity = 0;
}

/* ---- what is known of a part ---- */

static void take_note(void *context, const char *file, const char *feature, const char *note,
                      ovf_remedy remedy)
{
    (void)file;
    (void)feature;
    ovf_zone_note_add(context, remedy, "%s", note);
}

static bool copy_words(const ovf_airspace_part *part, ovf_attributes *copy)
{
    ovf_attribute *items = ovf_array_new(part->word_count + 1, sizeof *items);
    const ovf_attributes words = {items, part->word_count};
    if (items == NULL) return false;
    for (size_t i = 0; i < part->word_count; i++)
        items[i] = (ovf_attribute){
            .name = part->words[i].name, .type = OVF_ATTRIBUTE_TEXT, .text = part->words[i].value};
    bool good = ovf_attributes_copy(&words, copy);
    free(items);
    return good;
}

/* The volume that words state, with those of the airspace that they do not replace. */
static ovf_status find_volume(const ovf_airspace_volumes *in, const ovf_attributes *words,
                              ovf_volume *volume, ovf_error *error)
{
    const ovf_input_options options = {.note = take_note, .note_context = in->notes};
    ovf_attribute *items = ovf_array_new(words->count + in->inherited.count + 1, sizeof *items);
    ovf_zone all = {.id = "", .attributes = {items, words->count}};
    if (items == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < words->count; i++) items[i] = words->items[i];
    for (size_t i = 0; i < in->inherited.count; i++)
        if (ovf_attributes_spelt(words, in->inherited.items[i].name) == NULL)
            items[all.attributes.count++] = in->inherited.items[i];
    ovf_status status = ovf_zone_volume_state(&all, &options, volume, error);
    free(items);
    return status;
}

static ovf_status add_volume(ovf_airspace_volumes *in, ovf_airspace_volume *volume,
                             ovf_error *error)
{
    if (!ovf_array_reserve(&in->items, &in->capacity, in->count + 1, sizeof *in->items))
        return ovf_fail_memory(error);
    in->items[in->count++] = *volume;
    *volume = (ovf_airspace_volume){0};
    return OVF_OK;
}

static ovf_zone zone_around(const ovf_airspace_volumes *in, const ovf_airspace_volume *of)
{
    return (ovf_zone){.id = "part",
                      .edges = in->edges,
                      .polygons = of->polygons,
                      .polygon_count = of->polygon_count};
}

static ovf_status lay(const ovf_airspace_volumes *in, const ovf_airspace_volume *a,
                      const ovf_airspace_volume *b, ovf_lay_operation operation, ovf_lay_area *area,
                      ovf_error *error)
{
    const ovf_zone first = zone_around(in, a), second = zone_around(in, b);
    return ovf_lay_over(&first, &second, operation, area, error);
}

/* Takes the place of what the polygons were. */
static void replace(ovf_airspace_volume *of, ovf_lay_area area)
{
    ovf_polygons_free(of->polygons, of->polygon_count);
    of->polygons = area.polygons;
    of->polygon_count = area.count;
}

/* ---- adding ---- */

static ovf_status unite(ovf_airspace_volumes *in, ovf_airspace_volume *part, ovf_error *error)
{
    for (size_t i = 0; i < in->count; i++) {
        ovf_lay_area area;
        if (!ovf_volume_is_same(&in->items[i].volume, &part->volume)) continue;
        ovf_status status = lay(in, &in->items[i], part, OVF_OVERLAY_UNION, &area, error);
        if (status == OVF_OK) replace(&in->items[i], area);
        return status;
    }
    return add_volume(in, part, error);
}

/* ---- taking away ---- */

typedef enum { BELOW, SAME, ABOVE, UNKNOWN } order;

static bool is_open(const ovf_limit *limit) { return limit->count == 0 && !limit->unknown; }

/* Where a is, seen from b; without end where there is none, `upper` upwards and otherwise down. */
static order compare(const ovf_limit *a, bool a_upper, const ovf_limit *b, bool b_upper)
{
    double heights[2];
    if (a->unknown || b->unknown) return UNKNOWN;
    if (a_upper == b_upper && ovf_limit_is_same(a, b)) return SAME;
    if (is_open(a) && is_open(b)) return a_upper ? ABOVE : BELOW;
    if (is_open(a)) return a_upper ? ABOVE : BELOW;
    if (is_open(b)) return b_upper ? BELOW : ABOVE;
    if (a->count != 1 || b->count != 1 || a->heights[0].reference != b->heights[0].reference)
        return UNKNOWN;
    heights[0] = a->heights[0].metres;
    heights[1] = b->heights[0].metres;
    return heights[0] < heights[1] ? BELOW : heights[0] > heights[1] ? ABOVE : SAME;
}

/* How the heights of what is taken away lie to those of a volume. */
typedef struct {
    bool apart, unknown, begins_within, ends_within;
} fit;

static fit fit_of(const ovf_volume *volume, const ovf_volume *away)
{
    order floor = compare(&away->floor, false, &volume->floor, false),
          ceiling = compare(&away->ceiling, true, &volume->ceiling, true),
          under = compare(&away->ceiling, true, &volume->floor, false),
          over = compare(&away->floor, false, &volume->ceiling, true);
    if (under == BELOW || under == SAME || over == ABOVE || over == SAME)
        return (fit){.apart = true};
    /* A limit within is surely within only if it is so seen from both ends. */
    bool begins = floor == ABOVE, ends = ceiling == BELOW;
    return (fit){.unknown = floor == UNKNOWN || ceiling == UNKNOWN || (begins && over == UNKNOWN) ||
                            (ends && under == UNKNOWN),
                 .begins_within = begins,
                 .ends_within = ends};
}

static bool set_text(ovf_attribute *attribute, const char *text)
{
    char *copy = ovf_text_copy(text);
    if (copy == NULL) return false;
    ovf_text_free(attribute->text);
    attribute->text = copy;
    attribute->type = OVF_ATTRIBUTE_TEXT;
    return true;
}

/* Gives words a limit in the words of another. */
static bool set_word(ovf_attributes *words, const char *name, const char *text)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcmp(words->items[i].name, name) == 0) return set_text(&words->items[i], text);
    ovf_attribute *items = ovf_array_new(words->count + 1, sizeof *items);
    if (items == NULL) return false;
    for (size_t i = 0; i < words->count; i++) items[i] = words->items[i];
    free(words->items);
    words->items = items;
    items[words->count].name = ovf_text_copy(name);
    return items[words->count].name != NULL && set_text(&items[words->count++], text);
}

/* As it was given, or else as it is understood. */
static const char *text_of(const ovf_attributes *words, const char *name, const ovf_limit *limit,
                           char text[OVF_LIMIT_TEXT])
{
    const ovf_attribute *attribute = ovf_attributes_find(words, name);
    if (attribute != NULL && attribute->text != NULL) return attribute->text;
    ovf_limit_format(limit, text);
    return text;
}

/* A volume with all of the outline, below (above) what is taken away. */
static ovf_status keep_beside(ovf_airspace_volumes *in, const ovf_airspace_volume *of,
                              const ovf_airspace_volume *away, bool above, ovf_error *error)
{
    const ovf_airspace_volume nothing = {0};
    ovf_airspace_volume made = {0};
    ovf_lay_area area;
    char text[OVF_LIMIT_TEXT];
    ovf_status status = ovf_schedule_copy(&of->volume.schedule, &made.volume.schedule, error);
    if (status == OVF_OK) status = lay(in, of, &nothing, OVF_OVERLAY_UNION, &area, error);
    if (status != OVF_OK) {
        clear_volume(&made);
        return status;
    }
    replace(&made, area);
    made.volume.floor = above ? away->volume.ceiling : of->volume.floor;
    made.volume.ceiling = above ? of->volume.ceiling : away->volume.floor;
    const char *limit = above ? text_of(&away->attributes, "ceiling", &away->volume.ceiling, text)
                              : text_of(&away->attributes, "floor", &away->volume.floor, text);
    bool good = ovf_attributes_copy(&of->attributes, &made.attributes) &&
                set_word(&made.attributes, above ? "floor" : "ceiling", limit);
    status = good ? add_volume(in, &made, error) : ovf_fail_memory(error);
    clear_volume(&made);
    return status;
}

/* The volume between the heights of what is taken away. */
static bool narrow(ovf_airspace_volume *of, const ovf_airspace_volume *away, const fit *heights)
{
    char text[OVF_LIMIT_TEXT];
    bool good = true;
    if (heights->begins_within) {
        of->volume.floor = away->volume.floor;
        good = set_word(&of->attributes, "floor",
                        text_of(&away->attributes, "floor", &away->volume.floor, text));
    }
    if (heights->ends_within) {
        of->volume.ceiling = away->volume.ceiling;
        good = good && set_word(&of->attributes, "ceiling",
                                text_of(&away->attributes, "ceiling", &away->volume.ceiling, text));
    }
    return good;
}

static bool same_times(const ovf_volume *a, const ovf_volume *b)
{
    const ovf_volume first = {.schedule = a->schedule}, second = {.schedule = b->schedule};
    return ovf_volume_is_same(&first, &second);
}

static ovf_status take_from(ovf_airspace_volumes *in, size_t index, const ovf_airspace_volume *away,
                            ovf_error *error)
{
    ovf_lay_area both, rest;
    const fit heights = fit_of(&in->items[index].volume, &away->volume);
    bool always = away->volume.schedule.count == 0 && !away->volume.schedule.unknown;
    if (heights.apart) return OVF_OK;
    ovf_status status = lay(in, &in->items[index], away, OVF_OVERLAY_INTERSECTION, &both, error);
    bool overlap = status == OVF_OK && both.count > 0;
    if (status == OVF_OK) ovf_polygons_free(both.polygons, both.count);
    if (!overlap) return status;
    if (heights.unknown || (!always && !same_times(&in->items[index].volume, &away->volume))) {
        ovf_zone_note_add(in->notes, OVF_REMEDY_NONE,
                          "part %zu is not taken away from what is before it, since %s cannot be "
                          "compared: the zone is larger than it is meant to be",
                          in->taken, heights.unknown ? "their heights" : "their times");
        return OVF_OK;
    }
    /* Items may move, which is why they are looked up by their index. */
    if (heights.begins_within) {
        const ovf_airspace_volume of = in->items[index];
        status = keep_beside(in, &of, away, false, error);
    }
    if (status == OVF_OK && heights.ends_within) {
        const ovf_airspace_volume of = in->items[index];
        status = keep_beside(in, &of, away, true, error);
    }
    if (status == OVF_OK && !narrow(&in->items[index], away, &heights))
        status = ovf_fail_memory(error);
    if (status == OVF_OK)
        status = lay(in, &in->items[index], away, OVF_OVERLAY_DIFFERENCE, &rest, error);
    if (status == OVF_OK) replace(&in->items[index], rest);
    return status;
}

static ovf_status take_away(ovf_airspace_volumes *in, const ovf_airspace_volume *away,
                            ovf_error *error)
{
    ovf_status status = OVF_OK;
    size_t count = in->count; /* those that are added are beside what is taken away */
    for (size_t i = 0; i < count && status == OVF_OK; i++) status = take_from(in, i, away, error);
    size_t kept = 0;
    for (size_t i = 0; i < in->count; i++) {
        if (in->items[i].polygon_count > 0) in->items[kept++] = in->items[i];
        else clear_volume(&in->items[i]);
    }
    in->count = kept;
    return status;
}

/* ---- intersecting ---- */

/* What a volume and another have in common, in the words of the first. */
static ovf_status cross(ovf_airspace_volumes *in, const ovf_airspace_volume *of,
                        const ovf_airspace_volume *with, ovf_airspace_volume *made,
                        ovf_error *error)
{
    ovf_lay_area area;
    const fit heights = fit_of(&of->volume, &with->volume);
    bool always = with->volume.schedule.count == 0 && !with->volume.schedule.unknown,
         known = always || same_times(&of->volume, &with->volume);
    *made = (ovf_airspace_volume){0};
    if (heights.apart) return OVF_OK;
    ovf_status status = lay(in, of, with, OVF_OVERLAY_INTERSECTION, &area, error);
    if (status != OVF_OK || area.count == 0) return status;
    replace(made, area);
    status = ovf_schedule_copy(&of->volume.schedule, &made->volume.schedule, error);
    if (status != OVF_OK) return status;
    made->volume.floor = of->volume.floor;
    made->volume.ceiling = of->volume.ceiling;
    if (heights.unknown || !known)
        ovf_zone_note_add(in->notes, OVF_REMEDY_NONE,
                          "part %zu, with which those before it are intersected, has %s that "
                          "cannot be compared with theirs: the zone is larger than it is meant to "
                          "be",
                          in->taken, heights.unknown ? "heights" : "times");
    if (!ovf_attributes_copy(&of->attributes, &made->attributes) ||
        (!heights.unknown && !narrow(made, with, &heights)))
        return ovf_fail_memory(error);
    return OVF_OK;
}

/* What has been there with any of so many others. */
static ovf_status intersect(ovf_airspace_volumes *in, const ovf_airspace_volume *with, size_t count,
                            ovf_error *error)
{
    ovf_airspace_volumes before = {.items = in->items, .count = in->count};
    ovf_status status = OVF_OK;
    in->items = NULL;
    in->count = in->capacity = 0;
    for (size_t i = 0; i < before.count; i++)
        for (size_t k = 0; k < count && status == OVF_OK; k++) {
            ovf_airspace_volume made;
            status = cross(in, &before.items[i], &with[k], &made, error);
            if (status == OVF_OK && made.polygon_count > 0) status = unite(in, &made, error);
            clear_volume(&made);
        }
    ovf_airspace_volumes_clear(&before);
    return status;
}

static ovf_status operate(ovf_airspace_volumes *in, ovf_airspace_volume *part,
                          ovf_part_operation operation, ovf_error *error)
{
    if (operation == OVF_PART_INTERSECTS) return intersect(in, part, 1, error);
    return operation == OVF_PART_UNITES ? unite(in, part, error) : take_away(in, part, error);
}

ovf_status ovf_airspace_volumes_combine(ovf_airspace_volumes *in, ovf_airspace_volumes *group,
                                        ovf_part_operation operation, ovf_error *error)
{
    ovf_status status = OVF_OK;
    in->taken++;
    if (operation == OVF_PART_INTERSECTS) return intersect(in, group->items, group->count, error);
    for (size_t i = 0; i < group->count && status == OVF_OK; i++)
        status = operate(in, &group->items[i], operation, error);
    return status;
}

ovf_status ovf_airspace_volumes_take(ovf_airspace_volumes *in, const ovf_airspace_part *part,
                                     ovf_zone *outline, ovf_error *error)
{
    ovf_airspace_volume taken = {.polygons = outline->polygons,
                                 .polygon_count = outline->polygon_count};
    outline->polygons = NULL;
    outline->polygon_count = 0;
    in->taken++;
    ovf_status status = copy_words(part, &taken.attributes) ? OVF_OK : ovf_fail_memory(error);
    if (status == OVF_OK) status = find_volume(in, &taken.attributes, &taken.volume, error);
    if (status == OVF_OK) status = operate(in, &taken, part->operation, error);
    clear_volume(&taken);
    return status;
}

/* ---- the end ---- */

/* A single volume is the zone's own: its words are the zone's, too. */
static ovf_status give_one(ovf_airspace_volume *only, ovf_zone *zone, ovf_error *error)
{
    size_t count = zone->attributes.count;
    ovf_attribute *items = ovf_array_new(count + only->attributes.count + 1, sizeof *items);
    if (items == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < count; i++) items[i] = zone->attributes.items[i];
    for (size_t i = 0; i < only->attributes.count; i++) {
        ovf_attribute *word = &only->attributes.items[i];
        size_t k = 0;
        while (k < count && strcmp(items[k].name, word->name) != 0) k++;
        if (k == count) items[count++] = *word;
        else {
            const ovf_attribute other = items[k];
            items[k] = *word;
            ovf_text_free(other.name);
            ovf_text_free(other.text);
        }
    }
    free(zone->attributes.items);
    zone->attributes = (ovf_attributes){items, count};
    free(only->attributes.items);
    only->attributes = (ovf_attributes){0};
    zone->polygons = only->polygons;
    zone->polygon_count = only->polygon_count;
    only->polygons = NULL;
    only->polygon_count = 0;
    return OVF_OK;
}

ovf_status ovf_airspace_volumes_give(ovf_airspace_volumes *in, ovf_zone *zone, ovf_error *error)
{
    if (in->count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "expected an area, found parts that take all of it away");
    if (in->count == 1) return give_one(&in->items[0], zone, error);
    ovf_zone_part *parts = ovf_array_new(in->count, sizeof *parts);
    if (parts == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < in->count; i++) {
        ovf_airspace_volume *of = &in->items[i];
        parts[i] = (ovf_zone_part){.polygons = of->polygons,
                                   .polygon_count = of->polygon_count,
                                   .volume = ovf_volume_is_unlimited(&of->volume) ? NULL
                                                                                  : &of->volume,
                                   .attributes = of->attributes};
    }
    const char *id = zone->id; /* which may come later */
    if (id == NULL) zone->id = "airspace";
    ovf_status status = ovf_zone_set_parts(zone, parts, in->count, error);
    zone->id = id;
    free(parts);
    return status;
}
