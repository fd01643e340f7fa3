/* Totals over many routes: a reducer that any number of threads or shards fill apart and then merge. */
#ifndef OVERFLIGHT_TOTALS_H
#define OVERFLIGHT_TOTALS_H

#include "overflight/analysis.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The `_low_m` members hold what the sum above them lost to rounding, so that a total over millions of routes
 * does not depend on their number or order. Readers need only the sums themselves. */
typedef struct {
    uint64_t routes; /* routes that met the zone */
    uint64_t passages, crossings;
    double inside_m;
    double inside_low_m;
} ovf_zone_totals;

typedef struct {
    uint64_t routes;
    uint64_t meeting_routes; /* routes that met any zone */
    uint64_t rejected;       /* features left out */
    double length_m;
    double length_low_m;
    ovf_zone_totals *zones; /* one for each zone, in their order */
    size_t zone_count;
} ovf_totals;

/* All zero, for so many zones. Errors: OVF_ERROR_MEMORY. */
ovf_status ovf_totals_init(ovf_totals *totals, size_t zone_count, ovf_error *error);
/* Adds one route. A zone counts as met where the route crosses or touches it or lies inside, not where it only comes
 * near (nearest_m > 0). Never fails; does not allocate. */
void ovf_totals_add(ovf_totals *totals, const ovf_result *result);
/* Adds all of `from`, which must be over the same zones: OVF_ERROR_USAGE if their number differs. */
ovf_status ovf_totals_merge(ovf_totals *totals, const ovf_totals *from, ovf_error *error);
/* Frees what is inside and sets it to empty. Takes NULL. */
void ovf_totals_clear(ovf_totals *totals);

#ifdef __cplusplus
}
#endif
#endif
