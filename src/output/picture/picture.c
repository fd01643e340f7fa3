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

/* ---- what is looked at ---- */

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

/* ---- the whole ---- */

static ovf_status draw(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    cairo_t *cairo = paint->cairo;
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 1);
    cairo_paint(cairo);
    cairo_save(cairo);
    ovf_paint_patch(paint, &picture->map_area);
    cairo_clip(cairo);
    ovf_picture_ground(picture);
    ovf_picture_graticule(picture, true);
    ovf_status status = ovf_picture_zones(picture, error);
    if (status == OVF_OK) status = ovf_picture_coverage(picture, error);
    if (status == OVF_OK) status = ovf_picture_routes(picture, error);
    if (status == OVF_OK) status = ovf_picture_crossings(picture, error);
    if (status == OVF_OK) status = ovf_picture_find(picture, error);
    if (status != OVF_OK) return status;
    ovf_picture_scale_bar(picture);
    ovf_picture_panel(picture, false);
    status = ovf_picture_findings(picture, error);
    if (status != OVF_OK) return status;
    ovf_picture_put_labels(picture);
    cairo_restore(cairo);
    ovf_paint_patch(paint, &picture->map_area);
    ovf_paint_colour(paint, OVF_COLOUR_QUIET, 1);
    ovf_paint_pen(paint, 1, 0, 0);
    cairo_stroke(cairo);
    ovf_picture_graticule(picture, false);
    ovf_picture_title(picture);
    ovf_picture_panel(picture, true);
    ovf_picture_small_print(picture);
    if (picture->pixels.failed || picture->clipped.failed || picture->work.failed)
        return ovf_fail_memory(error);
    return ovf_paint_status(paint, error);
}

static ovf_status make(ovf_picture *picture, int width, int height, const char *path,
                       const char *called, ovf_error *error)
{
    ovf_rectangle extent = picture->map->frame.extent;
    const ovf_map_layer *routes = ovf_map_find(picture->map, &ovf_layer_routes);
    ovf_status status = picture->zone != NULL ? look_at_zone(picture, &extent, error) : OVF_OK;
    if (status != OVF_OK) return status;
    lay_out(picture, width, height);
    ovf_view_open(&picture->view,
                  picture->plane.projection != NULL ? &picture->plane : &picture->map->frame.plane,
                  &picture->map_area, &extent, 24 * picture->paint.unit);
    picture->routes = routes != NULL ? routes->rows : 0;
    if (!ovf_labels_open(&picture->labels, &picture->map_area, fmax(3 * picture->paint.unit, 1)))
        return ovf_fail_memory(error);
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
    if (picture->plane.projection != NULL) ovf_plane_close(&picture->plane);
    ovf_bytes_clear(&picture->said);
    ovf_labels_close(&picture->labels);
    ovf_pixels_clear(&picture->pixels);
    ovf_pixels_clear(&picture->clipped);
    ovf_pixels_clear(&picture->work);
    free(picture->waiting);
    free(picture);
    return status;
}
