/* Zones as files of the formats that people exchange: a file is there when it is whole. */
#ifndef OVF_OUTPUT_CONVERT_ZONE_WRITER_H
#define OVF_OUTPUT_CONVERT_ZONE_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "overflight/error.h"
#include "overflight/model.h"

/* What the format could not hold, in zones that have it. */
typedef struct {
    uint64_t curves;     /* drawn as points that stay within OVF_ZONE_DRAWN_M of them */
    uint64_t parts;      /* with limits of their own: each became a zone */
    uint64_t pieces;     /* of several outlines: each became a zone */
    uint64_t holes;      /* filled */
    uint64_t limits;     /* floors or ceilings left out */
    uint64_t times;      /* in words that only overflight reads */
    uint64_t attributes; /* left out */
} ovf_zone_losses;

/* A tenth of a millimetre is 1e-9 degrees. */
#define OVF_ZONE_DRAWN_M 1e-4

/* Writes zones in the format of the path's ending: geojson (json), txt (openair), ed269.json
 * (ed269), or what
 * GDAL writes. What is there is left alone unless `replace`. Errors: OVF_ERROR_USAGE (an ending
 * that says no format, no such folder, something is there), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_zones_write(const ovf_zones *zones, const char *path, bool replace,
                           ovf_zone_losses *losses, ovf_error *error);

#endif
