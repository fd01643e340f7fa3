#include "output/map/land.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/coverage/flatten.h"
#include "base/array.h"
#include "base/error.h"
#include "geodesy/earth.h"
#include "output/shapes/clip.h"
#include "output/shapes/densify.h"
#include "output/shapes/polygons.h"
#include "overflight/input.h"

#define AUTHALIC_RADIUS_M 6371007.0
/* Around the disc in reach. */
#define DISC_POINTS 360
/* What is so much nearer or farther than its edge, as a part of its radius, surely is within or
 * outside: the disc has corners, and edges of land may bend. */
#define SURE 0.03

/* The radius of the disc in reach, in the plane. */
static double reach(const ovf_map_frame *frame)
{
    const ovf_rectangle *extent = &frame->extent;
    double farthest = hypot(fmax(fabs(extent->west), fabs(extent->east)),
                            fmax(fabs(extent->south), fabs(extent->north)));
    /* At an angle c from the middle the plane's radius is 2R sin(c/2): a quarter of the globe, and
     * at most 150°, where everything is torn apart. */
    return fmin(fmax(farthest * 1.1, 2 * AUTHALIC_RADIUS_M * sin(45 * OVF_RADIAN)),
                2 * AUTHALIC_RADIUS_M * sin(75 * OVF_RADIAN));
}

/* The disc as polygons in longitude and latitude. */
static ovf_status draw_disc(const ovf_map_frame *frame, double radius, ovf_drawing *disc,
                            ovf_error *error)
{
    ovf_flat points[DISC_POINTS];
    ovf_overlay overlay = {0};
    for (size_t i = 0; i < DISC_POINTS; i++) {
        double angle = 360 * OVF_RADIAN * ((double)i + 0.5) / DISC_POINTS;
        points[i] = (ovf_flat){radius * cos(angle), radius * sin(angle)};
    }
    ovf_status status = ovf_overlay_open(&overlay, error);
    if (status != OVF_OK) return status;
    GEOSGeometry *polygon = ovf_overlay_polygon(&overlay, points, DISC_POINTS);
    status = polygon == NULL ? ovf_fail_memory(error)
                             : ovf_unflatten(&overlay, &frame->plane, polygon, 1000,
                                             &disc->polygons, &disc->count, error);
    ovf_overlay_drop(&overlay, polygon);
    ovf_overlay_close(&overlay);
    return status == OVF_OK ? ovf_drawing_cut(disc, "the base map", error) : status;
}

static bool densify(ovf_ring *ring)
{
    ovf_lonlat *vertices = NULL;
    size_t capacity = 0, count = ovf_densify(ring->vertices, ring->count, &vertices, &capacity);
    if (count == 0 && ring->count > 0) {
        free(vertices);
        return false;
    }
    free(ring->vertices);
    *ring = (ovf_ring){.vertices = vertices, .count = count};
    return true;
}

/* The polygons of a piece of land as they are, taken out of it. */
static bool take_all(ovf_land *land, ovf_zone *from)
{
    ovf_polygon *grown = realloc(land->polygons,
                                 (land->polygon_count + from->polygon_count + 1) * sizeof *grown);
    if (grown == NULL) return false;
    land->polygons = grown;
    for (size_t i = 0; i < from->polygon_count; i++)
        land->polygons[land->polygon_count++] = from->polygons[i];
    from->polygon_count = 0;
    return true;
}

/* How far the vertices of polygons are from the middle of a frame at least and at most, as lengths
 * in its plane. */
static void measure(const ovf_map_frame *frame, const ovf_zone *zone, double *least, double *most)
{
    ovf_vector middle = ovf_earth_point(frame->plane.centre.lon, frame->plane.centre.lat);
    *least = INFINITY;
    *most = 0;
    for (size_t i = 0; i < zone->polygon_count; i++)
        for (size_t k = 0; k < zone->polygons[i].count; k++) {
            const ovf_ring *ring = &zone->polygons[i].rings[k];
            for (size_t v = 0; v < ring->count; v++) {
                /* In an equal-area plane around a point lengths from it are chords. */
                double away = ovf_distance(
                    middle, ovf_earth_point(ring->vertices[v].lon, ring->vertices[v].lat));
                *least = fmin(*least, away);
                *most = fmax(*most, away);
            }
        }
}

/* What surely lies within the disc is taken as it is, what surely lies outside is left out: laying
 * it over the disc takes much longer. No land reaches around the disc. */
static ovf_status take_within(const ovf_map_frame *frame, double radius, const ovf_drawing *disc,
                              ovf_zone *zone, ovf_land *land, ovf_error *error)
{
    double least, most;
    measure(frame, zone, &least, &most);
    if (least > radius * (1 + SURE)) return OVF_OK;
    if (most < radius * (1 - SURE)) return take_all(land, zone) ? OVF_OK : ovf_fail_memory(error);
    return ovf_clip_within(zone->polygons, zone->polygon_count, disc->polygons, disc->count,
                           &land->polygons, &land->polygon_count, error);
}

