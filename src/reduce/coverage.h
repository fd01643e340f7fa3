/* Coverage of many zones by many flights: how much of each zone each sensor saw, and all of them
 * together; what is left; and what each flight added.
 *
 * Of a flight only the zones that it comes near are kept. In the end the flights near each zone are
 * gone through in input order, zone by zone: so many zones at once as there are threads, each with
 * its gaps in memory and eight bytes for each of its flights. What flights added is then sorted by
 * flight again. */
#ifndef OVF_REDUCE_COVERAGE_H
#define OVF_REDUCE_COVERAGE_H

#include "overflight/coverage.h"
#include "overflight/totals.h"
#include "reduce/flight.h"

/* Which flights come near which zone. One thread at a time. */
typedef struct ovf_coverages ovf_coverages;

/* What does not fit into 16 MB goes into a file without a name in `folder`, which must outlive it;
 * NULL: as in ovf_temporary_file_open. Errors of all: OVF_ERROR_MEMORY, OVF_ERROR_IO (that file).
 */
ovf_status ovf_coverages_new(const char *folder, ovf_coverages **coverages, ovf_error *error);
/* Adds a flight by its place, in any order; or all that there are. */
ovf_status ovf_coverages_add(ovf_coverages *coverages, uint64_t place, const ovf_flight *flight,
                             ovf_error *error);
ovf_status ovf_coverages_add_all(ovf_coverages *coverages, const ovf_flights *flights,
                                 ovf_error *error);
/* Moves everything that `from` has, whose flights are others of the same ovf_flights. */
ovf_status ovf_coverages_merge(ovf_coverages *coverages, ovf_coverages *from, ovf_error *error);
/* Takes NULL. */
void ovf_coverages_free(ovf_coverages *coverages);

/* ---- in the end ---- */

/* What of a zone a sensor saw. The drawings are as ovf_coverage_draw makes them, and empty where
 * they are not wanted; whoever takes them over sets them to NULL. */
typedef struct {
    size_t zone;
    size_t sensor; /* index; the number of sensors: all of them together */
    ovf_covered covered;
    ovf_polygon *seen, *gap;
    size_t seen_count, gap_count;
} ovf_covered_zone;

/* What a flight saw of a zone that none before it had seen. */
typedef struct {
    uint64_t place;
    const ovf_flight *flight;
    size_t zone, sensor;
    double added_m2;
    double covered_m2, covered_fraction; /* by then */
} ovf_addition;

typedef struct {
    const ovf_zones *zones;
    const ovf_totals *totals; /* zones that were met are gone through although nothing was seen */
    const ovf_flights *flights;
    size_t sensor_count; /* where there are several, they count together as well */
    ovf_joins joins;
    size_t jobs; /* threads; 0: one for each core */
    bool draw_seen, draw_gaps;
    double deviation_m; /* of drawings */
    /* Of each zone that was met or of which something was seen, in their order, each sensor; not by
     * two threads at once. */
    ovf_status (*covered)(void *context, ovf_covered_zone *covered, ovf_error *error);
    /* By flight, zone and sensor, when all zones are done; NULL: not wanted. */
    ovf_status (*added)(void *context, const ovf_addition *addition, ovf_error *error);
    void *context;
} ovf_covering;

/* Gives what was added, once; nothing can be added any more. Errors: those of the coverage
 * (overflight/coverage.h), of the flights, and of the functions, with which it ends. */
ovf_status ovf_coverages_read(ovf_coverages *coverages, const ovf_covering *covering,
                              ovf_error *error);

#endif
