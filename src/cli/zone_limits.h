/* What zones say of restrictions, for `zones` and `inspect`. */
#ifndef OVF_CLI_ZONE_LIMITS_H
#define OVF_CLI_ZONE_LIMITS_H

#include <stdbool.h>

#include "cli/oddities.h"
#include "overflight/model.h"

/* Prints what is wrong with the attributes of each zone, and what of them is not understood, as far
 * as the oddities show it. Returns the number of zones that no check would take. */
size_t cli_zone_limits_refused(const ovf_zones *zones, cli_oddities *oddities);

/* The restrictions that a zone carries as attributes, in words; empty: none. */
void cli_zone_limits_describe(const ovf_zone *zone, char *text, size_t size);

#endif
