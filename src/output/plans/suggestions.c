/* Suggested routes as a file. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "model/checks.h"
#include "output/rows/layer.h"
#include "output/plans/plan_file.h"
#include "overflight/flightplan.h"
#include "overflight/suggest.h"

static const ovf_field fields[] = {
    {"id", OVF_FIELD_TEXT, 0, "the route"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the suggestion"},
    {"original_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the route as it was"},
    {"extra_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "by how much the suggestion is longer"},
    {"fixes_added", OVF_FIELD_COUNT, 0, "fixes that were put in"},
    {"fixes_moved", OVF_FIELD_COUNT, 0, "fixes that were moved"},
    {"fixes_left_out", OVF_FIELD_COUNT, 0, "fixes that were left out"},
    {"plan", OVF_FIELD_TEXT, 0, "the route as item 15 of a flight plan has it; of typed plans"},
};

static const ovf_schema schema = {
    .name = "suggestions",
    .title = "Suggested routes",
    .description = "Routes that keep all stand-offs and stay out of prohibited zones, with the "
                   "least extra length. The "
                   "positions are the fixes; legs between them are geodesics",
    .fields = fields,
    .field_count = OVF_COUNT(fields),
    .shape = OVF_SHAPE_LINE,
    .decimals = OVF_ALL_DECIMALS,
    .attributes = true};

/* Names of the suggestion's fixes: those that stayed where they were have theirs. False when memory
 * is out. */
static bool name_fixes(const ovf_route *original, const ovf_suggestion *suggestion,
                       const char ***names)
{
    *names = ovf_array_new(suggestion->fix_count, sizeof **names);
    if (*names == NULL) return false;
    for (size_t k = 0; k < suggestion->fix_count; k++) {
        size_t origin = suggestion->origins[k];
        bool stayed = origin != OVF_SUGGEST_ADDED &&
                      original->fixes[origin].lon == suggestion->fixes[k].lon &&
                      original->fixes[origin].lat == suggestion->fixes[k].lat;
        (*names)[k] = stayed ? original->fix_names[origin] : "";
    }
    return true;
}

static ovf_status write_plan(const ovf_route *original, const ovf_suggestion *suggestion,
                             char **plan, ovf_error *error)
{
    const char **names;
    ovf_route route = ovf_suggestion_route(suggestion, original);
    if (!name_fixes(original, suggestion, &names)) return ovf_fail_memory(error);
    route.fix_names = names;
    ovf_status status = ovf_flightplan_write(&route, plan, error);
    free(names);
    return status;
}

ovf_status ovf_suggestion_file_open(const char *path, bool replace, ovf_suggestion_file **file,
                                    ovf_error *error)
{
    if (path == NULL) return ovf_fail_null(error, "a path");
    if (file == NULL) return ovf_fail_null(error, "a place for the file");
    return ovf_plan_file_open(path, &schema, replace, file, error);
}

ovf_status ovf_suggestion_file_add(ovf_suggestion_file *file, const ovf_route *route,
                                   const ovf_suggestion *suggestion, ovf_error *error)
{
    if (file == NULL) return ovf_fail_null(error, "a file");
    if (suggestion == NULL) return ovf_fail_null(error, "a suggestion");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    ovf_route made = ovf_suggestion_route(suggestion, route);
    uint64_t added = 0, moved = 0;
    char *plan = NULL;
    if (route->fix_names != NULL) status = write_plan(route, suggestion, &plan, error);
    for (size_t k = 0; k < suggestion->fix_count; k++)
        added += suggestion->origins[k] == OVF_SUGGEST_ADDED;
    for (size_t k = 0; k < suggestion->change_count; k++) moved += suggestion->changes[k].moved;
    ovf_row row = {.values = {{.text = route->id},
                              {.real = suggestion->length_m},
                              {.real = suggestion->original_m},
                              {.real = suggestion->extra_m},
                              {.count = added},
                              {.count = moved},
                              {.count = suggestion->change_count - moved},
                              {.text = plan}}};
    if (status == OVF_OK) status = ovf_plan_file_add(file, &made, &row, error);
    free(plan);
    return status;
}

ovf_status ovf_suggestion_file_close(ovf_suggestion_file *file, ovf_error *error)
{
    return ovf_plan_file_close(file, error);
}

void ovf_suggestion_file_free(ovf_suggestion_file *file) { ovf_plan_file_free(file); }
