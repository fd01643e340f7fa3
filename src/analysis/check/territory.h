/* How long a flight is over a State's territory.
 *
 * Territory counts its waters (Art. II), and the outlines of States are land. So there are two
 * figures: the length over what is surely territory (the State's land, and the zones that say they
 * are `territory_of` it, which have their sea), and that over all that may be: besides, what is
 * over no other State's land and within OVF_WATERS_M of land of the State whose sea no such zone
 * has. */
#ifndef OVF_ANALYSIS_CHECK_TERRITORY_H
#define OVF_ANALYSIS_CHECK_TERRITORY_H

#include "analysis/check/judging.h"

/* 200 NM: internal waters, bays among them, and the territorial sea end before the exclusive
 * economic zone does (UN Convention on the Law of the Sea, Art. 57). */
#define OVF_WATERS_M 370400.0

/* Of each State the coasts whose sea is not known. */
typedef struct ovf_coasts ovf_coasts;

/* Over the States' areas, with the zones that may have their sea. NULL when memory is out. */
ovf_coasts *ovf_coasts_new(const ovf_analyzer *states, const ovf_analyzer *zones);
void ovf_coasts_free(ovf_coasts *coasts);

typedef struct {
    double surely_m, perhaps_m;
    double
        reached_m; /* along the route, where the sure length comes to the limit; NAN: it does not */
} ovf_over_territory;

/* Over the State of an airfield, or the group that it is of. False when memory is out. */
bool ovf_territory_measure(ovf_check *check, const ovf_airfield *airfield, double limit_m,
                           ovf_over_territory *over);

#endif
