#include "input/rules/rule_lines.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "base/time.h"
#include "input/rules/restrictions.h"
#include "model/model.h"
#include "model/restriction.h"
#include "overflight/input.h"

/* Whether the feature has what `where` asks for: for each member its value, or one of several. */
static bool is_picked(const json_t *where, const ovf_attributes *attributes)
{
    const char *member;
    json_t *wanted;
    json_object_foreach((json_t *)(uintptr_t)where, member, wanted)
    {
        const ovf_attribute *attribute = ovf_attributes_find(attributes, member);
        const char *text = attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT
                               ? attribute->text
                               : NULL;
        bool good = false;
        size_t i;
        json_t *item;
        if (text == NULL) return false;
        if (json_is_string(wanted)) good = strcmp(json_string_value(wanted), text) == 0;
        json_array_foreach(wanted, i, item)
            good = good || (json_is_string(item) && strcmp(json_string_value(item), text) == 0);
        if (!good) return false;
    }
    return true;
}

/* The line, there and back, as a zone without area. */
static bool line_to_zone(const ovf_route *line, ovf_zone *zone)
{
    *zone = (ovf_zone){.id = ovf_text_copy(line->id),
                       .file = ovf_text_copy(line->file),
                       .edges = OVF_EDGES_LONLAT};
    const ovf_attribute *name = ovf_attributes_find(&line->attributes, "name"),
                        *edges = ovf_attributes_find(&line->attributes, "edges");
    zone->name = ovf_text_copy(name != NULL && name->type == OVF_ATTRIBUTE_TEXT ? name->text
                                                                                : line->id);
    if (edges != NULL && edges->type == OVF_ATTRIBUTE_TEXT)
        (void)ovf_edges_parse(edges->text, &zone->edges);
    zone->polygons = ovf_array_new(line->part_count, sizeof *zone->polygons);
    if (zone->id == NULL || zone->file == NULL || zone->name == NULL || zone->polygons == NULL)
        return false;
    for (size_t p = 0, begin = 0; p < line->part_count; begin = line->part_ends[p++]) {
        size_t count = line->part_ends[p] - begin, all = 2 * count - 1;
        ovf_ring *ring = ovf_array_new(1, sizeof *ring);
        if (ring == NULL) return false;
        zone->polygons[zone->polygon_count++] = (ovf_polygon){ring, 1};
        ring->vertices = ovf_array_new(all, sizeof *ring->vertices);
        if (ring->vertices == NULL) return false;
        ring->count = all;
        for (size_t i = 0; i < all; i++) {
            const ovf_fix *fix = &line->fixes[begin + (i < count ? i : 2 * count - 2 - i)];
            ring->vertices[i] = (ovf_lonlat){fix->lon, fix->lat};
        }
    }
    return true;
}

/* The index of the line among the rules'; a line that another rule has is there once. */
static ovf_status keep_line(const ovf_route *line, ovf_rules *rules, size_t *index,
                            ovf_error *error)
{
    for (*index = 0; *index < rules->lines.count; (*index)++) {
        const ovf_zone *known = &rules->lines.items[*index];
        if (strcmp(known->id, line->id) == 0 && strcmp(known->file, line->file) == 0) return OVF_OK;
    }
    ovf_zone zone;
    if (!line_to_zone(line, &zone) || !ovf_array_reserve(&rules->lines.items, &rules->line_capacity,
                                                         rules->lines.count + 1, sizeof zone)) {
        ovf_zone_clear(&zone);
        return ovf_fail_memory(error);
    }
    rules->lines.items[rules->lines.count++] = zone;
    return OVF_OK;
}

static bool add_copy(const ovf_restriction *restriction, size_t line, double from_s, double until_s,
                     ovf_rules *rules)
{
    ovf_restriction copy;
    if (!ovf_restriction_copy(restriction, &copy)) return false;
    ovf_text_free(copy.place_id);
    copy.place_id = ovf_text_copy(rules->lines.items[line].id);
    copy.place = line;
    /* An open end, NAN, gives way. */
    copy.from_s = fmax(restriction->from_s, from_s);
    copy.until_s = fmin(restriction->until_s, until_s);
    bool good = copy.place_id != NULL;
    if (!good || copy.until_s <= copy.from_s) {
        ovf_restriction_clear(&copy);
        return good;
    }
    return ovf_rules_add(rules, &copy);
}

/* When a side of a border is a State Party: never where `from` is NAN, for good where `until` is.
 */
