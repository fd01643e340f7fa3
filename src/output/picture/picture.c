#include "output/picture/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "output/map/map_totals.h"
#include "output/picture/picture_file.h"
#include "output/picture/picture_parts.h"
#include "output/qgis/project_crs.h"

/* ---- what is looked at ---- */

/* So far the scale of Mercator's projection is nearly the same. */
#define UPRIGHT_STANDOFF_M 1e5
/* The least height of what stands below a map of the world: three findings of three lines. */
#define WORLD_PANEL 176.0

static void add_polygons(ovf_rectangle *extent, const ovf_plane *plane, const ovf_row *row)
{
    for (size_t i = 0; i < row->polygon_count; i++)
        for (size_t k = 0; k < row->polygons[i].count; k++)
            for (size_t j = 0; j < row->polygons[i].rings[k].count; j++) {
                ovf_flat p = ovf_plane_point(plane, row->polygons[i].rings[k].vertices[j].lon,
                                             row->polygons[i].rings[k].vertices[j].lat);
                if (isfinite(p.x) && isfinite(p.y)) ovf_rectangle_add(extent, p);
            }
}

/* The extent of the zones of that id in a plane; west is infinite when there is none. `known` gets
 * what ids there are. */
static ovf_status find_zone(const ovf_picture *picture, const ovf_plane *plane,
                            ovf_rectangle *extent, ovf_text *known, ovf_error *error)
{
    enum { NAMED = 12 };
    ovf_picture_rows rows;
    const ovf_row *row;
    size_t others = 0;
    *extent = ovf_rectangle_none();
    ovf_text_reset(known);
    ovf_status status = ovf_picture_open(picture, &ovf_layer_zones, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        const char *id = ovf_picture_text_value(&ovf_layer_zones, row, "zone_id");
        if (strcmp(id, picture->zone) == 0) add_polygons(extent, plane, row);
        else if (others++ < NAMED) {
            char clean[64];
            ovf_picture_clean(id, clean, sizeof clean);
            if (!ovf_text_add_string(known, others > 1 ? ", " : "") ||
                !ovf_text_add_string(known, clean))
                status = ovf_fail_memory(error);
        }
    }
    ovf_picture_close(&rows);
    if (status == OVF_OK && others > NAMED) {
        char more[64];
        snprintf(more, sizeof more, " and %zu more", others - NAMED);
        if (!ovf_text_add_string(known, more)) return ovf_fail_memory(error);
    }
    return status;
}

/* A plane around the zone, so that it is looked at from above, not from the side. */
static ovf_status look_at_zone(ovf_picture *picture, ovf_rectangle *extent, ovf_error *error)
{
    const ovf_plane *plane = &picture->map->frame.plane;
    ovf_text known = {0};
    ovf_status status = OVF_OK;
    for (int pass = 0; pass < 2 && status == OVF_OK; pass++) {
        status = find_zone(picture, plane, extent, &known, error);
        if (status == OVF_OK && !isfinite(extent->west)) {
            char asked[64];
            ovf_picture_clean(picture->zone, asked, sizeof asked);
            status = ovf_fail(error, OVF_ERROR_USAGE,
                              "there is no zone \"%s\" in this analysis%s%s", asked,
                              known.length > 0 ? "; there are " : ", which has none on its map",
                              known.length > 0 ? known.text : "");
        }
        if (status != OVF_OK || pass == 1) break;
        ovf_lonlat centre = ovf_plane_position(
            plane,
            (ovf_flat){(extent->west + extent->east) / 2, (extent->south + extent->north) / 2});
        if (!isfinite(centre.lon) || !isfinite(centre.lat)) break;
        status = ovf_plane_open(&picture->plane, centre, error);
        plane = &picture->plane;
    }
    ovf_text_clear(&known);
    return status;
}

