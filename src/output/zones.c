/* zones.geojson: each zone that was met, with its totals over all routes. */
#include "model/model.h"
#include "output/layer.h"
#include "output/polygons.h"
#include "overflight/area.h"

#define AREA_DECIMALS 3 /* a thousandth of a square metre: the bound of most zones is larger */

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    return ovf_layer_begin(scene, &ovf_sink_zones,
                           "Zones that were met, with their totals over all routes. On geodesic edges points are put in so that straight "
                           "lines between them stay within 1 m",
                           sink, error);
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    /* All that is written of a route are the totals, and these are summed elsewhere. */
    (void)sink;
    (void)result;
    (void)error;
    return OVF_OK;
}

static ovf_status write_zone(ovf_geojson *geojson, const ovf_zone *zone, const ovf_zone_totals *totals, ovf_error *error)
{
    static const char *const taken[] = {"zone_id",   "name",     "edges", "routes", "passages",
                                        "crossings", "inside_m", "area_m2", NULL};
    ovf_polygon *polygons = NULL;
    size_t count = 0;
    ovf_area area;
    ovf_status status = ovf_zone_area(zone, &area, error); /* of the zone as it is, not as it is drawn */
    if (status == OVF_OK) status = ovf_polygons_draw(zone, OVF_DRAWN_M, &polygons, &count, error);
    if (status != OVF_OK) return status;
    ovf_geojson_begin(geojson);
    ovf_geojson_text(geojson, "zone_id", zone->id);
    ovf_geojson_text(geojson, "name", zone->name);
    ovf_geojson_text(geojson, "edges", ovf_edges_name(zone->edges));
    ovf_geojson_count(geojson, "routes", totals->routes);
    ovf_geojson_count(geojson, "passages", totals->passages);
    ovf_geojson_count(geojson, "crossings", totals->crossings);
    ovf_geojson_fixed(geojson, "inside_m", totals->inside_m, OVF_METRE_DECIMALS);
    ovf_geojson_fixed(geojson, "area_m2", area.m2, AREA_DECIMALS);
    ovf_geojson_attributes(geojson, &zone->attributes, taken);
    ovf_geojson_polygons(geojson, polygons, count);
    ovf_geojson_end(geojson);
    ovf_polygons_free(polygons, count);
    return ovf_geojson_check(geojson, error);
}

static ovf_status end(void *sink, uint64_t *rows, ovf_error *error)
{
    ovf_layer *layer = sink;
    for (size_t i = 0; i < layer->totals->zone_count; i++) {
        if (layer->totals->zones[i].routes == 0) continue;
        ovf_status status = write_zone(&layer->geojson, &layer->zones->items[i], &layer->totals->zones[i], error);
        if (status != OVF_OK) return status;
    }
    return ovf_layer_end(sink, rows, error);
}

const ovf_sink_kind ovf_sink_zones = {"zones", OVF_LAYER_ZONES, "zones.geojson", begin, route, end, ovf_layer_free};
