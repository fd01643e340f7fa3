/* routes.geojson: each route with its totals. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "output/inside.h"
#include "output/layer.h"

typedef struct {
    ovf_layer *layer;
    ovf_stretches stretches;
} routes;

static void release(void *sink)
{
    routes *self = sink;
    if (self == NULL) return;
    ovf_layer_free(self->layer);
    ovf_stretches_clear(&self->stretches);
    free(self);
}

static ovf_status begin(const ovf_scene *scene, void **sink, ovf_error *error)
{
    routes *self = ovf_array_new(1, sizeof *self);
    if (self == NULL) return ovf_fail_memory(error);
    void *layer = NULL;
    ovf_status status = ovf_layer_begin(scene, &ovf_sink_routes,
                                        "Routes with their totals; inside_m is the length inside at least one zone. Points are put in so that "
                                        "straight lines between them stay within densified_m metres of the geodesic legs",
                                        &layer, error);
    if (status != OVF_OK) {
        free(self);
        return status;
    }
    self->layer = layer;
    *sink = self;
    return OVF_OK;
}

static ovf_status route(void *sink, const ovf_result *result, ovf_error *error)
{
    /* The fixes' own times (coordTimes) do not fit a line with more points. */
    static const char *const taken[] = {"route_id",   "length_m", "inside_m",    "zones",      "passages", "crossings",
                                        "start_time", "end_time", "densified_m", "coordTimes", NULL};
    routes *self = sink;
    ovf_geojson *geojson = &self->layer->geojson;
    const ovf_fix *fixes = result->route->fixes;
    size_t zones = 0, passages = 0, crossings = 0;
    double inside_m;
    ovf_status status = ovf_inside_any(result, &self->stretches, &inside_m, error);
    if (status != OVF_OK) return status;
    for (size_t i = 0; i < result->meeting_count; i++) {
        const ovf_meeting *meeting = &result->meetings[i];
        zones += ovf_meets(meeting);
        passages += meeting->passage_count;
        crossings += meeting->crossing_count;
    }
    ovf_geojson_begin(geojson);
    ovf_geojson_text(geojson, "route_id", result->route->id);
    ovf_geojson_fixed(geojson, "length_m", result->length_m, OVF_METRE_DECIMALS);
    ovf_geojson_fixed(geojson, "inside_m", inside_m, OVF_METRE_DECIMALS);
    ovf_geojson_count(geojson, "zones", zones);
    ovf_geojson_count(geojson, "passages", passages);
    ovf_geojson_count(geojson, "crossings", crossings);
    ovf_geojson_time(geojson, "start_time", fixes[0].time_s);
    ovf_geojson_time(geojson, "end_time", fixes[result->route->fix_count - 1].time_s);
    ovf_geojson_fixed(geojson, "densified_m", OVF_DRAWN_M, 1);
    ovf_geojson_attributes(geojson, &result->route->attributes, taken);
    status = ovf_layer_write_stretch(self->layer, result, 0, result->length_m, error);
    ovf_geojson_end(geojson);
    return status != OVF_OK ? status : ovf_geojson_check(geojson, error);
}

static ovf_status end(void *sink, uint64_t *rows, ovf_error *error)
{
    routes *self = sink;
    return ovf_layer_end(self->layer, rows, error);
}

const ovf_sink_kind ovf_sink_routes = {"routes", OVF_LAYER_ROUTES, "routes.geojson", begin, route, end, release};