/* Where the zone is. */
static ovf_status mark_zone(const ovf_picture *picture, ovf_map_frame_marks *marks,
                            ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    ovf_status status = ovf_map_frame_marks_init(marks, error);
    if (status != OVF_OK) return status;
    status = ovf_picture_open(picture, &ovf_layer_zones, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        if (strcmp(ovf_picture_text_value(&ovf_layer_zones, row, "zone_id"), picture->zone) != 0)
            continue;
        for (size_t i = 0; i < row->polygon_count; i++)
            for (size_t k = 0; k < row->polygons[i].count; k++)
                for (size_t j = 0; j < row->polygons[i].rings[k].count; j++) {
                    ovf_lonlat at = row->polygons[i].rings[k].vertices[j];
                    ovf_map_frame_mark(marks, at.lon, at.lat);
                }
    }
    ovf_picture_close(&rows);
    return status;
}

/* ---- the sheet ---- */

static void lay_out(ovf_picture *picture, int width, int height)
{
    double unit = picture->paint.unit;
    picture->sheet = (ovf_patch){0, 0, width, height};
    ovf_patch area = {52 * unit, 76 * unit, width - 16 * unit, height - 58 * unit};
    /* Beside the map, or below it on a sheet that is upright; nowhere on a small one. */
    if (width >= height) {
        double panel = fmax(0.235 * width, 250 * unit);
        if (panel > 0.4 * width) panel = 0;
        picture->panel = (ovf_patch){area.right - panel, area.top, area.right, area.bottom};
        if (panel > 0) area.right -= panel + 20 * unit;
    } else {
        double panel = 0.28 * height;
        if (panel < 120 * unit) panel = 0;
        picture->panel = (ovf_patch){area.left, area.bottom - panel, area.right, area.bottom};
        if (panel > 0) area.bottom -= panel + 30 * unit;
        picture->panel.bottom += 16 * unit;
    }
    if (area.bottom - area.top < 40 || area.right - area.left < 40)
        area = (ovf_patch){2, 2, width - 2, height - 2};
    /* Whole pixels: a sharp frame. */
    picture->map_area = (ovf_patch){floor(area.left), floor(area.top), ceil(area.right),
                                    ceil(area.bottom)};
}

/* The maps beside each other, as square as they can be, with room for the degrees at their edges.
 */
static void share_area(ovf_picture *picture)
{
    const ovf_patch *whole = &picture->map_area;
    size_t count = picture->map_count;
    double width = whole->right - whole->left, height = whole->bottom - whole->top,
           beside = 46 * picture->paint.unit, below = 34 * picture->paint.unit;
    size_t columns = count == 1 ? 1 : count <= 2 ? (width >= height ? 2 : 1) : count <= 4 ? 2 : 3;
    if (count > 4 && width < height) columns = 2;
    size_t rows = (count + columns - 1) / columns;
    for (size_t i = 0; i < count; i++) {
        size_t row = i / columns, in_row = row + 1 < rows ? columns : count - columns * (rows - 1),
               column = i % columns;
        double wide = (width - beside * (double)(in_row - 1)) / (double)in_row,
               high = (height - below * (double)(rows - 1)) / (double)rows,
               left = whole->left + (wide + beside) * (double)column,
               top = whole->top + (high + below) * (double)row;
        picture->maps[i].area = (ovf_patch){floor(left), floor(top), ceil(left + wide),
                                            ceil(top + high)};
    }
}

/* Over the whole sheet, as the earth is twice as broad as high; the rest is below. */
static void fit_world(ovf_picture *picture)
{
    ovf_picture_map *map = &picture->maps[0];
    ovf_patch *panel = &picture->panel;
    double unit = picture->paint.unit, room = 2 * 24 * unit, below = 30 * unit;
    bool has_panel = panel->right - panel->left >= WORLD_PANEL * unit;
    if (has_panel) map->area.right = panel->right;
    double high = (map->area.right - map->area.left - room) *
                      (map->extent.north - map->extent.south) /
                      (map->extent.east - map->extent.west) +
                  room;
    double most = has_panel ? panel->bottom - WORLD_PANEL * unit - below : map->area.bottom;
    map->area.bottom = ceil(fmin(most, map->area.top + high));
    if (has_panel) {
        panel->left = map->area.left;
        panel->top = map->area.bottom + below;
    }
    picture->map_area = map->area;
}

