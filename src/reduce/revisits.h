/* Revisits: how many flights saw each cell of a raster. A cell counts once a flight, whichever of
 * its sensors saw it, by its middle. */
#ifndef OVF_REDUCE_REVISITS_H
#define OVF_REDUCE_REVISITS_H

#include "overflight/coverage.h"
#include "reduce/flight.h"
#include "reduce/raster.h"

/* ---- where anything was seen ---- */

/* Marks what was seen on a flight, or on all of them. Errors: those of the flights. */
void ovf_revisits_extent_add(ovf_raster_extent *extent, const ovf_flight *flight);
ovf_status ovf_revisits_extent_add_all(ovf_raster_extent *extent, const ovf_flights *flights,
                                       ovf_error *error);

/* ---- how often ---- */

/* One thread at a time. */
typedef struct {
    ovf_raster raster;
    ovf_joins joins;
} ovf_revisits;

/* With all counts 0; to be closed after failure too. Errors: those of ovf_raster_open. */
ovf_status ovf_revisits_open(ovf_revisits *revisits, const ovf_raster_extent *extent,
                             ovf_joins joins, double cell_m, ovf_error *error);
void ovf_revisits_close(ovf_revisits *revisits);

/* Counts what was seen on a flight, or on each of all, with so many threads; 0: one for each core.
 * What is not in the extent does not count. Errors: those of the flights and of laying swaths
 * (OVF_ERROR_USAGE), OVF_ERROR_INTERNAL, OVF_ERROR_MEMORY. */
ovf_status ovf_revisits_add(ovf_revisits *revisits, const ovf_flight *flight, ovf_error *error);
ovf_status ovf_revisits_add_all(ovf_revisits *revisits, const ovf_flights *flights, size_t jobs,
                                ovf_error *error);
/* Adds the counts of other flights, from the same extent: OVF_ERROR_USAGE if not. */
ovf_status ovf_revisits_merge(ovf_revisits *revisits, const ovf_revisits *from, ovf_error *error);

#endif
