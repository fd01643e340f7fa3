/* The files of flights that a command line names. */
#ifndef CLI_FLIGHT_FILES_H
#define CLI_FLIGHT_FILES_H

#include "cli/options.h"
#include "overflight/points.h"

/* Calls `run` with these options, in whose operands the files in it stand in place of a directory.
 * Returns its status, or that of a failure, which has been told. */
int cli_with_flight_files(const cli_options *options, int (*run)(const cli_options *options));

/* Reads the files of points, if there are any, into options->known_points: to be freed by the
 * caller, by ovf_points_free. Errors: as ovf_points_read. */
ovf_status cli_known_points_read(cli_options *options, ovf_points **points, ovf_error *error);

#endif
