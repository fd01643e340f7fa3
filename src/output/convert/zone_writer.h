/* Zones as files of the formats that people exchange: a file is there when it is whole. */
#ifndef OVF_OUTPUT_CONVERT_ZONE_WRITER_H
#define OVF_OUTPUT_CONVERT_ZONE_WRITER_H

#include <stdbool.h>

#include "output/convert/zone_losses.h"
#include "overflight/error.h"
#include "overflight/model.h"

/* Writes zones in the format of the path's ending: geojson (json), txt (openair), ed269.json
 * (ed269), or what GDAL
 * writes. What is there is left alone unless `replace`. Errors: OVF_ERROR_USAGE (an ending
 * that says no format, no such folder, something is there), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_zones_write(const ovf_zones *zones, const char *path, bool replace,
                           ovf_zone_losses *losses, ovf_error *error);

#endif
