/* Whether a file of several sorts of geometries is one of areas. */
#ifndef OVF_INPUT_INSPECT_FIRST_AREA_H
#define OVF_INPUT_INSPECT_FIRST_AREA_H

#include <stdbool.h>

/* Whether the first feature that GDAL finds with a geometry is an area, or a point with a radius.
 * False where it opens nothing. `references` as
 * in ovf_input_options. */
bool ovf_file_begins_with_area(const char *file, bool references);

#endif
