/* What a map is measured by: meridians and parallels with their names, and the scale bar. */
#include <math.h>
#include <stdio.h>

#include "base/grouped.h"
#include "output/picture/picture_parts.h"
#include "output/picture/picture_scale.h"

typedef struct {
    double west, east; /* east may be beyond 180 */
    double south, north;
} bounds;

/* What of the earth is seen, from the positions of a grid of pixels. */
static bounds bounds_of(const ovf_view *view)
{
    enum { GRID = 40 };
    const ovf_patch *window = &view->window;
    double middle = view->plane->centre.lon;
    bounds seen = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (int i = 0; i <= GRID; i++)
        for (int k = 0; k <= GRID; k++) {
            ovf_flat pixel = {window->left + (window->right - window->left) * i / GRID,
                              window->top + (window->bottom - window->top) * k / GRID};
            ovf_flat flat = ovf_view_plane(view, pixel);
            if (hypot(flat.x, flat.y) > 0.9999 * OVF_PICTURE_DISC_M) continue;
            ovf_lonlat at = ovf_plane_position(view->plane, flat);
            if (!isfinite(at.lon) || !isfinite(at.lat)) continue;
            double lon = middle + remainder(at.lon - middle, 360);
            seen.west = fmin(seen.west, lon);
            seen.east = fmax(seen.east, lon);
            seen.south = fmin(seen.south, at.lat);
            seen.north = fmax(seen.north, at.lat);
        }
    for (int pole = -90; pole <= 90; pole += 180) {
        ovf_flat p = ovf_plane_point(view->plane, 0, pole);
        if (!isfinite(p.x) || !ovf_patch_has(window, ovf_view_pixel(view, p))) continue;
        seen.west = middle - 180;
        seen.east = middle + 180;
        if (pole < 0) seen.south = -90;
        else seen.north = 90;
    }
    /* Lines go on beyond the map's edge, where their names stand. */
    double more_lon = 0.05 * (seen.east - seen.west), more_lat = 0.05 * (seen.north - seen.south);
    seen = (bounds){seen.west - more_lon, seen.east + more_lon, fmax(seen.south - more_lat, -90),
                    fmin(seen.north + more_lat, 90)};
    /* The antimeridian of the middle is seen: all around. */
    if (seen.east - seen.west > 340) seen.west = middle - 180, seen.east = middle + 180;
    return seen;
}

typedef enum { EDGE_LEFT, EDGE_BOTTOM, EDGE_RIGHT, EDGE_TOP, EDGES } edge;

typedef struct {
    double taken[EDGES][64][2]; /* intervals along each edge, pixels */
    size_t counts[EDGES];
} edges;

static bool take(edges *taken, edge side, double from, double to)
{
    size_t count = taken->counts[side];
    if (count >= sizeof taken->taken[0] / sizeof taken->taken[0][0]) return false;
    for (size_t i = 0; i < count; i++)
        if (from < taken->taken[side][i][1] && to > taken->taken[side][i][0]) return false;
    taken->taken[side][count][0] = from;
    taken->taken[side][count][1] = to;
    taken->counts[side]++;
    return true;
}

/* Writes the name outside of the window at a place on one of its edges, if there is room. */
static bool name_at(ovf_picture *picture, edges *taken, const char *name, edge side, ovf_flat at)
{
    const ovf_patch *window = &picture->map_area;
    const ovf_paint *paint = &picture->paint;
    double width = ovf_paint_width(paint, name), gap = 5 * paint->unit, high = 10 * paint->unit;
    double most_right = picture->panel.left > window->right ? picture->panel.left - gap
                                                            : picture->sheet.right;
    double room = side == EDGE_LEFT ? window->left - gap : most_right - window->right - gap;
    /* Upright beside the map where it is too wide. */
    bool level = side == EDGE_LEFT || side == EDGE_RIGHT, upright = level && width > room;
    if (upright && room < high) return false;
    double middle = level ? at.y : at.x, half = (level && !upright ? high : width) / 2;
    double low = level ? window->top : window->left, most = level ? window->bottom : window->right;
    if (middle < low + half || middle > most - half ||
        !take(taken, side, middle - half - gap, middle + half + gap))
        return false;
    double across = upright ? high : width;
    double x = side == EDGE_LEFT    ? window->left - gap - across
               : side == EDGE_RIGHT ? window->right + gap
                                    : at.x - width / 2;
    double y = side == EDGE_TOP      ? window->top - gap
               : side == EDGE_BOTTOM ? window->bottom + gap + high * 0.8
                                     : at.y + high * 0.37;
    cairo_save(paint->cairo);
    if (upright) {
        cairo_translate(paint->cairo, x + high * 0.8, at.y + width / 2);
        cairo_rotate(paint->cairo, -M_PI / 2);
        x = y = 0;
    }
    ovf_paint_text(paint, x, y, name, OVF_COLOUR_QUIET, false);
    cairo_restore(paint->cairo);
    return true;
}

