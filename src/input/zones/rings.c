/* A ring of a zone, from the positions of its source. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/leg.h"
#include "input/zones/long_edges.h"
#include "input/zones/zone_reader.h"
#include "model/flaws.h"

static bool is_closed(const ovf_positions *positions)
{
    size_t last = positions->count - 1;
    if (positions->first_x == positions->last_x && positions->first_y == positions->last_y)
        return true;
    return ovf_ring_is_closed((ovf_lonlat){positions->lon[0], positions->lat[0]},
                              (ovf_lonlat){positions->lon[last], positions->lat[last]});
}

/* Adds the first position again. */
static ovf_status close_ring(ovf_zones_reader *reader, const ovf_crs *crs, const char *place,
                             ovf_error *error)
{
    ovf_positions *positions = &reader->positions;
    size_t last = positions->count - 1;
    ovf_lonlat a = {positions->lon[last], positions->lat[last]},
               b = {positions->lon[0], positions->lat[0]};
    ovf_leg leg;
    ovf_leg_between(&leg, a.lon, a.lat, b.lon, b.lat);
    ovf_zone_note_add(
        &reader->notes, OVF_REMEDY_NONE,
        "%s was not closed: an edge of %.10g km from %.10g %.10g to %.10g %.10g closes "
        "it",
        place[0] == '\0' ? "ring" : place + strlen(" of "), leg.length_m / 1000, a.lon, a.lat,
        b.lon, b.lat);
    return ovf_positions_close(positions, crs->transformation != NULL) ? OVF_OK
                                                                       : ovf_fail_memory(error);
}

static ovf_status copy_positions(const ovf_positions *positions, ovf_ring *ring, ovf_error *error)
{
    ring->vertices = ovf_array_new(positions->count, sizeof *ring->vertices);
    if (ring->vertices == NULL) return ovf_fail_memory(error);
    ring->count = positions->count;
    for (size_t i = 0; i < ring->count; i++)
        ring->vertices[i] = (ovf_lonlat){positions->lon[i], positions->lat[i]};
    ring->vertices[ring->count - 1] = ring->vertices[0];
    return OVF_OK;
}

static ovf_status note_long_edges(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                                  ovf_ring *ring, ovf_error *error)
{
    ovf_lonlat from, to;
    if (reading->crs->projected || reading->edges != OVF_EDGES_LONLAT) return OVF_OK;
    size_t count = ovf_long_edges_count(ring, &from, &to);
    if (count == 0) return OVF_OK;
    if (reader->options.long_edges)
        return reading->straight ? OVF_OK : ovf_long_edges_cut(ring, error);
    if (reader->long_count == 0) {
        reader->long_from = from;
        reader->long_to = to;
    }
    reader->long_count += count;
    return OVF_OK;
}

ovf_status ovf_zone_ring_make(ovf_zones_reader *reader, const ovf_ring_reading *reading,
                              const char *place, ovf_ring *ring, bool *has_area, ovf_error *error)
{
    ovf_positions *positions = &reader->positions;
    ovf_status status = OVF_OK;
    *has_area = false;
    *ring = (ovf_ring){0};
    reader->flaw[0] = '\0';
    if (positions->count == 0) return OVF_OK;
    if (positions->count < 3 || !is_closed(positions))
        status = close_ring(reader, reading->crs, place, error);
    if (status == OVF_OK) status = copy_positions(positions, ring, error);
    if (status != OVF_OK) return status;
    size_t distinct = ovf_ring_distinct(ring->vertices, ring->count, reading->edges);
    *has_area = distinct == OVF_RING_DISTINCT_MIN && ring->count >= 4;
    const char *subject = place[0] == '\0' ? "ring" : place + strlen(" of ");
    if (ring->count < 4)
        snprintf(reader->flaw, sizeof reader->flaw,
                 "%s: expected at least four positions, found %zu", subject, ring->count);
    else if (!*has_area)
        snprintf(reader->flaw, sizeof reader->flaw,
                 "%s: expected at least three different positions, found %s", subject,
                 distinct == 1 ? "one" : "two");
    if (*has_area) status = note_long_edges(reader, reading, ring, error);
    if (*has_area && status == OVF_OK && reading->straight) {
        free(ring->vertices);
        *ring = (ovf_ring){0};
        status = ovf_straight_cut(&reader->straight, positions, reading->crs, reading->edges,
                                  reader->options.long_edges, place, &ring->vertices, &ring->count,
                                  error);
        if (status == OVF_OK) ring->vertices[ring->count - 1] = ring->vertices[0];
    }
    if (status == OVF_OK && *has_area) return OVF_OK;
    free(ring->vertices);
    *ring = (ovf_ring){0};
    return status;
}
