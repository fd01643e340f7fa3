/* Zones: each zone that was met, with its totals over all routes. */
#include "model/model.h"
#include "output/polygons.h"
#include "output/renderer.h"
#include "overflight/area.h"

static const ovf_field fields[] = {
    {"zone_id", OVF_FIELD_TEXT, 0, "the zone"},
    {"name", OVF_FIELD_TEXT, 0, "its name"},
    {"edges", OVF_FIELD_TEXT, 0, "how its boundary runs between vertices: lonlat or geodesic"},
    {"routes", OVF_FIELD_COUNT, 0, "how many routes meet it"},
    {"passages", OVF_FIELD_COUNT, 0, "how often a route is inside it"},
    {"crossings", OVF_FIELD_COUNT, 0, "how often routes cross or touch its boundary"},
    {"inside_m", OVF_FIELD_REAL, OVF_METRE_DECIMALS, "length of all routes inside it"},
    {"area_m2", OVF_FIELD_REAL, OVF_AREA_DECIMALS, "its area"},
};

static ovf_status add_zone(ovf_renderer *renderer, const ovf_zone *zone, const ovf_zone_totals *totals, ovf_error *error)
{
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    ovf_area area = {0, 0};
    ovf_status status = ovf_zone_area(zone, &area, error); /* of the zone as it is, not as it is drawn */
    if (status == OVF_OK) status = ovf_polygons_draw(zone, OVF_DRAWN_M, &polygons, &count, error);
    if (status != OVF_OK) return status;
    ovf_row row = {.values = {{.text = zone->id},
                              {.text = zone->name},
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

static ovf_status finish(ovf_renderer *renderer, const ovf_totals *totals, ovf_store *work, ovf_error *error)
{
    (void)work;
    ovf_status status = OVF_OK;
    for (size_t i = 0; i < totals->zone_count && status == OVF_OK; i++)
        if (totals->zones[i].routes > 0) status = add_zone(renderer, &renderer->sinks->zones->items[i], &totals->zones[i], error);
    return status;
}

const ovf_layer_kind ovf_layer_zones = {
    .bit = OVF_LAYER_ZONES,
    .schema = {.name = "zones",
               .title = "Zones",
               .description = "Zones that were met, with their totals over all routes. On geodesic edges points are put in so that straight "
                              "lines between them stay within 1 m",
               .fields = fields,
               .field_count = OVF_COUNT(fields),
               .shape = OVF_SHAPE_AREA,
               .decimals = OVF_ALL_DECIMALS,
               .attributes = true},
    .finish = finish,
};
