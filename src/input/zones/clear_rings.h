/* Rings that surely do not cross themselves, by a test that costs little: those that it does not
 * clear are for GEOS to look at, which also knows what is wrong with them. */
#ifndef OVF_INPUT_ZONES_CLEAR_RINGS_H
#define OVF_INPUT_ZONES_CLEAR_RINGS_H

#include "overflight/model.h"

/* Whether the zone is one ring of few edges, which keep away from each other by more than they may
 * stray from the straight lines that stand for them. False says nothing. */
bool ovf_zone_is_clear(const ovf_zone *zone);

#endif
