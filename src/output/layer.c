#include "output/layer.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "output/antimeridian.h"

ovf_status ovf_layer_begin(const ovf_scene *scene, const ovf_sink_kind *kind, const char *description, void **sink,
                           ovf_error *error)
{
    ovf_layer *layer = ovf_array_new(1, sizeof *layer);
    if (layer == NULL) return ovf_fail_memory(error);
    ovf_status status = ovf_geojson_open(&layer->geojson, scene->staging, kind->file, kind->layer, description, error);
    if (status != OVF_OK) {
        free(layer);
        return status;
    }
    layer->zones = scene->zones;
    layer->totals = scene->totals;
    *sink = layer;
    return OVF_OK;
}

ovf_status ovf_layer_end(void *sink, uint64_t *rows, ovf_error *error)
{
    ovf_layer *layer = sink;
    *rows = layer->geojson.features;
    return ovf_geojson_close(&layer->geojson, error);
}

void ovf_layer_free(void *sink)
{
    ovf_layer *layer = sink;
    if (layer == NULL) return;
    ovf_geojson_abandon(&layer->geojson);
    ovf_polyline_clear(&layer->line);
    ovf_polyline_clear(&layer->cut);
    free(layer);
}

ovf_status ovf_layer_write_stretch(ovf_layer *layer, const ovf_result *result, double from_m, double to_m, ovf_error *error)
{
    ovf_status status = ovf_trace(result, from_m, to_m, OVF_DRAWN_M, &layer->line, error);
    if (status == OVF_OK) status = ovf_antimeridian_cut(&layer->line, &layer->cut, error);
    if (status == OVF_OK) ovf_geojson_line(&layer->geojson, &layer->cut, OVF_LINE_DECIMALS);
    return status;
}

const char *ovf_layer_zone_id(const ovf_layer *layer, const ovf_meeting *meeting)
{
    return layer->zones->items[meeting->zone].id;
}