static ovf_status read_polygons(const ovf_map_frame *frame, double radius, ovf_land *land,
                                ovf_error *error)
{
    char path[4096];
    const char *const files[] = {path};
    ovf_zones zones = {0};
    ovf_drawing disc = {0};
    ovf_status status = ovf_data_path("basemap/land.geojson", path, sizeof path, error);
    if (status == OVF_OK)
        status = ovf_zones_read(files, 1, &(ovf_input_options){.bundled = true}, &zones, error);
    if (status == OVF_OK && frame != NULL) status = draw_disc(frame, radius, &disc, error);
    for (size_t i = 0; i < zones.count && status == OVF_OK && frame == NULL; i++)
        if (!take_all(land, &zones.items[i])) status = ovf_fail_memory(error);
    for (size_t i = 0; i < zones.count && status == OVF_OK && frame != NULL; i++)
        status = take_within(frame, radius, &disc, &zones.items[i], land, error);
    for (size_t i = 0; i < land->polygon_count && status == OVF_OK; i++)
        for (size_t k = 0; k < land->polygons[i].count && status == OVF_OK; k++)
            if (!densify(&land->polygons[i].rings[k])) status = ovf_fail_memory(error);
    ovf_drawing_clear(&disc);
    ovf_zones_clear(&zones);
    return status;
}

/* A stretch of a boundary that is in reach. */
static bool add_border(ovf_land *land, size_t *capacity, const ovf_fix *fixes, size_t count,
                       bool disputed)
{
    if (count < 2) return true;
    if (!ovf_array_reserve(&land->borders, capacity, land->border_count + 1, sizeof *land->borders))
        return false;
    ovf_border *border = &land->borders[land->border_count];
    *border = (ovf_border){ovf_array_new(count, sizeof *border->vertices), count, disputed};
    if (border->vertices == NULL) return false;
    for (size_t i = 0; i < count; i++)
        border->vertices[i] = (ovf_lonlat){fixes[i].lon, fixes[i].lat};
    land->border_count++;
    return true;
}

static bool add_borders(ovf_land *land, size_t *capacity, const ovf_map_frame *frame, double radius,
                        const ovf_route *line)
{
    const ovf_attribute *status = ovf_attributes_find(&line->attributes, "status");
    bool disputed = status != NULL && status->type == OVF_ATTRIBUTE_TEXT &&
                    strcmp(status->text, "disputed") == 0,
         good = true;
    for (size_t part = 0, begin = 0; part < line->part_count && good;
         begin = line->part_ends[part++]) {
        size_t from = begin, end = line->part_ends[part];
        for (size_t i = begin; i < end && good; i++) {
            if (frame == NULL) continue;
            ovf_flat at = ovf_plane_point(&frame->plane, line->fixes[i].lon, line->fixes[i].lat);
            if (hypot(at.x, at.y) <= radius) continue;
            good = add_border(land, capacity, &line->fixes[from], i - from, disputed);
            from = i + 1;
        }
        if (good && from < end)
            good = add_border(land, capacity, &line->fixes[from], end - from, disputed);
    }
    return good;
}

static ovf_status read_borders(const ovf_map_frame *frame, double radius, ovf_land *land,
                               ovf_error *error)
{
    char path[4096];
    const char *const files[] = {path};
    ovf_route_source *source = NULL;
    const ovf_route *line = NULL;
    size_t capacity = 0;
    ovf_status status = ovf_data_path("basemap/boundaries.geojson", path, sizeof path, error);
    if (status == OVF_OK) status = ovf_route_source_open(files, 1, NULL, &source, error);
    while (status == OVF_OK && (status = ovf_route_source_next(source, &line, error)) == OVF_OK &&
           line != NULL)
        if (!add_borders(land, &capacity, frame, radius, line)) status = ovf_fail_memory(error);
    ovf_route_source_free(source);
    return status;
}

ovf_status ovf_land_read(const ovf_map_frame *frame, ovf_land *land, ovf_error *error)
{
    double radius = frame == NULL ? 0 : reach(frame);
    char path[4096];
    /* A map without land is better than none: who has geodata of their own may have no base map. */
    if (ovf_data_path("basemap", path, sizeof path, NULL) != OVF_OK) return OVF_OK;
    ovf_status status = read_polygons(frame, radius, land, error);
    return status == OVF_OK ? read_borders(frame, radius, land, error) : status;
}

void ovf_land_clear(ovf_land *land)
{
    ovf_polygons_free(land->polygons, land->polygon_count);
    for (size_t i = 0; i < land->border_count; i++) free(land->borders[i].vertices);
    free(land->borders);
    *land = (ovf_land){0};
}
