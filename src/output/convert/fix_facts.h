/* What formats ask of a flight's fixes. */
#ifndef OVF_OUTPUT_CONVERT_FIX_FACTS_H
#define OVF_OUTPUT_CONVERT_FIX_FACTS_H

#include "overflight/model.h"

/* The fix's longitude, followed the short way from the one before so that a line across the
 * antimeridian is drawn in one piece; `before` is NAN for the first fix. */
double ovf_flight_lon(const ovf_fix *fix, double before);
bool ovf_flight_is_level(const ovf_route *route, size_t i);
/* Attributes from which a reader takes the fixes' times: they are written anew. */
bool ovf_flight_is_time_attribute(const char *name);

#endif
