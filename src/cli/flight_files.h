/* The files of flights that a command line names. */
#ifndef CLI_FLIGHT_FILES_H
#define CLI_FLIGHT_FILES_H

#include "cli/options.h"

/* Calls `run` with these options, in whose operands the files in it stand in place of a directory.
 * Returns its status, or that of a failure, which has been told. */
int cli_with_flight_files(const cli_options *options, int (*run)(const cli_options *options));

#endif
