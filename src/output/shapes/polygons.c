#include "output/shapes/polygons.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geodesy/plain.h"
#include "geodesy/side.h"
#include "model/model.h"
#include "output/shapes/clip.h"
#include "output/shapes/edges.h"

/* Steradians. */
#define WINDS_AT_MIN 1e-3

/* Zones whose edges are lonlat are never oriented when they are read; drawings of our own are. */
static bool is_drawing(const ovf_zone *zone)
{
    return zone->oriented && zone->edges == OVF_EDGES_LONLAT;
}

static void clear_rings(ovf_laid_ring *rings, size_t count)
{
    if (rings == NULL) return;
    for (size_t i = 0; i < count; i++) ovf_unwrapped_clear(&rings[i].path);
    free(rings);
}

static double sines_of(const ovf_unwrapped *path)
{
    double sum = 0;
    for (size_t i = 1; i < path->count; i++)
        sum += (path->lon[i] - path->lon[i - 1]) * OVF_RADIAN *
               (sin(path->lat[i] * OVF_RADIAN) + sin(path->lat[i - 1] * OVF_RADIAN)) / 2;
    return sum;
}

/* Lays out all rings of a polygon, densified if its edges are geodesics. */
static bool lay_out(const ovf_zone *zone, const ovf_polygon *polygon, double deviation_m,
                    ovf_laid_ring *rings)
{
    ovf_ring plain = {0}, drawn = {0};
    size_t plain_capacity = 0, capacity = 0;
    bool good = true;
    for (size_t i = 0; i < polygon->count && good; i++) {
        const ovf_ring *ring = &polygon->rings[i];
        if (ring->curve_count > 0) {
            good = ovf_ring_plain(ring, zone->edges, deviation_m / 2, &plain, &plain_capacity);
            ring = &plain;
        }
        if (good && zone->edges == OVF_EDGES_GEODESIC) {
            good = ovf_edges_densify(ring, deviation_m, &drawn, &capacity);
            ring = &drawn;
        }
        good = good && ovf_unwrap(ring, OVF_CIRCLE_WHOLE, OVF_EDGES_LONLAT, &rings[i].path);
        const ovf_unwrapped *path = &rings[i].path;
        if (!good) break;
        double sines = sines_of(path);
        ovf_side side = ovf_side_meant(zone, i);
        /* Of our own small rings the winding may be lost when they are drawn. */
        if (is_drawing(zone) && path->turns == 0 && fabs(sines) < WINDS_AT_MIN)
            side = OVF_SIDE_USUAL;
        rings[i].north = ovf_side_has_north(zone->edges, side, 360.0 * path->turns, sines);
    }
    free(plain.vertices);
    free(drawn.vertices);
    return good;
}

static double middle(const ovf_unwrapped *path) { return (path->west + path->east) / 2; }

/* Moves the outline next to 0° and its holes to it. True if the polygon can then be written as it
 * is. */
static bool settle(ovf_laid_ring *rings, size_t count)
{
    ovf_unwrapped *outline = &rings[0].path;
    bool settled = true;
    if (outline->west < -180 || outline->east > 180)
        ovf_unwrapped_shift(outline, -360 * round(middle(outline) / 360));
    for (size_t i = 0; i < count; i++) {
        ovf_unwrapped *path = &rings[i].path;
        if (i > 0) ovf_unwrapped_shift(path, 360 * round((middle(outline) - middle(path)) / 360));
        settled = settled && path->turns == 0 && !rings[i].north && path->west >= -180 &&
                  path->east <= 180;
    }
    return settled;
}

static bool copy_rings(const ovf_laid_ring *rings, size_t count, ovf_polygon *polygon)
{
    polygon->rings = ovf_array_new(count, sizeof *polygon->rings);
    if (polygon->rings == NULL) return false;
    polygon->count = count;
    for (size_t i = 0; i < count; i++) {
        const ovf_unwrapped *path = &rings[i].path;
        ovf_ring *ring = &polygon->rings[i];
        ring->vertices = ovf_array_new(path->count, sizeof *ring->vertices);
        if (ring->vertices == NULL) return false;
        ring->count = path->count;
        for (size_t k = 0; k < path->count; k++)
            ring->vertices[k] = (ovf_lonlat){path->lon[k], path->lat[k]};
    }
    return true;
}

