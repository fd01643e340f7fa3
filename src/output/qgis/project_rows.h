/* The layers of the package that only QGIS has: fixes with their numbers, names and times, what is
 * to be kept free around zones, and the cells of a crowd of routes. */
#ifndef OVF_OUTPUT_QGIS_PROJECT_ROWS_H
#define OVF_OUTPUT_QGIS_PROJECT_ROWS_H

#include "gdal/gdal.h"
#include "output/qgis/project_facts.h"

/* More fixes than so many are there only of routes that break a rule or are undecided; and if they
 * alone have more, of none: these are tracks, which need no marks. */
#define OVF_PROJECT_FIXES_MAX 50000

bool ovf_project_has_fixes(const ovf_project_facts *facts);
bool ovf_project_has_standoffs(const ovf_project_facts *facts);
bool ovf_project_has_density(const ovf_project_facts *facts);
bool ovf_project_has_places(const ovf_map *map, const ovf_project_facts *facts);

typedef struct {
    const ovf_map *map;
    const ovf_project_facts *facts;
} ovf_project_rows;

/* Has the shape of ovf_dataset_extra.add; `context` is an ovf_project_rows. Errors: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_project_rows_add(const void *context, GDALDatasetH dataset, ovf_error *error);

#endif
