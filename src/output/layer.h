/* What the GeoJSON layers have in common: their file, and the buffers that lines are drawn in. */
#ifndef OVF_OUTPUT_LAYER_H
#define OVF_OUTPUT_LAYER_H

#include "output/geojson.h"
#include "output/sink.h"

typedef struct {
    ovf_geojson geojson;
    const ovf_zones *zones;
    const ovf_totals *totals;
    ovf_polyline line; /* as traced */
    ovf_polyline cut;  /* cut at the antimeridian */
} ovf_layer;

/* A layer of that kind. Frees with ovf_layer_free. */
ovf_status ovf_layer_begin(const ovf_scene *scene, const ovf_sink_kind *kind, const char *description, void **sink,
                           ovf_error *error);
/* These fit ovf_sink_kind. */
ovf_status ovf_layer_end(void *sink, uint64_t *rows, ovf_error *error);
void ovf_layer_free(void *sink);

/* The stretch of a route between two distances along it as the geometry of the current feature. */
ovf_status ovf_layer_write_stretch(ovf_layer *layer, const ovf_result *result, double from_m, double to_m, ovf_error *error);

/* The id of a meeting's zone. */
const char *ovf_layer_zone_id(const ovf_layer *layer, const ovf_meeting *meeting);

#endif
