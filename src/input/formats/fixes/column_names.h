/* What columns are called in the tables that people have. */
#ifndef OVF_INPUT_FORMATS_FIXES_COLUMN_NAMES_H
#define OVF_INPUT_FORMATS_FIXES_COLUMN_NAMES_H

#include "input/formats/fixes/column_roles.h"

/* Finds what the names say of themselves, in a struct that has no column yet. Of several for one
 * thing, the one that says it best. */
void ovf_column_names_read(const ovf_cell *cells, size_t count, ovf_columns *columns);
/* Bits: what a name says of a place. */
enum { OVF_PLACE_LON = 1, OVF_PLACE_LAT = 2, OVF_PLACE_BOTH = 3 };
int ovf_column_place(const ovf_cell *cell);
/* Whether it is the name of a column that tables of fixes have. */
bool ovf_column_is_known(const ovf_cell *cell);
/* Makes a known name whole that was cut off at its end, as Shapefiles do. */
void ovf_column_name_uncut(ovf_cell *cell);
/* The unit and reference that a name of an altitude says: "baro_altitude", "alt (ft)"; factor 0:
 * no unit. False where it is no such name. */
bool ovf_altitude_name_read(const ovf_cell *cell, ovf_altitude_column *altitude);

#endif
