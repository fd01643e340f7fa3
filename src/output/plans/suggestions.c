/* Suggested routes as a file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/error.h"
#include "model/checks.h"
#include "output/rows/layer.h"
#include "output/plans/plan_file.h"
#include "output/plans/plan_xml.h"
#include "overflight/flightplan.h"
#include "overflight/suggest.h"

#define TIME_DECIMALS 3

static const ovf_field fields[] = {
    {"id", OVF_FIELD_TEXT, 0, "the route"},
    {"length_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the suggestion"},
    {"original_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of the route as it was"},
    {"extra_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "by how much the suggestion is longer"},
    {"fixes_added", OVF_FIELD_COUNT, 0, "fixes that were put in"},
    {"fixes_moved", OVF_FIELD_COUNT, 0, "fixes that were moved"},
    {"fixes_left_out", OVF_FIELD_COUNT, 0, "fixes that were left out"},
    {"plan", OVF_FIELD_TEXT, 0, "the route as item 15 of a flight plan has it; of typed plans"},
    {"way", OVF_FIELD_TEXT, 0,
     "how the route was repaired: left, right, around, over, under, shorter, later, earlier, or "
     "itself"},
    {"verdict", OVF_FIELD_TEXT, 0, "what the check says of the suggestion"},
    {"extra_s", OVF_FIELD_REAL, TIME_DECIMALS, "by how much the flight takes longer"},
    {"later_s", OVF_FIELD_REAL, TIME_DECIMALS, "by how much it starts later"},
    {"up_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "by how much altitudes are raised at most"},
    {"down_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "by how much altitudes are lowered at most"},
    {"changes", OVF_FIELD_TEXT, 0, "what it costs and what was changed, in words"},
};

static const ovf_schema schema = {
    .name = "suggestions",
    .title = "Suggested routes",
    .description = "Routes that break no rule, in place of routes that do: for each the best "
                   "first. The positions are the fixes; legs between them are geodesics",
    .fields = fields,
    .field_count = OVF_COUNT(fields),
    .shape = OVF_SHAPE_LINE,
    .decimals = OVF_ALL_DECIMALS,
    .attributes = true};

struct ovf_suggestion_file {
    ovf_suggestion_format format;
    bool replace;
    ovf_plan_file *geojson;
    ovf_bytes routes, tracks; /* of GPX; of item 15 the lines are routes */
    /* The files that are written: the first is the one that was named. */
    char **paths;
    ovf_bytes *contents; /* of each, of FPL */
    size_t count, capacity, content_capacity;
};

/* A suggestion, of an alternative or by itself. */
typedef struct {
    const ovf_route *original;
    const ovf_suggestion *suggestion;
    const ovf_alternative *alternative; /* NULL: by itself */
    ovf_route route;
    const char *id;
} entry;

/* ---- names ---- */

static bool is_where(const ovf_fix *a, const ovf_fix *b)
{
    return a->lon == b->lon && a->lat == b->lat;
}

/* Names of the suggestion's fixes: those that stayed where they were have theirs, and so have those
 * that were put in at the same place for a change of level. False when memory is out. */
static bool name_fixes(const ovf_route *original, const ovf_suggestion *suggestion,
                       const char ***names)
{
    *names = NULL;
    if (original->fix_names == NULL) return true;
    *names = ovf_array_new(suggestion->fix_count, sizeof **names);
    if (*names == NULL) return false;
    for (size_t k = 0; k < suggestion->fix_count; k++) {
        size_t origin = suggestion->origins[k];
        const ovf_fix *fix = &suggestion->fixes[k];
        bool added = origin == OVF_SUGGEST_ADDED;
        if (!added && is_where(&original->fixes[origin], fix))
            (*names)[k] = original->fix_names[origin];
        else (*names)[k] = added && k > 0 && is_where(fix - 1, fix) ? (*names)[k - 1] : "";
    }
    return true;
}

/* ---- GeoJSON ---- */

