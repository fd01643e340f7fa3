/* Tables of PostgreSQL: they have no order of their own, and the database says which rows fulfil a
 * condition. */
#ifndef OVF_INPUT_SOURCE_DATABASE_H
#define OVF_INPUT_SOURCE_DATABASE_H

#include "input/source/source.h"

/* Whether it is such a database, by its name (no connection is made), or by its driver. */
bool ovf_database_is_named(const char *name);
bool ovf_database_is(GDALDatasetH dataset);
/* Whether it is the name of another database or service, such as MYSQL:… or WFS:… */
bool ovf_database_is_other(const char *name);

/* Has the layer's rows read in the order of the primary key, or, for want of one, in that of their
 * text; those for which `where` holds (NULL: all). Its `layer` becomes the answer to a query, to
 * release with GDALDatasetReleaseResultSet; its `table` stays OGR's. Errors: OVF_ERROR_INPUT (names
 * the layer and says why), OVF_ERROR_MEMORY. */
ovf_status ovf_database_query(const ovf_source *source, ovf_layer *layer, const char *where,
                              ovf_error *error);

/* Adds a text in quotation marks, those in it doubled: '…' for SQL a text, "…" a name. */
bool ovf_database_quote(ovf_text *text, const char *name, char mark);

#endif
