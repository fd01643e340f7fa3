#include "output/qgis/project_facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "output/rows/layer.h"

/* Characters that a line of the columns of the table in qgis/layout.xml has room for, and the most
 * lines that are counted on. */
#define MESSAGE_CHARACTERS 150
#define RULE_CHARACTERS 42
#define ROUTE_CHARACTERS 28
#define ZONE_CHARACTERS 23
#define LINES_MAX 4u

static const ovf_value *value_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->field_count; i++)
        if (strcmp(schema->fields[i].name, name) == 0) return &row->values[i];
    return NULL;
}

static const char *text_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    const ovf_value *value = value_of(row, schema, name);
    return value == NULL ? NULL : value->text;
}

static double time_of(const ovf_row *row, const ovf_schema *schema, const char *name)
{
    const ovf_value *value = value_of(row, schema, name);
    return value == NULL ? NAN : value->real;
}

typedef ovf_status (*reader)(ovf_project_facts *facts, const ovf_map *map, const ovf_row *row,
                             const ovf_schema *schema, ovf_error *error);

static ovf_status read_rows(ovf_project_facts *facts, const ovf_map *map,
                            const ovf_layer_kind *kind, reader read, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, kind);
    const ovf_row *row = NULL;
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    ovf_status status = ovf_store_open(&store, layer->store, &kind->schema, error);
    if (status != OVF_OK) return status;
    while ((status = ovf_store_next(&store, &row, error)) == OVF_OK && row != NULL &&
           status == OVF_OK) {
        status = read(facts, map, row, &kind->schema, error);
        if (status != OVF_OK) break;
    }
    ovf_store_close(&store);
    return status;
}

static ovf_status read_route(ovf_project_facts *facts, const ovf_map *map, const ovf_row *row,
                             const ovf_schema *schema, ovf_error *error)
{
    (void)map, (void)error;
    facts->first_s = fmin(facts->first_s, time_of(row, schema, "start_time"));
    facts->last_s = fmax(facts->last_s, time_of(row, schema, "end_time"));
    return OVF_OK;
}

/* Adds an attribution, if it is new. */
static bool attribute(ovf_project_facts *facts, const char *attribution, const char *licence)
{
    size_t there = facts->attributions == NULL ? 0 : strlen(facts->attributions);
    size_t size = strlen(attribution) + (licence == NULL ? 0 : strlen(licence) + 3) + 1;
    char *one = malloc(size), *all = NULL;
    if (one == NULL) return false;
    strcpy(one, attribution);
    if (licence != NULL) strcat(strcat(strcat(one, " ("), licence), ")");
    if (there > 0 && strstr(facts->attributions, one) != NULL) {
        free(one);
        return true;
    }
    all = realloc(facts->attributions, there + size + 2);
    if (all != NULL) {
        all[there] = '\0';
        strcat(strcat(all, there > 0 ? "; " : ""), one);
        facts->attributions = all;
    }
    free(one);
    return all != NULL;
}

static ovf_status read_zone(ovf_project_facts *facts, const ovf_map *map, const ovf_row *row,
                            const ovf_schema *schema, ovf_error *error)
{
    const char *id = text_of(row, schema, "zone_id"), *name = text_of(row, schema, "name"),
               *attribution = NULL, *licence = NULL;
    if (!ovf_array_reserve(&facts->zones, &facts->zone_capacity, facts->zone_count + 1,
                           sizeof *facts->zones))
        return ovf_fail_memory(error);
    ovf_project_zone *zone = &facts->zones[facts->zone_count++];
    *zone = (ovf_project_zone){ovf_text_copy(id == NULL ? "" : id),
                               ovf_text_copy(name != NULL ? name
                                             : id == NULL ? ""
                                                          : id),
                               ovf_rectangle_none()};
    if (zone->id == NULL || zone->name == NULL) return ovf_fail_memory(error);
    if (!ovf_map_frame_add(&map->frame, row->polygons, row->polygon_count, &zone->extent))
        return ovf_fail_memory(error);
    for (size_t i = 0; row->attributes != NULL && i < row->attributes->count; i++) {
        const ovf_attribute *item = &row->attributes->items[i];
        if (item->type == OVF_ATTRIBUTE_TEXT && strcmp(item->name, "attribution") == 0)
            attribution = item->text;
        if (item->type == OVF_ATTRIBUTE_TEXT && strcmp(item->name, "licence") == 0)
            licence = item->text;
    }
    return attribution == NULL || attribute(facts, attribution, licence) ? OVF_OK
                                                                         : ovf_fail_memory(error);
}

static void count_lines(unsigned *most, const char *text, size_t characters)
{
    size_t lines = text == NULL ? 0 : (strlen(text) + characters - 1) / characters;
    if (lines > LINES_MAX) lines = LINES_MAX;
    if (lines > *most) *most = (unsigned)lines;
}

/* What is none of them is for information. */
static const char *const severities[OVF_PROJECT_SEVERITIES - 1] = {"violation", "undecided",
                                                                   "warning"};

static ovf_status read_finding(ovf_project_facts *facts, const ovf_map *map, const ovf_row *row,
                               const ovf_schema *schema, ovf_error *error)
{
    (void)map, (void)error;
    const char *severity = text_of(row, schema, "severity");
    size_t of = 0;
    while (of < OVF_COUNT(severities) &&
           (severity == NULL || strcmp(severity, severities[of]) != 0))
        of++;
    uint64_t index = facts->findings[of]++;
    if (row->line != NULL && row->line->fix_count > 1) facts->has_stretches = true;
    if (index >= OVF_PROJECT_FINDINGS_MAX) return OVF_OK;
    unsigned *lines = &facts->lines[of][index];
    *lines = 1;
    count_lines(lines, text_of(row, schema, "message"), MESSAGE_CHARACTERS);
    count_lines(lines, text_of(row, schema, "rule"), RULE_CHARACTERS);
    count_lines(lines, text_of(row, schema, "route_id"), ROUTE_CHARACTERS);
    count_lines(lines, text_of(row, schema, "zone_id"), ZONE_CHARACTERS);
    return OVF_OK;
}

ovf_status ovf_project_facts_find(ovf_project_facts *facts, const ovf_map *map, ovf_error *error)
{
    *facts = (ovf_project_facts){.first_s = NAN, .last_s = NAN};
    ovf_status status = read_rows(facts, map, &ovf_layer_routes, read_route, error);
    if (status == OVF_OK) status = read_rows(facts, map, &ovf_layer_zones, read_zone, error);
    if (status == OVF_OK) status = read_rows(facts, map, &ovf_layer_findings, read_finding, error);
    return status;
}

uint64_t ovf_project_facts_findings(const ovf_project_facts *facts)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < OVF_PROJECT_SEVERITIES; i++) sum += facts->findings[i];
    return sum;
}

void ovf_project_facts_clear(ovf_project_facts *facts)
{
    for (size_t i = 0; i < facts->zone_count; i++) {
        free(facts->zones[i].id);
        free(facts->zones[i].name);
    }
    free(facts->zones);
    free(facts->attributions);
    *facts = (ovf_project_facts){0};
}
