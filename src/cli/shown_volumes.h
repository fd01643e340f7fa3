/* What `zones show` says of the volumes of a zone: how limits were understood, and as what they are
 * given. */
#ifndef OVF_CLI_SHOWN_VOLUMES_H
#define OVF_CLI_SHOWN_VOLUMES_H

#include <jansson.h>
#include <stdbool.h>

#include "overflight/model.h"

/* A line for the volume of a zone that has limits, or for each of its parts. False when memory is
 * out. */
bool cli_shown_volumes_print(const ovf_zone *zone, size_t width);

/* A new reference; an empty array for a zone without limits; NULL when memory is out. */
json_t *cli_shown_volumes_json(const ovf_zone *zone);

#endif
