/* Tables of PostgreSQL: they have no order of their own, and the database says which rows fulfil a
 * condition. */
#ifndef OVF_INPUT_SOURCE_DATABASE_H
#define OVF_INPUT_SOURCE_DATABASE_H

#include "input/source/opened.h"

/* Has the layer's rows read in the order of the primary key, or, for want of one, in that of their
 * text; those for which `where` holds (NULL: all). Its `layer` becomes the answer to a query, to
 * release with GDALDatasetReleaseResultSet; its `table` stays OGR's. Errors: OVF_ERROR_INPUT (names
 * the layer and says why), OVF_ERROR_MEMORY. */
ovf_status ovf_database_query(const ovf_source *source, ovf_layer *layer, const char *where,
                              ovf_error *error);

#endif
