/* The columns of a layer that GDAL writes: the fields of its schema, then one for each attribute
 * that any of its rows has. */
#ifndef OVF_OUTPUT_FORMATS_DATASET_COLUMNS_H
#define OVF_OUTPUT_FORMATS_DATASET_COLUMNS_H

#include "gdal/gdal.h"
#include "output/rows/store.h"

typedef struct {
    char *name;              /* of the attribute */
    char *called;            /* of the column: differs where a table cannot have that name, too */
    ovf_attribute_type type; /* that holds the values of all rows; NULL: none of them has one */
} ovf_dataset_column;

typedef struct {
    ovf_dataset_column *items;
    size_t count, capacity;
    const char *const *reserved; /* names that a column cannot have, besides those of the schema;
                                    ends with NULL; NULL: none */
    bool altitudes;              /* whether any row's geometry has them */
} ovf_dataset_columns;

/* The type that holds the values of both. */
ovf_attribute_type ovf_common_type(ovf_attribute_type a, ovf_attribute_type b);

/* Reads through the store, and leaves it at its beginning. `columns` is zeroed but for what is
 * reserved. */
ovf_status ovf_dataset_columns_find(ovf_dataset_columns *columns, ovf_store *store,
                                    ovf_error *error);
/* Makes them in the layer. False: GDAL says why. */
bool ovf_dataset_columns_create(const ovf_dataset_columns *columns, const ovf_schema *schema,
                                OGRLayerH layer);
/* Makes one of no row. False: GDAL says why. */
bool ovf_dataset_column_add(OGRLayerH layer, const char *name, OGRFieldType type,
                            OGRFieldSubType subtype);
/* Sets them in a feature. */
void ovf_dataset_columns_fill(const ovf_dataset_columns *columns, const ovf_schema *schema,
                              const ovf_row *row, OGRFeatureH feature);
void ovf_dataset_columns_clear(ovf_dataset_columns *columns);

#endif
