#include "output/report/report_base.h"

#include <math.h>

#include "base/error.h"
#include "output/report/report_element.h"

#define LAND_MAX ((size_t)2800000)
/* What is wider than this may be shown with more of the earth than its own base map has. */
#define WIDE_M 8e6
/* The sphere of ovf_plane_open_plate. */
#define EARTH_M 6371007.0
/* Names are there for so many times the extent, to each side: as far as one may move the map. */
#define AROUND 1.5
/* Towns, at most; where a map is smaller, they are no points (picture_places.c). */
#define TOWNS_MAX 1500

static ovf_status write_land_as(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_land *land,
                                const char *name, FILE *file, ovf_error *error)
{
    for (unsigned level = 1; level <= OVF_REPORT_COARSER_MAX; level++) {
        ovf_report_set_level(sketch, level);
        ovf_bytes_reset(bytes);
        ovf_bytes_byte(bytes, '{');
        ovf_report_add_level(bytes, sketch);
        ovf_bytes_text(bytes, ",\"land\":");
        ovf_sketch_areas(sketch, bytes, land->polygons, land->polygon_count);
        ovf_bytes_text(bytes, ",\"borders\":[");
        for (size_t i = 0; i < land->border_count; i++) {
            ovf_bytes_text(bytes, i > 0 ? ",[" : "[");
            ovf_bytes_count(bytes, land->borders[i].disputed);
            ovf_bytes_byte(bytes, ',');
            ovf_sketch_border(sketch, bytes, land->borders[i].vertices, land->borders[i].count);
            ovf_bytes_byte(bytes, ']');
        }
        ovf_bytes_text(bytes, "]}");
        if (sketch->failed) return ovf_fail_memory(error);
        if (bytes->used <= ovf_report_room(level, LAND_MAX, 0)) break;
    }
    return ovf_report_element(file, "", name, bytes, error);
}

/* All of the earth, in longitudes and latitudes: the page shows what reaches so far in Mercator's
 * projection, where what lies around the opposite of the middle is seen as well. */
static ovf_status write_whole_land(ovf_bytes *bytes, FILE *file, ovf_error *error)
{
    double half = EARTH_M * M_PI;
    ovf_map_frame frame = {.extent = {-half, -half / 2, half, half / 2}};
    ovf_sketch sketch = {.frame = &frame};
    ovf_land land = {0};
    ovf_status status = ovf_plane_open_plate(&frame.plane, error);
    if (status != OVF_OK) return status;
    status = ovf_land_read(NULL, &land, error);
    if (status == OVF_OK) status = write_land_as(&sketch, bytes, &land, "whole-land", file, error);
    ovf_land_clear(&land);
    ovf_sketch_clear(&sketch);
    ovf_plane_close(&frame.plane);
    return status;
}

static ovf_status write_land(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map *map, FILE *file,
                             ovf_error *error)
{
    const ovf_rectangle *extent = &map->frame.extent;
    double across = fmax(extent->east - extent->west, extent->north - extent->south);
    const ovf_rectangle sight = {extent->west - AROUND * across, extent->south - AROUND * across,
                                 extent->east + AROUND * across, extent->north + AROUND * across};
    sketch->sight = &sight;
    ovf_status status = write_land_as(sketch, bytes, &map->land, "land", file, error);
    sketch->sight = NULL;
    return status == OVF_OK && across > WIDE_M ? write_whole_land(bytes, file, error) : status;
}

/* ---- names of towns ---- */

static bool is_near(const ovf_map_frame *frame, const ovf_town *town)
{
    const ovf_rectangle *extent = &frame->extent;
    double wide = extent->east - extent->west, high = extent->north - extent->south,
           around = AROUND * fmax(wide, high);
    ovf_flat at = ovf_plane_point(&frame->plane, town->at.lon, town->at.lat);
    return at.x > extent->west - around && at.x < extent->east + around &&
           at.y > extent->south - around && at.y < extent->north + around;
}

/* [[name, lon, lat, kilometres from a larger one], …], the largest first. */
static ovf_status write_places(ovf_bytes *bytes, const ovf_map *map, FILE *file, ovf_error *error)
{
    const ovf_rectangle *extent = &map->frame.extent;
    double across = fmax(extent->east - extent->west, extent->north - extent->south);
    size_t written = 0;
    ovf_bytes_reset(bytes);
    ovf_bytes_byte(bytes, '[');
    for (size_t i = 0; i < map->places.count && written < TOWNS_MAX; i++) {
        const ovf_town *town = &map->places.items[i];
        if (across <= WIDE_M && !is_near(&map->frame, town)) continue;
        ovf_bytes_text(bytes, written++ > 0 ? ",\n[" : "\n[");
        ovf_bytes_json(bytes, town->name);
        ovf_report_add_number(bytes, ",", town->at.lon);
        ovf_report_add_number(bytes, ",", town->at.lat);
        ovf_report_add_number(bytes, ",", town->apart_m / 1000);
        ovf_bytes_byte(bytes, ']');
    }
    ovf_bytes_byte(bytes, ']');
    return ovf_report_element(file, "", "places", bytes, error);
}

ovf_status ovf_report_base(ovf_sketch *sketch, ovf_bytes *bytes, const ovf_map *map, FILE *file,
                           ovf_error *error)
{
    ovf_status status = write_land(sketch, bytes, map, file, error);
    return status == OVF_OK ? write_places(bytes, map, file, error) : status;
}
