/* The fixes of routes as they were read: a package has them as a layer of their own. */
#ifndef OVF_OUTPUT_MAP_ROUTE_FIXES_H
#define OVF_OUTPUT_MAP_ROUTE_FIXES_H

#include <stdbool.h>

#include "gdal/gdal.h"
#include "output/rows/row.h"

typedef struct ovf_route_fixes ovf_route_fixes;

/* Of the layer OVF_FIXES_NAME, which has the fixes route by route, in the order of the routes; it
 * must stay open. NULL: there is none, or memory is out. */
ovf_route_fixes *ovf_route_fixes_open(OGRLayerH layer);
/* Gives the row of the next route its fixes, which hold until the next row, and the points of its
 * line, which were written without times, theirs. A route without fixes in the layer is left as it
 * is. False when memory is out. */
bool ovf_route_fixes_take(ovf_route_fixes *self, ovf_row *row, ovf_fix *line, size_t count);
void ovf_route_fixes_close(ovf_route_fixes *self);

#endif
