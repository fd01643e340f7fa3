#include "input/zones/long_edges.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "overflight/area.h"

/* Pieces are shorter than half a turn, so that they have one meaning. */
#define PIECE_DEG 179.0
/* A tenth of a millimetre: such a jump is the whole circle, or only rounding noise. */
#define HAIR_DEG 1e-9

static bool is_long(ovf_lonlat from, ovf_lonlat to)
{
    double jump = fabs(to.lon - from.lon);
    return jump > 180 && fabs(jump - 360) > HAIR_DEG;
}

size_t ovf_long_edges_count(const ovf_ring *ring, ovf_lonlat *from, ovf_lonlat *to)
{
    size_t count = 0;
    for (size_t i = 1; i < ring->count; i++) {
        if (!is_long(ring->vertices[i - 1], ring->vertices[i])) continue;
        if (count++ > 0) continue;
        *from = ring->vertices[i - 1];
        *to = ring->vertices[i];
    }
    return count;
}

ovf_status ovf_long_edges_cut(ovf_ring *ring, ovf_error *error)
{
    size_t wanted = ring->count, made = 0;
    for (size_t i = 1; i < ring->count; i++)
        if (is_long(ring->vertices[i - 1], ring->vertices[i]))
            wanted += (size_t)(fabs(ring->vertices[i].lon - ring->vertices[i - 1].lon) / PIECE_DEG);
    if (wanted == ring->count) return OVF_OK;
    ovf_lonlat *vertices = ovf_array_new(wanted, sizeof *vertices);
    if (vertices == NULL) return ovf_fail_memory(error);
    for (size_t i = 0; i < ring->count; i++) {
        ovf_lonlat to = ring->vertices[i], from = i > 0 ? ring->vertices[i - 1] : to;
        size_t pieces = is_long(from, to) ? (size_t)(fabs(to.lon - from.lon) / PIECE_DEG) + 1 : 1;
        for (size_t k = 1; k < pieces; k++) {
            double t = (double)k / (double)pieces;
            vertices[made++] = (ovf_lonlat){from.lon + t * (to.lon - from.lon),
                                            from.lat + t * (to.lat - from.lat)};
        }
        vertices[made++] = to;
    }
    free(ring->vertices);
    ring->vertices = vertices;
    ring->count = made;
    return OVF_OK;
}

/* A copy to be cleared, without attributes. */
static bool copy(const ovf_zone *zone, ovf_zone *made)
{
    *made = (ovf_zone){.id = "z", .name = "z", .edges = zone->edges, .oriented = zone->oriented};
    made->polygons = ovf_array_new(zone->polygon_count, sizeof *made->polygons);
    if (made->polygons == NULL) return false;
    for (; made->polygon_count < zone->polygon_count; made->polygon_count++) {
        const ovf_polygon *from = &zone->polygons[made->polygon_count];
        ovf_polygon *to = &made->polygons[made->polygon_count];
        to->rings = ovf_array_new(from->count, sizeof *to->rings);
        if (to->rings == NULL) return false;
        for (; to->count < from->count; to->count++) {
            ovf_ring *ring = &to->rings[to->count];
            ring->count = from->rings[to->count].count;
            ring->vertices = ovf_array_new(ring->count, sizeof *ring->vertices);
            if (ring->vertices == NULL) return false;
            memcpy(ring->vertices, from->rings[to->count].vertices,
                   ring->count * sizeof *ring->vertices);
        }
    }
    return true;
}

/* The areas in words; false when memory is out. */
static bool measure(const ovf_zone *zone, char shorter[40], char drawn[40])
{
    ovf_area area;
    ovf_zone other;
    ovf_error why = {0};
    ovf_zone own = *zone; /* which has no id yet */
    own.id = own.name = "z";
    bool good = copy(zone, &other);
    for (size_t i = 0; good && i < other.polygon_count; i++)
        for (size_t k = 0; good && k < other.polygons[i].count; k++)
            good = ovf_long_edges_cut(&other.polygons[i].rings[k], &why) == OVF_OK;
    snprintf(shorter, 40, "an unknown area");
    snprintf(drawn, 40, "an unknown area");
    if (good && ovf_zone_area(&own, &area, &why) == OVF_OK) ovf_zone_area_words(area.m2, shorter);
    if (good && ovf_zone_area(&other, &area, &why) == OVF_OK) ovf_zone_area_words(area.m2, drawn);
    ovf_polygons_free(other.polygons, other.polygon_count + (other.polygons != NULL && !good));
    return good && why.status != OVF_ERROR_MEMORY;
}

ovf_status ovf_long_edges_tell(const ovf_zone *zone, size_t count, ovf_lonlat from, ovf_lonlat to,
                               bool both_known, ovf_zone_notes *notes, ovf_error *error)
{
    char shorter[40], drawn[40], areas[120] = "", more[40] = "";
    if (both_known) {
        if (!measure(zone, shorter, drawn)) return ovf_fail_memory(error);
        snprintf(areas, sizeof areas, ": %s; as it is drawn, the other way round, the zone has %s",
                 shorter, drawn);
    }
    if (count > 1) snprintf(more, sizeof more, " (and %zu more)", count - 1);
    ovf_zone_note_add(
        notes, OVF_REMEDY_LONG_EDGES,
        "geometry: the edge from %.10g %.10g to %.10g %.10g%s spans more than 180° of "
        "longitude and is read as the short way across the antimeridian%s",
        from.lon, from.lat, to.lon, to.lat, more, areas);
    return OVF_OK;
}
