/* The times in which a zone is in force, from the attributes that its file has. */
#ifndef OVF_INPUT_ALMANAC_ZONE_TIMES_H
#define OVF_INPUT_ALMANAC_ZONE_TIMES_H

#include <jansson.h>

#include "overflight/schedule.h"

/* Reads of a zone's attributes the first that says anything:
 *
 * - `active`, a text as ovf_schedule_parse reads it;
 * - ED-269's `applicability` and ED-318's `limitedApplicability`;
 * - openAIP's `hoursOfOperation`, with `activeFrom`, `activeUntil`, `byNotam`, `onRequest` and
 *   `onDemand`. It does not say whether its hours are UTC or local time, so they may be either;
 * - the FAA's TIMESOFUSE, or WKHR_CODE and WKHR_RMK, in the time of GMTOFFSET, perhaps an hour
 *   ahead where DST_CODE is 1.
 *
 * Objects and lists may also be texts that have them as JSON, as GDAL hands them out. *said is
 * false, and the schedule unchanged, where there is none of these, or null.
 * Errors: OVF_ERROR_INPUT (names the attribute): then the times are unknown, not always.
 * OVF_ERROR_MEMORY. */
ovf_status ovf_zone_times(const json_t *attributes, ovf_schedule *schedule, bool *said,
                          ovf_error *error);

#endif