/* What is farther from the middle than a quarter of the globe. */
static bool is_beyond_hemisphere(const ovf_rectangle *extent)
{
    return hypot(fmax(fabs(extent->west), fabs(extent->east)),
                 fmax(fabs(extent->south), fabs(extent->north))) > OVF_PICTURE_DISC_M * M_SQRT1_2;
}

static ovf_picture_map make_map(const ovf_plane *plane, ovf_rectangle extent)
{
    return (ovf_picture_map){.plane = plane, .extent = extent};
}

static ovf_status choose_world(ovf_picture *picture, ovf_error *error)
{
    ovf_status status = ovf_plane_open_world(&picture->plane, error);
    if (status != OVF_OK) return status;
    double east = ovf_plane_point(&picture->plane, 180, 0).x,
           north = ovf_plane_point(&picture->plane, 0, 90).y;
    picture->world = true;
    picture->maps[0] = make_map(&picture->plane, (ovf_rectangle){-east, -north, east, north});
    picture->map_count = 1;
    return ovf_land_read(NULL, &picture->land, error);
}

/* The farthest stand-off, m. In a cylindrical plane one is drawn by the scale at its zone. */
static ovf_status find_farthest(const ovf_picture *picture, double *farthest, ovf_error *error)
{
    ovf_picture_rows rows;
    const ovf_row *row;
    ovf_status status = ovf_picture_open(picture, &ovf_layer_zones, &rows, error);
    *farthest = 0;
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        const ovf_value *standoff = ovf_picture_value(&ovf_layer_zones, row, "standoff_m");
        if (standoff != NULL && standoff->real > *farthest) *farthest = standoff->real;
    }
    ovf_picture_close(&rows);
    return status;
}

static void open_view(const ovf_picture *picture, ovf_picture_map *map)
{
    ovf_view_open(&map->view, map->plane, &map->area, &map->extent, 24 * picture->paint.unit);
    map->view.around = map->around;
    map->view.true_lat = map->true_lat;
}

/* Where meridians would lean on that map, its plane becomes a cylindrical one, in which they stand.
 */
static ovf_status set_upright(const ovf_picture *picture, ovf_picture_map *map,
                              const ovf_map_frame_marks *marks, double farthest, ovf_error *error)
{
    ovf_project_crs *crs = &map->upright;
    const ovf_patch *window = &map->area;
    open_view(picture, map);
    ovf_flat low = ovf_view_plane(&map->view, (ovf_flat){window->left, window->bottom}),
             high = ovf_view_plane(&map->view, (ovf_flat){window->right, window->top});
    const ovf_rectangle seen = {low.x, low.y, high.x, high.y};
    ovf_status status = ovf_project_crs_choose_seen(crs, marks, map->plane->centre, &seen, error);
    /* Where degrees are rectangles a stand-off would be an ellipse. */
    if (status != OVF_OK || crs->kind == OVF_CRS_AREA ||
        (crs->kind == OVF_CRS_RECTANGLES && farthest > 0))
        return status;
    ovf_project_crs_extent(crs, marks, &map->extent);
    map->plane = &crs->plane;
    map->around = 2 * M_PI * OVF_EARTH_A * cos(crs->true_lat * OVF_RADIAN);
    map->true_lat = crs->true_lat;
    return OVF_OK;
}

