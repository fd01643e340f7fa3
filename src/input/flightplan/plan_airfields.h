/* Airfields by what people call them. */
#ifndef OVF_INPUT_FLIGHTPLAN_PLAN_AIRFIELDS_H
#define OVF_INPUT_FLIGHTPLAN_PLAN_AIRFIELDS_H

#include "input/flightplan/plan_levels.h"
#include "overflight/flightplan.h"

/* Looks for an airfield by ICAO code, then by IATA code, by its whole name, and by a part of its
 * name. Its index; OVF_FLIGHTPLAN_NO_AIRFIELD where there is none, and then `reason` is empty or,
 * where several have that name, says which. */
size_t ovf_plan_airfield_find(const ovf_airfields *airfields, const char *word, size_t length,
                              char reason[OVF_PLAN_REASON]);

/* Lists the airfields that were perhaps meant, as in `UUMB (Kubinka) or UKBB (Borispol/Kiev)`;
 * empty where none is near. */
void ovf_plan_airfields_near(const ovf_airfields *airfields, const char *word, size_t length,
                             char list[OVF_PLAN_REASON]);

#endif
