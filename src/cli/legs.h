/* The legs of a route: a table for people, and a list for programs. */
#ifndef OVF_CLI_LEGS_H
#define OVF_CLI_LEGS_H

#include <jansson.h>

#include "cli/terminal.h"
#include "overflight/overflight.h"

/* Prints a row for each leg; columns of what no leg has are left out. */
ovf_status cli_legs_print(const ovf_result *result, const ovf_zones *zones,
                          const cli_terminal *terminal, ovf_error *error);

/* The same as JSON (geodata/schemas/check.json); NULL when memory is out. */
json_t *cli_legs_json(const ovf_result *result, const ovf_zones *zones);

#endif
