/* What missions of drones have in common: MAVLink's commands and frames
 * (https://mavlink.io/en/messages/common.html). */
#ifndef OVF_INPUT_FORMATS_MISSION_H
#define OVF_INPUT_FORMATS_MISSION_H

#include <stdint.h>

#include "input/formats/raw_flight.h"

typedef enum {
    OVF_MISSION_UNKNOWN,
    OVF_MISSION_OVER_HOME,
    OVF_MISSION_OVER_SEA,
    OVF_MISSION_OVER_GROUND
} ovf_mission_mode;

/* Over what altitudes in a frame of MAVLink are. */
ovf_mission_mode ovf_mission_mode_of(int64_t frame);

/* Adds the place of a command, where it is one: waypoints, loiters, landings and take-offs are
 * flown to, and so is home by a return to launch; others are settings, or places that are looked
 * at. 0,0 of a take-off or a landing is where the aircraft is. An altitude over home is over the
 * sea where home's altitude is known. False when memory is out. */
bool ovf_mission_add(ovf_flight *flight, int64_t command, ovf_mission_mode mode, ovf_fix fix,
                     const ovf_fix *home);

#endif