static ovf_status add_feature(ovf_suggestion_file *file, const entry *e, ovf_error *error)
{
    const ovf_suggestion *s = e->suggestion;
    const ovf_alternative *a = e->alternative;
    uint64_t added = 0, moved = 0;
    char *plan = NULL, text[OVF_ALTERNATIVE_TEXT];
    ovf_status status = OVF_OK;
    if (e->route.fix_names != NULL) status = ovf_flightplan_write(&e->route, &plan, error);
    for (size_t k = 0; k < s->fix_count; k++) added += s->origins[k] == OVF_SUGGEST_ADDED;
    for (size_t k = 0; k < s->change_count; k++) moved += s->changes[k].moved;
    ovf_row row = {.values = {{.text = e->id},
                              {.real = s->length_m},
                              {.real = s->original_m},
                              {.real = s->extra_m},
                              {.count = added},
                              {.count = moved},
                              {.count = s->change_count - moved},
                              {.text = plan},
                              {.text = a == NULL ? NULL : ovf_way_name(a->way)},
                              {.text = a == NULL ? NULL : ovf_verdict_name(a->verdict)},
                              {.real = a == NULL ? NAN : a->extra_s},
                              {.real = a == NULL ? NAN : a->later_s},
                              {.real = a == NULL ? NAN : a->up_m},
                              {.real = a == NULL ? NAN : a->down_m},
                              {.text = a == NULL ? NULL : ovf_alternative_describe(a, text)}}};
    if (status == OVF_OK) status = ovf_plan_file_add(file->geojson, &e->route, &row, error);
    free(plan);
    return status;
}

/* ---- item 15 ---- */

/* The id is one word. */
static void add_id(ovf_bytes *bytes, const char *id)
{
    for (; *id != '\0'; id++) {
        bool harmless = (unsigned char)*id > ' ' && *id != ':' && *id != ';' && *id != '"' &&
                        *id != '\'';
        ovf_bytes_byte(bytes, harmless ? *id : '-');
    }
}

static ovf_status add_line(ovf_suggestion_file *file, const entry *e, ovf_error *error)
{
    char *text = NULL;
    ovf_status status = ovf_flightplan_write_packed(&e->route, &text, error);
    if (status != OVF_OK) return status;
    add_id(&file->routes, e->id);
    ovf_bytes_text(&file->routes, ": ");
    ovf_bytes_text(&file->routes, text);
    ovf_bytes_byte(&file->routes, '\n');
    free(text);
    return file->routes.failed ? ovf_fail_memory(error) : OVF_OK;
}

/* ---- FPL ---- */

/* "better-plan-left.fpl", in place of "better.fpl". To be freed. */
static char *path_beside(const char *path, const char *id)
{
    size_t length = strlen(path), end = length, size = length + strlen(id) + 2;
    char *made = ovf_array_new(size, 1);
    while (end > 0 && path[end] != '.') end--;
    if (made == NULL) return NULL;
    snprintf(made, size, "%.*s-%s", (int)end, path, id);
    for (size_t k = end; made[k] != '\0'; k++) {
        bool harmless = ovf_is_digit(made[k]) || ovf_is_letter(made[k]) || made[k] == '-' ||
                        made[k] == '_' || (unsigned char)made[k] >= 0x80;
        if (!harmless) made[k] = '-';
    }
    memcpy(made + strlen(made), path + end, length - end + 1);
    return made;
}

static ovf_status add_path(ovf_suggestion_file *file, char *path, ovf_error *error)
{
    if (path == NULL) return ovf_fail_memory(error);
    if (!ovf_array_reserve(&file->paths, &file->capacity, file->count + 1, sizeof *file->paths) ||
        !ovf_array_reserve(&file->contents, &file->content_capacity, file->count + 1,
                           sizeof *file->contents)) {
        free(path);
        return ovf_fail_memory(error);
    }
    file->paths[file->count] = path;
    file->contents[file->count++] = (ovf_bytes){0};
    return ovf_plan_path_check(path, file->replace, error);
}

static ovf_status add_file(ovf_suggestion_file *file, const ovf_plan_text *plan, ovf_error *error)
{
    if (file->contents[0].used > 0) {
        ovf_status status = add_path(file, path_beside(file->paths[0], plan->id), error);
        if (status != OVF_OK) return status;
    }
    ovf_bytes *bytes = &file->contents[file->count - 1];
    ovf_fpl_write(bytes, plan);
    return bytes->failed ? ovf_fail_memory(error) : OVF_OK;
}

/* ---- all formats ---- */

ovf_suggestion_format ovf_suggestion_format_of(const char *path)
{
    static const struct {
        const char ending[5];
        ovf_suggestion_format format;
    } endings[] = {{".GPX", OVF_SUGGESTION_GPX},
                   {".FPL", OVF_SUGGESTION_FPL},
                   {".TXT", OVF_SUGGESTION_ITEM15}};
    size_t length = path == NULL ? 0 : strlen(path);
    for (size_t i = 0; i < OVF_COUNT(endings) && length > 4; i++) {
        bool same = true;
        for (size_t k = 0; k < 4; k++)
            same = same && ovf_capital(path[length - 4 + k]) == endings[i].ending[k];
        if (same) return endings[i].format;
    }
    return OVF_SUGGESTION_GEOJSON;
}

