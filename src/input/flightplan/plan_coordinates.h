/* Coordinates as they are typed in a plan. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_COORDINATES_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_COORDINATES_H

#include "input/flightplan/plan_levels.h"
#include "overflight/model.h"

/* A latitude, a longitude, or a number without a letter. */
typedef struct {
    double degrees;
    char letter; /* N, S, E, W, or NUL */
} ovf_plan_angle;

/* True where a word of a plan can only be meant as coordinates; not so N0450, W33 or S1130. */
bool ovf_plan_looks_like_coordinates(const char *text, size_t length);

/* True where it can be half a position if the other half stands beside it, as in N5530 E03700. */
bool ovf_plan_may_be_half(const char *text, size_t length);

/* N5530, with E03700 as the next word, in what stands behind it. */
bool ovf_plan_is_northing(const char *text, size_t length, const char *behind);

/* Reads one angle (half a position, as the N55.5 of "N55.5 E037.0") or two. Returns how many; 0,
 * and what is wrong in `reason`. */
int ovf_plan_angles_read(const char *text, size_t length, ovf_plan_angle angles[2],
                         char reason[OVF_PLAN_REASON]);

/* Makes a position of two. */
bool ovf_plan_position(const ovf_plan_angle angles[2], ovf_lonlat *position,
                       char reason[OVF_PLAN_REASON]);

#endif
