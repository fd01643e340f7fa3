/* Databases of PostgreSQL, as GDAL knows them. */
#ifndef OVF_GDAL_POSTGRES_H
#define OVF_GDAL_POSTGRES_H

#include <stdbool.h>

#include "base/text.h"
#include "gdal/gdal.h"

/* Whether it is such a database, by its name (no connection is made), or by its driver. */
bool ovf_database_is_named(const char *name);
bool ovf_database_is(GDALDatasetH dataset);
/* Whether it is the name of another database or service, such as MYSQL:… or WFS:… */
bool ovf_database_is_other(const char *name);

/* Adds a text in quotation marks, those in it doubled: '…' for SQL a text, "…" a name. */
bool ovf_database_quote(ovf_text *text, const char *name, char mark);

#endif
