/* What maps are made of: the rows of an analysis's layers, what its summary says, and the plane
 * that they are drawn in. */
#ifndef OVF_OUTPUT_MAP_MAP_H
#define OVF_OUTPUT_MAP_MAP_H

#include <jansson.h>

#include "output/map/land.h"
#include "output/map/places.h"
#include "output/rows/layer.h"

typedef struct {
    const ovf_layer_kind *kind;
    char *store; /* path of its rows (store.h) */
    uint64_t rows;
} ovf_map_layer;

typedef struct {
    ovf_map_layer *layers;
    size_t layer_count, layer_capacity;
    json_t *summary;           /* what summary.json says */
    char *revisits;            /* path of revisits.tif; NULL: there is none */
    ovf_map_frame_marks marks; /* where there is something to be shown */
    ovf_map_frame frame;
    /* Where what is shown lies in several regions far from each other, a frame for each: first that
     * of the worst findings, among equals that with most of them, then the largest. None where one
     * map does. */
    ovf_map_frame regions[OVF_MAP_REGIONS_MAX];
    size_t region_count;
    ovf_land land;
    ovf_places places;
} ovf_map;

/* Zeroed before; to clear after failure too. Takes `store`, which may be NULL for want of memory.
 */
ovf_status ovf_map_add(ovf_map *map, const ovf_layer_kind *kind, char *store, uint64_t rows,
                       ovf_error *error);
/* When all layers are there: finds the frame, and reads the base map with its names. Errors:
 * OVF_ERROR_IO, OVF_ERROR_INPUT (the base map), OVF_ERROR_MEMORY, OVF_ERROR_GEOMETRY,
 * OVF_ERROR_INTERNAL. */
ovf_status ovf_map_lay_out(ovf_map *map, ovf_error *error);
void ovf_map_clear(ovf_map *map);

/* NULL: the layer is not there, or has no rows. */
const ovf_map_layer *ovf_map_find(const ovf_map *map, const ovf_layer_kind *kind);

#endif
