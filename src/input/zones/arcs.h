/* Arcs of curved polygons, as chords. */
#ifndef OVF_INPUT_ZONES_ARCS_H
#define OVF_INPUT_ZONES_ARCS_H

#include "gdal/gdal.h"
#include "overflight/error.h"

/* A polygon of the same rings as a CurvePolygon, to destroy: each arc of its CircularStrings, alone
 * or in CompoundCurves, becomes points on it, with chords that stay within `within` of it, in the
 * unit of the coordinates. Z and M are left out. (GDAL makes no steps below a hundredth of a
 * degree.) Errors: OVF_ERROR_INPUT (an arc that takes too many chords; something else than a
 * curve), OVF_ERROR_MEMORY. */
ovf_status ovf_arcs_cut(OGRGeometryH curved, double within, OGRGeometryH *polygon,
                        ovf_error *error);

#endif
