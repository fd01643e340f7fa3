/* analysis.gpkg: all layers with their styles, the base map, and the project for QGIS. */
#ifndef OVF_OUTPUT_MAP_PACKAGE_H
#define OVF_OUTPUT_MAP_PACKAGE_H

#include "output/rows/bytes.h"
#include "output/formats/dataset.h"
#include "output/map/map.h"

#define OVF_PACKAGE_FILE "analysis.gpkg"
#define OVF_PROJECT_FILE "analysis.qgz"
/* The name of the project within the package. */
#define OVF_PROJECT_NAME "analysis"

/* The layers that the rows of places become there, each with geometries of one type. */
#define OVF_STRETCHES_NAME "finding_stretches"
#define OVF_STRETCHES_TITLE "Stretches of findings"
#define OVF_LAND_NAME "land"
#define OVF_BORDERS_NAME "boundaries"
#define OVF_PLACES_NAME "places"
#define OVF_PLACES_TITLE "Places"
#define OVF_PLACES_DESCRIPTION \
    "Base map: names of towns, from GeoNames (CC BY 4.0), and how far each is from a larger one"
/* What only the maps of QGIS have. */
#define OVF_FIXES_NAME "fixes"
#define OVF_FIXES_TITLE "Fixes"
#define OVF_FIXES_DESCRIPTION                                                                 \
    "Fixes of routes as they were read: their number along the route, from 1 on, their name " \
    "where "                                                                                  \
    "the plan has one, and their time, until that of the next"
#define OVF_STANDOFFS_NAME "standoffs"
#define OVF_STANDOFFS_TITLE "Stand-offs to keep"
#define OVF_STANDOFFS_DESCRIPTION \
    "What is to be kept free around zones: all that is nearer than a rule with a finding wants"
#define OVF_DENSITY_NAME "density"
#define OVF_DENSITY_TITLE "Routes in each cell"
#define OVF_DENSITY_DESCRIPTION                                                                \
    "How many routes run through each cell, and how many violations begin in it: a square of " \
    "cell_m "                                                                                  \
    "metres on the map of the project; cells of the next level are half as large"

/* Makes the new file; `project` is what ovf_archive_pack makes of it, `more` adds layers that only
 * it needs. The base map is `land`, cut at the meridian `seam_deg`, where the project's map ends on
 * both sides: what crosses it would be drawn across the whole map; NAN: nowhere. Errors:
 * OVF_ERROR_IO, OVF_ERROR_MEMORY, and those of `more`. */
ovf_status ovf_package_write(const ovf_map *map, const ovf_bytes *project,
                             const ovf_dataset_extra *more, const ovf_land *land, double seam_deg,
                             const char *path, const char *called, ovf_error *error);

#endif
