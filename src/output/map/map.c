#include "output/map/map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/glossary.h"
#include "output/shapes/densify.h"

ovf_status ovf_map_add(ovf_map *map, const ovf_layer_kind *kind, char *store, uint64_t rows,
                       ovf_error *error)
{
    if (store == NULL || !ovf_array_reserve(&map->layers, &map->layer_capacity,
                                            map->layer_count + 1, sizeof *map->layers)) {
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

/* As they are drawn: what has been densified once gives the same map again. */
typedef struct {
    ovf_map_frame_marks *marks;
    ovf_fix *fixes;
    ovf_lonlat *points;
    size_t fix_capacity, point_capacity;
} marker;

static bool mark_line(marker *self, const ovf_polyline *line)
{
    for (size_t part = 0, begin = 0; part < line->part_count; begin = line->part_ends[part++]) {
        size_t count = ovf_densify_fixes(line->fixes + begin, line->part_ends[part] - begin,
                                         &self->fixes, &self->fix_capacity);
        if (count == 0 && line->part_ends[part] > begin) return false;
        for (size_t i = 0; i < count; i++)
            ovf_map_frame_mark(self->marks, self->fixes[i].lon, self->fixes[i].lat);
    }
    return true;
}

static bool mark_polygon(marker *self, const ovf_polygon *polygon)
{
    for (size_t k = 0; k < polygon->count; k++) {
        const ovf_ring *ring = &polygon->rings[k];
        size_t count = ovf_densify(ring->vertices, ring->count, &self->points,
                                   &self->point_capacity);
        if (count == 0 && ring->count > 0) return false;
        for (size_t i = 0; i < count; i++)
            ovf_map_frame_mark(self->marks, self->points[i].lon, self->points[i].lat);
    }
    return true;
}

static bool mark_row(marker *self, ovf_shape shape, const ovf_row *row)
{
    bool good = true;
    switch (shape) {
    case OVF_SHAPE_POINT: ovf_map_frame_mark(self->marks, row->point.lon, row->point.lat); break;
    case OVF_SHAPE_PLACE:
    case OVF_SHAPE_LINE: return mark_line(self, row->line);
    case OVF_SHAPE_AREA:
        for (size_t i = 0; i < row->polygon_count && good; i++)
            good = mark_polygon(self, &row->polygons[i]);
        break;
    case OVF_SHAPE_NONE: break;
    }
    return good;
}

static ovf_status mark_layer(marker *self, const ovf_map_layer *layer, ovf_error *error)
{
    ovf_store store;
    const ovf_row *row = NULL;
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        if (!mark_row(self, layer->kind->schema.shape, row)) status = ovf_fail_memory(error);
        if (layer->kind == &ovf_layer_zones)
            ovf_map_frame_mark_band(
                self->marks, row->polygons, row->polygon_count,
                row->values[ovf_schema_field(&layer->kind->schema, "standoff_m")].real);
    }
    ovf_store_close(&store);
    return status;
}

/* What lies on the routes need not be looked at besides them. */
static bool is_on_routes(const ovf_layer_kind *kind)
{
    return kind == &ovf_layer_passages || kind == &ovf_layer_crossings ||
           kind == &ovf_layer_findings;
}

/* ---- the order of regions ---- */

/* The worst first; what is none of them is for information. */
#define SEVERITIES 4

static unsigned severity_of(const char *text)
{
    unsigned rank = 0;
    while (rank < SEVERITIES - 1 &&
           (text == NULL || strcmp(text, ovf_glossary[OVF_TERM_VIOLATION + rank].name) != 0))
        rank++;
    return rank;
}

typedef struct {
    ovf_map_frame frame;
    size_t place;                  /* by size */
    uint64_t findings[SEVERITIES]; /* the worst first */
} ranked;

static int by_findings(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    for (size_t i = 0; i < SEVERITIES; i++)
        if (a->findings[i] != b->findings[i]) return a->findings[i] > b->findings[i] ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static ovf_status count_findings(const ovf_map *map, ranked *regions, ovf_error *error)
{
    const ovf_map_layer *layer = ovf_map_find(map, &ovf_layer_findings);
    const ovf_row *row = NULL;
    ovf_store store;
    if (layer == NULL) return OVF_OK;
    size_t severity = ovf_schema_field(&layer->kind->schema, "severity");
    ovf_status status = ovf_store_open(&store, layer->store, &layer->kind->schema, error);
    while (status == OVF_OK && (status = ovf_store_next(&store, &row, error)) == OVF_OK &&
           row != NULL) {
        if (row->line == NULL || row->line->fix_count == 0) continue;
        unsigned char label = ovf_map_frame_region(&map->marks, row->line->fixes[0].lon,
                                                   row->line->fixes[0].lat);
        for (size_t i = 0; i < map->region_count; i++)
            if (regions[i].frame.label == label)
                regions[i].findings[severity_of(row->values[severity].text)]++;
    }
    ovf_store_close(&store);
    return status;
}

static ovf_status order_regions(ovf_map *map, ovf_error *error)
{
    ranked regions[OVF_MAP_REGIONS_MAX] = {0};
    if (map->region_count < 2) return OVF_OK;
    for (size_t i = 0; i < map->region_count; i++)
        regions[i] = (ranked){.frame = map->regions[i], .place = i};
    ovf_status status = count_findings(map, regions, error);
    if (status != OVF_OK) return status;
    qsort(regions, map->region_count, sizeof *regions, by_findings);
    for (size_t i = 0; i < map->region_count; i++) map->regions[i] = regions[i].frame;
    return OVF_OK;
}

ovf_status ovf_map_lay_out(ovf_map *map, ovf_error *error)
{
    marker self = {.marks = &map->marks};
    ovf_status status = ovf_map_frame_marks_init(self.marks, error);
    bool routes = ovf_map_find(map, &ovf_layer_routes) != NULL;
    for (size_t i = 0; i < map->layer_count && status == OVF_OK; i++) {
        const ovf_map_layer *layer = &map->layers[i];
        if (layer->kind->schema.shape != OVF_SHAPE_NONE && !(routes && is_on_routes(layer->kind)))
            status = mark_layer(&self, layer, error);
    }
    if (status == OVF_OK) status = ovf_map_frame_open(&map->frame, self.marks, error);
    if (status == OVF_OK)
        status = ovf_map_regions_open(map->regions, &map->region_count, self.marks, &map->frame,
                                      error);
    if (status == OVF_OK) status = order_regions(map, error);
    if (status == OVF_OK) status = ovf_land_read(&map->frame, &map->land, error);
    if (status == OVF_OK) status = ovf_places_read(&map->places, error);
    free(self.fixes);
    free(self.points);
    return status;
}

void ovf_map_clear(ovf_map *map)
{
    for (size_t i = 0; i < map->layer_count; i++) free(map->layers[i].store);
    free(map->layers);
    free(map->revisits);
    json_decref(map->summary);
    ovf_map_frame_marks_clear(&map->marks);
    ovf_map_frame_close(&map->frame);
    for (size_t i = 0; i < map->region_count; i++) ovf_map_frame_close(&map->regions[i]);
    ovf_land_clear(&map->land);
    ovf_places_clear(&map->places);
    *map = (ovf_map){0};
}
