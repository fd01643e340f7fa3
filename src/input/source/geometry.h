/* A feature's geometry as simple lines or polygons, or the sentence why it is none. */
#ifndef OVF_INPUT_SOURCE_GEOMETRY_H
#define OVF_INPUT_SOURCE_GEOMETRY_H

#include "gdal/gdal.h"
#include "input/source/opened.h"

/* The geometry with straight segments only: (Multi)LineString, (Multi)Polygon or Point, as `kind`
 * says. *owned is NULL or what *geometry was made from, to destroy with OGR_G_DestroyGeometry.
 * Containers of curves (MultiSurface, CompoundCurve, …) are taken if they hold no arc. Errors:
 * OVF_ERROR_INPUT (sentence without file and feature). */
ovf_status ovf_geometry_get(OGRFeatureH feature, ovf_geometry_kind kind, OGRGeometryH *geometry,
                            OGRGeometryH *owned, ovf_error *error);

/* Whether the feature is a mere point between lines (a waypoint): it is no route gone wrong and is
 * passed over, as layers of points are. */
bool ovf_geometry_is_beside(OGRFeatureH feature, ovf_geometry_kind kind);

/* The number of parts: the geometries of a Multi…, otherwise 1. */
size_t ovf_geometry_parts(OGRGeometryH geometry);
OGRGeometryH ovf_geometry_part(OGRGeometryH geometry, size_t index);

/* "Points", "LineStrings or MultiLineStrings", … */
const char *ovf_geometry_kind_name(ovf_geometry_kind kind);

#endif
