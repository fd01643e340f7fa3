/* What a zone has that looks like a restriction and is not understood. */
#ifndef OVF_INPUT_RULES_NOT_UNDERSTOOD_H
#define OVF_INPUT_RULES_NOT_UNDERSTOOD_H

#include "input/rules/zone_attributes.h"
#include "overflight/restriction.h"

/* A zone in hand, and what was found. */
typedef struct {
    const ovf_zones *zones;
    size_t index;
    ovf_zone_attributes sorted;
    ovf_rules *rules;
    size_t added;         /* restrictions of the zone */
    bool prohibited;      /* one of them is */
    bool none;            /* it says that there is none */
    double uncertainty_m; /* of the zone's outline; 0: none is stated */
} ovf_zone_reader;

/* Adds one restriction of ovf_kind_not_understood for the attributes that may add a limit to those
 * that are understood, if there are any; its note names them, six at most. `restriction` and
 * `restrictions`: what these two say is not understood. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_zone_add_not_understood(ovf_zone_reader *in, bool restriction, bool restrictions,
                                       ovf_error *error);

#endif
