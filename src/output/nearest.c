/* nearest.geojson: for a route and a zone that do not meet, the line between their nearest places. */
#include <math.h>

#include "output/antimeridian.h"
#include "output/layer.h"

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    return ovf_layer_begin(scene, &ovf_sink_nearest, "Nearest approaches: from the place on the route to the place on the zone's boundary",
                           sink, error);
}

static ovf_status write_approach(ovf_layer *layer, const ovf_result *result, const ovf_meeting *meeting, ovf_error *error)
{
    ovf_geojson *geojson = &layer->geojson;
    const ovf_place *from = &meeting->nearest_on_route;
    ovf_fix ends[] = {{from->lon, from->lat, NAN, NAN}, {meeting->nearest_on_zone.lon, meeting->nearest_on_zone.lat, NAN, NAN}};
    size_t part_end = 2;
    ovf_polyline line = {.fixes = ends, .fix_count = 2, .part_ends = &part_end, .part_count = 1};
    ovf_geojson_begin(geojson);
    ovf_geojson_text(geojson, "route_id", result->route->id);
    ovf_geojson_text(geojson, "zone_id", ovf_layer_zone_id(layer, meeting));
    ovf_geojson_fixed(geojson, "nearest_m", meeting->nearest_m, OVF_METRE_DECIMALS);
    ovf_status status = ovf_antimeridian_cut(&line, &layer->cut, error);
    if (status == OVF_OK) ovf_geojson_line(geojson, &layer->cut, OVF_POINT_DECIMALS);
    ovf_geojson_end(geojson);
    return status;
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    ovf_layer *layer = sink;
    for (size_t i = 0; i < result->meeting_count; i++) {
        if (ovf_meets(&result->meetings[i])) continue;
        ovf_status status = write_approach(layer, result, &result->meetings[i], error);
        if (status != OVF_OK) return status;
    }
    return ovf_geojson_check(&layer->geojson, error);
}

const ovf_sink_kind ovf_sink_nearest = {"nearest",   OVF_LAYER_NEAREST, "nearest.geojson", begin, route,
                                        ovf_layer_end, ovf_layer_free};
