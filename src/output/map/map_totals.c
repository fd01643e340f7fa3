#include "output/map/map_totals.h"

#include <stddef.h>

#include "base/array.h"

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
};

bool ovf_map_totals(const ovf_map *map, ovf_totals *totals)
{
    const json_t *said = json_object_get(map->summary, "totals");
    if (json_object_get(said, "complying_routes") == NULL) return false;
    for (size_t i = 0; i < OVF_COUNT(counts); i++) {
        json_int_t value = json_integer_value(json_object_get(said, counts[i].name));
        *(uint64_t *)(void *)((char *)totals + counts[i].offset) = value > 0 ? (uint64_t)value : 0;
    }
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
