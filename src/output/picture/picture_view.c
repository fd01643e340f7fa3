#include "output/picture/picture_view.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* A chord may be so far from its curve, and points are as near to each other at least. Pixels. */
#define BEND 0.2
#define APART 0.4
/* The longest step in degrees that is looked at as one. */
#define STEP_DEG 2.0

void ovf_view_open(ovf_view *view, const ovf_plane *plane, const ovf_patch *window,
                   const ovf_rectangle *extent, double margin)
{
    double width = fmax(window->right - window->left, 1),
           height = fmax(window->bottom - window->top, 1);
    *view = (ovf_view){.plane = plane, .window = *window};
    view->reach = (ovf_patch){window->left - margin, window->top - margin, window->right + margin,
                              window->bottom + margin};
    view->middle = (ovf_flat){(extent->west + extent->east) / 2,
                              (extent->south + extent->north) / 2};
    /* A point is seen with something around it. */
    double wide = fmax(extent->east - extent->west, 50),
           high = fmax(extent->north - extent->south, 50);
    view->pixel_m = fmax(wide / (width - fmin(2 * margin, width / 4)),
                         high / (height - fmin(2 * margin, height / 4)));
}

/* ---- points ---- */

void ovf_pixels_reset(ovf_pixels *pixels) { pixels->count = 0; }

void ovf_pixels_clear(ovf_pixels *pixels)
{
    free(pixels->points);
    *pixels = (ovf_pixels){0};
}

void ovf_pixels_add(ovf_pixels *pixels, ovf_flat point)
{
    if (pixels->failed || !ovf_array_reserve(&pixels->points, &pixels->capacity, pixels->count + 1,
                                             sizeof *pixels->points)) {
        pixels->failed = true;
        return;
    }
    pixels->points[pixels->count++] = point;
}

void ovf_pixels_gap(ovf_pixels *pixels)
{
    if (pixels->count > 0 && !isnan(pixels->points[pixels->count - 1].x))
        ovf_pixels_add(pixels, (ovf_flat){NAN, NAN});
}

static bool is_gap(ovf_flat p) { return isnan(p.x); }

static void add_seen(ovf_pixels *pixels, ovf_flat p, bool last)
{
    if (!isfinite(p.x) || !isfinite(p.y)) {
        ovf_pixels_gap(pixels);
        return;
    }
    if (!last && pixels->count > 0) {
        ovf_flat before = pixels->points[pixels->count - 1];
        if (!is_gap(before) && fabs(p.x - before.x) < APART && fabs(p.y - before.y) < APART) return;
    }
    ovf_pixels_add(pixels, p);
}

static ovf_flat pixel_of(const ovf_view *view, ovf_lonlat position)
{
    return ovf_view_pixel(view, ovf_plane_point(view->plane, position.lon, position.lat));
}

/* A point in the copy of the earth that is next to another. */
static ovf_flat next_to(const ovf_view *view, ovf_flat p, ovf_flat other)
{
    double around = view->around / view->pixel_m;
    if (around > 0 && isfinite(p.x) && isfinite(other.x))
        p.x += around * round((other.x - p.x) / around);
    return p;
}

/* Whether something that bends by its own length at most may be seen. */
static bool may_be_seen(const ovf_patch *reach, ovf_flat a, ovf_flat b, double length)
{
    return fmin(a.x, b.x) - length <= reach->right && fmax(a.x, b.x) + length >= reach->left &&
           fmin(a.y, b.y) - length <= reach->bottom && fmax(a.y, b.y) + length >= reach->top;
}

/* Adds what lies between two positions. */
static void bend(const ovf_view *view, ovf_lonlat a, ovf_lonlat b, ovf_flat pa, ovf_flat pb,
                 int depth, ovf_pixels *pixels)
{
    double length = hypot(pb.x - pa.x, pb.y - pa.y);
    bool wide = fabs(b.lon - a.lon) > STEP_DEG || fabs(b.lat - a.lat) > STEP_DEG;
    if (depth == 0 || (!wide && (length < 4 || !may_be_seen(&view->reach, pa, pb, length)))) return;
    if (fabs(a.lat) == 90 && a.lat == b.lat) return;
    ovf_lonlat middle = {(a.lon + b.lon) / 2, (a.lat + b.lat) / 2};
    ovf_flat pm = next_to(view, pixel_of(view, middle), pa);
    if (!wide && hypot(pm.x - (pa.x + pb.x) / 2, pm.y - (pa.y + pb.y) / 2) < BEND) return;
    bend(view, a, middle, pa, pm, depth - 1, pixels);
    add_seen(pixels, pm, false);
    bend(view, middle, b, pm, pb, depth - 1, pixels);
}