static ovf_status set_all_upright(ovf_picture *picture, ovf_error *error)
{
    const ovf_map *map = picture->map;
    double farthest;
    ovf_status status = find_farthest(picture, &farthest, error);
    if (picture->world || farthest > UPRIGHT_STANDOFF_M) return status;
    for (size_t i = 0; i < picture->map_count && status == OVF_OK; i++) {
        ovf_map_frame_marks some = {0};
        bool all = picture->zone == NULL && picture->map_count == 1;
        if (picture->zone != NULL) status = mark_zone(picture, &some, error);
        else if (!all)
            status = ovf_map_frame_marks_of(&map->marks, map->regions[i].label, &some, error);
        if (status == OVF_OK)
            status = set_upright(picture, &picture->maps[i], all ? &map->marks : &some, farthest,
                                 error);
        ovf_map_frame_marks_clear(&some);
    }
    return status;
}

/* The zone that is looked at; or each region; or everything. */
static ovf_status choose_maps(ovf_picture *picture, ovf_error *error)
{
    const ovf_map *map = picture->map;
    picture->maps[0] = make_map(&map->frame.plane, map->frame.extent);
    picture->map_count = 1;
    if (picture->zone != NULL) {
        ovf_status status = look_at_zone(picture, &picture->maps[0].extent, error);
        if (picture->plane.projection != NULL) picture->maps[0].plane = &picture->plane;
        return status;
    }
    if (map->region_count > 1 && picture->sheet.right >= 600) {
        for (size_t i = 0; i < map->region_count; i++)
            picture->maps[i] = make_map(&map->regions[i].plane, map->regions[i].extent);
        picture->map_count = map->region_count;
        return OVF_OK;
    }
    return is_beyond_hemisphere(&map->frame.extent) ? choose_world(picture, error) : OVF_OK;
}

/* ---- the whole ---- */

static void use_map(ovf_picture *picture, size_t index)
{
    const ovf_picture_map *map = &picture->maps[index];
    picture->current = index;
    picture->map_area = map->area;
    picture->view = map->view;
    picture->labels = map->labels;
}

/* All but what is written on it. */
static ovf_status draw_map(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    ovf_picture_map *map = &picture->maps[picture->current];
    map->waiting_from = picture->waiting_count;
    cairo_save(paint->cairo);
    ovf_paint_patch(paint, &picture->map_area);
    cairo_clip(paint->cairo);
    ovf_picture_ground(picture);
    ovf_picture_graticule(picture, true);
    ovf_status status = ovf_picture_places(picture, error);
    if (status == OVF_OK) status = ovf_picture_zones(picture, error);
    if (status == OVF_OK) status = ovf_picture_coverage(picture, error);
    if (status == OVF_OK) status = ovf_picture_routes(picture, error);
    if (status == OVF_OK) status = ovf_picture_points(picture, error);
    if (status == OVF_OK) status = ovf_picture_crossings(picture, error);
    ovf_picture_scale_bar(picture);
    ovf_picture_north(picture);
    map->waiting_end = picture->waiting_count;
    cairo_restore(paint->cairo);
    return status;
}

static ovf_status write_map(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    cairo_save(paint->cairo);
    ovf_paint_patch(paint, &picture->map_area);
    cairo_clip(paint->cairo);
    ovf_status status = ovf_picture_findings(picture, error);
    if (status == OVF_OK) ovf_picture_put_labels(picture);
    cairo_restore(paint->cairo);
    ovf_paint_patch(paint, &picture->map_area);
    ovf_paint_colour(paint, OVF_COLOUR_QUIET, 1);
    ovf_paint_pen(paint, 1, 0, 0);
    cairo_stroke(paint->cairo);
    ovf_picture_graticule(picture, false);
    return status;
}

