#include "output/map.h"

#include <stdlib.h>

#include "base/array.h"

ovf_status ovf_map_add(ovf_map *map, const ovf_layer_kind *kind, char *store, uint64_t rows, ovf_error *error)
{
    if (store == NULL || !ovf_array_reserve(&map->layers, &map->layer_capacity, map->layer_count + 1, sizeof *map->layers)) {
        free(store);
        return ovf_fail_memory(error);
    }
    map->layers[map->layer_count++] = (ovf_map_layer){kind, store, rows};
    return OVF_OK;
}

const ovf_map_layer *ovf_map_find(const ovf_map *map, const ovf_layer_kind *kind)
{
    for (size_t i = 0; i < map->layer_count; i++)
        if (map->layers[i].kind == kind && map->layers[i].rows > 0) return &map->layers[i];
    return NULL;
}

static void mark_line(ovf_map_frame_marks *marks, const ovf_polyline *line)
{
    for (size_t i = 0; i < line->fix_count; i++) ovf_map_frame_mark(marks, line->fixes[i].lon, line->fixes[i].lat);
}

static void mark_polygons(ovf_map_frame_marks *marks, const ovf_polygon *polygons, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++)
            for (size_t v = 0; v < polygons[i].rings[k].count; v++)
                ovf_map_frame_mark(marks, polygons[i].rings[k].vertices[v].lon, polygons[i].rings[k].vertices[v].lat);
}

static ovf_status mark_layer(ovf_map_frame_marks *marks, const ovf_map_layer *layer, ovf_error *error)
{
    ovf_store store;
    const ovf_row *row = NULL;
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK && row != NULL) {
        switch (layer->kind->schema.shape) {
        case OVF_SHAPE_POINT: ovf_map_frame_mark(marks, row->point.lon, row->point.lat); break;
        case OVF_SHAPE_PLACE:
        case OVF_SHAPE_LINE: mark_line(marks, row->line); break;
        case OVF_SHAPE_AREA: mark_polygons(marks, row->polygons, row->polygon_count); break;
        case OVF_SHAPE_NONE: break;
        }
    }
    ovf_store_close(&store);
    return status;
}

/* What lies on the routes need not be looked at besides them. */
static bool is_on_routes(const ovf_layer_kind *kind)
{
    return kind == &ovf_layer_passages || kind == &ovf_layer_crossings || kind == &ovf_layer_findings;
}

ovf_status ovf_map_lay_out(ovf_map *map, ovf_error *error)
{
    ovf_map_frame_marks marks;
    ovf_status status = ovf_map_frame_marks_init(&marks, error);
    bool routes = ovf_map_find(map, &ovf_layer_routes) != NULL;
    for (size_t i = 0; i < map->layer_count && status == OVF_OK; i++) {
        const ovf_map_layer *layer = &map->layers[i];
        if (layer->kind->schema.shape != OVF_SHAPE_NONE && !(routes && is_on_routes(layer->kind))) status = mark_layer(&marks, layer, error);
    }
    if (status == OVF_OK) status = ovf_map_frame_open(&map->frame, &marks, error);
    if (status == OVF_OK) status = ovf_land_read(&map->frame, &map->land, error);
    ovf_map_frame_marks_clear(&marks);
    return status;
}

void ovf_map_clear(ovf_map *map)
{
    for (size_t i = 0; i < map->layer_count; i++) free(map->layers[i].store);
    free(map->layers);
    free(map->revisits);
    json_decref(map->summary);
    ovf_map_frame_close(&map->frame);
    ovf_land_clear(&map->land);
    *map = (ovf_map){0};
}
