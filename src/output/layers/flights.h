/* Flights as they are kept until all of them are there: as work rows. */
#ifndef OVF_OUTPUT_LAYERS_FLIGHTS_H
#define OVF_OUTPUT_LAYERS_FLIGHTS_H

#include "output/rows/renderer.h"
#include "reduce/flight.h"

/* Of a work row. Its line is a carrier of numbers, four in each fix: the first part are the ends of
 * the legs on which something was observed, the second the zones, and then there is a part for each
 * sensor, with two for each look. */
extern const ovf_schema ovf_flight_schema;

/* Gives the work row of a route that was observed; none where nothing was. */
ovf_status ovf_flight_keep(ovf_renderer *renderer, const ovf_result *result, ovf_error *error);

/* Work rows, and what they are of. */
typedef struct {
    const ovf_store *work;
    size_t sensor_count, zone_count;
} ovf_flight_rows;

ovf_flight_rows ovf_flight_rows_of(const ovf_sinks *sinks, const ovf_store *work);
/* To read them; the rows, and what they are of, must outlive it. Errors of reading: OVF_ERROR_IO,
 * OVF_ERROR_MEMORY. */
ovf_flights ovf_flights_in(const ovf_flight_rows *rows);

#endif
