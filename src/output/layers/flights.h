/* Flights as they are kept until all of them are there: the legs on which something was observed,
 * the looks, and the zones that these come near. */
#ifndef OVF_OUTPUT_LAYERS_FLIGHTS_H
#define OVF_OUTPUT_LAYERS_FLIGHTS_H

#include "output/rows/store.h"
#include "overflight/analysis.h"

/* Of a work row. Its line is a carrier of numbers, four in each fix: the first part are the ends of
 * the legs, the second the zones, and then there is a part for each sensor, with two for each look.
 */
extern const ovf_schema ovf_flight_schema;

typedef struct ovf_renderer ovf_renderer;

/* Gives the work row of a route that was observed; none where nothing was. */
ovf_status ovf_flight_keep(ovf_renderer *renderer, const ovf_result *result, ovf_error *error);

/* A flight that is read again. One thread at a time; many may read the same store. */
typedef struct {
    ovf_store store;
    size_t sensor_count;
    ovf_route route;
    ovf_result result;    /* with the observations, one for each sensor; without meetings */
    const ovf_fix *zones; /* lon: the index of a zone, in their order */
    size_t zone_count;
    double *along_m;
    size_t along_capacity;
    ovf_look *looks;
    size_t look_capacity;
    ovf_observation *observations;
    size_t observation_capacity;
} ovf_flight;

/* `work` must be open as long as the flight is. */
void ovf_flight_open(ovf_flight *flight, const ovf_store *work, size_t sensor_count);
/* The flight whose row begins at *offset, which then is where the next one begins; *end when there
 * is none. Errors: OVF_ERROR_IO, OVF_ERROR_MEMORY. */
ovf_status ovf_flight_read(ovf_flight *flight, uint64_t *offset, bool *end, ovf_error *error);
void ovf_flight_close(ovf_flight *flight);

#endif