ovf_status ovf_suggestion_file_open(const char *path, bool replace, ovf_suggestion_file **file,
                                    ovf_error *error)
{
    if (path == NULL) return ovf_fail_null(error, "a path");
    if (file == NULL) return ovf_fail_null(error, "a place for the file");
    ovf_suggestion_file *opened = ovf_array_new(1, sizeof *opened);
    if (opened == NULL) return ovf_fail_memory(error);
    opened->format = ovf_suggestion_format_of(path);
    opened->replace = replace;
    ovf_status status = add_path(opened, ovf_text_copy(path), error);
    if (status == OVF_OK && opened->format == OVF_SUGGESTION_GEOJSON)
        status = ovf_plan_file_open(path, &schema, replace, &opened->geojson, error);
    if (status == OVF_OK) *file = opened;
    else ovf_suggestion_file_free(opened);
    return status;
}

static ovf_status add(ovf_suggestion_file *file, entry *e, ovf_error *error)
{
    const char **names;
    char text[OVF_ALTERNATIVE_TEXT], said[OVF_ALTERNATIVE_TEXT + 40];
    if (!name_fixes(e->original, e->suggestion, &names)) return ovf_fail_memory(error);
    e->route.fix_names = names;
    if (e->alternative != NULL)
        snprintf(said, sizeof said, "%s; %s", ovf_verdict_name(e->alternative->verdict),
                 ovf_alternative_describe(e->alternative, text));
    const ovf_plan_text plan = {&e->route, e->id, e->alternative != NULL ? said : NULL};
    ovf_status status = OVF_OK;
    switch (file->format) {
    case OVF_SUGGESTION_GPX:
        ovf_gpx_add(&file->routes, &file->tracks, &plan);
        if (file->routes.failed || file->tracks.failed) status = ovf_fail_memory(error);
        break;
    case OVF_SUGGESTION_FPL: status = add_file(file, &plan, error); break;
    case OVF_SUGGESTION_ITEM15: status = add_line(file, e, error); break;
    default: status = add_feature(file, e, error);
    }
    free(names);
    return status;
}

ovf_status ovf_suggestion_file_add(ovf_suggestion_file *file, const ovf_route *route,
                                   const ovf_suggestion *suggestion, ovf_error *error)
{
    if (file == NULL) return ovf_fail_null(error, "a file");
    if (suggestion == NULL) return ovf_fail_null(error, "a suggestion");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    entry e = {route, suggestion, NULL, ovf_suggestion_route(suggestion, route), route->id};
    return add(file, &e, error);
}

ovf_status ovf_suggestion_file_add_alternative(ovf_suggestion_file *file, const ovf_route *route,
                                               const ovf_alternative *alternative, const char *id,
                                               ovf_error *error)
{
    if (file == NULL) return ovf_fail_null(error, "a file");
    if (alternative == NULL) return ovf_fail_null(error, "an alternative");
    ovf_status status = ovf_route_check(route, error);
    if (status != OVF_OK) return status;
    entry e = {route, &alternative->suggestion, alternative,
               ovf_alternative_route(alternative, route), id != NULL ? id : route->id};
    return add(file, &e, error);
}

ovf_status ovf_suggestion_file_close(ovf_suggestion_file *file, ovf_error *error)
{
    if (file->format == OVF_SUGGESTION_GEOJSON) return ovf_plan_file_close(file->geojson, error);
    ovf_status status = OVF_OK;
    ovf_bytes *bytes = &file->contents[0];
    if (file->format == OVF_SUGGESTION_GPX) {
        ovf_gpx_begin(bytes);
        ovf_bytes_add(bytes, file->routes.data, file->routes.used);
        ovf_bytes_add(bytes, file->tracks.data, file->tracks.used);
        ovf_gpx_end(bytes);
    } else if (file->format == OVF_SUGGESTION_ITEM15) {
        ovf_bytes_add(bytes, file->routes.data, file->routes.used);
    }
    for (size_t k = 0; status == OVF_OK && k < file->count; k++)
        status = ovf_plan_bytes_write(file->paths[k], file->replace, &file->contents[k], error);
    return status;
}

const char *ovf_suggestion_file_path(const ovf_suggestion_file *file, size_t index)
{
    return file != NULL && index < file->count ? file->paths[index] : NULL;
}

void ovf_suggestion_file_free(ovf_suggestion_file *file)
{
    if (file == NULL) return;
    ovf_plan_file_free(file->geojson);
    ovf_bytes_clear(&file->routes);
    ovf_bytes_clear(&file->tracks);
    for (size_t k = 0; k < file->count; k++) {
        free(file->paths[k]);
        ovf_bytes_clear(&file->contents[k]);
    }
    free(file->paths);
    free(file->contents);
    free(file);
}
