/* What zones say of restrictions, for `zones` and `inspect`. */
#ifndef OVF_CLI_ZONE_LIMITS_H
#define OVF_CLI_ZONE_LIMITS_H

#include <stdbool.h>

#include "overflight/model.h"

/* Prints what is wrong with the attributes of each zone, and what of them is not understood.
 * Returns the number of zones that no check would take. */
size_t cli_zone_limits_refused(const ovf_zones *zones, bool quiet);

/* The restrictions that a zone carries as attributes, in words; empty: none. */
void cli_zone_limits_describe(const ovf_zone *zone, char *text, size_t size);

#endif
