/* Between which heights a zone lies, as files of airspace say it. */
#ifndef OVF_INPUT_RULES_VOLUMES_H
#define OVF_INPUT_RULES_VOLUMES_H

#include <stdbool.h>

#include "input/rules/zone_attributes.h"
#include "overflight/restriction.h"

/* Reads floor and ceiling: the attributes `floor` and `ceiling`, or those of others: UPPER_VAL with
 * UPPER_UOM and UPPER_CODE (FAA), upperLimit as an object with value, unit and referenceDatum
 * (openAIP), upperLimit with uomDimensions and upperVerticalReference (ED-269), valDistVerUpper
 * (AIXM), "UPPER_LIMIT FL245". What is not said is NAN. False where something is said that is not
 * understood: a number without its unit or reference, "NOTAM", two values that differ. */
bool ovf_zone_volume_read(const ovf_zone_attributes *sorted, const ovf_zone *zone,
                          ovf_height *floor, ovf_height *ceiling);

/* Whether an attribute says where a zone ends; not what flights in it may do ("max_alt"). */
bool ovf_is_of_volume(ovf_foreign foreign, const char *name);

#endif
