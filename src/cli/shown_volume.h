/* How the limits of zones were understood. */
#ifndef OVF_CLI_SHOWN_VOLUME_H
#define OVF_CLI_SHOWN_VOLUME_H

#include <jansson.h>

#include "overflight/model.h"

/* "read as  from GND to FL95, Mo-Fr 08:00-16:00 UTC", and a line for each part with limits of its
 * own; nothing where there are no limits. False when memory is out. */
bool cli_shown_volume_print(const ovf_zone *zone, size_t width);

/* {"floor": "GND", "ceiling": "FL95", "active": "always"}, with null where nothing limits it, and
 * "parts", a list of the same, if it has some; null where there are no limits at all. NULL when
 * memory is out. */
json_t *cli_shown_volume_json(const ovf_zone *zone);

#endif
