/* crossings.geojson: each place where a route crosses or touches the boundary of a zone. */
#include "output/layer.h"

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    return ovf_layer_begin(scene, &ovf_sink_crossings, "Where routes cross or touch the boundaries of zones", sink, error);
}

static const char *kind_name(ovf_crossing_kind kind)
{
    switch (kind) {
    case OVF_CROSSING_ENTRY: return "entry";
    case OVF_CROSSING_EXIT: return "exit";
    case OVF_CROSSING_TOUCH: return "touch";
    }
    return NULL;
}

static void write_crossing(ovf_layer *layer, const ovf_result *result, const ovf_meeting *meeting, const ovf_crossing *crossing)
{
    ovf_geojson *geojson = &layer->geojson;
    const ovf_place *place = &crossing->place;
    ovf_geojson_begin(geojson);
    ovf_geojson_text(geojson, "route_id", result->route->id);
    ovf_geojson_text(geojson, "zone_id", ovf_layer_zone_id(layer, meeting));
    ovf_geojson_text(geojson, "kind", kind_name(crossing->kind));
    ovf_geojson_fixed(geojson, "along_m", place->along_m, OVF_METRE_DECIMALS);
    ovf_geojson_time(geojson, "time", place->time_s);
    ovf_geojson_fixed(geojson, "altitude_m", place->altitude_m, OVF_ALTITUDE_DECIMALS);
    ovf_geojson_point(geojson, place->lon, place->lat, place->altitude_m, OVF_POINT_DECIMALS);
    ovf_geojson_end(geojson);
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    ovf_layer *layer = sink;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        for (size_t k = 0; k < meeting->crossing_count; k++) write_crossing(layer, result, meeting, &meeting->crossings[k]);
    }
    return ovf_geojson_check(&layer->geojson, error);
}

const ovf_sink_kind ovf_sink_crossings = {"crossings",   OVF_LAYER_CROSSINGS, "crossings.geojson", begin, route,
                                          ovf_layer_end, ovf_layer_free};
