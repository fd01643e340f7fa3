/* Flights as coverage and revisits take them: what was observed on each, and the zones that this
 * comes near. They are read more than once, so whoever has them keeps them until all are there. */
#ifndef OVF_REDUCE_FLIGHT_H
#define OVF_REDUCE_FLIGHT_H

#include "geodesy/tree.h"
#include "overflight/analysis.h"

typedef struct {
    const ovf_result *result; /* with an observation for each sensor; without meetings. Of its
                                 route, the fixes of legs on which nothing was observed need not be
                                 there */
    const size_t *zones;      /* indices, in their order */
    size_t zone_count;
} ovf_flight;

/* Marks the legs on which something was observed, and the zones whose boxes what was seen comes
 * near; both begin as false. */
void ovf_flight_mark(const ovf_result *result, const ovf_tree *zones, bool *observed_legs,
                     bool *near_zones);

/* Where flights are kept, to read them in any order; many threads at once, each with a reader of
 * its own. */
typedef struct {
    const void *context;
    /* Errors of both: OVF_ERROR_MEMORY, and those of whoever keeps them. */
    ovf_status (*open)(const void *context, void **reader, ovf_error *error);
    /* The flight at *place, which then is the place of the next one; NULL after the last. The first
     * is at 0, and places grow in input order. It holds until the reader's next. */
    ovf_status (*read)(void *reader, uint64_t *place, const ovf_flight **flight, ovf_error *error);
    /* Takes NULL. */
    void (*close)(void *reader);
} ovf_flights;

#endif
