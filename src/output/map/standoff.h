/* What is to be kept free around a zone. */
#ifndef OVF_OUTPUT_MAP_STANDOFF_H
#define OVF_OUTPUT_MAP_STANDOFF_H

#include "output/rows/row.h"
#include "output/shapes/polygons.h"

/* All that is nearer than `away_m` to the polygons of a row, and they themselves, to draw: lengths
 * are those of an equal-area plane around their middle, which are right to 0.1 % within 500 km of
 * it. To clear after failure too. Errors: OVF_ERROR_GEOMETRY, OVF_ERROR_MEMORY,
 * OVF_ERROR_INTERNAL. */
ovf_status ovf_standoff_draw(const ovf_row *row, double away_m, ovf_drawing *drawing,
                             ovf_error *error);

#endif
