/* Altitudes that a file does not have. GDAL gives a position without one 0 where others of its line
 * have one, and 0 m is an altitude: such positions are found here, and their Z becomes NAN. */
#ifndef OVF_INPUT_FLIGHTS_ALTITUDES_H
#define OVF_INPUT_FLIGHTS_ALTITUDES_H

#include "gdal/gdal.h"

/* Of GeoJSON by the text of the feature. Of KML an altitude is one over the sea only where the
 * altitudeMode is absolute: clampToGround, which is usual, means none, and relativeToGround is over
 * the ground. There 0 is none either, since GDAL does not tell it from a missing one. */
void ovf_altitudes_forget(OGRFeatureH feature, OGRGeometryH geometry);

/* Of GPX by the layer of points that belongs to a layer of tracks or routes. */
typedef struct {
    OGRLayerH lines, points; /* points is NULL: not GPX */
    OGRFeatureH ahead;       /* the next point */
    int fid_field, elevation_field;
} ovf_gpx_points;

/* For a layer of a dataset; to be closed before the dataset. */
void ovf_gpx_points_open(ovf_gpx_points *points, GDALDatasetH dataset, OGRLayerH layer);
void ovf_gpx_points_forget(ovf_gpx_points *points, OGRFeatureH feature);
void ovf_gpx_points_close(ovf_gpx_points *points);

#endif
