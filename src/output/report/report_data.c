#include "output/report/report_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "output/map/glossary_json.h"
#include "output/map/map_totals.h"
#include "output/map/worst.h"
#include "output/rows/json.h"
#include "output/report/report_base.h"
#include "output/report/report_element.h"
#include "output/report/report_revisits.h"

/* Of the lists of the summary, so many entries. */
#define LISTED_MAX 200
/* Fixes have their numbers and names where there are no more routes than so many, and of each route
 * no more fixes than so many. */
#define ROUTES_WITH_FIXES 50
#define FIXES_MAX 200

/* What the page shows, and how many bytes of it at least if there are so many: with the page itself
 * less than 20 MB. What one does not need is for those after it. */
static const struct {
    const ovf_layer_kind *kind;
    size_t most;
} shown[] = {
    {&ovf_layer_routes, 3500000},     {&ovf_layer_zones, 1500000},
    {&ovf_layer_passages, 2000000},   {&ovf_layer_crossings, 1500000},
    {&ovf_layer_nearest, 800000},     {&ovf_layer_swaths, 1400000},
    {&ovf_layer_coverage, 800000},    {&ovf_layer_gaps, 800000},
    {&ovf_layer_statistics, 2700000}, {&ovf_layer_findings, 3000000},
    {&ovf_layer_occupancy, 600000},
};

/* ---- layers ---- */