/* Counterclockwise if wanted, otherwise clockwise (RFC 7946, 3.1.6), on the map. */
static void turn(ovf_ring *ring, bool counterclockwise)
{
    double area = 0;
    if (ring->count == 0) return;
    ovf_lonlat first = ring->vertices[0];
    for (size_t i = 1; i < ring->count; i++) {
        ovf_lonlat a = ring->vertices[i - 1], b = ring->vertices[i];
        area += (a.lon - first.lon) * (b.lat - first.lat) -
                (b.lon - first.lon) * (a.lat - first.lat);
    }
    if ((area > 0) == counterclockwise) return;
    for (size_t i = 0, k = ring->count - 1; i < k; i++, k--) {
        ovf_lonlat vertex = ring->vertices[i];
        ring->vertices[i] = ring->vertices[k];
        ring->vertices[k] = vertex;
    }
}

static void turn_all(ovf_polygon *polygons, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < polygons[i].count; k++) turn(&polygons[i].rings[k], k == 0);
}

typedef struct {
    ovf_polygon *items;
    size_t count, capacity;
} polygons_drawn;

static ovf_status draw(const ovf_zone *zone, const ovf_polygon *polygon, double deviation_m,
                       polygons_drawn *drawn, ovf_error *error)
{
    if (polygon->count == 0) return OVF_OK;
    ovf_laid_ring *rings = ovf_array_new(polygon->count, sizeof *rings);
    ovf_error reason;
    ovf_status status = OVF_OK;
    if (rings == NULL || !lay_out(zone, polygon, deviation_m, rings)) {
        status = ovf_fail_memory(&reason);
    } else if (!settle(rings, polygon->count)) {
        status = ovf_clip(rings, polygon->count, is_drawing(zone), &drawn->items, &drawn->count,
                          &drawn->capacity, &reason);
    } else if (!ovf_array_reserve(&drawn->items, &drawn->capacity, drawn->count + 1,
                                  sizeof *drawn->items)) {
        status = ovf_fail_memory(&reason);
    } else {
        drawn->items[drawn->count] = (ovf_polygon){0};
        if (!copy_rings(rings, polygon->count, &drawn->items[drawn->count++]))
            status = ovf_fail_memory(&reason);
    }
    clear_rings(rings, polygon->count);
    char called[OVF_TITLE_SIZE];
    if (status == OVF_ERROR_GEOMETRY)
        return ovf_fail(error, status, "%s cannot be cut at the antimeridian: %s",
                        ovf_zone_called(zone, called), reason.message);
    if (status != OVF_OK) return ovf_fail(error, status, "%s", reason.message);
    return OVF_OK;
}

ovf_status ovf_polygons_draw(const ovf_zone *zone, double deviation_m, ovf_polygon **polygons,
                             size_t *count, ovf_error *error)
{
    polygons_drawn drawn = {0};
    for (size_t i = 0; i < zone->polygon_count; i++) {
        ovf_status status = draw(zone, &zone->polygons[i], deviation_m, &drawn, error);
        if (status == OVF_OK) continue;
        ovf_polygons_free(drawn.items, drawn.count);
        return status;
    }
    turn_all(drawn.items, drawn.count);
    *polygons = drawn.items;
    *count = drawn.count;
    return OVF_OK;
}

ovf_status ovf_drawing_cut(ovf_drawing *drawing, const char *of, ovf_error *error)
{
    ovf_drawing cut = {0};
    ovf_error reason;
    const ovf_zone zone = {.id = "",
                           .file = "",
                           .edges = OVF_EDGES_LONLAT,
                           .oriented = true,
                           .polygons = drawing->polygons,
                           .polygon_count = drawing->count};
    ovf_status status = ovf_polygons_draw(&zone, 0, &cut.polygons, &cut.count, &reason);
    if (status == OVF_OK) status = ovf_clip_mend(&cut.polygons, &cut.count, &reason);
    if (status != OVF_OK) ovf_drawing_clear(&cut);
    if (status == OVF_ERROR_GEOMETRY)
        return ovf_fail(error, status, "what was seen of or on %s cannot be drawn: %s", of,
                        reason.message);
    if (status != OVF_OK) return ovf_fail(error, status, "%s", reason.message);
    turn_all(cut.polygons, cut.count);
    ovf_drawing_clear(drawing);
    *drawing = cut;
    return OVF_OK;
}

void ovf_drawing_clear(ovf_drawing *drawing)
{
    ovf_polygons_free(drawing->polygons, drawing->count);
    *drawing = (ovf_drawing){0};
}