typedef struct {
    double from_s, until_s;
} membership;

static double read_day(const ovf_attributes *attributes, const char *side, const char *end)
{
    char name[40];
    double seconds = NAN;
    snprintf(name, sizeof name, "%s_party_%s", side, end);
    const ovf_attribute *attribute = ovf_attributes_find(attributes, name);
    if (attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT)
        (void)ovf_time_parse(attribute->text, &seconds);
    return seconds;
}

static bool is_party(const membership *side, double at_s)
{
    return side->from_s <= at_s && !(side->until_s <= at_s);
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The times in which one side is a Party and the other is not. */
static bool add_while_one_is_party(const ovf_restriction *restriction,
                                   const ovf_attributes *attributes, size_t line, ovf_rules *rules)
{
    const membership sides[2] = {
        {read_day(attributes, "state", "from"), read_day(attributes, "state", "until")},
        {read_day(attributes, "neighbour", "from"), read_day(attributes, "neighbour", "until")}};
    double times[6], begun = NAN;
    size_t count = 0;
    for (int k = 0; k < 2; k++) {
        if (!isnan(sides[k].from_s)) times[count++] = sides[k].from_s;
        if (!isnan(sides[k].until_s)) times[count++] = sides[k].until_s;
    }
    qsort(times, count, sizeof *times, compare_times);
    for (size_t i = 0; i < count; i++) {
        bool binds = is_party(&sides[0], times[i]) != is_party(&sides[1], times[i]);
        if (!binds && !isnan(begun) && !add_copy(restriction, line, begun, times[i], rules))
            return false;
        if (!binds) begun = NAN;
        else if (isnan(begun)) begun = times[i];
    }
    return isnan(begun) || add_copy(restriction, line, begun, NAN, rules);
}

static ovf_status add_lines(const char *path, const json_t *picked, bool dated, const char *where,
                            const ovf_restriction *restriction, ovf_rules *rules, ovf_error *error)
{
    ovf_route_source *source = NULL;
    const ovf_route *line = NULL;
    ovf_error why;
    size_t count = 0;
    ovf_status status = ovf_route_source_open(&path, 1, NULL, &source, &why);
    while (status == OVF_OK && (status = ovf_route_source_next(source, &line, &why)) == OVF_OK &&
           line != NULL) {
        size_t index;
        if (!is_picked(picked, &line->attributes)) continue;
        count++;
        status = keep_line(line, rules, &index, &why);
        if (status != OVF_OK) break;
        bool good = dated ? add_while_one_is_party(restriction, &line->attributes, index, rules)
                          : add_copy(restriction, index, NAN, NAN, rules);
        if (!good) status = ovf_fail_memory(&why);
    }
    ovf_route_source_free(source);
    if (status != OVF_OK) return ovf_fail(error, status, "%s/lines: %s", where, why.message);
    if (count == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s/where picks no line of %s", where, path);
    return OVF_OK;
}

ovf_status ovf_rule_lines_add(const char *file, const char *where, const json_t *rule, bool read,
                              const ovf_restriction *restriction, ovf_rules *rules,
                              ovf_error *error)
{
    const json_t *lines = json_object_get(rule, "lines"), *picked = json_object_get(rule, "where");
    const json_t *dated = json_object_get(rule, "between_parties_and_others");
    if (!json_is_string(lines) || json_string_length(lines) == 0)
        return ovf_fail(error, OVF_ERROR_INPUT, "%s/lines: expected a file with lines", where);
    if (picked != NULL && !json_is_object(picked))
        return ovf_fail(
            error, OVF_ERROR_INPUT,
            "%s/where: expected an object of attributes, each with a text or a list of texts",
            where);
    if (dated != NULL && !json_is_boolean(dated))
        return ovf_fail(error, OVF_ERROR_INPUT,
                        "%s/between_parties_and_others: expected true or false", where);
    if (!read) return OVF_OK;
    const char *name = json_string_value(lines), *slash = strrchr(file, '/');
    ovf_text path = {0};
    bool good = name[0] == '/' || slash == NULL ||
                ovf_text_add(&path, file, (size_t)(slash - file) + 1);
    good = good && ovf_text_add_string(&path, name);
    ovf_status status = good ? add_lines(path.text, picked, json_is_true(dated), where, restriction,
                                         rules, error)
                             : ovf_fail_memory(error);
    ovf_text_clear(&path);
    return status;
}
