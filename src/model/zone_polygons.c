#include "model/zone_polygons.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geodesy/plain.h"

void ovf_ring_clear(ovf_ring *ring)
{
    free(ring->vertices);
    free(ring->curves);
    *ring = (ovf_ring){0};
}

bool ovf_ring_copy(const ovf_ring *ring, ovf_ring *copy)
{
    *copy = (ovf_ring){.vertices = ovf_array_new(ring->count, sizeof *ring->vertices),
                       .count = ring->count};
    if (ring->curve_count > 0)
        copy->curves = ovf_array_new(ring->curve_count, sizeof *ring->curves);
    copy->curve_count = copy->curves == NULL ? 0 : ring->curve_count;
    if (copy->vertices == NULL || copy->curve_count < ring->curve_count) {
        ovf_ring_clear(copy);
        return false;
    }
    memcpy(copy->vertices, ring->vertices, ring->count * sizeof *ring->vertices);
    if (ring->curve_count > 0)
        memcpy(copy->curves, ring->curves, ring->curve_count * sizeof *ring->curves);
    return true;
}

void ovf_polygons_free(ovf_polygon *polygons, size_t count)
{
    if (polygons == NULL) return;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < polygons[i].count; k++) ovf_ring_clear(&polygons[i].rings[k]);
        free(polygons[i].rings);
    }
    free(polygons);
}

ovf_polygon *ovf_zone_plain(const ovf_zone *zone, double within_m)
{
    ovf_polygon *made = ovf_array_new(zone->polygon_count, sizeof *made);
    bool good = made != NULL;
    for (size_t i = 0; good && i < zone->polygon_count; i++) {
        const ovf_polygon *polygon = &zone->polygons[i];
        made[i].rings = ovf_array_new(polygon->count, sizeof *made[i].rings);
        good = made[i].rings != NULL;
        for (size_t k = 0; good && k < polygon->count; k++) {
            size_t capacity = 0;
            made[i].count++;
            good = ovf_ring_plain(&polygon->rings[k], zone->edges, within_m, &made[i].rings[k],
                                  &capacity);
        }
    }
    if (good) return made;
    ovf_polygons_free(made, zone->polygon_count);
    return NULL;
}
