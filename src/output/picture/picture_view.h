/* From positions to pixels: the part of a plane that is seen through a window of the picture, and
 * lines and outlines as far as they are in it. */
#ifndef OVF_OUTPUT_PICTURE_PICTURE_VIEW_H
#define OVF_OUTPUT_PICTURE_PICTURE_VIEW_H

#include <math.h>

#include "analysis/coverage/plane.h"
#include "overflight/model.h"

/* Pixels; y downwards. */
typedef struct {
    double left, top, right, bottom;
} ovf_patch;

typedef struct {
    const ovf_plane *plane;
    ovf_patch window; /* what is seen */
    ovf_patch reach;  /* what is drawn: the window with a margin for thick lines */
    ovf_flat middle;  /* of the window, in the plane */
    double pixel_m;
    /* Of a cylindrical plane: how wide the earth is in it, 0 of others; and where lengths are
     * true. What goes beyond the edge goes on there. */
    double around, true_lat;
} ovf_view;

/* How much longer a length is in the plane at a latitude than on the ground. */
static inline double ovf_view_stretch(const ovf_view *view, double lat)
{
    return view->around > 0 ? cos(view->true_lat * OVF_RADIAN) / cos(lat * OVF_RADIAN) : 1;
}

/* Points in pixels, in stretches without a gap: a point that is NAN lies between two of them. */
typedef struct {
    ovf_flat *points;
    size_t count, capacity;
    bool failed; /* memory was out */
} ovf_pixels;

/* The extent is to be seen as a whole, with some room around it. */
void ovf_view_open(ovf_view *view, const ovf_plane *plane, const ovf_patch *window,
                   const ovf_rectangle *extent, double margin);

static inline ovf_flat ovf_view_pixel(const ovf_view *view, ovf_flat p)
{
    return (ovf_flat){
        (view->window.left + view->window.right) / 2 + (p.x - view->middle.x) / view->pixel_m,
        (view->window.top + view->window.bottom) / 2 - (p.y - view->middle.y) / view->pixel_m};
}

static inline ovf_flat ovf_view_plane(const ovf_view *view, ovf_flat pixel)
{
    return (ovf_flat){
        view->middle.x + (pixel.x - (view->window.left + view->window.right) / 2) * view->pixel_m,
        view->middle.y - (pixel.y - (view->window.top + view->window.bottom) / 2) * view->pixel_m};
}

static inline bool ovf_patch_has(const ovf_patch *patch, ovf_flat p)
{
    return p.x >= patch->left && p.x <= patch->right && p.y >= patch->top && p.y <= patch->bottom;
}

void ovf_pixels_reset(ovf_pixels *pixels);
void ovf_pixels_clear(ovf_pixels *pixels);
void ovf_pixels_add(ovf_pixels *pixels, ovf_flat point);
void ovf_pixels_gap(ovf_pixels *pixels);

/* Adds a line, straight in longitude and latitude between its positions: as many points as it takes
 * to bend with the plane, none nearer to each other than can be seen. */
void ovf_view_line(const ovf_view *view, const ovf_lonlat *positions, size_t count,
                   ovf_pixels *pixels);
void ovf_view_fixes(const ovf_view *view, const ovf_fix *fixes, size_t count, ovf_pixels *pixels);

/* The part of a segment that lies within the patch (Y.-D. Liang and B. A. Barsky, "A new concept
 * and method for line clipping", ACM Transactions on Graphics 3, 1984); false where nothing does.
 */
bool ovf_clip_segment(const ovf_patch *patch, ovf_flat *from, ovf_flat *to);
/* What a closed ring of `count` points encloses within the patch, as one ring (I. E. Sutherland and
 * G. W. Hodgman, "Reentrant polygon clipping", Communications of the ACM 17, 1974); with edges
 * along the patch where it is cut off. `work` is a scratch space. */
void ovf_clip_ring(const ovf_patch *patch, const ovf_flat *points, size_t count,
                   ovf_pixels *clipped, ovf_pixels *work);

#endif
