/* The volumes that zones' attributes state. */
#ifndef OVF_INPUT_RULES_ZONE_VOLUMES_H
#define OVF_INPUT_RULES_ZONE_VOLUMES_H

#include "overflight/input.h"

/* The volume that the attributes of a zone state, without a box; its schedule is to be cleared.
 * Notes and errors as below. */
ovf_status ovf_zone_volume_state(const ovf_zone *zone, const ovf_input_options *options,
                                 ovf_volume *volume, ovf_error *error);

/* Sets the volume of each zone that states a floor, a ceiling, or when it is in force, in the
 * attributes floor, ceiling and active in any spelling, and in those of almanac/zone_times.h.
 * (active_from and active_until are of its restrictions.) What is stated and not understood is
 * unknown: a passage is then possible at most; a note says so. Zones with parts stay as they are.
 * Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_zone_volumes_read(ovf_zones *zones, const ovf_input_options *options,
                                 ovf_error *error);

#endif
