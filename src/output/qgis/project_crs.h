/* Coordinate reference systems as QGIS reads them. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_CRS_H
#define OVF_OUTPUT_QGIS_PROJECT_CRS_H

#include "analysis/coverage/plane.h"
#include "output/rows/bytes.h"

#define OVF_PROJECT_GEOGRAPHIC \
    "<spatialrefsys><srsid>3452</srsid><authid>EPSG:4326</authid></spatialrefsys>"

/* QGIS takes one that it does not know from its WKT where the number is positive, whatever it is.
 */
void ovf_project_plane(ovf_bytes *bytes, const ovf_plane *plane);

/* That of a raster, by its path. Errors: OVF_ERROR_IO. */
ovf_status ovf_project_raster_plane(ovf_bytes *bytes, const char *path, ovf_error *error);

#endif