static ovf_status draw(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    ovf_patch whole = picture->map_area;
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 1);
    cairo_paint(paint->cairo);
    ovf_status status = ovf_picture_find(picture, error);
    for (size_t i = 0; i < picture->map_count && status == OVF_OK; i++) {
        use_map(picture, i);
        status = draw_map(picture, error);
    }
    /* Only now it is known how much room the legend leaves for findings with numbers. */
    picture->map_area = whole;
    if (status == OVF_OK) ovf_picture_panel(picture, false);
    for (size_t i = 0; i < picture->map_count && status == OVF_OK; i++) {
        use_map(picture, i);
        status = write_map(picture, error);
    }
    if (status != OVF_OK) return status;
    picture->map_area = whole;
    ovf_picture_title(picture);
    ovf_picture_panel(picture, true);
    ovf_picture_small_print(picture);
    if (picture->pixels.failed || picture->clipped.failed || picture->work.failed)
        return ovf_fail_memory(error);
    return ovf_paint_status(paint, error);
}

static bool open_views(ovf_picture *picture)
{
    for (size_t i = 0; i < picture->map_count; i++) {
        ovf_picture_map *map = &picture->maps[i];
        open_view(picture, map);
        if (!ovf_labels_open(&map->labels, &map->area, fmax(3 * picture->paint.unit, 1)))
            return false;
    }
    return true;
}

static ovf_status make(ovf_picture *picture, int width, int height, const char *path,
                       const char *called, ovf_error *error)
{
    const ovf_map_layer *routes = ovf_map_find(picture->map, &ovf_layer_routes);
    lay_out(picture, width, height);
    ovf_status status = choose_maps(picture, error);
    if (status != OVF_OK) return status;
    share_area(picture);
    if (picture->world) fit_world(picture);
    status = set_all_upright(picture, error);
    if (status != OVF_OK) return status;
    if (!open_views(picture)) return ovf_fail_memory(error);
    picture->routes = routes != NULL ? routes->rows : 0;
    ovf_picture_sheet sheet;
    char title[OVF_HEADLINE_TEXT] = "overflight";
    ovf_picture_sheet_open(&sheet, &picture->paint, ovf_picture_format_of(called), width, height);
    status = ovf_paint_status(&picture->paint, error);
    if (status == OVF_OK) status = draw(picture, error);
    if (picture->said.failed) status = ovf_fail_memory(error);
    ovf_bytes_byte(&picture->said, '\0');
    (void)ovf_map_headline(picture->map, title);
    if (status == OVF_OK)
        status = ovf_picture_save(&sheet, title, picture->said.data, path, called, error);
    ovf_picture_sheet_close(&sheet, &picture->paint);
    return status;
}

ovf_status ovf_picture_write(const ovf_map *map, const ovf_picture_options *options,
                             const char *path, const char *called, ovf_error *error)
{
    ovf_status status = ovf_cairo_load(error);
    if (status != OVF_OK) return status;
    ovf_picture *picture = ovf_array_new(1, sizeof *picture);
    if (picture == NULL) return ovf_fail_memory(error);
    picture->map = map;
    picture->paint.said = &picture->said;
    picture->zone = options->zone;
    picture->paint.unit = options->scale > 0 ? options->scale
                                             : ovf_picture_unit(options->width, options->height);
    status = make(picture, options->width, options->height, path, called, error);
    for (size_t i = 0; i < picture->finding_count; i++) {
        free(picture->findings[i].route);
        free(picture->findings[i].message);
    }
    ovf_land_clear(&picture->land);
    if (picture->plane.projection != NULL) ovf_plane_close(&picture->plane);
    ovf_bytes_clear(&picture->said);
    for (size_t i = 0; i < picture->map_count; i++) {
        ovf_labels_close(&picture->maps[i].labels);
        if (picture->maps[i].upright.plane.projection != NULL)
            ovf_project_crs_close(&picture->maps[i].upright);
    }
    ovf_pixels_clear(&picture->pixels);
    ovf_pixels_clear(&picture->clipped);
    ovf_pixels_clear(&picture->work);
    free(picture->waiting);
    free(picture->marks);
    free(picture);
    return status;
}
