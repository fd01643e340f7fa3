/* The base map: land, and the boundaries between States, as far as a map can show them. */
#ifndef OVF_OUTPUT_MAP_LAND_H
#define OVF_OUTPUT_MAP_LAND_H

#include <stdbool.h>

#include "output/map/frame.h"
#include "overflight/model.h"

typedef struct {
    ovf_lonlat *vertices; /* next to each other within 180° of longitude */
    size_t count;
    bool disputed;
} ovf_border;

typedef struct {
    ovf_polygon *polygons; /* within ±180°, edges at most OVF_MAP_EDGE_DEG long */
    size_t polygon_count;
    ovf_border *borders;
    size_t border_count;
} ovf_land;

/* From the bundled base map, what lies within a quarter of the globe from the frame's middle; more
 * where the extent goes farther; all of it where the frame is NULL. Zeroed before, to clear after
 * failure too; empty where the geodata has no base map. Errors: OVF_ERROR_INPUT (it cannot be
 * read), OVF_ERROR_MEMORY, OVF_ERROR_GEOMETRY, OVF_ERROR_INTERNAL. */
ovf_status ovf_land_read(const ovf_map_frame *frame, ovf_land *land, ovf_error *error);
void ovf_land_clear(ovf_land *land);

#endif
