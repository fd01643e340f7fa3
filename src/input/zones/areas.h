/* What of a feature's geometry is an area: its polygons, and the points that may be circles. */
#ifndef OVF_INPUT_ZONES_AREAS_H
#define OVF_INPUT_ZONES_AREAS_H

#include "gdal/gdal.h"
#include "overflight/error.h"

/* Zeroed before its first use. */
typedef struct {
    OGRGeometryH *polygons; /* with straight edges, in the order of the geometry */
    size_t polygon_count, polygon_capacity;
    double (*points)[2]; /* x and y, likewise */
    size_t point_count, point_capacity;
    size_t empty;        /* polygons without rings, which are not among them */
    OGRGeometryH *owned; /* what the polygons are in, if it was made of curves */
    size_t owned_count, owned_capacity;
} ovf_areas;

/* Polygons, triangles and points, and what holds them: Multi…, GeometryCollection, TIN,
 * PolyhedralSurface, MultiSurface, CurvePolygon. Arcs are cut so that their chords stay within
 * `within`, in the unit of the coordinates. Errors: OVF_ERROR_INPUT (something else), in a sentence
 * without file and feature, OVF_ERROR_MEMORY. */
ovf_status ovf_areas_find(ovf_areas *areas, OGRGeometryH geometry, double within, ovf_error *error);
void ovf_areas_reset(ovf_areas *areas);
void ovf_areas_clear(ovf_areas *areas);

#endif