static void add_position(const ovf_view *view, ovf_lonlat *last, ovf_flat *at, ovf_lonlat next,
                         bool first, bool end, ovf_pixels *pixels)
{
    ovf_flat p = first ? pixel_of(view, next) : next_to(view, pixel_of(view, next), *at);
    /* A pole has no image in a cylindrical plane: an outline goes on beyond the edge. */
    if (view->around > 0 && !first && !(isfinite(p.x) && isfinite(p.y))) return;
    if (!first) bend(view, *last, next, *at, p, 16, pixels);
    add_seen(pixels, p, first || end);
    *last = next;
    *at = p;
}

void ovf_view_line(const ovf_view *view, const ovf_lonlat *positions, size_t count,
                   ovf_pixels *pixels)
{
    ovf_lonlat last = {0};
    ovf_flat at = {0};
    ovf_pixels_gap(pixels);
    for (size_t i = 0; i < count; i++)
        add_position(view, &last, &at, positions[i], i == 0, i + 1 == count, pixels);
}

void ovf_view_fixes(const ovf_view *view, const ovf_fix *fixes, size_t count, ovf_pixels *pixels)
{
    ovf_lonlat last = {0};
    ovf_flat at = {0};
    ovf_pixels_gap(pixels);
    for (size_t i = 0; i < count; i++)
        add_position(view, &last, &at, (ovf_lonlat){fixes[i].lon, fixes[i].lat}, i == 0,
                     i + 1 == count, pixels);
}

/* ---- clipping ---- */

/* Narrows [*enter, *leave] to where the segment is on the inner side: where `step` times its
 * parameter is `room` at most. */
static bool narrow(double step, double room, double *enter, double *leave)
{
    if (step == 0) return room >= 0;
    double t = room / step;
    if (step < 0) *enter = fmax(*enter, t);
    else *leave = fmin(*leave, t);
    return *enter <= *leave;
}

bool ovf_clip_segment(const ovf_patch *patch, ovf_flat *from, ovf_flat *to)
{
    ovf_flat a = *from, step = {to->x - from->x, to->y - from->y};
    double enter = 0, leave = 1;
    if (!narrow(-step.x, a.x - patch->left, &enter, &leave) ||
        !narrow(step.x, patch->right - a.x, &enter, &leave) ||
        !narrow(-step.y, a.y - patch->top, &enter, &leave) ||
        !narrow(step.y, patch->bottom - a.y, &enter, &leave))
        return false;
    if (leave < 1) *to = (ovf_flat){a.x + leave * step.x, a.y + leave * step.y};
    if (enter > 0) *from = (ovf_flat){a.x + enter * step.x, a.y + enter * step.y};
    return true;
}

/* How far a point is on the inner side of one of the four edges. */
static double inward(const ovf_patch *patch, int edge, ovf_flat p)
{
    switch (edge) {
    case 0: return p.x - patch->left;
    case 1: return patch->right - p.x;
    case 2: return p.y - patch->top;
    default: return patch->bottom - p.y;
    }
}

static void clip_edge(const ovf_patch *patch, int edge, const ovf_flat *points, size_t count,
                      ovf_pixels *out)
{
    ovf_pixels_reset(out);
    for (size_t i = 0; i < count; i++) {
        ovf_flat a = points[i == 0 ? count - 1 : i - 1], b = points[i];
        double in_a = inward(patch, edge, a), in_b = inward(patch, edge, b);
        if ((in_a < 0) != (in_b < 0)) {
            double t = in_a / (in_a - in_b);
            ovf_pixels_add(out, (ovf_flat){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
        }
        if (in_b >= 0) ovf_pixels_add(out, b);
    }
}

void ovf_clip_ring(const ovf_patch *patch, const ovf_flat *points, size_t count,
                   ovf_pixels *clipped, ovf_pixels *work)
{
    bool within = true;
    for (size_t i = 0; i < count && within; i++) within = ovf_patch_has(patch, points[i]);
    if (within) {
        ovf_pixels_reset(clipped);
        for (size_t i = 0; i < count; i++) ovf_pixels_add(clipped, points[i]);
        return;
    }
    clip_edge(patch, 0, points, count, work);
    clip_edge(patch, 1, work->points, work->count, clipped);
    clip_edge(patch, 2, clipped->points, clipped->count, work);
    clip_edge(patch, 3, work->points, work->count, clipped);
}
