/* Zones: each zone that was met or approached, or that a finding is about, with its totals over all
 * routes. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "input/rules/names.h"
#include "input/zones/volumes_attribute.h"
#include "output/shapes/polygons.h"
#include "output/rows/renderer.h"
#include "overflight/area.h"
#include "overflight/input.h"

static const ovf_field fields[] = {
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"name", OVF_FIELD_TEXT, 0, "its name"},
    {"restriction", OVF_FIELD_TEXT, 0,
     "what kind of restriction it has: prohibited, max_distance, standoff, …; several, "
     "not_understood, or none"},
    {"status", OVF_FIELD_TEXT, 0, "of the restriction: in force, agreed, disputed, lifted or own"},
    {"edges", OVF_FIELD_TEXT, 0, "how its boundary runs between vertices: lonlat or geodesic"},
    {"routes", OVF_FIELD_COUNT, 0, "how many routes meet it"},
    {"passages", OVF_FIELD_COUNT, 0, "how often a route is inside it"},
    {"crossings", OVF_FIELD_COUNT, 0, "how often routes cross or touch its boundary"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of all routes inside its outline"},
    {"area_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "its area"},
    {"within_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length of all routes surely within its volume: between floor and ceiling, while it is in "
     "force"},
    {"within_at_most_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "length of which it is not excluded that it is within the volume"},
    {"standoff_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS,
     "the greatest distance from it that a rule with a finding wants to be kept"},
};

static const char *text_of(const ovf_attributes *attributes, const char *name)
{
    const ovf_attribute *attribute = ovf_zone_attribute(attributes, name);
    return attribute != NULL && attribute->type == OVF_ATTRIBUTE_TEXT && attribute->text[0] != '\0'
               ? attribute->text
               : NULL;
}

/* By the limits that it has; what no check could judge as it names it itself. */
static const char *restriction_of(const ovf_zone *zone, const ovf_rules *rules)
{
    const char *found = NULL, *named = text_of(&zone->attributes, "restriction");
    for (size_t i = 0; i < rules->count; i++) {
        const char *kind = rules->items[i].kind->name;
        if (found != NULL && strcmp(found, kind) != 0) return "several";
        found = kind;
    }
    return found != NULL ? found : named != NULL ? named : "none";
}

/* Attributes of a zone with its parts, in `text`, if it has some and no such attribute.
 * Only the array is to be freed, if it is another one. */
static ovf_status with_volumes(const ovf_zone *zone, ovf_text *text, ovf_attributes *all,
                               ovf_error *error)
{
    *all = zone->attributes;
    const ovf_attribute *own = ovf_attributes_find(all, OVF_VOLUMES_ATTRIBUTE);
    if (zone->part_count == 0 || (own != NULL && ovf_is_volumes_attribute(own))) return OVF_OK;
    ovf_attribute *items = ovf_array_new(all->count + 1, sizeof *items);
    if (items == NULL || !ovf_zone_parts_write(zone, text)) {
        free(items);
        return ovf_fail_memory(error);
    }
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (&all->items[i] != own) items[count++] = all->items[i];
    items[count++] = (ovf_attribute){
        .name = OVF_VOLUMES_ATTRIBUTE, .type = OVF_ATTRIBUTE_JSON, .text = text->text};
    *all = (ovf_attributes){items, count};
    return OVF_OK;
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
    ovf_attributes attributes;
    ovf_text volumes = {0};
    status = with_volumes(zone, &volumes, &attributes, error);
    if (status != OVF_OK) {
        ovf_text_clear(&volumes);
        ovf_polygons_free(polygons, count);
        return status;
    }
    ovf_rules rules = {0};
    (void)ovf_rules_read_zones(&(ovf_zones){(ovf_zone *)(uintptr_t)zone, 1}, &rules, NULL);
    const char *standing = rules.count > 0 ? rules.items[0].status : NULL;
    if (standing == NULL) standing = text_of(&zone->attributes, "status");
    ovf_row row = {.values = {{.text = zone->id},
                              {.text = zone->name},
                              {.text = restriction_of(zone, &rules)},
                              {.text = standing},
                              {.text = ovf_edges_name(zone->edges)},
                              {.count = totals->routes},
                              {.count = totals->passages},
                              {.count = totals->crossings},
                              {.real = ovf_sum_value(&totals->inside_m)},
                              {.real = area.m2},
                              {.real = ovf_sum_value(&totals->within_m)},
                              {.real = ovf_sum_value(&totals->within_at_most_m)},
                              {.real = totals->standoff_m > 0 ? totals->standoff_m : NAN}},
                   .attributes = &attributes,
                   .polygons = polygons,
                   .polygon_count = count};
    ovf_render_row(renderer, &row);
    ovf_rules_clear(&rules);
    if (attributes.items != zone->attributes.items) free(attributes.items);
    ovf_text_clear(&volumes);
    ovf_polygons_free(polygons, count);
    return OVF_OK;
}

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work,
                         ovf_error *error)
{
    (void)work;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < totals->zone_count && status == OVF_OK; i++)
        if (ovf_zone_is_named(&totals->zones[i]))
            status = add_zone(renderer, &renderer->sinks->zones->items[i], &totals->zones[i],
                              error);
    return status;
}

const ovf_layer_kind ovf_layer_zones = {
    .bit = OVF_LAYER_ZONES,
    .schema = {.name = "zones",
               .title = "Zones",
               .description = "Zones that were met or approached, or that a finding is about, with "
                              "their totals over all routes. On geodesic "
                              "edges points are put in so that straight "
                              "lines between them stay within 1 m",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_AREA,
               .decimals = OVF_ALL_DECIMALS,
               .attributes = true},
    .finish = finish,
};
