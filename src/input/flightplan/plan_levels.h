/* Changes of speed and level in a plan, as in N0450F330. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_LEVELS_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_LEVELS_H

#include "overflight/flightplan.h"

/* Room for what is wrong with a word of a plan. */
#define OVF_PLAN_REASON 300

typedef struct {
    bool has_speed, has_level;
    double speed_kmh, mach; /* NAN: unknown */
    ovf_level level;
    double altitude_m; /* NAN: unknown */
} ovf_plan_change;

/* Reads speed, level, or speed and level. False, and what is wrong in `reason`, where the text is
 * anything else. */
bool ovf_plan_change_read(const char *text, size_t length, ovf_plan_change *change,
                          char reason[OVF_PLAN_REASON]);

#endif
