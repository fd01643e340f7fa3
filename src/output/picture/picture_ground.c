/* The base map. */
#include <math.h>

#include "output/picture/picture_parts.h"

/* The edge of the earth as a path, in the plane for all of it. */
static void add_world(ovf_picture *picture)
{
    static const ovf_lonlat edge[] = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}};
    ovf_pixels_reset(&picture->pixels);
    ovf_view_line(&picture->view, edge, sizeof edge / sizeof *edge, &picture->pixels);
    ovf_paint_ring(&picture->paint, picture->pixels.points, picture->pixels.count);
}

/* ---- land and borders, which go around the earth ---- */

typedef void (*adder)(ovf_picture *picture, const ovf_land *land, bool disputed);

static void add_polygons(ovf_picture *picture, const ovf_land *land, bool disputed)
{
    (void)disputed;
    ovf_picture_polygons(picture, land->polygons, land->polygon_count);
}

static void add_outlines(ovf_picture *picture, const ovf_land *land, bool disputed)
{
    (void)disputed;
    ovf_picture_outlines(picture, land->polygons, land->polygon_count);
}

static void add_borders(ovf_picture *picture, const ovf_land *land, bool disputed)
{
    for (size_t i = 0; i < land->border_count; i++) {
        if (land->borders[i].disputed != disputed) continue;
        ovf_pixels_reset(&picture->pixels);
        ovf_view_line(&picture->view, land->borders[i].vertices, land->borders[i].count,
                      &picture->pixels);
        ovf_paint_lines(&picture->paint, &picture->pixels, &picture->view.reach);
    }
}

/* In a cylindrical plane a piece of land may lie beyond the edge: it is there once more on either
 * side. */
static void turn_around(ovf_picture *picture, const ovf_land *land, adder add, bool disputed)
{
    double middle = picture->view.middle.x, around = picture->view.around;
    for (int turn = around > 0 ? -1 : 0; turn <= (around > 0 ? 1 : 0); turn++) {
        picture->view.middle.x = middle + turn * around;
        add(picture, land, disputed);
    }
    picture->view.middle.x = middle;
}

void ovf_picture_ground(ovf_picture *picture)
{
    const ovf_paint *paint = &picture->paint;
    const ovf_view *view = &picture->view;
    const ovf_land *land = picture->world ? &picture->land : &picture->map->land;
    ovf_flat centre = ovf_view_pixel(view, (ovf_flat){0, 0});
    double radius = OVF_PICTURE_DISC_M / view->pixel_m, corner = 0;
    for (int i = 0; i < 4; i++) {
        double x = i % 2 == 0 ? view->window.left : view->window.right,
               y = i < 2 ? view->window.top : view->window.bottom;
        corner = fmax(corner, hypot(x - centre.x, y - centre.y));
    }
    cairo_new_path(paint->cairo);
    if (picture->world) add_world(picture);
    else ovf_paint_patch(paint, &picture->map_area);
    /* Cairo's coordinates end at some millions. */
    if (corner > radius && !picture->world && !(view->around > 0)) {
        cairo_new_path(paint->cairo);
        cairo_arc(paint->cairo, centre.x, centre.y, radius, 0, 2 * M_PI);
    }
    ovf_paint_colour(paint, OVF_COLOUR_SEA, 1);
    cairo_fill(paint->cairo);
    /* In one path, so that where it was cut at the antimeridian its parts fit without a seam. */
    turn_around(picture, land, add_polygons, false);
    ovf_paint_colour(paint, OVF_COLOUR_LAND, 1);
    ovf_paint_pen(paint, 0.5, 0, 0);
    cairo_fill_preserve(paint->cairo);
    cairo_stroke(paint->cairo);
    turn_around(picture, land, add_outlines, false);
    ovf_paint_colour(paint, OVF_COLOUR_COAST, 1);
    ovf_paint_pen(paint, 0.7, 0, 0);
    cairo_stroke(paint->cairo);
    for (int disputed = 0; disputed < 2; disputed++) {
        turn_around(picture, land, add_borders, disputed == 1);
        ovf_paint_colour(paint, OVF_COLOUR_BORDER, 1);
        ovf_paint_pen(paint, 1, disputed == 1 ? 4 : 0, 3);
        if (disputed == 1)
            picture->seen.disputed_borders |= cairo_has_current_point(paint->cairo) != 0;
        cairo_stroke(paint->cairo);
    }
}