/* [[lon, lat], [lon, lat, "KGD"], …] */
static void add_fixes(ovf_bytes *bytes, const ovf_row *row)
{
    if (row->fix_count == 0 || row->fix_count > FIXES_MAX) return;
    ovf_bytes_text(bytes, ",\"f\":[");
    for (size_t i = 0; i < row->fix_count; i++) {
        const char *name = row->fix_names != NULL ? row->fix_names[i] : NULL;
        ovf_bytes_text(bytes, i > 0 ? ",[" : "[");
        ovf_bytes_trimmed(bytes, row->fixes[i].lon, 6);
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_trimmed(bytes, row->fixes[i].lat, 6);
        if (name != NULL && *name != '\0') {
            ovf_bytes_byte(bytes, ',');
            ovf_bytes_json(bytes, name);
        }
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_byte(bytes, ']');
}

/* The ground: the highest of each part of the route, the first and then the differences, as long as
 * nothing is unknown, which is null; the coarser the shapes, the fewer parts. */
static void add_ground(ovf_bytes *bytes, const ovf_row *row, unsigned level)
{
    size_t each = (size_t)1 << level;
    double last = 0;
    if (row->ground_count == 0) return;
    ovf_bytes_text(bytes, ",\"e\":[");
    for (size_t i = 0; i < row->ground_count; i += each) {
        double most = row->ground_m[i];
        for (size_t k = i + 1; k < i + each && k < row->ground_count; k++)
            most = isnan(most) || isnan(row->ground_m[k]) ? NAN : fmax(most, row->ground_m[k]);
        if (i > 0) ovf_bytes_byte(bytes, ',');
        if (isnan(most)) ovf_bytes_text(bytes, "null");
        else ovf_bytes_shortest(bytes, most - last);
        if (!isnan(most)) last = most;
    }
    ovf_bytes_byte(bytes, ']');
}

static void add_geometry(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_layer_kind *kind,
                         const ovf_row *row)
{
    bool route = kind == &ovf_layer_routes;
    if (kind->schema.shape != OVF_SHAPE_NONE) ovf_bytes_text(bytes, ",\"g\":");
    switch (kind->schema.shape) {
    case OVF_SHAPE_NONE: break;
    case OVF_SHAPE_POINT: ovf_sketch_position(sketch, bytes, row->point.lon, row->point.lat); break;
    case OVF_SHAPE_PLACE:
    case OVF_SHAPE_LINE: ovf_sketch_line(sketch, bytes, row->line, route); break;
    case OVF_SHAPE_AREA: ovf_sketch_areas(sketch, bytes, row->polygons, row->polygon_count); break;
    }
    if (!route) return;
    ovf_bytes_text(bytes, ",\"h\":");
    ovf_sketch_heights(sketch, bytes);
    ovf_bytes_text(bytes, ",\"t\":");
    ovf_sketch_times(sketch, bytes);
    add_ground(bytes, row, sketch->level);
}

/* Its values by the order of the fields, its attributes, its geometry, and the altitudes and times
 * along it. `alike` is for how many routes it stands, 0 where another stands for it. */
static void add_row(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map_layer *layer,
                    const ovf_row *row, uint64_t alike)
{
    const ovf_schema *schema = &layer->kind->schema;
    bool first = true;
    ovf_bytes_text(bytes, "{\"v\":[");
    for (size_t i = 0; i < schema->field_count; i++) {
        if (i > 0) ovf_bytes_byte(bytes, ',');
        ovf_json_value(bytes, &schema->fields[i], &row->values[i]);
    }
    ovf_bytes_byte(bytes, ']');
    if (schema->attributes && row->attributes != NULL) {
        ovf_bytes_text(bytes, ",\"a\":{");
        ovf_json_attributes(bytes, schema, row->attributes, &first);
        ovf_bytes_byte(bytes, '}');
    }
    if (alike != 1) {
        ovf_bytes_text(bytes, ",\"alike\":");
        ovf_bytes_count(bytes, alike);
    }
    add_geometry(sketch, bytes, layer->kind, row);
    if (layer->kind == &ovf_layer_routes && layer->rows <= ROUTES_WITH_FIXES) add_fixes(bytes, row);
    ovf_bytes_byte(bytes, '}');
}

/* How many bytes more what was added since takes when it is escaped. */
static size_t escapes(const ovf_bytes *bytes, size_t since)
{
    size_t count = 0;
    for (size_t i = since; i < bytes->used; i++)
        count += bytes->data[i] == '<' || bytes->data[i] == '>' || bytes->data[i] == '&';
    return 5 * count;
}

/* The rows of a layer, as far as there is room. */
typedef struct {
    ovf_sketch *sketch;
    ovf_bytes *bytes;
    const ovf_map_layer *layer;
    size_t most, escaped;
    bool begun, all; /* all: nothing was left out for want of room */
} filling;

/* The row that was too much is taken back. */
static ovf_status fill_row(filling *in, const ovf_row *row, uint64_t alike, ovf_error *error)
{
    ovf_bytes *bytes = in->bytes;
    size_t before = bytes->used;
    ovf_bytes_text(bytes, in->begun ? ",\n" : "\n");
    add_row(in->sketch, bytes, in->layer, row, alike);
    if (in->sketch->failed || bytes->failed) return ovf_fail_memory(error);
    in->escaped += escapes(bytes, before);
    in->all = bytes->used + in->escaped <= in->most;
    if (!in->all) bytes->used = before;
    else in->begun = true;
    return OVF_OK;
}

/* In the order of the input; the first that has no room ends it. */
static ovf_status fill_all(filling *in, ovf_error *error)
{
    ovf_store store;
    const ovf_row *row = NULL;
    ovf_status status = ovf_store_open(&store, in->layer->store, &in->layer->kind->schema, error);
    while (status == OVF_OK && in->all &&
           (status = ovf_store_next(&store, &row, error)) == OVF_OK && row != NULL)
        status = fill_row(in, row, 1, error);
    ovf_store_close(&store);
    return status;
}

/* What belongs to routes that violate comes first, then to those that are undecided, … */
static ovf_status fill_by_routes(filling *in, const ovf_worst *worst, ovf_error *error)
{
    const ovf_schema *schema = &in->layer->kind->schema;
    size_t id = ovf_schema_field(schema, "route_id");
    ovf_store store;
    ovf_status status = ovf_store_open(&store, in->layer->store, schema, error);
    for (unsigned rank = 0; rank < OVF_WORST_RANKS && in->all && status == OVF_OK; rank++) {
        const ovf_row *row = NULL;
        ovf_store_rewind(&store);
        while (status == OVF_OK && in->all &&
               (status = ovf_store_next(&store, &row, error)) == OVF_OK && row != NULL)
            if (ovf_worst_of_route(worst, row->values[id].text) == rank)
                status = fill_row(in, row, 1, error);
    }
    ovf_store_close(&store);
    return status;
}

static ovf_status fill_findings(filling *in, const ovf_worst *worst, ovf_error *error)
{
    ovf_store store;
    ovf_status status = ovf_store_open(&store, in->layer->store, &in->layer->kind->schema, error);
    for (size_t i = 0; i < worst->count && in->all && status == OVF_OK; i++) {
        uint64_t offset = worst->findings[i].offset;
        const ovf_row *row;
        status = ovf_store_read(&store, &offset, &row, error);
        if (status == OVF_OK && row != NULL)
            status = fill_row(in, row, worst->findings[i].alike, error);
    }
    ovf_store_close(&store);
    return status;
}

/* *all is false when there is no room for all; on the `last` try the worst come first then. */
static ovf_status add_rows(filling *in, const ovf_worst *worst, bool last, bool *all,
                           ovf_error *error)
{
    const ovf_layer_kind *kind = in->layer->kind;
    size_t begin = in->bytes->used;
    ovf_status status;
    in->all = true;
    if (kind == &ovf_layer_findings) status = fill_findings(in, worst, error);
    else status = fill_all(in, error);
    bool of_routes = ovf_schema_field(&kind->schema, "route_id") < kind->schema.field_count;
    *all = in->all;
    if (status != OVF_OK || in->all || !last || !of_routes || kind == &ovf_layer_findings ||
        worst->route_count == 0)
        return status;
    in->bytes->used = begin;
    in->escaped = 0;
    in->begun = false;
    in->all = true;
    return fill_by_routes(in, worst, error);
}

static void begin_layer(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map_layer *layer)
{
    const ovf_schema *schema = &layer->kind->schema;
    ovf_bytes_text(bytes, "{\"name\":");
    ovf_bytes_json(bytes, schema->name);
    ovf_bytes_text(bytes, ",\"title\":");
    ovf_bytes_json(bytes, schema->title);
    ovf_bytes_text(bytes, ",\"fields\":[");
    for (size_t i = 0; i < schema->field_count; i++) {
        ovf_bytes_text(bytes, i > 0 ? ",[" : "[");
        ovf_bytes_json(bytes, schema->fields[i].name);
        ovf_bytes_byte(bytes, ',');
        ovf_bytes_json(bytes, schema->fields[i].description);
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_text(bytes, "],\"total\":");
    ovf_bytes_count(bytes, layer->rows);
    ovf_bytes_byte(bytes, ',');
    ovf_report_add_level(bytes, sketch);
    ovf_bytes_text(bytes, ",\"rows\":[");
}

/* `spare` is what it may take besides, and then what is left. */
static ovf_status write_layer(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map_layer *layer,
                              const ovf_worst *worst, size_t most, size_t *spare, FILE *file,
                              ovf_error *error)
{
    ovf_shape shape = layer->kind->schema.shape;
    bool drawn = shape != OVF_SHAPE_NONE && shape != OVF_SHAPE_POINT, all = false;
    ovf_status status = OVF_OK;
    for (unsigned level = 0; level <= OVF_REPORT_COARSER_MAX && !all && status == OVF_OK; level++) {
        ovf_report_set_level(sketch, level);
        ovf_bytes_reset(bytes);
        begin_layer(sketch, bytes, layer);
        filling in = {.sketch = sketch,
                      .bytes = bytes,
                      .layer = layer,
                      .most = drawn ? ovf_report_room(level, most, *spare) : most + *spare};
        status = add_rows(&in, worst, !drawn || level == OVF_REPORT_COARSER_MAX, &all, error);
        if (!drawn) break;
    }
    ovf_bytes_text(bytes, "\n]}");
    *spare = most + *spare > bytes->used ? most + *spare - bytes->used : 0;
    return status == OVF_OK
               ? ovf_report_element(file, "layer-", layer->kind->schema.name, bytes, error)
               : status;
}

/* ---- all else ---- */

/* The lists of an object with no more than their first entries, and under `counts` how many there
 * are of each. NULL: memory is out. */
static json_t *shortened(const json_t *object)
{
    json_t *copy = json_object(), *counts = json_object(), *value;
    const char *name;
    bool good = copy != NULL && counts != NULL;
    json_object_foreach((json_t *)object, name, value)
    {
        if (!json_is_array(value)) {
            good = good && json_object_set(copy, name, value) == 0;
            continue;
        }
        json_t *list = json_array();
        for (size_t i = 0; i < json_array_size(value) && i < LISTED_MAX; i++)
            good = good && json_array_append(list, json_array_get(value, i)) == 0;
        good = json_object_set_new(copy, name, list) == 0 && good;
        good = good && json_object_set_new(counts, name,
                                           json_integer((json_int_t)json_array_size(value))) == 0;
    }
    good = json_object_set_new(copy, "counts", counts) == 0 && good;
    if (good) return copy;
    json_decref(copy);
    return NULL;
}

static bool shorten(json_t *summary, const char *name)
{
    const json_t *object = json_object_get(summary, name);
    return object == NULL || json_object_set_new(summary, name, shortened(object)) == 0;
}

/* What the totals of all zones come to, whose list is shortened. */
static bool add_sums(json_t *totals, const json_t *zones)
{
    const json_t *zone;
    double inside_m = 0;
    json_int_t met = 0;
    size_t i;
    json_array_foreach(zones, i, zone)
    {
        inside_m += json_number_value(json_object_get(zone, "inside_m"));
        met += json_integer_value(json_object_get(zone, "routes")) > 0;
    }
    /* To the micrometre, as in the tables. */
    return json_object_set_new(totals, "inside_m", json_real(round(inside_m * 1e6) / 1e6)) == 0 &&
           json_object_set_new(totals, "met_zones", json_integer(met)) == 0;
}

static ovf_status write_analysis(const ovf_map *map, ovf_bytes *bytes, FILE *file, ovf_error *error)
{
    const ovf_rectangle *extent = &map->frame.extent;
    char headline[OVF_HEADLINE_TEXT];
    json_t *summary = json_copy(map->summary), *glossary = json_object_get(summary, "glossary");
    if (summary != NULL)
        (void)json_object_del(summary,
                              "files"); /* what lies beside the page is not for it to say */
    bool good = summary != NULL && shorten(summary, "inputs") && shorten(summary, "totals") &&
                add_sums(json_object_get(summary, "totals"),
                         json_object_get(json_object_get(map->summary, "totals"), "zones"));
    /* Results of earlier versions have neither. */
    if (good && glossary == NULL)
        good = json_object_set_new(summary, "glossary", ovf_glossary_json(NULL, false)) == 0;
    if (good && ovf_map_headline(map, headline))
        good = json_object_set_new(summary, "headline", ovf_json_string(headline)) == 0;
    char *text = good ? json_dumps(summary, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    json_decref(summary);
    if (text == NULL) return ovf_fail_memory(error);
    ovf_bytes_reset(bytes);
    ovf_report_add_number(bytes, "{\"centre\":[", map->frame.plane.centre.lon);
    ovf_report_add_number(bytes, ",", map->frame.plane.centre.lat);
    ovf_report_add_number(bytes, "],\"extent\":[", floor(extent->west));
    ovf_report_add_number(bytes, ",", floor(extent->south));
    ovf_report_add_number(bytes, ",", ceil(extent->east));
    ovf_report_add_number(bytes, ",", ceil(extent->north));
    ovf_bytes_text(bytes, "],\"summary\":");
    ovf_bytes_text(bytes, text);
    ovf_bytes_byte(bytes, '}');
    free(text);
    return ovf_report_element(file, "", "analysis", bytes, error);
}

ovf_status ovf_report_data(const ovf_map *map, const ovf_worst *worst, FILE *file, ovf_error *error)
{
    ovf_sketch sketch = {.frame = &map->frame};
    ovf_bytes bytes = {0};
    size_t spare = 0;
    ovf_status status = write_analysis(map, &bytes, file, error);
    if (status == OVF_OK) status = ovf_report_base(&sketch, &bytes, map, file, error);
    if (status == OVF_OK) status = ovf_report_revisits(&bytes, map, file, error);
    for (size_t i = 0; i < OVF_COUNT(shown) && status == OVF_OK; i++) {
        const ovf_map_layer *layer = ovf_map_find(map, shown[i].kind);
        if (layer != NULL)
            status = write_layer(&sketch, &bytes, layer, worst, shown[i].most, &spare, file, error);
        else spare += shown[i].most;
    }
    ovf_sketch_clear(&sketch);
    ovf_bytes_clear(&bytes);
    return status;
}