static double from_edge(const ovf_patch *window, edge side, ovf_flat at)
{
    switch (side) {
    case EDGE_LEFT: return at.x - window->left;
    case EDGE_RIGHT: return window->right - at.x;
    case EDGE_TOP: return at.y - window->top;
    default: return window->bottom - at.y;
    }
}

/* Writes the name where the line that is in picture->pixels leaves the window; once. */
static void name_line(ovf_picture *picture, edges *taken, const char *name, bool parallel)
{
    static const edge orders[2][EDGES] = {{EDGE_BOTTOM, EDGE_TOP, EDGE_LEFT, EDGE_RIGHT},
                                          {EDGE_LEFT, EDGE_RIGHT, EDGE_BOTTOM, EDGE_TOP}};
    const ovf_patch *window = &picture->map_area;
    for (int k = 0; k < EDGES; k++)
        for (size_t i = 1; i < picture->pixels.count; i++) {
            ovf_flat ends[] = {picture->pixels.points[i - 1], picture->pixels.points[i]};
            if (isnan(ends[0].x) || isnan(ends[1].x) ||
                (ovf_patch_has(window, ends[0]) && ovf_patch_has(window, ends[1])))
                continue;
            if (!ovf_clip_segment(window, &ends[0], &ends[1])) continue;
            for (int end = 0; end < 2; end++)
                if (from_edge(window, orders[parallel][k], ends[end]) < 0.01 &&
                    name_at(picture, taken, name, orders[parallel][k], ends[end]))
                    return;
        }
}

void ovf_picture_graticule(ovf_picture *picture, bool lines)
{
    const ovf_view *view = &picture->view;
    const ovf_paint *paint = &picture->paint;
    bounds seen = bounds_of(view);
    if (!(seen.east >= seen.west)) return;
    double wanted = 170 * paint->unit * view->pixel_m / 111195,
           least = fmin(fabs(seen.south), fabs(seen.north));
    if (seen.south < 0 && seen.north > 0) least = 0;
    double middle = (fabs(seen.south + seen.north) / 2 + least) / 2;
    double lat_step = fmin(ovf_graticule_step(wanted), 15),
           lon_step = ovf_graticule_step(wanted / fmax(cos(middle * OVF_RADIAN), 0.02));
    if (seen.east - seen.west >= 359) lon_step = 30;
    edges taken = {0};
    char name[OVF_DEGREES_TEXT];
    ovf_paint_font(paint, 10.5, false);
    /* Near a pole meridians end at the last parallel, but for each third. */
    double top = 90 - fmax(lat_step, 1e-9);
    for (double k = ceil(seen.west / lon_step - 1e-9); k * lon_step <= seen.east + 1e-9; k++) {
        double lon = remainder(k * lon_step, 360);
        if (lon == -180) lon = 180;
        if (k * lon_step >= seen.west + 360 - 1e-9) break;
        bool whole = fabs(remainder(lon, 90)) < 1e-9;
        ovf_lonlat line[] = {{lon, fmax(seen.south, whole ? -90 : -top)},
                             {lon, fmin(seen.north, whole ? 90 : top)}};
        ovf_pixels_reset(&picture->pixels);
        if (line[0].lat < line[1].lat) ovf_view_line(view, line, 2, &picture->pixels);
        if (lines) ovf_paint_lines(paint, &picture->pixels, &view->reach);
        ovf_graticule_name(lon, false, lon_step, name);
        if (!lines) name_line(picture, &taken, name, false);
    }
    for (double k = ceil(fmax(seen.south, -89.999) / lat_step - 1e-9);
         k * lat_step <= fmin(seen.north, 89.999) + 1e-9; k++) {
        ovf_lonlat line[] = {{seen.west, k * lat_step}, {seen.east, k * lat_step}};
        ovf_pixels_reset(&picture->pixels);
        ovf_view_line(view, line, 2, &picture->pixels);
        if (lines) ovf_paint_lines(paint, &picture->pixels, &view->reach);
        ovf_graticule_name(k * lat_step, true, lat_step, name);
        if (!lines) name_line(picture, &taken, name, true);
    }
    if (!lines) return;
    ovf_paint_colour(paint, OVF_COLOUR_GRATICULE, 1);
    ovf_paint_pen(paint, 0.7, 0, 0);
    cairo_stroke(paint->cairo);
}

/* ---- the scale bar ---- */

