/* The ground below a route, for its profile. */
#ifndef OVF_OUTPUT_LAYERS_ROUTE_GROUND_H
#define OVF_OUTPUT_LAYERS_ROUTE_GROUND_H

#include "output/rows/renderer.h"

/* Sets the ground of a route's row by the renderer's terrain, where maps are made of it: whole
 * metres, of each part the highest of the places that were asked. They are as close to each other
 * as the terrain wants, or where that would be very many a PLACES-th of a part. Unknown where the
 * terrain knows nothing. The row's heights hold until the next route. */
void ovf_route_ground(ovf_renderer *renderer, const ovf_result *result, ovf_row *row);

#endif
