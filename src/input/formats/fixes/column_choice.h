/* What the columns of a table of fixes are: by their names, or as somebody says it. */
#ifndef OVF_INPUT_FORMATS_FIXES_COLUMN_CHOICE_H
#define OVF_INPUT_FORMATS_FIXES_COLUMN_CHOICE_H

#include "base/text.h"
#include "input/formats/fixes/column_roles.h"
#include "overflight/error.h"

/* Finds them by the cells of the first row. `said` ("lon=x,lat=y,…") and `ids` ("a,b") may be NULL.
 * False where there is no position. Errors, by *status: OVF_ERROR_USAGE, OVF_ERROR_INPUT (a column
 * that is said is not there). */
bool ovf_columns_find(const ovf_cell *cells, size_t count, const char *said, const char *ids,
                      ovf_columns *columns, ovf_status *status, ovf_error *error);
/* "its columns were taken so: position lon, lat; time lastposupdate (…)". False when memory is out.
 */
bool ovf_columns_tell(const ovf_cell *cells, const ovf_columns *columns, ovf_text *sentence);

#endif
