/* Single routes out of columns: where their fixes lie. */
#ifndef OVF_ANALYSIS_MEET_COLUMN_ROUTES_H
#define OVF_ANALYSIS_MEET_COLUMN_ROUTES_H

#include "geodesy/fixes.h"
#include "overflight/columns.h"

/* Columns that have been checked as a whole. */
typedef struct {
    const ovf_columns *columns;
    ovf_fixes fixes; /* of all routes */
} ovf_column_reader;

/* One thread's route in hand; zeroed before its first use, and used again. */
typedef struct {
    ovf_route route; /* without id and fixes */
    ovf_fixes fixes;
    size_t one_end; /* of a route of one part */
    size_t *part_ends;
    size_t part_capacity;
} ovf_column_route;

/* Checks all that holds for the columns as a whole; the single routes are not looked at. Errors:
 * OVF_ERROR_USAGE. */
ovf_status ovf_column_reader_begin(ovf_column_reader *reader, const ovf_columns *columns,
                                   ovf_error *error);

/* False for a route that is null. */
static inline bool ovf_column_reader_has(const ovf_column_reader *reader, size_t number)
{
    const uint8_t *validity = reader->columns->validity;
    size_t bit = reader->columns->validity_offset + number;
    return validity == NULL || (validity[bit / 8] >> bit % 8 & 1) != 0;
}

/* Finds a route and checks its offsets; the analysis checks its fixes. Errors: OVF_ERROR_INPUT,
 * OVF_ERROR_MEMORY. */
ovf_status ovf_column_reader_take(const ovf_column_reader *reader, size_t number,
                                  ovf_column_route *taken, ovf_error *error);
void ovf_column_route_clear(ovf_column_route *taken);

#endif
