#include "output/map/map_totals.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

/* The names of these counts in summary.json. */
static const struct {
    const char *name;
    size_t offset;
} counts[] = {
    {"complying_routes", offsetof(ovf_totals, complying_routes)},
    {"violating_routes", offsetof(ovf_totals, violating_routes)},
    {"undecided_routes", offsetof(ovf_totals, undecided_routes)},
    {"disputable_routes", offsetof(ovf_totals, disputable_routes)},
    {"violations", offsetof(ovf_totals, violations)},
    {"undecided", offsetof(ovf_totals, undecided)},
    {"warnings", offsetof(ovf_totals, warnings)},
    {"not_judged", offsetof(ovf_totals, not_judged)},
    {"complying_with_warnings", offsetof(ovf_totals, warned_routes)},
    {"information", offsetof(ovf_totals, information)},
};

bool ovf_map_totals(const ovf_map *map, ovf_totals *totals)
{
    const json_t *said = json_object_get(map->summary, "totals");
    if (json_object_get(said, "complying_routes") == NULL) return false;
    for (size_t i = 0; i < OVF_COUNT(counts); i++) {
        json_int_t value = json_integer_value(json_object_get(said, counts[i].name));
        *(uint64_t *)(void *)((char *)totals + counts[i].offset) = value > 0 ? (uint64_t)value : 0;
    }
    json_int_t broken = json_integer_value(json_object_get(said, "broken_rules"));
    totals->broken_count = broken < 0                ? 0
                           : broken < OVF_BROKEN_MAX ? (size_t)broken
                                                     : OVF_BROKEN_MAX;
    return true;
}

bool ovf_map_set_totals(ovf_map *map, const ovf_totals *totals)
{
    json_t *said = json_object_get(map->summary, "totals");
    bool good = true;
    for (size_t i = 0; i < OVF_COUNT(counts); i++) {
        uint64_t value = *(const uint64_t *)(const void *)((const char *)totals + counts[i].offset);
        good = json_object_set_new(said, counts[i].name, json_integer((json_int_t)value)) == 0 &&
               good;
    }
    return good;
}

/* The id of the only route, to free; NULL: it is not known. */
static char *only_route(const ovf_map *map)
{
    const ovf_map_layer *layer = ovf_map_find(map, &ovf_layer_routes);
    const ovf_row *row = NULL;
    ovf_store store;
    char *id = NULL;
    if (layer == NULL || layer->rows != 1) return NULL;
    if (ovf_store_open(&store, layer->store, &layer->kind->schema, NULL) != OVF_OK) return NULL;
    if (ovf_store_next(&store, &row, NULL) == OVF_OK && row != NULL && row->values[0].text != NULL)
        id = ovf_text_copy(row->values[0].text);
    ovf_store_close(&store);
    return id;
}

/* Results of earlier versions have no headline of their own. */
static bool make_headline(const ovf_map *map, char text[OVF_HEADLINE_TEXT])
{
    const json_t *said = json_object_get(map->summary, "totals"),
                 *zones = json_object_get(said, "zones"), *zone;
    ovf_totals totals;
    size_t i;
    if (ovf_totals_init(&totals, json_array_size(zones), NULL) != OVF_OK) return false;
    char *route = only_route(map);
    ovf_headline_facts facts = {
        .route = route,
        .judged_by = json_string_value(json_object_get(map->summary, "judged_by")),
        .judged = ovf_map_totals(map, &totals)};
    totals.routes = (uint64_t)json_integer_value(json_object_get(said, "routes"));
    totals.meeting_routes = (uint64_t)json_integer_value(json_object_get(said, "meeting_routes"));
    json_array_foreach(zones, i, zone) totals.zones[i].routes = (uint64_t)json_integer_value(
        json_object_get(zone, "routes"));
    ovf_headline(&totals, &facts, text);
    ovf_totals_clear(&totals);
    free(route);
    return true;
}

bool ovf_map_headline(const ovf_map *map, char text[OVF_HEADLINE_TEXT])
{
    const char *said = json_string_value(json_object_get(map->summary, "headline"));
    if (said == NULL) return make_headline(map, text);
    snprintf(text, OVF_HEADLINE_TEXT, "%s", said);
    return true;
}
