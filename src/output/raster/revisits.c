#include "output/raster/revisits.h"

#include "output/layers/flights.h"
#include "output/raster/geotiff.h"
#include "reduce/revisits.h"

ovf_status ovf_revisits_write(const ovf_sinks *sinks, const ovf_store *work, const char *path,
                              const char *called, uint64_t *seen, ovf_error *error)
{
    const ovf_flight_rows rows = ovf_flight_rows_of(sinks, work);
    const ovf_flights flights = ovf_flights_in(&rows);
    const ovf_sensing_options *options = &sinks->sensing->options;
    ovf_raster_extent extent = {0};
    ovf_revisits revisits = {0};
    ovf_status status = ovf_raster_extent_init(&extent, error);
    if (status == OVF_OK) status = ovf_revisits_extent_add_all(&extent, &flights, error);
    if (status == OVF_OK)
        status = ovf_revisits_open(&revisits, &extent, options->joins, options->cell_m, error);
    ovf_raster_extent_clear(&extent);
    if (status == OVF_OK) status = ovf_revisits_add_all(&revisits, &flights, sinks->jobs, error);
    if (status == OVF_OK) status = ovf_geotiff_write(&revisits.raster, path, called, seen, error);
    ovf_revisits_close(&revisits);
    return status;
}

const ovf_layer_kind ovf_layer_revisits = {.bit = OVF_LAYER_REVISITS,
                                           .schema = {.name = "revisits"}};
