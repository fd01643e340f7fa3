#include "output/map/standoff.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/coverage/flatten.h"
#include "base/array.h"
#include "geodesy/earth.h"
#include "output/shapes/densify.h"

/* Steps of a quarter of a circle around a corner: within 0.02 % of the distance. */
#define QUARTER_STEPS 32
/* How far straight edges in longitude and latitude may be off, as a part of the distance. */
#define DEVIATION 0.002

/* The middle of the vertices in space. */
static ovf_lonlat middle(const ovf_row *row)
{
    double x = 0, y = 0, z = 0;
    for (size_t i = 0; i < row->polygon_count; i++)
        for (size_t v = 0; v < row->polygons[i].rings[0].count; v++) {
            ovf_lonlat at = row->polygons[i].rings[0].vertices[v];
            double lon = at.lon * OVF_RADIAN, lat = at.lat * OVF_RADIAN;
            x += cos(lat) * cos(lon);
            y += cos(lat) * sin(lon);
            z += sin(lat);
        }
    return (ovf_lonlat){atan2(y, x) / OVF_RADIAN, atan2(z, hypot(x, y)) / OVF_RADIAN};
}

typedef struct {
    ovf_overlay overlay;
    ovf_plane plane;
    ovf_lonlat *points;
    ovf_flat *flat;
    size_t point_capacity, flat_capacity;
} drawing_in;

/* The area of a ring in the plane; NULL: memory is out. */
static GEOSGeometry *ring_area(drawing_in *in, const ovf_ring *ring)
{
    size_t count = ovf_densify(ring->vertices, ring->count, &in->points, &in->point_capacity);
    if (!ovf_array_reserve(&in->flat, &in->flat_capacity, count, sizeof *in->flat)) return NULL;
    size_t laid = 0;
    for (size_t i = 0; i < count; i++) {
        ovf_flat at = ovf_plane_point(&in->plane, in->points[i].lon, in->points[i].lat);
        if (isfinite(at.x) && isfinite(at.y)) in->flat[laid++] = at;
    }
    return ovf_overlay_polygon(&in->overlay, in->flat, laid);
}

/* All within a distance of a polygon; NULL: memory is out, or GEOS fails. */
static GEOSGeometry *around(drawing_in *in, const ovf_polygon *polygon, double away_m)
{
    GEOSContextHandle_t geos = in->overlay.geos;
    GEOSGeometry *area = ring_area(in, &polygon->rings[0]);
    for (size_t k = 1; k < polygon->count && area != NULL; k++) {
        GEOSGeometry *hole = ring_area(in, &polygon->rings[k]);
        GEOSGeometry *less = hole == NULL ? NULL : GEOSDifference_r(geos, area, hole);
        ovf_overlay_drop(&in->overlay, hole);
        ovf_overlay_drop(&in->overlay, area);
        area = less;
    }
    GEOSGeometry *grown = area == NULL ? NULL : GEOSBuffer_r(geos, area, away_m, QUARTER_STEPS);
    ovf_overlay_drop(&in->overlay, area);
    return grown;
}

static ovf_status draw(drawing_in *in, const ovf_row *row, double away_m, ovf_drawing *drawing,
                       ovf_error *error)
{
    GEOSGeometry **parts = ovf_array_new(row->polygon_count + 1, sizeof *parts);
    if (parts == NULL) return ovf_fail_memory(error);
    size_t count = 0;
    for (size_t i = 0; i < row->polygon_count; i++) {
        const ovf_polygon *polygon = &row->polygons[i];
        if (polygon->count > 0) parts[count++] = around(in, polygon, away_m);
    }
    GEOSGeometry *whole = ovf_overlay_unite(&in->overlay, parts, count);
    free(parts);
    if (whole == NULL) return ovf_overlay_fail(&in->overlay, error, "what is to be kept free");
    ovf_status status = ovf_unflatten(&in->overlay, &in->plane, whole, DEVIATION * away_m,
                                      &drawing->polygons, &drawing->count, error);
    ovf_overlay_drop(&in->overlay, whole);
    return status == OVF_OK ? ovf_drawing_cut(drawing, "what is to be kept free", error) : status;
}

ovf_status ovf_standoff_draw(const ovf_row *row, double away_m, ovf_drawing *drawing,
                             ovf_error *error)
{
    drawing_in in = {.points = NULL};
    *drawing = (ovf_drawing){NULL, 0};
    if (row->polygon_count == 0) return OVF_OK;
    ovf_status status = ovf_overlay_open(&in.overlay, error);
    if (status != OVF_OK) return status;
    status = ovf_plane_open(&in.plane, middle(row), error);
    if (status == OVF_OK) {
        status = draw(&in, row, away_m, drawing, error);
        ovf_plane_close(&in.plane);
    }
    ovf_overlay_close(&in.overlay);
    free(in.points);
    free(in.flat);
    return status;
}
