/* The maps of an analysis: analysis.gpkg with the project for QGIS, analysis.qgz, the styles beside
 * layers in GeoJSON, and report.html. */
#ifndef OVF_OUTPUT_MAPS_H
#define OVF_OUTPUT_MAPS_H

#include "output/map/map.h"
#include "output/map/package.h"

#define OVF_REPORT_FILE "report.html"

/* Writes into `folder`, which messages call `called`, those of analysis.gpkg with analysis.qgz
 * (OVF_FORMAT_GPKG) and report.html (OVF_FORMAT_HTML) that `formats` asks for, as new files. `map`
 * is laid out. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY and those of the base map. */
ovf_status ovf_maps_write(const ovf_map *map, unsigned formats, const char *folder,
                          const char *called, ovf_error *error);

/* The file with the style of a layer, "routes.qml"; to free. NULL: it has none, or memory is out.
 */
char *ovf_maps_style_file(const char *layer);
/* Writes it. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_maps_write_style(const char *layer, const char *folder, const char *called,
                                ovf_error *error);

#endif
