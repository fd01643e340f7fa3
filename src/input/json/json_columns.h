/* The columns of the one table that GDAL makes of features whose members differ: all names that
 * there are, in an order that all features agree with. */
#ifndef OVF_INPUT_JSON_JSON_COLUMNS_H
#define OVF_INPUT_JSON_JSON_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "overflight/model.h"

#define OVF_JSON_COLUMNS_MAX 64

typedef struct {
    char *name;
    ovf_attribute_type type; /* OVF_ATTRIBUTE_NULL: no feature so far had a value */
    uint64_t follow;         /* a bit for each column that came right behind it somewhere */
    size_t features;         /* that have the member */
} ovf_json_column;

/* Zeroed before its first use. */
typedef struct {
    ovf_json_column items[OVF_JSON_COLUMNS_MAX];
    size_t count, features;
    size_t order[OVF_JSON_COLUMNS_MAX]; /* their numbers, once they are sorted */
} ovf_json_columns;

/* Adds the members of a feature. *usual is false where GDAL may make something else of them: names
 * that differ in capitals only, values of several types (whole numbers and others go together), too
 * many. False when memory is out. */
bool ovf_json_columns_add(ovf_json_columns *columns, const ovf_attributes *attributes, bool *usual);

/* Puts them in order when all are there; false where the features do not agree on one, or not all
 * have what they go by: an id. */
bool ovf_json_columns_sort(ovf_json_columns *columns);

/* A feature's attributes as the table has them: null where it has no such member, and whole numbers
 * as real ones where others are. False when memory is out. */
bool ovf_json_columns_fill(const ovf_json_columns *columns, ovf_attributes *attributes);

void ovf_json_columns_clear(ovf_json_columns *columns);

#endif
