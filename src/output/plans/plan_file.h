/* Plans as a file of GeoJSON that is there when it is whole: a feature for each, whose positions
 * are the fixes of the route, and where a leg crosses the antimeridian the point on it, where the
 * line is cut. */
#ifndef OVF_OUTPUT_PLANS_PLAN_FILE_H
#define OVF_OUTPUT_PLANS_PLAN_FILE_H

#include "output/rows/bytes.h"
#include "output/rows/row.h"
#include "overflight/error.h"

typedef struct ovf_plan_file ovf_plan_file;

/* Whether a file may be written there: no other is, or it may be replaced. Errors: OVF_ERROR_USAGE.
 */
ovf_status ovf_plan_path_check(const char *path, bool replace, ovf_error *error);
/* Writes a file as a whole or not at all. Errors: OVF_ERROR_USAGE (a folder that is not there),
 * OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_plan_bytes_write(const char *path, bool replace, const ovf_bytes *bytes,
                                ovf_error *error);

/* `schema` is that of the features' properties and must outlive the file; a file that is there is
 * left alone unless `replace`. Errors: OVF_ERROR_USAGE, OVF_ERROR_MEMORY. */
ovf_status ovf_plan_file_open(const char *path, const ovf_schema *schema, bool replace,
                              ovf_plan_file **file, ovf_error *error);
/* Adds a route; the row has its values, and gets the attributes of the route and the line: with
 * coordTimes where all times are known, with heights where all are known and over the sea. Errors:
 * OVF_ERROR_MEMORY. */
ovf_status ovf_plan_file_add(ovf_plan_file *file, const ovf_route *route, ovf_row *row,
                             ovf_error *error);
/* Errors: OVF_ERROR_USAGE (a folder that is not there), OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_plan_file_close(ovf_plan_file *file, ovf_error *error);
/* Takes NULL. */
void ovf_plan_file_free(ovf_plan_file *file);

#endif
