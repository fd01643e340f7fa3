/* Names of towns on the base map: small, grey, and only so many that there is room around each. */
#include "output/picture/picture_parts.h"

#define NAME_SIZE 9.5
#define DOT 1.4
#define AWAY 3.0
/* Units between a town and a larger one; and names on a map, at most. */
#define APART 95.0
#define MOST 24
/* On a map that is not so wide, m, a town is no point. */
#define LEAST_WIDE 20000.0
/* After all other labels. */
#define RANK (OVF_PICTURE_RANKS - 1)
#define COLOUR 0x68707a

ovf_status ovf_picture_places(ovf_picture *picture, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    const ovf_places *places = &picture->map->places;
    const ovf_patch *area = &picture->map_area;
    ovf_status status = OVF_OK;
    size_t shown = 0;
    if ((area->right - area->left) * picture->view.pixel_m < LEAST_WIDE) return OVF_OK;
    for (size_t i = 0; i < places->count && shown < MOST && status == OVF_OK; i++) {
        const ovf_town *town = &places->items[i];
        if (town->apart_m < APART * paint->unit * picture->view.pixel_m) continue;
        ovf_flat at = ovf_view_pixel(
            &picture->view, ovf_plane_point(picture->view.plane, town->at.lon, town->at.lat));
        if (!(at.x > area->left && at.x < area->right && at.y > area->top && at.y < area->bottom))
            continue;
        cairo_new_path(paint->cairo);
        cairo_arc(paint->cairo, at.x, at.y, DOT * paint->unit, 0, 2 * M_PI);
        ovf_paint_colour(paint, COLOUR, 1);
        cairo_fill(paint->cairo);
        status = ovf_picture_label_at(picture, town->name, NAME_SIZE, false, COLOUR, RANK, &at, 1,
                                      AWAY, error);
        shown++;
    }
    return status;
}
