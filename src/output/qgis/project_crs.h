/* The plane of the project: one in which north is up wherever one looks. Around what is small it is
 * equal-area; where meridians would lean there, it is a cylindrical one, in which they stand. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_CRS_H
#define OVF_OUTPUT_QGIS_PROJECT_CRS_H

#include "output/map/frame.h"
#include "output/rows/bytes.h"

/* How far north may be from up, degrees. */
#define OVF_PROJECT_LEAN_DEG 10.0

typedef enum {
    OVF_CRS_AREA,      /* Lambert's azimuthal equal-area projection */
    OVF_CRS_MERCATOR,  /* where parallels are true in the middle */
    OVF_CRS_RECTANGLES /* equidistant cylindrical: for the whole world with a pole */
} ovf_project_crs_kind;

typedef struct {
    ovf_plane plane;
    ovf_project_crs_kind kind;
    double true_lat; /* of a cylindrical one: where lengths are true */
} ovf_project_crs;

/* The one for what is marked; around its `middle` if it is equal-area. To be closed in either case.
 * Errors: OVF_ERROR_MEMORY, OVF_ERROR_INTERNAL. */
ovf_status ovf_project_crs_choose(ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                                  ovf_lonlat middle, ovf_error *error);
/* The same for a map that shows more than what is marked: a rectangle in the equal-area plane. */
ovf_status ovf_project_crs_choose_seen(ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                                       ovf_lonlat middle, const ovf_rectangle *seen,
                                       ovf_error *error);
/* Of what is marked, at least so many metres across that there is something to see. */
void ovf_project_crs_extent(const ovf_project_crs *crs, const ovf_map_frame_marks *marks,
                            ovf_rectangle *extent);
void ovf_project_crs_close(ovf_project_crs *crs);

/* The meridian where the map ends in the east and in the west; NAN: it ends nowhere near. */
double ovf_project_crs_seam(const ovf_project_crs *crs);

/* How far the map is to be turned, in degrees clockwise, for north to be up at a position; 0 where
 * there is no north. */
double ovf_project_crs_turn(const ovf_project_crs *crs, double lon, double lat);

/* "Mercator’s projection around 123° E". */
void ovf_project_crs_name(ovf_bytes *bytes, const ovf_project_crs *crs);

/* As an element <spatialrefsys>. */
void ovf_project_crs_write(ovf_bytes *bytes, const ovf_project_crs *crs);
/* Geographic coordinates, likewise. */
#define OVF_PROJECT_GEOGRAPHIC \
    "<spatialrefsys><srsid>3452</srsid><authid>EPSG:4326</authid></spatialrefsys>"

/* The plane of a raster, likewise. Errors: OVF_ERROR_IO. */
ovf_status ovf_project_raster_plane(ovf_bytes *bytes, const char *path, ovf_error *error);

#endif
