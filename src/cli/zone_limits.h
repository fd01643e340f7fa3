/* What zones say of restrictions, looked at for `zones validate`. */
#ifndef OVF_CLI_ZONE_LIMITS_H
#define OVF_CLI_ZONE_LIMITS_H

#include <stdbool.h>

#include "overflight/model.h"

/* Prints what is wrong with the attributes of each zone, and what of them is not understood.
 * Returns the number of zones that no check would take. */
size_t cli_zone_limits_refused(const ovf_zones *zones, bool quiet);

#endif
