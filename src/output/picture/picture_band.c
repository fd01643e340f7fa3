/* What is to be kept from zones: the edge of all that is nearer than a stand-off, and a faint fill.
 * Its outline is GEOS' buffer in pixels; in a plane the distance is that of its middle.
 * Tests: tests/cli/picture.py */
#include <stdlib.h>

#include "analysis/coverage/overlay.h"
#include "base/array.h"
#include "base/error.h"
#include "output/picture/picture_parts.h"

/* Pieces of a quarter of a circle. */
#define QUARTER 48
/* A band that is broader than the sheet so many times has no edge in it. */
#define SHEETS 4

/* The outline of one polygon in pixels, as far as it can matter; NULL: memory is out. */
static GEOSGeometry *outline_of(ovf_picture *picture, ovf_overlay *overlay,
                                const ovf_polygon *polygon, double away)
{
    const ovf_patch *reach = &picture->view.reach;
    const ovf_patch around = {reach->left - away, reach->top - away, reach->right + away,
                              reach->bottom + away};
    GEOSGeometry *whole = NULL;
    GEOSGeometry **holes = ovf_array_new(polygon->count + 1, sizeof *holes);
    unsigned hole_count = 0;
    bool good = holes != NULL;
    for (size_t k = 0; k < polygon->count && good; k++) {
        ovf_picture_ring(picture, &polygon->rings[k], &around);
        const ovf_pixels *ring = &picture->clipped;
        if (ring->count < 3) {
            if (k == 0) break;
            continue;
        }
        GEOSGeometry *one = ovf_overlay_ring(overlay, ring->points, ring->count);
        if (one == NULL) good = overlay->message[0] != '\0' && k > 0;
        else if (k == 0) whole = one;
        else holes[hole_count++] = one;
    }
    GEOSGeometry *made = NULL;
    if (good && whole != NULL)
        made = GEOSGeom_createPolygon_r(overlay->geos, whole, holes, hole_count);
    else if (good) made = GEOSGeom_createEmptyPolygon_r(overlay->geos);
    if (whole == NULL || !good) {
        ovf_overlay_drop(overlay, whole);
        for (unsigned i = 0; i < hole_count; i++) ovf_overlay_drop(overlay, holes[i]);
    }
    free(holes);
    return made;
}

static GEOSGeometry *band_of(ovf_picture *picture, ovf_overlay *overlay, const ovf_row *row,
                             double away)
{
    GEOSGeometry **parts = ovf_array_new(row->polygon_count + 1, sizeof *parts), *united = NULL;
    size_t count = 0;
    bool good = parts != NULL;
    for (size_t i = 0; i < row->polygon_count && good; i++) {
        GEOSGeometry *outline = outline_of(picture, overlay, &row->polygons[i], away);
        parts[count] = outline == NULL ? NULL : GEOSBuffer_r(overlay->geos, outline, away, QUARTER);
        ovf_overlay_drop(overlay, outline);
        good = parts[count++] != NULL;
    }
    if (parts != NULL) united = ovf_overlay_unite(overlay, parts, count);
    free(parts);
    return united;
}

typedef struct {
    const ovf_overlay *overlay;
    const ovf_paint *paint;
} drawing;

static bool add_ring(const drawing *to, const GEOSGeometry *ring)
{
    GEOSContextHandle_t geos = to->overlay->geos;
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos, ring);
    unsigned count = 0;
    if (points == NULL || GEOSCoordSeq_getSize_r(geos, points, &count) != 1) return false;
    for (unsigned i = 0; i + 1 < count; i++) {
        double x, y;
        if (GEOSCoordSeq_getXY_r(geos, points, i, &x, &y) != 1) return false;
        if (i == 0) cairo_move_to(to->paint->cairo, x, y);
        else cairo_line_to(to->paint->cairo, x, y);
    }
    cairo_close_path(to->paint->cairo);
    return true;
}

static bool add_polygon(void *context, const GEOSGeometry *polygon)
{
    const drawing *to = context;
    GEOSContextHandle_t geos = to->overlay->geos;
    const GEOSGeometry *outer = GEOSGetExteriorRing_r(geos, polygon);
    bool good = outer != NULL && add_ring(to, outer);
    int count = GEOSGetNumInteriorRings_r(geos, polygon);
    for (int i = 0; i < count && good; i++) {
        const GEOSGeometry *hole = GEOSGetInteriorRingN_r(geos, polygon, i);
        good = hole != NULL && add_ring(to, hole);
    }
    return good;
}

static ovf_status draw_band(ovf_picture *picture, ovf_overlay *overlay, const ovf_row *row,
                            double away, ovf_error *error)
{
    const ovf_paint *paint = &picture->paint;
    const ovf_term *term = &ovf_glossary[OVF_TERM_STANDOFF_BAND];
    drawing to = {overlay, paint};
    GEOSGeometry *band = band_of(picture, overlay, row, away);
    cairo_new_path(paint->cairo);
    if (band == NULL || !ovf_overlay_polygons(overlay, band, add_polygon, &to)) {
        ovf_overlay_drop(overlay, band);
        cairo_new_path(paint->cairo);
        return ovf_overlay_fail(overlay, error, "the stand-off of a zone, for the picture,");
    }
    ovf_overlay_drop(overlay, band);
    cairo_set_fill_rule(paint->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    ovf_paint_colour(paint, term->colour, 0.1);
    cairo_fill_preserve(paint->cairo);
    ovf_paint_colour(paint, term->colour, 1);
    ovf_paint_pen(paint, 1.6, 0, 0);
    cairo_stroke(paint->cairo);
    picture->seen.bands = true;
    return OVF_OK;
}

ovf_status ovf_picture_bands(ovf_picture *picture, ovf_error *error)
{
    ovf_overlay overlay = {0};
    ovf_picture_rows rows;
    const ovf_row *row;
    bool open = false;
    double broadest = SHEETS * (picture->sheet.right + picture->sheet.bottom);
    ovf_status status = ovf_picture_open(picture, &ovf_layer_zones, &rows, error);
    while (status == OVF_OK && (status = ovf_picture_next(&rows, &row, error)) == OVF_OK &&
           row != NULL) {
        const ovf_value *standoff = ovf_picture_value(&ovf_layer_zones, row, "standoff_m");
        if (standoff == NULL || !(standoff->real > 0)) continue;
        double lat = row->polygon_count > 0 ? row->polygons[0].rings[0].vertices[0].lat : 0,
               away = standoff->real * ovf_view_stretch(&picture->view, lat) /
                      picture->view.pixel_m;
        if (!(away > 2 * picture->paint.unit) || away > broadest) continue;
        if (!open) status = ovf_overlay_open(&overlay, error);
        open = true;
        if (status == OVF_OK) status = draw_band(picture, &overlay, row, away, error);
    }
    ovf_picture_close(&rows);
    if (open) ovf_overlay_close(&overlay);
    return status;
}
