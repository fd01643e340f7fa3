/* Zones: each zone that was met, with its totals over all routes. */
#include <string.h>

#include "model/model.h"
#include "output/shapes/polygons.h"
#include "output/rows/renderer.h"
#include "overflight/area.h"
#include "overflight/restriction.h"

static const ovf_field fields[] = {
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"name", OVF_FIELD_TEXT, 0, "its name"},
    {"restriction", OVF_FIELD_TEXT, 0,
     "what kind of restriction it has: prohibited, max_distance, standoff, …; several, or none"},
    {"status", OVF_FIELD_TEXT, 0, "of the restriction: in force, agreed, disputed, lifted or own"},
    {"edges", OVF_FIELD_TEXT, 0, "how its boundary runs between vertices: lonlat or geodesic"},
    {"routes", OVF_FIELD_COUNT, 0, "how many routes meet it"},
    {"passages", OVF_FIELD_COUNT, 0, "how often a route is inside it"},
    {"crossings", OVF_FIELD_COUNT, 0, "how often routes cross or touch its boundary"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of all routes inside it"},
    {"area_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "its area"},
};

static const char *text_of(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT && attribute->text[0] != '\0'
               ? attribute->text
               : NULL;
}

/* Whether an attribute says something: neither nothing, nor no. */
static bool says(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *attribute = ovf_attributes_find(attributes, name);
    if (attribute == NULL || attribute->type == OVF_ATTRIBUTE_NULL) return false;
    if (attribute->type == OVF_ATTRIBUTE_BOOLEAN) return attribute->boolean;
    if (attribute->type != OVF_ATTRIBUTE_TEXT && attribute->type != OVF_ATTRIBUTE_JSON) return true;
    return attribute->text[0] != '\0' && strcmp(attribute->text, "false") != 0 &&
           strcmp(attribute->text, "no") != 0;
}

/* As the zone names it itself, or by the limits that it has. */
static const char *restriction_of(const ovf_attributes *attributes)
{
    const char *found = text_of(attributes, "restriction");
    if (found != NULL) return found;
    if (says(attributes, "restrictions")) return "several";
    for (size_t i = 0; i < ovf_kind_count(); i++) {
        const ovf_kind *kind = ovf_kind_at(i);
        const char *limit = kind->parameters[0].name != NULL ? kind->parameters[0].name
                                                             : kind->name;
        if ((kind->scopes & OVF_SCOPE_ZONE) == 0 || !says(attributes, limit)) continue;
        if (found != NULL) return "several";
        found = kind->name;
    }
    return found != NULL ? found : "none";
}

static ovf_status add_zone(ovf_renderer *renderer, const ovf_zone *zone,
                           const ovf_zone_totals *totals, ovf_error *error)
{
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    ovf_area area = {0, 0};
    ovf_status status = ovf_zone_area(zone, &area,
                                      error); /* of the zone as it is, not as it is drawn */
    if (status == OVF_OK) status = ovf_polygons_draw(zone, OVF_DRAWN_M, &polygons, &count, error);
    if (status != OVF_OK) return status;
    ovf_row row = {.values = {{.text = zone->id},
                              {.text = zone->name},
                              {.text = restriction_of(&zone->attributes)},
                              {.text = text_of(&zone->attributes, "status")},
                              {.text = ovf_edges_name(zone->edges)},
                              {.count = totals->routes},
                              {.count = totals->passages},
                              {.count = totals->crossings},
                              {.real = ovf_sum_value(&totals->inside_m)},
                              {.real = area.m2}},
                   .attributes = &zone->attributes,
                   .polygons = polygons,
                   .polygon_count = count};
    ovf_render_row(renderer, &row);
    ovf_polygons_free(polygons, count);
    return OVF_OK;
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work,
                         ovf_error *error)
{
    (void)work;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < totals->zone_count && status == OVF_OK; i++)
        if (totals->zones[i].routes > 0)
            status = add_zone(renderer, &renderer->sinks->zones->items[i], &totals->zones[i],
                              error);
    return status;
}

const ovf_layer_kind ovf_layer_zones = {
    .bit = OVF_LAYER_ZONES,
    .schema = {.name = "zones",
               .title = "Zones",
               .description = "Zones that were met, with their totals over all routes. On geodesic "
                              "edges points are put in so that straight "
                              "lines between them stay within 1 m",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_AREA,
               .decimals = OVF_ALL_DECIMALS,
               .attributes = true},
    .finish = finish,
};