void ovf_picture_scale_bar(ovf_picture *picture)
{
    const ovf_patch *window = &picture->map_area;
    const ovf_paint *paint = &picture->paint;
    const ovf_view *view = &picture->view;
    double unit = paint->unit, half = 40 * unit, length_m = 0;
    /* As long as it is in the middle of the map, from west to east there. */
    ovf_flat middle = {(window->left + window->right) / 2, (window->top + window->bottom) / 2};
    ovf_lonlat a = ovf_plane_position(view->plane,
                                      ovf_view_plane(view, (ovf_flat){middle.x - half, middle.y}));
    ovf_lonlat b = ovf_plane_position(view->plane,
                                      ovf_view_plane(view, (ovf_flat){middle.x + half, middle.y}));
    if (!isfinite(a.lon) || !isfinite(b.lon) || picture->world) return;
    geod_inverse(ovf_earth(), a.lat, a.lon, b.lat, b.lon, &length_m, NULL, NULL);
    double pixel_m = length_m / (2 * half),
           most = fmin(200 * unit, (window->right - window->left) / 3);
    if (!(pixel_m > 0)) return;
    double bar_m = ovf_scale_length(most * pixel_m), bar = bar_m / pixel_m;
    char text[64], grouped[OVF_GROUPED_TEXT];
    ovf_grouped((uint64_t)llround(bar_m / 1000), grouped);
    if (bar_m >= 1000) snprintf(text, sizeof text, "%s km", grouped);
    else snprintf(text, sizeof text, "%.0f m", bar_m);
    ovf_paint_font(paint, 11, false);
    double width = ovf_paint_width(paint, text), left = window->left + 16 * unit,
           y = window->bottom - 16 * unit;
    ovf_patch box = {left - 8 * unit, y - 24 * unit, left + fmax(bar, width) + 8 * unit,
                     y + 8 * unit};
    ovf_paint_patch(paint, &box);
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 0.85);
    cairo_fill(paint->cairo);
    cairo_move_to(paint->cairo, left, y - 5 * unit);
    cairo_line_to(paint->cairo, left, y);
    cairo_line_to(paint->cairo, left + bar, y);
    cairo_line_to(paint->cairo, left + bar, y - 5 * unit);
    ovf_paint_colour(paint, OVF_COLOUR_INK, 1);
    ovf_paint_pen(paint, 1.5, 0, 0);
    cairo_stroke(paint->cairo);
    ovf_paint_text(paint, left + (bar - width) / 2 > left ? left + (bar - width) / 2 : left,
                   y - 9 * unit, text, OVF_COLOUR_INK, false);
    ovf_labels_block(&picture->labels, &box);
}

/* Where north is at a pixel: an angle from up to the right; NAN: nowhere. */
static double north_at(const ovf_view *view, ovf_flat at)
{
    ovf_lonlat here = ovf_plane_position(view->plane, ovf_view_plane(view, at));
    if (!isfinite(here.lon) || !isfinite(here.lat) || here.lat > 89.9) return NAN;
    ovf_flat to = ovf_view_pixel(view, ovf_plane_point(view->plane, here.lon, here.lat + 0.05));
    return atan2(to.x - at.x, at.y - to.y);
}

void ovf_picture_north(ovf_picture *picture)
{
    const ovf_patch *window = &picture->map_area;
    const ovf_paint *paint = &picture->paint;
    cairo_t *cairo = paint->cairo;
    double unit = paint->unit, k = 11 * unit;
    ovf_flat at = {window->right - 24 * unit, window->top + 34 * unit};
    /* Meridians stand in a cylindrical plane, beyond its end too. */
    bool stands = picture->view.around > 0;
    double here = stands ? 0 : north_at(&picture->view, at);
    if (picture->world) return;
    /* Where it turns by much over the map only the graticule tells. */
    for (int i = 0; i < 4 && !stands; i++) {
        ovf_flat corner = {i % 2 == 0 ? window->left : window->right,
                           i < 2 ? window->top : window->bottom};
        double there = north_at(&picture->view, corner);
        if (!(fabs(remainder(there - here, 2 * M_PI)) < 40 * OVF_RADIAN)) return;
    }
    ovf_patch box = {at.x - 16 * unit, at.y - 28 * unit, at.x + 16 * unit, at.y + 16 * unit};
    ovf_paint_patch(paint, &box);
    ovf_paint_colour(paint, OVF_COLOUR_PAPER, 0.85);
    cairo_fill(cairo);
    ovf_paint_arrow(paint, at, sin(here), -cos(here), 11, OVF_COLOUR_INK);
    ovf_paint_font(paint, 10.5, true);
    ovf_paint_text(paint, at.x + 1.6 * k * sin(here) - ovf_paint_width(paint, "N") / 2,
                   at.y - 1.6 * k * cos(here) + 4 * unit, "N", OVF_COLOUR_INK, false);
    ovf_labels_block(&picture->labels, &box);
}
