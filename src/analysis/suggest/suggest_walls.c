/* Walls that keep ways to one side of what is in the way. The ways that do not cross a line from a
 * zone to (nearly) the antipodes are those that pass the zone to the other side. */
#include <stdlib.h>
#include <string.h>

#include "analysis/suggest/suggest.h"
#include "base/array.h"
#include "base/error.h"

/* A wall is as long as legs may be, of geodesics so long. */
#define WALL_M 18e6
#define WALL_PIECES 12

/* Where a wall begins, and which way it runs. */
typedef struct {
    ovf_lonlat at;
    double azimuth;
} root;

/* Within the zone, square to the leg. */
static root root_across(const ovf_leg *leg, double along_m, ovf_way_side wanted)
{
    double lat, lon, course;
    geod_position(&leg->line, along_m, &lat, &lon, &course);
    return (root){{lon, lat}, course + (wanted == OVF_SIDE_LEFT ? 90 : -90)};
}

/* From the place of the zone that is nearest to the leg: away from the leg, or back across it. */
static root root_beside(const ovf_leg *leg, const ovf_meeting *met, ovf_way_side wanted)
{
    const ovf_place *place = &met->nearest_on_route;
    double lat, lon, course, towards, onward;
    geod_position(&leg->line, fmin(place->along_m, leg->length_m), &lat, &lon, &course);
    geod_inverse(ovf_earth(), lat, lon, met->nearest_on_zone.lat, met->nearest_on_zone.lon, NULL,
                 &towards, &onward);
    bool lies_left = sin((towards - course) * OVF_RADIAN) < 0;
    bool away = lies_left == (wanted == OVF_SIDE_RIGHT);
    return (root){met->nearest_on_zone, away ? onward : onward + 180};
}

static root root_of(const ovf_leg *leg, const ovf_meeting *met, ovf_way_side wanted)
{
    if (met->outline_passage_count > 0) {
        const ovf_passage *all = met->outline_passages, *passage = &all[0];
        for (size_t k = 1; k < met->outline_passage_count; k++)
            if (all[k].length_m > passage->length_m) passage = &all[k];
        return root_across(leg, (passage->entry.along_m + passage->exit.along_m) / 2, wanted);
    }
    if (met->nearest_m > 0 || met->outline_crossing_count == 0)
        return root_beside(leg, met, wanted);
    return root_across(leg, met->outline_crossings[0].place.along_m, wanted);
}

/* There and back. False when memory is out. */
static bool build_wall(ovf_zone *wall, root from)
{
    ovf_ring *ring = ovf_array_new(1, sizeof *ring);
    ovf_polygon *polygon = ovf_array_new(1, sizeof *polygon);
    ovf_lonlat *v = ovf_array_new(2 * WALL_PIECES + 1, sizeof *v);
    struct geod_geodesicline line;
    *wall = (ovf_zone){.id = "wall", .name = "wall", .edges = OVF_EDGES_GEODESIC};
    if (ring == NULL || polygon == NULL || v == NULL) {
        free(ring);
        free(polygon);
        free(v);
        return false;
    }
    /* A line there and back along the antimeridian would be taken for a cut (boundary.c). */
    if (fabs(remainder(from.at.lon, 360)) > 180 - 1e-6) from.azimuth += 1e-3;
    geod_lineinit(&line, ovf_earth(), from.at.lat, from.at.lon, from.azimuth, 0);
    for (int k = 0; k <= WALL_PIECES; k++) {
        geod_position(&line, WALL_M * k / WALL_PIECES, &v[k].lat, &v[k].lon, NULL);
        v[2 * WALL_PIECES - k] = v[k];
    }
    *ring = (ovf_ring){.vertices = v, .count = 2 * WALL_PIECES + 1};
    *polygon = (ovf_polygon){ring, 1};
    wall->polygons = polygon;
    wall->polygon_count = 1;
    return true;
}

static bool prepare(ovf_walled *in, const ovf_zones *zones, const ovf_obstacle *obstacles,
                    size_t count, size_t most)
{
    in->zones.items = ovf_array_new(zones->count + most, sizeof *in->zones.items);
    in->obstacles = ovf_array_new(count + most, sizeof *in->obstacles);
    in->walls = ovf_array_new(most, sizeof *in->walls);
    if (in->zones.items == NULL || in->obstacles == NULL || in->walls == NULL) return false;
    if (zones->count > 0)
        memcpy(in->zones.items, zones->items, zones->count * sizeof *zones->items);
    memcpy(in->obstacles, obstacles, count * sizeof *obstacles);
    return true;
}

ovf_status ovf_walled_build(ovf_walled *in, const ovf_barriers *barriers, const ovf_zones *zones,
                            const ovf_obstacle *obstacles, size_t count, const ovf_stop *from,
                            const ovf_stop *to, ovf_way_side side, ovf_error *error)
{
    const size_t two = 2;
    const ovf_fix fixes[2] = {{from->at.lon, from->at.lat, NAN, NAN},
                              {to->at.lon, to->at.lat, NAN, NAN}};
    const ovf_route route = {
        .id = "", .fixes = fixes, .fix_count = 2, .part_ends = &two, .part_count = 1};
    const ovf_result *result;
    bool clear;
    ovf_leg leg;
    *in = (ovf_walled){0};
    ovf_status status = ovf_barriers_judge(barriers, &route, &clear, &result, error);
    if (status != OVF_OK) return status;
    ovf_leg_between(&leg, from->at.lon, from->at.lat, to->at.lon, to->at.lat);
    ovf_leg_draw(&leg);
    if (!prepare(in, zones, obstacles, count, result->meeting_count)) return ovf_fail_memory(error);
    for (size_t m = 0; m < result->meeting_count; m++) {
        const ovf_meeting *met = &result->meetings[m];
        if (!ovf_barriers_violated(barriers, met)) continue;
        if (!build_wall(&in->walls[in->wall_count], root_of(&leg, met, side)))
            return ovf_fail_memory(error);
        in->zones.items[zones->count + in->wall_count] = in->walls[in->wall_count];
        in->obstacles[count + in->wall_count] = (ovf_obstacle){zones->count + in->wall_count, 0};
        in->wall_count++;
    }
    in->zones.count = zones->count + in->wall_count;
    status = ovf_barriers_build(&in->barriers, &in->zones, in->obstacles, count + in->wall_count,
                                error);
    if (status != OVF_OK) return status;
    return ovf_search_begin(&in->search, &in->barriers) ? OVF_OK : ovf_fail_memory(error);
}

void ovf_walled_clear(ovf_walled *in)
{
    if (in->search.barriers != NULL) ovf_search_clear(&in->search);
    ovf_barriers_clear(&in->barriers);
    for (size_t k = 0; k < in->wall_count; k++)
        ovf_polygons_free(in->walls[k].polygons, in->walls[k].polygon_count);
    free(in->walls);
    free(in->obstacles);
    free(in->zones.items);
    *in = (ovf_walled){0};
}
