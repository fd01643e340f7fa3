/* Names in a plan that nobody knows, so that all of them can be told at once. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_UNKNOWN_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_UNKNOWN_H

#include "input/flightplan/plan_levels.h"
#include "overflight/flightplan.h"
#include "overflight/points.h"

/* Of a text the words that have the shape of a code, a waypoint or an airway and are in neither of
 * the two: "; behind it, not known: INPUD, Y102 and 3 others". Empty where there is none. `points`
 * may be NULL. */
#define OVF_PLAN_OTHERS (OVF_PLAN_REASON + 40)
void ovf_plan_unknown_others(const char *text, const ovf_airfields *airfields,
                             const ovf_points *points, char others[OVF_PLAN_OTHERS]);

#endif
