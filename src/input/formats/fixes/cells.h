/* The cells of a line. */
#ifndef OVF_INPUT_FORMATS_FIXES_CELLS_H
#define OVF_INPUT_FORMATS_FIXES_CELLS_H

#include "base/text.h"
#include "input/formats/fixes/column_roles.h"

/* Up to `most` cells, blanks around them and quotation marks aside; what a cell of those has of
 * doubled marks goes into `room`, which holds until the next line. SIZE_MAX when memory is out. */
size_t ovf_cells_split(const char *line, size_t length, char mark, ovf_cell *cells, size_t most,
                       ovf_text *room);

#endif
