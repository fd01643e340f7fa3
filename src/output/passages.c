/* passages.geojson: each passage as a line. */
#include "output/layer.h"

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    return ovf_layer_begin(scene, &ovf_sink_passages,
                           "Stretches of routes inside zones. Points are put in so that straight lines between them stay within 1 m of the "
                           "geodesic legs",
                           sink, error);
}

static ovf_status write_passage(ovf_layer *layer, const ovf_result *result, const ovf_meeting *meeting, size_t number,
                                ovf_error *error)
{
    ovf_geojson *geojson = &layer->geojson;
    const ovf_passage *passage = &meeting->passages[number];
    ovf_geojson_begin(geojson);
    ovf_geojson_text(geojson, "route_id", result->route->id);
    ovf_geojson_text(geojson, "zone_id", ovf_layer_zone_id(layer, meeting));
    ovf_geojson_count(geojson, "passage", number + 1);
    ovf_geojson_fixed(geojson, "entry_m", passage->entry.along_m, OVF_METRE_DECIMALS);
    ovf_geojson_fixed(geojson, "exit_m", passage->exit.along_m, OVF_METRE_DECIMALS);
    ovf_geojson_fixed(geojson, "length_m", passage->length_m, OVF_METRE_DECIMALS);
    ovf_geojson_time(geojson, "entry_time", passage->entry.time_s);
    ovf_geojson_time(geojson, "exit_time", passage->exit.time_s);
    ovf_geojson_fixed(geojson, "entry_altitude_m", passage->entry.altitude_m, OVF_ALTITUDE_DECIMALS);
    ovf_geojson_fixed(geojson, "exit_altitude_m", passage->exit.altitude_m, OVF_ALTITUDE_DECIMALS);
    ovf_status status = ovf_layer_write_stretch(layer, result, passage->entry.along_m, passage->exit.along_m, error);
    ovf_geojson_end(geojson);
    return status;
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    ovf_layer *layer = sink;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        for (size_t k = 0; k < meeting->passage_count; k++) {
            ovf_status status = write_passage(layer, result, meeting, k, error);
            if (status != OVF_OK) return status;
        }
    }
    return ovf_geojson_check(&layer->geojson, error);
}

const ovf_sink_kind ovf_sink_passages = {"passages",   OVF_LAYER_PASSAGES, "passages.geojson", begin, route,
                                         ovf_layer_end, ovf_layer_free};
